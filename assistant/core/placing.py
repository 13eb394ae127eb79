"""Sentences that tell where things are: the same from every engine that finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.core.domain import Box
from assistant.core.honesty import Naming
from assistant.core.places import place_of
from assistant.core.wording import M, Wording

_TOLD = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """Something that was found: what it is called inside a sentence ("a dog", "the Save button"), where, how sure."""

    name: str
    box: Box
    naming: Naming
    confidence: float


def sentences_of_places(
    things: Sequence[Placed], width: int, height: int, wording: Wording
) -> Iterator[tuple[str, float]]:
    """Yield where things are in a picture of that size, with the confidence of each sentence; the best come first."""
    confidence = min((thing.confidence for thing in things), default=1.0)
    if len(things) == 1:
        place = wording.place(place_of(things[0].box, width, height), is_short=True)
        message = M.FOUND_ONE if things[0].naming is Naming.NAMED else M.FOUND_POSSIBLY
        yield wording.say(message, what=things[0].name, place=place), confidence
        return
    places = wording.join(_placed(thing, width, height, wording) for thing in things[:_TOLD])
    yield wording.count(M.FOUND_MANY, len(things), places=places), confidence
    if len(things) > _TOLD:
        yield wording.count(M.FOUND_MORE, len(things) - _TOLD), 1.0


def _placed(thing: Placed, width: int, height: int, wording: Wording) -> str:
    """Return "the Save button in the lower right", hedged where it must be."""
    text = wording.say(M.THING_AT, thing=thing.name, place=wording.place(place_of(thing.box, width, height)))
    return text if thing.naming is Naming.NAMED else wording.say(M.POSSIBLY, what=text)
