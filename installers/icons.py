"""Draws the icon in the sizes that desktops want, from the one SVG; by Qt and Pillow of the bundle's environment."""

from __future__ import annotations

import sys
from pathlib import Path

import recipe

SOURCE = recipe.ROOT / "resources" / "icons" / "seesay.svg"
FOLDER = recipe.ROOT / "build" / "icons"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS = (16, 24, 32, 48, 64, 128, 256)


def draw(flavour: recipe.Flavour) -> None:
    """Make seesay-SIZE.png, seesay.ico and seesay.icns in build/icons, in a process without a screen."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    recipe.run([flavour.python, __file__], more={"QT_QPA_PLATFORM": "offscreen"})


def _main() -> None:
    from PIL import Image
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication(sys.argv[:1])
    renderer = QSvgRenderer(str(SOURCE))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        image.save(str(_png(size)))
    application.shutdown()
    largest = Image.open(_png(max(SIZES)))
    largest.save(FOLDER / "seesay.ico", sizes=[(size, size) for size in WINDOWS])
    largest.save(FOLDER / "seesay.icns")


def _png(size: int) -> Path:
    return FOLDER / f"seesay-{size}.png"


if __name__ == "__main__":
    _main()
