"""A watcher without a camera: a test shows it frames, and it keeps the contract of the port."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.camera import (
    Advice,
    Advised,
    FrameTaken,
    Light,
    Measured,
    PageHeld,
    PostWatch,
    WatchEnded,
    WatchEvent,
    WatchMode,
    WatchOpened,
)
from assistant.core.domain import Picture, Source
from assistant.core.errors import SeeSayError


class FakeWatcher:
    """The `Watcher` port. `asked` keeps the calls; `show`, `hold`, `advise` and `end` are what happens at the camera.

    `on_open` is called when it was opened: a test may end it there, or show the first frame.
    """

    def __init__(self, post: PostWatch, on_open: Callable[[FakeWatcher], None] = lambda watcher: None) -> None:
        self._post_event = post
        self._on_open = on_open
        self._newest: Picture | None = None
        self._amount: float | None = None
        self._is_open = self._is_ready = self._is_now = False
        self.measured = Measured((120, 110, 100), Light(0.5))
        self.mode = WatchMode.CHANGES
        self.source: Source | None = None
        self.asked: list[str] = []

    # --- the port -----------------------------------------------------------------------------------------

    def open(self, source: Source, mode: WatchMode) -> None:
        self.asked.append(f"open {source.path} {mode}".replace("  ", " "))
        self.source, self.mode, self._is_open = source, mode, True
        self._newest, self._amount, self._is_ready, self._is_now = None, None, False, False
        self._on_open(self)

    def watch(self, mode: WatchMode) -> None:
        self.asked.append(f"watch {mode}")
        self.mode = mode

    def ready(self) -> None:
        self.asked.append("ready")
        self._is_ready = True
        self._hand_over()

    def now(self) -> None:
        self.asked.append("now")
        self._is_now = True
        self._hand_over()

    def measure(self) -> None:
        self.asked.append("measure")
        self._post(self.measured)

    def close(self) -> None:
        self.asked.append("close")
        self._is_open = False

    # --- what happens -------------------------------------------------------------------------------------

    def opened(self, name: str) -> None:
        """Give frames from now on."""
        self._post(WatchOpened(name))

    def show(self, picture: Picture, amount: float | None = 1.0) -> None:
        """Have a new frame; without an amount nothing in it is worth a look."""
        self._newest = picture
        self._amount = amount if amount is not None else self._amount
        self._hand_over()

    def hold(self, picture: Picture) -> None:
        """Have a page held before it."""
        if self.mode is WatchMode.PAGE:
            self._post(PageHeld(picture))

    def advise(self, *advice: Advice) -> None:
        """Find the picture wanting, or good."""
        self._post(Advised(advice))

    def end(self, error: SeeSayError | None = None) -> None:
        """Give no more frames."""
        self._post(WatchEnded(error))
        self._is_open = False

    def _hand_over(self) -> None:
        if self._newest is None or not self._is_open:
            return
        if self._is_now:
            self._is_now = False
            self._take(self._newest, self._amount or 0.0)
        elif self._is_ready and self._amount is not None and self.mode is not WatchMode.PAGE:
            self._is_ready = False
            self._take(self._newest, self._amount)

    def _take(self, picture: Picture, amount: float) -> None:
        self._amount = None
        self._post(FrameTaken(picture, amount))

    def _post(self, event: WatchEvent) -> None:
        if self._is_open:
            self._post_event(event)
