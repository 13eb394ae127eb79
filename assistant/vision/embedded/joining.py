"""Lines of text joined to running text: wrapped lines with a space, paragraphs with a line's end.

It takes lines as they come and gives back what can be said for certain so far, the space behind a whole word
included: nobody has to wait for the next line to know that the word is whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.core.languages import UNSPACED, script_of

if TYPE_CHECKING:
    from assistant.vision.embedded.lines import Line

_HYPHENS = "-\u00ad\u2010"


class Joiner:
    """Holds the end of the line before: only the next one tells whether a hyphen was the wrapping's."""

    def __init__(self) -> None:
        self._before: Line | None = None
        self._hyphen = ""

    def add(self, line: Line) -> str:
        """Return the text that this line adds, what parts it from the line before and its own last space included."""
        before, hyphen = self._before, self._hyphen
        text = line.text.strip()
        self._before = line
        self._hyphen = text[-1] if len(text) > 1 and text[-1] in _HYPHENS and text[-2].isalpha() else ""
        lead = "" if before is None else self._separator(before, hyphen, line, text)
        if self._hyphen:
            return lead + text[:-1]
        return f"{lead}{text}" if _is_unspaced(text) else f"{lead}{text} "

    def finish(self) -> str:
        """Return what was held back, and end the paragraph."""
        tail = self._hyphen + ("\n" if self._before is not None else "")
        self._before, self._hyphen = None, ""
        return tail

    @staticmethod
    def _separator(before: Line, hyphen: str, line: Line, text: str) -> str:
        if before.block != line.block:
            return f"{hyphen}\n"
        if hyphen:
            return "" if text[:1].islower() else f"{hyphen} "
        return " " if _is_unspaced(before.text) and not _is_unspaced(text) else ""


def _is_unspaced(text: str) -> bool:
    """Tell whether words of this text's script are written without spaces between them."""
    return script_of(text) in UNSPACED
