"""Announcements, where a screen reader would hear them; and two voices at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.core.domain import SpeechState, Spoken, Utterance, VoiceEvent, VoiceFailed, VoiceStyle
from assistant.core.errors import VoiceSilent
from assistant.core.ports import PostVoice
from assistant.voice.announcement import AnnouncingVoice
from assistant.voice.both import BothVoices
from assistant.voice.null import NullVoice
from support.desktop import VirtualDesktop

SUPPORT = Path(__file__).parents[1] / "support"
PYTHON = "/usr/bin/python3"
"""The system's, which has pyatspi."""


class Noted(NullVoice):
    """Says nothing, and notes what it is told."""

    def __init__(self, post: PostVoice, name: str, log: list[str]) -> None:
        super().__init__(post)
        self._post = post
        self.name = name
        self._log = log

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        self._log.append(f"{self.name} says {utterance.text}")
        self._post(VoiceFailed(utterance.id, VoiceSilent(voice=self.name)))

    def stop(self) -> None:
        self._log.append(f"{self.name} stops")


def test_an_announcement_is_cleaned_and_its_end_is_told() -> None:
    sent: list[str] = []
    posted: list[VoiceEvent] = []
    voice = AnnouncingVoice(posted.append, sent.append)
    voice.say(Utterance(1, 0, "A\u202e letter.", "en"), VoiceStyle())
    voice.say(Utterance(2, 0, "From the bank.", "en"), VoiceStyle())
    voice.stop()
    assert sent == ["A letter.", "From the bank."]
    started, cancelled = SpeechState.STARTED, SpeechState.CANCELLED
    assert posted == [Spoken(1, started), Spoken(1, cancelled), Spoken(2, started), Spoken(2, cancelled)]


def test_of_two_voices_one_counts() -> None:
    log: list[str] = []
    posted: list[VoiceEvent] = []
    both = BothVoices(posted.append, lambda post: Noted(post, "own", log), lambda post: Noted(post, "reader", log))
    both.say(Utterance(1, 0, "A letter.", "en"), VoiceStyle())
    both.stop()
    assert log == ["own says A letter.", "reader says A letter.", "own stops", "reader stops"]
    assert both.name == "own"
    assert [event.error.params["voice"] for event in posted if isinstance(event, VoiceFailed)] == ["own"]


@pytest.mark.real
def test_an_announcement_reaches_the_accessibility_bus(desktop: VirtualDesktop) -> None:
    if shutil.which(PYTHON) is None or subprocess.run([PYTHON, "-c", "import pyatspi"], check=False).returncode:
        pytest.skip("the listener needs pyatspi: apt install python3-pyatspi")
    own = {**desktop.env, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONPATH": str(SUPPORT.parents[1])}
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (
        desktop.popen([PYTHON, str(SUPPORT / "announcements_listener.py")], **pipes) as listener,
        desktop.popen([sys.executable, str(SUPPORT / "announcer.py")], env=own, **pipes) as announcer,
    ):
        assert listener.stdout is not None
        assert announcer.stdin is not None
        assert listener.stdout.readline() == "ready\n"
        desktop.wait_for_window("The announcer")
        announcer.stdin.write("A letter from the bank.\n")
        announcer.stdin.flush()
        assert listener.stdout.readline() == "announcer: A letter from the bank.\n"
        announcer.stdin.close()
        assert announcer.wait(20) == 0
