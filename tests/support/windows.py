"""Looks at the virtual screen from outside: pixels, windows, the active one. It changes nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image
from Xlib import X, display, error

_PIXEL_LIMIT = 1 << 16


@dataclass(frozen=True, slots=True)
class Window:
    """A client window: its id, title, process and its rectangle in screen pixels, without the frame."""

    id: int
    title: str
    pid: int
    x: int
    y: int
    width: int
    height: int


class Screen:
    """One X display, looked at over a connection of its own per question."""

    def __init__(self, name: str) -> None:
        self.name = name

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Any]:
        connection = display.Display(self.name)
        try:
            yield connection
        finally:
            connection.close()

    def screenshot(self) -> Image.Image:
        """Return what is on the screen now, RGB."""
        with self._connection() as connection:
            root = connection.screen().root
            size = root.get_geometry()
            # The reply's length is counted in 16 bits by python-xlib's parser for large requests: take bands.
            rows = max(1, (_PIXEL_LIMIT * 16) // size.width)
            image = Image.new("RGB", (size.width, size.height))
            for top in range(0, size.height, rows):
                height = min(rows, size.height - top)
                raw = root.get_image(0, top, size.width, height, X.ZPixmap, 0xFFFFFFFF)
                band = Image.frombuffer("RGB", (size.width, height), raw.data, "raw", "BGRX", 0, 1)
                image.paste(band, (0, top))
            return image

    def has_window_manager(self) -> bool:
        """Tell whether a window manager has announced itself."""
        with self._connection() as connection:
            return self._property(connection, connection.screen().root, "_NET_SUPPORTING_WM_CHECK") is not None

    def windows(self) -> list[Window]:
        """Return the mapped client windows, the oldest first."""
        with self._connection() as connection:
            root = connection.screen().root
            ids = self._property(connection, root, "_NET_CLIENT_LIST")
            if ids is None:
                ids = [child.id for child in root.query_tree().children]
            found = [self._window(connection, number) for number in ids]
            return [window for window in found if window is not None]

    def active_window(self) -> Window | None:
        """Return the window that the window manager calls active; without one, that which has the keyboard."""
        with self._connection() as connection:
            root = connection.screen().root
            if self._property(connection, root, "_NET_SUPPORTING_WM_CHECK") is None:
                focus = connection.get_input_focus().focus
                return None if isinstance(focus, int) else self._window(connection, focus.id)
            ids = self._property(connection, root, "_NET_ACTIVE_WINDOW")
            return self._window(connection, ids[0]) if ids and ids[0] else None

    def pointer(self) -> tuple[int, int]:
        """Return where the pointer is, in screen pixels."""
        with self._connection() as connection:
            place = connection.screen().root.query_pointer()
            return place.root_x, place.root_y

    def _window(self, connection: Any, number: int) -> Window | None:
        window = connection.create_resource_object("window", number)
        try:
            if window.get_attributes().map_state != X.IsViewable:
                return None
            size = window.get_geometry()
            corner = connection.screen().root.translate_coords(window, 0, 0)
            pid = self._property(connection, window, "_NET_WM_PID")
            return Window(
                number,
                self._title(connection, window),
                pid[0] if pid else 0,
                corner.x,
                corner.y,
                size.width,
                size.height,
            )
        except error.XError:
            return None  # closed while it was looked at

    def _title(self, connection: Any, window: Any) -> str:
        text = self._property(connection, window, "_NET_WM_NAME") or self._property(connection, window, "WM_NAME")
        if text is None:
            return ""
        return bytes(text).decode(errors="replace") if not isinstance(text, str) else text

    @staticmethod
    def _property(connection: Any, window: Any, name: str) -> Any:
        found = window.get_full_property(connection.intern_atom(name), X.AnyPropertyType)
        return found.value if found is not None else None
