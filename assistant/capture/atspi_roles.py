"""What AT-SPI's numbers mean: the roles and states of its header files, as the house's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assistant.core.nodes import Role, State

ACTIVE, EDITABLE, ENABLED, FOCUSED, MULTI_LINE, SENSITIVE, SHOWING, VISIBLE = 1, 7, 8, 12, 17, 24, 25, 30
CHECKED, COLLAPSED, EXPANDED, MODAL, PRESSED, SELECTED = 4, 5, 10, 16, 20, 23
MANAGES_DESCENDANTS, REQUIRED, INVALID_ENTRY, READ_ONLY = 31, 33, 36, 43

PASSWORD_TEXT = 40
HEADING = 83
STATIC = 116
SCROLLERS = frozenset({49, 68, 82, 94, 95, 96})
"""Scroll panes, viewports and documents: what lies outside of them isn't seen."""
UNTOLD = frozenset({0, 4, 48, 50, 74, 86})
"""Arrows, scroll bars, separators, rulers: nobody wants to hear of them."""

_ROLES: Mapping[Role, tuple[int, ...]] = {
    Role.WINDOW: (23, 28, 69),
    Role.DIALOG: (9, 16, 19, 22, 36),
    Role.DOCUMENT: (25, 82, 92, 93, 94, 95, 96, 109),
    Role.HEADING: (83,),
    Role.PARAGRAPH: (73, 81, 97, 105, 124, 122, 123),
    Role.LABEL: (29, 116, 64, 104, 119, 120),
    Role.LINK: (88,),
    Role.IMAGE: (26, 27, 3, 80, 100),
    Role.BUTTON: (43, 129),
    Role.TOGGLE: (62, 130),
    Role.CHECK_BOX: (7, 8),
    Role.RADIO_BUTTON: (44, 45),
    Role.FIELD: (12, 52, 61, 76, 77, 79),
    Role.PASSWORD: (PASSWORD_TEXT,),
    Role.COMBO_BOX: (11,),
    Role.SLIDER: (15, 51),
    Role.PROGRESS: (42, 103),
    Role.MENU_BAR: (34,),
    Role.MENU: (33, 41),
    Role.MENU_ITEM: (35, 59),
    Role.TAB: (37,),
    Role.TOOL_BAR: (63,),
    Role.STATUS_BAR: (54,),
    Role.LIST: (31, 98, 121),
    Role.LIST_ITEM: (32, 13),
    Role.TREE_ITEM: (91,),
    Role.TABLE: (55, 66),
    Role.ROW: (90,),
    Role.CELL: (10, 47, 56, 57, 58),
    Role.ALERT: (2, 101, 102),
    Role.TERMINAL: (60,),
}
_ROLE_OF = MappingProxyType({number: role for role, numbers in _ROLES.items() for number in numbers})

_STATES: Mapping[int, State] = {
    FOCUSED: State.FOCUSED,
    CHECKED: State.CHECKED,
    SELECTED: State.SELECTED,
    PRESSED: State.PRESSED,
    EXPANDED: State.EXPANDED,
    COLLAPSED: State.COLLAPSED,
    READ_ONLY: State.READ_ONLY,
    REQUIRED: State.REQUIRED,
    INVALID_ENTRY: State.INVALID,
    MODAL: State.MODAL,
}
_OPERABLE = frozenset(
    {
        Role.LINK,
        Role.BUTTON,
        Role.TOGGLE,
        Role.CHECK_BOX,
        Role.RADIO_BUTTON,
        Role.FIELD,
        Role.PASSWORD,
        Role.COMBO_BOX,
        Role.SLIDER,
        Role.MENU,
        Role.MENU_ITEM,
        Role.TAB,
    }
)
"""What can be disabled in a way that means something."""


def role_of(number: int) -> Role:
    """Return the house's role of an AT-SPI role."""
    return _ROLE_OF.get(number, Role.OTHER)


def bits_of(words: Sequence[int]) -> int:
    """Return the state set of its two words as one number."""
    return sum((word & 0xFFFFFFFF) << (32 * place) for place, word in enumerate(words[:2]))


def has(bits: int, *states: int) -> bool:
    """Tell whether all of these states are set."""
    return all(bits >> state & 1 for state in states)


def states_of(bits: int, role: Role) -> tuple[State, ...]:
    """Return the states that tell something of a part of that role."""
    found = [state for number, state in _STATES.items() if bits >> number & 1]
    if role in _OPERABLE and not has(bits, SENSITIVE) and not has(bits, ENABLED):
        found.append(State.DISABLED)
    return tuple(found)
