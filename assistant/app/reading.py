"""Documents aloud, as the application puts them together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.app.house import House
from assistant.core.documents import Bookmark, ContentsEntry, Position, Unit
from assistant.core.errors import NoDocument
from assistant.core.reader_ports import BookView


class Reading:
    """The `Book` of the application."""

    def __init__(self, house: House) -> None:
        self._house = house

    def open(self, paths: Sequence[str]) -> None:
        """Open files and read them aloud."""
        self._none()

    def open_clipboard(self) -> None:
        """Read the clipboard."""
        self._none()

    def resume(self) -> None:
        """Open what was read last."""

    def play_pause(self) -> None:
        """Speak on, or be silent."""
        self._none()

    def pause(self) -> None:
        """Be silent."""

    def step(self, unit: Unit, by: int) -> None:
        """Go on or back."""
        self._none()

    def go_to_page(self, number: int) -> None:
        """Go to a page."""
        self._none()

    def go_to(self, position: Position) -> None:
        """Go to a place."""
        self._none()

    def go_to_entry(self, entry: ContentsEntry) -> None:
        """Go to an entry."""
        self._none()

    def search(self, words: str, by: int = 1) -> None:
        """Search."""
        self._none()

    def where(self) -> None:
        """Say where."""
        self._none()

    def spell(self) -> None:
        """Spell the word."""
        self._none()

    def add_bookmark(self, note: str) -> None:
        """Keep this place."""
        self._none()

    def remove_bookmark(self, bookmark: Bookmark) -> None:
        """Forget a bookmark."""
        self._none()

    def export(self, path: Path, first: int = 1, last: int = 0) -> None:
        """Save pages."""
        self._none()

    def cancel_export(self) -> None:
        """Leave the export."""

    def watch(self, view: BookView | None) -> None:
        """Show a view everything."""

    def _none(self) -> None:
        self._house.session.report(NoDocument())
