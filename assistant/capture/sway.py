"""The active window and the monitors on sway, by its own socket: sway(7-ipc), which i3 defined.

Wayland tells no program where another's window is; sway does to those who know its socket, and no other desktop has it.
"""

from __future__ import annotations

import json
import os
import socket
import struct
from typing import Any, ClassVar

from assistant.capture.shot import ActiveWindow
from assistant.core.domain import Box
from assistant.core.errors import NoWindow
from assistant.system.desktop import SessionKind

_MAGIC = b"i3-ipc"
_HEAD = struct.Struct("=6sII")
_GET_OUTPUTS, _GET_TREE = 3, 4
_SECONDS = 1.0
_LONGEST = 16 * 1024 * 1024
_LONGEST_TITLE = 300


class SwayWindows:
    """Finds the window that has the keyboard."""

    name: ClassVar[str] = "sway"
    install_hint: ClassVar[str] = "sway"

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether that session is sway's."""
        return session is SessionKind.WAYLAND and bool(os.environ.get("SWAYSOCK"))

    def is_installed(self) -> bool:
        """Tell that nothing is needed."""
        return True

    def active(self) -> ActiveWindow:
        """Return the active window, its title bar left out. Raises `NoWindow`."""
        try:
            return _window(_asked(_GET_TREE))
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise NoWindow from error


def outputs() -> tuple[Box, ...]:
    """Return sway's monitors in its own units from the left; none where this isn't sway."""
    if not os.environ.get("SWAYSOCK"):
        return ()
    try:
        found = [output for output in _asked(_GET_OUTPUTS) if output.get("active")]
        found.sort(key=lambda output: (output["rect"]["x"], output["rect"]["y"]))
        return tuple(_box(output["rect"]) for output in found)
    except (OSError, ValueError, LookupError, TypeError):
        return ()


def _window(tree: dict[str, Any]) -> ActiveWindow:
    for node, floating in _nodes(tree):
        # A workspace without windows is focused as well; only a window has a program behind it.
        if node.get("focused") and node.get("pid"):
            box, inner = _box(node["rect"]), _box(node["window_rect"])
            title = str(node.get("name") or "")[:_LONGEST_TITLE]
            inside = Box(box.x + inner.x, box.y + inner.y, inner.width, inner.height)
            above = () if node.get("type") == "floating_con" else tuple(floating)
            return ActiveWindow(box, title, pid=int(node["pid"]), number=int(node["id"]), inner=inside, above=above)
    raise NoWindow


def _nodes(tree: dict[str, Any]) -> list[tuple[dict[str, Any], list[Box]]]:
    """Return every node, with the floating windows that lie over the tiled ones of its workspace."""
    found: list[tuple[dict[str, Any], list[Box]]] = [(tree, [])]
    for node, above in found:
        floating = node.get("floating_nodes", ())
        over = above + [_box(window["rect"]) for window in floating if window.get("visible")]
        found += [(part, over) for part in node.get("nodes", ())] + [(part, []) for part in floating]
    return found


def _box(rect: dict[str, Any]) -> Box:
    return Box(int(rect["x"]), int(rect["y"]), int(rect["width"]), int(rect["height"]))


def _asked(kind: int) -> Any:  # noqa: ANN401  # JSON, checked where it is taken apart
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_SECONDS)
        connection.connect(os.environ["SWAYSOCK"])
        connection.sendall(_HEAD.pack(_MAGIC, 0, kind))
        magic, length, _ = _HEAD.unpack(_received(connection, _HEAD.size))
        if magic != _MAGIC or length > _LONGEST:
            raise ValueError(magic)
        return json.loads(_received(connection, length))


def _received(connection: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 65536))
        if not part:
            raise OSError("sway closed its socket")
        parts += part
    return bytes(parts)
