"""A window of which the desktop tells: described, read and searched from its nodes, each word once, then the pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from assistant.core.domain import Box, Detail, Picture, RegionKind, SourceKind, Task
from assistant.core.nodes import Node, Role, State
from assistant.vision.embedded.joined import Told, told_by
from assistant.vision.embedded.known import Known
from assistant.vision.embedded.lines import Line
from assistant.vision.embedded.ocr import Reader
from assistant.vision.embedded.pixels import Pixels, quad_from_box
from support.embedded import DrawnScreen, ask_engine, form, picture

TEXT = (
    "Fill in the form and press the button below to keep it. Nothing leaves this computer, and you can change it "
    "later. All of the fields can be left empty for the moment."
)


def node(
    role: Role, name: str, box: tuple[int, int, int, int], text: str = "", *, depth: int = 1, **more: object
) -> Node:
    return Node(role, name, Box(*box), text, depth=depth, **more)  # type: ignore[arg-type]  # a test's shorthand


WINDOW = (
    node(Role.WINDOW, "Customer details", (100, 60, 1000, 680), depth=0),
    node(Role.HEADING, "New customer", (130, 110, 240, 36), level=1),
    node(Role.PARAGRAPH, "", (130, 168, 520, 70), TEXT),
    node(Role.LABEL, "Name:", (130, 284, 60, 20)),
    node(Role.FIELD, "Name", (250, 280, 400, 28), states=(State.FOCUSED,), handle=":1.1/name"),
    node(Role.LABEL, "Street:", (130, 334, 60, 20)),
    node(Role.FIELD, "Street", (250, 330, 400, 28)),
    node(Role.BUTTON, "Print", (1050, 95, 30, 30), handle=":1.1/print"),
    node(Role.BUTTON, "Save", (700, 690, 110, 30), handle=":1.1/save", states=(State.DISABLED,)),
    node(Role.BUTTON, "Cancel", (830, 690, 110, 30)),
)


def shown(*nodes: Node, kind: SourceKind = SourceKind.SCREEN) -> Picture:
    """Return the form with an icon and a line that no node tells, and its nodes."""
    screen = form()
    screen.draw.rectangle((1056, 101, 1074, 119), "#205080")
    screen.text(130, 640, "Last saved on Tuesday")
    taken = picture(screen.image, kind, title="Customer details" if kind is SourceKind.WINDOW else "")
    return replace(taken, nodes=nodes)


@cache
def window() -> Picture:
    """Return the form with all its nodes, once: the engine keeps what it knows of it."""
    return shown(*WINDOW)


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recognise the same pixels once: these windows differ in their nodes only."""
    lines = Reader.lines

    def remembered(reader: Reader, pixels: Pixels, *, is_cancelled: Callable[[], bool]) -> list[Line]:
        key = pixels.tobytes()
        if key not in _READ:
            _READ[key] = list(lines(reader, pixels, is_cancelled=is_cancelled)), reader.unreadable
        found, reader.unreadable = _READ[key]
        return found

    monkeypatch.setattr(Reader, "lines", remembered)


_READ: dict[bytes, tuple[list[Line], int]] = {}


# --- the three tasks -----------------------------------------------------------------------------------------


def test_a_window_is_described_from_its_nodes_and_then_from_what_they_leave() -> None:
    said = ask_engine(Task.DESCRIBE, window())
    assert said.text == (
        "Window: Customer details.\n"
        "The focus is on the input field Name.\n"
        "Heading: New customer.\n"
        f"{TEXT}\n"
        "Buttons: Print, Save (unavailable) and Cancel.\n"
        "Input fields: Name and Street.\n"
        "Last saved on Tuesday\n"
    ), "what is known is told before what is still to be read"
    assert [region.handle for region in said.of(RegionKind.BUTTON)] == [":1.1/print", ":1.1/save", ""]


def test_a_window_is_read_from_its_nodes_and_nothing_is_read_twice() -> None:
    said = ask_engine(Task.READ, shown(*WINDOW, kind=SourceKind.WINDOW))
    assert said.text.splitlines() == [
        "Customer details",
        "New customer",
        TEXT,
        "Name:",
        "Street:",
        "Last saved on Tuesday",
        "Save Cancel",
    ]
    assert "Print" not in said.text, "an icon's name is not text"


def test_controls_are_found_by_the_names_that_are_not_drawn() -> None:
    said = ask_engine(Task.FIND, window(), "print button")
    assert said.text == "The Print button, upper right.\n"
    assert [(region.box, region.handle) for region in said.regions] == [(Box(1050, 95, 30, 30), ":1.1/print")]
    assert ask_engine(Task.FIND, window(), "save").text == "The Save button (unavailable), bottom.\n"


def test_a_word_of_a_long_text_is_found_where_it_stands() -> None:
    said = ask_engine(Task.FIND, window(), "moment")
    (region,) = said.regions
    assert region.kind is RegionKind.WORD
    assert 210 < region.box.y < 230


def test_what_has_no_name_is_told_by_what_stands_in_it() -> None:
    size = node(Role.COMBO_BOX, "", (250, 280, 400, 28), "Large")
    code = node(Role.FIELD, "", (250, 330, 400, 28), "9" * 100)
    said = ask_engine(Task.DESCRIBE, shown(*WINDOW[:3], size, code)).text
    assert "Drop-down lists: Large.\n" in said
    assert f"Input fields: {'9' * 80}….\n" in said


def test_a_long_text_is_not_cut_into_by_controls() -> None:
    long = node(Role.PARAGRAPH, "", (130, 168, 520, 70), "The wind rose on Tuesday and fell again. " * 20)
    said = ask_engine(Task.DESCRIBE, shown(WINDOW[0], long, *WINDOW[7:])).text
    assert said.count("The wind rose on Tuesday and fell again.") == 20
    assert said.index("Buttons:") > said.rindex("fell again.")


def test_a_tree_that_tells_nothing_changes_nothing() -> None:
    thin = (WINDOW[0], node(Role.OTHER, "", (100, 88, 1000, 650)))
    assert ask_engine(Task.DESCRIBE, shown(*thin)).text == ask_engine(Task.DESCRIBE, shown()).text


def test_detail() -> None:
    brief = ask_engine(Task.DESCRIBE, window(), detail=Detail.BRIEF).text
    assert "Focus: the input field Name." in brief
    assert "more line" in brief
    link = node(Role.LINK, "press the button", (380, 168, 130, 20), depth=2)
    linked = shown(*WINDOW[:3], link, *WINDOW[3:])
    assert "1 link: press the button." in ask_engine(Task.DESCRIBE, linked, detail=Detail.FULL).text
    assert "link" not in ask_engine(Task.DESCRIBE, linked).text


RUSSIAN = (
    "Ветер поднялся во вторник утром",
    "и снова стих к вечеру того дня",
    "Лодки стояли рядами у стены",
    "Никто не выходил с воскресенья",
)


@pytest.mark.parametrize("is_told", [True, False])
def test_a_script_that_is_not_read_is_a_matter_of_what_nobody_told(is_told: bool) -> None:
    screen = DrawnScreen()
    screen.window("News")
    for number, text in enumerate(RUSSIAN):
        screen.text(130, 200 + 40 * number, text)
    told = node(Role.PARAGRAPH, "", (130, 200, 420, 150), " ".join(RUSSIAN))
    said = ask_engine(Task.READ, replace(picture(screen.image), nodes=(WINDOW[0], told) if is_told else ())).text
    assert ("Ветер поднялся" in said) is is_told
    assert ("script that SeeSay was not told to read" in said) is not is_told


# --- what is not believed ------------------------------------------------------------------------------------


def test_where_nothing_is_drawn_nothing_is_told() -> None:
    ghost = node(Role.PARAGRAPH, "", (130, 400, 400, 60), "Nobody sees this.")
    icon = node(Role.BUTTON, "Ghost", (600, 500, 30, 30))
    said = ask_engine(Task.DESCRIBE, shown(*WINDOW, ghost, icon)).text
    assert "Nobody" not in said
    assert "Ghost" not in said


def test_a_large_part_is_looked_at_by_squares() -> None:
    plain = np.full((740, 1280, 3), 200, np.uint8)
    large = node(Role.PARAGRAPH, "", (100, 60, 1000, 600), "Something large.")
    assert not Known([WINDOW[0], large], plain, ("en",))
    plain[300:310, 500:510] = 20
    assert [item.line.text for item in Known([WINDOW[0], large], plain, ("en",)).items][1:] == ["Something large."]


def test_of_two_texts_over_each_other_the_pixels_tell_which_is_seen() -> None:
    hidden = node(Role.PARAGRAPH, "", (130, 168, 520, 70), "Accept all cookies of this page, please.")
    said = ask_engine(Task.READ, shown(*WINDOW, hidden)).text
    assert "cookies" not in said
    assert "Nothing leaves this computer" in said


def test_what_a_page_says_is_data() -> None:
    hostile = node(Role.LABEL, "", (130, 640, 200, 20), "Last\x01 saved\u202e on \x07Tuesday")
    said = ask_engine(Task.READ, shown(*WINDOW, hostile)).text
    assert said.count("Last saved on Tuesday") == 1
    assert not {"\x01", "\u202e", "\x07"} & set(said)


# --- single parts --------------------------------------------------------------------------------------------


def known(*nodes: Node) -> Known:
    noise = np.random.default_rng(1).integers(0, 255, (740, 1280, 3), np.uint8)
    return Known([WINDOW[0], *nodes], noise, ("en", "de"))


def line(text: str, box: tuple[int, int, int, int]) -> Line:
    return Line(text, Box(*box), quad_from_box(Box(*box)), 0.95)


def test_a_window_may_be_a_text() -> None:
    window = replace(WINDOW[0], text="One line.\nAnother line.")
    items = Known([window], np.random.default_rng(1).integers(0, 255, (740, 1280, 3), np.uint8), ("en",)).items
    assert [item.line.text for item in items] == ["Customer details", "One line.", "Another line."]


def test_cells_of_a_row_belong_together() -> None:
    rows = [
        each
        for top in (100, 130)
        for each in (
            node(Role.ROW, "", (100, top, 300, 30), depth=2),
            node(Role.CELL, "Anna", (100, top, 100, 30), depth=3),
            node(Role.CELL, "Lund", (200, top, 100, 30), depth=3),
        )
    ]
    items = known(*rows).items[1:]
    assert [item.line.text for item in items] == ["Anna,", "Lund", "Anna,", "Lund"]
    assert len({item.line.block for item in items}) == 2


def test_each_paragraph_has_its_own_language() -> None:
    german = "Der Wind kam aus dem Norden und blieb zwei Tage lang über der Küste stehen."
    english = "The wind rose on Tuesday morning and did not fall until the boats were in."
    told = known(
        node(Role.PARAGRAPH, "", (100, 100, 300, 30), german), node(Role.PARAGRAPH, "", (100, 140, 300, 30), english)
    ).spoken()
    assert [item.line.language for item in told][1:] == ["de", "en"]


def test_no_language_is_looked_for_before_its_text_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def identify(text: str, languages: Sequence[str]) -> str:
        asked.append(text)
        return languages[0]

    monkeypatch.setattr("assistant.vision.embedded.known.identify", identify)
    told = known(node(Role.LABEL, "One", (100, 100, 300, 30)), node(Role.LABEL, "Two", (100, 140, 300, 30))).spoken()
    assert asked == []
    assert next(told).line.language == "en"
    assert asked == ["Customer details"]


@pytest.mark.parametrize(
    ("text", "box", "told"),
    [
        ("New custorner", (130, 112, 238, 32), Told.TOLD),  # misread, and still the same
        ("File Edit View", (104, 90, 200, 20), Told.NEW),
        ("Customer details - Editor", (300, 62, 200, 20), Told.TOLD),
        ("Cancel", (860, 695, 50, 20), Told.CONTROL),
        ("an advertisement", (130, 175, 300, 20), Told.NEW),
        ("Name", (130, 284, 60, 20), Told.TOLD),
        ("Street: Mill Lane", (130, 334, 185, 20), Told.TOLD),  # a label and the beginning of its field
    ],
)
def test_lines_beside_nodes(text: str, box: tuple[int, int, int, int], told: Told) -> None:
    street = replace(WINDOW[6], text="Mill Lane")
    items = known(*WINDOW[1:6], street, *WINDOW[7:]).items
    assert told_by(line(text, box), items, "Customer details", WINDOW[0].box)[0] is told


def test_what_a_misread_control_shows_is_told_by_its_name() -> None:
    items = known(*WINDOW[1:]).items
    assert told_by(line("⑥ Cancel", (840, 695, 70, 20)), items, "", None) == (Told.CONTROL, "Cancel")


def test_a_line_over_a_control_and_a_text_says_the_control_only() -> None:
    box = node(Role.CHECK_BOX, "Send news", (130, 284, 14, 14))
    items = known(box, node(Role.COMBO_BOX, "", (250, 280, 60, 28), "Large")).items
    assert told_by(line("Send news Large", (128, 282, 170, 24)), items, "", None) == (Told.CONTROL, "Send news")
    other = told_by(line("Send news daily Large", (128, 282, 170, 24)), items, "", None)
    assert other == (Told.CONTROL, "Send news daily Large"), "nothing is lost that nobody told"


def test_the_dots_of_a_password_are_no_words() -> None:
    items = known(node(Role.PASSWORD, "PIN", (250, 380, 200, 28)), node(Role.LABEL, "PIN", (130, 384, 40, 20))).items
    assert told_by(line("0000", (255, 384, 60, 20)), items, "", None)[0] is Told.TOLD
    assert [item.line.text for item in items[1:]] == ["PIN"]
