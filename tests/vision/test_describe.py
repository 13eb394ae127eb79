"""DESCRIBE on drawn screens: the certain first, nothing twice, lengths, empty things, and languages."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.core.domain import Detail, Piece, RegionKind, Request, SourceKind, Task
from support.embedded import DrawnScreen, ask_engine, engine, form, picture
from support.photographs import photograph

FORM = """\
Window: Customer details.
Heading: New customer.
Fill in the form and press the button below to keep it. Nothing leaves this computer, and you can change it later. \
All of the fields can be left empty for the moment.
Buttons: Save and Cancel.
Input fields: Name and Street.
"""


def test_a_form() -> None:
    said = ask_engine(Task.DESCRIBE, picture(form().image))
    assert said.text == FORM
    assert said.pieces[0].text == "Window: Customer details.\n"


def test_regions_of_a_form() -> None:
    said = ask_engine(Task.DESCRIBE, picture(form().image))
    assert [region.text for region in said.of(RegionKind.BUTTON)] == ["Save", "Cancel"]
    assert [region.text for region in said.of(RegionKind.FIELD)] == ["Name", "Street"]
    assert [region.text for region in said.of(RegionKind.HEADING)] == ["New customer"]
    assert [region.text for region in said.of(RegionKind.TITLE)] == ["Customer details"]
    assert len(said.of(RegionKind.LINE)) == 9


def test_the_name_of_a_window_is_said_before_anything_is_read() -> None:
    said = ask_engine(Task.DESCRIBE, picture(form().image, SourceKind.WINDOW, title="Customer details – Orders"))
    assert said.pieces[0].text == "Window: Customer details – Orders.\n"
    assert said.text.count("Window") == 1


def test_the_title_is_said_before_the_text_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = picture(form().image)
    monkeypatch.setattr(engine().reader(("en",)), "lines", None)
    first = next(engine().answer(Request(1, shown.id, Task.DESCRIBE), shown, lambda: False))
    assert isinstance(first, Piece)
    assert first.text == "Window: Customer details.\n"


def page(lines: int) -> DrawnScreen:
    screen = DrawnScreen(1000, 900, "#ffffff")
    for row in range(lines):
        screen.text(60, 40 + 26 * row, f"This is line number {row + 1} of a page that is all text and nothing else.")
    return screen


def test_a_page_of_text_is_read_to_its_end() -> None:
    said = ask_engine(Task.DESCRIBE, picture(page(30).image))
    assert "line number 30 of a page" in said.text
    assert said.of(RegionKind.OBJECT) == []


def test_brief_tells_how_much_is_left() -> None:
    said = ask_engine(Task.DESCRIBE, picture(page(12).image), detail=Detail.BRIEF)
    assert "line number 1 " in said.text
    assert "line number 12" not in said.text
    assert said.text.endswith(" more lines.\n")


def test_a_photograph_in_a_window() -> None:
    screen = form()
    screen.paste(photograph("skimage/data/chelsea.png"), 680, 357, 360)
    said = ask_engine(Task.DESCRIBE, picture(screen.image))
    assert said.text == f"{FORM}A picture on the right: a cat.\n"
    assert [region.text for region in said.of(RegionKind.OBJECT)] == ["cat"]


def test_full_detail_says_that_it_is_a_list() -> None:
    shown = picture(_photo("skimage/data/motorcycle_left.png"), SourceKind.FILE)
    said = ask_engine(Task.DESCRIBE, shown, detail=Detail.FULL)
    first, list_, written = said.text.splitlines()
    assert first == "The picture shows a motorcycle."
    assert list_ == "This is a list of things that were recognised, not an account of the scene."
    assert written.startswith("It says: ")


def test_an_empty_window() -> None:
    screen = DrawnScreen()
    screen.window("Untitled")
    assert ask_engine(Task.DESCRIBE, picture(screen.image)).text == "Window: Untitled.\nNothing stands in it.\n"


def test_an_empty_desktop() -> None:
    ramp = np.linspace(40, 160, 800).astype(np.uint8)
    shown = np.ascontiguousarray(np.broadcast_to(ramp[:, None, None], (800, 1280, 3)))
    said = ask_engine(Task.DESCRIBE, picture(shown))
    assert said.text == "An empty desktop: no window and no text was found.\n"


@pytest.mark.parametrize("colour", [0, 255])
def test_one_colour_is_nothing_and_no_desktop(colour: int) -> None:
    said = ask_engine(Task.DESCRIBE, picture(np.full((600, 800, 3), colour, np.uint8)))
    assert said.text == "Nothing that can be read or recognised was found.\n"


def test_every_sentence_of_ours_is_in_the_answer_s_language() -> None:
    said = ask_engine(Task.DESCRIBE, picture(form().image), language="de", read_languages=("en", "de"))
    ours = [piece for piece in said.pieces if "Customer details" in piece.text]
    assert {piece.language for piece in ours} == {"de"}
    read = [piece.language for piece in said.pieces if "Nothing leaves" in piece.text]
    assert read == ["en"]


def test_a_language_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.core.errors import LanguagePackMissing

    monkeypatch.setattr(engine().reader(("en",)), "missing", (LanguagePackMissing(language="he", pack="heb"),))
    said = ask_engine(Task.DESCRIBE, picture(form().image))
    assert said.text.startswith("Window: Customer details.")
    assert "Hebrew" in said.text.splitlines()[-1]


def _photo(name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    from support.photographs import pixels

    return pixels(photograph(name))
