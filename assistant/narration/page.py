"""A page that is held up: wait until it is still and whole, keep its sharpest frame, make it a rectangle.

Which way up it is, is the recogniser's business: it reads a few lines both ways round where it has to. One page is
given once; the next one when what is held up looks different.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from assistant.narration.difference import Map
from assistant.narration.frames import Frame, Views
from assistant.narration.quality import sharpness
from assistant.narration.sheet import Sheet, flattened

STILL_SECONDS = 0.6
"""A page is given when it was held still for so long."""
PATIENCE_SECONDS = 2.0
"""A still page that stays blurred is given after so long all the same."""
LEAST_SHARP = 1.25
_STILL = 0.02
"""Still: no corner moved by more than this share of the frame's long side within a look or two."""
_SAME = 0.76
"""Two pages whose marks correlate more are one, also when it was cut out a little differently."""
_MARK = (60, 84)


@dataclass(eq=False)
class _Held:
    """A page while it is held still: since when, and its sharpest frame so far."""

    since: float
    corners: Map
    sharpness: float = 0.0
    is_done: bool = False
    frame: Frame | None = None
    best: Map | None = None

    def add(self, views: Views, sheet: Sheet) -> None:
        """Take another frame of it."""
        self.corners = sheet.corners
        sharp = sharpness(views)
        if self.frame is None or sharp > self.sharpness:
            self.sharpness, self.frame, self.best = sharp, views.frame.copy(), sheet.corners


class PageWatch:
    """Looks for a page in frame after frame; keeps one frame of it at most."""

    def __init__(self) -> None:
        self._held: _Held | None = None
        self._given: Map | None = None

    def look(self, views: Views, sheet: Sheet | None, seconds: float) -> Frame | None:
        """Return a page's pixels, once, when it was still long enough; `sheet` is the page in this frame."""
        if sheet is None or not sheet.is_whole:
            self._held = None
            return None
        limit = _STILL * max(views.grey.shape)
        if self._held is None or float(np.hypot(*(sheet.corners - self._held.corners).T).max()) > limit:
            self._held = _Held(seconds, sheet.corners)
        if self._held.is_done:
            return None
        self._held.add(views, sheet)
        still = seconds - self._held.since
        is_ready = still >= STILL_SECONDS and (self._held.sharpness >= LEAST_SHARP or still >= PATIENCE_SECONDS)
        if not is_ready or self._held.frame is None or self._held.best is None:
            return None
        page = rectified(self._held.frame, self._held.best, views)
        self._held = _Held(seconds, self._held.corners, is_done=True)
        return page if self._is_new(page) else None

    def _is_new(self, page: Frame) -> bool:
        mark = _mark(page)
        if self._given is not None:
            down, across = (side // 7 for side in _MARK[::-1])
            middle = mark[down:-down, across:-across]
            if float(cv2.matchTemplate(self._given, middle, cv2.TM_CCOEFF_NORMED).max()) > _SAME:
                return False
        self._given = mark
        return True


def rectified(frame: Frame, corners: Map, views: Views) -> Frame:
    """Return what lies between corners of the fine view, taken from the whole frame, as an upright rectangle."""
    factor = frame.shape[1] / views.grey.shape[1]
    return np.ascontiguousarray(flattened(frame, corners * factor), np.uint8)


def _mark(page: Frame) -> Map:
    """Return a small picture of a page by which it is known again, wherever the light comes from."""
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY))
    small = cv2.resize(grey, _MARK, interpolation=cv2.INTER_AREA).astype(np.float32)
    small -= cv2.blur(small, (9, 9))
    return np.asarray(small, np.float32)
