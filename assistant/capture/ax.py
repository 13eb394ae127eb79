"""The accessibility tree of the active window on macOS, by its AX interface. *Not yet run*.

It answers to programs that the user let in under Privacy & Security → Accessibility; SeeSay reads where it is let in
and never asks by itself. Boxes are in points of the desktop. Programs that build their tree on demand (browsers) are
not made to.
"""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar, TypeAlias

from assistant.capture.shot import ActiveWindow
from assistant.capture.tree_nodes import MAX_DEPTH, MAX_NODES, MAX_TEXT, RawPart
from assistant.core.domain import Box
from assistant.core.nodes import Role, State
from assistant.system.desktop import SessionKind

Framework: TypeAlias = Any
"""A module of pyobjc, or what it returns; it has no types."""

_ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "AXWindow": Role.WINDOW,
        "AXSheet": Role.DIALOG,
        "AXWebArea": Role.DOCUMENT,
        "AXHeading": Role.HEADING,
        "AXStaticText": Role.LABEL,
        "AXLink": Role.LINK,
        "AXImage": Role.IMAGE,
        "AXButton": Role.BUTTON,
        "AXMenuButton": Role.BUTTON,
        "AXDisclosureTriangle": Role.TOGGLE,
        "AXCheckBox": Role.CHECK_BOX,
        "AXRadioButton": Role.RADIO_BUTTON,
        "AXTextField": Role.FIELD,
        "AXTextArea": Role.FIELD,
        "AXComboBox": Role.FIELD,
        "AXPopUpButton": Role.COMBO_BOX,
        "AXSlider": Role.SLIDER,
        "AXProgressIndicator": Role.PROGRESS,
        "AXMenuBar": Role.MENU_BAR,
        "AXMenu": Role.MENU,
        "AXMenuItem": Role.MENU_ITEM,
        "AXToolbar": Role.TOOL_BAR,
        "AXList": Role.LIST,
        "AXTable": Role.TABLE,
        "AXOutline": Role.TABLE,
        "AXRow": Role.ROW,
        "AXCell": Role.CELL,
    }
)
_UNTOLD = frozenset({"AXScrollBar", "AXSplitter", "AXValueIndicator", "AXRuler"})
_SECURE = "AXSecureTextField"
_ASKED = (
    "AXRole", "AXSubrole", "AXTitle", "AXDescription", "AXPosition", "AXSize", "AXEnabled", "AXFocused", "AXSelected",
    "AXExpanded",
)  # fmt: skip
_TEXTS = frozenset({Role.LABEL, Role.FIELD, Role.COMBO_BOX, Role.SLIDER, Role.PROGRESS, Role.HEADING})
_TICKS = frozenset({Role.CHECK_BOX, Role.RADIO_BUTTON})
_MAX_CHILDREN = 300


def services() -> Framework:
    """Return pyobjc's ApplicationServices. Raises ImportError where it is missing."""
    return importlib.import_module("ApplicationServices")


class AxTree:
    """Reads the active window's tree by macOS' accessibility interface."""

    name: ClassVar[str] = "ax"
    install_hint: ClassVar[str] = "pip install pyobjc-framework-ApplicationServices"
    is_in_desktop_units: ClassVar[bool] = True
    switch: ClassVar[str] = ""

    def __init__(self, framework: Framework = None) -> None:
        self._framework = framework

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether this is macOS."""
        return session is SessionKind.MACOS

    def is_installed(self) -> bool:
        """Tell whether pyobjc is there."""
        return importlib.util.find_spec("ApplicationServices") is not None

    def is_on(self) -> bool:
        """Tell whether SeeSay is let in."""
        return bool((self._framework or services()).AXIsProcessTrusted())

    def read(self, window: ActiveWindow, until: float) -> list[RawPart]:
        """Return the parts of the program's focused window; none where SeeSay isn't let in."""
        ax = self._framework or services()
        if not window.pid or not ax.AXIsProcessTrusted():
            return []
        program = ax.AXUIElementCreateApplication(window.pid)
        ax.AXUIElementSetMessagingTimeout(program, max(until - time.monotonic(), 0.01))
        error, root = ax.AXUIElementCopyAttributeValue(program, "AXFocusedWindow", None)
        return [] if error or root is None else list(_parts(ax, root, until))


def _parts(ax: Framework, root: Framework, until: float) -> Iterator[RawPart]:
    waiting: list[tuple[Framework, int, int]] = [(root, -1, 0)]
    count = 0
    while waiting and count < 2 * MAX_NODES and time.monotonic() < until:
        element, parent, depth = waiting.pop()
        part = _part(ax, element, parent)
        if part is None:
            continue
        yield part
        error, children = ax.AXUIElementCopyAttributeValue(element, "AXChildren", None)
        found = list(children or ()) if not error and depth < MAX_DEPTH else []
        if len(found) <= _MAX_CHILDREN:
            waiting += [(child, count, depth + 1) for child in reversed(found)]
        count += 1


def _part(ax: Framework, element: Framework, parent: int) -> RawPart | None:
    error, values = ax.AXUIElementCopyMultipleAttributeValues(element, list(_ASKED), 0, None)
    if error or values is None or len(values) != len(_ASKED):
        return None
    told = dict(zip(_ASKED, values, strict=True))
    if told["AXRole"] in _UNTOLD:
        return None
    role = _ROLES.get(told["AXRole"], Role.OTHER)
    if told["AXSubrole"] == _SECURE:
        role = Role.PASSWORD
    if told["AXSubrole"] == "AXTabButton":
        role = Role.TAB
    name = next((word for word in (told["AXTitle"], told["AXDescription"]) if isinstance(word, str) and word), "")
    part = RawPart(
        Role.WINDOW if parent < 0 else role,
        _box(ax, told["AXPosition"], told["AXSize"]),
        parent,
        name[:MAX_TEXT],
        states=_states(told),
        is_leaf_text=role is Role.LABEL,
        is_viewport=told["AXRole"] in ("AXScrollArea", "AXWebArea"),
    )
    return _with_value(ax, element, part)


def _with_value(ax: Framework, element: Framework, part: RawPart) -> RawPart:
    """Put to a part what it is set to; a password field is never asked."""
    if part.role not in _TEXTS | _TICKS:
        return part
    error, value = ax.AXUIElementCopyAttributeValue(element, "AXValue", None)
    if error or value is None:
        return part
    if part.role in _TICKS:
        return replace(part, states=(*part.states, State.CHECKED)) if value in (1, True) else part
    if part.role is Role.HEADING:
        return replace(part, level=int(value)) if isinstance(value, int) and 0 < value < 10 else part
    text = f"{value:g}" if isinstance(value, int | float) else str(value)
    return replace(part, text=text[:MAX_TEXT])


def _box(ax: Framework, position: Framework, size: Framework) -> Box:
    has_corner, corner = ax.AXValueGetValue(position, ax.kAXValueCGPointType, None)
    has_size, extent = ax.AXValueGetValue(size, ax.kAXValueCGSizeType, None)
    if not (has_corner and has_size):
        return Box(0, 0, 0, 0)
    return Box(round(corner.x), round(corner.y), round(extent.width), round(extent.height))


def _states(told: Mapping[str, Any]) -> tuple[State, ...]:
    found = (
        (State.FOCUSED, told["AXFocused"] is True),
        (State.SELECTED, told["AXSelected"] is True),
        (State.EXPANDED, told["AXExpanded"] is True),
        (State.DISABLED, told["AXEnabled"] is False),
    )
    return tuple(state for state, is_so in found if is_so)
