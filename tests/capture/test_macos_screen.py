"""The active window, the pointer and the permission on macOS, as its documentation has them: *not yet run*."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assistant.capture import macos
from assistant.capture.macos import QuartzWindows
from assistant.core.domain import Box
from assistant.core.errors import NoWindow, ScreenForbidden
from assistant.system.desktop import SessionKind

EDITOR, FINDER, DOCK = 100, 200, 300


def window(owner: int, layer: int = 0, name: str | None = "notes.txt", **bounds: float) -> dict[str, Any]:
    """A window as CGWindowListCopyWindowInfo tells it; the name is there with the permission only."""
    place = {"X": 0.0, "Y": 25.0, "Width": 800.0, "Height": 600.0} | bounds
    told = {
        "kCGWindowNumber": 17,
        "kCGWindowOwnerPID": owner,
        "kCGWindowOwnerName": "TextEdit",
        "kCGWindowLayer": layer,
        "kCGWindowAlpha": 1.0,
        "kCGWindowBounds": place,
    }
    return told | ({"kCGWindowName": name} if name is not None else {})


class FakeQuartz:
    """The part of pyobjc's Quartz and AppKit that is used; constants have their documented values."""

    kCGWindowListOptionOnScreenOnly, kCGWindowListExcludeDesktopElements, kCGNullWindowID = 1, 16, 0  # noqa: N815  # its names

    def __init__(self, *windows: dict[str, Any]) -> None:
        self.windows: list[dict[str, Any]] | None = list(windows)
        self.front: int | None = EDITOR
        self.may_look = True
        self.asked = 0
        for name in ("Number", "Bounds", "OwnerPID", "OwnerName", "Name", "Layer", "Alpha"):
            setattr(self, f"kCGWindow{name}", f"kCGWindow{name}")
        program = SimpleNamespace(processIdentifier=lambda: self.front)
        space = SimpleNamespace(frontmostApplication=lambda: None if self.front is None else program)
        self.kit = SimpleNamespace(NSWorkspace=SimpleNamespace(sharedWorkspace=lambda: space))

    def CGWindowListCopyWindowInfo(self, options: int, window: int) -> list[dict[str, Any]] | None:  # noqa: N802  # its name
        assert (options, window) == (17, 0)
        return self.windows

    def CGEventCreate(self, source: None) -> str:  # noqa: N802  # its name
        assert source is None
        return "event"

    def CGEventGetLocation(self, event: str) -> SimpleNamespace:  # noqa: N802  # its name
        assert event == "event"
        return SimpleNamespace(x=-3.5, y=700.25)

    def CGPreflightScreenCaptureAccess(self) -> bool:  # noqa: N802  # its name
        return self.may_look

    def CGRequestScreenCaptureAccess(self) -> bool:  # noqa: N802  # its name
        self.asked += 1
        return False


def active(quartz: FakeQuartz) -> Any:
    return QuartzWindows(quartz, quartz.kit).active()


def test_the_window_in_front_of_the_program_in_front() -> None:
    menu = window(EDITOR, layer=101, name="menu")
    quartz = FakeQuartz(menu, window(DOCK, layer=20), window(FINDER), window(EDITOR, X=-500.0), window(EDITOR))
    found = active(quartz)
    assert (found.box, found.title) == (Box(-500, 25, 800, 600), "notes.txt")
    assert (found.pid, found.number) == (EDITOR, 17)


@pytest.mark.parametrize("name", [None, ""])
def test_a_window_without_a_name_is_called_like_its_program(name: str | None) -> None:
    assert active(FakeQuartz(window(EDITOR, name=name))).title == "TextEdit"


def test_no_other_program_s_window_stands_in() -> None:
    # Finder in front, and only the desktop of it.
    quartz = FakeQuartz(window(EDITOR))
    quartz.front = FINDER
    with pytest.raises(NoWindow):
        active(quartz)


@pytest.mark.parametrize("windows", [[], None, [window(EDITOR, Width=1.0)], [window(EDITOR) | {"kCGWindowAlpha": 0.0}]])
def test_what_shows_nothing_is_no_window(windows: list[dict[str, Any]] | None) -> None:
    quartz = FakeQuartz()
    quartz.windows = windows
    with pytest.raises(NoWindow):
        active(quartz)


def test_nothing_in_front() -> None:
    quartz = FakeQuartz(window(EDITOR))
    quartz.front = None
    with pytest.raises(NoWindow):
        active(quartz)


def test_the_pointer() -> None:
    assert macos.pointer(FakeQuartz()) == (-4, 700)
    assert macos.pointer() is None, "without pyobjc nobody tells"


def test_without_the_permission_nothing_is_looked_at_and_macos_asks_once(monkeypatch: pytest.MonkeyPatch) -> None:
    macos._has_asked.clear()
    quartz = FakeQuartz()
    macos.require_permission(quartz)
    quartz.may_look = False
    for _ in range(3):
        with pytest.raises(ScreenForbidden):
            macos.require_permission(quartz)
    assert quartz.asked == 1


def test_it_is_for_macos_alone() -> None:
    back_end = QuartzWindows()
    assert [kind for kind in SessionKind if back_end.is_compatible(kind)] == [SessionKind.MACOS]
    assert not back_end.is_installed()
