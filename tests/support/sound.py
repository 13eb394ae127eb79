"""Records what the virtual desktop plays and tells when it began and ended.

The samples come from the monitor of PulseAudio's null sink; it judges loudness and time, never meaning
(that is the ear's work).
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]

RATE = 48_000
_FINEST_GAP = 0.02
LOUD = 300  # of 32,767: espeak-ng's quietest consonants stay above, a silent null sink is exactly 0


class Recording:
    """Sound as it is played, from the moment the context is entered until it is left.

    `samples` is int16 mono at `rate` per second. Times are `time.monotonic`; a sample written to a
    running stream is told 3 ms later (measured), so onsets are good to a few milliseconds.
    """

    rate = RATE

    def __init__(self, env: Mapping[str, str], source: str = "null.monitor") -> None:
        command = ["parec", "-d", source, "--format=s16le", f"--rate={RATE}", "--channels=1"]
        self._command = [*command, "--latency-msec=10", "--raw"]
        self._env = dict(env)
        self._chunks: list[Samples] = []
        self._count = 0
        self._stretches: list[tuple[int, int]] = []
        self._offset = float("inf")
        self._news = threading.Condition()
        self._is_over = False

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, env=self._env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self._thread = threading.Thread(target=self._read, name="recording", daemon=True)
        self._thread.start()
        if not self._await(lambda: self._count > 0, 10.0):
            raise RuntimeError("the recorder delivers no samples: " + self._close())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> str:
        self._process.terminate()
        self._thread.join(10)
        _, complaint = self._process.communicate(timeout=10)
        return complaint.decode(errors="replace").strip()

    def _read(self) -> None:
        assert self._process.stdout is not None
        odd = b""
        while data := os.read(self._process.stdout.fileno(), 65536):
            now = time.monotonic()
            data = odd + data
            whole = len(data) & ~1
            odd = data[whole:]
            self._add(np.frombuffer(data[:whole], dtype=np.int16), now)
        with self._news:
            self._is_over = True
            self._news.notify_all()

    def _add(self, samples: Samples, now: float) -> None:
        with self._news:
            begin = self._count
            self._chunks.append(samples)
            self._count += samples.size
            # A block can be late, never early: the earliest arrival is the truest clock.
            self._offset = min(self._offset, now - self._count / RATE)
            fresh = [(begin + first, begin + end) for first, end in loud_stretches(samples)]
            self._stretches = joined([*self._stretches, *fresh], _FINEST_GAP)
            self._news.notify_all()

    def _await(self, condition: Callable[[], bool], seconds: float) -> bool:
        with self._news:
            self._news.wait_for(lambda: self._is_over or condition(), seconds)
            return condition()

    @property
    def samples(self) -> Samples:
        """What was played so far."""
        with self._news:
            return np.concatenate(self._chunks) if self._chunks else np.zeros(0, dtype=np.int16)

    @property
    def started_at(self) -> float:
        """When the first sample was played."""
        return self._offset

    def time_of(self, index: int) -> float:
        """Return when a sample was played."""
        return self._offset + index / RATE

    def sounds(self, *, gap: float = 0.15, since: float = 0.0) -> list[tuple[float, float]]:
        """Return (begin, end) of each stretch of sound; pauses shorter than `gap` seconds don't part them.

        Stretches that ended before `since` are left out.
        """
        with self._news:
            stretches = joined(self._stretches, gap)
        timed = [(self.time_of(begin), self.time_of(end)) for begin, end in stretches]
        return [(begin, end) for begin, end in timed if end >= since]

    def wait_for_sound(self, *, since: float = 0.0, seconds: float = 10.0) -> float:
        """Return when the first sound that lasts beyond `since` began; `TimeoutError` where none comes."""
        if not self._await(lambda: bool(self.sounds(since=since)), seconds):
            raise TimeoutError(f"no sound within {seconds:g} s")
        return self.sounds(since=since)[0][0]

    def wait_for_silence(self, *, lasting: float = 1.0, seconds: float = 60.0) -> float:
        """Return when the last sound ended, once nothing was heard for `lasting` seconds from now on."""
        begun = time.monotonic()

        def last_loud() -> float:
            return self.time_of(self._stretches[-1][1]) if self._stretches else self._offset

        if not self._await(lambda: self.time_of(self._count) - max(last_loud(), begun) >= lasting, seconds):
            raise TimeoutError(f"it was never silent for {lasting:g} s within {seconds:g} s")
        return last_loud()


def loud_stretches(samples: Samples, gap: float = _FINEST_GAP) -> list[tuple[int, int]]:
    """Return (first loud sample, one past the last) of each stretch of sound; RATE samples a second."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) >= LOUD)
    if loud.size == 0:
        return []
    breaks = np.flatnonzero(np.diff(loud) > gap * RATE)
    begins = np.concatenate(([loud[0]], loud[breaks + 1]))
    ends = np.concatenate((loud[breaks], [loud[-1]])) + 1
    return [(int(begin), int(end)) for begin, end in zip(begins, ends, strict=True)]


def joined(stretches: Sequence[tuple[int, int]], gap: float) -> list[tuple[int, int]]:
    """Return the stretches with those made one that lie less than `gap` seconds apart."""
    result: list[tuple[int, int]] = []
    for begin, end in stretches:
        if result and begin - result[-1][1] < gap * RATE:
            result[-1] = (result[-1][0], end)
        else:
            result.append((begin, end))
    return result


def level(samples: Samples) -> float:
    """Return the root mean square, 0 … 1 of full scale."""
    if samples.size == 0:
        return 0.0
    return float(np.sqrt(np.mean((samples.astype(np.float64) / 32768.0) ** 2)))
