"""The mss back-end against a faked mss: other platforms' coordinates, lost connections, refused grabs."""

from __future__ import annotations

from typing import ClassVar

import mss
import pytest

from assistant.capture import screen as screen_module
from assistant.capture.screen import MssScreen
from assistant.core.domain import Box
from assistant.core.errors import NoScreen, ScreenUnseeable
from assistant.system.desktop import Desktop, SessionKind


class Taken:
    """A screenshot as mss gives it, with as many pixels per point as the display has."""

    def __init__(self, wanted: dict[str, int], density: int) -> None:
        self.width, self.height = wanted["width"] * density, wanted["height"] * density
        self.size = (self.width, self.height)
        self.raw = bytearray(b"\x03\x02\x01\xff" * (self.width * self.height))


class FakeMss:
    """Two monitors, the second at negative places; fails as often as it is told to."""

    density: ClassVar[int] = 1
    opened: ClassVar[int] = 0
    closed: ClassVar[int] = 0
    refusals: ClassVar[int] = 0
    monitors: ClassVar[list[dict[str, int]]] = [
        {"left": -50, "top": 0, "width": 150, "height": 80},
        {"left": 0, "top": 0, "width": 100, "height": 80},
        {"left": -50, "top": 10, "width": 50, "height": 40},
    ]

    def __init__(self) -> None:
        FakeMss.opened += 1

    def grab(self, wanted: dict[str, int]) -> Taken:
        if FakeMss.refusals:
            FakeMss.refusals -= 1
            raise mss.ScreenShotError("refused")
        return Taken(wanted, self.density)

    def close(self) -> None:
        FakeMss.closed += 1


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> type[FakeMss]:
    for name in ("opened", "closed", "refusals"):
        monkeypatch.setattr(FakeMss, name, 0)
    monkeypatch.setattr(mss, "MSS", FakeMss)
    monkeypatch.setattr(screen_module, "detect", lambda: Desktop(SessionKind.MACOS, "macOS"))
    return FakeMss


def test_monitors_where_no_x_server_tells(fake: type[FakeMss]) -> None:
    screen = MssScreen()
    assert screen.monitors() == (Box(0, 0, 100, 80), Box(-50, 10, 50, 40))
    assert screen.pointer() is None


def test_monitors_are_asked_anew_each_time(fake: type[FakeMss]) -> None:
    screen = MssScreen()
    screen.monitors()
    screen.monitors()
    assert (fake.opened, fake.closed) == (2, 1)


def test_a_dense_display_tells_its_scale(fake: type[FakeMss], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeMss, "density", 2)
    shot = MssScreen().grab(Box(-50, 10, 50, 40))
    assert (shot.image.size, shot.origin, shot.scale) == ((100, 80), (-50, 10), 2.0)
    assert shot.image.getpixel((0, 0)) == (1, 2, 3)


def test_one_refusal_is_tried_again_on_a_new_connection(fake: type[FakeMss]) -> None:
    fake.refusals = 1
    assert MssScreen().grab(Box(0, 0, 4, 4)).image.size == (4, 4)
    assert (fake.opened, fake.closed) == (2, 1)


def test_a_screen_that_refuses_is_told(fake: type[FakeMss]) -> None:
    fake.refusals = 2
    with pytest.raises(ScreenUnseeable, match="macOS"):
        MssScreen().grab(Box(0, 0, 4, 4))


def test_a_screen_that_cannot_be_reached_is_told(fake: type[FakeMss], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> FakeMss:
        raise mss.ScreenShotError("no display")

    monkeypatch.setattr(mss, "MSS", refuse)
    with pytest.raises(NoScreen):
        MssScreen().grab(Box(0, 0, 4, 4))


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (SessionKind.X11, True),
        (SessionKind.WINDOWS, True),
        (SessionKind.MACOS, True),
        (SessionKind.WAYLAND, False),
        (SessionKind.NONE, False),
    ],
)
def test_where_it_works(kind: SessionKind, wanted: bool) -> None:
    assert MssScreen().is_compatible(kind) is wanted
