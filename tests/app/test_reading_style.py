"""Pitch, voice and size of the reading: kept, told, and asked for without holding anybody up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.app.reading_style import SettledStyle
from assistant.core.domain import Priority, VoiceInfo
from assistant.core.errors import NoVoice, SeeSayError
from assistant.core.ports import Voice
from assistant.core.session import Session
from assistant.core.settings_store import SettingsStore
from assistant.core.wording import Wording

ANNA = VoiceInfo("anna", ("de",))


class Made:
    """A style with a store of its own; `voices` is what the voice answers."""

    def __init__(self, folder: Path) -> None:
        self.said: list[tuple[str, Priority]] = []
        self.errors: list[str] = []
        self.posted: list[Callable[[], None]] = []
        self.came = threading.Event()
        self.voices: Callable[[], Sequence[VoiceInfo]] = lambda: (ANNA,)
        self.store = SettingsStore(folder / "settings.toml", Wording())
        made = self

        class FakeSession:
            def announce(self, text: str, priority: Priority = Priority.NORMAL) -> None:
                made.said.append((text, priority))

            def report(self, error: SeeSayError) -> None:
                made.errors.append(error.code)

        class FakeVoice:
            def voices(self) -> Sequence[VoiceInfo]:
                return made.voices()

        self.style = SettledStyle(
            self.store, cast(Session, FakeSession()), Wording(), lambda: cast(Voice, FakeVoice()), self.post
        )

    def post(self, call: Callable[[], None]) -> None:
        self.posted.append(call)
        self.came.set()

    def listed(self) -> list[Sequence[VoiceInfo]]:
        found: list[Sequence[VoiceInfo]] = []
        self.style.list_voices(found.append)
        assert self.came.wait(10), "the voices never came"
        assert found == [], "they came on another thread than the owner's"
        self.posted[0]()
        return found


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def test_pitch_is_kept_and_told_between_two_words(made: Made) -> None:
    made.style.change_pitch(10)
    assert made.store.load().settings.number("speech.pitch") == 10
    assert made.said == [("Pitch 10.", Priority.NOW)]


def test_at_its_ends_the_pitch_says_so(made: Made) -> None:
    for by in (150, 10, -300, -10):
        made.style.change_pitch(by)
    assert [text for text, _ in made.said] == [
        "Pitch 100.",
        "This is the highest pitch.",
        "Pitch -100.",
        "This is the lowest pitch.",
    ]


def test_a_voice_says_its_name_once_it_was_chosen(made: Made) -> None:
    made.style.choose_voice("anna")
    assert (made.style.voice, made.said[-1][0]) == ("anna", "This is anna.")
    made.style.choose_voice("")
    assert (made.style.voice, made.said[-1][0]) == ("", "This is the usual voice.")


def test_the_size_is_kept_without_a_word(made: Made) -> None:
    made.style.set_text_size(200)
    assert (made.style.text_size, made.said) == (200, [])


def test_voices_are_found_on_a_thread_and_taken_on_the_owners(made: Made) -> None:
    assert made.listed() == [(ANNA,)]


def test_a_voice_that_fails_lists_none(made: Made) -> None:
    def fail() -> Any:
        raise NoVoice

    made.voices = fail
    assert made.listed() == [()]


def test_what_can_t_be_kept_is_reported_and_holds_until_the_end(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.touch()
    made = Made(blocked)
    made.style.set_text_size(200)
    assert made.style.text_size == 200
    assert made.errors == ["settings_unwritable"]
