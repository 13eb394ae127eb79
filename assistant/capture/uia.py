"""The accessibility tree of the active window on Windows, by UI Automation. *Not yet run*.

One question brings the whole window with all that is asked of each part, as far as it is on the screen; then nothing
crosses to the other program any more, but for what stands in its fields. UI Automation itself gives up on a program
that hangs; whoever waits for us gave up by then as well. Boxes are in the desktop's pixels.
"""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar, TypeAlias

from assistant.capture.shot import ActiveWindow
from assistant.capture.tree_nodes import MAX_DEPTH, MAX_NODES, MAX_TEXT, RawPart
from assistant.core.domain import Box
from assistant.core.nodes import Role, State
from assistant.system.desktop import SessionKind

Com: TypeAlias = Any
"""What comtypes makes of Windows' type libraries; it has no types of ours."""

_ROLES: Mapping[int, Role] = MappingProxyType(
    {
        50000: Role.BUTTON,
        50002: Role.CHECK_BOX,
        50003: Role.COMBO_BOX,
        50004: Role.FIELD,
        50005: Role.LINK,
        50006: Role.IMAGE,
        50007: Role.LIST_ITEM,
        50008: Role.LIST,
        50009: Role.MENU,
        50010: Role.MENU_BAR,
        50011: Role.MENU_ITEM,
        50012: Role.PROGRESS,
        50013: Role.RADIO_BUTTON,
        50015: Role.SLIDER,
        50016: Role.FIELD,
        50017: Role.STATUS_BAR,
        50019: Role.TAB,
        50020: Role.LABEL,
        50021: Role.TOOL_BAR,
        50022: Role.LABEL,
        50024: Role.TREE_ITEM,
        50028: Role.TABLE,
        50029: Role.CELL,
        50030: Role.DOCUMENT,
        50031: Role.BUTTON,
        50032: Role.WINDOW,
        50035: Role.CELL,
        50036: Role.TABLE,
    }
)
_TEXT, _SCROLL_BAR, _THUMB, _SEPARATOR = 50020, 50014, 50027, 50038
_UNTOLD = frozenset({_SCROLL_BAR, _THUMB, _SEPARATOR})
_IS_OFFSCREEN, _VALUE, _RUNTIME_ID = 30022, 30045, 30000
_RANGE_VALUE, _TOGGLE, _SELECTED, _EXPANDED, _REQUIRED, _READ_ONLY, _HEADING = (
    30047, 30086, 30079, 30070, 30025, 30046, 30173,
)  # fmt: skip
_BOX, _TYPE, _NAME, _PASSWORD, _FOCUS, _ENABLED = 30001, 30003, 30005, 30019, 30008, 30010
_ASKED = (
    _BOX, _TYPE, _NAME, _PASSWORD, _FOCUS, _ENABLED, _RUNTIME_ID, _RANGE_VALUE, _TOGGLE, _SELECTED, _EXPANDED,
    _REQUIRED, _READ_ONLY, _HEADING,
)  # fmt: skip
_SUBTREE = 7
_FIRST_LEVEL = 80051
_MAX_VALUES = 60
_FIELD_ROLES = frozenset({Role.FIELD, Role.COMBO_BOX})


def client() -> tuple[Com, Com]:
    """Return UI Automation and the module of its interfaces, for this thread. Raises OSError or ImportError."""
    comtypes = importlib.import_module("comtypes")
    comtypes.CoInitialize()
    com = importlib.import_module("comtypes.client")
    module = com.GetModule("UIAutomationCore.dll")
    return com.CreateObject(module.CUIAutomation8, interface=module.IUIAutomation2), module


class UiaTree:
    """Reads the active window's tree by UI Automation."""

    name: ClassVar[str] = "ui-automation"
    install_hint: ClassVar[str] = "pip install comtypes"
    is_in_desktop_units: ClassVar[bool] = True
    switch: ClassVar[str] = ""

    def __init__(self, open_client: Callable[[], tuple[Com, Com]] = client) -> None:
        self._open = open_client

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether this is Windows."""
        return session is SessionKind.WINDOWS

    def is_installed(self) -> bool:
        """Tell whether comtypes is there."""
        return importlib.util.find_spec("comtypes") is not None

    def is_on(self) -> bool:
        """Tell that it always is."""
        return True

    def read(self, window: ActiveWindow, until: float) -> list[RawPart]:
        """Return the window's parts that are shown; raises comtypes' errors where a program doesn't answer."""
        if not window.number:
            return []
        automation, _ = self._open()
        milliseconds = max(int(1000 * (until - time.monotonic())), 1)
        automation.ConnectionTimeout = automation.TransactionTimeout = milliseconds
        request = automation.CreateCacheRequest()
        for number in _ASKED:
            request.AddProperty(number)
        request.TreeScope = _SUBTREE
        shown = automation.CreatePropertyCondition(_IS_OFFSCREEN, False)
        request.TreeFilter = automation.CreateAndCondition(automation.ControlViewCondition, shown)
        root = automation.ElementFromHandleBuildCache(window.number, request)
        return list(_parts(root, until)) if root else []


def _parts(root: Com, until: float) -> Iterator[RawPart]:
    waiting: list[tuple[Com, int, int]] = [(root, -1, 0)]
    count = values = 0
    while waiting and count < 2 * MAX_NODES and time.monotonic() < until:
        element, parent, depth = waiting.pop()
        kind = element.GetCachedPropertyValue(_TYPE)
        if kind in _UNTOLD:
            continue
        part = _part(element, kind, parent)
        if part.role in _FIELD_ROLES and values < _MAX_VALUES:
            values += 1
            text = element.GetCurrentPropertyValue(_VALUE)
            part = _with_text(part, text)
        yield part
        children = element.GetCachedChildren() if depth < MAX_DEPTH else None
        found = [children.GetElement(place) for place in range(children.Length)] if children else []
        waiting += [(child, count, depth + 1) for child in reversed(found)]
        count += 1


def _part(element: Com, kind: int, parent: int) -> RawPart:
    role = _ROLES.get(kind, Role.OTHER)
    if element.GetCachedPropertyValue(_PASSWORD) is True:
        role = Role.PASSWORD
    heading = element.GetCachedPropertyValue(_HEADING)
    level = heading - _FIRST_LEVEL + 1 if isinstance(heading, int) and 0 <= heading - _FIRST_LEVEL < 9 else 0
    if level:
        role = Role.HEADING
    if parent < 0:
        role = Role.WINDOW
    name = element.GetCachedPropertyValue(_NAME)
    name = name[:MAX_TEXT] if isinstance(name, str) else ""
    text = name if kind == _TEXT else _figure(element.GetCachedPropertyValue(_RANGE_VALUE), role)
    return RawPart(
        role,
        _box(element.GetCachedPropertyValue(_BOX)),
        parent,
        name,
        text,
        _states(element),
        level,
        _handle(element.GetCachedPropertyValue(_RUNTIME_ID)),
        is_leaf_text=kind == _TEXT,
        is_viewport=role is Role.DOCUMENT,
    )


def _box(value: object) -> Box:
    numbers = value if isinstance(value, tuple) and len(value) == 4 else (0, 0, 0, 0)
    return Box(*(int(number) for number in numbers))


def _handle(value: object) -> str:
    numbers = value if isinstance(value, tuple | list) else ()
    return "uia:" + ".".join(str(number) for number in numbers) if numbers else ""


def _states(element: Com) -> tuple[State, ...]:
    def told(number: int, value: object = True) -> bool:
        # What a part doesn't support comes as an object of its own, equal to nothing.
        return bool(element.GetCachedPropertyValue(number) == value)

    found = (
        (State.FOCUSED, told(_FOCUS)),
        (State.CHECKED, told(_TOGGLE, 1)),
        (State.SELECTED, told(_SELECTED)),
        (State.EXPANDED, told(_EXPANDED, 1)),
        (State.COLLAPSED, told(_EXPANDED, 0)),
        (State.DISABLED, told(_ENABLED, False)),
        (State.REQUIRED, told(_REQUIRED)),
        (State.READ_ONLY, told(_READ_ONLY)),
    )
    return tuple(state for state, is_so in found if is_so)


def _with_text(part: RawPart, text: object) -> RawPart:
    return replace(part, text=text[:MAX_TEXT]) if isinstance(text, str) else part


def _figure(value: object, role: Role) -> str:
    is_number = isinstance(value, int | float) and role in (Role.SLIDER, Role.PROGRESS)
    return f"{value:g}" if is_number else ""
