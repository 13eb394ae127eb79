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

from assistant.core.camera import Advice, Light, Measured, WatchMode
from assistant.narration.changes import Changes
from assistant.narration.frames import Frame, Views


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What one frame brought.

    `amount` is set while the frame is worth handing over: the share of the picture that differs from the frame handed
    over last, 1 for the first one. It stays set, frame after frame, until `Sight.hand_over` was called or the scene is
    as it was: whoever is busy takes the newest frame later. `page` is a page's rectified pixels, once per page held.
    `advice` is set when it changed; empty means that the picture is good now.
    """

    amount: float | None = None
    page: Frame | None = None
    advice: tuple[Advice, ...] | None = None


class Sight:
    """Looks at every frame in the order in which they came; remembers the one that was handed over."""

    def __init__(self, mode: WatchMode) -> None:
        self._mode = mode
        self._changes = Changes()

    def watch(self, mode: WatchMode) -> None:
        """Look for something else from now on; the frame handed over last is still the one to compare with."""
        self._mode = mode

    def look(self, frame: Frame, seconds: float) -> Seen:
        """Return what a frame (height x width x 3, RGB) brought; `seconds` is its time and never goes back.

        The frame is not kept; it may be overwritten afterwards.
        """
        views = Views(frame)
        amount = self._changes.look(views.coarse, seconds)
        if self._mode is WatchMode.FRAMES:
            amount = amount or 0.0
        return Seen(amount)

    def hand_over(self) -> None:
        """Take the frame looked at last for the one that the host knows."""
        self._changes.hand_over()


def measure(frame: Frame) -> Measured:
    """Return the colour under the centre of a frame and the light in it."""
    middle = frame[frame.shape[0] // 2, frame.shape[1] // 2]
    return Measured((int(middle[0]), int(middle[1]), int(middle[2])), Light(float(frame.mean()) / 255))
