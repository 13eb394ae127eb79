"""From a key to a voice with the tiny model: a drawing in a window, nothing faked, and the ear hears what it shows."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from support.desktop import VirtualDesktop
from support.ear import word_recall
from support.pdf_pages import book
from support.seesay import RunningSeeSay, running
from support.tiny.drawings import drawing, paint
from support.tiny_model import missing

pytestmark = [pytest.mark.model, pytest.mark.real, pytest.mark.timeout(300)]

Ear = Callable[[Any, int], str]
DESCRIBE = "ctrl+alt+shift+w"
TITLE = "Customer details"
SHOWN = drawing(random.Random(2_300_036), words=0.0)
"""A yellow circle and a green square: one of those that the model sees rightly."""
SAID = "a yellow circle and a green square"


def grainy(image: Image.Image) -> Image.Image:
    """Return an image with the grain of a photograph, by which the built-in engine knows a picture in a window."""
    grain = np.random.default_rng(1).normal(0, 10, (image.height, image.width, 3))
    return Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def seesay(
    tiny_folder: Path, desktop: VirtualDesktop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningSeeSay]:
    assert not missing()
    picture = tmp_path_factory.mktemp("shown") / "picture.png"
    grainy(paint(SHOWN, 320)).save(picture)
    program = Path(__file__).parents[1] / "support" / "screens_app.py"
    with running(desktop, settings='[engine]\nmodel = "drawings"\nmodel_start = "with seesay"\n') as app:
        kind = ("--family", "paligemma", "--training", "mix")
        app.command("models", "import", str(tiny_folder), "--name", "drawings", *kind)
        with desktop.popen([sys.executable, str(program), "form", str(picture)], env=app.env) as window:
            desktop.wait_for_window(TITLE)
            try:
                yield app
            finally:
                window.terminate()
                window.wait(timeout=10)


def test_a_picture_in_a_window_is_described_aloud_by_the_model(seesay: RunningSeeSay, ear: Ear) -> None:
    # Once before, in silence: now the model is loaded.
    told = seesay.ask("describe", "window", "--quiet", timeout=120)
    assert "drawings" in told["model"], told
    with seesay.desktop.record() as recording:
        seesay.desktop.key(DESCRIBE)
        recording.wait_for_sound()
        recording.wait_for_silence(lasting=3.0)
        heard = ear(recording.samples, recording.rate)
    assert word_recall(heard, SAID) >= 0.6, f"heard: {heard}; told: {told['text']}"
    assert word_recall(heard, TITLE) >= 0.5, f"heard: {heard}"


def test_a_figure_of_a_document_is_described_aloud_in_its_place(
    seesay: RunningSeeSay, ear: Ear, tmp_path: Path
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Thirty small boats lie in the water this morning.")
        canvas.drawImage(ImageReader(paint(SHOWN, 320)), 72, 420, 240, 240)
        canvas.drawString(72, 380, "My grandmother planted three apple trees.")

    path = tmp_path / "report.pdf"
    path.write_bytes(book(draw))
    with seesay.desktop.record() as recording:
        seesay.command("document", str(path))
        recording.wait_for_sound()
        # The model may take seconds for it, and meanwhile there is a sound every other second.
        recording.wait_for_silence(lasting=4.0)
        heard = ear(recording.samples, recording.rate).lower()
    assert word_recall(heard, SAID) >= 0.6, f"heard: {heard}"
    places = [heard.find(word) for word in ("morning", "square", "trees")]
    assert places == sorted(places), f"heard in another order: {heard}"
    assert min(places) >= 0, f"heard: {heard}"
