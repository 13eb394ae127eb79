"""The welcome without its window: which steps there are, where it was left, how a key is tried, which voices fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.core import languages
from assistant.core.domain import Command, VoiceInfo
from assistant.core.errors import HotkeyError, HotkeyInUse, HotkeyTaken, HotkeyUnknown
from assistant.core.ports import Timer
from assistant.core.settings import Settings
from assistant.core.settings_store import SettingsStore
from assistant.core.wording import Wording
from assistant.core.wording.welcome import WelcomeKeysMessages as K

STEP, DONE = "ui.welcome_step", "ui.first_start_done"
NOWHERE = "none"
PATIENCE = 20.0
"""Seconds for the key that is tried, before it is said again which one."""
TRIED = (Command.DESCRIBE_SCREEN, Command.DESCRIBE_WINDOW, Command.READ_SCREEN)
"""The commands whose keys are worth a try, the best first."""


class Step(StrEnum):
    """A step, as the settings keep it."""

    LANGUAGE = "language"
    VOICE = "voice"
    KEYS = "keys"
    COMPUTER = "computer"
    MODEL = "model"
    FINISH = "finish"


STEPS = tuple(Step)


class Progress:
    """Where the welcome is, kept at every step, so that it is found again after a crash. Raises like the store."""

    def __init__(self, store: SettingsStore) -> None:
        self._store = store

    @property
    def left_at(self) -> Step | None:
        """The step at which it was left; None where it was never begun, or is over."""
        kept = self._store.settings.text(STEP)
        return Step(kept) if kept in STEPS else None

    @property
    def is_due(self) -> bool:
        """Tell whether it opens at a start: nobody has seen it yet, or somebody wants to go on."""
        return self.left_at is not None or not self._store.settings.flag(DONE)

    def reach(self, step: Step) -> None:
        """Keep the step that is shown."""
        if step is not self.left_at:
            self._store.set(STEP, str(step))

    def end(self) -> None:
        """Keep that it is over: it opens when it is asked for."""
        if not self._store.settings.flag(DONE):
            self._store.set(DONE, value=True)
        if self.left_at is not None:
            self._store.reset(STEP)


@dataclass(frozen=True, slots=True)
class KeysFound:
    """Which key is to be tried, as it is written, "" where none was had; and what went wrong with the others.

    `steps` tells, in the user's language, what to do where the desktop gives no keys, or has not given them yet.
    """

    key: str
    command: Command = Command.DESCRIBE_SCREEN
    errors: tuple[HotkeyError, ...] = ()
    steps: str = ""

    @property
    def is_supported(self) -> bool:
        """Tell whether this desktop gives keys at all."""
        return all(isinstance(each, _OF_ONE_KEY) for each in self.errors)


_OF_ONE_KEY = (HotkeyTaken, HotkeyInUse, HotkeyUnknown)


def find_keys(key_of: Callable[[Command], str], errors: Iterable[HotkeyError]) -> KeysFound:
    """Return the key to try: the first of `TRIED` that has one and was had."""
    told = tuple(errors)
    lost = {str(each.params.get("key", "")) for each in told}
    for command in TRIED if KeysFound("", errors=told).is_supported else ():
        key = key_of(command)
        # A key of the layer is written "Ctrl+Shift+F8, D", and lost with its first part.
        if key and not {key, key.partition(", ")[0]} & lost:
            return KeysFound(key, command, told)
    return KeysFound("", errors=told)


def voices_for(language: str, voices: Iterable[VoiceInfo]) -> list[str]:
    """Return the names of the voices that speak a language, each once, in their order."""
    wanted = languages.match(language)
    names = (
        voice.name
        for voice in voices
        if any(languages.is_known(code) and languages.match(code) == wanted for code in voice.languages)
    )
    return list(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class TrialCalls:
    """What a trial calls: to say a sentence after what is being said, and to be woken."""

    announce: Callable[[str], None]
    timer: Timer


class KeyTrial:
    """One key is tried on the practice page.

    Control flow: `begin` waits; `pressed` is told of every key that arrives, `answered` of every answer that ends.
    Where no key arrives for a while, it is said once which one is wanted. `end` tells whether it worked.
    """

    def __init__(self, wording: Wording, calls: TrialCalls) -> None:
        self._wording = wording
        self._calls = calls
        self._key: str | None = None
        self._has_arrived = False
        self._disarm: Callable[[], None] = lambda: None

    def begin(self, key: str) -> None:
        """Wait for a key; with "" for an answer that comes without one."""
        self.end()
        self._key = key
        if key:
            self._disarm = self._calls.timer.after(PATIENCE, self._remind)

    def pressed(self, command: Command) -> None:
        """Take a key that has arrived."""
        if self._key and command in TRIED:
            self._has_arrived = True
            self._disarm()

    def answered(self, *, is_good: bool) -> None:
        """Take the end of an answer; what went wrong was said already."""
        if self._key is None or not is_good:
            return
        if not self._key:
            self._has_arrived = True
            self._calls.announce(self._wording.say(K.TOLD))
        elif self._has_arrived:
            self._calls.announce(self._wording.say(K.WORKED, key=self._wording.key(self._key)))

    def end(self) -> bool:
        """Wait no more; return whether the key arrived, or without one the answer."""
        self._disarm()
        has_arrived, self._has_arrived = self._has_arrived, False
        self._key = None
        return has_arrived

    def _remind(self) -> None:
        if self._key:
            self._calls.announce(self._wording.say(K.SILENT, key=self._wording.key(self._key)))


class Welcoming(Protocol):
    """What the welcome's window asks of the application. Errors of the settings are told, not raised."""

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        ...

    @property
    def left_at(self) -> Step | None:
        """The step at which the welcome was left."""
        ...

    @property
    def is_mute(self) -> bool:
        """Tell whether nothing can be heard here."""
        ...

    def keep(self, name: str, value: object) -> None:
        """Change a setting."""
        ...

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Call once after that time; the returned function takes it back."""
        ...

    def reach(self, step: Step) -> None:
        """Remember the step that is shown."""
        ...

    def end(self) -> None:
        """Remember that it is over."""
        ...

    def wording_in(self, language: str) -> Wording:
        """Return SeeSay's sentences in another language."""
        ...

    def list_voices(self, take: Callable[[Sequence[VoiceInfo]], None]) -> None:
        """Find out which voices there are; `take` gets them on the owner's thread."""
        ...

    def keys(self) -> KeysFound:
        """Return the key to try, and what went wrong with others."""
        ...

    def begin_trial(self, found: KeysFound) -> None:
        """Wait for that key; where there is none, do its command."""
        ...

    def end_trial(self) -> bool:
        """Return whether the key arrived, or without one the answer."""
        ...
