"""The tray: there when the desktop has one, also when it comes later; its entries have names and keys."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QMenu
from Xlib import X, display, error

from assistant.app.tray_icon import PATIENCE as TRAY_PATIENCE
from assistant.core.domain import Command
from assistant.core.wording import Wording
from assistant.system import paths
from assistant.ui.main_window import LOOKS, OTHERS, ROOMS
from assistant.ui.tray import Tray
from support.desktop import VirtualDesktop
from support.fixtures import start_desktop
from support.own_windows import KEYS
from support.processes import wait_until
from support.seesay import running

ICON = paths.resources() / "icons" / "seesay.svg"


class Made:
    def __init__(self) -> None:
        self.done: list[Command] = []
        self.later: list[Any] = []
        self.opened: list[str] = []
        self.tray = Tray(
            Wording(),
            ICON,
            self.done.append,
            lambda command: KEYS.get(command, ""),
            lambda: {"&Practice page": lambda: self.opened.append("practice")},
            lambda seconds, call: self.later.append(call),
        )

    @property
    def menu(self) -> QMenu:
        return self.tray._menu


@pytest.fixture
def made(qapp: Any) -> Iterator[Made]:
    tray = Made()
    yield tray
    tray.tray.close()


def test_every_command_is_an_entry_with_its_key(made: Made) -> None:
    words = Wording()
    entries = [action.text() for action in made.menu.actions() if not action.isSeparator()]
    commands = [
        f"{words.command(each)}\t{KEYS[each]}" if each in KEYS else words.command(each)
        for each in (*LOOKS, *ROOMS, *OTHERS)
    ]
    assert entries == [*commands, "&Practice page", words.command(Command.SHOW), words.command(Command.QUIT)]


def test_an_entry_that_looks_waits_until_the_menu_is_gone(made: Made) -> None:
    actions = {action.text().partition("\t")[0]: action for action in made.menu.actions()}
    actions["Describe the screen"].trigger()
    assert made.done == []
    made.later[0]()
    actions["Stop"].trigger()
    actions["&Practice page"].trigger()
    assert made.done == [Command.DESCRIBE_SCREEN, Command.STOP]
    assert made.opened == ["practice"]


@pytest.mark.real
def test_a_tray_that_comes_later_shows_the_icon_and_a_click_opens_the_window() -> None:
    with start_desktop() as desktop, running(desktop) as app:
        app.command()
        desktop.wait_for_window("SeeSay")
        desktop.key("Escape")
        began = app.tray.create_time()
        wait_until(lambda: time.time() - began > TRAY_PATIENCE + 2, what="its patience with a starting desktop to end")
        assert icon(desktop) is None
        with desktop.popen(["trayer", "--edge", "top", "--align", "right", "--widthtype", "request"]):
            wait_until(lambda: icon(desktop) is not None, seconds=30, what="the icon in the tray")
            place = icon(desktop)
            assert place is not None
            desktop.click(*place)
            desktop.wait_for_window("SeeSay")
        assert app.process.poll() is None


def icon(desktop: VirtualDesktop) -> tuple[int, int] | None:
    """Return the middle of the one embedded window, on the screen."""
    connection = display.Display(desktop.display)
    try:
        return middle_of_embedded(connection)
    except error.BadWindow:
        return None  # closed while it was looked at
    finally:
        connection.close()


def middle_of_embedded(connection: Any) -> tuple[int, int] | None:
    root = connection.screen().root
    embedded = connection.intern_atom("_XEMBED_INFO")
    waiting = list(root.query_tree().children)
    while waiting:
        window = waiting.pop()
        is_shown = window.get_attributes().map_state == X.IsViewable
        if is_shown and window.get_full_property(embedded, X.AnyPropertyType) is not None:
            size, corner = window.get_geometry(), root.translate_coords(window, 0, 0)
            return corner.x + size.width // 2, corner.y + size.height // 2
        waiting.extend(window.query_tree().children)
    return None
