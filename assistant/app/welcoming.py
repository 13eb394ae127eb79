"""The welcome's ties to the application: settings, voices, the real keys, and the answer that follows one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.app.desktop_keys import how_to_bind
from assistant.app.greeting import greeting, notices_told, surroundings_told
from assistant.app.house import wording_in
from assistant.core.answers import Answer
from assistant.core.domain import Command, VoiceInfo
from assistant.core.errors import HotkeyError, SeeSayError
from assistant.core.ports import Timer
from assistant.core.session import Session
from assistant.core.settings import Settings
from assistant.core.settings_store import SettingsStore
from assistant.core.welcome import KeysFound, KeyTrial, Progress, Step, TrialCalls, find_keys
from assistant.core.wording import M, Wording
from assistant.system.desktop import Desktop, SessionKind, detect

UNCOVER = 0.6
"""Seconds until the practice page is painted where the welcome was."""


@dataclass(frozen=True, slots=True)
class WelcomingCalls:
    """What the welcome asks of the rest of the application."""

    do: Callable[[Command], None]
    key_of: Callable[[Command], str]
    key_errors: Callable[[], Sequence[HotkeyError]]
    is_mute: Callable[[], bool]
    list_voices: Callable[[Callable[[Sequence[VoiceInfo]], None]], None]
    show: Callable[[str], None]


class SettledWelcoming:
    """The `Welcoming` of the application. `pressed` and `answered` are told of every key and every answer.

    `has_welcomed` tells that the welcome was opened at this start: it tells by itself what is said at others.
    """

    def __init__(
        self, store: SettingsStore, session: Session, wording: Wording, timer: Timer, calls: WelcomingCalls
    ) -> None:
        self._store = store
        self._session = session
        self._wording = wording
        self._timer = timer
        self._calls = calls
        self._progress = Progress(store)
        self._trial = KeyTrial(wording, TrialCalls(session.announce, timer))
        self.has_welcomed = False

    # --- a start --------------------------------------------------------------------------------------

    def greet(self, desktop: Desktop) -> None:
        """Open the welcome where it is due, else say that SeeSay is ready; before both, what is wrong here."""
        notices = list(notices_told(self._wording, self._store.notices))
        if self._progress.is_due:
            self.has_welcomed = True
            # Of the keys it tells itself.
            self._calls.show(" ".join([*notices, *surroundings_told(self._wording, desktop, ())]))
            return
        errors = self._calls.key_errors()
        told = [
            *greeting(self._wording, self._calls.key_of, has_keys=self.keys().is_supported),
            *notices,
            *surroundings_told(self._wording, desktop, errors),
        ]
        for sentence in told:
            self._session.announce(sentence)

    def pressed(self, command: Command) -> None:
        """Take a key that has arrived."""
        self._trial.pressed(command)

    def answered(self, answer: Answer) -> None:
        """Take the end of an answer."""
        self._trial.answered(is_good=answer.error is None and bool(answer.sentences))

    # --- what the window asks -------------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self._store.settings

    @property
    def left_at(self) -> Step | None:
        """The step at which the welcome was left."""
        return self._progress.left_at

    @property
    def is_mute(self) -> bool:
        """Tell whether nothing can be heard here."""
        return self._calls.is_mute()

    def keep(self, name: str, value: object) -> None:
        """Change a setting."""
        self._told(lambda: self._store.set(name, value))

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Call once after that time."""
        return self._timer.after(seconds, call)

    def reach(self, step: Step) -> None:
        """Remember the step that is shown."""
        self._told(lambda: self._progress.reach(step))

    def end(self) -> None:
        """Remember that it is over."""
        self._told(self._progress.end)

    def wording_in(self, language: str) -> Wording:
        """Return SeeSay's sentences in another language."""
        return wording_in(language, is_brief=self._wording.is_brief)

    def list_voices(self, take: Callable[[Sequence[VoiceInfo]], None]) -> None:
        """Find out which voices there are."""
        self._calls.list_voices(take)

    def keys(self) -> KeysFound:
        """Return the key to try, and what went wrong with others."""
        found, desktop = find_keys(self._calls.key_of, self._calls.key_errors()), detect()
        name = desktop.name or "Wayland"
        if not found.is_supported:
            steps = f"{self._wording.say(M.NO_KEYS_HERE, desktop=name)} {how_to_bind(self._wording, desktop)}"
            return replace(found, steps=steps)
        if not found.key and not found.errors and desktop.kind is SessionKind.WAYLAND:
            return replace(found, steps=self._wording.say(M.KEYS_ASKED, desktop=name))
        return found

    def begin_trial(self, found: KeysFound) -> None:
        """Wait for that key; where there is none, do its command once the page is painted."""
        self._trial.begin(found.key)
        if not found.key:
            self._timer.after(UNCOVER, lambda: self._calls.do(found.command))

    def end_trial(self) -> bool:
        """Return whether the key arrived, or without one the answer."""
        # The page that is described is gone.
        self._session.stop()
        return self._trial.end()

    def _told(self, change: Callable[[], object]) -> None:
        try:
            change()
        except SeeSayError as error:
            self._session.report(error)
