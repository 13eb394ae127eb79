"""The other end of a `Helper`: what a child of that kind reads and writes. It knows frames, not what they mean."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from typing import Generic

from assistant.process import limits
from assistant.process.child import From, To
from assistant.process.frames import ProtocolError, read_frame, write_frame
from assistant.process.worker import take_streams


class Link(Generic[To, From]):
    """The pipes to the host, taken from the standard streams; what libraries print goes to standard error.

    `decode` and `encode` are the message's, `pixel_bytes` tells how long the raw frame behind a message from the host
    is. The process steps back first: it yields to the voice, its memory is bounded by `memory_bytes`.
    """

    def __init__(
        self,
        decode: Callable[[bytes], To],
        encode: Callable[[From], bytes],
        *,
        max_frame: int,
        pixel_bytes: Callable[[To], int] = lambda message: 0,
        memory_bytes: int | None = None,
    ) -> None:
        self._decode = decode
        self._encode = encode
        self._max_frame = max_frame
        self._pixel_bytes = pixel_bytes
        self._source, self._sink = take_streams()
        self._writing = threading.Lock()
        limits.step_back(memory_bytes)

    def messages(self) -> Iterator[tuple[To, bytes]]:
        """Yield the host's messages with their pixels until it is gone. Raises `ProtocolError` for anything else."""
        while (data := read_frame(self._source, self._max_frame)) is not None:
            message = self._decode(data)
            length = self._pixel_bytes(message)
            pixels = read_frame(self._source, length) if length else b""
            if pixels is None or len(pixels) != length:
                raise ProtocolError("pixels that don't fit their size")
            yield message, pixels

    def send(self, message: From, pixels: bytes | memoryview | None = None) -> None:
        """Send a message and the raw frame behind it, on any thread; the process ends where the host is gone."""
        data = self._encode(message)
        try:
            with self._writing:
                write_frame(self._sink, data)
                if pixels is not None:
                    write_frame(self._sink, pixels)
        except OSError:
            os._exit(1)
