"""What a format without pages has found so far: blocks in reading order, places that links name, page breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.core.documents import BlockKind
from assistant.core.errors import DocumentTooLarge

MAX_BLOCK = 8000
"""Characters of a block; a longer paragraph becomes several, cut behind a sentence where there is one."""

MAX_CHARACTERS = 50_000_000
MAX_BLOCKS = 1_000_000
_INVISIBLE = {ord(sign): None for sign in "\u00ad\u200b\u2060\ufeff"} | dict.fromkeys(range(32), " ")
_INVISIBLE_IN_CODE = {code: what for code, what in _INVISIBLE.items() if chr(code) not in "\n\t"}
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s|(?<=[。！？])")


@dataclass(slots=True)
class Draft:
    """A block on its way: as `Block`, with what tells where a figure's pixels are and whether a page begins here."""

    kind: BlockKind
    text: str
    level: int = 0
    rows: int = 0
    columns: int = 0
    language: str = ""
    source: str = ""
    starts_page: bool = False
    label: str = ""
    is_broken: bool = False


class Gathering:
    """Takes blocks one by one; `name` is the document's, for the error where they become too many."""

    def __init__(self, name: str) -> None:
        self.drafts: list[Draft] = []
        self.anchors: dict[str, int] = {}
        self._name = name
        self._characters = 0
        self._break: str | None = None

    def add(self, draft: Draft) -> None:
        """Take a block, its text folded; one without text or meaning is left out."""
        fold = _folded_code if draft.kind is BlockKind.CODE else folded
        draft.text = fold(draft.text)
        if not draft.text and draft.kind not in (BlockKind.TABLE, BlockKind.FIGURE):
            return
        first, *others = cut(draft.text, MAX_BLOCK)
        draft.text = first
        if self._break is not None:
            draft.starts_page, draft.label, self._break = True, self._break, None
        self._keep(draft)
        for text in others:
            kind = BlockKind.PARAGRAPH if draft.kind is BlockKind.ITEM else draft.kind
            self._keep(Draft(kind, text, level=draft.level, language=draft.language))

    def add_broken(self) -> None:
        """Let a page of its own stand for a part of the document that can't be read."""
        self._keep(Draft(BlockKind.PARAGRAPH, "", starts_page=True, label=self._break or "", is_broken=True))
        self._break = ""

    def mark(self, anchor: str) -> None:
        """Let links to this name lead to the next block."""
        if len(self.anchors) < MAX_BLOCKS:
            self.anchors.setdefault(anchor, len(self.drafts))

    def break_page(self, label: str = "") -> None:
        """Begin a page with the next block; `label` is what the document calls it."""
        self._break = folded(label)[:50] or self._break or ""

    def _keep(self, draft: Draft) -> None:
        self._characters += len(draft.text)
        if self._characters > MAX_CHARACTERS or len(self.drafts) >= MAX_BLOCKS:
            raise DocumentTooLarge(name=self._name)
        self.drafts.append(draft)


def folded(text: str) -> str:
    """Return a text on one line, without soft hyphens and other signs that nobody sees."""
    return " ".join(text.translate(_INVISIBLE).split())


def _folded_code(text: str) -> str:
    lines = [
        line.rstrip() for line in text.replace("\r\n", "\n").translate(_INVISIBLE_IN_CODE).expandtabs(4).split("\n")
    ]
    return "\n".join(lines).strip("\n")


def cut(text: str, most: int) -> list[str]:
    """Return a text in parts of at most `most` characters, cut behind a sentence, else at a space; never none."""
    parts = []
    start = 0
    while len(text) - start > most:
        end = _place_to_cut(text, start, start + most)
        parts.append(text[start:end].strip())
        start = end
    parts.append(text[start:].strip() if parts else text)
    return [part for part in parts if part] or [text]


def _place_to_cut(text: str, start: int, end: int) -> int:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start + (end - start + 1) // 2, end)]
    if ends:
        return ends[-1]
    space = max(text.rfind(" ", start + 1, end), text.rfind("\n", start + 1, end))
    return space + 1 if space > start else end
