"""What Orca says of the settings, page by page: each stop of Tab with its name, role, value and description."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from assistant.core import setting_words
from assistant.core.settings_table import Kind, Setting
from assistant.core.wording import Wording
from assistant.core.wording.setting_names import SETTING_PAGES
from support.desktop import VirtualDesktop
from support.fixtures import start_desktop
from support.orca import Orca, golden, leave, running_orca
from support.processes import wait_until
from support.seesay import RunningSeeSay, running

pytestmark = [pytest.mark.real, pytest.mark.skipif(shutil.which("orca") is None, reason="needs orca")]

WORDS = Wording()
ROLES = {
    Kind.FLAG: "check box",
    Kind.INTEGER: "spin button",
    Kind.DECIMAL: "spin button",
    Kind.KEY: "push button",
    Kind.LANGUAGES: "push button",
    Kind.TEXTS: "push button",
}
BUTTONS = ["Import", "Export", "Reset all", "Close"]


@pytest.fixture(scope="module")
def heard() -> Iterator[tuple[Orca, RunningSeeSay]]:
    with start_desktop(with_speechd=True) as desktop, running_orca(desktop) as orca, running(desktop) as app:
        yield orca, app


def before_apostrophe(text: str) -> str:
    """Return what the log has of a sentence: it writes them between apostrophes."""
    return text.partition("'")[0].strip()


def check_stop(orca: Orca, desktop: VirtualDesktop, declared: Setting) -> None:
    """Go to a setting with Tab; Orca says its name with its role, and its sentence."""
    name = before_apostrophe(setting_words.title(declared, WORDS))
    desktop.key("Tab")
    said = orca.await_saying(name)
    sentence = before_apostrophe(setting_words.help_text(declared, WORDS))[:40]
    if declared.command is None and not any(text.startswith(sentence) for text in said):
        said += orca.await_saying(sentence)
    named = next(text for text in said if text.startswith(name))
    has_apostrophe = "'" in setting_words.title(declared, WORDS)
    assert has_apostrophe or ROLES.get(declared.kind, "combo box") in named, said


def test_every_setting_is_said_with_its_name_role_value_and_sentence(heard: tuple[Orca, RunningSeeSay]) -> None:
    orca, app = heard
    app.command()
    app.desktop.wait_for_window("SeeSay")
    wait_until(lambda: app.desktop.active_window_title() == "SeeSay", what="the main window in front")
    app.desktop.key("alt+r")
    orca.await_saying("Page: combo box")
    pages = setting_words.pages()
    for number, (page, settings) in enumerate(pages.items()):
        if number:
            app.desktop.key("ctrl+Next")
            orca.await_saying(WORDS.full(SETTING_PAGES[page]))
        orca.press("Tab", "Search the settings: text")
        for declared in settings:
            check_stop(orca, app.desktop, declared)
    golden(orca.walk(["What is kept"]), ["What is kept"], "read only")
    golden(orca.walk(BUTTONS), BUTTONS, "button")
    leave(app, "Preferences")


def test_what_a_key_window_asks_is_said(heard: tuple[Orca, RunningSeeSay]) -> None:
    orca, app = heard
    app.command()
    app.desktop.wait_for_window("SeeSay")
    wait_until(lambda: app.desktop.active_window_title() == "SeeSay", what="the main window in front")
    app.desktop.key("alt+r")
    orca.await_saying("Page: combo box")
    app.desktop.key("ctrl+f")
    app.desktop.type("find on the screen")
    app.desktop.key("Return")
    orca.await_saying("Find on the screen: Control Alt Shift F, automatic push button")
    app.desktop.key("space")
    said = orca.await_saying("Press the new key. It is Control Alt Shift F, automatic now. read only text")
    assert said[0].startswith("Key: Find on the screen dialog"), said
    names = ["Automatic: Control Alt Shift F", "No key", "Cancel"]
    golden(orca.walk(names), names, "button")
    app.desktop.key("Escape")
    orca.await_saying("Find on the screen: Control Alt Shift F")
    leave(app, "Preferences")
