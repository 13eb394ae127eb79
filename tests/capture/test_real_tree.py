"""What real programs on a real desktop tell of their windows, beside the pixels of the same moment."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from assistant.capture.grabber import DesktopGrabber
from assistant.core.domain import Box, Picture, Source, SourceKind
from assistant.core.nodes import Node, Role, State
from support import gtk_program, screens_app
from support.desktop import VirtualDesktop
from support.processes import wait_until

pytestmark = pytest.mark.real

PAGE = """<!doctype html><title>Almanac</title><h1>The Harbour Almanac</h1>
<p>The wind rose on <a href="#">Tuesday morning</a> and fell again.</p><form><label>Name <input value=Ada></label>
<label>PIN <input type=password value=hunter2></label><button aria-label=Search>&#9906;</button></form>
<p>Below</p><div style="height:5000px"></div><p>Far below the edge</p>"""


@contextmanager
def shown(desktop: VirtualDesktop, command: list[str], title: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    with desktop.popen(command, env={**desktop.env, **more}, stderr=subprocess.DEVNULL) as process:
        desktop.wait_for_window(title)
        wait_until(lambda: title in desktop.active_window_title(), what=f"{title} in front")
        yield process


def form(desktop: VirtualDesktop, **more: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
    program = Path(screens_app.__file__)
    return shown(desktop, [sys.executable, str(program), "form"], "Customer details", **more)


def taken(kind: SourceKind, until: Callable[[tuple[Node, ...]], bool], box: Box | None = None) -> Picture:
    """Return a picture once its nodes are as they have to be: a program builds its tree while it is shown."""
    grabber = DesktopGrabber(itertools.count(1).__next__)
    found: list[Picture] = []

    def is_there() -> bool:
        found[:] = [grabber.grab(Source(kind, box))]
        return until(found[0].nodes)

    wait_until(is_there, what="the tree")
    return found[0]


def named(nodes: tuple[Node, ...], name: str, role: Role) -> Node:
    (node,) = [node for node in nodes if node.name.rstrip(":") == name and node.role is role]
    return node


def has(name: str) -> Callable[[tuple[Node, ...]], bool]:
    return lambda nodes: any(node.name == name for node in nodes)


def ink(picture: Picture, box: Box) -> bool:
    rows = [
        picture.rgb[3 * (y * picture.width + box.x) : 3 * (y * picture.width + box.right)]
        for y in range(box.y, box.bottom)
    ]
    return max(map(max, rows)) - min(map(min, rows)) > 100


@pytest.mark.parametrize("scale", ["1", "1.25"])
def test_a_qt_window_whatever_its_scale(inside_desktop: VirtualDesktop, scale: str) -> None:
    with form(inside_desktop, QT_SCALE_FACTOR=scale):
        picture = taken(SourceKind.WINDOW, has("Save"))
        nodes = picture.nodes
        assert [node.role for node in nodes].count(Role.FIELD) == 2
        assert named(nodes, "Name", Role.FIELD).states == (State.FOCUSED,)
        save = named(nodes, "Save", Role.BUTTON)
        assert ink(picture, save.box), "it lies where the button is drawn"
        assert save.box.right > picture.width - 60
        if scale == "1":
            inside = DesktopGrabber(itertools.count(1).__next__).grab(Source(SourceKind.SCREEN))
            moved = named(inside.nodes, "Save", Role.BUTTON).box
            assert (moved.x - save.box.x, moved.y - save.box.y) == picture.origin
            region = Source(SourceKind.REGION, Box(*picture.origin, picture.width // 2, picture.height // 2))
            assert not has("Save")(DesktopGrabber(itertools.count(1).__next__).grab(region).nodes)


def test_a_window_in_front_hides_what_is_told(inside_desktop: VirtualDesktop) -> None:
    with form(inside_desktop):
        picture = taken(SourceKind.WINDOW, has("Save"))
        save = named(picture.nodes, "Save", Role.BUTTON).box
        x, y = save.x + picture.origin[0] - 20, save.y + picture.origin[1] - 20
        cover = (
            "import sys; from Xlib import X, display; d = display.Display(); s = d.screen();"
            f"made = lambda: s.root.create_window({x}, {y}, 150, 80, 0, s.root_depth, override_redirect=1, "
            "background_pixel=99);"
            # Programs keep dozens of hidden menus in front of everything.
            "hidden = [made() for _ in range(60)]; w = made();"
            "w.map(); d.sync(); print(1, flush=True); sys.stdin.read()"
        )
        with inside_desktop.popen(
            [sys.executable, "-c", cover], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as covering:
            assert covering.stdout is not None
            covering.stdout.readline()
            nodes = taken(SourceKind.WINDOW, has("Customer details")).nodes
            assert not has("Save")(nodes)
            assert any(node.role is Role.FIELD for node in nodes)


@pytest.mark.parametrize("scale", ["1", "2"])
def test_a_gtk_window_whatever_its_scale(inside_desktop: VirtualDesktop, scale: str) -> None:
    if not gtk_program.is_there():
        pytest.skip("needs GTK for the system's Python: run installers/linux/prerequisites.sh --with-tests")
    with shown(inside_desktop, gtk_program.COMMAND, gtk_program.TITLE, GDK_SCALE=scale):
        picture = taken(SourceKind.WINDOW, has("PIN"))
        nodes = picture.nodes
        assert 0.95 * picture.width < named(nodes, "Send news", Role.CHECK_BOX).box.width <= picture.width
        assert [named(nodes, name, Role.MENU_ITEM).name for name in ("File", "Edit")] == ["File", "Edit"]
        assert named(nodes, "Save", Role.BUTTON)
        name = named(nodes, "Name", Role.FIELD)
        assert (name.text, name.states) == ("Ada", (State.FOCUSED,))
        assert named(nodes, "PIN", Role.PASSWORD).text == ""
        assert named(nodes, "Send news", Role.CHECK_BOX).states == (State.CHECKED,)
        (note,) = [node.text for node in nodes if "Line 0" in node.text]
        assert 5 < len(note.splitlines()) < 40, "what is in view, not three hundred lines"


def test_a_long_text_of_qt_is_told_as_far_as_it_is_in_view(inside_desktop: VirtualDesktop) -> None:
    program = [sys.executable, screens_app.__file__, "text"]
    with shown(inside_desktop, program, "User guide"):
        nodes = taken(SourceKind.WINDOW, lambda nodes: any(node.text for node in nodes)).nodes
        (text,) = [node.text for node in nodes if node.text]
        assert text.startswith("Reading\nWhen you press the key")


def test_a_hung_program_costs_its_tree_only(inside_desktop: VirtualDesktop) -> None:
    with form(inside_desktop) as process:
        taken(SourceKind.WINDOW, has("Save"))
        os.kill(process.pid, signal.SIGSTOP)
        try:
            grabber = DesktopGrabber(itertools.count(1).__next__)
            picture = grabber.grab(Source(SourceKind.WINDOW))
        finally:
            os.kill(process.pid, signal.SIGCONT)
        assert (picture.title, picture.nodes) == ("Customer details", ())
        assert has("Save")(taken(SourceKind.WINDOW, has("Save")).nodes)


def test_a_terminal_tells_nothing(inside_desktop: VirtualDesktop) -> None:
    with form(inside_desktop), shown(inside_desktop, ["xterm", "-T", "Terminal", "-e", "cat"], "Terminal"):
        assert taken(SourceKind.WINDOW, lambda _: True).nodes == ()


def test_a_browsers_page(inside_desktop: VirtualDesktop, tmp_path: Path) -> None:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("needs chromium")
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    command = [program, "--no-sandbox", "--force-renderer-accessibility", "--no-first-run", "--disable-gpu"]
    with shown(inside_desktop, [*command, f"--user-data-dir={tmp_path}/data", page.as_uri()], "Almanac"):
        nodes = taken(SourceKind.WINDOW, lambda nodes: has("Search")(nodes) and any(node.level for node in nodes)).nodes
        assert named(nodes, "The Harbour Almanac", Role.HEADING).level == 1
        texts = [node.text for node in nodes if node.role is Role.PARAGRAPH]
        assert texts == ["The wind rose on Tuesday morning and fell again.", "Below"]
        assert named(nodes, "PIN", Role.PASSWORD).text == ""
        assert "hunter2" not in repr([(node.name, node.text) for node in nodes])
