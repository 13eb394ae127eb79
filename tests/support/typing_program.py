"""A program that somebody types in: `python typing_program.py FILE` keeps its text and its losses of focus in FILE."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from support.processes import wait_until

if TYPE_CHECKING:
    from support.desktop import VirtualDesktop

TITLE = "Typing program"


class Typing:
    """The running program, seen from the test."""

    def __init__(self, desktop: VirtualDesktop, file: Path) -> None:
        self._desktop = desktop
        self._file = file

    @property
    def text(self) -> str:
        """What it received so far."""
        return str(json.loads(self._file.read_text(encoding="utf-8"))["text"])

    @property
    def losses(self) -> int:
        """How often it lost the focus."""
        return int(json.loads(self._file.read_text(encoding="utf-8"))["losses"])

    def await_text(self, wanted: str) -> None:
        """Return once exactly this was received."""
        try:
            wait_until(lambda: self.text == wanted, what="the typed text")
        except TimeoutError:
            assert self.text == wanted

    def await_active(self) -> None:
        """Return once it is the active window."""
        wait_until(lambda: self._desktop.active_window_title() == TITLE, what=f"{TITLE} to be active")


@contextlib.contextmanager
def typing_program(desktop: VirtualDesktop) -> Iterator[Typing]:
    """Run it in front as long as the context lasts."""
    file = desktop.root / "typed.json"
    file.unlink(missing_ok=True)
    with desktop.popen([sys.executable, __file__, str(file)], env={**desktop.env, "PYTHONPATH": str(_TESTS)}):
        wait_until(file.exists, what=f"{TITLE} to start")
        typing = Typing(desktop, file)
        desktop.run(["xdotool", "search", "--sync", "--name", TITLE, "windowactivate"])
        typing.await_active()
        yield typing


_TESTS = Path(__file__).parents[1]


def _main(file: Path) -> int:
    from PySide6.QtGui import QFocusEvent
    from PySide6.QtWidgets import QApplication, QPlainTextEdit

    class Editor(QPlainTextEdit):
        losses = 0

        def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
            self.losses += 1
            self.write()
            super().focusOutEvent(event)

        def write(self) -> None:
            new = file.with_suffix(".new")
            new.write_text(json.dumps({"text": self.toPlainText(), "losses": self.losses}), encoding="utf-8")
            new.replace(file)

    application = QApplication([])
    editor = Editor()
    editor.setWindowTitle(TITLE)
    editor.resize(700, 500)
    editor.textChanged.connect(editor.write)
    editor.show()
    editor.write()
    return application.exec()


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
