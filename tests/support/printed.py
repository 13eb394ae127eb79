"""Texts in any script printed to PDF by Qt, which shapes and orders letters as real writers do.

Run as a child, because it owns a Qt application: a JSON object of language to paragraphs on standard input, on standard
output one of language to the file in base64. `printed()` is the way to call it.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from html import escape

RIGHT_TO_LEFT = ("ar", "he", "fa", "ur")


def printed(texts: dict[str, list[str]]) -> dict[str, bytes]:
    """Return a PDF for each language; the first of its paragraphs is a heading."""
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return {language: base64.b64decode(data) for language, data in json.loads(done.stdout).items()}


def main() -> None:
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QGuiApplication, QPageSize, QPdfWriter, QTextDocument

    application = QGuiApplication([])
    files = {}
    for language, paragraphs in json.load(sys.stdin).items():
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setResolution(96)
        head, *rest = map(escape, paragraphs)
        direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        body = f"<h1>{head}</h1>" + "".join(f"<p>{text}</p>" for text in rest)
        document = QTextDocument()
        document.setHtml(f'<html><body dir="{direction}">{body}</body></html>')
        document.print_(writer)
        del writer
        files[language] = base64.b64encode(bytes(buffer.data().data())).decode()
    json.dump(files, sys.stdout)
    del application


if __name__ == "__main__":
    main()
