"""Earcons beside the speech, whatever speaks: the `Sounds` port over a sound output of its own.

It mixes nothing itself, the sound server does; it fails in silence, since each earcon only repeats what is also said.
"""

from __future__ import annotations

import logging
import wave
from pathlib import Path

from assistant.core.domain import Earcon
from assistant.voice.playback import Outcome, Stream, open_playback

log = logging.getLogger(__name__)


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

    def play(self, earcon: Earcon) -> None:
        """Begin within 50 ms."""
        stream = Stream(_note, self._rate)
        stream.put(self._samples[earcon])
        stream.end()
        self._playback.play(stream)

    def stop(self) -> None:
        """Be silent."""
        self._playback.stop()

    def close(self) -> None:
        """Give the device back."""
        self._playback.close()


def _note(outcome: Outcome, reason: str) -> None:
    if outcome is Outcome.FAILED:
        log.info("no earcon: %s", reason)
