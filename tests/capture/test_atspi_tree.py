"""The AT-SPI reader against a program with a tree of our making: what it tells, what it never asks, what it endures."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.capture.atspi import AtspiTree
from assistant.capture.atspi_bus import MAX_MESSAGE
from assistant.capture.shot import ActiveWindow
from assistant.capture.tree_nodes import MAX_TEXT, RawPart
from assistant.core.domain import Box
from assistant.core.nodes import Role, State
from assistant.system.hands_atspi import parse_handle
from support.accessible import SHOWN, WINDOW_STATES, accessible_program, part
from support.bus import PrivateBus, private_bus

BOX = Box(0, 0, 400, 300)
LONG = 20.0
FRAME, BUTTON, TEXT, PASSWORD, LABEL, HEADING, PARAGRAPH, PAGE, LINK, SLIDER = 23, 43, 61, 40, 29, 83, 73, 95, 88, 51
FOCUSED, CHECKED, MULTI_LINE, MANAGES, EXPANDED = 12, 4, 17, 31, 10


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    with tempfile.TemporaryDirectory(prefix="seesay-") as folder, private_bus(Path(folder)) as running:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", running.address)
        yield running


def program(*parts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a tree: the program, its window "Letter" with the first part's children, then the parts."""
    return [
        part(75, "editor", (1,)),
        part(FRAME, "Letter", tuple(range(2, 2 + len(parts))), states=WINDOW_STATES),
        *parts,
    ]


def read(
    bus: PrivateBus, folder: Path, tree: list[dict[str, Any]], seconds: float = LONG, title: str = "Letter"
) -> tuple[list[RawPart], list[list[str]]]:
    """Return the parts that are read, and which texts were asked for."""
    reader = AtspiTree()
    with accessible_program(bus, folder, tree) as process:
        window = ActiveWindow(BOX, title, pid=process.pid)
        parts = reader.read(window, time.monotonic() + seconds)
        process.kill()
        assert process.stdout is not None
        asked = [json.loads(line) for line in process.stdout.read().decode().splitlines()]
    reader._close()
    return parts, asked


def test_a_window_is_told_in_document_order(bus: PrivateBus, tmp_path: Path) -> None:
    tree = program(
        part(39, "", (5, 6)),
        part(BUTTON, "Save", states=[25, 30]),
        part(SLIDER, "Volume", value=3.0),
        part(HEADING, "News", attributes={"level": "2"}, text="News"),
        part(TEXT, "", text="Ada", label=7, states=[*SHOWN, FOCUSED]),
        part(LABEL, "Name", text="Name"),
    )
    tree[1]["children"] = [2, 3, 4, 7]
    parts, _ = read(bus, tmp_path, tree)
    told = [(each.role, each.name, each.text, each.parent) for each in parts]
    assert told == [
        (Role.WINDOW, "Letter", "", -1),
        (Role.OTHER, "", "", 0),
        (Role.HEADING, "News", "", 1),
        (Role.FIELD, "Name", "Ada", 1),
        (Role.BUTTON, "Save", "", 0),
        (Role.SLIDER, "Volume", "3", 0),
        (Role.LABEL, "Name", "", 0),
    ]
    assert parts[2].level == 2
    assert (parts[3].states, parts[4].states) == ((State.FOCUSED,), (State.DISABLED,))
    assert parse_handle(parts[4].handle).path == "/org/a11y/atspi/accessible/3"


def test_a_password_is_never_asked_for(bus: PrivateBus, tmp_path: Path) -> None:
    parts, asked = read(
        bus, tmp_path, program(part(PASSWORD, "PIN", text="1234"), part(PARAGRAPH, "Hello", text="Hello"))
    )
    assert [(each.role, each.name, each.text) for each in parts[1:]] == [
        (Role.PASSWORD, "PIN", ""),
        (Role.PARAGRAPH, "Hello", "Hello"),
    ]
    assert asked == [["GetText", "Hello"]]


def test_what_is_not_shown_and_what_is_in_it_is_left_out(bus: PrivateBus, tmp_path: Path) -> None:
    tree = program(part(39, "hidden", (3,), states=[30]), part(BUTTON, "in it"), part(48, "a scroll bar"))
    tree[1]["children"] = [2, 4]
    parts, _ = read(bus, tmp_path, tree)
    assert [each.name for each in parts] == ["Letter"]


def test_a_tree_in_circles_ends(bus: PrivateBus, tmp_path: Path) -> None:
    parts, _ = read(bus, tmp_path, program(part(39, "one", (3, 1, 2)), part(39, "two", (2, 1))))
    assert sorted(each.name for each in parts) == ["Letter", "one", "two"]


@pytest.mark.parametrize("endless", [{"count": 2_000_000}, {"states": [*SHOWN, MANAGES]}])
def test_what_holds_thousands_is_not_walked_through(bus: PrivateBus, tmp_path: Path, endless: dict[str, Any]) -> None:
    tree = program(part(55, "a sheet", (3,), **endless), part(56, "a cell"))
    tree[1]["children"] = [2]
    parts, _ = read(bus, tmp_path, tree)
    assert [each.name for each in parts] == ["Letter", "a sheet"]


def test_a_browser_is_asked_for_what_it_shows(bus: PrivateBus, tmp_path: Path) -> None:
    tree = program(
        part(PAGE, "News", (3, 4), parent=1, count=100_000),
        part(PARAGRAPH, "", (5,), parent=2, text="See \ufffc."),
        part(PARAGRAPH, "below the edge", parent=2),
        part(LINK, "more", parent=3, text="more"),
    )
    tree[0]["toolkit"] = "Chromium"
    tree[1]["matches"] = [2, 3, 5]
    parts, _ = read(bus, tmp_path, tree)
    assert [(each.name, each.parent) for each in parts] == [("Letter", -1), ("News", 0), ("", 1), ("more", 2)]


def test_of_a_long_text_only_what_is_in_view_is_read(bus: PrivateBus, tmp_path: Path) -> None:
    text = "".join(f"Line {number}\n" for number in range(5000))
    long: dict[str, Any] = {"text": text, "states": [*SHOWN, MULTI_LINE]}
    tree = program(part(TEXT, "seen", offsets=[7, 27], **long), part(TEXT, "?", offsets=[-1, -1], **long))
    parts, _ = read(bus, tmp_path, tree)
    assert [each.text for each in parts[1:]] == ["Line 1\nLine 2\nLine 3\n", ""]


def test_another_programs_window_is_not_taken_for_the_active_one(bus: PrivateBus, tmp_path: Path) -> None:
    with accessible_program(bus, tmp_path, program(part(BUTTON, "Save"))):
        reader = AtspiTree()
        window = ActiveWindow(BOX, "Another", pid=1)
        assert reader.read(window, time.monotonic() + LONG) == []
        reader._close()


def test_a_hung_program_costs_the_budget_only(bus: PrivateBus, tmp_path: Path) -> None:
    began = time.monotonic()
    tree = program(part(BUTTON, "Save", hangs=True))
    parts, _ = read(bus, tmp_path, tree, seconds=0.4)
    assert [each.name for each in parts] == ["Letter"]
    assert time.monotonic() - began < LONG, "it came back by itself"


def test_an_answer_that_is_larger_than_any_wanted_is_not_taken_apart(bus: PrivateBus, tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        read(bus, tmp_path, program(part(BUTTON, "Save" * (MAX_MESSAGE // 4))))


def test_a_name_is_bounded(bus: PrivateBus, tmp_path: Path) -> None:
    parts, _ = read(bus, tmp_path, program(part(BUTTON, "Save" * 100_000)))
    assert len(parts[1].name) == MAX_TEXT


@pytest.mark.parametrize("is_on", [True, False])
def test_the_sessions_switch_is_told_and_left_alone(bus: PrivateBus, tmp_path: Path, is_on: bool) -> None:
    tree = program()
    tree[0]["enabled"] = is_on
    with accessible_program(bus, tmp_path, tree):
        assert AtspiTree().is_on() is is_on


def test_where_nobody_knows_of_a_switch_it_is_off(bus: PrivateBus) -> None:
    assert not AtspiTree().is_on()


def test_without_a_bus_there_is_no_tree(bus: PrivateBus) -> None:
    assert AtspiTree().read(ActiveWindow(BOX, "Letter"), time.monotonic() + 1.0) == []
