"""DESCRIBE, READ, ASK and PROMPT: answers in the model's own words, passed on as they come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.core.domain import Found, Piece, Region, RegionKind, Task
from assistant.core.wording import M
from assistant.vision.paligemma.outputs import detections, geometric_mean
from assistant.vision.paligemma.tasks import Skill, clean_words
from assistant.vision.paligemma.tiles import WORTH_READING, tiles_of, without_repeated_lines

if TYPE_CHECKING:
    from assistant.core.domain import EngineEvent
    from assistant.vision.paligemma.looking import Looking
    from assistant.vision.paligemma.tasks import Choice
    from assistant.vision.paligemma.text import Said

_UNANSWERABLE = "unanswerable"
"""What the training has for a question whose answer the picture doesn't show, in whatever language it was asked."""
_NOTHING = {Task.READ: M.TEXT_NONE}


def tell(looking: Looking) -> Iterator[EngineEvent]:
    """Yield what the model says of each part; silence is told."""
    choice = looking.choice()
    # Once: a window has many pictures, and a setting holds for all descriptions.
    if choice.is_other and choice.skill not in looking.tools.told:
        looking.tools.told.add(choice.skill)
        yield looking.say(M.ONLY_CAPTIONS if choice.skill is Skill.CAPTION else M.ONLY_DESCRIPTIONS)
    has_told = False
    for event in _events(looking, choice):
        has_told = has_told or (isinstance(event, Piece) and bool(event.text.strip()))
        yield event
    if not has_told:
        yield looking.say(_NOTHING.get(looking.request.task, M.NOTHING_SAID))


def _events(looking: Looking, choice: Choice) -> Iterator[Piece | Found]:
    words = looking.request.question
    if choice.skill is Skill.OCR:
        yield from _read(looking, choice)
        return
    if choice.skill is Skill.OPEN:
        yield from _open(looking, choice, words)
        return
    language = choice.language
    for said in _parts(looking, choice, words):
        if choice.skill is Skill.ANSWER:
            yield from _answer(looking, said, language)
        else:
            yield from _spoken(looking, said, language)


def _open(looking: Looking, choice: Choice, words: str) -> Iterator[Piece | Found]:
    """Yield what comes of a prompt of the user's own, in whatever language, and the places that are in it."""
    for area in looking.areas if clean_words(words) else ():
        yield from _spoken(looking, looking.said(area, choice, words), "")
        for thing in detections(looking.vocabulary.parts(looking.last)):
            region = Region(RegionKind.OBJECT, thing.label, thing.box(area), thing.confidence)
            yield Found(looking.request.id, region)


def _parts(looking: Looking, choice: Choice, words: str) -> Iterator[Iterator[Said]]:
    """Yield each part's answer: the first as it comes; the others together where that is faster."""
    areas = looking.areas
    together = areas[1:] if looking.is_parallel and len(areas) > 2 else []
    for area in areas[: len(areas) - len(together)]:
        yield looking.said(area, choice, words)
    if together:
        yield from map(iter, looking.said_together(together, choice, words))


def _spoken(looking: Looking, said: Iterator[Said], language: str) -> Iterator[Piece]:
    """Yield text as it comes; a line's end makes the last sentence complete."""
    is_open = False
    for bit in said:
        yield Piece(looking.request.id, bit.text, bit.confidence, language)
        is_open = True
    if is_open:
        yield Piece(looking.request.id, "\n", 1.0, language)


def _answer(looking: Looking, said: Iterator[Said], language: str) -> Iterator[Piece]:
    """Yield an answer; the one that means "the picture doesn't tell" is told as that."""
    held: list[Said] = []
    for bit in said:
        held.append(bit)
        text = "".join(each.text for each in held).strip().lower()
        if not _UNANSWERABLE.startswith(text.rstrip(".")):
            break
    text = "".join(each.text for each in held).strip().lower()
    if text.rstrip(".") == _UNANSWERABLE:
        yield looking.say(M.UNANSWERABLE)
        return
    yield from _spoken(looking, _chained(held, said), language)


def _chained(held: list[Said], said: Iterator[Said]) -> Iterator[Said]:
    yield from held
    yield from said


def _read(looking: Looking, choice: Choice) -> Iterator[Piece]:
    """Yield the text of each part; a part that is too large for a sharp look is read in tiles.

    Which language the text is in, nobody knows before it is read.
    """
    resolution = looking.tools.model.resolution
    areas = looking.few([tile for area in looking.areas for tile in tiles_of(area, resolution, worth=WORTH_READING)])
    if len(areas) == 1:
        yield from _spoken(looking, looking.said(areas[0], choice), "")
        return
    told: list[str] = []
    for area in areas:
        before = tuple(told)
        for line, confidence in _lines(looking.said(area, choice)):
            # Lines that come twice in one tile stand there twice; the next tile shows what the overlap has shown.
            if without_repeated_lines(before, [line]):
                told.append(line)
                yield Piece(looking.request.id, f"{line}\n", confidence)


def _lines(said: Iterator[Said]) -> Iterator[tuple[str, float]]:
    """Yield the lines of a text as each is complete, with the geometric mean of its bits."""
    text, sure = "", list[float]()
    for bit in said:
        *whole, rest = (text + bit.text).split("\n")
        sure.append(bit.confidence)
        if whole:
            yield from ((line.strip(), geometric_mean(sure)) for line in whole if line.strip())
            sure = [bit.confidence] if rest else []
        text = rest
    if text.strip():
        yield text.strip(), geometric_mean(sure)
