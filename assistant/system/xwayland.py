"""Tells an X server that shows only X programs on Wayland from a whole desktop's.

A session can lose its WAYLAND_DISPLAY on the way to us; the server itself does not lie. Behind Xwayland the screen is
black, and the user's keys go elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Xlib.display import Display

_NAME = "XWAYLAND"


def is_xwayland(display: Display) -> bool:
    """Tell whether the connection leads to Xwayland. May raise what a lost connection raises."""
    if _NAME in display.list_extensions():
        return True
    # Before 23.1 it has no extension of its own, but calls its outputs XWAYLAND0 and so on.
    if not display.has_extension("RANDR"):
        return False
    version = display.xrandr_query_version()
    if (version.major_version, version.minor_version) < (1, 5):
        return False
    monitors = display.screen().root.xrandr_get_monitors().monitors
    return any(display.get_atom_name(monitor.name).startswith(_NAME) for monitor in monitors)
