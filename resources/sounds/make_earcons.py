"""Makes the four earcons beside this file: short tones of our own, drawn by sine and envelope alone.

Run it after a change: python resources/sounds/make_earcons.py. The result is the same on every machine.

START rises, DONE falls back to where START began, WORKING is one soft low tick, ERROR two low beats of a
minor second: told apart by contour, so also on a cheap loudspeaker and by people who hear no high notes.
"""

from __future__ import annotations

import array
import math
import wave
from pathlib import Path

RATE = 22_050
PEAK = 0.22  # -13 dB: beside speech, never over it

Note = tuple[float, float, float]
"""Hertz, seconds, loudness 0 … 1; 0 Hz is a pause."""

EARCONS: dict[str, tuple[Note, ...]] = {
    "start": ((523.25, 0.055, 0.8), (783.99, 0.075, 1.0)),
    "working": ((392.00, 0.045, 0.5),),
    "done": ((783.99, 0.060, 0.8), (523.25, 0.110, 0.8)),
    "error": ((233.08, 0.110, 1.0), (0.0, 0.045, 0.0), (220.00, 0.150, 1.0)),
}


def tone(hertz: float, seconds: float, loudness: float) -> list[int]:
    """Return one note: a sine with its octave, 3 ms of attack, a linear decay that ends in silence."""
    count = round(seconds * RATE)
    samples = []
    for index in range(count):
        time = index / RATE
        envelope = min(time / 0.003, 1.0) * (1 - index / count)
        wave_form = math.sin(2 * math.pi * hertz * time) + 0.3 * math.sin(4 * math.pi * hertz * time)
        samples.append(round(32_767 * PEAK * loudness * envelope * wave_form / 1.3))
    return samples


def main() -> None:
    """Write every earcon: 16 bit mono."""
    for name, notes in EARCONS.items():
        samples = array.array("h", [sample for note in notes for sample in tone(*note)])
        with wave.open(str(Path(__file__).with_name(f"{name}.wav")), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.tobytes())


if __name__ == "__main__":
    main()
