"""The active window on X11, by the properties that every window manager of the EWMH standard keeps.

Its box holds the frame of the window manager and leaves out the shadow that a window draws around itself. What lies
in front of the window is in the box too: the screen is grabbed, not the window's memory.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.capture import x11
from assistant.capture.shot import ActiveWindow
from assistant.capture.x11 import X11Backend
from assistant.core.domain import Box
from assistant.core.errors import NoWindow

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.xobject.drawable import Window

log = logging.getLogger(__name__)

NO_WINDOWS = ("_NET_WM_WINDOW_TYPE_DESKTOP", "_NET_WM_WINDOW_TYPE_DOCK")
LONGEST_TITLE = 300
# The property still names a closed window until the window manager has taken notice of it.
ATTEMPTS = 3
MOST_ABOVE = 400
"""Windows in front that are looked at; most of them are hidden menus as a rule, and cost one question each."""


class X11Windows(X11Backend):
    """Finds the active window by `_NET_ACTIVE_WINDOW`."""

    def active(self) -> ActiveWindow:
        """Return the active window. Raises `NoWindow`: none, the desktop, a panel, hidden, or just closed."""
        return x11.ask(_active)


def _active(display: Display) -> ActiveWindow:
    from Xlib.error import BadDrawable, BadMatch, BadWindow

    for attempt in range(ATTEMPTS):
        window = _named(display)
        try:
            return _described(display, window)
        except (BadWindow, BadDrawable, BadMatch) as error:
            log.debug("the active window has gone (attempt %d): %s", attempt, type(error).__name__)
    raise NoWindow


def _named(display: Display) -> Window:
    from Xlib.X import AnyPropertyType

    root = display.screen().root
    property_ = root.get_full_property(display.intern_atom("_NET_ACTIVE_WINDOW"), AnyPropertyType)
    if property_ is None or not len(property_.value) or not property_.value[0]:
        raise NoWindow
    return display.create_resource_object("window", int(property_.value[0]))


def _described(display: Display, window: Window) -> ActiveWindow:
    from Xlib.X import IsViewable

    types = _numbers(display, window, "_NET_WM_WINDOW_TYPE")
    is_none = bool({display.intern_atom(name) for name in NO_WINDOWS} & set(types))
    if is_none or window.get_attributes().map_state != IsViewable:
        raise NoWindow
    inner = window.get_geometry()
    place = display.screen().root.translate_coords(window, 0, 0)
    box = Box(place.x, place.y, inner.width, inner.height)
    frame = _numbers(display, window, "_NET_FRAME_EXTENTS")
    shadow = _numbers(display, window, "_GTK_FRAME_EXTENTS")
    outer = _grown(_grown(box, frame, 1), shadow, -1)
    pid = _numbers(display, window, "_NET_WM_PID")
    return ActiveWindow(
        outer,
        _title(display, window),
        pid=pid[0] if pid else 0,
        number=window.id,
        inner=box,
        above=_above(window, outer),
    )


def _above(window: Window, outer: Box) -> tuple[Box, ...]:
    """Return the boxes of windows in front of one, without those that cover all of it: overlays to see through."""
    from Xlib.error import BadDrawable, BadWindow
    from Xlib.X import InputOutput, IsViewable

    root, top, tree = window.query_tree().root, window, window.query_tree()
    while tree.parent != root and tree.parent:
        top = tree.parent
        tree = top.query_tree()
    children = root.query_tree().children
    after = children[children.index(top) + 1 :] if top in children else []
    found = []
    for other in after[:MOST_ABOVE]:
        with contextlib.suppress(BadWindow, BadDrawable):  # gone meanwhile
            shown = other.get_attributes()
            if shown.map_state == IsViewable and shown.win_class == InputOutput:
                place = other.get_geometry()
                found.append(Box(place.x, place.y, place.width, place.height))
    return tuple(box for box in found if 0 < box.intersection(outer) < outer.area)


def _numbers(display: Display, window: Window, name: str) -> Sequence[int]:
    from Xlib.X import AnyPropertyType

    property_ = window.get_full_property(display.intern_atom(name), AnyPropertyType)
    return list(property_.value) if property_ is not None and property_.format == 32 else []


def _grown(box: Box, extents: Sequence[int], sign: int) -> Box:
    """Grow (or shrink) a box by left, right, top, bottom, as far as anything is left of it."""
    if len(extents) != 4:
        return box
    left, right, top, bottom = (sign * int(extent) for extent in extents)
    width, height = box.width + left + right, box.height + top + bottom
    return Box(box.x - left, box.y - top, width, height) if width > 0 and height > 0 else box


def _title(display: Display, window: Window) -> str:
    from Xlib.X import AnyPropertyType

    for name, encoding in (("_NET_WM_NAME", "utf-8"), ("WM_NAME", "latin-1")):
        property_ = window.get_full_property(display.intern_atom(name), AnyPropertyType)
        value = property_.value if property_ is not None else b""
        text = value if isinstance(value, str) else bytes(value).decode(encoding, "replace")
        if text.strip("\0 "):
            return text.split("\0")[0].strip()[:LONGEST_TITLE]
    return ""
