"""Where a key lies on a keyboard, from the two tables of an X server."""

from __future__ import annotations

import pytest

from assistant.hotkeys.keys import parse_key
from assistant.hotkeys.layout import combination, find_keycode, find_modifiers

ALT, META, SUPER, NUM, SCROLL = 0xFFE9, 0xFFE7, 0xFFEB, 0xFF7F, 0xFF14
CODES = {
    "Alt_L": ALT,
    "Alt_R": 0xFFEA,
    "Meta_L": META,
    "Meta_R": 0xFFE8,
    "Super_L": SUPER,
    "Super_R": 0xFFEC,
    "Num_Lock": NUM,
    "Scroll_Lock": SCROLL,
}
CYRILLIC_VE, SPACE = 0x6D7, 0x20
KEYS = {64: (ALT, META), 133: (SUPER,), 77: (NUM,), 78: (SCROLL,), 65: (SPACE,), 40: (ord("d"), ord("D"))}
ROWS = [[50, 62], [66], [37, 105], [64, 0], [77, 0], [0], [133], [0]]


def test_the_bits_of_modifiers_and_locks() -> None:
    modifiers = find_modifiers(ROWS, KEYS, CODES)
    assert modifiers.bits == {"Ctrl": 4, "Shift": 1, "Alt": 8, "Super": 64}
    assert modifiers.locks == (2, 16)
    assert sorted(modifiers.lock_masks()) == [0, 2, 16, 18]


def test_a_scroll_lock_that_is_a_modifier_is_ignored_too() -> None:
    rows = [*ROWS[:5], [78], *ROWS[6:]]
    masks = list(find_modifiers(rows, KEYS, CODES).lock_masks())
    assert len(masks) == len(set(masks)) == 8
    assert max(masks) == 2 + 16 + 32


def test_a_keyboard_without_super_has_no_key_with_super() -> None:
    rows = [*ROWS[:6], [0], [0]]
    modifiers = find_modifiers(rows, KEYS, CODES)
    assert modifiers.mask(["Super"]) is None
    assert combination(parse_key("Super+D"), ord("d"), KEYS, modifiers) is None
    assert combination(parse_key("Ctrl+Alt+D"), ord("d"), KEYS, modifiers) == (40, 12)


def test_a_modifier_key_on_the_row_of_a_lock_is_no_lock() -> None:
    rows = [*ROWS[:3], [64, 77], [0], *ROWS[5:]]
    assert find_modifiers(rows, KEYS, CODES).locks == (2,)


@pytest.mark.parametrize(
    ("keysyms", "keycode"),
    [
        pytest.param({40: (100, 68), 41: (102, 70)}, 40, id="plain"),
        pytest.param({40: (CYRILLIC_VE, 0, 100, 68)}, 40, id="second group"),
        pytest.param({38: (113, 81, 0, 0, 100), 40: (100, 68)}, 40, id="typed plainly wins over AltGr"),
        pytest.param({38: (CYRILLIC_VE, 0, 100), 40: (100, 68)}, 40, id="the first group wins"),
        pytest.param({0: (100,), 40: (100,)}, 40, id="keycode 0 is any key"),
        pytest.param({40: (CYRILLIC_VE, 0), 65: (SPACE,)}, 40, id="only Russian: where a US keyboard has it"),
        pytest.param({40: (CYRILLIC_VE, 0)}, None, id="no PC keyboard: no guess"),
        pytest.param({65: (SPACE,)}, None, id="that key isn't there"),
        pytest.param({65: (SPACE,), 40: (0, 0)}, None, id="that key has no meaning"),
    ],
)
def test_the_letter_d(keysyms: dict[int, tuple[int, ...]], keycode: int | None) -> None:
    assert find_keycode("D", ord("d"), keysyms) == keycode


ISO_NEXT_GROUP = 0xFE08


def test_modifiers_that_switch_the_layout_together_are_known() -> None:
    keys = {**KEYS, 64: (ALT, ISO_NEXT_GROUP), 50: (0xFFE1, ISO_NEXT_GROUP)}
    modifiers = find_modifiers(ROWS, keys, CODES)
    assert modifiers.switching == 1 + 8
    assert set(modifiers.shortened(4 + 8 + 1)) == {4 + 8, 4 + 1}
    assert modifiers.shortened(4 + 8) == ()


def test_one_modifier_alone_switches_nothing() -> None:
    modifiers = find_modifiers(ROWS, {**KEYS, 50: (0xFFE1, ISO_NEXT_GROUP)}, CODES)
    assert modifiers.shortened(4 + 8 + 1) == ()
