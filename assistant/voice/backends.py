"""The table of voices: which can speak here, which is preferred and why, and how a missing one is had.

It makes voices; which of them a setting asks for is its caller's to say.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from assistant.core.ports import PostVoice, Voice
from assistant.voice import announcement, espeak, pyttsx3_child, reader_voice, screen_reader, speech_dispatcher
from assistant.voice.both import BothVoices
from assistant.voice.null import NullVoice
from assistant.voice.watch import WatchedVoice

AUTO = "auto"
NONE = "none"
SCREEN_READER = "screen_reader"
OWN = "own"
BOTH = "both"


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


READER = Backend(
    SCREEN_READER,
    reader_voice.NAME,
    "the user's own speech and braille, which no other voice can talk over",
    reader_voice.INSTALL_HINT,
    15.0,  # its libraries load for a second, and the screen reader may be busy
    reader_voice.is_compatible,
    reader_voice.is_installed,
    reader_voice.ScreenReaderVoice,
)
ANNOUNCEMENT = Backend(
    "announcements",
    announcement.NAME,
    "reaches a screen reader that takes texts in no other way; nobody tells whether it was heard",
    announcement.INSTALL_HINT,
    5.0,
    announcement.is_compatible,
    announcement.is_installed,
    announcement.AnnouncingVoice,
)
_READERS = (READER, ANNOUNCEMENT)


def backends(preferred: str = AUTO) -> tuple[Backend, ...]:
    """Return every back-end of this system, the preferred first; a choice of the user's goes before the rest.

    While a screen reader runs and nobody has chosen, its own way goes first. On Linux that is speech-dispatcher: it is
    Orca's own voice, and it tells when a sentence has ended, which Orca doesn't (docs/decisions).
    """
    is_linux = sys.platform.startswith("linux")
    order: tuple[Backend, ...] = (ESPEAK, SPEECH_DISPATCHER, PYTTSX3) if is_linux else (PYTTSX3, ESPEAK)
    if preferred == AUTO and screen_reader.is_running():
        preferred = reader_key()
    if preferred == SCREEN_READER:
        first: tuple[Backend, ...] = (*_READERS, SPEECH_DISPATCHER) if is_linux else _READERS
    else:
        first = tuple(backend for backend in order if backend.key == preferred)
    rest = tuple(backend for backend in order if backend not in first)
    return tuple(backend for backend in first + rest if backend.is_compatible())


def open_voice(post: PostVoice, preferred: str = AUTO) -> Voice:
    """Return a voice that replaces itself when it fails; `preferred` is a key of the table, "auto", "none" or "both".

    Both are a voice of SeeSay's own and the screen reader beside it, which gets the same texts.
    """
    if preferred == NONE:
        return NullVoice(post)
    if preferred == BOTH:
        readers = [backend for backend in _READERS if backend.is_compatible() and backend.is_installed()]
        return BothVoices(post, lambda own: open_voice(own, OWN), lambda beside: WatchedVoice(readers, beside))
    if preferred == OWN:
        preferred = own_key()
    return WatchedVoice([backend for backend in backends(preferred) if backend.is_installed()], post)


def reader_key() -> str:
    """Return the key of the way that a running screen reader speaks by, where nobody has chosen one."""
    return SPEECH_DISPATCHER.key if sys.platform.startswith("linux") else SCREEN_READER


def own_key() -> str:
    """Return the key of the voice that is preferred where no screen reader runs."""
    return ESPEAK.key if sys.platform.startswith("linux") else PYTTSX3.key
