"""What one stream of frames shows, frame by frame: what changed, what is wrong with the picture, a page held up.

Pure computation, for one thread: no clock, no camera, no process. The caller looks at five to ten frames a second.

    seen = sight.look(frame, seconds)
    if seen.advice is not None: …                the advice is another one now
    if seen.page is not None: …                  PAGE: hand it over
    elif seen.amount is not None and is_ready:   CHANGES, FRAMES: hand the frame over
        sight.hand_over()                        … and compare with it from now on
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.core.camera import Advice, Measured, WatchMode
from assistant.narration.advising import Adviser
from assistant.narration.changes import Changes
from assistant.narration.colour import colour_of
from assistant.narration.difference import is_alike
from assistant.narration.faces import face_advice
from assistant.narration.frames import Frame, Grey, Views
from assistant.narration.light import light_of
from assistant.narration.page import PageWatch
from assistant.narration.quality import faults
from assistant.narration.sheet import Sheet, find_sheet

FAULTS_SECONDS = 0.2
"""Light, sharpness and covers are looked at this often."""
SHEET_SECONDS = {WatchMode.PAGE: 0.18}
RARE_SHEET_SECONDS = 0.6
"""A page that is wanted is looked for often, one that only might be cut off seldom: it takes longer than all else."""
FACES_SECONDS = 1.0
REFRESH_SECONDS = 5.0
"""What looks the same is judged again after so long."""
_SPOILT = frozenset({Advice.COVERED, Advice.DARK, Advice.BRIGHT, Advice.BLURRED})
_PATIENCE_SECONDS = 2.0
"""A spoilt first frame is handed over after so long, unless nothing can be seen in it."""


_Judged = tuple[float, Grey]
"""When a frame was judged, and how it looked."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What one frame brought.

    `amount` is set while the frame is worth handing over: the share of the picture that differs from the frame handed
    over last, 1 for the first good one. It stays set, frame after frame, until `Sight.hand_over` was called or the
    scene is as it was: whoever is busy takes the newest frame later. In FRAMES it is always set, in PAGE never. `page`
    is a page's rectified pixels, once per page held. `advice` is set when it changed; empty means that the picture is
    good now. `is_stirring` is set from the first sign of a change on, before it has come to rest: look again soon.
    """

    amount: float | None = None
    page: Frame | None = None
    advice: tuple[Advice, ...] | None = None
    is_stirring: bool = False


class Sight:
    """Looks at every frame in the order in which they came; remembers the one that was handed over."""

    def __init__(self, mode: WatchMode) -> None:
        self._mode = mode
        self._changes = Changes()
        self._pages = PageWatch()
        self._adviser = Adviser()
        self._faults: frozenset[Advice] = frozenset()
        self._judged: _Judged | None = None
        self._sheet: Sheet | None = None
        self._searched: _Judged | None = None
        self._faces: frozenset[Advice] = frozenset()
        self._faces_before: frozenset[Advice] = frozenset()
        self._faced: _Judged | None = None
        self._began: float | None = None
        self._has_told = False

    def watch(self, mode: WatchMode) -> None:
        """Look for something else from now on; the frame handed over last is still the one to compare with."""
        if mode is WatchMode.PAGE and mode is not self._mode:
            self._pages = PageWatch()
        self._mode = mode

    def look(self, frame: Frame, seconds: float) -> Seen:
        """Return what a frame (height x width x 3, RGB) brought; `seconds` is its time and never goes back.

        The frame is not kept; it may be overwritten afterwards.
        """
        views = Views(frame)
        if self._began is None:
            self._began = seconds
        if self._is_due(self._judged, views, seconds, FAULTS_SECONDS):
            self._faults, self._judged = faults(views), (seconds, views.coarse_grey)
        page = self._look_for_page(views, seconds)
        self._look_for_faces(views, seconds)
        framing = self._faces
        if self._sheet is not None:
            framing |= self._sheet.cut
        found = self._faults if Advice.COVERED in self._faults else self._faults | framing
        advice = self._adviser.look(found, seconds)
        amount = self._worth(views, seconds)
        return Seen(amount, page, advice, self._changes.is_stirring)

    def hand_over(self) -> None:
        """Take the frame looked at last for the one that the host knows."""
        self._has_told = True
        self._changes.hand_over()

    def _worth(self, views: Views, seconds: float) -> float | None:
        if self._mode is WatchMode.PAGE:
            return None
        amount = self._changes.look(views.coarse, seconds)
        if self._mode is WatchMode.FRAMES:
            return amount or 0.0
        assert self._began is not None
        may_get_better = not self._has_told and seconds - self._began < _PATIENCE_SECONDS
        if Advice.COVERED in self._faults or (may_get_better and self._faults & _SPOILT):
            return None
        return amount

    def _is_due(
        self, last: _Judged | None, views: Views, seconds: float, every: float, refresh: float = REFRESH_SECONDS
    ) -> bool:
        """Tell whether to judge again: what looks as it did then is judged anew only now and then."""
        if last is None or last[1].shape != views.coarse_grey.shape:
            return True
        age = seconds - last[0] + 1e-6
        return age >= every and (age >= refresh or not is_alike(views.coarse_grey, last[1]))

    def _look_for_faces(self, views: Views, seconds: float) -> None:
        """Note what two searches in a row say of faces; a page that is wanted has none."""
        if self._mode is WatchMode.PAGE:
            self._faces = frozenset()
            return
        is_settled = self._faces == self._faces_before
        if self._is_due(self._faced, views, seconds, FACES_SECONDS, 3 * REFRESH_SECONDS if is_settled else 0.0):
            found = face_advice(views.grey)
            self._faces, self._faces_before = found & self._faces_before, found
            self._faced = (seconds, views.coarse_grey)

    def _look_for_page(self, views: Views, seconds: float) -> Frame | None:
        every = SHEET_SECONDS.get(self._mode, RARE_SHEET_SECONDS)
        if self._is_due(self._searched, views, seconds, every):
            self._sheet = None if Advice.COVERED in self._faults else find_sheet(views)
            self._searched = (seconds, views.coarse_grey)
        if self._mode is not WatchMode.PAGE:
            return None
        return self._pages.look(views, self._sheet, seconds)


def measure(frame: Frame) -> Measured:
    """Return the colour under the centre of a frame and the light in it."""
    views = Views(frame)
    rgb, is_sure = colour_of(views)
    return Measured(rgb, light_of(views), is_sure)
