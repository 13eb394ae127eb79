"""The text layer of a PDF page as lines: words where they stand, upright, with size and weight of their type."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from assistant.reader.hyphens import is_parted
from assistant.reader.lines import TextLine, is_rtl_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdfium2 import PdfPage, PdfTextPage

MAX_CHARACTERS = 200_000
"""More than any page that somebody reads; what is beyond is left out."""

_ASCENT, _DESCENT = 0.8, 0.22
_GAP = 1.0
"""White wider than this, in letter sizes, parts a line in two: columns, cells, a mark in the margin."""
_LEVEL = 0.3
_RAISED_LEVEL = 0.5
_TOUCHING = 0.35
"""A note's mark is raised higher than lines of one level differ, but touches the word that it belongs to."""
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|semibd|demi(?!t)|-bd|(?<![a-z])cmbx|nimbus.*medi", re.IGNORECASE)
_MONO_NAME = re.compile(
    r"mono(?!t)|courier|consol|typewriter|nimbusmon|fixed|\b(?-i:[a-z0-9]{2,6}tt\d{0,2})$", re.IGNORECASE
)
_FIXED_PITCH = 1
_STROKED = 2
# The library's own declaration makes an object of every pointer; here they are only told apart.
_TEXT_OBJECT = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
# Characters that stand for none: unknown, private, controls.
_STRANGE = re.compile(r"[\ufffd\ue000-\uf8ff\x00\x01\x03-\x08]")
_SIGN_AND_NUMBER = re.compile(r"^([،؛؟.,:;!?]+)(\d[\d.,٫٬/-]*)$")
# pdfium takes the break away behind a hyphen that ends a line, and marks the hyphen.
_WORD = re.compile(r"[^\s\x00-\x1f\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
_HYPHEN_MARKS = str.maketrans({"\x02": "-", "\ufffe": "-"})
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
# Shapes of letters that fonts have a code for: ligatures, radicals, the forms that Arabic letters take in a word.
_SHAPES = re.compile(r"[\u2e80-\u2fdf\ufb00-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Geometry:
    """From a page's own space (points, upwards, before its rotation) to what is seen: from the left upper corner."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int
    """Quarter turns clockwise that the page is shown with, and that its writing needs to be level."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point is seen."""
        match self.turns % 4:
            case 0:
                return x - self.left, self.top - y
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x

    def edges(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return a rectangle as it is seen: left, top, right, bottom."""
        (x1, y1), (x2, y2) = self.point(left, bottom), self.point(right, top)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def geometry_of(page: PdfPage) -> Geometry:
    """Return how a page is shown."""
    left, bottom, right, top = page.get_bbox()
    return Geometry(left, bottom, right, top, (page.get_rotation() // 90) % 4)


@dataclass(frozen=True, slots=True)
class Type:
    """What a run of letters is set in; `turns` is its direction, quarter turns anticlockwise."""

    size: float
    is_bold: bool
    is_mono: bool
    turns: int


@dataclass(slots=True)
class _Word:
    """A word, or a part of one; `base` is where its line of letters stands, downwards."""

    text: str
    left: float
    right: float
    base: float
    type: Type
    line: int
    is_glued: bool = False
    """No white parts it from the word before."""


@dataclass(slots=True)
class PageText:
    """A page's text layer: its lines in the file's order, `geometry` with its writing level, and what it is like."""

    geometry: Geometry
    lines: list[TextLine] = field(default_factory=list)
    sideways: list[TextLine] = field(default_factory=list)
    """Lines that run across the others, in the same coordinates: watermarks, labels of axes."""
    letters: int = 0
    unmapped: int = 0
    """Letters that the fonts have no meaning for."""


class TextReader:
    """Reads the text of one page. `geometry` shows the page with most of its writing level."""

    def __init__(self, page: PdfPage, textpage: PdfTextPage) -> None:
        self._raw = textpage.raw
        self._types: dict[int, Type] = {}
        self._box = [ctypes.c_double() for _ in range(4)]
        self._point = [ctypes.c_double() for _ in range(2)]
        self._characters = self._text()
        self._words = list(self._words_of(self._characters))
        geometry = geometry_of(page)
        self.geometry = replace(geometry, turns=_usual_turns(self._words)) if self._words else geometry

    def read(self, downs: Sequence[tuple[float, float, float]] = ()) -> PageText:
        """Return the lines; `downs` are vertical rules (x, top, bottom as seen), which part cells."""
        result = PageText(self.geometry)
        result.letters = sum(len(word.text) for word in self._words)
        result.unmapped = self._unmapped(self._characters)
        for direction, group in groupby(self._words, key=lambda word: word.type.turns):
            lines = _lines([self._seen(word, self.geometry, direction) for word in group], downs)
            (result.lines if direction == self.geometry.turns else result.sideways).extend(lines)
        width, height = self.geometry.size
        result.lines = [line for line in result.lines if _is_inside(line, width, height)]
        return result

    # --- characters -------------------------------------------------------------------------------------

    def _text(self) -> str:
        """Return the characters, one for each that pdfium counts."""
        count = min(pdfium.FPDFText_CountChars(self._raw), MAX_CHARACTERS)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = pdfium.FPDFText_GetText(self._raw, 0, count, buffer)
        text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
        if len(text) == count and "\ufffd" not in text:
            return text
        points = (pdfium.FPDFText_GetUnicode(self._raw, index) for index in range(count))
        return "".join(chr(point) if point < 0x110000 else "\ufffd" for point in points)

    def _unmapped(self, text: str) -> int:
        """Count letters without a meaning; a sample tells, because each costs a call."""
        strange = len(_STRANGE.findall(text))
        step = max(1, len(text) // 200)
        sample = range(0, len(text), step)
        errors = sum(pdfium.FPDFText_HasUnicodeMapError(self._raw, index) == 1 for index in sample)
        return int(max(strange, errors * step))

    # --- words ------------------------------------------------------------------------------------------

    def _words_of(self, text: str) -> Iterator[_Word]:
        line = 0
        end = 0
        for match in _WORD.finditer(text):
            line += text.count("\n", end, match.start())
            is_glued = match.start() == end and end > 0 and self._stands_at(end - 1, end)
            end = match.end()
            for start, stop in self._runs(match.start(), end):
                word = self._word(text[start:stop], start, stop, line)
                if word is not None:
                    word.is_glued = is_glued
                    is_glued = True
                    yield word

    def _stands_at(self, last: int, index: int) -> bool:
        """Tell whether a character follows another one on its line, where nothing else parts them."""
        size = self._type(index, self._object(index)).size
        (x1, y1), (x2, y2) = self._origin(last), self._origin(index)
        return abs(x2 - x1) + abs(y2 - y1) < 1.5 * size

    def _runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Return the parts of a word that are of one type: a footnote's mark hangs on a word without a space."""
        first, last = self._object(start), self._object(end - 1)
        if first == last or end - start == 1:
            yield start, end
            return
        begin = start
        current = self._type(start, first)
        base = self._origin(start)[1]
        for index in range(start + 1, end):
            handle = self._object(index)
            if handle == first or not handle:
                continue
            first = handle
            kind = self._type(index, handle)
            height = self._origin(index)[1]
            if abs(kind.size - current.size) > 0.05 * current.size or abs(height - base) > 0.05 * current.size:
                yield begin, index
                begin, current, base = index, kind, height
        yield begin, end

    def _word(self, text: str, start: int, end: int, line: int) -> _Word | None:
        kind = self._type(start, self._object(start))
        left, bottom, right, top = self._char_box(start)
        if end - start > 1:
            other = self._char_box(end - 1)
            left, bottom = min(left, other[0]), min(bottom, other[1])
            right, top = max(right, other[2]), max(top, other[3])
        x, y = self._origin(start)
        if kind.turns % 2:
            return _Word(text, bottom, top, x, kind, line)
        return _Word(text, left, right, y, kind, line)

    @staticmethod
    def _seen(word: _Word, geometry: Geometry, turns: int) -> _Word:
        """Return a word where it is seen once the page's writing is level."""
        along = ((word.left, word.right), (word.base, word.base))
        (x1, x2), (y1, y2) = along if turns % 2 == 0 else (along[1], along[0])
        left, top, right, bottom = geometry.edges(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        text = word.text
        if not text.isascii() or "\x02" in text:
            text = _SHAPES.sub(_letters_of, text.translate(_HYPHEN_MARKS))
        is_across = (geometry.turns - turns) % 2
        if is_across:
            return _Word(text, top, bottom, (left + right) / 2, word.type, word.line, word.is_glued)
        return _Word(text, left, right, bottom, word.type, word.line, word.is_glued)

    # --- pdfium -----------------------------------------------------------------------------------------

    def _object(self, index: int) -> int:
        return int(_TEXT_OBJECT(self._raw, index) or 0)

    def _char_box(self, index: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = self._box
        pdfium.FPDFText_GetCharBox(self._raw, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def _origin(self, index: int) -> tuple[float, float]:
        x, y = self._point
        pdfium.FPDFText_GetCharOrigin(self._raw, index, x, y)
        return x.value, y.value

    def _type(self, index: int, handle: int) -> Type:
        kind = self._types.get(handle)
        if kind is None:
            kind = self._types[handle] = self._look(index)
        return kind

    def _look(self, index: int) -> Type:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._raw, index, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = abs(pdfium.FPDFText_GetFontSize(self._raw, index)) * scale
        turns = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        left, bottom, right, top = self._char_box(index)
        height = right - left if turns % 2 else top - bottom
        if not height / 3 < size < 60 * max(height, 0.5):
            size = height or 1.0
        name, flags = self._font(index)
        is_bold, is_mono = _is_bold_or_mono(name)
        handle = pdfium.FPDFText_GetTextObject(self._raw, index)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(handle) if handle else 0
        weight = pdfium.FPDFText_GetFontWeight(self._raw, index)
        return Type(
            size=size,
            is_bold=weight >= _BOLD_WEIGHT or mode == _STROKED or is_bold,
            is_mono=bool(flags & _FIXED_PITCH) or is_mono,
            turns=turns,
        )

    def _font(self, index: int) -> tuple[str, int]:
        flags = ctypes.c_int()
        buffer = ctypes.create_string_buffer(256)
        length = pdfium.FPDFText_GetFontInfo(self._raw, index, buffer, 256, flags)
        return buffer.raw[: max(min(length, 256) - 1, 0)].decode("utf-8", "replace"), flags.value


def _letters_of(shape: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", shape[0])


@lru_cache(maxsize=256)
def _is_bold_or_mono(name: str) -> tuple[bool, bool]:
    """Tell what a font's name says of it."""
    return bool(_BOLD_NAME.search(name)), bool(_MONO_NAME.search(name))


def _usual_turns(words: Sequence[_Word]) -> int:
    letters = [0, 0, 0, 0]
    for word in words:
        letters[word.type.turns] += len(word.text)
    return letters.index(max(letters))


def _is_inside(line: TextLine, width: float, height: float) -> bool:
    return 0 <= (line.left + line.right) / 2 <= width and 0 <= line.middle <= height


def _lines(words: list[_Word], downs: Sequence[tuple[float, float, float]]) -> list[TextLine]:
    """Join words that follow each other on one level."""
    rules = sorted(downs)
    lines: list[list[_Word]] = []
    for word in words:
        if lines and (word.is_glued or _follows(lines[-1][-1], word, rules)):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [line for words in lines if (line := _line(words)).text]


def _follows(last: _Word, word: _Word, rules: Sequence[tuple[float, float, float]]) -> bool:
    size = max(last.type.size, word.type.size)
    gap = max(word.left - last.right, last.left - word.right)
    level = _RAISED_LEVEL if gap < _TOUCHING * size and last.type.size != word.type.size else _LEVEL
    if abs(word.base - last.base) > level * size or gap > _GAP * size:
        return False
    if word.line != last.line and gap < -size:
        return False
    return not _is_ruled_apart(last, word, rules)


def _is_ruled_apart(last: _Word, word: _Word, rules: Sequence[tuple[float, float, float]]) -> bool:
    if not rules:
        return False
    low, high = min(last.right, word.right), max(last.left, word.left)
    y = word.base - 0.3 * word.type.size
    for x, top, bottom in rules[bisect_left(rules, (low - 1.0,)) :]:
        if x > high + 1.0:
            return False
        if top <= y <= bottom:
            return True
    return False


def _line(words: list[_Word]) -> TextLine:
    main = _main_type(words)
    base = max(word.base for word in words if word.type.size >= 0.9 * main.size)
    text = ""
    is_rtl = is_rtl_text(word.text for word in words)
    for word in words:
        part, is_raised = word.text, _is_raised(word, main, base)
        if is_rtl:
            # pdfium puts the sign behind a number before it: "،1867".
            part = _SIGN_AND_NUMBER.sub(r"\2\1", part)
        if is_raised:
            part = part.translate(_RAISED)
        # A note's own mark stands at its beginning, a space behind it or not.
        space = " " if text and (not word.is_glued or (text[-1] in "⁰¹²³⁴⁵⁶⁷⁸⁹" and len(text) < 4)) else ""
        text += space + part
    letters = sum(len(word.text) for word in words)
    return TextLine(
        text,
        min(word.left for word in words),
        base - _ASCENT * main.size,
        max(word.right for word in words),
        base + _DESCENT * main.size,
        main.size,
        is_bold=sum(len(word.text) for word in words if word.type.is_bold) > 0.9 * letters,
        is_mono=sum(len(word.text) for word in words if word.type.is_mono) > 0.9 * letters,
        is_exact=True,
    )


def _main_type(words: Sequence[_Word]) -> Type:
    """Return what most letters are set in; a word in another type doesn't make the line of another size."""
    if len(words) == 1:
        return words[0].type
    letters: dict[Type, int] = {}
    for word in words:
        letters[word.type] = letters.get(word.type, 0) + len(word.text)
    return max(letters, key=lambda kind: (letters[kind], kind.size))


def _is_raised(word: _Word, main: Type, base: float) -> bool:
    return word.type.size < 0.85 * main.size and base - word.base > 0.15 * main.size and not is_parted(word.text)
