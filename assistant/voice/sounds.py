"""Earcons beside the speech, whatever speaks: the `Sounds` port over a sound output of its own.

It mixes nothing itself, the sound server does; it fails in silence, since each earcon only repeats what is also said.
"""

from __future__ import annotations

import logging
import math
import wave
from array import array
from pathlib import Path

from assistant.core.domain import Earcon
from assistant.voice.playback import Outcome, Playback, Stream, open_playback

log = logging.getLogger(__name__)

POINT_RATE = 22_050
_POINT_SECONDS = 0.09
_EDGE_SECONDS = 0.012
"""A tone that began or ended at once would click."""
_LOWEST, _OCTAVES = 330.0, 1.5
"""Hertz at height 0, and how far height 1 is above: both are well heard by old ears and small loudspeakers."""
_LOUDNESS = 0.35


class Earcons:
    """Plays one earcon at a time; a newer one cuts off the older.

    The samples are in memory before the first is asked for, and the device is opened and woken at once in
    the playback's thread, so that `play` only hands over a few kilobytes.
    """

    def __init__(self, folder: Path) -> None:
        """Load `start.wav`, `working.wav`, `done.wav` and `error.wav`, 16 bit mono, from a folder."""
        self._samples: dict[Earcon, bytes] = {}
        rates = set()
        for earcon in Earcon:
            with wave.open(str(folder / f"{earcon.value}.wav")) as file:
                rates.add((file.getframerate(), file.getsampwidth(), file.getnchannels()))
                self._samples[earcon] = file.readframes(file.getnframes())
        ((self._rate, _, _),) = rates
        self._playback = open_playback("earcons", self._rate)
        self._pointer: Playback | None = None

    def play(self, earcon: Earcon) -> None:
        """Begin within 50 ms."""
        stream = Stream(_note, self._rate)
        stream.put(self._samples[earcon])
        stream.end()
        self._playback.play(stream)

    def point(self, pan: float, height: float) -> None:
        """Play a short tone from the left or the right, low or high, on an output of its own: it is stereo."""
        if self._pointer is None:
            self._pointer = open_playback("pointer", POINT_RATE, channels=2)
        stream = Stream(_note, 2 * POINT_RATE)
        stream.put(tone(pan, height))
        stream.end()
        self._pointer.play(stream)

    def stop(self) -> None:
        """Be silent."""
        self._playback.stop()
        if self._pointer is not None:
            self._pointer.stop()

    def close(self) -> None:
        """Give the devices back."""
        self._playback.close()
        if self._pointer is not None:
            self._pointer.close()


def tone(pan: float, height: float) -> bytes:
    """Return the samples of a short tone, 16 bit stereo at `POINT_RATE`; what is out of bounds is brought in.

    The sides share its power: it is as loud in the middle as at the sides.
    """
    angle = (max(-1.0, min(1.0, pan)) + 1) * math.pi / 4
    left, right = math.cos(angle) * _LOUDNESS * 32767, math.sin(angle) * _LOUDNESS * 32767
    step = 2 * math.pi * _LOWEST * 2 ** (_OCTAVES * max(0.0, min(1.0, height))) / POINT_RATE
    count, edge = round(_POINT_SECONDS * POINT_RATE), _EDGE_SECONDS * POINT_RATE
    samples = array("h")
    for index in range(count):
        level = math.sin(index * step) * min(1.0, index / edge, (count - 1 - index) / edge)
        samples.append(round(left * level))
        samples.append(round(right * level))
    return samples.tobytes()


def _note(outcome: Outcome, reason: str) -> None:
    if outcome is Outcome.FAILED:
        log.info("no earcon: %s", reason)
