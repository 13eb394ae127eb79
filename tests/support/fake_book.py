"""A book that opens nothing: what was asked of it, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.core.documents import Bookmark, ContentsEntry, Position, Unit
from assistant.core.reader_ports import BookView


@dataclass
class FakeBook:
    """Keeps calls as lines such as "step sentence -1"; `view` is whoever watches."""

    calls: list[str] = field(default_factory=list)
    view: BookView | None = None

    def open(self, paths: Sequence[str]) -> None:
        self._called("open", *paths)

    def open_clipboard(self) -> None:
        self._called("open clipboard")

    def resume(self) -> None:
        self._called("resume")

    def play_pause(self) -> None:
        self._called("play or pause")

    def pause(self) -> None:
        self._called("pause")

    def step(self, unit: Unit, by: int) -> None:
        self._called("step", unit, by)

    def go_to_page(self, number: int) -> None:
        self._called("go to page", number)

    def go_to(self, position: Position) -> None:
        self._called("go to", position.page, position.block, position.offset)

    def go_to_entry(self, entry: ContentsEntry) -> None:
        self._called("go to entry", entry.text)

    def search(self, words: str, by: int = 1) -> None:
        self._called("search", words, by)

    def where(self) -> None:
        self._called("where")

    def spell(self) -> None:
        self._called("spell")

    def add_bookmark(self, note: str) -> None:
        self._called("add bookmark", note)

    def remove_bookmark(self, bookmark: Bookmark) -> None:
        self._called("remove bookmark", bookmark.note)

    def export(self, path: Path, first: int = 1, last: int = 0) -> None:
        self._called("export", path.name, first, last)

    def cancel_export(self) -> None:
        self._called("cancel export")

    def watch(self, view: BookView | None) -> None:
        self.view = view

    def _called(self, *words: object) -> None:
        self.calls.append(" ".join(str(word) for word in words if word != ""))
