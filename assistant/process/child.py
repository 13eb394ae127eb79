"""One child process and its pipes: three threads that read, write and drain, so that the owner never waits for it.

It knows frames and messages, not requests: what a message means, and when a child is ended, is its owner's business.
"""

from __future__ import annotations

import io
import logging
import queue
import subprocess
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import IO, Generic, TypeVar

from assistant.process import limits
from assistant.process.frames import FrameCut, ProtocolError, Readable, read_frame, write_frame

To = TypeVar("To")
From = TypeVar("From")

_log = logging.getLogger(__name__)

# Messages that wait for the owner; then the child waits in its turn.
_BACKLOG = 256
_LOG_LINES = 2000
_LOG_LINE = 400
_REAP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Ended:
    """The child's output ended, or broke the protocol."""


@dataclass(frozen=True, slots=True)
class Wire(Generic[To, From]):
    """The messages of one kind of child. All of it raises `ProtocolError` for what can't be sent or isn't believed.

    `close` asks the child to end. Behind a message from the child for which `pixel_bytes` returns a number, one raw
    frame of exactly so many bytes follows.
    """

    encode: Callable[[To], bytes]
    decode: Callable[[bytes], From]
    close: To
    max_frame: int
    pixel_bytes: Callable[[From], int] = lambda message: 0


Hear = Callable[["Child[To, From]", "From | Ended", bytes], None]


class Child(Generic[To, From]):
    """A started child. `hear` is called on its reader's thread: messages in order with their pixels, then one `Ended`.

    The owner calls `handled` for each message that it took: a child that floods is held back by its own pipe.
    """

    def __init__(self, name: str, command: Sequence[str], wire: Wire[To, From], hear: Hear[To, From]) -> None:
        """Start the process; raise `OSError` or `RuntimeError` where the system can't."""
        self._name = name
        self._wire = wire
        self._hear = hear
        self._slots = threading.Semaphore(_BACKLOG)
        self._is_ending = threading.Event()
        self._is_silent = threading.Event()
        self._outbox: queue.SimpleQueue[tuple[bytes, bytes | None] | None] = queue.SimpleQueue()
        begun: Future[subprocess.Popen[bytes]] = Future()
        self._threads = [
            threading.Thread(target=call, name=f"{name}-{what}", daemon=True)
            for what, call in (
                ("read", lambda: self._begin(command, begun)),
                ("write", self._write),
                ("log", self._drain),
            )
        ]
        reader, *others = self._threads
        reader.start()
        self.process = begun.result()
        try:
            for thread in others:
                thread.start()
        except RuntimeError:
            # No more threads: without the pipes' threads the child is of no use and must not stay behind.
            limits.kill_group(self.process)
            self.process.wait()
            self._outbox.put(None)
            raise

    def send(self, message: To, pixels: bytes | None = None) -> None:
        """Queue a message and the raw frame behind it; raise `ProtocolError` where it can't be sent."""
        self._outbox.put((self._wire.encode(message), pixels))

    def handled(self) -> None:
        """Let the reader go on: the owner has taken a message."""
        self._slots.release()

    def end(self, grace: float) -> None:
        """End the process, after `grace` seconds hard, and give back its threads and pipes. Blocks for that long."""
        self._is_ending.set()
        self._slots.release()
        if grace > 0:
            self.send(self._wire.close)
            self._is_silent.wait(grace)
        # Before it is waited for: until then its number, and that of its group, can't be somebody else's.
        limits.kill_group(self.process)
        try:
            self.process.wait(_REAP_SECONDS)
        except subprocess.TimeoutExpired:
            _log.warning("%s: process %d can't be ended", self._name, self.process.pid)
        self._outbox.put(None)
        for thread in self._threads:
            thread.join(_REAP_SECONDS)
            if thread.is_alive():
                # Someone else holds the other end of its pipe; closing it under the thread would be worse.
                _log.warning("%s is still waiting", thread.name)
                return
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()

    # --- the three threads ------------------------------------------------------------------------------

    def _begin(self, command: Sequence[str], begun: Future[subprocess.Popen[bytes]]) -> None:
        """Start the process and read what it says.

        Linux ends a child with the thread that started it, and the owner's own may be about to end.
        """
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                **limits.popen_options(),
            )
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where it is waited for
            begun.set_exception(error)
            return
        begun.set_result(self.process)
        self._read()

    def _read(self) -> None:
        stream = io.BufferedReader(_raw(self.process.stdout), 1 << 16)
        try:
            while (data := read_frame(stream, self._wire.max_frame)) is not None:
                message = self._wire.decode(data)
                pixels = self._pixels(stream, self._wire.pixel_bytes(message))
                self._slots.acquire()
                if self._is_ending.is_set():
                    break
                self._hear(self, message, pixels)
                del message, pixels
        except FrameCut as error:
            # The child died in the middle of a word, or was interrupted with us: its end is told below.
            _log.info("%s: %s", self._name, error)
        except ProtocolError as error:
            _log.warning("%s: %s", self._name, error)
        except OSError as error:
            _log.debug("%s: reading ended: %s", self._name, error)
        stream.detach()
        self._is_silent.set()
        self._hear(self, Ended(), b"")

    @staticmethod
    def _pixels(stream: Readable, length: int) -> bytes:
        if not length:
            return b""
        pixels = read_frame(stream, length) or b""
        if len(pixels) != length:
            raise ProtocolError("pixels that don't fit their size")
        return pixels

    def _write(self) -> None:
        stream = _raw(self.process.stdin)
        while (item := self._outbox.get()) is not None:
            header, pixels = item
            del item
            try:
                write_frame(stream, header)
                if pixels is not None:
                    write_frame(stream, pixels)
            except OSError as error:
                # The reader sees the end of the child as well, and tells.
                _log.debug("%s: writing ended: %s", self._name, error)
                return
            finally:
                del pixels

    def _drain(self) -> None:
        """Log what the child says on standard error, as far as it is bounded."""
        stream = _raw(self.process.stderr)
        lines = 0
        rest = b""
        while data := stream.read(4096):
            *complete, rest = (rest + data).split(b"\n")
            if len(rest) > _LOG_LINE:
                complete, rest = [*complete, rest], b""
            for line in complete:
                lines += 1
                if lines <= _LOG_LINES:
                    _log.debug("%s: %r", self._name, line[:_LOG_LINE].decode("utf-8", "replace"))


def _raw(pipe: IO[bytes] | None) -> io.FileIO:
    if not isinstance(pipe, io.FileIO):
        raise TypeError("the pipes are unbuffered")
    return pipe
