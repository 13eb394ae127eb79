"""The speech queue: what it makes ready beforehand, and whom it tells what became of an utterance."""

from __future__ import annotations

from assistant.core.domain import Priority, SpeechState, Spoken, Utterance, VoiceFailed, VoiceStyle
from assistant.core.errors import VoiceSilent
from assistant.core.speech import SpeechQueue
from support.stage import FakeVoice


class Hall:
    """A queue, its voice, and what listeners were told."""

    def __init__(self) -> None:
        self.transcript: list[str] = []
        self.voice = FakeVoice(self.transcript)
        self.told: list[str] = []
        self.style = VoiceStyle()
        self.queue = SpeechQueue(self.voice, style=lambda: self.style)

    def say(self, text: str, priority: Priority = Priority.NORMAL) -> Utterance:
        def told(event: Spoken | VoiceFailed) -> None:
            self.told.append(f"{text} {event.state if isinstance(event, Spoken) else event.error.code}")

        said = self.queue.say(text, "en", priority=priority, told=told)
        assert said is not None
        return said

    def begin(self) -> None:
        assert self.voice.speaking is not None
        self.queue.handle(Spoken(self.voice.speaking.id, SpeechState.STARTED))

    def end(self) -> None:
        assert self.voice.speaking is not None
        ended, self.voice.speaking = self.voice.speaking, None
        self.queue.handle(Spoken(ended.id, SpeechState.FINISHED))


def test_what_follows_is_made_ready_once() -> None:
    hall = Hall()
    for text in ("One.", "Two.", "Three."):
        hall.say(text)
    hall.begin()
    assert hall.voice.prepared == ["Two."]
    hall.end()
    assert hall.voice.prepared == ["Two.", "Three."]
    hall.end()
    hall.end()
    assert hall.voice.prepared == ["Two.", "Three."]
    assert hall.transcript == ["say en: One.", "say en: Two.", "say en: Three."]


def test_what_goes_before_it_is_made_ready_instead() -> None:
    hall = Hall()
    hall.say("One.")
    hall.say("Two.")
    hall.say("Soon.", Priority.NEXT)
    assert hall.voice.prepared == ["Two.", "Soon."]
    hall.end()
    assert hall.voice.prepared == ["Two.", "Soon.", "Two."]


def test_after_an_interruption_the_interrupted_is_made_ready() -> None:
    hall = Hall()
    hall.say("One.")
    hall.say("Two.")
    hall.say("Now!", Priority.NOW)
    assert hall.voice.prepared == ["Two.", "One."]


def test_a_listener_hears_of_its_own_utterance_only() -> None:
    hall = Hall()
    hall.say("One.")
    hall.say("Two.")
    hall.begin()
    hall.end()
    hall.begin()
    hall.end()
    assert hall.told == ["One. started", "One. finished", "Two. started", "Two. finished"]


def test_a_stop_tells_all_that_waits() -> None:
    hall = Hall()
    hall.say("One.")
    hall.say("Two.")
    hall.begin()
    hall.queue.stop()
    hall.queue.stop()
    assert hall.told == ["One. started", "One. cancelled", "Two. cancelled"]


def test_an_interrupted_utterance_starts_once_more() -> None:
    hall = Hall()
    hall.say("One.")
    hall.begin()
    hall.say("Now!", Priority.NOW)
    hall.begin()
    hall.end()
    hall.begin()
    hall.end()
    assert hall.told == ["One. started", "Now! started", "Now! finished", "One. started", "One. finished"]


def test_a_voice_that_fails_is_told() -> None:
    hall = Hall()
    said = hall.say("One.")
    hall.queue.handle(VoiceFailed(said.id, VoiceSilent(voice="fake")))
    assert hall.told == ["One. voice_silent"]


def test_who_hears_of_a_stop_may_say_something() -> None:
    hall = Hall()

    def told(event: Spoken | VoiceFailed) -> None:
        if event == Spoken(1, SpeechState.CANCELLED):
            hall.say("Paused.")

    hall.queue.say("One.", "en", told=told)
    hall.queue.stop()
    assert hall.transcript[-1] == "say en: Paused."
