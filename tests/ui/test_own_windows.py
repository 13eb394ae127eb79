"""Every window of SeeSay for someone who doesn't see it, or sees it large, dark or from right to left."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QGroupBox, QLabel, QLineEdit, QPushButton, QWidget

from assistant.core.domain import Command
from assistant.core.languages import LANGUAGES
from assistant.ui.main_window import LOOKS, OTHERS, ROOMS
from support.own_windows import Stage, description, focusable, name, reading_place, stage, wording
from support.pseudo import CLOSE, OPEN

SCREEN_READERS_SKIP = {QAccessible.Role.NoRole, QAccessible.Role.Client}


NAMES = frozenset({"SeeSay", "Ctrl", "Alt", "Shift"})
"""Words that are the same in every language."""
DIALOGS = ("licence", "token", "start", "import", "remove", "presets", "key", "languages", "reset")


INTERFACES = tuple(code for code, language in LANGUAGES.items() if language.is_interface)


@pytest.fixture(
    scope="class",
    params=[
        *INTERFACES,
        "pseudo",
        *(f"{language} {name}" for language in ("en", "he", "pseudo") for name in DIALOGS),
    ],
)
def windows(request: Any, qapp: Any) -> Iterator[dict[str, QWidget]]:
    language, _, dialog = request.param.partition(" ")
    made = stage(qapp, wording(language))
    yield {dialog: made.open_dialog(dialog)} if dialog else made.open_all()
    made.close()


@pytest.fixture
def english(qapp: Any) -> Iterator[Stage]:
    made = stage(qapp)
    yield made
    made.close()


class TestEveryWindow:
    """All windows of a language, made once: the tests that change them come last."""

    def test_everything_that_takes_the_focus_has_a_name_and_a_role(self, windows: dict[str, QWidget]) -> None:
        for title, window in windows.items():
            controls = focusable(window)
            assert controls, f"{title}: Tab finds nothing"
            for control in controls:
                role = QAccessible.queryAccessibleInterface(control).role()
                assert name(control).strip(), f"{title}: {control!r} has no name"
                assert role not in SCREEN_READERS_SKIP, f"{title}: {name(control)} has no role"

    def test_names_and_descriptions_hold_no_mark_of_a_mnemonic(self, windows: dict[str, QWidget]) -> None:
        texts = [
            text
            for window in windows.values()
            for each in focusable(window)
            for text in (name(each), description(each))
        ]
        assert [text for text in texts if "&" in text] == []

    def test_a_window_has_a_title_and_says_what_the_focus_begins_at(self, windows: dict[str, QWidget]) -> None:
        for title, window in windows.items():
            assert window.windowTitle().strip(), title
            assert window.focusWidget() is not None, f"{title}: nothing has the focus"
            assert window.focusWidget() in focusable(window), f"{title}: the focus isn't where Tab goes"

    def test_tab_goes_in_the_order_of_reading(self, windows: dict[str, QWidget]) -> None:
        for title, window in windows.items():
            controls = focusable(window)
            rows = [(reading_place(control, window), name(control)) for control in controls]
            # A field and its neighbours stand a few pixels off one line.
            ordered = sorted(rows, key=lambda row: (round(row[0][0] / 12), row[0][1]))
            assert [text for _, text in rows] == [text for _, text in ordered], title

    def test_no_letter_opens_two_things(self, windows: dict[str, QWidget]) -> None:
        for title, window in windows.items():
            texts = [each.text() for each in window.findChildren(QAbstractButton)]
            texts += [each.text() for each in window.findChildren(QLabel) if each.buddy() is not None]
            keys = [QKeySequence.mnemonic(text).toString() for text in texts]
            counted = Counter(key for key in keys if key)
            assert {key: n for key, n in counted.items() if n > 1} == {}, f"{title}: {texts}"

    def test_no_text_is_cut_off(self, windows: dict[str, QWidget]) -> None:
        for title, window in windows.items():
            for text in window.findChildren(QLabel):
                need = text.heightForWidth(text.width()) if text.wordWrap() else text.sizeHint().height()
                assert text.height() >= need, f"{title}: {text.text()!r} needs {need}, has {text.height()}"
            for control in window.findChildren(QPushButton):
                assert control.width() >= control.minimumSizeHint().width(), f"{title}: {control.text()}"

    def test_no_window_is_larger_than_a_small_screen_at_twice_the_size(self, windows: dict[str, QWidget]) -> None:
        # A screen of 1280 x 720 at 200 % has this many units; panels and a frame take some.
        for title, window in windows.items():
            window.resize(QSize(576, 324))
            assert window.width() <= 640, f"{title}: {window.size()}"
            assert window.height() <= 360, f"{title}: {window.size()}"

    def test_escape_closes_every_window(self, windows: dict[str, QWidget]) -> None:
        for title, window in reversed(windows.items()):
            if title != "ask":  # the same window as find
                window.activateWindow()
                QApplication.processEvents()
                QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
                assert not window.isVisible(), title


def shown(window: QWidget) -> Iterator[str]:
    """Yield every text of a window that somebody sees or a screen reader says, but no value of the user's own."""
    yield window.windowTitle()
    for each in window.findChildren(QWidget):
        if isinstance(each, QLabel | QAbstractButton | QGroupBox):
            yield each.title() if isinstance(each, QGroupBox) else each.text()
        if isinstance(each, QLineEdit):
            yield each.placeholderText()
        yield from (each.accessibleName(), each.accessibleDescription(), each.toolTip())
    for action in window.findChildren(QAction):
        yield action.text()


@pytest.mark.parametrize("dialog", ["", *DIALOGS])
def test_every_text_comes_from_the_catalogues(dialog: str, qapp: Any) -> None:
    made = stage(qapp, wording("pseudo"))
    windows = {dialog: made.open_dialog(dialog)} if dialog else made.open_all()
    untranslated = {text for window in windows.values() for text in shown(window) if is_english(text)}
    made.close()
    assert untranslated == set()


def is_english(text: str) -> bool:
    """Tell whether a text has words outside of the brackets of that language, other than keys, names and addresses."""
    own = re.sub(rf"{OPEN}.*{CLOSE}|https?://\S+", "", text, flags=re.S)
    return any(word not in NAMES for word in re.findall(r"[A-Za-z]{2,}", own))


def test_the_layout_follows_the_language(qapp: Any) -> None:
    for language, right_to_left in (("he", True), ("de", False)):
        made = stage(qapp, wording(language))
        window = made.opened(made.windows.show_practice)
        assert (window.layoutDirection() is Qt.LayoutDirection.RightToLeft) is right_to_left
        save, printed = window.findChildren(QPushButton)[:2]
        assert (save.x() > printed.x()) is right_to_left
        made.close()


def test_no_colour_is_of_our_own_making() -> None:
    own = {"theme.py", "outlined.py"}  # what the user asked for, and what lies on other programs' grounds
    sources = [
        path for path in Path(__file__).parents[2].joinpath("assistant", "ui").glob("*.py") if path.name not in own
    ]
    pattern = re.compile(r"QColor|setStyleSheet|QPalette|setPalette|QBrush|#[0-9a-fA-F]{6}")
    assert {path.name: found for path in sources if (found := pattern.findall(path.read_text("utf-8")))} == {}


def test_the_main_window_has_every_command_with_its_key_beside_it(english: Stage) -> None:
    window = english.opened(english.windows.show_main)
    names = [name(control) for control in focusable(window)]
    wanted = [english.wording.command(command) for command in (*LOOKS, *ROOMS, *OTHERS)]
    more = ["Models", "Preferences", "Practice page", "Welcome: set up again"]
    assert names == [*wanted, *more, english.wording.command(Command.QUIT)]
    first = focusable(window)[0]
    assert description(first) == "Control Alt Shift D"
    assert "Ctrl+Alt+Shift+D" in [label.text() for label in window.findChildren(QLabel)]


def test_enter_and_space_press_a_button(english: Stage) -> None:
    window = english.opened(english.windows.show_main)
    repeat = focusable(window)[len(LOOKS) + len(ROOMS)]
    repeat.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(repeat, key)
    assert english.done == [Command.REPEAT] * 3


def test_a_button_that_looks_hides_the_window_and_looks_once_the_desktop_is_uncovered(english: Stage) -> None:
    window = english.opened(english.windows.show_main)
    QTest.keyClick(focusable(window)[0], Qt.Key.Key_Return)
    assert not window.isVisible()
    assert english.done == []
    english.await_done(Command.DESCRIBE_SCREEN)


def test_opening_the_practice_page_takes_the_main_window_out_of_the_picture(english: Stage) -> None:
    main = english.opened(english.windows.show_main)
    (practice,) = [each for each in focusable(main) if name(each) == "Practice page"]
    QTest.keyClick(practice, Qt.Key.Key_Return)
    assert not main.isVisible()
    assert english.said[-1][0].startswith("This is a page to practise on. Press Control Alt Shift D")
