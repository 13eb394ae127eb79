"""Samples into PulseAudio, or PipeWire in its place, through the simple client library: the sound output of Linux.

It loads no Qt, outlives a restart of the sound server, and follows the default device because the server does. It
does not know what it plays.
"""

from __future__ import annotations

import atexit
import ctypes
import functools
import logging
import queue
import sys
import threading
import time

from assistant.voice.playback import BYTES_PER_SAMPLE, Outcome, Stream

log = logging.getLogger(__name__)

BUFFER_MS = 140
"""What the server would hold for us: more than is ever written, so that a write doesn't block.

The device gets 60 ms of it, which hardware that can't take back what it has would still play after a stop.
"""
AHEAD_S = 0.1
"""How far we write ahead of what is heard: a stop throws it away, so it may outlast a busy machine's pauses."""
START_MS = 10
"""From how much on the server begins to play."""
CHUNK_MS = 10
PRIME_MS = 50
"""Silence played at the start: the first playback of a session costs over a second."""
SERVER_S = 0.02
"""From the server's hands to the loudspeaker, about."""
KEEP_OPEN_S = 5.0
"""How long an idle connection is kept for the next sentence."""

_PLAYBACK = 1
_S16 = 3 if sys.byteorder == "little" else 4
_DEFAULT = 0xFFFFFFFF


class _SampleSpec(ctypes.Structure):
    """pa_sample_spec of pulse/sample.h."""

    _fields_ = (("format", ctypes.c_int), ("rate", ctypes.c_uint32), ("channels", ctypes.c_uint8))


class _BufferAttributes(ctypes.Structure):
    """pa_buffer_attr of pulse/def.h, in bytes."""

    _fields_ = (
        ("maxlength", ctypes.c_uint32),
        ("tlength", ctypes.c_uint32),
        ("prebuf", ctypes.c_uint32),
        ("minreq", ctypes.c_uint32),
        ("fragsize", ctypes.c_uint32),
    )


@functools.cache
def _library() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        library = ctypes.CDLL("libpulse-simple.so.0")
    except OSError:
        return None
    library.pa_simple_new.restype = ctypes.c_void_p
    return library


def is_installed() -> bool:
    """Tell whether the client library is there; whether a server is, shows when something is played."""
    return _library() is not None


def is_server_reachable() -> bool:
    """Tell whether a sound server takes a stream now; milliseconds, but as long as the server takes to answer."""
    if _library() is None:
        return False
    try:
        _Connection("SeeSay", 22_050).close()
    except ServerError:
        return False
    return True


class ServerError(Exception):
    """The sound server refused or has gone, in PulseAudio's words."""

    def __init__(self, number: int) -> None:
        describe = ctypes.CDLL("libpulse.so.0").pa_strerror
        describe.restype = ctypes.c_char_p
        super().__init__((describe(number) or b"unknown").decode(errors="replace"))


class _Connection:
    """One stream of the sound server. Every call may block for as long as the server does."""

    def __init__(self, name: str, sample_rate: int, channels: int = 1) -> None:
        library = _library()
        assert library is not None
        self._library = library
        self._rate = sample_rate * channels
        self._error = ctypes.c_int(0)
        attributes = _BufferAttributes(
            _DEFAULT, self._bytes(BUFFER_MS), self._bytes(START_MS), self._bytes(CHUNK_MS), _DEFAULT
        )
        self._handle: int | None = library.pa_simple_new(
            None,
            b"SeeSay",
            _PLAYBACK,
            None,
            name.encode(),
            ctypes.byref(_SampleSpec(_S16, sample_rate, channels)),
            None,
            ctypes.byref(attributes),
            ctypes.byref(self._error),
        )
        if not self._handle:
            raise ServerError(self._error.value)

    def write(self, samples: bytes) -> None:
        """Hand over samples; waits while the server has enough."""
        self._do("pa_simple_write", samples, ctypes.c_size_t(len(samples)))

    def flush(self) -> None:
        """Throw away what was not played yet."""
        self._do("pa_simple_flush")

    def close(self) -> None:
        """Leave the server."""
        handle, self._handle = self._handle, None
        if handle:
            self._library.pa_simple_free(ctypes.c_void_p(handle))

    def _do(self, function: str, *arguments: object) -> None:
        status = self._library[function](ctypes.c_void_p(self._handle), *arguments, ctypes.byref(self._error))
        if status < 0:
            raise ServerError(self._error.value)

    def _bytes(self, milliseconds: int) -> int:
        return self._rate * milliseconds // 1000 * BYTES_PER_SAMPLE


class _Clock:
    """How much of what was written was heard, by our own clock; the server's latency is a guess that drifts.

    A write that blocks shows that the server stood still meanwhile.
    """

    def __init__(self) -> None:
        self.written = 0.0
        self._start = 0.0

    def wrote(self, seconds: float, blocked: float) -> None:
        now = time.monotonic()
        if not self.written or now > self._start + self.written:
            self._start = now - self.written
        elif blocked > 0.02:
            self._start += blocked
        self.written += seconds

    def played(self) -> float:
        """Return the seconds heard; negative while the first sample is on its way."""
        return time.monotonic() - self._start - SERVER_S if self.written else -1.0

    def ahead(self) -> float:
        """Return the seconds that were written and are still to be played."""
        return self._start + self.written - time.monotonic()


class PulsePlayback:
    """A thread that plays one stream at a time.

    Control flow: `play` and `stop` mark the stream that plays as cancelled and return; the thread sees it after the
    10 ms of samples that it is writing, and tells the server to throw away what it holds. STARTED and FINISHED are
    told when the first and the last sample must have been heard. A server that died fails the stream; the next stream
    makes a new connection.
    """

    def __init__(self, name: str, sample_rate: int, channels: int = 1) -> None:
        self._name = name
        self._channels = channels
        self._rate = sample_rate * channels
        # Whole frames: a left sample without its right one would swap the sides from then on.
        self._chunk = sample_rate * CHUNK_MS // 1000 * channels * BYTES_PER_SAMPLE
        self._streams: queue.Queue[Stream | None] = queue.Queue()
        self._latest: Stream | None = None
        self._connection: _Connection | None = None
        self._thread = threading.Thread(target=self._work, name=f"{name}-playback", daemon=True)
        self._thread.start()
        # A thread that comes back from C while the interpreter ends can crash it.
        atexit.register(self.close)

    def play(self, stream: Stream) -> None:
        """Begin a stream; one that still plays is cut off and told CANCELLED."""
        previous, self._latest = self._latest, stream
        if previous is not None:
            previous.cancel()
        self._streams.put(stream)

    def stop(self) -> None:
        """Fall silent; harmless when silent."""
        if self._latest is not None:
            self._latest.cancel()

    def close(self) -> None:
        """Fall silent, leave the server and end the thread; waits for it, at most two seconds."""
        atexit.unregister(self.close)
        self.stop()
        self._streams.put(None)
        self._thread.join(2)
        if self._thread.is_alive():
            log.warning("the sound server does not let go of %s", self._name)

    def _work(self) -> None:
        self._prime()
        while True:
            try:
                stream = self._streams.get(timeout=KEEP_OPEN_S if self._connection else None)
            except queue.Empty:
                self._release()
                continue
            if stream is None:
                break
            outcome, reason = self._play_or_fail(stream)
            stream.cancel()
            stream.listener(outcome, reason)
        self._release()

    def _prime(self) -> None:
        try:
            self._connected().write(bytes(self._rate * PRIME_MS // 1000 * BYTES_PER_SAMPLE))
        except ServerError as error:
            log.info("no sound yet: %s", error)
            self._release()

    def _play_or_fail(self, stream: Stream) -> tuple[Outcome, str]:
        try:
            return self._play(stream)
        except ServerError as error:
            self._release()
            if stream.is_cancelled:
                return Outcome.CANCELLED, ""
            return Outcome.FAILED, f"sound server: {error}"

    def _play(self, stream: Stream) -> tuple[Outcome, str]:
        clock = _Clock()
        is_started = False
        while not stream.is_cancelled and not stream.is_exhausted:
            samples = stream.wait_and_take(self._chunk)
            if samples:
                self._write(samples, clock)
                stream.wait_for_cancel(clock.ahead() - AHEAD_S)
            if not is_started and clock.played() > 0:
                is_started = True
                stream.listener(Outcome.STARTED, "")
        if not stream.wait_for_cancel(clock.ahead() + SERVER_S if clock.written else 0.0):
            if not is_started:
                stream.listener(Outcome.STARTED, "")
            return (Outcome.FAILED if stream.error else Outcome.FINISHED), stream.error
        if self._connection is not None:
            self._connection.flush()
        return Outcome.CANCELLED, ""

    def _write(self, samples: bytes, clock: _Clock) -> None:
        connection = self._connected()
        begun = time.monotonic()
        connection.write(samples)
        clock.wrote(len(samples) / BYTES_PER_SAMPLE / self._rate, time.monotonic() - begun)

    def _connected(self) -> _Connection:
        if self._connection is None:
            self._connection = _Connection(self._name, self._rate // self._channels, self._channels)
        return self._connection

    def _release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
