"""The screenshot portal against a portal of the tests, on a bus of their own: every answer that one can give."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PIL import Image

from assistant.capture import portal as screens
from assistant.capture.grabber import DesktopGrabber
from assistant.capture.portal import DESKTOP, PortalScreen
from assistant.core.domain import Box, Source, SourceKind
from assistant.core.errors import (
    NoPortal,
    PictureBlank,
    RegionOffScreen,
    ScreenRefused,
    ScreenUnanswered,
    ScreenUnseeable,
    SourceError,
)
from assistant.system import portal
from assistant.system.desktop import Desktop, SessionKind
from assistant.system.portal import SCREENSHOT, version_of
from support.bus import private_bus
from support.portals import PortalService, portal_service, startable_portal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="portals are Linux's")

Start = Callable[..., AbstractContextManager[PortalService]]
LEFT, RIGHT = Box(-100, 0, 100, 50), Box(0, 0, 100, 100)


@pytest.fixture
def picture() -> Path:
    """Two monitors at two pixels a unit: the left half red, the right one blue, a gradient over both."""
    file = Path(os.environ["HOME"]) / "shown.png"
    image = Image.new("RGB", (400, 200), "red")
    image.paste("blue", (200, 0, 400, 200))
    image.paste(Image.linear_gradient("L").resize((400, 50)), (0, 100))
    image.save(file)
    return file


@pytest.fixture
def start(picture: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    folder = Path(os.environ["XDG_RUNTIME_DIR"])
    with private_bus(folder) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
        monkeypatch.setenv("XDG_CURRENT_DESKTOP", "GNOME")
        yield lambda behaviour="gives": portal_service(bus.address, "front", behaviour, picture=picture)


def left_behind(picture: Path) -> list[Path]:
    return [file for file in picture.parent.iterdir() if file.suffix == ".png" and file != picture]


def test_all_monitors_are_one_picture_and_its_file_is_gone(start: Start, picture: Path) -> None:
    with start() as service:
        shot = PortalScreen(lambda: (RIGHT, LEFT)).grab(Box(-100, 0, 200, 100))
        asked = service.await_call("Screenshot")
    assert asked["options"]["interactive"] is False
    assert [call["app_id"] for call in service.calls if call["call"] == "Register"] == ["org.seesay.SeeSay"]
    assert (shot.image.size, shot.origin, shot.scale) == ((400, 200), (-100, 0), 2.0)
    assert left_behind(picture) == []


def test_a_portal_that_the_bus_has_to_start_first_is_none_that_went_away(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(os.environ["XDG_RUNTIME_DIR"])
    startable_portal(folder, picture)
    with private_bus(folder) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        assert PortalScreen().grab(DESKTOP).image.size == (400, 200)
    assert left_behind(picture) == []


@pytest.mark.parametrize(
    ("box", "size", "colour"), [(LEFT, (200, 100), (255, 0, 0)), (Box(10, 10, 20, 5), (40, 10), (0, 0, 255))]
)
def test_a_monitor_and_a_region_are_cut_where_they_lie(
    start: Start, box: Box, size: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    with start():
        shot = PortalScreen(lambda: (RIGHT, LEFT)).grab(box)
    assert (shot.image.size, shot.origin, shot.scale) == (size, (box.x, box.y), 2.0)
    assert shot.image.getpixel((0, 0)) == colour


def test_where_nobody_knows_the_monitors_boxes_are_the_picture_s_pixels(start: Start) -> None:
    screen = PortalScreen()
    with start():
        assert screen.monitors() == (DESKTOP,)
        assert screen.grab(DESKTOP).image.size == (400, 200)
        assert screen.grab(Box(190, 0, 20, 10)).image.size == (20, 10)
        with pytest.raises(RegionOffScreen):
            screen.grab(Box(4000, 0, 20, 10))


def test_a_layout_that_is_not_the_picture_s_is_not_cut_by(start: Start, picture: Path) -> None:
    screen = PortalScreen(lambda: (Box(0, 0, 100, 400), Box(100, 0, 100, 400)))
    with start():
        assert screen.grab(Box(0, 0, 200, 400)).image.size == (400, 200)
        with pytest.raises(ScreenUnseeable):
            screen.grab(Box(0, 0, 100, 400))
    assert left_behind(picture) == []


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [("cancels", ScreenRefused), ("refuses", ScreenUnseeable), ("breaks", ScreenUnseeable), ("none", NoPortal)],
)
def test_each_no_has_its_own_error(start: Start, behaviour: str, error: type[SourceError]) -> None:
    with start(behaviour), pytest.raises(error, match="GNOME"):
        PortalScreen().grab(DESKTOP)


def test_no_portal_on_the_bus_and_no_bus(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoPortal):
        PortalScreen().grab(DESKTOP)
    assert version_of(SCREENSHOT) == 0
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nothing/here")
    with pytest.raises(NoPortal):
        PortalScreen().grab(DESKTOP)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    assert not PortalScreen().is_installed()


def test_a_portal_that_is_silent_is_told(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portal, "_ANSWERING", 0.2)
    with start("silent"):
        with pytest.raises(ScreenUnanswered):
            PortalScreen().grab(DESKTOP)
        assert version_of(SCREENSHOT) == 0


def test_a_question_to_the_user_is_told_and_waited_for(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "TELL_AFTER", 0.05)
    with start("asking") as service:
        shot = PortalScreen(on_asked=lambda: service.order(answer=1)).grab(DESKTOP)
    assert shot.image.size == (400, 200)


def test_a_question_that_nobody_answers_is_taken_back(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "TELL_AFTER", 0.05)
    monkeypatch.setattr(screens, "PATIENCE", 0.1)
    asked = threading.Event()
    with start("asking") as service:
        with pytest.raises(ScreenUnanswered):
            PortalScreen(on_asked=asked.set).grab(DESKTOP)
        assert service.await_call("Close")["path"].startswith("/org/freedesktop/portal/desktop/request/")
    assert asked.is_set()


def test_an_answer_that_crosses_the_withdrawal_leaves_no_file(
    start: Start, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "TELL_AFTER", 0.05)
    monkeypatch.setattr(screens, "PATIENCE", 0.1)
    with start("late"):
        assert PortalScreen().grab(DESKTOP).image.size == (400, 200)
    assert left_behind(picture) == []


def test_a_portal_that_dies_while_it_is_asked(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "TELL_AFTER", 0.05)
    with start("asking") as service, pytest.raises(NoPortal):
        PortalScreen(on_asked=lambda: service._process.kill()).grab(DESKTOP)


def test_a_file_that_is_no_picture_is_gone_all_the_same(start: Start, picture: Path) -> None:
    picture.write_bytes(b"not a picture")
    with start(), pytest.raises(ScreenUnseeable):
        PortalScreen().grab(DESKTOP)
    assert left_behind(picture) == []


def test_a_black_picture_is_never_described(start: Start, picture: Path) -> None:
    Image.new("RGB", (400, 200)).save(picture)
    grabber = DesktopGrabber(
        lambda: 1, screens=[PortalScreen()], desktop=lambda: Desktop(SessionKind.WAYLAND, "GNOME"), curtain=bool
    )
    with start(), pytest.raises(PictureBlank, match="black"):
        grabber.grab(Source(SourceKind.SCREEN))
    assert left_behind(picture) == []
