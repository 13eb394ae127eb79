"""From a toolkit's parts to nodes: places in the picture, what is seen, what is told once; and the wait for a tree."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import ClassVar

import pytest
from PIL import Image

from assistant.capture.shot import ActiveWindow, Shot
from assistant.capture.tree import Trees
from assistant.capture.tree_nodes import (
    MAX_ALL_TEXT,
    MAX_NAME,
    MAX_NODES,
    MAX_TEXT,
    Frame,
    RawPart,
    frame_of,
    nodes_of,
)
from assistant.core.domain import Box
from assistant.core.nodes import Node, Role
from assistant.system.desktop import Desktop, SessionKind

PLAIN = Frame((0, 0), 1.0, (0, 0))
SEEN = Box(10, 10, 100, 20)


def raw(role: Role = Role.BUTTON, name: str = "", parent: int = 0, **more: object) -> RawPart:
    return RawPart(role, parent=parent, name=name, **{"box": SEEN, **more})  # type: ignore[arg-type]  # a test's shorthand


def nodes(*parts: RawPart, above: tuple[Box, ...] = ()) -> tuple[Node, ...]:
    window = RawPart(Role.WINDOW, Box(0, 0, 400, 300), name="Letter")
    return nodes_of([window, *parts], PLAIN, Box(0, 0, 400, 300), above)[1:]


# --- where ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("root", "box", "wanted"),
    [
        (Box(100, 50, 800, 600), Box(110, 70, 40, 10), Box(110, 70, 40, 10)),  # the desktop's own pixels
        (Box(50, 25, 400, 300), Box(55, 35, 20, 5), Box(110, 70, 40, 10)),  # a toolkit's units, two pixels each
        (Box(0, 0, 800, 600), Box(10, 20, 40, 10), Box(110, 70, 40, 10)),  # from the window's corner
        (Box(95, 20, 810, 635), Box(110, 70, 40, 10), Box(110, 70, 40, 10)),  # the frame included
    ],
)
def test_a_toolkits_units_are_told_by_the_window(root: Box, box: Box, wanted: Box) -> None:
    outers = [Box(100, 50, 800, 600), Box(95, 20, 810, 635)]
    frame = frame_of(root, outers, (0, 0), 1.0)
    assert frame is not None
    assert frame.placed(box) == wanted


def test_a_picture_of_a_scaled_part_of_the_desktop() -> None:
    frame = frame_of(Box(100, 50, 800, 600), [Box(100, 50, 800, 600)], (100, 40), 2.0)
    assert frame is not None
    assert frame.placed(Box(110, 70, 40, 10)) == Box(20, 60, 80, 20)


def test_a_window_of_another_shape_is_no_measure() -> None:
    assert frame_of(Box(0, 0, 300, 300), [Box(0, 0, 800, 600)], (0, 0), 1.0) is None
    assert frame_of(Box(0, 0, 0, 0), [Box(0, 0, 800, 600)], (0, 0), 1.0) is None


# --- what is seen --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("box", "seen"),
    [
        (Box(390, 10, 100, 20), Box(390, 10, 10, 20)),
        (Box(-90, 10, 100, 20), Box(0, 10, 10, 20)),
        (Box(400, 10, 100, 20), None),
        (Box(10, 10, 0, 20), None),
        (Box(1 << 62, 10, 1 << 62, 20), None),
    ],
)
def test_boxes_are_clipped_to_the_picture(box: Box, seen: Box | None) -> None:
    assert [node.box for node in nodes(raw(name="Save", box=box))] == ([seen] if seen else [])


def test_a_text_of_which_most_is_out_of_view_is_left_to_the_pixels() -> None:
    text = raw(Role.PARAGRAPH, text="a long story", box=Box(0, 250, 400, 500))
    assert nodes(text) == ()
    pane = raw(Role.OTHER, "pane", box=Box(0, 0, 400, 100), is_viewport=True)
    below = raw(Role.LABEL, "scrolled away", parent=1, box=Box(0, 150, 100, 20))
    assert [node.name for node in nodes(pane, below)] == ["pane"]


def test_what_another_window_covers_is_not_told() -> None:
    assert nodes(raw(name="Save"), above=(Box(0, 0, 80, 100),)) == ()
    assert len(nodes(raw(name="Save"), above=(Box(0, 0, 40, 100),))) == 1


# --- what is told --------------------------------------------------------------------------------------------


def test_what_is_set_into_a_text_stands_in_its_place() -> None:
    paragraph = raw(Role.PARAGRAPH, text="See \ufffc and \ufffc.")
    told = nodes(paragraph, raw(Role.LINK, "more", 1, text="more"), raw(Role.BUTTON, "Go", 1))
    assert [(node.role, node.text) for node in told] == [
        (Role.PARAGRAPH, "See more and ."),
        (Role.LINK, "more"),
        (Role.BUTTON, ""),
    ]


def test_a_leaf_is_told_by_what_it_is_in() -> None:
    heading = raw(Role.HEADING, "News of today")
    leaf = raw(Role.LABEL, "News of", 1, is_leaf_text=True)
    alone = raw(Role.LABEL, "Alone", 0, is_leaf_text=True)
    assert [node.name for node in nodes(heading, leaf, alone)] == ["News of today", "Alone"]


def test_the_chosen_entry_of_a_closed_list_stands_in_it() -> None:
    told = nodes(raw(Role.COMBO_BOX, "Size"), raw(Role.MENU_ITEM, "Large"))
    assert [(node.role, node.name, node.text) for node in told] == [(Role.COMBO_BOX, "Size", "Large")]


def test_a_password_has_no_text_whoever_told_it() -> None:
    assert nodes(raw(Role.PASSWORD, "PIN", text="1234"))[0].text == ""


def test_a_hostile_tree_is_bounded() -> None:
    circle = [raw(Role.LABEL, "x" * 10_000, parent=5000, text="y" * 10_000, handle="h" * 10_000) for _ in range(3000)]
    told = nodes(*circle)
    assert len(told) <= MAX_NODES
    assert sum(len(node.text) for node in told) <= MAX_ALL_TEXT
    assert max(len(node.name) for node in told) <= MAX_NAME
    assert max(len(node.text) for node in told) <= MAX_TEXT
    assert {node.handle for node in told} == {""}, "half a handle would name something else"


def test_a_part_is_in_what_is_told_around_it_and_never_in_what_stands_before_it() -> None:
    told = nodes(raw(name="Close"), raw(Role.OTHER), raw(Role.TOOL_BAR, parent=2), raw(name="Close", parent=3))
    assert [(node.role, node.depth) for node in told] == [(Role.BUTTON, 1), (Role.TOOL_BAR, 1), (Role.BUTTON, 2)]


def test_nothing_of_a_long_label_is_lost() -> None:
    text = "word " * 200
    assert [node.text for node in nodes(raw(Role.LABEL, text))] == [text.strip()]


# --- the wait ------------------------------------------------------------------------------------------------


class FakeTree:
    """Reads what it is told to."""

    name: ClassVar[str] = "fake"
    install_hint: ClassVar[str] = "fake"
    is_in_desktop_units: ClassVar[bool] = False
    switch: ClassVar[str] = ""

    def __init__(self, reading: Callable[[], list[RawPart]]) -> None:
        self._reading = reading

    def is_compatible(self, session: SessionKind) -> bool:
        return session is SessionKind.X11

    def is_installed(self) -> bool:
        return True

    def is_on(self) -> bool:
        return True

    def read(self, window: ActiveWindow, until: float) -> list[RawPart]:
        del window, until
        return self._reading()


WINDOW = ActiveWindow(Box(100, 100, 400, 300), "Letter")
SHOT = Shot(Image.new("RGB", (400, 300)), (100, 100), 1.0)


def trees(reading: Callable[[], list[RawPart]], kind: SessionKind = SessionKind.X11, budget: float = 20.0) -> Trees:
    return Trees([FakeTree(reading)], lambda: Desktop(kind, ""), budget)


def test_a_tree_comes_with_the_picture() -> None:
    part = RawPart(Role.WINDOW, Box(0, 0, 400, 300), name="Letter")
    assert [node.name for node in trees(lambda: [part]).begin(WINDOW).nodes(SHOT)] == ["Letter"]


def test_what_a_program_tells_of_places_outside_its_window_is_not_told() -> None:
    screen = Shot(Image.new("RGB", (1000, 800)), (0, 0), 1.0)
    window = RawPart(Role.WINDOW, Box(0, 0, 400, 300), name="Letter")
    inside, outside = (raw(Role.BUTTON, name, box=Box(x, 10, 50, 20)) for name, x in (("Save", 10), ("Pay", 600)))
    told = trees(lambda: [window, inside, outside]).begin(WINDOW).nodes(screen)
    assert [(node.name, node.box.x) for node in told] == [("Letter", 100), ("Save", 110)]


def test_a_broken_program_costs_nothing_but_the_tree() -> None:
    def broken() -> list[RawPart]:
        raise ValueError("odd")

    assert trees(broken).begin(WINDOW).nodes(SHOT) == ()
    assert trees(list).begin(WINDOW).nodes(SHOT) == ()


def test_elsewhere_nobody_is_asked() -> None:
    reading = trees(lambda: pytest.fail("asked"), SessionKind.NONE).begin(WINDOW)
    assert reading.ended.is_set()
    assert reading.nodes(SHOT) == ()


def test_who_hangs_is_waited_for_once() -> None:
    let_go, asked = threading.Event(), []

    def hang() -> list[RawPart]:
        asked.append(1)
        let_go.wait()
        return []

    both = trees(hang, budget=0.05)
    first = both.begin(WINDOW)
    assert first.nodes(SHOT) == ()
    assert both.begin(WINDOW).ended.is_set(), "the second does not wait behind the first"
    let_go.set()
    assert first.ended.wait(20.0)
    assert asked == [1]
