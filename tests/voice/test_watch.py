"""A voice that fails or is silent is replaced, and the sentence said again, in order and once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from assistant.core.domain import (
    SpeechState,
    Spoken,
    Utterance,
    VoiceEvent,
    VoiceFailed,
    VoiceInfo,
    VoiceReplaced,
    VoiceStyle,
)
from assistant.core.errors import NoVoice, VoiceSilent, VoiceUnavailable
from assistant.core.ports import PostVoice, Voice
from assistant.voice import watch
from assistant.voice.watch import WatchedVoice

STYLE = VoiceStyle()
STARTED, FINISHED, CANCELLED = SpeechState.STARTED, SpeechState.FINISHED, SpeechState.CANCELLED


def sentence(identity: int = 1, text: str = "Hello.") -> Utterance:
    return Utterance(identity, 0, text, "en")


@dataclass
class ScriptedVoice:
    """Does nothing by itself; keeps what it was asked."""

    name: str
    post: PostVoice
    calls: list[str] = field(default_factory=list)

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        self.calls.append(f"say {utterance.id}")

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        self.calls.append(f"prepare {utterance.id}")

    def stop(self) -> None:
        self.calls.append("stop")

    def voices(self) -> Sequence[VoiceInfo]:
        return (VoiceInfo(self.name, ()),)

    def close(self) -> None:
        self.calls.append("close")


@dataclass
class Script:
    """A candidate: makes scripted voices, unless it is broken."""

    name: str
    patience: float = 5.0
    is_broken: bool = False
    made: list[ScriptedVoice] = field(default_factory=list)

    def make(self, post: PostVoice) -> Voice:
        if self.is_broken:
            raise VoiceUnavailable(voice=self.name, detail="broken")
        self.made.append(ScriptedVoice(self.name, post))
        return self.made[-1]


class Clock:
    """Keeps deadlines until a test lets one pass."""

    def __init__(self) -> None:
        self.waiting: dict[int, tuple[float, Callable[[], None]]] = {}
        self._count = 0

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        self._count += 1
        count = self._count
        self.waiting[count] = (seconds, call)
        return lambda: self.waiting.pop(count, None) and None

    def pass_deadline(self) -> None:
        ((count, (_, call)),) = self.waiting.items()
        del self.waiting[count]
        call()


class Stage:
    """Two scripted voices under watch, and what was posted."""

    def __init__(self, *, broken: Sequence[str] = ()) -> None:
        self.first = Script("first", is_broken="first" in broken)
        self.second = Script("second", is_broken="second" in broken)
        self.clock = Clock()
        self.posted: list[VoiceEvent] = []
        self.voice = WatchedVoice([self.first, self.second], self.posted.append, after=self.clock.after)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_a_healthy_voice_is_left_alone(stage: Stage) -> None:
    stage.voice.say(sentence(), STYLE)
    voice = stage.first.made[0]
    voice.post(Spoken(1, STARTED))
    voice.post(Spoken(1, FINISHED))
    assert stage.posted == [Spoken(1, STARTED), Spoken(1, FINISHED)]
    assert stage.clock.waiting == {}
    assert stage.second.made == []


def test_a_voice_without_a_sound_is_replaced_and_the_sentence_said_again(stage: Stage) -> None:
    stage.voice.say(sentence(), STYLE)
    stage.clock.pass_deadline()
    assert stage.posted == [], "nobody has heard the new one yet"
    assert stage.second.made[0].calls == ["say 1"]
    assert stage.voice.name == "second"
    stage.second.made[0].post(Spoken(1, STARTED))
    told = VoiceReplaced("first", "second", VoiceSilent(voice="first"))
    assert stage.posted == [told, Spoken(1, STARTED)]
    stage.second.made[0].post(Spoken(1, FINISHED))
    stage.voice.say(sentence(2), STYLE)
    stage.second.made[0].post(Spoken(2, STARTED))
    assert stage.posted.count(told) == 1


def test_what_the_given_up_voice_still_tells_is_dropped(stage: Stage) -> None:
    stage.voice.say(sentence(), STYLE)
    stage.clock.pass_deadline()
    stage.first.made[0].post(Spoken(1, STARTED))
    stage.first.made[0].post(Spoken(1, CANCELLED))
    assert stage.posted == []
    stage.voice.close()
    assert stage.first.made[0].calls == ["say 1", "close"]


def test_a_voice_that_never_spoke_fails_once_and_is_left(stage: Stage) -> None:
    error = VoiceUnavailable(voice="first", detail="no sound device")
    stage.voice.say(sentence(), STYLE)
    stage.first.made[0].post(VoiceFailed(1, error))
    assert stage.second.made[0].calls == ["say 1"]
    stage.second.made[0].post(Spoken(1, STARTED))
    assert stage.posted == [VoiceReplaced("first", "second", error), Spoken(1, STARTED)]


def test_a_voice_that_had_spoken_gets_a_second_try(stage: Stage) -> None:
    stage.voice.say(sentence(), STYLE)
    stage.first.made[0].post(Spoken(1, STARTED))
    stage.first.made[0].post(VoiceFailed(1, VoiceUnavailable(voice="first", detail="server ended")))
    assert [voice.calls[0] for voice in stage.first.made] == ["say 1", "say 1"]
    assert stage.posted == [Spoken(1, STARTED)]
    again = VoiceUnavailable(voice="first", detail="again")
    stage.first.made[1].post(VoiceFailed(1, again))
    stage.second.made[0].post(Spoken(1, STARTED))
    assert stage.posted[1:] == [VoiceReplaced("first", "second", again), Spoken(1, STARTED)]


def test_a_voice_proven_silent_gets_no_second_try(stage: Stage) -> None:
    stage.voice.say(sentence(), STYLE)
    stage.first.made[0].post(Spoken(1, STARTED))
    stage.first.made[0].post(VoiceFailed(1, VoiceSilent(voice="first")))
    assert stage.voice.name == "second"


def test_a_voice_that_starts_and_never_ends_is_stalled(stage: Stage) -> None:
    stage.voice.say(sentence(), STYLE)
    stage.first.made[0].post(Spoken(1, STARTED))
    stage.clock.pass_deadline()
    assert len(stage.first.made) == 2


def test_a_broken_candidate_is_passed_over_at_the_start() -> None:
    stage = Stage(broken=["first"])
    assert stage.voice.name == "second"
    assert stage.posted == []


def test_no_voice_at_all_is_told_for_each_utterance_and_tried_anew_later(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(broken=["first", "second"])
    stage.voice.say(sentence(1), STYLE)
    assert stage.posted == [VoiceFailed(1, NoVoice())]
    stage.first.is_broken = False
    monkeypatch.setattr(watch, "RETRY_AFTER", 0.0)
    stage.voice.say(sentence(2), STYLE)
    assert stage.first.made[0].calls == ["say 2"]


def test_the_last_voice_that_fails_ends_the_utterance(stage: Stage) -> None:
    stage.voice.say(sentence(), STYLE)
    stage.clock.pass_deadline()
    stage.clock.pass_deadline()
    assert stage.posted == [VoiceFailed(1, NoVoice())]
    assert stage.voice.name == ""


def test_after_a_stop_nothing_is_said_again(stage: Stage) -> None:
    stage.voice.say(sentence(), STYLE)
    stage.voice.stop()
    assert stage.first.made[0].calls == ["say 1", "stop"]
    assert stage.clock.waiting == {}
    stage.first.made[0].post(VoiceFailed(1, VoiceSilent(voice="first")))
    assert stage.posted == []
    assert stage.voice.name == "first"


def test_a_failure_of_an_older_utterance_says_nothing_of_the_new_one(stage: Stage) -> None:
    stage.voice.say(sentence(1), STYLE)
    stage.voice.stop()
    stage.voice.say(sentence(2), STYLE)
    stage.first.made[0].post(VoiceFailed(1, VoiceSilent(voice="first")))
    assert stage.voice.name == "first"
    assert stage.posted == []


def test_the_deadline_grows_with_the_text(stage: Stage) -> None:
    stage.voice.say(sentence(1, "a" * 2000), STYLE)
    ((seconds, _),) = stage.clock.waiting.values()
    assert seconds == pytest.approx(7.0)


def test_closing_is_silence(stage: Stage) -> None:
    stage.voice.say(sentence(), STYLE)
    stage.voice.close()
    assert stage.first.made[0].calls == ["say 1", "close"]
    assert stage.clock.waiting == {}
    stage.first.made[0].post(Spoken(1, STARTED))
    stage.voice.say(sentence(2), STYLE)
    assert stage.posted == [VoiceFailed(2, NoVoice())]
