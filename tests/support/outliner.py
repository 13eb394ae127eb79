"""A program that outlines what it reads, boxes "x,y,width,height" on a line, "hide" for none; it prints what it did.

With the argument "button" it also has a window at 100, 100 of 300 x 200 that prints when it is clicked.
"""

from __future__ import annotations

import functools
import sys
import threading

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from assistant.core.box import Box
from assistant.ui.bridge import Bridge
from assistant.ui.overlay import Overlay

SETTLE_MS = 300


def main() -> None:
    """Outline until standard input ends."""
    application = QApplication(["outliner"])
    bridge = Bridge(lambda error: sys.exit(repr(error)))
    overlay = Overlay()
    button = QPushButton("The button below")
    button.setWindowTitle("The button below")
    button.clicked.connect(lambda: print("clicked", flush=True))
    told = QTimer()
    told.setSingleShot(True)
    told.timeout.connect(lambda: print("done", flush=True))

    def obey(line: str) -> None:
        if line == "hide":
            overlay.hide()
        else:
            overlay.show([Box(*map(int, box.split(","))) for box in line.split()])
        told.start(SETTLE_MS)

    def read() -> None:
        for line in sys.stdin:
            bridge.post(functools.partial(obey, line.strip()))
        bridge.post(application.quit)

    if sys.argv[1:] == ["button"]:
        button.setGeometry(100, 100, 300, 200)
        button.show()
    threading.Thread(target=read, daemon=True).start()
    print("ready", flush=True)
    application.exec()


if __name__ == "__main__":
    main()
