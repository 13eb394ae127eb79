"""Real windows on a real screen: what shows something is a picture, however little; what shows nothing is blank."""

from __future__ import annotations

import itertools
import select
import subprocess
import sys
from collections.abc import Iterator

import pytest

from assistant.capture import x11
from assistant.capture.grabber import DesktopGrabber
from assistant.core.domain import Picture, Source, SourceKind
from assistant.core.errors import PictureBlank
from support.desktop import VirtualDesktop

pytestmark = pytest.mark.real

WINDOW = """
import sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPlainTextEdit, QWidget
application = QApplication([])
kind = sys.argv[1]
if kind == "empty editor":
    window = QMainWindow()
    window.setCentralWidget(QPlainTextEdit())
    window.menuBar().addMenu("File")
elif kind == "dark terminal":
    window = QPlainTextEdit("user@host:~$ ls\\nuser@host:~$ ")
    window.setStyleSheet("background: #101010; color: #d0d0d0; border: 0")
    window.setFont(QFont("monospace", 10))
elif kind == "soft gradient":
    window = QWidget()
    window.setStyleSheet("background: qlineargradient(x1:0, y1:0, x2:0, y2:1, stop:0 #1e2030, stop:1 #2a3040)")
elif kind == "pale words":
    window = QLabel("nothing here")
    window.setAlignment(Qt.AlignmentFlag.AlignCenter)
    window.setStyleSheet("background: white; color: #e8e8e8")
else:
    window = QWidget()
    window.setStyleSheet(f"background: {kind}")
window.setWindowTitle("shown")
if kind != "empty editor":
    window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
window.showFullScreen() if kind != "empty editor" else window.showMaximized()
def tell():
    # Drawn at its last size and taken by the server: what is grabbed from now on shows it.
    if window.windowHandle().isExposed() and window.width() >= 1900:
        timer.stop()
        window.repaint()
        application.sync()
        print("shown", flush=True)
timer = QTimer(interval=10)
timer.timeout.connect(tell)
timer.start()
application.exec()
"""


@pytest.fixture
def grabber(inside_desktop: VirtualDesktop) -> Iterator[DesktopGrabber]:
    x11.forget()
    yield DesktopGrabber(itertools.count(1).__next__)
    x11.forget()


def grabbed(desktop: VirtualDesktop, grabber: DesktopGrabber, kind: str, source: SourceKind) -> Picture:
    with desktop.popen([sys.executable, "-c", WINDOW, kind], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert select.select([process.stdout], [], [], 30)[0], "the window was not shown"
        assert process.stdout.readline() == "shown\n"
        desktop.wait_for_window("shown")
        return grabber.grab(Source(source))


@pytest.mark.parametrize("kind", ["empty editor", "dark terminal", "soft gradient", "pale words"])
def test_little_is_not_nothing(inside_desktop: VirtualDesktop, grabber: DesktopGrabber, kind: str) -> None:
    assert grabbed(inside_desktop, grabber, kind, SourceKind.SCREEN).width == inside_desktop.width


@pytest.mark.parametrize(("colour", "wanted"), [("black", "black"), ("white", "white"), ("#205080", "uniform")])
@pytest.mark.parametrize("source", [SourceKind.SCREEN, SourceKind.WINDOW])
def test_one_colour_is_nothing(
    inside_desktop: VirtualDesktop, grabber: DesktopGrabber, source: SourceKind, colour: str, wanted: str
) -> None:
    with pytest.raises(PictureBlank) as raised:
        grabbed(inside_desktop, grabber, colour, source)
    assert raised.value.params == {"colour": wanted, "source": source.value}
