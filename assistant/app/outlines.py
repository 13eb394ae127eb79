"""When outlines are drawn around what was found, and that no picture is ever taken of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.core.answers import Answer
from assistant.core.box import Box
from assistant.core.domain import ON_SCREEN, Reason, Region, Source, Task
from assistant.core.ports import Capture, Timer
from assistant.core.settings import Settings

if TYPE_CHECKING:
    from assistant.ui.overlay import Overlay

SHOWN_FOR = 30.0
"""Seconds: long enough to look for it with a magnifier."""
UNCOVER = 0.25
"""Seconds until the desktop has painted what lay under the outlines."""
MOST = 20
_SEARCHES = (Task.FIND, Task.OUTLINE)


class Outlines:
    """Outlines what a search found on the screen until something else is wanted; `now` is a monotonic clock."""

    def __init__(self, settings: Callable[[], Settings], timer: Timer, now: Callable[[], float]) -> None:
        self._settings = settings
        self._timer = timer
        self._now = now
        self._overlay: Overlay | None = None
        self._hidden_at = float("-inf")
        self._disarm: Callable[[], None] = lambda: None

    def ended(self, answer: Answer) -> None:
        """Outline what an answer found, where it is a search on the screen and the user wants that."""
        is_search = answer.task in _SEARCHES and answer.source.kind in ON_SCREEN
        if not is_search or answer.reason is not Reason.FINISHED or not self._settings().flag("ui.outlines"):
            return
        boxes = [on_desktop(region, answer) for region in answer.regions[:MOST]]
        if boxes:
            self._show(boxes)

    def hide(self) -> None:
        """Take the outlines away."""
        self._disarm()
        if self._overlay is not None and self._overlay.is_shown:
            self._overlay.hide()
            self._hidden_at = self._now()

    def uncover(self) -> float:
        """Take the outlines away for a picture; return in how many seconds none of them is in it any more."""
        self.hide()
        return max(0.0, self._hidden_at + UNCOVER - self._now())

    def _show(self, boxes: list[Box]) -> None:
        if self._overlay is None:
            from assistant.ui.overlay import Overlay

            self._overlay = Overlay()
        self._overlay.show(boxes)
        self._disarm()
        self._disarm = self._timer.after(SHOWN_FOR, self.hide)


class UncoveredCapture:
    """The `Capture` port in front of another: waits until nothing of ours lies over the screen.

    `uncover` takes away what does, and returns the seconds that the desktop needs to paint what lay under it.
    """

    def __init__(self, inner: Capture, timer: Timer, uncover: Callable[[], float]) -> None:
        self._inner = inner
        self._timer = timer
        self._uncover = uncover
        self._waiting: dict[int, Callable[[], None]] = {}

    def grab(self, request_id: int, source: Source) -> None:
        """Begin at once, or as soon as the screen is uncovered."""
        seconds = self._uncover() if source.kind in ON_SCREEN else 0.0
        if seconds <= 0:
            self._inner.grab(request_id, source)
            return

        def begin() -> None:
            if self._waiting.pop(request_id, None) is not None:
                self._inner.grab(request_id, source)

        self._waiting[request_id] = self._timer.after(seconds, begin)

    def leave(self, request_id: int) -> None:
        """Take that picture no more."""
        disarm = self._waiting.pop(request_id, None)
        if disarm is not None:
            disarm()
        else:
            self._inner.leave(request_id)

    def close(self) -> None:
        """Begin nothing any more; the inner port is its owner's to close."""
        for disarm in self._waiting.values():
            disarm()
        self._waiting.clear()


def on_desktop(region: Region, answer: Answer) -> Box:
    """Return where a region of an answer lies on the desktop, in its units."""
    (left, top), scale, box = answer.origin, answer.scale, region.box
    return Box(
        left + round(box.x / scale), top + round(box.y / scale), round(box.width / scale), round(box.height / scale)
    )
