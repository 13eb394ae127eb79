"""Windows of buttons with names almost alike: `python look_alikes.py FILE …` writes into FILE what is done to them."""

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

BUTTONS = {
    "Letter": ("Save", "Save as", "Save all", "Safe", "OK"),
    "Options": ("Print", "Print all", "Printer", "Reprint", "OK"),
}
ICONS = {"Tools": ("Refresh", "Delete draft", "Archive")}
"""A window of buttons whose names are drawn nowhere; shown only where it is asked for."""
FIELD = "Street"
_TESTS = Path(__file__).parents[1]


class LookAlikes:
    """The running program, seen from the test."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @property
    def done(self) -> list[str]:
        """What was done so far: "Letter: Save clicked", in order."""
        return self._lines()[1:]

    def await_done(self, *wanted: str) -> None:
        """Return once exactly this was done."""
        wait_until(lambda: len(self.done) >= len(wanted), what="something to be clicked")
        assert self.done == list(wanted)

    def _lines(self) -> list[str]:
        return [str(json.loads(line)) for line in self._file.read_text(encoding="utf-8").splitlines()]


@contextlib.contextmanager
def look_alikes(
    desktop: VirtualDesktop, *windows: str, place: tuple[int, int] = (40, 60), **more: str
) -> Iterator[LookAlikes]:
    """Show these windows, or all, from that place on as long as the context lasts; `more` is environment."""
    file = desktop.root / "look-alikes.json"
    file.unlink(missing_ok=True)
    shown = ",".join(windows or BUTTONS)
    command = [sys.executable, __file__, str(file), shown, *map(str, place)]
    with desktop.popen(command, env={**desktop.env, "PYTHONPATH": str(_TESTS), **more}):
        wait_until(file.exists, what="the look-alikes to be painted")
        wait_until(
            lambda: desktop.active_window_title() in (windows or tuple(BUTTONS)), what="the look-alikes to be in front"
        )
        yield LookAlikes(file)


def _main(file: Path, shown: list[str], place: tuple[int, int]) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QFormLayout, QGridLayout, QLineEdit, QPushButton, QStyle, QWidget

    application = QApplication([])
    font = application.font()
    font.setPointSize(13)
    application.setFont(font)

    def write(text: str) -> None:
        with file.open("a", encoding="utf-8") as lines:
            lines.write(f"{json.dumps(text)}\n")

    drawn = QStyle.StandardPixmap
    icons = (drawn.SP_BrowserReload, drawn.SP_TrashIcon, drawn.SP_DirIcon)
    windows = []
    for number, title in enumerate(shown):
        window = QWidget()
        window.setWindowTitle(title)
        rows = QGridLayout(window)
        is_icon = title in ICONS
        for at, name in enumerate(ICONS[title] if is_icon else BUTTONS[title]):
            made = QPushButton("" if is_icon else name)
            if is_icon:
                made.setAccessibleName(name)
                made.setIcon(made.style().standardIcon(icons[at]))
            made.setMinimumSize(150, 40)
            made.clicked.connect(lambda _, title=title, name=name: write(f"{title}: {name} clicked"))
            rows.addWidget(made, *divmod(at, 3))
        field = QFormLayout()
        field.addRow(f"{FIELD}:", QLineEdit())
        rows.addLayout(field, 2, 0, 1, 3)
        rows.setSpacing(24)
        window.move(place[0], place[1] + number * 300)
        window.show()
        windows.append(window)
    # The first frame is on the screen once the loop is idle.
    QTimer.singleShot(300, lambda: write("shown"))
    return application.exec()


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1]), sys.argv[2].split(","), (int(sys.argv[3]), int(sys.argv[4]))))
