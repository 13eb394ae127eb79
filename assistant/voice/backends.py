"""The table of voices: which can speak here, which is preferred and why, and how a missing one is had.

It makes voices; which of them a setting asks for is its caller's to say.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from assistant.core.ports import PostVoice, Voice
from assistant.voice import espeak, pyttsx3_child, screen_reader, speech_dispatcher
from assistant.voice.null import NullVoice
from assistant.voice.watch import WatchedVoice

AUTO = "auto"
NONE = "none"
SCREEN_READER = "screen_reader"


@dataclass(frozen=True, slots=True)
class Backend:
    """One way to speak: `key` as the settings name it, `name` as the user hears it.

    `patience` is how many seconds may pass until its first sound before it is taken for silent.
    """

    key: str
    name: str
    reason: str
    install_hint: str
    patience: float
    is_compatible: Callable[[], bool]
    is_installed: Callable[[], bool]
    open: Callable[[PostVoice], Voice]

    def make(self, post: PostVoice) -> Voice:
        """Return the voice. Raises a `VoiceError`."""
        return self.open(post)


ESPEAK = Backend(
    "espeak",
    espeak.NAME,
    "heard and silenced soonest, needs nothing installed",
    espeak.INSTALL_HINT,
    5.0,
    espeak.is_compatible,
    espeak.is_installed,
    espeak.EspeakVoice,
)
SPEECH_DISPATCHER = Backend(
    "speech_dispatcher",
    speech_dispatcher.NAME,
    "shares voice and queue with Orca, so that neither talks over the other",
    speech_dispatcher.INSTALL_HINT,
    15.0,  # another program may be speaking first
    speech_dispatcher.is_compatible,
    speech_dispatcher.is_installed,
    speech_dispatcher.SpeechDispatcherVoice,
)
PYTTSX3 = Backend(
    "pyttsx3",
    pyttsx3_child.NAME,
    "the voices of Windows and macOS; elsewhere the last resort",
    pyttsx3_child.INSTALL_HINT,
    10.0,
    pyttsx3_child.is_compatible,
    pyttsx3_child.is_installed,
    pyttsx3_child.Pyttsx3Voice,
)


def backends(preferred: str = AUTO) -> tuple[Backend, ...]:
    """Return every back-end of this system, the preferred first; a choice of the user's goes before the rest."""
    if sys.platform.startswith("linux"):
        order = (ESPEAK, SPEECH_DISPATCHER, PYTTSX3)
    else:
        order = (PYTTSX3, ESPEAK)
    if preferred == AUTO and SPEECH_DISPATCHER in order and screen_reader.is_running():
        preferred = SPEECH_DISPATCHER.key
    if preferred == SCREEN_READER:
        preferred = SPEECH_DISPATCHER.key
    chosen = tuple(backend for backend in order if backend.key == preferred)
    rest = tuple(backend for backend in order if backend.key != preferred)
    return tuple(backend for backend in chosen + rest if backend.is_compatible())


def open_voice(post: PostVoice, preferred: str = AUTO) -> Voice:
    """Return a voice that replaces itself when it fails; `preferred` is a key of the table, "auto" or "none"."""
    if preferred == NONE:
        return NullVoice(post)
    return WatchedVoice([backend for backend in backends(preferred) if backend.is_installed()], post)
