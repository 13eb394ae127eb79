"""The contract of the `Voice` port, on every voice that this machine has; the real ones are recorded and measured."""

from __future__ import annotations

import shutil
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from support.desktop import VirtualDesktop
from support.fixtures import start_desktop
from support.sound import level
from support.voice_stage import VoiceProcess

if TYPE_CHECKING:
    from support.fixtures import Ear

SENTENCE = "The window shows a letter from the bank, and the button on the right says save."
SHORT = "The button says save."
HEARD = ("espeak", "speech_dispatcher", "pyttsx3")
ATTACKS = {
    "volume command": "\x010A silent",
    "rate command": "\x0180S\x0199P slow and high",
    "ssml": '<speak><prosody volume="silent">hidden</prosody><audio src="file:///etc/passwd"/></speak>',
    "broken ssml": "<speak><voice name='x'",
    "phonemes": "[[dI2d ju:]] [[volm 0]] [[rset 0]]",
    "bidi": "\u202eabc\u202c \u2066def\u2069",
    "nul": "before\x00after",
    "lone surrogate": "a\ud800b",
    "dots": "one\n.\ntwo\r\n..\r\nQUIT",
    "ssip": "x\r\n.\r\nSET ALL VOLUME -100\r\nSPEAK",
    "no space": "a" * 1_000_000,
}


@pytest.fixture(scope="module")
def stage() -> Iterator[VirtualDesktop]:
    """A desktop with sound and a speech service, where ALSA's default is the sound server too."""
    with start_desktop(with_speechd=True) as own:
        (Path(own.env["HOME"]) / ".asoundrc").write_text("pcm.!default pulse\nctl.!default pulse\n", encoding="utf-8")
        yield own


@pytest.fixture(params=HEARD)
def key(request: pytest.FixtureRequest) -> str:
    if request.param == "pyttsx3" and shutil.which("aplay") is None:
        pytest.skip("pyttsx3 plays through aplay on Linux: apt install alsa-utils libasound2-plugins")
    return str(request.param)


@pytest.fixture
def voice(stage: VirtualDesktop, key: str) -> Iterator[VoiceProcess]:
    with VoiceProcess(stage.env, key) as process:
        yield process


def loudness(stage: VirtualDesktop, voice: VoiceProcess) -> float:
    """Return the level of the sentence as it is heard."""
    with stage.record() as recording:
        ending = voice.speak(SHORT)
        assert ending["event"] == "finished", ending
        begin, end = recording.sounds(gap=1.0)[0]
        heard = recording.samples[int((begin - recording.started_at) * recording.rate) :]
        return level(heard[: int((end - begin) * recording.rate)])


@pytest.mark.real
def test_a_sentence_is_heard_and_told(stage: VirtualDesktop, voice: VoiceProcess, ear: Ear) -> None:
    from support.ear import word_recall

    with stage.record() as recording:
        identity = voice.say(SENTENCE)
        voice.wait("finished", id=identity)
        recording.wait_for_silence(lasting=0.3)
        heard = ear(recording.samples, recording.rate)
    assert voice.told(identity) == ["started", "finished"]
    assert word_recall(heard, SENTENCE) >= 0.75, heard
    assert word_recall(heard, "An entirely different sentence about boats and money.") < 0.5


@pytest.mark.real
def test_started_is_no_lie_and_finished_comes_after_the_sound(stage: VirtualDesktop, voice: VoiceProcess) -> None:
    with stage.record() as recording:
        identity = voice.say(SENTENCE)
        started = voice.wait("started", id=identity)["at"]
        begin = recording.wait_for_sound()
        finished = voice.wait("finished", id=identity)["at"]
        recording.wait_for_silence(lasting=0.3)
        end = recording.sounds(gap=1.0)[0][1]
    assert abs(begin - started) < 1.0
    assert finished > end - 0.2


@pytest.mark.real
def test_stop_is_silence_and_told_once(stage: VirtualDesktop, voice: VoiceProcess) -> None:
    with stage.record() as recording:
        identity = voice.say(SENTENCE * 4)
        voice.wait("started", id=identity)
        recording.wait_for_sound()
        stopped = voice.stop()["began"]
        voice.wait("cancelled", id=identity)
        end = recording.wait_for_silence(lasting=0.7)
    assert end - stopped < 0.5, "it went on speaking"
    assert voice.told(identity) == ["started", "cancelled"]


@pytest.mark.real
def test_a_stop_before_the_first_sound_is_obeyed(stage: VirtualDesktop, voice: VoiceProcess) -> None:
    identity = voice.say(SENTENCE)
    voice.stop()
    assert voice.wait("cancelled", "finished", id=identity)["event"] == "cancelled"
    assert voice.speak("Yes.")["event"] == "finished"


@pytest.mark.real
def test_a_stop_while_silent_is_harmless(voice: VoiceProcess) -> None:
    voice.stop()
    voice.stop()
    assert voice.speak("Still here.")["event"] == "finished"


@pytest.mark.real
def test_no_text_harms_the_voice(stage: VirtualDesktop, voice: VoiceProcess) -> None:
    before = loudness(stage, voice)
    for name, attack in ATTACKS.items():
        identity = voice.say(attack)
        assert voice.wait("started", "failed", id=identity)["event"] == "started", name
        voice.stop()
    assert loudness(stage, voice) == pytest.approx(before, rel=0.15)


@pytest.mark.real
def test_rate_and_volume_are_obeyed_and_do_not_stick(stage: VirtualDesktop, voice: VoiceProcess) -> None:
    def measure(rate: int = 0, volume: int = 100) -> tuple[float, float]:
        with stage.record() as recording:
            ending = voice.speak(SHORT, rate=rate, volume=volume)
            assert ending["event"] == "finished", ending
            recording.wait_for_silence(lasting=0.3)
            begin, end = recording.sounds(gap=1.0)[0]
            return end - begin, level(recording.samples)

    normal, loud = measure()
    quick, _ = measure(rate=60)
    _, soft = measure(volume=40)
    again, _ = measure()
    assert quick < 0.75 * normal
    assert soft < 0.75 * loud
    assert again == pytest.approx(normal, rel=0.1)


@pytest.mark.real
def test_what_was_prepared_is_silent_until_it_is_said_and_follows_soon(
    stage: VirtualDesktop, voice: VoiceProcess
) -> None:
    with stage.record() as recording:
        first = voice.say(SENTENCE)
        following = voice.prepare(SHORT)
        ended = voice.wait("finished", id=first)["at"]
        recording.wait_for_silence(lasting=0.3)
        assert voice.told(following) == []
        voice.say(SHORT, identity=following)
        voice.wait("finished", id=following)
        recording.wait_for_silence(lasting=0.3)
    begun = [event["at"] for event in voice.events if event.get("id") == following and event["event"] == "started"]
    assert ended < begun[0]
    assert voice.told(following) == ["started", "finished"]


@pytest.mark.real
def test_something_else_may_be_said_than_what_was_prepared(stage: VirtualDesktop, voice: VoiceProcess) -> None:
    first = voice.say(SHORT)
    # So much that a synthesiser can't have it ready: what is said instead must not wait behind it.
    left = voice.prepare(SENTENCE * 20)
    voice.wait("finished", id=first)
    assert voice.speak("Yes.")["event"] == "finished"
    stopped = voice.say(SHORT)
    voice.prepare(SENTENCE * 20)
    voice.stop()
    assert voice.wait("cancelled", "finished", id=stopped)["event"] == "cancelled"
    assert voice.speak("Yes.")["event"] == "finished"
    assert voice.told(left) == []


@pytest.mark.real
def test_a_voice_can_be_chosen_for_its_language(stage: VirtualDesktop) -> None:
    def heard(text: str, language: str, **style: str) -> bytes:
        with stage.record() as recording:
            assert espeak.speak(text, language, **style)["event"] == "finished"
            begin, end = recording.sounds(gap=1.0)[0]
        start = int((begin - recording.started_at) * recording.rate)
        return recording.samples[start : start + int((end - begin) * recording.rate)].tobytes()

    with VoiceProcess(stage.env, "espeak") as espeak:
        lengths = [len(heard(SHORT, "en", voice=name)) for name in ("", "en-us+whisper", "de", "no such voice")]
        german = [len(heard("Guten Morgen, wie geht es?", "de", voice=name)) for name in ("", "en-us+whisper")]
    assert lengths[1] != pytest.approx(lengths[0], rel=0.01)
    assert lengths[2:] == pytest.approx([lengths[0]] * 2, rel=0.03)
    assert german[1] == pytest.approx(german[0], rel=0.03)


@pytest.mark.real
def test_other_languages_are_heard(stage: VirtualDesktop, voice: VoiceProcess) -> None:
    for language, text in {
        "de": "Guten Morgen",
        "zh": "早上好，你好吗",
        "ar": "صباح الخير كيف حالك",
        "hi": "नमस्ते दुनिया",
    }.items():
        with stage.record() as recording:
            assert voice.speak(text, language)["event"] == "finished"
            sounds = recording.sounds(gap=1.0)
        assert sum(end - begin for begin, end in sounds) > 0.4, language


@pytest.mark.real
def test_nothing_to_say_ends_like_everything_else(voice: VoiceProcess) -> None:
    assert voice.speak("\x01\x02")["event"] == "finished"


def test_the_silent_voice_keeps_the_contract() -> None:
    from assistant.core.domain import SpeechState, Spoken, Utterance, VoiceEvent, VoiceStyle
    from assistant.voice.null import NullVoice

    posted: list[VoiceEvent] = []
    voice = NullVoice(posted.append)
    voice.say(Utterance(3, 0, "x", "en"), VoiceStyle())
    voice.stop()
    voice.close()
    assert posted == [Spoken(3, SpeechState.STARTED), Spoken(3, SpeechState.FINISHED)]
    assert voice.voices() == ()


@pytest.mark.real
def test_the_sound_output_of_other_platforms_keeps_the_contract_too(stage: VirtualDesktop) -> None:
    with VoiceProcess(stage.env, "espeak_qt") as voice, stage.record() as recording:
        first = voice.say(SHORT)
        voice.wait("finished", id=first)
        second = voice.say(SENTENCE)
        voice.wait("started", id=second)
        recording.wait_for_sound()
        voice.stop()
        voice.wait("cancelled", id=second)
        recording.wait_for_silence(lasting=0.5)
    assert voice.told(first) == ["started", "finished"]
    assert voice.told(second) == ["started", "cancelled"]


@pytest.mark.real
def test_a_dead_sound_server_is_told_and_leaves_the_process_alive() -> None:
    with start_desktop() as own, VoiceProcess(own.env, "espeak") as voice:
        identity = voice.say(SENTENCE * 2)
        voice.wait("started", id=identity)
        own.run(["pactl", "exit"])
        assert voice.wait("failed", "finished", id=identity)["code"] == "voice_unavailable"
        assert voice.speak("Again.")["code"] == "voice_unavailable"


@pytest.mark.real
def test_a_voice_whose_service_dies_is_replaced_and_the_sentence_said_again(ear: Ear) -> None:
    from support.ear import word_recall

    with (
        start_desktop(with_speechd=True) as own,
        VoiceProcess(own.env, "watched:speech_dispatcher") as voice,
        own.record() as recording,
    ):
        identity = voice.say(SENTENCE)
        voice.wait("started", id=identity)
        own.run(["pkill", "-KILL", "-F", own.env["XDG_RUNTIME_DIR"] + "/speechd.pid"])
        replaced = voice.wait("replaced")
        voice.wait("finished", id=identity)
        recording.wait_for_silence(lasting=0.3)
        heard = ear(recording.samples, recording.rate)
    assert (replaced["old"], replaced["new"]) == ("speech-dispatcher", "espeak")
    assert word_recall(heard, SENTENCE) >= 0.75, heard


@pytest.mark.real
def test_earcons_are_heard_beside_the_speech(stage: VirtualDesktop) -> None:
    spectra = {}
    with VoiceProcess(stage.env, "null") as process:
        process.earcon("")
        for name in ("start", "working", "done", "error"):
            with stage.record() as recording:
                process.earcon(name)
                recording.wait_for_sound()
                recording.wait_for_silence(lasting=0.2)
                spectra[name] = len(recording.samples), level(recording.samples)
                folder = Path(__file__).resolve().parents[2] / "resources" / "sounds"
                with wave.open(str(folder / f"{name}.wav")) as file:
                    played = sum(end - begin for begin, end in recording.sounds(gap=0.02))
                    assert 0.4 < played / (file.getnframes() / file.getframerate()) < 1.3, name
    assert all(value < 0.1 for _, value in spectra.values())


def test_the_earcons_are_low_tiny_and_made_by_their_script(tmp_path: Path) -> None:
    import runpy

    folder = Path(__file__).resolve().parents[2] / "resources" / "sounds"
    copy = tmp_path / "make_earcons.py"
    shutil.copy(folder / "make_earcons.py", copy)
    runpy.run_path(str(copy), run_name="__main__")
    for name in ("start", "working", "done", "error"):
        made, kept = tmp_path / f"{name}.wav", folder / f"{name}.wav"
        assert made.read_bytes() == kept.read_bytes()
        assert len(kept.read_bytes()) < 16_000
        with wave.open(str(kept)) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        assert 1_000 < np.abs(samples).max() < 10_000
