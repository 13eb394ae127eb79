"""Presses keys as a finger does, through the display server. For the demonstration and nothing else.

X11 by the XTEST extension; on other systems a program can't, or needs a permission of its own.
"""

from __future__ import annotations

import time

HOLD = 0.03
"""Seconds between down and up: as short as a quick finger."""
_NAMES = {"Ctrl": "Control_L", "Alt": "Alt_L", "Shift": "Shift_L", "Super": "Super_L"}


def press(combination: str) -> None:
    """Press and release a combination such as "Ctrl+Alt+Shift+D". Raises ValueError for a key that isn't there."""
    from Xlib import XK, X
    from Xlib.display import Display
    from Xlib.ext import xtest

    display = Display()
    try:
        codes = []
        for name in combination.split("+"):
            symbol = XK.string_to_keysym(_NAMES.get(name, name.lower() if len(name) == 1 else name))
            code = display.keysym_to_keycode(symbol)
            if not code:
                raise ValueError(name)
            codes.append(code)
        for code in codes:
            xtest.fake_input(display, X.KeyPress, code)
        display.sync()
        time.sleep(HOLD)
        for code in reversed(codes):
            xtest.fake_input(display, X.KeyRelease, code)
        display.sync()
    finally:
        display.close()
