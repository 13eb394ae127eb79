"""What Orca says of the book and the camera window, key by key, and what it must not say: what SeeSay reads aloud."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from support.fixtures import start_desktop
from support.orca import Orca, golden, leave, running_orca
from support.processes import wait_until
from support.seesay import RunningSeeSay, running

pytestmark = [pytest.mark.real, pytest.mark.skipif(shutil.which("orca") is None, reason="needs orca")]

SENTENCES = (
    "The morning is cold and clear.",
    "Rain comes from the west.",
    "The harbour is full of boats.",
    "Bread stands on the table.",
)
TITLE = "The weather: SeeSay reads"


@pytest.fixture(scope="module")
def heard() -> Iterator[tuple[Orca, RunningSeeSay]]:
    with start_desktop(with_speechd=True) as desktop, running_orca(desktop) as orca, running(desktop) as app:
        yield orca, app


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF with a sentence on each page."""
    path = tmp_path_factory.mktemp("book") / "weather.pdf"
    canvas = Canvas(str(path), pagesize=(300, 200))
    canvas.setTitle("The weather")
    for sentence in SENTENCES:
        canvas.drawString(40, 120, sentence)
        canvas.showPage()
    canvas.save()
    return path


def await_the_book(app: RunningSeeSay) -> None:
    wait_until(lambda: app.desktop.active_window_title() == TITLE, what="the book in front")


def page_of(app: RunningSeeSay) -> int:
    """Return the page that the document was left at, as it is on the disk."""
    path = Path(app.env["XDG_STATE_HOME"]) / "seesay" / "places.json"
    if not path.exists():
        return 0
    (kept,) = json.loads(path.read_text(encoding="utf-8"))["documents"].values()
    return int(kept.get("position", {}).get("page", 0))


def test_a_book_is_read_by_one_voice_alone_and_walked_by_keys(heard: tuple[Orca, RunningSeeSay], book: Path) -> None:
    orca, app = heard
    app.command("document", str(book))
    app.desktop.wait_for_window(TITLE)
    opened = orca.await_saying("Read-only. Space plays and pauses")
    assert any(text.startswith("Page text") and "read only" in text for text in opened), opened
    # After a key with Control, Orca would read whatever is put into the text by itself.
    app.desktop.key("ctrl+i")
    wait_until(lambda: page_of(app) >= 3, seconds=90, what="the third page to be read aloud")
    app.desktop.key("Escape")
    said = orca.said_since()
    assert [text for text in said if any(sentence[:12] in text for sentence in SENTENCES)] == [], said

    for line in (SENTENCES[0], "Page 2", SENTENCES[1]):
        orca.press("Down", line)
    golden(orca.walk(["Play", "Open"]), ["Play", "Open"], "button")
    golden(orca.walk(["Paused. Page 3 of 4."]), ["Paused. Page 3 of 4."])
    golden(orca.walk(["Page text"]), ["Page text"])


def test_what_the_book_window_asks_is_read_too(heard: tuple[Orca, RunningSeeSay]) -> None:
    orca, app = heard
    app.desktop.key("ctrl+g")
    orca.await_saying("Page, 1 to 4")
    golden(orca.walk(["Go there", "Cancel"]), ["Go there", "Cancel"], "button")
    leave(app, "Go to page")
    await_the_book(app)
    app.desktop.key("ctrl+b")
    orca.await_saying("Note, if you like")
    app.desktop.type("rain")
    app.desktop.key("Return")
    await_the_book(app)
    app.desktop.key("ctrl+shift+b")
    orca.await_saying("Page 3: rain")
    golden(orca.walk(["Go there", "Delete", "Cancel"]), ["Go there", "Delete", "Cancel"], "button")
    leave(app, "Bookmarks")
    await_the_book(app)
    orca.press("F10", "Document")
    for entry in ("Open", "Open a folder of pictures", "Read the clipboard"):
        orca.press("Down", entry)
    app.desktop.key("Escape", "Escape")


def test_the_camera_window_by_tab(heard: tuple[Orca, RunningSeeSay]) -> None:
    orca, app = heard
    app.desktop.key("ctrl+alt+shift+c")
    app.desktop.wait_for_window("Camera")
    # On a busy machine the window is read before it is known that there is no camera.
    orca.await_saying(("Start", "Pause"))
    names = ["What is there now?", "Read what I hold up", "Keep the page as a document", "Colour", "Light"]
    golden(orca.walk(names), names, "button")
    golden(orca.walk(["Thing to find", "Find with sound"]), ["Thing to find", "Find with sound"])
    golden(orca.walk(["What was told"]), ["What was told"], "read only")
    golden(orca.walk(["Camera", "How much is told"]), ["Camera", "How much is told"], "combo box")
    names = ["Seconds between tellings, at least", "Seconds until it is told again"]
    golden(orca.walk(names), names, "spin button")
    golden(orca.walk(["No camera was found", "Close"]), ["No camera was found", "Close"])
    leave(app, "Camera")
