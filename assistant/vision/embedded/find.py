"""FIND: where a word, a control or an object is. Says the place by ninths and hands over the regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.core.domain import Found, RegionKind
from assistant.core.placing import Placed, sentences_of_places
from assistant.core.questions import understand_thing
from assistant.core.wording import M
from assistant.vision.embedded.controls import the_control, with_states
from assistant.vision.embedded.finding import look_for
from assistant.vision.embedded.phrases import capitalised, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.core.domain import EngineEvent, Request
    from assistant.core.questions import Thing
    from assistant.vision.embedded.analysis import Analysis
    from assistant.vision.embedded.finding import Hit
    from assistant.vision.embedded.phrases import Phrases

_WORDS_AT_MOST = 60

_NAMES = {
    RegionKind.BUTTON: M.THE_BUTTON,
    RegionKind.FIELD: M.THE_FIELD,
    RegionKind.HEADING: M.THE_HEADING,
    RegionKind.MENU_BAR: M.THE_MENU,
    RegionKind.WINDOW: M.THE_WINDOW,
}


def find(
    request: Request, analysis: Analysis, phrases: Phrases, is_cancelled: Callable[[], bool]
) -> Iterator[EngineEvent]:
    """Yield the regions that answer to the request's words, the best first, then the sentence."""
    yield from find_thing(
        understand_thing(request.question, request.language), request, analysis, phrases, is_cancelled
    )


def find_thing(
    thing: Thing, request: Request, analysis: Analysis, phrases: Phrases, is_cancelled: Callable[[], bool]
) -> Iterator[EngineEvent]:
    """Yield where a thing is; what was not found is told as not found, never as absent."""
    hits = look_for(thing, analysis, phrases.wording, is_cancelled)
    if is_cancelled():
        return
    for hit in hits:
        yield Found(request.id, hit.region)
    if not hits:
        yield phrases.say(request, M.FOUND_NONE, what=thing.words)
        yield from phrases.not_read(request, analysis)
        return
    picture = analysis.picture
    things = [Placed(name_of(hit, phrases), hit.region.box, hit.naming, hit.region.confidence) for hit in hits]
    for sentence, confidence in sentences_of_places(things, picture.width, picture.height, phrases.wording):
        yield phrases.piece(request, capitalised(sentence), confidence)


def name_of(hit: Hit, phrases: Phrases) -> str:
    """Return what was found, inside a sentence: "the Save button", "a dog", "the words “…”"."""
    region = hit.region
    if hit.node is not None and (name := the_control(hit.node, phrases.wording)):
        return with_states(name, hit.node, phrases.wording)
    if region.kind is RegionKind.OBJECT:
        return phrases.wording.thing(region.text)
    if region.kind is RegionKind.PICTURE:
        return phrases.wording.say(M.THE_PICTURE)
    text = quoted(region.text)
    if region.kind in _NAMES:
        return phrases.wording.say(_NAMES[region.kind], name=text)
    return phrases.wording.say(M.THE_WORDS, words=text if len(text) <= _WORDS_AT_MOST else f"{text[:_WORDS_AT_MOST]}…")
