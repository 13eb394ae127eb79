"""The clipboard on a real X server, owned by another program and read through the GUI thread."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from assistant.capture import x11_clipboard
from assistant.capture.grabber import DesktopGrabber
from assistant.core.domain import Source, SourceKind
from assistant.core.errors import NoScreen, SourceStalled
from support.desktop import VirtualDesktop

pytestmark = pytest.mark.real

WAYS = pytest.mark.parametrize("way", ["x11", "qt"])
RED, GREEN, BLUE = (220, 30, 30), (30, 200, 30), (30, 30, 220)

READER = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
import itertools, threading
application = QGuiApplication([])
from assistant.capture.clipboard import ClipboardReader
from assistant.capture.grabber import DesktopGrabber
from assistant.capture.x11_clipboard import X11Clipboard
from assistant.core.domain import Source, SourceKind
from assistant.core.errors import SeeSayError
ways = [] if sys.argv[2] == "qt" else [X11Clipboard()]
grabber = DesktopGrabber(itertools.count(1).__next__, clipboard=ClipboardReader().read, clipboards=ways)
def work():
    try:
        if sys.argv[1] == "copied":
            found = grabber.copied()
            said = getattr(found, "text", "") + getattr(found, "path", "")
            sys.stdout.buffer.write(f"{type(found).__name__} {said}".encode())
            return
        picture = grabber.grab(Source(SourceKind.CLIPBOARD))
        sys.stdout.buffer.write(f"{picture.width} {picture.height} {picture.title}\\n".encode() + picture.rgb)
    except SeeSayError as error:
        sys.stdout.buffer.write(f"error {error.code}".encode())
if sys.argv[1] in ("here", "copied"):
    work()
else:
    worker = threading.Thread(target=work)
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: worker.is_alive() or application.quit())
    timer.start()
    worker.start()
    application.exec()
"""
OWNER = """
import sys
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
application = QGuiApplication([])
data = QMimeData()
if sys.argv[1] == "picture": data.setImageData(QImage(sys.argv[2]))
if sys.argv[1] == "both": data.setImageData(QImage(sys.argv[2]))
if sys.argv[1] in ("text", "both"): data.setText("only words")
if sys.argv[1] == "file": data.setUrls([QUrl.fromLocalFile(sys.argv[2])])
if sys.argv[1] == "link": data.setUrls([QUrl("https://example.org/a.png")])
application.clipboard().setMimeData(data)
application.processEvents()
print("owned", flush=True)
application.exec()
"""


@contextmanager
def clipboard_with(desktop: VirtualDesktop, what: str, path: str = "") -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", OWNER, what, path]
    with desktop.popen(command, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert select.select([owner.stdout], [], [], 30)[0], "nobody owns the clipboard"
        assert owner.stdout.readline() == "owned\n"
        yield owner


def clipped(desktop: VirtualDesktop, way: str, where: str = "thread") -> tuple[str, bytes]:
    """Grab the clipboard in a process of its own; return its first line and the pixels."""
    command = [sys.executable, "-c", READER, where, way]
    done = subprocess.run(command, env=desktop.env, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    head, _, pixels = done.stdout.partition(b"\n")
    return head.decode(), pixels


def odd_picture(path: Path, mode: str = "RGB") -> Image.Image:
    """A picture whose rows need padding in Qt: 7 pixels wide."""
    image = Image.new(mode, (7, 5), (*RED, 255)[: len(mode)])
    image.putpixel((6, 4), (*BLUE, 255)[: len(mode)])
    image.putpixel((0, 4), (*GREEN, 255)[: len(mode)])
    image.save(path)
    return image


@WAYS
@pytest.mark.parametrize("where", ["thread", "here"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_picture_on_the_clipboard(
    inside_desktop: VirtualDesktop, tmp_path: Path, mode: str, where: str, way: str
) -> None:
    image = odd_picture(tmp_path / "a.png", mode)
    with clipboard_with(inside_desktop, "picture", str(tmp_path / "a.png")):
        head, pixels = clipped(inside_desktop, way, where)
    assert (head, pixels) == ("7 5 ", image.convert("RGB").tobytes())


@WAYS
def test_a_copied_picture_file(inside_desktop: VirtualDesktop, tmp_path: Path, way: str) -> None:
    image = odd_picture(tmp_path / "ü ß.png")
    with clipboard_with(inside_desktop, "file", str(tmp_path / "ü ß.png")):
        head, pixels = clipped(inside_desktop, way)
    assert (head, pixels) == ("7 5 ü ß.png", image.tobytes())


@WAYS
@pytest.mark.parametrize("what", ["text", "link", "nothing"])
def test_a_clipboard_without_a_picture(inside_desktop: VirtualDesktop, what: str, way: str) -> None:
    with clipboard_with(inside_desktop, what):
        assert clipped(inside_desktop, way)[0] == "error no_clipboard_picture"


@WAYS
@pytest.mark.parametrize(
    ("what", "wanted"),
    [
        ("text", "Clipping only words"),
        ("picture", "Picture "),
        ("file", "Clipping {path}"),
        ("both", "Clipping only words"),
        ("nothing", "error no_clipboard_text"),
    ],
)
def test_what_was_copied_to_be_read_aloud(
    inside_desktop: VirtualDesktop, tmp_path: Path, what: str, wanted: str, way: str
) -> None:
    odd_picture(tmp_path / "a.png")
    path = str(tmp_path / "a.png")
    with clipboard_with(inside_desktop, what, path):
        assert clipped(inside_desktop, way, "copied")[0] == wanted.format(path=path)


@WAYS
def test_a_copied_file_that_is_no_picture(inside_desktop: VirtualDesktop, tmp_path: Path, way: str) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    with clipboard_with(inside_desktop, "file", str(tmp_path / "a.pdf")):
        assert clipped(inside_desktop, way)[0] == "error not_a_picture"


@WAYS
def test_an_empty_clipboard(inside_desktop: VirtualDesktop, way: str) -> None:
    assert clipped(inside_desktop, way)[0] == "error no_clipboard_picture"


def test_without_qt_there_is_no_clipboard() -> None:
    code = "from assistant.capture.clipboard import read_clipboard; read_clipboard()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "NoScreen" in done.stderr


@WAYS
def test_a_large_picture_comes_whole(inside_desktop: VirtualDesktop, tmp_path: Path, way: str) -> None:
    noise = Image.frombytes("RGB", (1600, 1000), random.Random(3).randbytes(1600 * 1000 * 3))
    noise.save(tmp_path / "a.png", compress_level=1)
    with clipboard_with(inside_desktop, "picture", str(tmp_path / "a.png")):
        head, pixels = clipped(inside_desktop, way)
    assert head == "1600 1000 "
    assert pixels == noise.tobytes()


def test_a_picture_in_parts_comes_whole(
    inside_desktop: VirtualDesktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    real = x11_clipboard._Owner._parts

    def noted(owner: x11_clipboard._Owner) -> bytes:
        asked.append(owner)
        return real(owner)

    monkeypatch.setattr(x11_clipboard._Owner, "_parts", noted)
    noise = Image.frombytes("RGB", (3000, 2200), random.Random(3).randbytes(3000 * 2200 * 3))
    noise.save(tmp_path / "a.png", compress_level=1)
    with clipboard_with(inside_desktop, "picture", str(tmp_path / "a.png")):
        grabbed = DesktopGrabber(lambda: 1).grab(Source(SourceKind.CLIPBOARD))
    assert asked, "it came in one piece: the picture is too small for this test"
    assert grabbed.rgb == noise.tobytes()


@pytest.mark.parametrize("when", ["before", "amid"])
def test_a_hanging_owner_is_left(
    inside_desktop: VirtualDesktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    monkeypatch.setattr(x11_clipboard, "PATIENCE", 0.5)
    odd_picture(tmp_path / "a.png")
    with clipboard_with(inside_desktop, "picture", str(tmp_path / "a.png")) as owner:
        if when == "amid":
            heard = x11_clipboard._Owner.names

            def freeze(asker: x11_clipboard._Owner, atoms: bytes) -> list[str]:
                os.kill(owner.pid, signal.SIGSTOP)
                return heard(asker, atoms)

            monkeypatch.setattr(x11_clipboard._Owner, "names", freeze)
        else:
            os.kill(owner.pid, signal.SIGSTOP)
        with pytest.raises(SourceStalled):
            x11_clipboard.X11Clipboard().read()
        os.kill(owner.pid, signal.SIGCONT)


def test_without_a_display_there_is_no_clipboard() -> None:
    with pytest.raises(NoScreen):
        x11_clipboard.X11Clipboard().read()


@pytest.mark.parametrize(
    ("listed", "wanted"),
    [
        (b"file:///a/b%20c.png\r\n", "/a/b c.png"),
        (b"# comment\r\nhttps://example.org/x.png\r\nfile://localhost/a.png", "/a.png"),
        (b"file:///caf%E9.png", "/caf\udce9.png"),
        (b"file://server/share/a.png", ""),
        (b"\xff\xfe\0", ""),
        (b"", ""),
        (b"file://[bad/x", ""),
    ],
)
def test_the_first_local_file_of_a_list(listed: bytes, wanted: str) -> None:
    assert x11_clipboard._local_path(listed) == wanted
