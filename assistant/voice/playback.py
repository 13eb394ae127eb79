"""Samples on their way from the thread that makes them to the one that plays them, and what becomes of them.

It knows no sound device and makes no sound.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import Protocol

AHEAD_MS = 4000
"""How far a synthesiser may run ahead of the device."""
BYTES_PER_SAMPLE = 2


class Outcome(Enum):
    """What became of a stream: STARTED is told when the device has taken its first samples, the others end it."""

    STARTED = "started"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"


Listener = Callable[[Outcome, str], None]
"""Called in the audio thread, the string is the reason of FAILED; must return at once."""


class Stream:
    """Samples on their way from the thread that makes them to the one that plays them.

    `sample_rate` counts the samples of all channels in a second; left and right alternate in stereo. `put` waits while
    the device is far behind and answers False once nobody wants the samples; `end` marks the last one. Everything is
    safe from any thread.
    """

    def __init__(self, listener: Listener, sample_rate: int) -> None:
        self.listener = listener
        self.sample_rate = sample_rate
        self._chunks: deque[bytes] = deque()
        self._waiting = 0
        self._most = sample_rate * BYTES_PER_SAMPLE * AHEAD_MS // 1000
        self._changed = threading.Condition()
        self._is_ended = False
        self._is_cancelled = False
        self.error = ""

    @property
    def is_cancelled(self) -> bool:
        """Tell whether nobody wants the samples any more."""
        return self._is_cancelled

    @property
    def is_exhausted(self) -> bool:
        """Tell whether every sample was taken and no more will come."""
        with self._changed:
            return self._is_ended and not self._chunks

    def put(self, pcm: bytes) -> bool:
        """Add samples; blocks while too many wait."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_cancelled or self._waiting < self._most)
            if self._is_cancelled:
                return False
            if pcm:
                self._chunks.append(pcm)
                self._waiting += len(pcm)
                self._changed.notify_all()
            return True

    def end(self, error: str = "") -> None:
        """Tell that no more samples come, and why where that is an error."""
        with self._changed:
            self.error = error
            self._is_ended = True
            self._changed.notify_all()

    def cancel(self) -> None:
        """Drop what waits; nothing more is taken or accepted."""
        with self._changed:
            self._is_cancelled = True
            self._chunks.clear()
            self._waiting = 0
            self._changed.notify_all()

    def wait_and_take(self, most: int) -> bytes:
        """Return up to `most` bytes as soon as there are some; empty at the end and after a cancel."""
        with self._changed:
            self._changed.wait_for(lambda: self._chunks or self._is_ended or self._is_cancelled)
        return self.take(most)

    def wait_for_cancel(self, seconds: float) -> bool:
        """Return True as soon as nobody wants the samples any more, False after that time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._is_cancelled, seconds)

    def take(self, most: int) -> bytes:
        """Return up to `most` bytes, whole samples."""
        most -= most % BYTES_PER_SAMPLE
        taken = bytearray()
        with self._changed:
            while self._chunks and len(taken) < most:
                chunk = self._chunks.popleft()
                room = most - len(taken)
                taken += chunk[:room]
                if len(chunk) > room:
                    self._chunks.appendleft(chunk[room:])
            self._waiting -= len(taken)
            self._changed.notify_all()
        return bytes(taken)


class Playback(Protocol):
    """A sound output that plays one stream at a time, in a thread of its own."""

    def play(self, stream: Stream) -> None:
        """Begin a stream; one that still plays is cut off and told CANCELLED."""
        ...

    def stop(self) -> None:
        """Fall silent; harmless when silent."""
        ...

    def close(self) -> None:
        """Fall silent, give the device back and end the thread."""
        ...


def open_playback(name: str, sample_rate: int, channels: int = 1) -> Playback:
    """Open the default sound output and wake it: PulseAudio's own client where there is one, else Qt's.

    `sample_rate` is that of one channel.

    On Linux Qt would do as well, until the sound server is restarted: then it aborts the process (docs/decisions).
    """
    from assistant.voice import playback_pulse

    if playback_pulse.is_installed():
        return playback_pulse.PulsePlayback(name, sample_rate, channels)
    from assistant.voice.playback_qt import QtPlayback

    return QtPlayback(name, sample_rate, channels)
