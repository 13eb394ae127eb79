"""Speech into a file where nothing can speak: the reason is told, and no file is left."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest

from assistant.app.speaking import write_wav
from assistant.core.answers import Sentence
from assistant.core.domain import Utterance, VoiceEvent, VoiceFailed, VoiceStyle
from assistant.core.errors import VoiceUnavailable
from assistant.voice import wav

MISSING = VoiceUnavailable(voice="espeak", detail="missing")


@pytest.fixture(autouse=True)
def _nothing_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def library() -> None:
        raise MISSING

    monkeypatch.setattr(wav, "library", library)


def test_the_voice_tells_why_and_closes_quietly(tmp_path: Path) -> None:
    posted: queue.SimpleQueue[VoiceEvent] = queue.SimpleQueue()
    voice = wav.WavVoice(posted.put, tmp_path / "letter.wav")
    voice.say(Utterance(1, 0, "A letter.", "en"), VoiceStyle())
    assert posted.get(timeout=10) == VoiceFailed(1, MISSING)
    voice.close()
    assert list(tmp_path.iterdir()) == []


def test_who_writes_a_sentence_hears_the_reason(tmp_path: Path) -> None:
    with pytest.raises(VoiceUnavailable) as told:
        write_wav([Sentence("A letter.", "en")], tmp_path / "letter.wav")
    assert told.value is MISSING
    assert list(tmp_path.iterdir()) == []
