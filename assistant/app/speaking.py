"""Which voice speaks and which sounds are played; the voices' own room knows how."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant.app.house import open_store, style_of
from assistant.core.answers import Sentence
from assistant.core.cleaning import clean
from assistant.core.domain import Earcon, SpeechState, Spoken, Utterance, VoiceEvent, VoiceFailed, VoiceInfo
from assistant.core.errors import SeeSayError
from assistant.core.ports import Sounds, Voice
from assistant.core.report import Audio
from assistant.core.settings import Settings
from assistant.system import paths

WAV_PATIENCE = 60.0
"""Seconds for one sentence to become sound in a file."""


def prepare_sound() -> None:
    """Let Qt find the sound devices without its video plugin. Call it once, on the thread of Qt's application.

    The plugin brings FFmpeg and Qt Quick, 22 MB that a voice never needs; devices and output are in the library itself.
    Plugins of the screen are loaded by then, and the paths are put back for everything that comes later.
    """
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
    from assistant.voice.backends import open_voice

    return open_voice(post, settings.text("speech.backend"))


def is_screen_reader_running() -> bool:
    """Tell whether somebody else reads the windows aloud; takes some milliseconds."""
    from assistant.voice.screen_reader import is_running

    return is_running()


class SettledSounds:
    """Earcons that obey the setting at the moment when they are played."""

    def __init__(self, sounds: Sounds, settings: Callable[[], Settings]) -> None:
        self._sounds = sounds
        self._settings = settings

    def play(self, earcon: Earcon) -> None:
        """Play, unless the user wants no sounds."""
        if self._settings().flag("speech.sounds"):
            self._sounds.play(earcon)

    def stop(self) -> None:
        """Be silent."""
        self._sounds.stop()


def earcons(settings: Callable[[], Settings]) -> Sounds:
    """Return the earcons, their device woken already."""
    prepare_sound()
    from assistant.voice.sounds import Earcons

    return SettledSounds(Earcons(paths.resources() / "sounds"), settings)


def no_earcons() -> Sounds:
    """Return no sounds, for what is written or printed."""
    from assistant.voice.null import NullSounds

    return NullSounds()


def write_wav(sentences: Sequence[Sentence], path: Path) -> Audio:
    """Write sentences into a WAV file. Raises a `VoiceError`."""
    from assistant.voice.wav import WavVoice

    events: queue.SimpleQueue[VoiceEvent] = queue.SimpleQueue()
    voice = WavVoice(events.put, path)
    style = style_of(open_store().settings)
    try:
        for number, sentence in enumerate(sentences, start=1):
            if text := clean(sentence.text):
                voice.say(Utterance(number, 0, text, sentence.language), style)
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
        try:
            voice = backend.make(lambda event: None)
        except SeeSayError:
            continue
        try:
            for info in voice.voices():
                yield backend.key, info
        finally:
            voice.close()


def _await_end(events: queue.SimpleQueue[VoiceEvent], number: int) -> None:
    while True:
        event = events.get(timeout=WAV_PATIENCE)
        if isinstance(event, VoiceFailed):
            raise event.error
        if isinstance(event, Spoken) and event.utterance_id == number and event.state is not SpeechState.STARTED:
            return
