"""The main job in every language of the interface: its own sentences, its letters recognised, its voice."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz.fuzz import partial_ratio

from assistant.core.domain import VoiceStyle
from assistant.core.languages import LANGUAGES
from assistant.core.wording import PracticeMessages, Wording, load_translations
from assistant.core.wording.characters import CHARACTERS
from assistant.system import paths
from assistant.voice.espeak_library import library, voice_for
from support.commands import command
from support.desktop import VirtualDesktop

INTERFACES = [code for code, language in LANGUAGES.items() if language.is_interface]
IN_EVERY_RUN = {"ar"}
"""From right to left, by Tesseract, with six plurals: what holds for it holds for most. The others take two minutes."""
SHOWN = (PracticeMessages.HEADING, PracticeMessages.TEXT, PracticeMessages.BUTTON_PRINT)


def wording(code: str) -> Wording:
    return Wording(code, load_translations(paths.resources() / "locale", code))


def languages() -> list[object]:
    return [pytest.param(code, marks=[] if code in IN_EVERY_RUN else pytest.mark.long) for code in INTERFACES]


@pytest.mark.real
@pytest.mark.parametrize("code", languages())
def test_the_demo_speaks_the_language(code: str, desktop: VirtualDesktop, tmp_path: Path) -> None:
    wav = tmp_path / "demo.wav"
    # The locale itself need not be installed: only its name is looked at.
    env = {**desktop.renewed_env(), "LANG": "C.UTF-8", "LC_MESSAGES": code}
    env.pop("LC_ALL", None)
    told = command("demo", "--json", "--wav", str(wav), env=env, timeout=110)
    assert told.returncode == 0, told.stderr
    answer = json.loads(told.stdout)
    assert answer["language"] == code
    words = wording(code)
    for message in SHOWN:
        wanted = words.say(message).replace("&", "")
        assert partial_ratio(wanted, answer["text"]) >= 85, (wanted, answer["text"])
    with wave.open(str(wav)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype=np.int16)
        seconds = sound.getnframes() / sound.getframerate()
    assert seconds > 3
    assert np.abs(samples).max() > 1000


@pytest.mark.parametrize("code", [code for code in INTERFACES if code != "en"])
def test_a_number_is_read_in_the_language(code: str) -> None:
    assert spoken("12", code) != spoken("12", "en")


@pytest.mark.parametrize("code", [code for code in INTERFACES if code != "en"])
def test_punctuation_is_spelled_in_the_language(code: str) -> None:
    own, english = wording(code), Wording()
    signs = [sign for sign in ".,;:?!()-/" if sign in CHARACTERS]
    assert len(signs) > 5
    assert [sign for sign in signs if own.character(sign) == english.character(sign)] == []


@pytest.mark.parametrize("code", INTERFACES)
def test_one_and_many_are_worded_apart_where_the_language_does(code: str) -> None:
    words = wording(code)
    said = {words.thing("dog", n) for n in (1, 2, 5)}
    forms = {"zh": 1, "ja": 1}.get(code, 2)
    assert len({"".join(sign for sign in text if not sign.isdigit()) for text in said}) >= forms, said


def spoken(text: str, code: str) -> bytes:
    """Return the samples of a text in the language's voice."""
    heard: list[bytes] = []

    def take(pcm: bytes) -> bool:
        heard.append(pcm)
        return True

    library().synthesize(text, voice_for(code), VoiceStyle(), take)
    return b"".join(heard)
