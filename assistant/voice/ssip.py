"""The Speech Synthesis Interface Protocol as speech-dispatcher speaks it, over one socket.

It frames commands, replies and events; it decides nothing about speech. Blocking, for one thread.
Source: the SSIP manual of speech-dispatcher 0.11.
"""

from __future__ import annotations

import os
import select
import socket
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from assistant.core.errors import VoiceUnavailable

NAME = "speech-dispatcher"
_MOST_LINE = 1 << 20

BEGIN, END, CANCELLED = 701, 702, 703


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer or event: its code, the lines of data before the last, and the last line's text."""

    code: int
    data: tuple[str, ...]
    text: str

    @property
    def is_event(self) -> bool:
        """Tell whether nobody asked for it."""
        return 700 <= self.code < 800

    @property
    def is_ok(self) -> bool:
        """Tell whether the server did what was asked."""
        return 100 <= self.code < 300


def address() -> tuple[socket.AddressFamily, str | tuple[str, int]]:
    """Return where the server listens: SPEECHD_ADDRESS, else its socket in the runtime folder.

    Another machine is refused: what is spoken stays here. Raises `VoiceUnavailable`.
    """
    wanted = os.environ.get("SPEECHD_ADDRESS", "")
    method, _, rest = wanted.partition(":")
    if method == "inet_socket":
        host, _, port = rest.partition(":")
        if host not in ("", "localhost", "127.0.0.1") or not (port or "6560").isdecimal():
            raise VoiceUnavailable(voice=NAME, detail="SPEECHD_ADDRESS")
        return socket.AF_INET, ("127.0.0.1", int(port or "6560"))
    if method == "unix_socket" and rest:
        return socket.AF_UNIX, rest
    runtime = os.environ.get("XDG_RUNTIME_DIR") or str(Path("~/.cache").expanduser())
    return socket.AF_UNIX, str(Path(runtime) / "speech-dispatcher" / "speechd.sock")


class Connection:
    """One client of the server. Events that arrive between a command and its reply wait for `next_event`."""

    def __init__(self, *, timeout: float) -> None:
        """Connect. Raises `OSError` where nobody listens."""
        family, where = address()
        self._timeout = timeout
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        self._buffer = bytearray()
        self._partial: list[str] = []
        self._events: deque[Reply] = deque()
        try:
            self._socket.settimeout(timeout)
            self._socket.connect(where)
        except BaseException:
            self._socket.close()
            raise

    def fileno(self) -> int:
        """Make it selectable."""
        return self._socket.fileno()

    def ask(self, command: str) -> Reply:
        """Send one command line and return its reply. Raises `OSError`, also `TimeoutError` at the deadline."""
        assert "\n" not in command
        assert "\r" not in command
        self._socket.sendall(command.encode() + b"\r\n")
        return self._await_reply()

    def do(self, command: str) -> Reply:
        """Like `ask`; raises `VoiceUnavailable` where the server refuses."""
        reply = self.ask(command)
        if not reply.is_ok:
            raise VoiceUnavailable(voice=NAME, detail=f"{command.split()[0]} {reply.code}")
        return reply

    def speak(self, text: str) -> str:
        """Queue a message and return its id."""
        self.do("SPEAK")
        body = "\r\n".join("." + line if line.startswith(".") else line for line in text.split("\n"))
        self._socket.sendall(body.encode("utf-8", "replace") + b"\r\n.\r\n")
        reply = self._await_reply()
        if not reply.is_ok or not reply.data:
            raise VoiceUnavailable(voice=NAME, detail=f"SPEAK {reply.code}")
        return reply.data[0]

    def receive(self) -> None:
        """Read what has arrived. Raises `ConnectionError` where the server has gone."""
        self._read()

    def next_event(self) -> Reply | None:
        """Return the next event of those that were read, also together with a reply."""
        while (reply := self._next()) is not None:
            if reply.is_event:
                self._events.append(reply)
        return self._events.popleft() if self._events else None

    def close(self) -> None:
        """Leave."""
        self._socket.close()

    def _await_reply(self) -> Reply:
        deadline = time.monotonic() + self._timeout
        while True:
            reply = self._next()
            if reply is None:
                left = deadline - time.monotonic()
                if left <= 0 or not select.select([self._socket], [], [], left)[0]:
                    raise TimeoutError("speech-dispatcher does not answer")
                self._read()
            elif reply.is_event:
                self._events.append(reply)
            else:
                return reply

    def _read(self) -> None:
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionResetError("speech-dispatcher ended")
        self._buffer += data
        if len(self._buffer) > _MOST_LINE:
            raise ConnectionAbortedError("an endless line")

    def _next(self) -> Reply | None:
        while (end := self._buffer.find(b"\n")) >= 0:
            line = self._buffer[:end].decode("utf-8", "replace").rstrip("\r")
            del self._buffer[: end + 1]
            code, mark, text = line[:3], line[3:4], line[4:]
            if not code.isdecimal():
                raise ConnectionAbortedError("not SSIP")
            if mark == "-":
                self._partial.append(text)
                continue
            data, self._partial = tuple(self._partial), []
            return Reply(int(code), data, text)
        return None
