"""Known patterns on a real X screen: each source gives exactly its own pixels."""

from __future__ import annotations

import itertools
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PIL import Image

from assistant.capture import x11
from assistant.capture.grabber import DesktopGrabber
from assistant.capture.worker import CaptureWorker
from assistant.core.domain import Box, Captured, Failed, Picture, Source, SourceKind
from assistant.core.errors import (
    NoScreen,
    NoWindow,
    PictureBlank,
    RegionOffScreen,
    ScreenLocked,
    ScreenUnseeable,
    SourceStalled,
)
from support.bus import SERVICE, line_of
from support.desktop import VirtualDesktop
from support.fixtures import start_desktop
from support.processes import wait_until

pytestmark = pytest.mark.real

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 200, 30), (30, 30, 220), (230, 220, 30)
PATTERN = """
import sys
from Xlib import X, Xatom, display
from Xlib.protocol import event
title, x, y, width, height, kind = sys.argv[1], *map(int, sys.argv[2:6]), sys.argv[6]
d = display.Display()
root = d.screen().root
window = root.create_window(x, y, width, height, 0, X.CopyFromParent, event_mask=X.ExposureMask | X.StructureNotifyMask)
window.set_wm_normal_hints(flags=1, x=x, y=y)
window.set_wm_name("fallback")
window.change_property(d.intern_atom("_NET_WM_NAME"), d.intern_atom("UTF8_STRING"), 8, title.encode())
if kind.startswith("_NET"):
    window.change_property(d.intern_atom("_NET_WM_WINDOW_TYPE"), Xatom.ATOM, 32, [d.intern_atom(kind)])
if kind == "shadow":
    window.change_property(d.intern_atom("_GTK_FRAME_EXTENTS"), Xatom.CARDINAL, 32, [20, 20, 10, 30])
window.map()
colours = [0xDC1E1E, 0x1EC81E, 0x1E1EDC, 0xE6DC1E]
while True:
    seen = d.next_event()
    if seen.type == X.Expose and seen.count == 0:
        size = window.get_geometry()
        for number, colour in enumerate(colours):
            gc = window.create_gc(foreground=colour)
            left, top = number % 2 * size.width // 2, number // 2 * size.height // 2
            window.fill_rectangle(gc, left, top, size.width // 2, size.height // 2)
        d.sync()
        print("drawn", flush=True)
"""


@contextmanager
def pattern(desktop: VirtualDesktop, title: str, box: Box, kind: str = "normal") -> Iterator[subprocess.Popen[str]]:
    """A window of four colours: red, green, blue, yellow."""
    where = [str(number) for number in (box.x, box.y, box.width, box.height)]
    command = [sys.executable, "-c", PATTERN, title, *where, kind]
    with desktop.popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert select.select([process.stdout], [], [], 20)[0], "the window was not drawn"
        assert process.stdout.readline() == "drawn\n"
        yield process
    wait_until(lambda: all(window.title != title for window in desktop.windows()), what=f"the end of {title}")


@pytest.fixture
def grabber(inside_desktop: VirtualDesktop) -> Iterator[DesktopGrabber]:
    x11.forget()
    yield DesktopGrabber(itertools.count(1).__next__)
    x11.forget()


@pytest.fixture
def desktop_with_picture(inside_desktop: VirtualDesktop) -> Iterator[VirtualDesktop]:
    """The shared desktop with a full-screen pattern at its back, as a desktop's own window."""
    box = Box(0, 0, inside_desktop.width, inside_desktop.height)
    with pattern(inside_desktop, "wallpaper", box, "_NET_WM_WINDOW_TYPE_DESKTOP"):
        yield inside_desktop


def as_image(picture: Picture) -> Image.Image:
    return Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)


def pixel(picture: Picture, x: int, y: int) -> object:
    return as_image(picture).getpixel((x, y))


def active(desktop: VirtualDesktop, title: str) -> None:
    wait_until(lambda: desktop.active_window_title() == title, what=f"{title} to be active")


def test_an_empty_black_screen_is_blank(grabber: DesktopGrabber) -> None:
    with pytest.raises(PictureBlank) as raised:
        grabber.grab(Source(SourceKind.SCREEN))
    assert raised.value.params == {"colour": "black", "source": "screen"}


def test_the_screen_is_what_an_outsider_sees(grabber: DesktopGrabber, desktop_with_picture: VirtualDesktop) -> None:
    with pattern(desktop_with_picture, "four", Box(300, 200, 400, 300)):
        active(desktop_with_picture, "four")
        picture = grabber.grab(Source(SourceKind.SCREEN))
        seen = desktop_with_picture.screenshot()
    assert (picture.width, picture.height, picture.origin, picture.scale) == (1920, 1080, (0, 0), 1.0)
    assert as_image(picture).tobytes() == seen.tobytes()


@pytest.mark.parametrize("name", ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"])
def test_a_locked_session_is_not_looked_at(
    grabber: DesktopGrabber, desktop_with_picture: VirtualDesktop, name: str
) -> None:
    command = [sys.executable, "-c", SERVICE, name, "locked"]
    with desktop_with_picture.popen(command, stdout=subprocess.PIPE, bufsize=0) as service:
        assert line_of(service) == "ready"
        for kind in (SourceKind.SCREEN, SourceKind.WINDOW, SourceKind.REGION):
            with pytest.raises(ScreenLocked):
                grabber.grab(Source(kind, box=Box(0, 0, 100, 100)))
    assert grabber.grab(Source(SourceKind.SCREEN)).width == desktop_with_picture.width


def test_a_window_with_its_frame_and_title_and_nothing_around_it(
    grabber: DesktopGrabber, desktop_with_picture: VirtualDesktop
) -> None:
    with pattern(desktop_with_picture, "Brief ✓ an Zoë", Box(300, 200, 400, 300)):
        active(desktop_with_picture, "Brief ✓ an Zoë")
        picture = grabber.grab(Source(SourceKind.WINDOW))
        inner = next(window for window in desktop_with_picture.windows() if window.title == "Brief ✓ an Zoë")
    assert picture.title == "Brief ✓ an Zoë"
    left, top = inner.x - picture.origin[0], inner.y - picture.origin[1]
    assert 0 < left < 12, "the frame's left edge"
    assert 10 < top < 60, "the title bar"
    assert (picture.width, picture.height) >= (400 + 2 * left, 300 + top)
    assert (picture.width, picture.height) <= (400 + 2 * left, 300 + top + 20)
    assert [pixel(picture, left + x, top + y) for y in (5, 290) for x in (5, 390)] == [RED, GREEN, BLUE, YELLOW]
    assert RED not in {pixel(picture, x, 2) for x in range(picture.width)}, "the title bar shows the frame only"


def test_the_shadow_that_a_window_draws_itself_is_left_out(
    grabber: DesktopGrabber, inside_desktop: VirtualDesktop
) -> None:
    with pattern(inside_desktop, "shadow", Box(300, 200, 400, 300), "shadow"):
        active(inside_desktop, "shadow")
        plain = grabber.grab(Source(SourceKind.WINDOW))
        inner = next(window for window in inside_desktop.windows() if window.title == "shadow")
        frame = inside_desktop.run(["xprop", "-id", str(inner.id), "_NET_FRAME_EXTENTS"]).stdout.split("=")[1]
    sides = [int(side) for side in frame.split(",")]
    assert plain.origin == (inner.x - sides[0] + 20, inner.y - sides[2] + 10)
    assert (plain.width, plain.height) == (400 + sides[0] + sides[1] - 40, 300 + sides[2] + sides[3] - 40)


@pytest.mark.parametrize(
    ("move", "corner"), [((-150, 400), "left"), ((1700, 400), "right"), ((700, 900), "bottom"), ((700, -60), "top")]
)
def test_a_window_partly_off_the_screen_is_cut(
    grabber: DesktopGrabber, inside_desktop: VirtualDesktop, move: tuple[int, int], corner: str
) -> None:
    with pattern(inside_desktop, "edge", Box(300, 200, 400, 300)):
        active(inside_desktop, "edge")
        inner = next(window for window in inside_desktop.windows() if window.title == "edge")
        inside_desktop.run(["xdotool", "windowmove", "--sync", str(inner.id), *map(str, move)])
        picture = grabber.grab(Source(SourceKind.WINDOW))
        seen = inside_desktop.screenshot()
    right, bottom = picture.origin[0] + picture.width, picture.origin[1] + picture.height
    assert picture.origin[0] >= 0
    assert picture.origin[1] >= 0
    assert right <= inside_desktop.width
    assert bottom <= inside_desktop.height
    edges = {"left": picture.origin[0] == 0, "right": right == 1920, "bottom": bottom == 1080, "top": True}
    assert edges[corner]
    assert as_image(picture).tobytes() == seen.crop((*picture.origin, right, bottom)).tobytes()


def test_without_a_window_there_is_none(grabber: DesktopGrabber, inside_desktop: VirtualDesktop) -> None:
    with pytest.raises(NoWindow):
        grabber.grab(Source(SourceKind.WINDOW))


@pytest.mark.parametrize("kind", ["DESKTOP", "DOCK"])
def test_the_desktop_and_panels_are_no_windows(
    grabber: DesktopGrabber, inside_desktop: VirtualDesktop, kind: str
) -> None:
    with pattern(inside_desktop, "part of the desktop", Box(0, 0, 1920, 200), f"_NET_WM_WINDOW_TYPE_{kind}"):
        window = next(window for window in inside_desktop.windows() if window.title == "part of the desktop")
        set_active(inside_desktop, window.id)
        with pytest.raises(NoWindow):
            grabber.grab(Source(SourceKind.WINDOW))
        set_active(inside_desktop, 0)


def set_active(desktop: VirtualDesktop, number: int) -> None:
    """Write the property itself, as a window manager that is slow or mistaken would leave it."""
    desktop.run(["xprop", "-root", "-f", "_NET_ACTIVE_WINDOW", "32x", "-set", "_NET_ACTIVE_WINDOW", hex(number)])


def test_a_property_that_names_a_closed_window_is_no_window(
    grabber: DesktopGrabber, inside_desktop: VirtualDesktop
) -> None:
    set_active(inside_desktop, 0x7FFFFF)
    with pytest.raises(NoWindow):
        grabber.grab(Source(SourceKind.WINDOW))
    set_active(inside_desktop, 0)


def test_a_window_closing_meanwhile_gives_a_picture_or_a_typed_error(
    grabber: DesktopGrabber, desktop_with_picture: VirtualDesktop
) -> None:
    outcomes = set()
    for _ in range(4):
        with pattern(desktop_with_picture, "brief", Box(300, 200, 400, 300)) as process:
            active(desktop_with_picture, "brief")
            process.kill()
            while True:
                try:
                    picture = grabber.grab(Source(SourceKind.WINDOW))
                except NoWindow:
                    outcomes.add("no window")
                    break
                assert picture.title in {"brief", ""}
    assert outcomes == {"no window"}


def test_regions(grabber: DesktopGrabber, desktop_with_picture: VirtualDesktop) -> None:
    across = grabber.grab(Source(SourceKind.REGION, box=Box(950, 530, 20, 20)))
    assert [pixel(across, x, y) for y in (0, 19) for x in (0, 19)] == [RED, GREEN, BLUE, YELLOW]
    cut = grabber.grab(Source(SourceKind.REGION, box=Box(-500, 500, 600, 80)))
    assert (cut.origin, cut.width, cut.height) == ((0, 500), 100, 80)
    with pytest.raises(RegionOffScreen):
        grabber.grab(Source(SourceKind.REGION, box=Box(1920, 0, 100, 100)))


@pytest.fixture
def two_monitors(inside_desktop: VirtualDesktop) -> Iterator[VirtualDesktop]:
    """Two monitors beside each other, the right one shorter and lower."""
    inside_desktop.run(["xrandr", "--setmonitor", "left", "1000/100x1080/100+0+0", "screen"])
    inside_desktop.run(["xrandr", "--setmonitor", "right", "920/100x800/100+1000+200", "none"])
    yield inside_desktop
    for name in ("left", "right"):
        inside_desktop.run(["xrandr", "--delmonitor", name])


def test_the_monitor_with_the_pointer(
    grabber: DesktopGrabber, desktop_with_picture: VirtualDesktop, two_monitors: VirtualDesktop
) -> None:
    boxes = []
    for place in ((10, 10), (1500, 500)):
        two_monitors.run(["xdotool", "mousemove", "--sync", *map(str, place)])
        picture = grabber.grab(Source(SourceKind.SCREEN))
        boxes.append((*picture.origin, picture.width, picture.height))
    assert boxes == [(0, 0, 1000, 1080), (1000, 200, 920, 800)]
    second = grabber.grab(Source(SourceKind.SCREEN, monitor="2"))
    assert (second.origin, pixel(second, 0, 0)) == ((1000, 200), GREEN)
    everything = grabber.grab(Source(SourceKind.SCREEN, monitor="all"))
    assert (everything.origin, everything.width, everything.height) == ((0, 0), 1920, 1080)


def test_an_unknown_display_is_no_screen(grabber: DesktopGrabber, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9999")
    for kind in (SourceKind.SCREEN, SourceKind.WINDOW):
        with pytest.raises(NoScreen):
            grabber.grab(Source(kind))


def test_xwayland_is_told_even_when_the_environment_hides_it(
    grabber: DesktopGrabber, monkeypatch: pytest.MonkeyPatch
) -> None:
    from Xlib.display import Display

    real = Display.list_extensions
    monkeypatch.setattr(Display, "list_extensions", lambda display: [*real(display), "XWAYLAND"])
    x11.forget()
    with pytest.raises(ScreenUnseeable, match="Wayland"):
        grabber.grab(Source(SourceKind.SCREEN))


def test_a_frozen_screen_costs_one_request_and_a_restarted_one_is_found_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import queue

    with start_desktop(with_sound=False) as desktop:
        for variable, value in desktop.env.items():
            monkeypatch.setenv(variable, value)
        server = next(part.process for part in desktop._parts if part.name == "Xvfb")
        with pattern(desktop, "four", Box(300, 200, 400, 300)):
            posted: queue.SimpleQueue[Captured | Failed] = queue.SimpleQueue()
            worker = CaptureWorker(
                DesktopGrabber(itertools.count(1).__next__), posted.put, dict.fromkeys(SourceKind, 4.0)
            )
            try:
                worker.grab(1, Source(SourceKind.SCREEN))
                assert isinstance(posted.get(timeout=30), Captured)
                os.kill(server.pid, signal.SIGSTOP)
                worker.grab(2, Source(SourceKind.SCREEN))
                assert posted.get(timeout=30) == Failed(2, SourceStalled(source="screen"))
            finally:
                os.kill(server.pid, signal.SIGCONT)
            worker.grab(3, Source(SourceKind.SCREEN))
            assert isinstance(posted.get(timeout=30), Captured)
            worker.close()
    x11.forget()
