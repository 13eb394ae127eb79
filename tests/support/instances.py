"""A running server of the instance's socket whose calls a test takes; knows nothing of pytest."""

from __future__ import annotations

import socket
from pathlib import Path
from queue import SimpleQueue

from assistant.system import messages
from assistant.system.client import Client, connect
from assistant.system.instance import Call, InstanceServer

TIMEOUT = 10.0


class House:
    """A running server whose calls the test takes and answers at its leisure."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.calls: SimpleQueue[Call] = SimpleQueue()
        self.server = InstanceServer(path, self.calls.put)

    def call(self) -> Call:
        return self.calls.get(timeout=TIMEOUT)

    def client(self) -> Client:
        client = connect(self.path)
        assert client is not None, "nobody answers at the socket"
        return client

    def raw(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT)
        connection.connect(str(self.path))
        return connection


def is_ended(connection: socket.socket) -> bool:
    """Tell whether the other side hung up, reading away what it still said."""
    try:
        while connection.recv(1 << 16):
            pass
    except ConnectionResetError:
        return True
    return True


def frame(kind: bytes, payload: bytes) -> bytes:
    return messages.encode(kind, payload)


def request(verb: str = "ping", options: dict[str, messages.Option] | None = None) -> bytes:
    return messages.encode_json(messages.REQUEST, messages.request_body(verb, options or {}, None))
