"""Which voice speaks and which sounds are played; the voices' own room knows how."""

from __future__ import annotations

import contextlib
import os
import queue
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.app.house import open_store, style_of
from assistant.core.answers import Sentence
from assistant.core.chosen_languages import voice_language
from assistant.core.cleaning import clean
from assistant.core.domain import Earcon, SpeechState, Spoken, Utterance, VoiceEvent, VoiceFailed, VoiceInfo
from assistant.core.errors import SeeSayError
from assistant.core.ports import Voice
from assistant.core.report import Audio
from assistant.core.settings import Settings
from assistant.system import paths

if TYPE_CHECKING:
    from assistant.voice.null import NullSounds
    from assistant.voice.sounds import Earcons

_NO_SOUND = "no sound"
WAV_PATIENCE = 60.0
"""Seconds for one sentence to become sound in a file."""


def prepare_sound() -> None:
    """Let Qt find the sound devices without its video plugin, where Qt plays. Call it once, on Qt's thread.

    The plugin brings FFmpeg and Qt Quick, 22 MB that a voice never needs; devices and output are in the library itself.
    Plugins of the screen are loaded by then, and the paths are put back for everything that comes later.
    """
    from assistant.voice import playback_pulse

    if playback_pulse.is_installed():
        return
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtMultimedia import QMediaDevices

    folders = QCoreApplication.libraryPaths()
    QCoreApplication.setLibraryPaths([])
    try:
        QMediaDevices.defaultAudioOutput()
    finally:
        QCoreApplication.setLibraryPaths(folders)


def speaking_voice(
    settings: Settings, post: Callable[[VoiceEvent], None], *, wav: Path | None = None, is_quiet: bool = False
) -> Voice:
    """Return the voice that the settings and the options ask for. Raises a `VoiceError` where none can be had."""
    if wav is not None:
        from assistant.voice.wav import WavVoice

        return WavVoice(post, wav)
    if is_quiet:
        from assistant.voice.null import NullVoice

        return NullVoice(post)
    from assistant.voice.backends import NONE, open_voice

    wanted = settings.text("speech.backend")
    if wanted == NONE:
        return open_voice(post, NONE)

    def make(found: str) -> Voice:
        from assistant.voice.null import NoVoiceHere

        return NoVoiceHere(post) if found == _NO_SOUND else open_voice(post, found)

    from assistant.voice.following import FollowingVoice

    return FollowingVoice(lambda: _surroundings(wanted, settings.text("speech.beside_reader")), make)


def _surroundings(wanted: str, beside_reader: str) -> str:
    """Return the way to speak as things are now, or that nothing can sound. May block for a second.

    It changes with a screen reader that comes or goes, so that the voice is made anew then.
    """
    from assistant.voice import backends

    if not has_sound():
        return _NO_SOUND
    if wanted not in (backends.AUTO, backends.SCREEN_READER):
        return wanted
    if not is_screen_reader_running():
        return backends.OWN
    if wanted == backends.SCREEN_READER:
        return wanted
    return beside_reader if beside_reader in (backends.OWN, backends.BOTH) else backends.reader_key()


def has_sound() -> bool:
    """Tell whether anything here could sound: a sound server, a device, or a speech service on another machine."""
    if not sys.platform.startswith("linux") or os.environ.get("SPEECHD_ADDRESS", "").startswith("inet"):
        return True
    from assistant.voice import playback_pulse

    return playback_pulse.is_server_reachable() or any(Path("/dev/snd").glob("pcm*p"))


def is_screen_reader_running() -> bool:
    """Tell whether somebody else reads the windows aloud; takes some milliseconds."""
    from assistant.voice.screen_reader import is_running

    return is_running()


class SettledSounds:
    """Earcons that obey the setting at the moment when they are played."""

    def __init__(self, sounds: Earcons, settings: Callable[[], Settings]) -> None:
        self._sounds = sounds
        self._settings = settings

    def play(self, earcon: Earcon) -> None:
        """Play, unless the user wants no sounds."""
        if self._settings().flag("speech.sounds"):
            self._sounds.play(earcon)

    def point(self, pan: float, height: float) -> None:
        """Play always: who searches by ear has asked for it."""
        self._sounds.point(pan, height)

    def stop(self) -> None:
        """Be silent."""
        self._sounds.stop()

    def close(self) -> None:
        """Give the device back."""
        self._sounds.close()


def earcons(settings: Callable[[], Settings]) -> SettledSounds:
    """Return the earcons, their device woken already."""
    prepare_sound()
    from assistant.voice.sounds import Earcons

    return SettledSounds(Earcons(paths.resources() / "sounds"), settings)


def no_earcons() -> NullSounds:
    """Return no sounds, for what is written or printed."""
    from assistant.voice.null import NullSounds

    return NullSounds()


def write_wav(sentences: Sequence[Sentence], path: Path) -> Audio:
    """Write sentences into a WAV file. Raises a `VoiceError`."""
    from assistant.voice.wav import WavVoice

    events: queue.SimpleQueue[VoiceEvent] = queue.SimpleQueue()
    voice = WavVoice(events.put, path)
    settings = open_store().settings
    style = style_of(settings)
    try:
        for number, sentence in enumerate(sentences, start=1):
            if text := clean(sentence.text):
                voice.say(Utterance(number, 0, text, voice_language(settings, sentence.language)), style)
                _await_end(events, number)
        seconds = voice.seconds
    finally:
        voice.close()
    return Audio(str(path), voice.name, round(seconds, 2))


def all_voices() -> Iterator[tuple[str, VoiceInfo]]:
    """Yield every voice of every back-end that works here, with the back-end's name."""
    from assistant.voice.backends import backends

    for backend in backends():
        if not backend.is_installed():
            continue
        with contextlib.suppress(SeeSayError):
            voice = backend.make(lambda event: None)
            try:
                found = voice.voices()
            finally:
                voice.close()
            for info in found:
                yield backend.key, info


def _await_end(events: queue.SimpleQueue[VoiceEvent], number: int) -> None:
    while True:
        event = events.get(timeout=WAV_PATIENCE)
        if isinstance(event, VoiceFailed):
            raise event.error
        if isinstance(event, Spoken) and event.utterance_id == number and event.state is not SpeechState.STARTED:
            return
