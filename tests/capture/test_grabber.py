"""Which back-end is taken, what is refused before anything is grabbed, and where a picture comes from."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from PIL import Image

from assistant.capture.grabber import DesktopGrabber, clipped
from assistant.capture.shot import ActiveWindow, Clipping, Shot
from assistant.core.advice import Advice
from assistant.core.domain import Box, Picture, Source, SourceKind
from assistant.core.errors import (
    CameraCovered,
    NoCamera,
    NoClipboardPicture,
    NoPortal,
    NoScreen,
    NotAPicture,
    NoWindow,
    PictureBlank,
    RegionOffScreen,
    ScreenLocked,
    ScreenUnseeable,
    SourceNotBuilt,
    WindowUnseeable,
)
from assistant.system.desktop import Desktop, SessionKind

LEFT, RIGHT = Box(-800, -20, 800, 600), Box(0, 0, 1000, 700)
X11 = Desktop(SessionKind.X11, "Xfce")


class FakeScreen:
    """Two monitors, the left one at negative places; each grab is a gradient of the box's size."""

    name: ClassVar[str] = "fake"
    install_hint: ClassVar[str] = "fake-package"

    def __init__(
        self, *, is_installed: bool = True, colour: str = "", pointer: tuple[int, int] | None = (5, 5)
    ) -> None:
        self._is_installed, self._colour, self._pointer = is_installed, colour, pointer
        self.grabbed: list[Box] = []

    def is_compatible(self, session: SessionKind) -> bool:
        return session is SessionKind.X11

    def is_installed(self) -> bool:
        return self._is_installed

    def monitors(self) -> tuple[Box, ...]:
        return (RIGHT, LEFT)

    def pointer(self) -> tuple[int, int] | None:
        return self._pointer

    def grab(self, box: Box) -> Shot:
        self.grabbed.append(box)
        size = (box.width, box.height)
        image = Image.new("RGB", size, self._colour) if self._colour else Image.radial_gradient("L").resize(size)
        return Shot(image.convert("RGB"), (box.x, box.y), 1.0)


class FakeWindows(FakeScreen):
    """One active window, partly above the screen; None: no window."""

    def __init__(self, box: Box | None) -> None:
        super().__init__()
        self._box = box

    def active(self) -> ActiveWindow:
        if self._box is None:
            raise NoWindow
        return ActiveWindow(self._box, "Letter – Editor")


class FakeLock:
    """A lock that says what it is told to say, and whether it was asked."""

    def __init__(self, *, is_locked: bool = False) -> None:
        self._is_locked = is_locked
        self.asked = 0

    def is_locked(self) -> bool:
        self.asked += 1
        return self._is_locked


def grabber(
    screen: FakeScreen | None = None,
    *,
    windows: FakeWindows | None = None,
    lock: FakeLock | None = None,
    desktop: Desktop = X11,
    first_id: int = 7,
    clipboard: Callable[[], Clipping] | None = None,
    camera: Callable[[Source, Callable[[], bool]], Picture] | None = None,
) -> DesktopGrabber:
    return DesktopGrabber(
        itertools.count(first_id).__next__,
        lock=lock or FakeLock(),
        desktop=lambda: desktop,
        screens=[screen or FakeScreen()],
        windows=[windows or FakeWindows(Box(10, -30, 300, 200))],
        clipboards=[],
        clipboard=clipboard,
        camera=camera,
        clock=lambda: 1234.5,
    )


def screen_source(monitor: str) -> Source:
    return Source(SourceKind.SCREEN, monitor=monitor)


def test_a_picture_knows_where_it_came_from() -> None:
    picture = grabber().grab(screen_source("pointer"))
    assert (picture.id, picture.source, picture.taken_at) == (7, screen_source("pointer"), 1234.5)
    assert (picture.width, picture.height, picture.origin, picture.scale) == (1000, 700, (0, 0), 1.0)
    assert len(picture.rgb) == 1000 * 700 * 3


def test_ids_are_never_reused() -> None:
    one = grabber()
    assert [one.grab(screen_source("1")).id for _ in range(3)] == [7, 8, 9]


@pytest.mark.parametrize(
    ("monitor", "pointer", "wanted"),
    [
        ("pointer", (5, 5), RIGHT),
        ("pointer", (-1, 100), LEFT),
        ("pointer", (-800, -20), LEFT),
        ("pointer", (999, 699), RIGHT),
        ("pointer", (5000, 5000), RIGHT),
        ("pointer", None, Box(-800, -20, 1800, 720)),
        ("1", (5, 5), RIGHT),
        ("2", (5, 5), LEFT),
        ("all", (5, 5), Box(-800, -20, 1800, 720)),
    ],
)
def test_monitors(monitor: str, pointer: tuple[int, int] | None, wanted: Box) -> None:
    screen = FakeScreen(pointer=pointer)
    grabber(screen).grab(screen_source(monitor))
    assert screen.grabbed == [wanted]


@pytest.mark.parametrize("monitor", ["0", "3", "-1", "", "left", "1.0"])
def test_a_monitor_that_is_not_there_is_told(monitor: str) -> None:
    with pytest.raises(RegionOffScreen):
        grabber().grab(screen_source(monitor))


def test_a_window_is_cut_at_the_edge_of_the_screen_and_keeps_its_title() -> None:
    picture = grabber().grab(Source(SourceKind.WINDOW))
    assert (picture.title, picture.origin, picture.width, picture.height) == ("Letter – Editor", (10, 0), 300, 170)


def test_no_window_is_told() -> None:
    with pytest.raises(NoWindow):
        grabber(windows=FakeWindows(None)).grab(Source(SourceKind.WINDOW))


@pytest.mark.parametrize(
    ("box", "wanted"),
    [
        (Box(10, 10, 50, 50), Box(10, 10, 50, 50)),
        (Box(-900, -100, 200, 200), Box(-800, -20, 100, 120)),
        (Box(-50, 10, 100, 50), Box(-50, 10, 100, 50)),
        (Box(900, 600, 500, 500), Box(900, 600, 100, 100)),
        (Box(-9999, -9999, 99999, 99999), Box(-800, -20, 1800, 720)),
        (Box(999, 699, 1, 1), Box(999, 699, 1, 1)),
    ],
)
def test_regions_are_cut_to_what_a_monitor_shows(box: Box, wanted: Box) -> None:
    assert clipped(box, (RIGHT, LEFT)) == wanted


@pytest.mark.parametrize(
    "box",
    [None, Box(1000, 0, 10, 10), Box(5, 5, 0, 10), Box(5, 5, -3, -3), Box(-500, 590, 20, 20), Box(-801, 0, 1, 1)],
)
def test_regions_outside_every_monitor_are_told(box: Box | None) -> None:
    with pytest.raises(RegionOffScreen):
        grabber().grab(Source(SourceKind.REGION, box=box))


@pytest.mark.parametrize("kind", [SourceKind.SCREEN, SourceKind.WINDOW, SourceKind.REGION])
def test_nothing_is_grabbed_of_a_locked_session(kind: SourceKind) -> None:
    screen = FakeScreen()
    with pytest.raises(ScreenLocked):
        grabber(screen, lock=FakeLock(is_locked=True)).grab(Source(kind, box=Box(0, 0, 9, 9)))
    assert screen.grabbed == []


def test_a_file_is_read_while_the_session_is_locked(tmp_path: Path) -> None:
    lock = FakeLock(is_locked=True)
    Image.linear_gradient("L").save(tmp_path / "a.png")
    picture = grabber(lock=lock).grab(Source(SourceKind.FILE, path=str(tmp_path / "a.png")))
    assert (picture.title, picture.width, lock.asked) == ("a.png", 256, 0)


@pytest.mark.parametrize(("colour", "wanted"), [("black", "black"), ("white", "white"), ("navy", "uniform")])
def test_blank_screens_are_refused_with_their_colour(colour: str, wanted: str) -> None:
    with pytest.raises(PictureBlank) as raised:
        grabber(FakeScreen(colour=colour)).grab(screen_source("pointer"))
    assert raised.value.params == {"colour": wanted, "source": "screen"}


def test_a_blank_file_is_refused_as_a_file(tmp_path: Path) -> None:
    Image.new("L", (50, 50), 255).save(tmp_path / "a.png")
    with pytest.raises(PictureBlank) as raised:
        grabber().grab(Source(SourceKind.FILE, path=str(tmp_path / "a.png")))
    assert raised.value.params == {"colour": "white", "source": "file"}


@pytest.mark.parametrize("kind", [SourceKind.SCREEN, SourceKind.WINDOW, SourceKind.REGION])
def test_a_wayland_session_is_named_instead_of_grabbed_black(kind: SourceKind) -> None:
    screen = FakeScreen(colour="black")
    wayland = Desktop(SessionKind.WAYLAND, "GNOME")
    with pytest.raises(WindowUnseeable if kind is SourceKind.WINDOW else NoPortal) as raised:
        grabber(screen, desktop=wayland).grab(Source(kind, box=Box(0, 0, 9, 9)))
    assert (raised.value.params, screen.grabbed) == ({"desktop": "GNOME"}, [])


def test_a_nameless_wayland_session_is_called_wayland() -> None:
    with pytest.raises(NoPortal, match="Wayland"):
        grabber(desktop=Desktop(SessionKind.WAYLAND, "")).grab(screen_source("all"))


def test_a_platform_without_a_way_to_windows_says_so() -> None:
    with pytest.raises(SourceNotBuilt, match="window"):
        grabber(desktop=Desktop(SessionKind.WINDOWS, "Windows")).grab(Source(SourceKind.WINDOW))


def test_without_a_display_there_is_no_screen() -> None:
    with pytest.raises(NoScreen):
        grabber(desktop=Desktop(SessionKind.NONE, "")).grab(screen_source("all"))


def test_a_missing_part_is_logged_with_the_way_to_get_it(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ScreenUnseeable):
        grabber(FakeScreen(is_installed=False)).grab(screen_source("all"))
    assert "fake-package" in caplog.text


def camera_picture(colour: str = "", advice: tuple[Advice, ...] = ()) -> Picture:
    image = Image.new("RGB", (40, 30), colour) if colour else Image.radial_gradient("L").resize((40, 30)).convert("RGB")
    return Picture(99, Source(SourceKind.CAMERA), 40, 30, image.tobytes(), title="Webcam", advice=advice)


def test_a_camera_s_picture_comes_with_its_name_and_what_would_have_made_it_better() -> None:
    asked: list[Source] = []

    def camera(source: Source, is_left: Callable[[], bool]) -> Picture:
        asked.append(source)
        return camera_picture(advice=(Advice.DARK,))

    wanted = Source(SourceKind.CAMERA, path="Webcam")
    picture = grabber(camera=camera).grab(wanted)
    assert asked == [wanted]
    assert (picture.id, picture.source, picture.title, picture.advice) == (7, wanted, "Webcam", (Advice.DARK,))
    assert picture.rgb == camera_picture().rgb


@pytest.mark.parametrize("colour", ["black", "white", "#7f6a55"])
def test_one_surface_before_the_camera_is_never_described(colour: str) -> None:
    with pytest.raises(CameraCovered, match="Webcam"):
        grabber(camera=lambda source, is_left: camera_picture(colour)).grab(Source(SourceKind.CAMERA))


def test_without_anybody_who_takes_pictures_of_cameras_there_is_none() -> None:
    with pytest.raises(NoCamera):
        grabber().grab(Source(SourceKind.CAMERA))


def test_without_a_clipboard_reader_there_is_no_picture() -> None:
    with pytest.raises(NoClipboardPicture):
        grabber().grab(Source(SourceKind.CLIPBOARD))


def test_pixels_from_the_clipboard_lose_their_transparency() -> None:
    pixels = bytes((200, 0, 0, 255, 9, 9, 9, 0))
    clipping = Clipping(mode="RGBA", width=2, height=1, pixels=pixels)
    picture = grabber(clipboard=lambda: clipping).grab(Source(SourceKind.CLIPBOARD))
    assert picture.rgb == bytes((200, 0, 0, 255, 255, 255))


def test_a_picture_file_in_the_clipboard_is_decoded() -> None:
    buffer = io.BytesIO()
    Image.linear_gradient("L").save(buffer, "PNG")
    picture = grabber(clipboard=lambda: Clipping(encoded=buffer.getvalue())).grab(Source(SourceKind.CLIPBOARD))
    assert (picture.width, picture.height, picture.title) == (256, 256, "")


def test_broken_bytes_in_the_clipboard_are_told() -> None:
    with pytest.raises(NotAPicture):
        grabber(clipboard=lambda: Clipping(encoded=b"rubbish")).grab(Source(SourceKind.CLIPBOARD))
