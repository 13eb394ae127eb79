"""How what is read sounds and looks, kept in the settings."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from assistant.core.domain import Priority, VoiceInfo
from assistant.core.errors import SeeSayError
from assistant.core.ports import Voice
from assistant.core.session import Session
from assistant.core.settings_store import SettingsStore
from assistant.core.wording import Wording
from assistant.core.wording.book_window import ReadingStyleMessages as S

log = logging.getLogger(__name__)

_PITCH, _VOICE, _SIZE = "speech.pitch", "speech.voice", "reading.text_size"


class SettledStyle:
    """The `ReadingStyle` of the application. `post` does a thing on the owner's thread, from any other."""

    def __init__(
        self,
        store: SettingsStore,
        session: Session,
        wording: Wording,
        voice: Callable[[], Voice | None],
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        self._store = store
        self._session = session
        self._wording = wording
        self._voice = voice
        self._post = post

    @property
    def text_size(self) -> int:
        """The size of the shown text, in per cent of the usual one."""
        return self._store.settings.number(_SIZE)

    def set_text_size(self, percent: int) -> None:
        """Keep the size."""
        self._set(_SIZE, percent)

    def change_pitch(self, by: int) -> None:
        """Speak higher or lower, and say so in the new voice."""
        before = self._store.settings.number(_PITCH)
        pitch = max(-100, min(100, before + by))
        if pitch == before:
            told = self._wording.say(S.PITCH_HIGHEST if by > 0 else S.PITCH_LOWEST)
        else:
            self._set(_PITCH, pitch)
            told = self._wording.say(S.PITCH_IS, pitch=pitch)
        self._session.announce(told, Priority.NOW)

    @property
    def voice(self) -> str:
        """The name of the chosen voice."""
        return self._store.settings.text(_VOICE)

    def choose_voice(self, name: str) -> None:
        """Speak with that voice, which says its name."""
        self._set(_VOICE, name)
        told = self._wording.say(S.VOICE_IS, name=name) if name else self._wording.say(S.VOICE_USUAL)
        self._session.announce(told, Priority.NOW)

    def list_voices(self, take: Callable[[Sequence[VoiceInfo]], None]) -> None:
        """Ask the voice that speaks now, on a thread of its own."""
        threading.Thread(target=self._list, args=(take,), name="voices", daemon=True).start()

    def _list(self, take: Callable[[Sequence[VoiceInfo]], None]) -> None:
        voice = self._voice()
        found: Sequence[VoiceInfo] = ()
        try:
            found = tuple(voice.voices()) if voice is not None else ()
        except SeeSayError as error:
            log.warning("the voices can't be told: %s", error.code)
        self._post(lambda: take(found))

    def _set(self, name: str, value: object) -> None:
        try:
            self._store.set(name, value)
        except SeeSayError as error:
            self._session.report(error)
