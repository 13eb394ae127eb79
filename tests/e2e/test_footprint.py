"""What the tray process carries: never the networks' libraries, and little memory, also after work."""

from __future__ import annotations

import subprocess
import sys

import pytest

from support.desktop import VirtualDesktop
from support.seesay import running

HEAVY = {"numpy", "onnxruntime", "torch", "transformers", "cv2", "tesserocr", "rapidocr", "py3langid"}
MOST_MB = 110
PICTURES = 5


def test_the_modules_of_the_tray_process_are_light() -> None:
    code = "import sys, assistant.app.tray, assistant.ui.tray, assistant.capture.clipboard; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "PySide6" in loaded, "the probe sees nothing"
    assert HEAVY & loaded == set()


@pytest.mark.real
def test_a_fresh_tray_process_is_small(desktop: VirtualDesktop) -> None:
    with running(desktop) as app:
        resident = app.tray.memory_info().rss / 2**20
    assert resident <= MOST_MB, f"{resident:.0f} MB without the children"


@pytest.mark.real
def test_pictures_do_not_stay_in_the_tray_process(desktop: VirtualDesktop) -> None:
    with running(desktop) as app:
        app.open_practice_page()
        app.ask("read", "--quiet")
        before = app.tray.memory_info().rss
        for _ in range(PICTURES):
            app.ask("read", "--quiet")
        more = (app.tray.memory_info().rss - before) / 2**20
    picture = desktop.width * desktop.height * 3 / 2**20
    assert more < picture, f"{more:.1f} MB more after {PICTURES} pictures of {picture:.1f} MB"
