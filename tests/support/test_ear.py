"""The ear tells the right sentence from a wrong one; without that no end-to-end test means anything."""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from support.desktop import VirtualDesktop
from support.ear import PASS, word_recall, words

SAID = (
    "The screen shows a letter. Dear Maria, thank you for the photographs of the garden. "
    "Tomorrow it will rain in the morning, and the sun comes out after lunch."
)
OTHER = (
    "Two windows are open, and one holds the weekly report. My brother bought seven green apples at the market "
    "and carried them slowly home."
)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[NDArray[np.int16], int]:
    path: Path = tmp_path_factory.mktemp("spoken") / "said.wav"
    subprocess.run(["espeak-ng", "-w", str(path), SAID], check=True, timeout=30)
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16), file.getframerate()


@pytest.mark.real
def test_the_right_sentence_passes_and_a_different_one_fails(
    ear: Callable[[NDArray[np.int16], int], str], spoken: tuple[NDArray[np.int16], int]
) -> None:
    heard = ear(*spoken)
    assert word_recall(heard, SAID) >= PASS, heard
    assert word_recall(heard, OTHER) < 0.4, heard


@pytest.mark.real
def test_what_a_desktop_plays_is_understood(
    ear: Callable[[NDArray[np.int16], int], str], desktop: VirtualDesktop
) -> None:
    with desktop.record() as recording:
        desktop.run(["espeak-ng", SAID])
    heard = ear(recording.samples, recording.rate)
    assert word_recall(heard, SAID) >= PASS, heard
    assert word_recall(heard, OTHER) < 0.4, heard


@pytest.mark.real
def test_silence_has_no_words(ear: Callable[[NDArray[np.int16], int], str]) -> None:
    assert ear(np.zeros(48_000, dtype=np.int16), 48_000) == ""


def test_each_heard_word_counts_once() -> None:
    assert word_recall("save", "save save save save") == 0.25


def test_words_are_compared_without_case_signs_and_figures() -> None:
    assert words("It’s 3 o'clock: SAVE!") == ["its", "three", "oclock", "save"]


def test_expecting_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing was expected"):
        word_recall("anything", " … ")
