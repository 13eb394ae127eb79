"""Set true text on a screen-like page, in any script, and say which lines stand where.

Runs as a child process, because it owns a Qt application (offscreen): a JSON job on standard input, on standard
output one line of JSON (the lines of each column that were drawn, bytes per row) and the rows of pixels. `typeset()`
is the way to call it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Column:
    """Paragraphs in a rectangle; what doesn't fit is left out, line by line."""

    x: int
    y: int
    width: int
    height: int
    paragraphs: list[str]
    size: int = 18
    family: str = "Noto Sans"
    colour: str = "#1a1a1a"
    rtl: bool = False
    is_bold: bool = False


@dataclass(frozen=True)
class Page:
    """A screen: columns on a background, `frames` are rectangles (x, y, width, height, colour) below them."""

    columns: list[Column]
    width: int = 1920
    height: int = 1080
    background: str = "#ffffff"
    frames: list[tuple[int, int, int, int, str]] = field(default_factory=list)


def typeset(page: Page) -> tuple[Pixels, list[list[str]]]:
    """Draw the page; return RGB pixels (height x width x 3) and the lines of each column as they were drawn."""
    import numpy as np

    done = subprocess.run(
        [sys.executable, str(Path(__file__).resolve())],
        input=json.dumps(asdict(page)).encode(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    head, _, rows = done.stdout.partition(b"\n")
    truth, stride = json.loads(head)
    pixels = np.frombuffer(rows, np.uint8).reshape(page.height, stride)[:, : page.width * 3]
    return pixels.reshape(page.height, page.width, 3).copy(), truth


def _draw(job: Page) -> tuple[bytes, int, list[list[str]]]:
    from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

    app = QGuiApplication([])
    image = QImage(job.width, job.height, QImage.Format.Format_RGB888)
    image.fill(QColor(job.background))
    painter = QPainter(image)
    for x, y, width, height, colour in job.frames:
        painter.fillRect(x, y, width, height, QColor(colour))
    truth = [_draw_column(painter, column) for column in job.columns]
    painter.end()
    rows, stride = bytes(image.constBits()), image.bytesPerLine()
    del app
    return rows, stride, truth


def _draw_column(painter: object, column: Column) -> list[str]:
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

    assert isinstance(painter, QPainter)
    font = QFont(column.family)
    font.setPixelSize(column.size)
    font.setBold(column.is_bold)
    option = QTextOption()
    if column.rtl:
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    painter.setPen(QColor(column.colour))
    lines: list[str] = []
    y = float(column.y)
    for paragraph in column.paragraphs:
        layout = QTextLayout(paragraph, font)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(column.width)
            line.setPosition(QPointF(0, 0))
            if y + line.height() > column.y + column.height:
                layout.endLayout()
                return lines
            line.draw(painter, QPointF(column.x, y))
            # Qt counts UTF-16 units; every text of ours lies in the basic plane.
            lines.append(paragraph[line.textStart() : line.textStart() + line.textLength()].strip())
            y += line.height() * 1.15
        layout.endLayout()
        y += column.size * 0.8
    return lines


def _main() -> None:
    raw = json.loads(sys.stdin.buffer.read())
    raw["columns"] = [Column(**column) for column in raw["columns"]]
    rows, stride, truth = _draw(Page(**raw))
    sys.stdout.buffer.write(json.dumps([truth, stride]).encode() + b"\n" + rows)


if __name__ == "__main__":
    _main()
