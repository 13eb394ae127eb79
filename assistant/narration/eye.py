"""The eye in the camera's child: looks at every frame that its player shows, and sends what the host asked for.

Frames leave the child one at a time and only when asked for, so none ever waits: what the host gets is the newest.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assistant.core.camera import Advice, WatchMode
from assistant.core.frames import Frame, Pixels
from assistant.narration import frames
from assistant.narration.messages import (
    MAX_NAME,
    MAX_PIXELS,
    AdvisedMessage,
    AliveMessage,
    FrameMessage,
    FromCamera,
    Measure,
    MeasuredMessage,
    Now,
    OpenedMessage,
    Peek,
    Ready,
    Watch,
)
from assistant.narration.sight import Seen, Sight, measure
from assistant.narration.still import Still
from assistant.process.wire import mended

LIVELY = 0.1
"""Seconds between two looks while something happens, or the host waits for a page or for each frame."""
CALM = 0.2
"""Seconds between two looks at a scene in which nothing happened for a while, at least."""
CALM_AFTER = 2.0
SHARE = 0.025
"""Share of a processor that a calm scene may cost: where a look is dear, there are fewer of them."""
SLOWEST = 0.4
HEARTBEAT = 1.0
LAST_WORD = 20.0
"""Seconds that the last frame of a video waits for a host that is busy with an earlier one."""

Send = Callable[[FromCamera, bytes | None], None]


@dataclass
class _Orders:
    """What the host wants; the reader's thread writes it, the player's thread reads it."""

    mode: WatchMode
    is_ready: bool = False
    is_now: bool = False
    is_peek: bool = False
    is_measured: bool = False


class Eye:
    """The `Viewer` of the child. `obey` is called on the thread that reads the host's messages, all else by the player.

    Control flow: `look` shows the frame to `Sight`, sends advice where it changed, then a page, the newest frame
    (`Now`), or the frame itself where it is worth it and the host is ready.
    """

    def __init__(self, mode: WatchMode, send: Send, clock: Callable[[], float] = time.monotonic) -> None:
        self._send = send
        self._clock = clock
        self._changed = threading.Condition()
        self._orders = _Orders(mode)
        self._mode = mode
        self._sight = Sight(_sight_mode(mode))
        self._still = Still()
        self._advice: tuple[Advice, ...] = ()
        self._told_advice: tuple[Advice, ...] | None = None
        self._beat = -HEARTBEAT
        self._stirred = 0.0
        self._cost = 0.0
        self._left: tuple[Frame, float] | None = None

    def obey(self, message: Watch | Ready | Now | Peek | Measure) -> None:
        """Note what the host wants."""
        with self._changed:
            match message:
                case Watch(mode):
                    self._orders.mode = mode
                case Ready():
                    self._orders.is_ready = True
                case Now():
                    self._orders.is_now = True
                case Peek():
                    self._orders.is_peek = True
                case Measure():
                    self._orders.is_measured = True
            self._changed.notify()

    # --- the player's thread ------------------------------------------------------------------------------

    def opened(self, name: str) -> None:
        """Tell the host."""
        self._tell(OpenedMessage(mended(name)[:MAX_NAME]))

    def alive(self) -> None:
        """Tell the host now and then."""
        if self._clock() - self._beat >= HEARTBEAT:
            self._tell(AliveMessage())

    def look(self, frame: Frame) -> float:
        """Look at a frame; return the seconds until the next one is worth a look."""
        began = time.thread_time()
        self._follow()
        small = _array(frame.whole() if self._mode is WatchMode.PAGE else frame.small(frames.FINE))
        seen = self._sight.look(small, frame.at)
        if seen.advice is not None:
            self._advice = seen.advice
        if self._take_order("is_measured"):
            self._measure(small)
        if self._take_order("is_peek"):
            self._send_frame(frame.whole(), 0.0, is_peek=True)
        if self._mode is WatchMode.STILL:
            self._look_for_still(frame, small)
        else:
            self._hand_over(frame, seen)
        self.alive()
        self._cost += (time.thread_time() - began - self._cost) / 4
        return self._pace(seen, frame.at)

    def finish(self) -> None:
        """Let a host that is busy have the last frame of a video, if that was worth a look."""
        if self._left is None:
            return
        until = self._clock() + LAST_WORD
        while not self._take_order("is_ready") and not self._take_order("is_now"):
            if self._clock() > until:
                return
            self.alive()
            with self._changed:
                self._changed.wait(HEARTBEAT / 2)
        frame, amount = self._left
        self._send_frame(frame.whole(), amount)

    # --- what is sent -------------------------------------------------------------------------------------

    def _follow(self) -> None:
        with self._changed:
            mode = self._orders.mode
        if mode is not self._mode:
            self._mode = mode
            self._sight.watch(_sight_mode(mode))
            self._still = Still()

    def _hand_over(self, frame: Frame, seen: Seen) -> None:
        self._advise()
        self._left = None
        if seen.page is not None and self._mode is WatchMode.PAGE:
            height, width = seen.page.shape[:2]
            self._send_frame(Pixels(width, height, np.ascontiguousarray(seen.page).tobytes()), 1.0, is_page=True)
        if self._take_order("is_now"):
            self._show(frame, 0.0 if seen.amount is None else seen.amount)
        elif seen.amount is not None and self._mode is not WatchMode.PAGE:
            if self._take_order("is_ready"):
                self._show(frame, seen.amount)
            else:
                self._left = (frame, seen.amount)

    def _show(self, frame: Frame, amount: float) -> None:
        self._sight.hand_over()
        self._send_frame(frame.whole(), amount)

    def _look_for_still(self, frame: Frame, small: frames.Frame) -> None:
        if not self._still.is_settled(small, frame.at):
            return
        whole = frame.whole()
        is_enough = self._still.take(whole, small, frame.at)
        if is_enough and self._still.best is not None and (self._take_order("is_ready") or self._take_order("is_now")):
            self._advise()
            self._send_frame(self._still.best, 1.0)
            self._still = Still()

    def _advise(self) -> None:
        if self._advice != self._told_advice and (self._advice or self._told_advice is not None):
            self._told_advice = self._advice
            self._tell(AdvisedMessage(list(self._advice)))

    def _measure(self, small: frames.Frame) -> None:
        measured = measure(small)
        light = measured.light
        level, x, y = _unit(light.level), _side(light.x), _side(light.y)
        self._tell(MeasuredMessage(measured.rgb, level, x, y, measured.is_sure))

    def _send_frame(self, pixels: Pixels, amount: float, *, is_page: bool = False, is_peek: bool = False) -> None:
        pixels = _bounded(pixels)
        message = FrameMessage(pixels.width, pixels.height, max(0.0, time.time()), _unit(amount), is_page, is_peek)
        self._tell(message, pixels.rgb)

    def _tell(self, message: FromCamera, pixels: bytes | None = None) -> None:
        self._beat = self._clock()
        self._send(message, pixels)

    def _take_order(self, name: str) -> bool:
        with self._changed:
            is_wanted: bool = getattr(self._orders, name)
            setattr(self._orders, name, False)
            return is_wanted

    def _pace(self, seen: Seen, at: float) -> float:
        if seen.amount is not None or seen.is_stirring or self._mode is not WatchMode.CHANGES:
            self._stirred = at
        return min(max(CALM, self._cost / SHARE), SLOWEST) if at - self._stirred >= CALM_AFTER else LIVELY


def _sight_mode(mode: WatchMode) -> WatchMode:
    """Return what the frames are looked at for: whether a still frame has come is decided here, not by `Sight`."""
    return WatchMode.FRAMES if mode is WatchMode.STILL else mode


def _array(pixels: Pixels) -> frames.Frame:
    return np.frombuffer(pixels.rgb, np.uint8).reshape(pixels.height, pixels.width, 3)


def _bounded(pixels: Pixels) -> Pixels:
    """Return the pixels, fewer of them where the host would not believe so many."""
    if pixels.width * pixels.height <= MAX_PIXELS:
        return pixels
    long_side = int((MAX_PIXELS * max(pixels.width, pixels.height) / min(pixels.width, pixels.height)) ** 0.5)
    shrunken = frames.shrunken(_array(pixels), long_side)
    return Pixels(shrunken.shape[1], shrunken.shape[0], shrunken.tobytes())


def _unit(value: float) -> float:
    return min(max(float(value), 0.0), 1.0)


def _side(value: float) -> float:
    return min(max(float(value), -1.0), 1.0)
