"""Cuts a stream of text into pieces that are spoken one by one: the first one early, then whole sentences.

A boundary is only taken once the next character is known, so that "3." before "5" is no end. Sentence boundaries come
from sentencex; what it does not know (initials, an ellipsis, lists) is corrected here. The caller has the clock: it
calls `idle` after 400 ms without text. Pieces are safe to show (`cleaning.plain`), not yet to speak.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from assistant.core import languages
from assistant.core.cleaning import plain
from assistant.core.languages import Script
from assistant.core.wording.abbreviations import ABBREVIATIONS

LONGEST = 160
"""Characters of one piece."""

_FIRST_WORDS = 4
_FIRST_CHARACTERS = 12
_AT_ONCE = 4096
_LOOK_AHEAD = 40
ENDS = ".!?。！？｡।॥؟۔…"
_CLAUSE = re.compile(r"[,;:،؛—–](?=\s)|[，、；：､]")
_ANY_CLAUSE = re.compile(r"[,;:،؛)—–](?=\s)|[，、；：､。！？]")
_INITIAL = re.compile(r"(?:^|[\s.(\[«“\"'])[^\W\d_]\.$")
_BLANK = re.compile(r"\s+")
_OPENING = re.compile(r"\s+[«“„‚‘(\[{「『【¿¡]+$")
_IDEOGRAPHIC_END = re.compile(r"[。！？｡]+[」』）】”’]*(?=[^。！？｡」』）】”’])")
_UNSPACED_END = re.compile(r"[。！？｡।॥؟۔][^\w\s]*$")
_SHORT = 2
_AROUND = ".([{«“„\"'¿¡"
_FIRST_WORD = re.compile(r"\S+\s|\S{12}")
_DATE = re.compile(r"\d\.$")
_NUMBERED = re.compile(r"(?:[\d٠-٩०-९]{1,3}\.){0,5}[\d٠-٩०-९]{1,3}[.)]")


class SentenceSplitter:
    """Takes text as it comes and returns the pieces that are complete.

    `first_clause` is true where nothing of the answer was spoken yet: as long as no whole sentence is there, the first
    piece ends at the first clause or after four words (twelve characters of Chinese and Japanese).
    """

    def __init__(self, language: str, first_clause: bool = True, longest: int = LONGEST) -> None:
        self.language = languages.match(language)
        self._longest = longest
        self._script = languages.LANGUAGES[self.language].script
        self._is_first = self._takes_clause = first_clause
        self._rest = ""

    def spans(self, text: str, *, is_all: bool = True) -> list[tuple[int, int]]:
        """Return where the pieces of a text begin and end; nothing is kept, and no character is changed.

        Without `is_all` the text goes on: only what is complete is returned.
        """
        self._rest, self._is_first = text, self._takes_clause
        spans = []
        for span in self._cuts(is_all):
            spans.append(span)
            self._is_first = False
        self._rest = ""
        return spans

    def feed(self, text: str) -> list[str]:
        """Add text; return the pieces that are complete now."""
        pieces: list[str] = []
        for start in range(0, len(text), _AT_ONCE):
            self._rest += plain(text[start : start + _AT_ONCE])
            pieces += self._taken()
        return pieces

    def flush(self) -> list[str]:
        """Return all that is left; the text ends here."""
        pieces = self._taken(is_all=True)
        self._rest = ""
        return pieces

    def idle(self) -> list[str]:
        """Return what is left up to the last space, or all of it where it ends like a sentence or has no spaces."""
        rest = self._rest.rstrip()
        is_whole = rest[-1:] in ENDS or not languages.LANGUAGES[self.language].is_spaced
        if is_whole or rest != self._rest:
            return self.flush()
        head, _, tail = rest.rpartition(" ")
        if not head.strip():
            return []
        self._rest = head
        pieces = self.flush()
        self._rest = tail
        return pieces

    def _taken(self, *, is_all: bool = False) -> list[str]:
        pieces: list[str] = []
        position = _behind_spaces(self._rest, 0)
        for start, end in self._cuts(is_all):
            if piece := plain(self._rest[start:end]).strip():
                pieces.append(piece)
                self._is_first = False
            position = _behind_spaces(self._rest, end)
        self._rest = self._rest[position:]
        return pieces

    def _cuts(self, is_all: bool) -> Iterator[tuple[int, int]]:
        text, position = self._rest, _behind_spaces(self._rest, 0)
        while position < len(text):
            window = text[position : position + self._longest + _LOOK_AHEAD]
            is_end = is_all and position + len(window) == len(text)
            length = self._length(window, is_end)
            if not length:
                return
            yield position, position + length
            position = _behind_spaces(text, position + length)

    def _length(self, window: str, is_end: bool) -> int:
        """Return how many characters of a window are the next piece; 0 while that isn't known."""
        line, newline, _ = window.partition("\n")
        length = self._sentence(line)
        if length and length <= self._longest:
            return length
        if len(line) > self._longest:
            return self._break(line)
        if newline or is_end:
            return len(line)
        return self._first_clause(line) if self._is_first else 0

    def _sentence(self, line: str) -> int:
        """Return the length of the first sentence behind which something follows, else 0."""
        from sentencex import get_sentence_boundaries

        # sentencex takes "。" before a digit for a decimal point.
        ideographic = _IDEOGRAPHIC_END.search(line)
        line = line[: ideographic.end() + 1] if ideographic else line
        for boundary in get_sentence_boundaries(self.language, line):
            head = _OPENING.sub("", line[: boundary["end_index"]].rstrip())
            tail = line[len(head) :]
            if not line[boundary["end_index"] :].strip():
                break
            if _is_end(head, tail) and not self._is_abbreviated(head):
                return len(head)
        return ideographic.end() if ideographic else 0

    def _is_abbreviated(self, head: str) -> bool:
        *_, last = head.split()
        word, known = last.strip(_AROUND), ABBREVIATIONS.get(self.language, ())
        # "OK." is none: only longer words may begin with a capital.
        is_known = word in known or (len(word) > _SHORT and word.casefold() in known)
        return last.endswith(".") and is_known

    def _first_clause(self, line: str) -> int:
        clause = _CLAUSE.search(line, 1)
        clause_end = clause.end() if clause and line[clause.end() :].strip() else 0
        if self._script in (Script.HAN, Script.JAPANESE):
            if clause_end and clause_end <= _FIRST_CHARACTERS:
                return clause_end
            return _whole(line, _FIRST_CHARACTERS) if len(line) > _FIRST_CHARACTERS else 0
        words = re.match(rf"(?:\S+\s+){{{_FIRST_WORDS}}}(?=\S)", line)
        ends = [end for end in (clause_end, words.end() if words else 0) if end]
        return min(ends, default=0)

    def _break(self, line: str) -> int:
        """Return where to cut a line that is too long: at a clause, else at a space, else anywhere."""
        clauses = [found.end() for found in _ANY_CLAUSE.finditer(line, self._longest // 3, self._longest)]
        if clauses:
            return clauses[-1]
        space = max(line.rfind(" ", 1, self._longest + 1), line.rfind("\t", 1, self._longest + 1))
        return space if space > 0 else _whole(line, self._longest)


def _is_end(head: str, tail: str) -> bool:
    """Tell whether a sentence really ends between what sentencex took apart."""
    # "#!/bin/sh", "a?b=1": only white space ends a sentence, except in scripts that have none.
    if not tail[:1].isspace() and not _UNSPACED_END.search(head):
        return False
    tail = tail.lstrip()
    # "Am 3. Mai": only the whole word behind a number tells whether a date goes on.
    if _DATE.search(head) and not _FIRST_WORD.match(tail):
        return False
    if head.endswith(("…", "..")) or _INITIAL.search(head) or _NUMBERED.fullmatch(head):
        return False
    return not (head.endswith(".") and tail[0].islower())


def _behind_spaces(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position


def _whole(line: str, length: int) -> int:
    """Return a length that parts no letter from its marks."""
    for shorter in range(length, max(length - 16, 1), -1):
        if unicodedata.category(line[shorter])[0] != "M" and line[shorter] not in "\u200c\u200d":
            return shorter
    return length
