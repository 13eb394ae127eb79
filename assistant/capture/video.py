"""The frames of a video file at its own speed, as if a camera showed them. For a child process only.

By PyAV rather than by Qt's media player, which would bring an audio output, a clock that can't be held, and every
demuxer of FFmpeg. A video may come from anywhere, so: it is a file that is already open, never an address; only plain
containers are known, none that name other files; nothing else is opened on its behalf; pixels are bounded.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from assistant.core.errors import FileUnreadable, VideoBroken, VideoUnreadable
from assistant.core.frames import Pixels, Viewer
from assistant.system.files import open_file, shown_name

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.reformatter import VideoReformatter
    from av.video.stream import VideoStream

log = logging.getLogger(__name__)

CONTAINERS = "mov,matroska,avi,mpegts,mpeg,ogg,flv,asf,gif,mpegvideo,h264,hevc,ivf"
"""FFmpeg's demuxers that read one file of its own frames; playlists and lists of files are none."""
MAX_PIXELS = 40_000_000
LARGE = 1280
LONGEST_GAP = 10.0
"""Seconds that one frame may stand; a clock that says more is broken, and would be waited for."""
PLAIN_RATE = 25.0
"""Frames a second where the file tells none."""
LATE = 0.5
"""Seconds behind its own time from which on a video that this machine can't decode fast enough plays slower."""
SHORT = 2.0
"""Seconds that may be missing at the end of a video which says how long it is."""
MOST_BROKEN = 50
"""Packets that can't be decoded, in a row, after which nothing good is expected any more."""
PULSE = 0.25


def play(path: str, viewer: Viewer, clock: Callable[[], float] = time.monotonic) -> None:
    """Show a video file from its beginning to its end; see `core.frames`.

    Raises `FileUnreadable`, `VideoUnreadable` where nothing can be shown, `VideoBroken` where it breaks off later.
    """
    name = shown_name(path)
    with open_file(path, name) as opened:
        if not opened.read(1):
            raise FileUnreadable(name=name, why="empty")
        opened.seek(0)
        _Film(name, viewer, clock).play(opened)


class _Film:
    """One video being played."""

    def __init__(self, name: str, viewer: Viewer, clock: Callable[[], float]) -> None:
        self._name = name
        self._viewer = viewer
        self._clock = clock
        self._started = 0.0
        self._shown = 0
        self._is_broken_at_end = False

    def play(self, opened: Any) -> None:  # noqa: ANN401 - whatever file object PyAV takes
        from av.error import FFmpegError

        self._viewer.alive()
        try:
            with _container(opened) as container:
                self._play(container)
        except (FFmpegError, ValueError, MemoryError, OverflowError, ZeroDivisionError, UnicodeError) as error:
            log.warning("a video can't be played: %s", type(error).__name__)
            raise self._end() from error
        if not self._shown:
            raise VideoUnreadable(name=self._name)

    def _end(self) -> VideoUnreadable | VideoBroken:
        return VideoBroken(name=self._name) if self._shown else VideoUnreadable(name=self._name)

    def _play(self, container: InputContainer) -> None:
        from av.video.reformatter import VideoReformatter

        # A stream that nobody here can decode has no codec's context, whatever PyAV's types say.
        stream = next((each for each in container.streams.video if getattr(each, "codec_context", None)), None)
        if stream is None:
            raise VideoUnreadable(name=self._name)
        # Threads cost more than they save on small frames, and large ones would come late without.
        stream.thread_type = "AUTO" if stream.codec_context.width > LARGE else "NONE"
        self._check(stream.codec_context.width, stream.codec_context.height)
        # One for all frames: each frame's own would be set up anew for every look.
        scaler = VideoReformatter()
        rate = float(stream.average_rate or stream.guessed_rate or PLAIN_RATE)
        times = _Times(1 / rate if 0 < rate < 1000 else 1 / PLAIN_RATE)
        wanted = 0.0
        for frame in self._frames(container, stream):
            self._check(frame.width, frame.height)
            at = times.of(None if frame.pts is None else frame.time, float(frame.duration * (frame.time_base or 0)))
            if not self._shown:
                self._started = self._clock()
                self._viewer.opened(self._name)
            self._shown += 1
            self._wait(at)
            if at >= wanted:
                wanted = at + self._viewer.look(FilmFrame(frame, at, stream.sample_aspect_ratio, scaler))
        if _seconds(container, stream) - times.told > SHORT or self._is_broken_at_end:
            raise self._end()

    def _frames(self, container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
        """Yield the frames in order; a packet that can't be decoded is left out."""
        from av.error import EOFError as Ended
        from av.error import FFmpegError

        broken = 0
        for packet in container.demux(stream):
            self._viewer.alive()
            try:
                decoded = packet.decode()
            except Ended:
                break
            except FFmpegError:
                broken += 1
                if broken >= MOST_BROKEN:
                    raise
                continue
            broken = 0 if decoded else broken
            yield from decoded
        self._is_broken_at_end = broken > 0

    def _wait(self, at: float) -> None:
        """Wait until the frame is due; where it is late already, all that follows is late by as much."""
        while (left := self._started + at - self._clock()) > 0:
            self._viewer.alive()
            time.sleep(min(left, PULSE))
        if left < -LATE:
            self._started -= left

    def _check(self, width: int, height: int) -> None:
        if width * height > MAX_PIXELS:
            raise VideoUnreadable(name=self._name)


class _Times:
    """Makes of whatever a file tells seconds that begin with 0, only rise, and at a pace that can be waited for.

    `told` is how much of the file's own time has been shown, the last frame's included.
    """

    def __init__(self, step: float) -> None:
        self._step = step
        self._former: float | None = None
        self._at = 0.0
        self._passed = 0.0
        self.told = 0.0

    def of(self, told: float | None, lasts: float) -> float:
        """Return the time of the next frame."""
        if self._former is not None:
            gap = self._step if told is None else told - self._former
            gap = gap if math.isfinite(gap) and gap > 0 else self._step
            self._at += min(gap, LONGEST_GAP)
            self._passed += gap
        self._former = (self._former or 0.0) + self._step if told is None else told
        self.told = self._passed + max(lasts, self._step)
        return self._at


class FilmFrame:
    """The `Frame` of a video: scaled by FFmpeg on its way to RGB, when it is asked for."""

    def __init__(
        self,
        frame: VideoFrame,
        at: float,
        aspect: Any,  # noqa: ANN401 - a Fraction or None
        scaler: VideoReformatter,
    ) -> None:
        self._frame = frame
        self._scaler = scaler
        self._at = at
        ratio = float(aspect) if aspect else 1.0
        self._width = max(1, round(frame.width * ratio)) if 0.2 < ratio < 5 else frame.width

    @property
    def at(self) -> float:
        """Seconds of the video."""
        return self._at

    def small(self, edge: int) -> Pixels:
        """Return the frame, upright, with a longer edge of at most `edge` pixels."""
        factor = min(1.0, edge / max(self._width, self._frame.height))
        return self._pixels(max(1, round(self._width * factor)), max(1, round(self._frame.height * factor)))

    def whole(self) -> Pixels:
        """Return every pixel, upright."""
        return self._pixels(self._width, self._frame.height)

    def _pixels(self, width: int, height: int) -> Pixels:
        from PIL import Image
        from PIL.Image import Transpose

        # A file tells by how much its frames are to be turned to the left.
        turns = {90: Transpose.ROTATE_90, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_270}
        converted = self._scaler.reformat(self._frame, width=width, height=height, format="rgb24", interpolation="AREA")
        plane = converted.planes[0]
        turn = turns.get(self._frame.rotation % 360)
        if turn is None and plane.line_size == 3 * width:
            return Pixels(width, height, bytes(plane))
        image = Image.frombytes("RGB", (width, height), bytes(plane), "raw", "RGB", plane.line_size)
        upright = image if turn is None else image.transpose(turn)
        return Pixels(upright.width, upright.height, upright.tobytes())


def _seconds(container: InputContainer, stream: VideoStream) -> float:
    """Return how long the video says it is, 0 where nobody knows: its sound may be longer than its frames."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / 1_000_000 if len(container.streams) == 1 else 0.0


def _container(opened: Any) -> InputContainer:  # noqa: ANN401 - whatever file object PyAV takes
    import av

    container: InputContainer = av.open(
        opened, "r", options={"format_whitelist": CONTAINERS}, io_open=_refuse, metadata_errors="replace"
    )
    return container


def _refuse(*_: object) -> NoReturn:
    """Open nothing: what a video names besides itself is none of its business."""
    raise PermissionError
