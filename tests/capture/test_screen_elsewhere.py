"""How the screen is taken on Windows and macOS: which monitor comes first, who is asked before. *Not yet run there*."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

import mss
import pytest
from PIL import Image

from assistant.capture import screen as screen_module
from assistant.capture.grabber import DesktopGrabber
from assistant.capture.screen import MssScreen
from assistant.capture.shot import Shot
from assistant.core.domain import Box, Source, SourceKind
from assistant.core.errors import PictureBlank, ScreenCurtained, ScreenForbidden
from assistant.system.desktop import Desktop, SessionKind


class FakeMss:
    """Two monitors, the primary last, as Windows may list them."""

    monitors: ClassVar[list[dict[str, Any]]] = [
        {"left": -50, "top": 0, "width": 150, "height": 80},
        {"left": -50, "top": 10, "width": 50, "height": 40, "is_primary": False},
        {"left": 0, "top": 0, "width": 100, "height": 80, "is_primary": True},
    ]

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> MssScreen:
    monkeypatch.setattr(mss, "MSS", FakeMss)
    return MssScreen()


def on(monkeypatch: pytest.MonkeyPatch, kind: SessionKind) -> None:
    monkeypatch.setattr(screen_module, "detect", lambda: Desktop(kind, ""))


def test_the_primary_monitor_comes_first(screen: MssScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, SessionKind.WINDOWS)
    assert screen.monitors() == (Box(0, 0, 100, 80), Box(-50, 10, 50, 40))


@pytest.mark.parametrize(
    ("kind", "place"), [(SessionKind.WINDOWS, (1, 2)), (SessionKind.MACOS, (3, 4)), (SessionKind.NONE, None)]
)
def test_each_system_tells_where_the_pointer_is(
    screen: MssScreen, monkeypatch: pytest.MonkeyPatch, kind: SessionKind, place: tuple[int, int] | None
) -> None:
    on(monkeypatch, kind)
    monkeypatch.setattr(screen_module, "windows", SimpleNamespace(pointer=lambda: (1, 2)))
    monkeypatch.setattr(screen_module, "macos", SimpleNamespace(pointer=lambda: (3, 4)))
    assert screen.pointer() == place


def test_nothing_is_taken_on_macos_without_the_permission(screen: MssScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise ScreenForbidden

    on(monkeypatch, SessionKind.MACOS)
    monkeypatch.setattr(screen_module, "macos", SimpleNamespace(require_permission=refuse))
    with pytest.raises(ScreenForbidden):
        screen.grab(Box(0, 0, 10, 10))


class OneColour:
    """A screen of one colour."""

    name: ClassVar[str] = "one colour"
    install_hint: ClassVar[str] = ""

    def __init__(self, colour: str) -> None:
        self._colour = colour

    def is_compatible(self, session: SessionKind) -> bool:
        return True

    def is_installed(self) -> bool:
        return True

    def monitors(self) -> tuple[Box, ...]:
        return (Box(0, 0, 200, 100),)

    def pointer(self) -> None:
        return None

    def grab(self, box: Box) -> Shot:
        return Shot(Image.new("RGB", (box.width, box.height), self._colour))


@pytest.mark.parametrize(
    ("colour", "is_drawn", "error"),
    [("black", True, ScreenCurtained), ("black", False, PictureBlank), ("white", True, PictureBlank)],
)
def test_a_black_screen_is_a_curtain_only_where_one_is_known(
    colour: str, is_drawn: bool, error: type[Exception]
) -> None:
    grabber = DesktopGrabber(
        lambda: 1,
        lock=SimpleNamespace(is_locked=lambda: False),
        desktop=lambda: Desktop(SessionKind.WINDOWS, "Windows"),
        screens=(OneColour(colour),),
        windows=(),
        curtain=lambda: is_drawn,
    )
    with pytest.raises(error):
        grabber.grab(Source(SourceKind.SCREEN))
