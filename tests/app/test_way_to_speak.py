"""Who speaks: the screen reader, a voice of SeeSay's own, or both, by the settings and by what runs."""

from __future__ import annotations

import sys

import pytest

from assistant.app import speaking
from assistant.voice import screen_reader


def way(wanted: str = "auto", beside: str = "auto") -> str:
    return speaking._surroundings(wanted, beside)


@pytest.fixture(autouse=True)
def _sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaking, "has_sound", lambda: True)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_reader, "is_running", lambda: True)


@pytest.fixture
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_reader, "is_running", lambda: False)


@pytest.mark.usefixtures("no_reader")
@pytest.mark.parametrize("wanted", ["auto", "screen_reader"])
@pytest.mark.parametrize("beside", ["auto", "own", "both"])
def test_without_a_screen_reader_seesay_speaks(wanted: str, beside: str) -> None:
    assert way(wanted, beside) == "own"


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("platform", "beside", "expected"),
    [
        ("linux", "auto", "speech_dispatcher"),
        ("linux", "own", "own"),
        ("linux", "both", "both"),
        ("win32", "auto", "screen_reader"),
        ("darwin", "both", "both"),
    ],
)
def test_beside_a_screen_reader_the_setting_decides(
    platform: str, beside: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert way("auto", beside) == expected


@pytest.mark.usefixtures("reader")
def test_a_back_end_that_was_chosen_goes_before() -> None:
    assert way("espeak", "both") == "espeak"
    assert way("screen_reader", "own") == "screen_reader"
