"""Answers, windows, reading and the voice: each in its own language, or in the one that stands for "auto"."""

from __future__ import annotations

import pytest

from assistant.core.chosen_languages import answer_language, read_languages, voice_language, window_language
from assistant.core.domain import VoiceStyle
from assistant.core.settings import Settings
from assistant.core.speech import SpeechQueue
from support.stage import FakeVoice


@pytest.mark.parametrize(
    ("chosen", "answers", "windows"),
    [
        ({}, "fr", "fr"),
        ({"language": "de"}, "de", "de"),
        ({"ui.language": "he"}, "he", "he"),
        ({"language": "de", "ui.language": "he"}, "de", "he"),
    ],
)
def test_one_language_that_is_set_stands_for_the_other(chosen: dict[str, str], answers: str, windows: str) -> None:
    settings = Settings(dict(chosen))
    assert answer_language(settings, "fr_CA") == answers
    assert window_language(settings, "fr_CA") == windows


def test_who_reads_nothing_in_particular_reads_their_own_language_and_english() -> None:
    assert read_languages(Settings({"ui.language": "he"}), "fr") == ("he", "en")
    assert read_languages(Settings({"read_languages": ("ja", "zh")}), "fr") == ("ja", "zh")


@pytest.mark.parametrize(
    ("chosen", "text", "voice"),
    [
        ("auto", "pl", "pl"),
        ("de", "en", "de"),
        ("de", "ru", "ru"),  # a German voice has no word for Cyrillic letters
        ("ja", "zh", "zh"),
        ("uk", "ru", "uk"),
    ],
)
def test_a_chosen_voice_speaks_what_is_in_its_script(chosen: str, text: str, voice: str) -> None:
    assert voice_language(Settings({"speech.language": chosen}), text) == voice


def test_the_queue_speaks_in_the_voice_s_language() -> None:
    voice = FakeVoice([])
    queue = SpeechQueue(voice, style=VoiceStyle, voice_language=lambda language: f"{language}-own")
    queue.say("A house.", "en")
    assert voice.speaking is not None
    assert voice.speaking.language == "en-own"
