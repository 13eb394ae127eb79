"""The page that was held before the camera last, until it is kept as a document or forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.app.house import FORGET_AFTER
from assistant.core.domain import Picture, Priority
from assistant.core.ports import Timer
from assistant.core.wording import Wording
from assistant.core.wording.camera_window import CameraWindowMessages
from assistant.core.wording.reading import ReadingMessages


@dataclass(frozen=True, slots=True)
class PageCalls:
    """What a kept page leads to: the camera is let go of, the page is opened with a title, where it is seen."""

    pause: Callable[[], None]
    open: Callable[[str, Picture], None]
    show: Callable[[], None]
    announce: Callable[[str, Priority], None]


class HeldPage:
    """One page in memory, for as long as the last picture is kept."""

    def __init__(self, timer: Timer, wording: Wording, calls: PageCalls) -> None:
        self._timer = timer
        self._wording = wording
        self._calls = calls
        self._page: Picture | None = None
        self._disarm: Callable[[], None] = lambda: None

    def held(self, page: Picture) -> None:
        """Remember this page instead of the last one."""
        self._disarm()
        self._page = page
        self._disarm = self._timer.after(FORGET_AFTER, self._forget)

    def keep(self) -> None:
        """Open it as a document and read that aloud; where there is none, say so."""
        page = self._page
        if page is None:
            self._calls.announce(self._wording.say(CameraWindowMessages.NO_PAGE), Priority.NOW)
            return
        self._disarm()
        self._forget()
        # Its camera would go on narrating over the document.
        self._calls.pause()
        self._calls.open(self._wording.say(ReadingMessages.CAMERA_PAGE), page)
        self._calls.show()

    def _forget(self) -> None:
        self._page = None
