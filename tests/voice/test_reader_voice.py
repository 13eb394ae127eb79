"""The screen reader as the voice: its child with a stand-in for the library, and the library's own speech for real."""

from __future__ import annotations

import os
import queue
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.core.domain import Spoken, Utterance, VoiceEvent, VoiceFailed, VoiceStyle
from assistant.process.frames import ProtocolError
from assistant.voice import reader_messages as m
from assistant.voice import reader_voice
from assistant.voice.pace import seconds_of
from assistant.voice.reader_voice import ScreenReaderVoice
from support.desktop import VirtualDesktop
from support.fixtures import start_desktop
from support.voice_stage import VoiceProcess

if TYPE_CHECKING:
    from support.fixtures import Ear

FAKE = Path(__file__).parents[1] / "support" / "fake_prism"
SENTENCE = "The window shows a letter from the bank, and the button on the right says save."
FAST = VoiceStyle(rate=100)


class Room:
    """A voice whose child has the stand-in, what the stand-in was told, and what the voice posted."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self.posted: queue.Queue[VoiceEvent] = queue.Queue()
        self.voice = ScreenReaderVoice(self.posted.put)

    @property
    def told(self) -> list[str]:
        return self._log.read_text(encoding="utf-8").splitlines() if self._log.exists() else []

    def say(self, number: int, text: str, style: VoiceStyle = FAST) -> None:
        self.voice.say(Utterance(number, 0, text, "en"), style)

    def next(self) -> tuple[int, str]:
        event = self.posted.get(timeout=20)
        if isinstance(event, Spoken):
            return event.utterance_id, event.state.value
        assert isinstance(event, VoiceFailed)
        return event.utterance_id, f"failed {event.error.params['detail']}"

    def spoken(self, number: int, text: str) -> None:
        self.say(number, text)
        assert [self.next(), self.next()] == [(number, "started"), (number, "finished")]


@pytest.fixture
def enter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Room]]:
    rooms: list[Room] = []

    def enter_(runs: str = "NVDA", can: str = "output speak") -> Room:
        # A package of that name, found before the real one.
        monkeypatch.setenv("PYTHONPATH", str(FAKE))
        monkeypatch.setenv("PRISM_LOG", str(tmp_path / "told"))
        monkeypatch.setenv("PRISM_RUNS", runs)
        monkeypatch.setenv("PRISM_CAN", can)
        rooms.append(Room(tmp_path / "told"))
        return rooms[-1]

    yield enter_
    for room in rooms:
        room.voice.close()


def test_texts_go_to_the_screen_reader_behind_what_it_says(enter: Callable[..., Room]) -> None:
    room = enter()
    room.spoken(1, "A letter.")
    room.spoken(2, "From the bank.")
    assert room.told == ["output: A letter.", "output: From the bank."]
    assert room.voice.name == "Nvda"


def test_the_first_that_runs_is_taken(enter: Callable[..., Room]) -> None:
    room = enter(runs="JAWS VOICE_OVER UIA")
    room.spoken(1, "A letter.")
    assert room.voice.name == "Voice_Over"


def test_what_is_spoken_is_shown_in_braille_too(enter: Callable[..., Room]) -> None:
    room = enter(can="speak braille")
    room.spoken(1, "A letter.")
    assert room.told == ["speak: A letter.", "braille: A letter."]


def test_text_stays_text(enter: Callable[..., Room]) -> None:
    room = enter()
    room.spoken(1, "a\x00b\u202ec [[dI2d]]\nd")
    assert room.told == ["output: a b c [ [dI2d] ] d"]


def test_nothing_to_say_is_told_as_said(enter: Callable[..., Room]) -> None:
    room = enter()
    room.spoken(1, "\u202e…")
    assert room.told == []


def test_stop_silences_the_screen_reader_once(enter: Callable[..., Room]) -> None:
    room = enter()
    room.say(1, SENTENCE * 20, VoiceStyle())
    assert room.next() == (1, "started")
    room.voice.stop()
    assert room.next() == (1, "cancelled")
    room.voice.stop()
    room.spoken(2, "Yes.")
    assert room.told == [f"output: {SENTENCE * 20}", "stop", "output: Yes."]


def test_a_stop_before_anything_was_said_leaves_the_screen_reader_alone(enter: Callable[..., Room]) -> None:
    room = enter()
    room.voice.stop()
    room.spoken(1, "Yes.")
    assert room.told == ["output: Yes."]


def test_a_text_that_ended_sooner_than_guessed_is_still_stopped(enter: Callable[..., Room]) -> None:
    room = enter()
    room.spoken(1, SENTENCE)
    room.voice.stop()
    room.spoken(2, "Yes.")
    assert room.told == [f"output: {SENTENCE}", "stop", "output: Yes."]


def test_no_screen_reader_is_a_failure_of_the_utterance(enter: Callable[..., Room]) -> None:
    room = enter(runs="")
    room.say(1, "A letter.")
    assert room.next() == (1, "failed none")


def test_a_refused_text_is_a_failure_and_the_next_one_is_said(enter: Callable[..., Room]) -> None:
    room = enter()
    room.say(1, "This will fail.")
    assert room.next() == (1, "failed PrismSpeakError")
    room.spoken(2, "This will not.")


def test_a_crash_in_the_library_is_a_failure_of_the_utterance(enter: Callable[..., Room]) -> None:
    room = enter()
    room.say(1, "This will crash.")
    assert room.next() == (1, "failed died")
    room.say(2, "A letter.")
    assert room.next() == (2, "failed gone")


def test_a_screen_reader_that_hangs_is_given_up(enter: Callable[..., Room], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_voice, "_SAYING", 0.3)
    room = enter()
    room.say(1, "This will hang.")
    assert room.next() == (1, "failed stalled")


def test_a_child_that_is_killed_while_silent_is_told(enter: Callable[..., Room]) -> None:
    room = enter()
    room.spoken(1, "A letter.")
    child = room.voice._helper._child
    assert child is not None
    os.kill(child.process.pid, signal.SIGKILL)
    assert room.next() == (0, "failed died")


def test_messages_are_bounded() -> None:
    with pytest.raises(ProtocolError):
        m.decode_to_reader(m.encode(m.SayMessage(1, "x" * (m.MAX_TEXT + 1))))
    with pytest.raises(ProtocolError):
        m.decode_from_reader(b"\x80")


def test_the_guess_follows_length_script_and_the_rate_that_is_set() -> None:
    def seconds(text: str, language: str = "en", rate: int = 0) -> float:
        return seconds_of(Utterance(1, 0, text, language), VoiceStyle(rate=rate))

    assert seconds("x" * 220) == pytest.approx(10.15)
    assert seconds("字" * 70, "zh") == pytest.approx(10.15)
    assert seconds("x" * 220, rate=100) == pytest.approx(4.15)


# --- the library itself, with the one voice of it that runs on this desktop ---------------------------------


@pytest.fixture(scope="module")
def spoken_desktop() -> Iterator[VirtualDesktop]:
    with start_desktop(with_speechd=True) as own:
        yield own


@pytest.mark.real
def test_the_library_speaks_and_is_silenced(spoken_desktop: VirtualDesktop, ear: Ear) -> None:
    from support.ear import word_recall

    with VoiceProcess(spoken_desktop.env, "reader:SPEECH_DISPATCHER") as voice, spoken_desktop.record() as recording:
        identity = voice.say(SENTENCE)
        voice.wait("finished", id=identity)
        recording.wait_for_silence(lasting=0.5)
        assert word_recall(ear(recording.samples, recording.rate), SENTENCE) >= 0.75
        identity = voice.say(SENTENCE * 4)
        began = voice.wait("started", id=identity)["at"]
        recording.wait_for_sound(since=began)
        stopped = voice.stop()["began"]
        voice.wait("cancelled", id=identity)
        assert recording.wait_for_silence(lasting=0.7) - stopped < 0.5
