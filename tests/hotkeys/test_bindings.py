"""Which command a key means: taken keys, new layouts, what is offered instead. The keyboard is a fake."""

from __future__ import annotations

import pytest

from assistant.core.domain import Command
from assistant.core.errors import HotkeyError, HotkeyTaken, HotkeyUnknown
from assistant.hotkeys.bindings import Bindings
from assistant.hotkeys.layout import Modifiers
from assistant.hotkeys.presses import Presses
from support.fake_keyboard import BITS, NUM_LOCK, FakeKeyboard


@pytest.fixture
def keyboard() -> FakeKeyboard:
    return FakeKeyboard()


@pytest.fixture
def posted() -> list[Command]:
    return []


@pytest.fixture
def told() -> list[HotkeyError]:
    return []


@pytest.fixture
def bindings(keyboard: FakeKeyboard, posted: list[Command], told: list[HotkeyError]) -> Bindings[Command]:
    return Bindings(keyboard, Presses(tells_repeats=True), posted.append, lambda: 100.0, told.append)


def test_a_press_posts_its_command_whatever_the_locks(
    keyboard: FakeKeyboard, bindings: Bindings[Command], posted: list[Command]
) -> None:
    assert bindings.replace({Command.STOP: "Ctrl+S", Command.OPEN: "Ctrl+Shift+S"}) == []
    keycode, mask = keyboard.place("Ctrl+S")
    for locks in (0, 2, NUM_LOCK, 2 | NUM_LOCK):
        bindings.press(keycode, mask | locks, 0)
        bindings.release(keycode, 1)
    bindings.press(keycode, mask | BITS["Shift"], 2)
    assert posted == [Command.STOP] * 4 + [Command.OPEN]


def test_new_bindings_replace_the_old(
    keyboard: FakeKeyboard, bindings: Bindings[Command], posted: list[Command]
) -> None:
    bindings.replace({Command.STOP: "Ctrl+S"})
    old = keyboard.place("Ctrl+S")
    bindings.replace({Command.STOP: "Ctrl+X"})
    assert keyboard.held == {keyboard.place("Ctrl+X")}
    bindings.press(*old, 0)
    assert posted == []
    assert bindings.replace({}) == []
    assert keyboard.held == set()


def test_a_taken_key_comes_with_a_free_one_and_the_rest_works(
    keyboard: FakeKeyboard, bindings: Bindings[Command]
) -> None:
    keyboard.of_others = {keyboard.place("Ctrl+Alt+Shift+D"), keyboard.place("Ctrl+Alt+Super+D")}
    errors = bindings.replace({Command.DESCRIBE_SCREEN: "Ctrl+Alt+Shift+D", Command.STOP: "Ctrl+Alt+Shift+S"})
    assert errors == [HotkeyTaken(key="Ctrl+Alt+Shift+D", free="Ctrl+Shift+Super+D")]
    assert keyboard.held == {keyboard.place("Ctrl+Alt+Shift+S")}


def test_no_offer_is_a_key_of_ours_or_made_twice(keyboard: FakeKeyboard, bindings: Bindings[Command]) -> None:
    keyboard.of_others = {keyboard.place("Ctrl+D"), keyboard.place("Alt+D")}
    errors = bindings.replace(
        {Command.ASK: "Ctrl+D", Command.FIND: "Alt+D", Command.DESCRIBE_SCREEN: "Ctrl+Alt+Shift+D"}
    )
    assert errors == [
        HotkeyTaken(key="Ctrl+D", free="Ctrl+Alt+Super+D"),
        HotkeyTaken(key="Alt+D", free="Ctrl+Shift+Super+D"),
    ]


def test_where_nothing_is_free_nothing_is_offered(
    keyboard: FakeKeyboard, bindings: Bindings[Command], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyboard, "is_free", lambda _place: False)
    monkeypatch.setattr(keyboard, "grab", lambda _place, **_options: False)
    assert bindings.replace({Command.ASK: "Ctrl+D"}) == [HotkeyTaken(key="Ctrl+D", free="")]


def test_one_key_for_two_commands_is_taken_by_the_first(keyboard: FakeKeyboard, bindings: Bindings[Command]) -> None:
    errors = bindings.replace({Command.STOP: "Ctrl+Alt+S", Command.OPEN: "alt+ctrl+s"})
    assert errors == [HotkeyTaken(key="Ctrl+Alt+S", free="Ctrl+Alt+Shift+S")]


def test_what_is_no_key_here_is_told_and_the_rest_works(keyboard: FakeKeyboard, bindings: Bindings[Command]) -> None:
    keyboard.lacks = {"F24"}
    errors = bindings.replace(
        {Command.ASK: "Ctrl+Nonsense", Command.FIND: "D", Command.OPEN: "F24", Command.STOP: "F8"}
    )
    assert errors == [HotkeyUnknown(key="Ctrl+Nonsense"), HotkeyUnknown(key="D"), HotkeyUnknown(key="F24")]
    assert keyboard.held == {keyboard.place("F8")}


def test_keys_move_with_the_layout(keyboard: FakeKeyboard, bindings: Bindings[Command], posted: list[Command]) -> None:
    bindings.replace({Command.STOP: "Ctrl+S"})
    old = keyboard.place("Ctrl+S")
    keyboard.next_shift = 1
    bindings.relayout()
    assert keyboard.held == {(old[0] + 1, old[1])}
    bindings.press(*old, 0)
    bindings.press(old[0] + 1, old[1], 10)
    assert posted == [Command.STOP]


def test_two_keys_that_change_places_change_commands(
    keyboard: FakeKeyboard, bindings: Bindings[Command], posted: list[Command], monkeypatch: pytest.MonkeyPatch
) -> None:
    bindings.replace({Command.ASK: "Ctrl+A", Command.STOP: "Ctrl+Q"})
    ask, stop = keyboard.place("Ctrl+A"), keyboard.place("Ctrl+Q")
    monkeypatch.setattr(keyboard, "find", lambda key: {"A": stop, "Q": ask}[key.name])
    bindings.relayout()
    bindings.press(*ask, 0)
    assert posted == [Command.STOP]


def test_keys_are_bound_on_the_layout_of_now(keyboard: FakeKeyboard, bindings: Bindings[Command]) -> None:
    keyboard.next_shift = 1
    bindings.replace({Command.STOP: "Ctrl+S"})
    assert keyboard.shift == 1
    assert keyboard.held == {keyboard.place("Ctrl+S")}


def test_a_change_that_moves_no_key_of_ours_touches_nothing(
    keyboard: FakeKeyboard, bindings: Bindings[Command]
) -> None:
    bindings.replace({Command.STOP: "Ctrl+S"})
    before = keyboard.grabs
    bindings.relayout()
    assert keyboard.grabs == before


def test_a_lock_that_moves_makes_the_keys_be_taken_again(keyboard: FakeKeyboard, bindings: Bindings[Command]) -> None:
    bindings.replace({Command.STOP: "Ctrl+S"})
    before = keyboard.grabs
    keyboard.next_modifiers = Modifiers(BITS, (2, 32))
    bindings.relayout()
    assert keyboard.grabs == before + 1


def test_a_key_that_the_new_layout_lacks_comes_back_with_the_next(
    keyboard: FakeKeyboard, bindings: Bindings[Command]
) -> None:
    bindings.replace({Command.STOP: "Ctrl+S"})
    keyboard.lacks = {"S"}
    bindings.relayout()
    assert keyboard.held == set()
    keyboard.lacks = set()
    bindings.relayout()
    assert keyboard.held == {keyboard.place("Ctrl+S")}


def test_a_key_that_another_program_holds_during_the_change_is_tried_again(
    keyboard: FakeKeyboard, bindings: Bindings[Command]
) -> None:
    bindings.replace({Command.STOP: "Ctrl+S", Command.OPEN: "Ctrl+O"})
    keyboard.next_shift = 1
    keycode, mask = keyboard.place("Ctrl+S")
    keyboard.of_others = {(keycode + 1, mask)}
    bindings.relayout()
    assert keyboard.held == {keyboard.place("Ctrl+O")}
    assert bindings.due == 101.0
    keyboard.of_others = set()
    bindings.wake()
    assert keyboard.held == {keyboard.place("Ctrl+O"), keyboard.place("Ctrl+S")}
    assert bindings.due is None


def test_trying_again_has_an_end_and_what_stays_lost_is_told_once(
    keyboard: FakeKeyboard, bindings: Bindings[Command], told: list[HotkeyError]
) -> None:
    keyboard.of_others = {keyboard.place("Ctrl+A")}
    bindings.replace({Command.STOP: "Ctrl+S", Command.ASK: "Ctrl+A", Command.OPEN: "Ctrl+O"})
    keyboard.of_others |= {keyboard.place("Ctrl+O")}
    keyboard.lacks = {"S"}
    bindings.relayout()
    waits = []
    for _ in range(5):
        waits.append(bindings.due)
        assert told == []
        bindings.wake()
    assert [*waits, bindings.due] == [101.0] * 5 + [None]
    assert told == [HotkeyUnknown(key="Ctrl+S"), HotkeyTaken(key="Ctrl+O", free="Ctrl+Alt+Shift+O")]
    keyboard.next_shift += 1
    bindings.relayout()
    for _ in range(5):
        bindings.wake()
    assert len(told) == 2


SWITCHED_BY_ALT_SHIFT = Modifiers(BITS, (2, NUM_LOCK), switching=BITS["Alt"] | BITS["Shift"])


def test_where_alt_shift_switches_the_layout_the_key_still_works(
    keyboard: FakeKeyboard, bindings: Bindings[Command], posted: list[Command]
) -> None:
    keyboard.next_modifiers = SWITCHED_BY_ALT_SHIFT
    assert bindings.replace({Command.STOP: "Ctrl+Alt+Shift+S", Command.OPEN: "Ctrl+O"}) == []
    keycode, mask = keyboard.place("Ctrl+Alt+Shift+S")
    assert keyboard.asks == {(keycode, mask & ~BITS["Alt"]), (keycode, mask & ~BITS["Shift"])}
    keyboard.down = mask
    bindings.press(keycode, mask & ~BITS["Shift"], 0)
    bindings.press(keycode, mask & ~BITS["Shift"], 700)
    bindings.release(keycode, 800)
    bindings.press(keycode, mask & ~BITS["Alt"] | NUM_LOCK, 900)
    assert posted == [Command.STOP, Command.STOP]
    assert keyboard.decisions == [True] * 3


def test_the_shorter_key_is_let_through_to_its_program(
    keyboard: FakeKeyboard, bindings: Bindings[Command], posted: list[Command]
) -> None:
    keyboard.next_modifiers = SWITCHED_BY_ALT_SHIFT
    bindings.replace({Command.STOP: "Ctrl+Alt+Shift+S"})
    keycode, mask = keyboard.place("Ctrl+Alt+S")
    keyboard.down = mask
    bindings.press(keycode, mask, 0)
    assert keyboard.decisions == [False]
    assert posted == []
    bindings.replace({})
    assert keyboard.held == set()


def test_a_press_that_was_asked_about_before_the_keys_were_replaced_is_answered(
    keyboard: FakeKeyboard, bindings: Bindings[Command]
) -> None:
    keyboard.next_modifiers = SWITCHED_BY_ALT_SHIFT
    bindings.replace({Command.STOP: "Ctrl+Alt+Shift+S"})
    bindings.replace({})
    bindings.press(*keyboard.place("Ctrl+Alt+S"), 0)
    assert keyboard.decisions == [False], "the keyboard stays frozen"


def test_a_key_whose_shorter_form_is_taken_is_taken(keyboard: FakeKeyboard, bindings: Bindings[Command]) -> None:
    keyboard.next_modifiers = SWITCHED_BY_ALT_SHIFT
    keyboard.of_others = {keyboard.place("Ctrl+Alt+S")}
    errors = bindings.replace({Command.STOP: "Ctrl+Alt+Shift+S"})
    assert errors == [HotkeyTaken(key="Ctrl+Alt+Shift+S", free="Ctrl+Alt+Super+S")]
    assert keyboard.held == set()
