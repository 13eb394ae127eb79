"""A user in front of the virtual desktop, with a clock in each hand: keys by XTEST and a page that fills the screen.

Times are `time.monotonic`, taken when the display server has the key: no process is started in between.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

READ, DESCRIBE, STOP, CONTROL = (
    "Control_L Alt_L Shift_L r",
    "Control_L Alt_L Shift_L d",
    "Control_L Alt_L Shift_L s",
    "Control_L",
)


class Hands:
    """Presses keys on a display; used by one thread."""

    def __init__(self, name: str) -> None:
        self._display = Display(name)

    def press(self, chord: str) -> float:
        """Press keys together, the names of keysyms with spaces between them; return when the last one went down."""
        codes = [self._display.keysym_to_keycode(XK.string_to_keysym(key)) for key in chord.split()]
        for code in codes[:-1]:
            xtest.fake_input(self._display, X.KeyPress, code)
        self._display.sync()
        pressed = time.monotonic()
        xtest.fake_input(self._display, X.KeyPress, codes[-1])
        self._display.sync()
        for code in reversed(codes):
            xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()
        return pressed

    @contextmanager
    def page(self, picture: Image.Image) -> Iterator[None]:
        """Cover the screen with a picture of its size, under no window manager's control."""
        root = self._display.screen().root
        window = root.create_window(
            0, 0, *picture.size, 0, X.CopyFromParent, X.InputOutput, X.CopyFromParent, override_redirect=True
        )
        window.map()
        pen = window.create_gc()
        window.put_pil_image(pen, 0, 0, picture)
        self._display.sync()
        try:
            yield
        finally:
            window.destroy()
            self._display.sync()

    def close(self) -> None:
        """Leave the display."""
        self._display.close()
