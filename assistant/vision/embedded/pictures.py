"""Photographs told: things that were recognised, how many and where, and what the whole looks like.

It decides nothing about scores: `core.honesty` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.core.domain import Box, Detail, Found, Part, Region, RegionKind
from assistant.core.honesty import Naming
from assistant.core.places import Place, place_of
from assistant.core.wording import M
from assistant.core.wording.likenesses import LIKENESSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assistant.core.domain import EngineEvent, Request
    from assistant.vision.embedded.analysis import Analysis, Photograph, Sighting
    from assistant.vision.embedded.phrases import Phrases

_PICTURES_AT_MOST = 8
_PLACES_AT_MOST = 3


def describe_photographs(
    request: Request, analysis: Analysis, phrases: Phrases, is_cancelled: Callable[[], bool]
) -> Iterator[EngineEvent]:
    """Yield a sentence for each photograph, with its regions; for the structure alone only the regions.

    Where the request names boxes, only of photographs that lie in one of them.
    """
    photographs = [each for each in analysis.photographs(is_cancelled) if _is_wanted(each.box, request)]
    is_told = request.part is not Part.STRUCTURE
    for photograph in photographs[:_PICTURES_AT_MOST]:
        yield from _regions(request, photograph)
        if is_told:
            yield from _sentences(request, analysis, photograph, phrases)
    if (
        is_told
        and photographs
        and request.detail is Detail.FULL
        and any(photograph.things for photograph in photographs)
    ):
        yield phrases.say(request, M.NOT_A_CAPTION)


def _is_wanted(box: Box, request: Request) -> bool:
    return not request.boxes or any(2 * box.intersection(wanted) > box.area for wanted in request.boxes)


def _regions(request: Request, photograph: Photograph) -> Iterator[EngineEvent]:
    yield Found(request.id, Region(RegionKind.PICTURE, "", photograph.box, 1.0))
    for thing in photograph.things:
        yield Found(request.id, Region(RegionKind.OBJECT, thing.label, thing.box, thing.confidence))


def _sentences(request: Request, analysis: Analysis, photograph: Photograph, phrases: Phrases) -> Iterator[EngineEvent]:
    picture = analysis.picture
    is_whole = photograph.box.area > 0.9 * picture.width * picture.height
    place = phrases.wording.place(place_of(photograph.box, picture.width, picture.height))
    said = _things(photograph, phrases)
    confidence = min((thing.confidence for thing in photograph.things), default=1.0)
    if photograph.likeness is not None and not _is_said(photograph):
        label = phrases.wording.say(LIKENESSES[photograph.likeness.name])
        if is_whole and not said:
            yield phrases.say(request, M.PICTURE_WHOLE_LIKE, photograph.likeness.probability, label=label)
            return
        said.append(phrases.wording.say(M.LOOKS_LIKE, label=label))
        confidence = min(confidence, photograph.likeness.probability)
    if not said:
        yield phrases.say(request, M.PICTURE_WHOLE_UNKNOWN if is_whole else M.PICTURE_UNKNOWN, place=place)
        return
    what = "; ".join(said)
    message = M.PICTURE_WHOLE if is_whole else M.PICTURE_HERE
    yield phrases.say(request, message, confidence, what=what, place=place)


def _things(photograph: Photograph, phrases: Phrases) -> list[str]:
    """Return "a dog in the lower right and 2 people on the left" and "possibly a cat in the middle"."""
    wording = phrases.wording
    groups: dict[Naming, dict[str, list[Sighting]]] = {Naming.NAMED: {}, Naming.HEDGED: {}}
    for thing in photograph.things:
        groups[thing.naming].setdefault(thing.label, []).append(thing)
    named, hedged = (
        wording.join(_group(label, things, photograph.box, phrases) for label, things in groups[naming].items())
        for naming in (Naming.NAMED, Naming.HEDGED)
    )
    return [text for text in (named, hedged and wording.say(M.POSSIBLY, what=hedged)) if text]


def _group(label: str, things: Sequence[Sighting], within: Box, phrases: Phrases) -> str:
    thing = phrases.wording.thing(label, len(things))
    places = []
    for each in things:
        box = Box(each.box.x - within.x, each.box.y - within.y, each.box.width, each.box.height)
        places.append(place_of(box, within.width, within.height))
    if set(places) == {Place.ALL_OVER}:
        return thing
    names = [phrases.wording.place(place) for place in dict.fromkeys(places)]
    return phrases.wording.say(M.THING_AT, thing=thing, place=phrases.wording.join(names[:_PLACES_AT_MOST]))


def _is_said(photograph: Photograph) -> bool:
    """Tell whether the likeness would only repeat a thing that is named."""
    label = photograph.likeness.label if photograph.likeness is not None else ""
    return any(thing.label == label and thing.naming is Naming.NAMED for thing in photograph.things)
