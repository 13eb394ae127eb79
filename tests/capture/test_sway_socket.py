"""sway's socket when it answers oddly: never an error that nobody expects, never a window that isn't there."""

from __future__ import annotations

import json
import os
import socket
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.capture.sway import SwayWindows, outputs
from assistant.core.domain import Box
from assistant.core.errors import NoWindow
from assistant.system.desktop import SessionKind

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a Unix socket")
Answer = Callable[[bytes], None]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Answer the next question with these bytes, then hang up."""
    path = Path(os.environ["XDG_RUNTIME_DIR"]) / "sway.sock"
    monkeypatch.setenv("SWAYSOCK", str(path))

    def serve(data: bytes) -> None:
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.bind(str(path))
        server.listen()

        def run() -> None:
            with server, server.accept()[0] as connection:
                connection.recv(14)
                connection.sendall(data)

        threading.Thread(target=run, daemon=True).start()

    return serve


def reply(value: object) -> bytes:
    body = json.dumps(value).encode()
    return struct.pack("=6sII", b"i3-ipc", len(body), 4) + body


def rect(x: int, y: int, width: int, height: int) -> dict[str, int]:
    return {"x": x, "y": y, "width": width, "height": height}


def window(*, focused: bool, **more: Any) -> dict[str, Any]:
    return {
        "id": 7,
        "pid": 42,
        "name": "Letter",
        "focused": focused,
        "rect": rect(100, 50, 400, 300),
        "window_rect": rect(2, 0, 396, 298),
        **more,
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nonsense" * 4,
        struct.pack("=6sII", b"i3-ipc", 2**31, 4),
        struct.pack("=6sII", b"i3-ipc", 9, 4) + b"{}",
        struct.pack("=6sII", b"i3-ipc", 2, 4) + b"{x",
        reply({"focused": True, "type": "workspace"}),
        reply(window(focused=False)),
        reply({"nodes": [{"focused": True, "pid": 1}]}),
    ],
    ids=["nothing", "foreign", "endless", "cut", "no JSON", "a workspace", "not focused", "without a place"],
)
def test_what_is_no_window(answer: Answer, data: bytes) -> None:
    answer(data)
    with pytest.raises(NoWindow):
        SwayWindows().active()


def test_a_window_without_its_borders_and_what_floats_over_it(answer: Answer) -> None:
    floating = window(focused=False, visible=True, type="floating_con", rect=rect(0, 0, 200, 100))
    answer(reply({"nodes": [{"nodes": [window(focused=True)], "floating_nodes": [floating]}]}))
    found = SwayWindows().active()
    assert (found.title, found.pid, found.box) == ("Letter", 42, Box(100, 50, 400, 300))
    assert found.inner == Box(102, 50, 396, 298)
    assert found.above == (Box(0, 0, 200, 100),)


def test_monitors_that_are_on_from_the_left(answer: Answer) -> None:
    on = {"active": True}
    answer(reply([{**on, "rect": rect(800, 0, 5, 5)}, {"active": False}, {**on, "rect": rect(0, 0, 800, 600)}]))
    assert outputs() == (Box(0, 0, 800, 600), Box(800, 0, 5, 5))


def test_elsewhere_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SWAYSOCK", raising=False)
    assert outputs() == ()
    assert not SwayWindows().is_compatible(SessionKind.WAYLAND)
    monkeypatch.setenv("SWAYSOCK", "/nothing/here")
    assert outputs() == ()
    assert SwayWindows().is_compatible(SessionKind.WAYLAND)
    assert not SwayWindows().is_compatible(SessionKind.X11)
    with pytest.raises(NoWindow):
        SwayWindows().active()
