"""Pictures, windows and the clipboard of a real Wayland desktop: headless sway, with the real portals before it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PIL import Image

from assistant.capture.atspi import AtspiTree
from assistant.capture.grabber import DesktopGrabber
from assistant.capture.tree import Trees
from assistant.core.domain import Box, Picture, Source, SourceKind
from assistant.core.errors import NoClipboardPicture, NoWindow, PictureBlank
from assistant.core.nodes import Role
from support.fixtures import start_wayland
from support.processes import wait_until
from support.wayland import WaylandDesktop

pytestmark = pytest.mark.real
FORM = """
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
application = QApplication([])
form = QWidget(windowTitle="Form")
layout = QVBoxLayout(form)
for name in ("Alpha", "Beta"):
    layout.addWidget(QPushButton(name))
layout.addStretch()
form.show()
application.exec()
"""
ASK_X11 = """
from assistant.capture import x11
from assistant.core.errors import ScreenUnseeable
from assistant.hotkeys.backends import choose
print(choose().name)
try:
    print(x11.monitors())
except ScreenUnseeable as error:
    print(error.code, error.params["desktop"])
"""


def grabber() -> DesktopGrabber:
    return DesktopGrabber(lambda: 1, curtain=bool)


def show(wayland: WaylandDesktop, title: str) -> None:
    wayland.start(title, ["foot", "--title", title, "sh", "-c", f"echo {title}; sleep 600"])
    wayland.await_window(title)


def test_the_screen_a_region_and_the_window_through_the_portal(wayland: WaylandDesktop) -> None:
    with pytest.raises(NoWindow):
        grabber().grab(Source(SourceKind.WINDOW))
    show(wayland, "Seen")
    seen = wayland.screenshot()
    picture = grabber().grab(Source(SourceKind.SCREEN))
    assert (picture.width, picture.height, picture.origin, picture.scale) == (1280, 720, (0, 0), 1.0)
    assert picture.rgb == seen.tobytes()
    region = grabber().grab(Source(SourceKind.REGION, box=Box(10, 20, 300, 100)))
    assert region.rgb == seen.crop((10, 20, 310, 120)).tobytes()
    window = grabber().grab(Source(SourceKind.WINDOW))
    assert window.title == "Seen"
    assert (window.width, window.height) > (600, 300)
    # wlroots' portal writes its picture there, for everybody to read.
    assert not Path("/tmp/out.png").exists()


def told_of(kind: SourceKind) -> Picture:
    """Return a picture with what the window tells of itself, which comes too late on a machine that is busy."""
    found: list[Picture] = []
    # A tree of its own: the product's keeps its connection, here to another desktop's accessibility bus.
    taker = DesktopGrabber(lambda: 1, curtain=bool, trees=Trees((AtspiTree(),)))

    def is_told() -> bool:
        found.append(taker.grab(Source(kind)))
        return bool(found[-1].nodes)

    wait_until(is_told, seconds=30, what="the window's own account")
    return found[-1]


def test_what_a_window_tells_of_itself_lies_where_it_is_seen(wayland: WaylandDesktop, python: list[str]) -> None:
    show(wayland, "Left")
    wayland.start("form", [*python, "-c", FORM])
    wayland.await_window("Form")
    window, screen = (told_of(kind) for kind in (SourceKind.WINDOW, SourceKind.SCREEN))
    assert window.origin == (640, 25)
    for picture, left, top in ((window, 0, 0), (screen, *window.origin)):
        buttons = [node for node in picture.nodes if node.role is Role.BUTTON]
        assert [node.name for node in buttons] == ["Alpha", "Beta"]
        # The window tells its own coordinates only; a button is as wide as the window but for its margins.
        for button in buttons:
            assert left + 2 < button.box.x < left + 20
            assert top < button.box.y < top + 100
            assert 600 < button.box.width < 636


def test_under_xwayland_nothing_of_x11_is_believed(python: list[str]) -> None:
    with start_wayland("640x480", with_portals=False, with_xwayland=True) as wayland:
        # Even where the session hides what it is: the server itself doesn't lie. In a process of its own, because
        # python-xlib keeps what one server calls its events for the next one.
        hidden = {name: value for name, value in wayland.env.items() if "WAYLAND" not in name and "SESSION" not in name}
        done = subprocess.run(
            [*python, "-c", ASK_X11], env={**hidden, "PYTHONPATH": "."}, capture_output=True, text=True, timeout=30
        )
    assert done.stdout.split() == ["none", "screen_unseeable", "Wayland"], done.stderr


def test_two_monitors_at_two_scales_are_cut_where_they_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    with start_wayland("800x600", "1600x1200@2") as wayland:
        for name, value in wayland.env.items():
            monkeypatch.setenv(name, value)
        whole = grabber().grab(Source(SourceKind.SCREEN, monitor="all"))
        with pytest.raises(PictureBlank, match="uniform"):  # sway's background: nothing to describe
            grabber().grab(Source(SourceKind.SCREEN, monitor="2"))
        second = grabber().glance(Box(800, 0, 800, 600))
        wayland.start("There", ["foot", "--title", "There", "sh", "-c", "echo THERE; sleep 600"])
        wayland.await_window("There")
        window = grabber().grab(Source(SourceKind.WINDOW))
    assert whole.scale == second.scale == 2.0
    assert (whole.width, whole.height) == (3200, 1200)
    assert (second.width, second.height, second.origin) == (1600, 1200, (800, 0))
    assert window.scale == 2.0


@pytest.mark.parametrize("kind", ["picture", "file", "text"])
def test_the_clipboard_is_read_without_the_keyboard(wayland: WaylandDesktop, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "a b.png"
    Image.linear_gradient("L").convert("RGB").save(file)
    given = {"picture": (file.read_bytes(), "image/png"), "file": (file.as_uri().encode(), "text/uri-list")}
    data, mime = given.get(kind, (b"Guten Tag", "text/plain"))
    subprocess.run(["wl-copy", "--type", mime], input=data, env=wayland.env, check=True, timeout=10)
    if kind == "text":
        with pytest.raises(NoClipboardPicture):
            grabber().grab(Source(SourceKind.CLIPBOARD))
        assert getattr(grabber().copied(), "text", "") == "Guten Tag"
    else:
        assert grabber().grab(Source(SourceKind.CLIPBOARD)).width == 256
