"""Video files as a camera: their own speed, upright, and what is no video or breaks."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.capture import video
from assistant.core.errors import FileUnreadable, SeeSayError, VideoBroken, VideoUnreadable
from assistant.core.frames import Frame, Pixels

SIZE = (160, 96)


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr("assistant.capture.video.time.sleep", self.sleep)

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def __call__(self) -> float:
        return self.now


class Viewer:
    """Keeps what it sees: the film's time, the clock's, and the pixels."""

    def __init__(self, clock: Clock, pause: float = 0.0, costs: float = 0.0) -> None:
        self._clock, self._pause, self._costs = clock, pause, costs
        self.names: list[str] = []
        self.times: list[tuple[float, float]] = []
        self.small: list[Pixels] = []
        self.whole: list[Pixels] = []
        self.beats: list[float] = []

    def opened(self, name: str) -> None:
        self.names.append(name)

    def look(self, frame: Frame) -> float:
        self.times.append((round(frame.at, 3), round(self._clock() - 100, 3)))
        self.small.append(frame.small(80))
        self.whole.append(frame.whole())
        self._clock.sleep(self._costs)
        return self._pause

    def alive(self) -> None:
        self.beats.append(self._clock())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def picture(number: int = 0) -> NDArray[np.uint8]:
    """Return a red upper left corner on grey, and a brightness that tells the number."""
    array = np.full((SIZE[1], SIZE[0], 3), 100 + number % 100, np.uint8)
    array[:48, :80] = (220, 20, 20)
    return array


def written(
    path: Path,
    frames: int = 10,
    rate: int = 10,
    codec: str = "mpeg4",
    times: Callable[[int], int] | None = None,
    change: Callable[[Any], None] = lambda stream: None,
) -> Path:
    """Write a video; `times` gives each frame's time in milliseconds instead of the rate."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuvj420p" if codec == "mjpeg" else "yuv420p"
        if times is not None:
            stream.codec_context.time_base = Fraction(1, 1000)
        change(stream)
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(picture(number), format="rgb24")
            if times is not None:
                frame.pts, frame.time_base = times(number), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def corner(pixels: Pixels) -> str:
    """Return which corner is red."""
    array = np.frombuffer(pixels.rgb, np.uint8).reshape(pixels.height, pixels.width, 3).astype(int)
    halves = {"upper": slice(0, pixels.height // 2), "lower": slice(pixels.height // 2, None)}
    sides = {"left": slice(0, pixels.width // 2), "right": slice(pixels.width // 2, None)}
    redness = {
        f"{half} {side}": (array[halves[half], sides[side], 0] - array[halves[half], sides[side], 1]).mean()
        for half in halves
        for side in sides
    }
    return max(redness, key=redness.__getitem__)


@pytest.mark.parametrize(
    ("suffix", "codec"),
    [
        ("mp4", "mpeg4"),
        ("mkv", "libx264"),
        ("webm", "libvpx"),
        ("avi", "mjpeg"),
        ("mov", "libx264"),
        ("ts", "mpeg2video"),
    ],
)
def test_every_usual_container_is_shown_frame_by_frame_at_its_own_speed(
    suffix: str, codec: str, tmp_path: Path, clock: Clock
) -> None:
    viewer = Viewer(clock)
    video.play(str(written(tmp_path / f"cat.{suffix}", rate=25, codec=codec)), viewer, clock)
    assert viewer.names == [f"cat.{suffix}"]
    assert len(viewer.times) == 10
    for number, (at, now) in enumerate(viewer.times):
        assert at == pytest.approx(number / 25, abs=0.002)
        assert now == pytest.approx(at, abs=0.002)
    assert (viewer.whole[0].width, viewer.whole[0].height) == SIZE
    assert (viewer.small[0].width, viewer.small[0].height) == (80, 48)
    assert {corner(each) for each in viewer.whole + viewer.small} == {"upper left"}


def test_frames_that_nobody_wants_to_look_at_are_left_out(tmp_path: Path, clock: Clock) -> None:
    viewer = Viewer(clock, pause=0.35)
    video.play(str(written(tmp_path / "cat.mp4", frames=20)), viewer, clock)
    assert [at for at, _ in viewer.times] == [0.0, 0.4, 0.8, 1.2, 1.6]


def test_a_video_that_is_looked_at_too_slowly_plays_slower_and_never_catches_up(tmp_path: Path, clock: Clock) -> None:
    viewer = Viewer(clock, costs=2.0)
    video.play(str(written(tmp_path / "cat.mp4", frames=5)), viewer, clock)
    assert [at for at, _ in viewer.times] == [0.0, 0.1, 0.2, 0.3, 0.4]
    assert [now for _, now in viewer.times] == [0.0, 2.0, 4.0, 6.0, 8.0]


def test_whoever_waits_for_a_slow_frame_is_told_that_nothing_hangs(tmp_path: Path, clock: Clock) -> None:
    viewer = Viewer(clock)
    video.play(
        str(written(tmp_path / "slides.mkv", frames=3, codec="ffv1", times=lambda number: number * 5000)), viewer, clock
    )
    assert [at for at, _ in viewer.times] == [0.0, 5.0, 10.0]
    gaps = np.diff(viewer.beats)
    assert gaps.max() <= 1


def test_a_clock_that_says_nonsense_is_not_waited_for(tmp_path: Path, clock: Clock) -> None:
    viewer = Viewer(clock)
    film = written(
        tmp_path / "mad.mkv", frames=4, codec="ffv1", times=lambda number: [0, 40, 90_000_000, 90_000_040][number]
    )
    video.play(str(film), viewer, clock)
    assert [at for at, _ in viewer.times] == [0.0, 0.04, 10.04, 10.08]


def turned(path: Path, matrix: tuple[int, int, int, int]) -> Path:
    """Write the matrix into the header of an MP4 by which a telephone tells how it was held, ISO 14496-12, 8.3.2."""
    data = bytearray(written(path).read_bytes())
    place = data.index(b"tkhd") - 4 + 48
    a, b, c, d = (value << 16 for value in matrix)
    data[place : place + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("matrix", "where", "size"),
    [
        ((0, 1, -1, 0), "upper right", (96, 160)),
        ((-1, 0, 0, -1), "lower right", SIZE),
        ((0, -1, 1, 0), "lower left", (96, 160)),
    ],
    ids=["to the right", "on its head", "to the left"],
)
def test_a_video_that_was_held_another_way_is_upright(
    matrix: tuple[int, int, int, int], where: str, size: tuple[int, int], tmp_path: Path, clock: Clock
) -> None:
    viewer = Viewer(clock)
    video.play(str(turned(tmp_path / "a.mp4", matrix)), viewer, clock)
    assert {corner(each) for each in viewer.whole + viewer.small} == {where}
    assert (viewer.whole[0].width, viewer.whole[0].height) == size


def test_pixels_that_are_no_squares_are_made_square(tmp_path: Path, clock: Clock) -> None:
    viewer = Viewer(clock)

    def stretch(stream: Any) -> None:
        stream.codec_context.sample_aspect_ratio = Fraction(2, 1)

    video.play(str(written(tmp_path / "tv.mkv", frames=2, change=stretch)), viewer, clock)
    assert (viewer.whole[0].width, viewer.whole[0].height) == (320, 96)


# --- what is no video, or breaks --------------------------------------------------------------------------


def damaged(path: Path, start: float, end: float) -> Path:
    """Overwrite a part of a file with zeros."""
    data = bytearray(path.read_bytes())
    data[int(len(data) * start) : int(len(data) * end)] = bytes(int(len(data) * end) - int(len(data) * start))
    path.write_bytes(data)
    return path


def sound_only(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("aac", rate=44100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.rate = 44100
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def playlist(path: Path) -> Path:
    inner = written(path.with_name("inner.ts"), codec="mpeg2video")
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1,\n{inner}\n#EXT-X-ENDLIST\n")
    return path


def list_of_files(path: Path) -> Path:
    inner = written(path.with_name("inner.mp4"))
    path.write_text(f"ffconcat version 1.0\nfile '{inner.name}'\n")
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def truncated(path: Path, frames: int = 10) -> Path:
    whole = written(path, frames)
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    return whole


def noise(path: Path) -> Path:
    path.write_bytes(np.random.default_rng(1).bytes(50_000))
    return path


def headless(path: Path) -> Path:
    """Write nothing but the header of a video."""
    written(path, frames=1)
    path.write_bytes(path.read_bytes()[:400])
    return path


def huge(path: Path) -> Path:
    """Write a frame of 48 megapixels."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = 8000, 6000, "gray"
        container.mux(stream.encode(av.VideoFrame(8000, 6000, "gray")))
        container.mux(stream.encode())
    return path


def picture_file(path: Path) -> Path:
    from PIL import Image

    Image.fromarray(picture()).save(path)
    return path


@pytest.mark.parametrize(
    ("make", "name", "error"),
    [
        (empty, "a.mp4", FileUnreadable(name="a.mp4", why="empty")),
        (truncated, "a.mp4", VideoUnreadable(name="a.mp4")),
        (noise, "a.mp4", VideoUnreadable(name="a.mp4")),
        (headless, "a.mkv", VideoUnreadable(name="a.mkv")),
        (huge, "a.avi", VideoUnreadable(name="a.avi")),
        (sound_only, "a.m4a", VideoUnreadable(name="a.m4a")),
        (playlist, "a.m3u8", VideoUnreadable(name="a.m3u8")),
        (list_of_files, "a.ffconcat", VideoUnreadable(name="a.ffconcat")),
        (picture_file, "a.png", VideoUnreadable(name="a.png")),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_no_video_is_told(
    make: Callable[[Path], Path], name: str, error: SeeSayError, tmp_path: Path, clock: Clock
) -> None:
    viewer = Viewer(clock)
    with pytest.raises(type(error)) as told:
        video.play(str(make(tmp_path / name)), viewer, clock)
    assert told.value == error
    assert viewer.names == []


@pytest.mark.parametrize("path", ["/", "/dev/zero", "/nowhere/a.mp4", "http://127.0.0.1:1/a.mp4", "x\0y", "concat:a|b"])
def test_what_is_no_file_is_told_at_once(path: str, clock: Clock) -> None:
    with pytest.raises(FileUnreadable):
        video.play(path, Viewer(clock), clock)


def test_a_fifo_is_not_waited_for(tmp_path: Path, clock: Clock) -> None:
    import os

    os.mkfifo(tmp_path / "pipe.mp4")
    with pytest.raises(FileUnreadable):
        video.play(str(tmp_path / "pipe.mp4"), Viewer(clock), clock)


def test_a_damaged_place_is_played_over(tmp_path: Path, clock: Clock) -> None:
    viewer = Viewer(clock)
    film = damaged(written(tmp_path / "a.ts", frames=60, codec="mpeg2video"), 0.5, 0.55)
    video.play(str(film), viewer, clock)
    assert viewer.times[-1][0] > 5, "the rest is not shown"


def test_a_video_that_breaks_off_is_told_after_what_could_be_shown(tmp_path: Path, clock: Clock) -> None:
    viewer = Viewer(clock)
    whole = written(
        tmp_path / "a.avi", frames=60, codec="png", change=lambda stream: setattr(stream, "pix_fmt", "rgb24")
    )
    with pytest.raises(VideoBroken, match=r"a\.avi"):
        video.play(str(damaged(whole, 0.5, 0.95)), viewer, clock)
    assert 10 < len(viewer.times) < 60


def test_a_video_that_was_copied_in_part_is_told_where_it_breaks_off(tmp_path: Path, clock: Clock) -> None:
    viewer = Viewer(clock)
    part = truncated(tmp_path / "a.mkv", frames=400)
    with pytest.raises(VideoBroken):
        video.play(str(part), viewer, clock)
    assert 15 < viewer.times[-1][0] < 25


def test_broken_bytes_anywhere_end_and_never_hang(tmp_path: Path, clock: Clock) -> None:
    data = written(tmp_path / "a.mkv", frames=30, codec="libx264").read_bytes()
    random = np.random.default_rng(4)
    for number in range(40):
        bent = bytearray(data)
        for place in random.integers(0, len(bent), 30):
            bent[place] = random.integers(0, 256)
        path = tmp_path / f"{number}.mkv"
        path.write_bytes(bent)
        with contextlib.suppress(VideoUnreadable, VideoBroken):
            video.play(str(path), Viewer(clock), clock)
