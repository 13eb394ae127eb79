"""What listening to documents asks of the rooms around it, and what its window asks of it.

As everywhere: nothing blocks the owner's thread; what is posted arrives on the owner's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from assistant.core.documents import (
    Bookmark,
    ContentsEntry,
    DocumentEvent,
    DocumentInfo,
    Origin,
    Page,
    Position,
    Span,
    Unit,
)
from assistant.core.domain import EngineEvent, Picture, Request, VoiceInfo
from assistant.core.errors import SeeSayError

PostDocument = Callable[[DocumentEvent], None]


class DocumentFile(Protocol):
    """One document in a child process of its own, which parses it within limits of time and memory.

    Every call ends in one event; calls are answered in order. After `DocumentFailed` nothing more comes.
    """

    def open(self, origin: Origin, password: str = "") -> None:
        """Open; posts `DocumentOpened`, or `DocumentFailed`: with `DocumentLocked` it may be called again."""
        ...

    def page(self, number: int) -> None:
        """Read a page; posts `PageRead`, `PageSeen` or `PageFailed`."""
        ...

    def figure(self, number: int, figure: int) -> None:
        """Look at a figure of a page; posts `FigureSeen` or `PageFailed`."""
        ...

    def close(self) -> None:
        """End the child without waiting; posts nothing afterwards."""
        ...


class Background(Protocol):
    """The engine while nobody waits for it: whoever asks in the foreground comes first, then this goes on."""

    def answer(self, request: Request, picture: Picture, take: Callable[[EngineEvent], None]) -> int:
        """Begin when the engine is free; return the work's number, which replaces the request's id.

        `take` gets its events, the last one `Done` or `Failed`. Where the foreground came between, everything is told
        anew from the start: a `Done` with the reason CANCELLED comes first.
        """
        ...

    def drop(self, number: int) -> None:
        """Leave it; nothing of it is told afterwards."""
        ...


class PlayerState(StrEnum):
    """What a player does. WAITING: it would speak, but the page isn't there yet."""

    EMPTY = "empty"
    OPENING = "opening"
    PAUSED = "paused"
    PLAYING = "playing"
    WAITING = "waiting"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an export is: `done` of `total` pages, and whether it ended; `error` tells that it ended badly.

    `failed` are the numbers of pages that can't be read: the file tells so in their place, or has no text there.
    """

    done: int
    total: int
    is_over: bool = False
    error: SeeSayError | None = None
    path: str = ""
    failed: tuple[int, ...] = ()


class BookView(Protocol):
    """Whoever shows what is read: the book window."""

    def opened(self, info: DocumentInfo, bookmarks: Sequence[Bookmark]) -> None:
        """Show another document."""
        ...

    def failed(self, error: SeeSayError) -> None:
        """Show that a document can't be opened; the sentence was spoken already."""
        ...

    def show_page(self, page: Page) -> None:
        """Show a page, or its next state while it grows. Only the page that is read is shown."""
        ...

    def highlight(self, span: Span) -> None:
        """Mark what is spoken and keep it in view."""
        ...

    def state(self, state: PlayerState) -> None:
        """Show what the player does now."""
        ...

    def bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        """Show the bookmarks as they are now."""
        ...

    def exported(self, progress: Progress) -> None:
        """Show how far an export is, and tell it: that it begins, every tenth, and how it ended."""
        ...

    def ask_password(self, title: str, is_wrong: bool, reply: Callable[[str | None], None]) -> None:
        """Ask for a document's password; replies once, None where the user left."""
        ...


class Book(Protocol):
    """What the book window (and media keys) ask for, on the owner's thread. All of it can be called in every state."""

    def open(self, paths: Sequence[str]) -> None:
        """Open files and read them aloud one after another; several pictures, or a folder of them, are one book."""
        ...

    def open_clipboard(self) -> None:
        """Read the text or the picture of the clipboard as a document."""
        ...

    def resume(self) -> None:
        """Open what was read last, paused at its place; harmless where there is none, or something is open."""
        ...

    def play_pause(self) -> None:
        """Speak on, or be silent at this place."""
        ...

    def pause(self) -> None:
        """Be silent at this place, or open without speaking; harmless while paused. Says nothing of its own."""
        ...

    def step(self, unit: Unit, by: int) -> None:
        """Go that many units on (back where negative) and speak from there; while paused, that unit only."""
        ...

    def go_to_page(self, number: int) -> None:
        """Go to a page."""
        ...

    def go_to(self, position: Position) -> None:
        """Go to a place: a bookmark, the caret."""
        ...

    def go_to_entry(self, entry: ContentsEntry) -> None:
        """Go to an entry of the table of contents."""
        ...

    def search(self, words: str, by: int = 1) -> None:
        """Go to the next (-1: former) place with these words, whatever their case; tells where there is none."""
        ...

    def where(self) -> None:
        """Say page, per cent and minutes left."""
        ...

    def spell(self) -> None:
        """Spell the word at the place."""
        ...

    def add_bookmark(self, note: str) -> None:
        """Keep this place."""
        ...

    def remove_bookmark(self, bookmark: Bookmark) -> None:
        """Forget a bookmark."""
        ...

    def export(self, path: Path, first: int = 1, last: int = 0) -> None:
        """Save the pages (0: to the end) in the format that the path's ending names: wav, opus, mp3, txt, pdf."""
        ...

    def cancel_export(self) -> None:
        """Leave the export; a later one to the same path goes on where it was left."""
        ...

    def watch(self, view: BookView | None) -> None:
        """Tell that view everything from now on, at once where the things are."""
        ...


class ReadingStyle(Protocol):
    """How what is read sounds and looks: kept as settings, told in words, taken up from the next sentence on."""

    @property
    def text_size(self) -> int:
        """The size of the shown text, in per cent of the usual one."""
        ...

    def set_text_size(self, percent: int) -> None:
        """Show the text in this size from now on; says nothing."""
        ...

    def change_pitch(self, by: int) -> None:
        """Speak higher, or lower where negative, on the scale of the setting `speech.pitch`."""
        ...

    @property
    def voice(self) -> str:
        """The name of the chosen voice, empty for the usual one."""
        ...

    def choose_voice(self, name: str) -> None:
        """Speak with that voice, empty for the usual one."""
        ...

    def list_voices(self, take: Callable[[Sequence[VoiceInfo]], None]) -> None:
        """Find out which voices there are; `take` gets them on the owner's thread, seconds later where it is slow."""
        ...
