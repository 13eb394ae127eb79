"""Key combinations as text, and which of them may be taken from every program."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.errors import HotkeyUnknown
from assistant.hotkeys.keys import alternatives, parse_global_key, parse_key


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Ctrl+Alt+Shift+D", "Ctrl+Alt+Shift+D"),
        ("shift + CONTROL+alt+d", "Ctrl+Alt+Shift+D"),
        ("Ctrl+Alt+Shift+Up", "Ctrl+Alt+Shift+Up"),
        ("win+space", "Super+Space"),
        ("F8", "F8"),
        ("ctrl+shift+f12", "Ctrl+Shift+F12"),
        ("Alt+7", "Alt+7"),
        ("Ctrl+Page Down", "Ctrl+PageDown"),
        ("Ctrl+/", "Ctrl+Slash"),
        ("d", "D"),
    ],
)
def test_a_combination_has_one_normal_form(text: str, normal: str) -> None:
    assert str(parse_key(text)) == normal
    assert parse_key(normal) == parse_key(text)


@pytest.mark.parametrize(
    "text",
    ["", "+", "Ctrl+", "Ctrl++D", "Ctrl+Ctrl+D", "Ctrl+Control+D", "Hyper+D", "Ctrl+Д", "Ctrl+DD", "F25", "F0", "Ctrl"],
)
def test_what_is_no_key_is_refused_by_name(text: str) -> None:
    with pytest.raises(HotkeyUnknown) as caught:
        parse_key(text)
    assert caught.value.params == {"key": text}


def test_a_page_of_text_is_refused_shortly() -> None:
    with pytest.raises(HotkeyUnknown) as caught:
        parse_key("D" * 1_000_000)
    assert len(caught.value.params["key"]) <= 64


@pytest.mark.parametrize("text", ["D", "7", "Space", "Shift+D", "Up", "Shift+Home", "Escape", "Tab", "Enter", "/"])
def test_a_key_that_people_type_with_is_never_taken(text: str) -> None:
    parse_key(text)
    with pytest.raises(HotkeyUnknown):
        parse_global_key(text)


@pytest.mark.parametrize("text", ["F8", "Shift+F8", "Pause", "Ctrl+D", "Alt+Up", "Super+Space"])
def test_other_keys_may_be_taken(text: str) -> None:
    assert str(parse_global_key(text)) == text


@given(st.text(max_size=80))
def test_any_text_is_a_key_or_refused(text: str) -> None:
    try:
        key = parse_key(text)
    except HotkeyUnknown:
        return
    assert parse_key(str(key)) == key


@pytest.mark.parametrize("text", ["Ctrl+Alt+Shift+D", "F8", "Super+Space", "Ctrl+Alt+Shift+F12"])
def test_alternatives_are_other_safe_keys_the_same_letter_first(text: str) -> None:
    key = parse_key(text)
    others = alternatives(key)
    assert key not in others
    assert len(set(others)) == len(others)
    assert all(other.is_safe for other in others)
    assert others[0].name == key.name
