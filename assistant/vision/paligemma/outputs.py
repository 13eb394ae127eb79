"""What a PaliGemma answers to detect and segment: places and mask codes among words, told apart and put into pixels.

The form is `<loc y1><loc x1><loc y2><loc x2>`, 16 `<seg>` for a mask, then the label, ";" before the next one. Tails
that were cut off, missing labels and stray tokens are normal and cost nothing but themselves. No model, no numpy.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.core.cleaning import plain
from assistant.core.domain import Box

if TYPE_CHECKING:
    from assistant.vision.paligemma.model import Token, Tokenizer

DIVISOR = 1023
"""Places were trained as round(share x 1023); the demos' 1024 moves a box by up to one pixel in a thousand."""
LOCS, SEGS = 4, 16
LOC_TOKENS, SEG_TOKENS = 1024, 128
UNREADABLE = "\ufffd"
"""What a decoder puts where bytes are no character."""


@dataclass(frozen=True, slots=True)
class Loc:
    """A place, 0 to 1023 from the left or the top."""

    value: int
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Seg:
    """A code of the mask decoder's book, 0 to 127."""

    value: int
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """Everything else."""

    text: str
    probability: float = 1.0


Part = Loc | Seg | Words


@dataclass(frozen=True, slots=True)
class Detection:
    """One thing: `place` is top, left, bottom, right on the scale of 0 to 1023; `codes` are 16 or none.

    `confidence` is the geometric mean of the probabilities of its places and its label. A place shares its probability
    with its neighbours, so that even a sure box stays well below 1; a mask's codes don't tell whether it is there.
    """

    label: str
    place: tuple[int, int, int, int]
    codes: tuple[int, ...] = ()
    confidence: float = 1.0

    def box(self, area: Box) -> Box:
        """Return the box in the pixels of the picture of which `area` was shown to the model; at least a pixel wide."""
        top, left, bottom, right = self.place
        x1, x2 = _pixel(left, area.x, area.width), _pixel(right, area.x, area.width)
        y1, y2 = _pixel(top, area.y, area.height), _pixel(bottom, area.y, area.height)
        x1, y1 = min(x1, area.right - 1), min(y1, area.bottom - 1)
        return Box(x1, y1, max(x2 - x1, 1), max(y2 - y1, 1))


def _pixel(value: int, start: int, length: int) -> int:
    return start + round(value * length / DIVISOR)


class Vocabulary:
    """Where the places and codes lie among the ids of a tokenizer; `words_of` is its decoder."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._first_loc = tokenizer.convert_tokens_to_ids("<loc0000>")
        self._first_seg = tokenizer.convert_tokens_to_ids("<seg000>")
        self._tokenizer = tokenizer

    def is_place(self, token_id: int) -> bool:
        """Tell whether a token is a place or a mask's code, no text."""
        return isinstance(self._special(token_id, 1.0), Loc | Seg)

    def parts(self, tokens: Iterable[Token]) -> Iterator[Part]:
        """Yield places and codes as they are, and the words between them, each stretch as one."""
        words: list[Token] = []
        for token in tokens:
            special = self._special(token.id, token.probability)
            if special is None:
                words.append(token)
                continue
            if words:
                yield self._joined(words)
                words = []
            yield special
        if words:
            yield self._joined(words)

    def _joined(self, words: Sequence[Token]) -> Words:
        text = self._tokenizer.decode([token.id for token in words], skip_special_tokens=True)
        return Words(text.replace(UNREADABLE, ""), geometric_mean(token.probability for token in words))

    def _special(self, token_id: int, probability: float) -> Loc | Seg | None:
        if 0 <= token_id - self._first_loc < LOC_TOKENS:
            return Loc(token_id - self._first_loc, probability)
        if 0 <= token_id - self._first_seg < SEG_TOKENS:
            return Seg(token_id - self._first_seg, probability)
        return None


_TOKEN = re.compile(r"<loc(\d{4})>|<seg(\d{3})>")


def parts_of_text(text: str) -> Iterator[Part]:
    """Yield the parts of an answer that is text already: a server's."""
    end = 0
    for found in _TOKEN.finditer(text):
        loc, seg = found.groups()
        if int(loc or 0) >= LOC_TOKENS or int(seg or 0) >= SEG_TOKENS:
            continue
        if found.start() > end:
            yield Words(text[end : found.start()])
        yield Loc(int(loc)) if loc is not None else Seg(int(seg))
        end = found.end()
    if end < len(text):
        yield Words(text[end:])


def detections(parts: Iterable[Part], label: str = "") -> list[Detection]:
    """Return the things in an answer, in its order; `label` is that of a box without one.

    A run of places is cut into fours, what is left over is dropped, and so is a box that is empty or upside down.
    """
    found: list[Detection] = []
    places: list[Loc] = []
    codes: list[int] = []
    for part in parts:
        match part:
            case Loc() if len(places) < LOCS and not codes:
                places.append(part)
            case Loc():
                found += _thing(places, codes, Words(""), label)
                places, codes = [part], []
            case Seg(value) if len(places) == LOCS:
                codes.append(value)
            case Words(text) if not text.strip():
                continue
            case Words():
                found += _thing(places, codes, part, label)
                places, codes = [], []
    return found + _thing(places, codes, Words(""), label)


def text_of(parts: Iterable[Part]) -> str:
    """Return the words of an answer without places and codes."""
    return plain("".join(part.text for part in parts if isinstance(part, Words))).strip()


def geometric_mean(probabilities: Iterable[float]) -> float:
    """Return the geometric mean of probabilities; 0 where one is 0, 1 of none."""
    values = [min(max(value, 0.0), 1.0) for value in probabilities]
    if not values:
        return 1.0
    if min(values) <= 0.0:
        return 0.0
    return math.exp(sum(map(math.log, values)) / len(values))


def _thing(places: Sequence[Loc], codes: Sequence[int], words: Words, default: str) -> list[Detection]:
    if len(places) < LOCS:
        return []
    top, left, bottom, right = (place.value for place in places)
    if bottom <= top or right <= left:
        return []
    label = plain(words.text.partition(";")[0].split("\n")[0])
    label = re.sub(r"<[^<>]*>", " ", label).strip()
    sure = [place.probability for place in places]
    if label:
        sure.append(words.probability)
    mask = tuple(codes[:SEGS]) if len(codes) >= SEGS else ()
    return [Detection(label or default, (top, left, bottom, right), mask, geometric_mean(sure))]
