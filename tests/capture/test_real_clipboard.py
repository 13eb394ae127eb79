"""The clipboard on a real X server, owned by another program and read through the GUI thread."""

from __future__ import annotations

import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from support.desktop import VirtualDesktop

pytestmark = pytest.mark.real

RED, GREEN, BLUE = (220, 30, 30), (30, 200, 30), (30, 30, 220)

READER = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
import itertools, threading
application = QGuiApplication([])
from assistant.capture.clipboard import ClipboardReader
from assistant.capture.grabber import DesktopGrabber
from assistant.core.domain import SeeSayError, Source, SourceKind
grabber = DesktopGrabber(itertools.count(1).__next__, clipboard=ClipboardReader().read)
def work():
    try:
        picture = grabber.grab(Source(SourceKind.CLIPBOARD))
        sys.stdout.buffer.write(f"{picture.width} {picture.height} {picture.title}\\n".encode() + picture.rgb)
    except SeeSayError as error:
        sys.stdout.buffer.write(f"error {error.code}".encode())
if sys.argv[1] == "here":
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
if sys.argv[1] == "text": data.setText("only words")
if sys.argv[1] == "file": data.setUrls([QUrl.fromLocalFile(sys.argv[2])])
if sys.argv[1] == "link": data.setUrls([QUrl("https://example.org/a.png")])
application.clipboard().setMimeData(data)
application.processEvents()
print("owned", flush=True)
application.exec()
"""


@contextmanager
def clipboard_with(desktop: VirtualDesktop, what: str, path: str = "") -> Iterator[None]:
    command = [sys.executable, "-c", OWNER, what, path]
    with desktop.popen(command, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert select.select([owner.stdout], [], [], 30)[0], "nobody owns the clipboard"
        assert owner.stdout.readline() == "owned\n"
        yield


def clipped(desktop: VirtualDesktop, where: str = "thread") -> tuple[str, bytes]:
    """Grab the clipboard in a process of its own; return its first line and the pixels."""
    command = [sys.executable, "-c", READER, where]
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


@pytest.mark.parametrize("where", ["thread", "here"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_picture_on_the_clipboard(inside_desktop: VirtualDesktop, tmp_path: Path, mode: str, where: str) -> None:
    image = odd_picture(tmp_path / "a.png", mode)
    with clipboard_with(inside_desktop, "picture", str(tmp_path / "a.png")):
        head, pixels = clipped(inside_desktop, where)
    assert (head, pixels) == ("7 5 ", image.convert("RGB").tobytes())


def test_a_copied_picture_file(inside_desktop: VirtualDesktop, tmp_path: Path) -> None:
    image = odd_picture(tmp_path / "ü ß.png")
    with clipboard_with(inside_desktop, "file", str(tmp_path / "ü ß.png")):
        head, pixels = clipped(inside_desktop)
    assert (head, pixels) == ("7 5 ü ß.png", image.tobytes())


@pytest.mark.parametrize("what", ["text", "link", "nothing"])
def test_a_clipboard_without_a_picture(inside_desktop: VirtualDesktop, what: str) -> None:
    with clipboard_with(inside_desktop, what):
        assert clipped(inside_desktop)[0] == "error no_clipboard_picture"


def test_a_copied_file_that_is_no_picture(inside_desktop: VirtualDesktop, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    with clipboard_with(inside_desktop, "file", str(tmp_path / "a.pdf")):
        assert clipped(inside_desktop)[0] == "error not_a_picture"


def test_an_empty_clipboard(inside_desktop: VirtualDesktop) -> None:
    assert clipped(inside_desktop)[0] == "error no_clipboard_picture"


def test_without_qt_there_is_no_clipboard() -> None:
    code = "from assistant.capture.clipboard import read_clipboard; read_clipboard()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "NoScreen" in done.stderr
