"""The voice changes with its surroundings: only between sentences, in silence, and the old one is given back."""

from __future__ import annotations

import threading
from collections.abc import Callable

from assistant.core.domain import Utterance, VoiceStyle
from assistant.voice.following import FollowingVoice
from assistant.voice.null import NullVoice
from support.processes import wait_until


class Spy(NullVoice):
    """Notes what it says, and that it was closed."""

    def __init__(self, name: str, log: list[str], closed: threading.Event) -> None:
        super().__init__(lambda event: None)
        self.name = name
        self._log = log
        self._closed = closed

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        self._log.append(f"{self.name}: {utterance.text}")

    def close(self) -> None:
        self._closed.set()


class Scene:
    """Surroundings that a test changes, and what was heard."""

    def __init__(self) -> None:
        self.found = "espeak"
        self.looks = 0
        self.heard: list[str] = []
        self.closed: dict[str, threading.Event] = {}
        self.voice = FollowingVoice(self._look, self._make)

    def _look(self) -> str:
        self.looks += 1
        return self.found

    def _make(self, name: str) -> Spy:
        self.closed[name] = threading.Event()
        return Spy(name, self.heard, self.closed[name])

    def after_a_look(self, act: Callable[[], None]) -> None:
        before = self.looks
        act()
        wait_until(lambda: self.looks > before, what="the surroundings to be looked at")
        thread = self.voice._looking
        assert thread is not None
        thread.join(5)

    def say(self, text: str) -> None:
        self.voice.say(Utterance(1, 0, text, "en"), VoiceStyle())


def test_a_screen_reader_that_starts_later_gets_its_own_voice_at_the_next_request() -> None:
    scene = Scene()
    scene.after_a_look(lambda: scene.say("one"))
    scene.found = "speech_dispatcher"
    scene.after_a_look(scene.voice.stop)
    scene.after_a_look(lambda: scene.say("two"))
    assert scene.heard == ["espeak: one", "speech_dispatcher: two"]
    assert scene.closed["espeak"].wait(5)
    assert scene.voice.name == "speech_dispatcher"
    scene.voice.close()


def test_what_stays_the_same_keeps_its_voice() -> None:
    scene = Scene()
    for text in ("one", "two", "three"):
        scene.after_a_look(scene.voice.stop)
        scene.after_a_look(lambda text=text: scene.say(text))  # type: ignore[misc]  # mypy can't type the default
    assert scene.heard == ["espeak: one", "espeak: two", "espeak: three"]
    assert list(scene.closed) == ["espeak"]
    scene.voice.close()
    assert scene.closed["espeak"].is_set()


def test_a_look_that_hangs_delays_neither_speech_nor_silence() -> None:
    gate = threading.Event()
    scene = Scene()
    scene.voice._look = lambda: "espeak" if gate.wait(20) else ""
    scene.say("one")
    scene.voice.stop()
    scene.say("two")
    assert scene.heard == ["espeak: one", "espeak: two"]
    gate.set()
    scene.voice.close()
