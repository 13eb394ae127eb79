"""Says whether a recording holds the words: `heard.py FILE WORDS`, of a WAV file or raw 16 bit mono at 16 kHz."""

from __future__ import annotations

import sys
import wave

import numpy as np

from support.ear import PASS, hear, word_recall


def main(file: str, expected: str) -> int:
    """Print what was heard; return 1 where it is something else."""
    if file.endswith(".wav"):
        with wave.open(file) as sound:
            samples, rate = np.frombuffer(sound.readframes(sound.getnframes()), np.int16), sound.getframerate()
    else:
        samples, rate = np.fromfile(file, np.int16), 16_000
    told = hear(samples, rate)
    recall = word_recall(told, expected)
    print(f"Heard ({recall:.0%} of the words): {told[:160]}")
    return int(recall < PASS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
