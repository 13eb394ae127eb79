"""The `Watcher` port: a camera or a video in a child process of its own, and whatever may become of that child."""

from __future__ import annotations

import itertools
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

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
from assistant.core.domain import Picture, Source, SourceKind
from assistant.core.errors import CameraHelperDied, CameraSilent, SeeSayError, VideoUnreadable
from assistant.narration import messages
from assistant.narration.messages import (
    AdvisedMessage,
    EndedMessage,
    FrameMessage,
    FromCamera,
    MeasuredMessage,
    OpenedMessage,
    ToCamera,
)
from assistant.process.child import Wire
from assistant.process.helper import Helper, Loss
from assistant.process.limits import helper_command

_log = logging.getLogger(__name__)

PLAYERS: Mapping[SourceKind, str] = MappingProxyType(
    {SourceKind.CAMERA: "assistant.capture.camera:play", SourceKind.FILE: "assistant.capture.video:play"}
)
"""Who plays what, by name: `core.frames.Player`."""
STALL = 15.0
"""Seconds without a word of the child, which else says something every second: a slow disk may need as many to load."""
MAX_PATH = 1 << 13
WIRE: Wire[ToCamera, FromCamera] = Wire(
    messages.encode, messages.decode_from_camera, messages.Close(), messages.MAX_FRAME, messages.pixel_bytes
)


class CameraChild:
    """The `Watcher` port. `next_id` gives the pictures' ids; `post` is called on a thread of the child's own.

    A child serves one stream. `open` on one that watches already leaves that stream first, without a word. Nothing
    here waits or locks: the helper posts nothing once its `close` has returned.
    """

    def __init__(
        self,
        post: PostWatch,
        next_id: Callable[[], int] | None = None,
        *,
        players: Mapping[SourceKind, str] = PLAYERS,
        stall: float = STALL,
    ) -> None:
        self._post = post
        self._next_id = next_id or itertools.count(1).__next__
        self._players = players
        self._stall = stall
        self._stream: _Stream | None = None

    def open(self, source: Source, mode: WatchMode) -> None:
        """Open the source in a new child; posts `WatchOpened`, or `WatchEnded` with the reason."""
        self.close()
        self._stream = _Stream(source, mode, self._next_id, self._tell, self._stall)
        self._stream.open(self._players[source.kind])

    def watch(self, mode: WatchMode) -> None:
        """Look for something else from now on."""
        self._send(messages.Watch(mode))

    def ready(self) -> None:
        """Ask for the next frame, whenever there is one worth it."""
        self._send(messages.Ready())

    def now(self) -> None:
        """Ask for the newest frame as it is."""
        self._send(messages.Now())

    def measure(self) -> None:
        """Measure colour and light."""
        self._send(messages.Measure())

    def peek(self, source: Source, post: PostWatch) -> bool:
        """Post the newest frame to somebody else, where that camera is watched here; tell whether it is.

        Posts what is wrong with it and one `FrameTaken`, or one `WatchEnded`, without an error where the camera was
        let go of meanwhile.
        """
        stream = self._stream
        return stream is not None and stream.peek(source, post)

    def close(self) -> None:
        """End the child without waiting; posts nothing afterwards."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _send(self, message: ToCamera) -> None:
        if self._stream is not None:
            self._stream.send(message)

    def _tell(self, event: WatchEvent) -> None:
        try:
            self._post(event)
        except Exception as error:  # noqa: BLE001 - the receiver's defect must not end the reader's thread
            _log.error("the receiver of a camera's events raised %s", type(error).__name__)


class Allowance:
    """How much a child may tell that it was not asked for: what is over it, in a second, nobody hears."""

    def __init__(self, each_second: int = 10, clock: Callable[[], float] = time.monotonic) -> None:
        self._each_second = each_second
        self._clock = clock
        self._second = 0
        self._used = 0

    def is_left(self) -> bool:
        """Use up one, if there is one left."""
        second = int(self._clock())
        self._used = self._used + 1 if second == self._second else 1
        self._second = second
        return self._used <= self._each_second


class _Stream:
    """One child and what it was asked for: it is believed nothing that it wasn't."""

    def __init__(
        self, source: Source, mode: WatchMode, next_id: Callable[[], int], tell: PostWatch, stall: float
    ) -> None:
        self._source = source
        self._next_id = next_id
        self._tell = tell
        self._stall = stall
        self._name = source.path if source.kind is SourceKind.CAMERA else Path(source.path).name
        self._mode = mode
        # The owner counts up, the child's thread counts down.
        self._counting = threading.Lock()
        self._wanted = 0
        self._is_measured = False
        self._is_open = self._is_over = False
        self._peeking: list[PostWatch] = []
        self._advice: tuple[Advice, ...] = ()
        self._unasked = Allowance()
        self._helper: Helper[ToCamera, FromCamera] = Helper(
            "camera", helper_command("--camera-worker"), WIRE, self._hear, self._lost
        )

    def open(self, player: str) -> None:
        """Start the child."""
        # A longer path is nobody's; as bytes it may be no Unicode at all.
        path = os.fsencode(self._source.path)[:MAX_PATH]
        self._helper.send(messages.Open(player, path, self._mode), deadline=self._stall)

    def send(self, message: ToCamera) -> None:
        """Tell the child."""
        match message:
            case messages.Watch(mode):
                self._mode = mode
            case messages.Ready() | messages.Now():
                # Each of the two is answered once, however often it is asked meanwhile.
                with self._counting:
                    self._wanted = min(self._wanted + 1, 2)
            case messages.Measure():
                self._is_measured = True
        self._helper.send(message)

    def peek(self, source: Source, post: PostWatch) -> bool:
        """Post the newest frame, or the end, where it is of that source."""
        names = (self._source.path.casefold(), self._name.casefold())
        if source.kind is not self._source.kind or source.path.casefold() not in names:
            return False
        with self._counting:
            if self._is_over:
                return False
            self._peeking.append(post)
        self._helper.send(messages.Peek())
        return True

    def close(self) -> None:
        """End the child."""
        self._helper.close()
        self._end_peeking(WatchEnded())

    def _end_peeking(self, *events: WatchEvent) -> None:
        with self._counting:
            self._is_over = self._is_over or isinstance(events[-1], WatchEnded)
            peeking, self._peeking = self._peeking, []
        for post in peeking:
            for event in events:
                post(event)

    def _over(self, error: SeeSayError | None) -> None:
        ended = WatchEnded(error)
        self._tell(ended)
        self._end_peeking(ended)

    def _hear(self, message: FromCamera, pixels: bytes) -> bool:
        match message:
            case OpenedMessage(name) if not self._is_open:
                self._is_open, self._name = True, name
                self._tell(WatchOpened(name))
            case FrameMessage():
                self._take(message, pixels)
            case AdvisedMessage(advice) if self._unasked.is_left():
                self._advice = tuple(advice)
                self._tell(Advised(self._advice))
            case MeasuredMessage(rgb, level, x, y, is_sure) if self._is_measured:
                self._is_measured = False
                self._tell(Measured(rgb, Light(level, x, y), is_sure))
            case EndedMessage(code, params):
                self._over(None if code is None else SeeSayError.from_code(code, params))
                self._helper.close()
            case _:
                # It lives; or it says what nobody wants to know.
                pass
        return False

    def _take(self, message: FrameMessage, pixels: bytes) -> None:
        if message.is_peek:
            if self._peeking:
                self._end_peeking(Advised(self._advice), FrameTaken(self._picture(message, pixels)))
        elif message.is_page and self._mode is WatchMode.PAGE and self._unasked.is_left():
            self._tell(PageHeld(self._picture(message, pixels)))
        elif not message.is_page and self._is_wanted():
            self._tell(FrameTaken(self._picture(message, pixels), message.amount))
        else:
            _log.debug("a frame that nobody asked for")

    def _is_wanted(self) -> bool:
        with self._counting:
            was_wanted = self._wanted > 0
            self._wanted -= was_wanted
            return was_wanted

    def _picture(self, message: FrameMessage, pixels: bytes) -> Picture:
        return Picture(
            id=self._next_id(),
            source=self._source,
            width=message.width,
            height=message.height,
            rgb=pixels,
            taken_at=message.taken_at,
            title=self._name,
        )

    def _lost(self, loss: Loss) -> None:
        self._over(self._error(loss))

    def _error(self, loss: Loss) -> SeeSayError:
        if loss is not Loss.STALLED:
            return CameraHelperDied()
        if self._source.kind is SourceKind.FILE:
            return VideoUnreadable(name=self._name)
        return CameraSilent(camera=self._name)
