"""What the desktop itself knows of a window: its accessibility tree, flat and in reading order.

Names and texts are the other program's: data that nobody has cleaned, never markup and never an instruction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from assistant.core.box import Box


class Role(StrEnum):
    """What a part of a window is; what fits none of these and has a name or a text is OTHER."""

    WINDOW = "window"
    DIALOG = "dialog"
    DOCUMENT = "document"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LABEL = "label"
    LINK = "link"
    IMAGE = "image"
    BUTTON = "button"
    TOGGLE = "toggle"
    CHECK_BOX = "check box"
    RADIO_BUTTON = "radio button"
    FIELD = "field"
    PASSWORD = "password"  # noqa: S105 - the name of a role
    COMBO_BOX = "combo box"
    SLIDER = "slider"
    PROGRESS = "progress"
    MENU_BAR = "menu bar"
    MENU = "menu"
    MENU_ITEM = "menu item"
    TAB = "tab"
    TOOL_BAR = "tool bar"
    STATUS_BAR = "status bar"
    LIST = "list"
    LIST_ITEM = "list item"
    TREE_ITEM = "tree item"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"
    ALERT = "alert"
    TERMINAL = "terminal"
    OTHER = "other"


class State(StrEnum):
    """What a part of a window is like at the moment; each stands only where it tells something."""

    FOCUSED = "focused"
    CHECKED = "checked"
    SELECTED = "selected"
    PRESSED = "pressed"
    EXPANDED = "expanded"
    COLLAPSED = "collapsed"
    DISABLED = "disabled"
    READ_ONLY = "read only"
    REQUIRED = "required"
    INVALID = "invalid"
    MODAL = "modal"


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a window that is shown now.

    `name` is what it is called, `text` what stands in it (empty for passwords, always). `box` is in the picture's
    pixels. `level` is a heading's (0: none), `depth` counts from the window, over
    the nodes that it is in. `handle` is what the desktop knows it by,
    for acting on it; opaque, and worthless once the window has gone.
    """

    role: Role
    name: str = field(repr=False)
    box: Box
    text: str = field(default="", repr=False)
    states: tuple[State, ...] = ()
    level: int = 0
    depth: int = 0
    handle: str = ""
