"""What each key, tray entry, button and one-word command does. The one table from commands to the session."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.domain import Command, Look, Priority, Source, SourceKind, Task
from assistant.core.errors import SeeSayError
from assistant.core.keys import KeyPlan
from assistant.core.ports import Windows
from assistant.core.session import Session
from assistant.core.settings_store import SettingsStore
from assistant.core.wording import M, Wording

RATE_STEP = 10
TWICE_WITHIN = 1.0
"""Seconds: repeat pressed again within this time spells."""


class Commander:
    """Does commands on the owner's thread. `now` is a monotonic clock in seconds."""

    def __init__(
        self,
        session: Session,
        store: SettingsStore,
        wording: Wording,
        windows: Windows,
        keys: Callable[[], KeyPlan],
        now: Callable[[], float],
    ) -> None:
        self._session = session
        self._store = store
        self._wording = wording
        self._keys = keys
        self._now = now
        self._repeated_at = float("-inf")
        self._table: dict[Command, Callable[[], object]] = {
            Command.DESCRIBE_SCREEN: lambda: self._look(Task.DESCRIBE, SourceKind.SCREEN),
            Command.DESCRIBE_WINDOW: lambda: self._look(Task.DESCRIBE, SourceKind.WINDOW),
            Command.READ_SCREEN: lambda: self._look(Task.READ, SourceKind.SCREEN),
            Command.ASK: lambda: self._look(Task.ASK, SourceKind.SCREEN),
            Command.FIND: lambda: self._look(Task.FIND, SourceKind.SCREEN),
            Command.REPEAT: self._repeat,
            Command.SPELL: session.spell,
            Command.OPEN: session.open,
            Command.STOP: session.stop,
            Command.KEYS: self._say_keys,
            Command.CAMERA: windows.show_camera,
            Command.BOOK: windows.show_book,
            Command.FASTER: lambda: self._change_rate(RATE_STEP),
            Command.SLOWER: lambda: self._change_rate(-RATE_STEP),
            Command.SHOW: windows.show_main,
            Command.QUIT: windows.quit,
        }

    def do(self, command: Command) -> None:
        """Do a command now."""
        self._table[command]()

    def key_of(self, command: Command) -> str:
        """Return a command's key as it is written and spoken, empty where it has none."""
        return self._keys().shown(command)

    def _look(self, task: Task, kind: SourceKind) -> None:
        monitor = self._store.settings.text("capture.monitor")
        self._session.look(Look(task, Source(kind, monitor=monitor)))

    def _repeat(self) -> None:
        is_second = self._now() - self._repeated_at < TWICE_WITHIN
        self._repeated_at = self._now()
        if is_second:
            self._session.spell()
        else:
            self._session.repeat()

    def _say_keys(self) -> None:
        self._session.stop()
        for command in Command:
            key = self.key_of(command)
            if key:
                action = self._wording.command(command)
                self._session.announce(self._wording.say(M.KEY_LINE, key=self._wording.key(key), action=action))

    def _change_rate(self, step: int) -> None:
        before = self._store.settings.number("speech.rate")
        rate = max(-100, min(100, before + step))
        if rate == before:
            self._session.announce(self._wording.say(M.RATE_FASTEST if step > 0 else M.RATE_SLOWEST), Priority.NOW)
            return
        try:
            self._store.set("speech.rate", rate)
        except SeeSayError as error:
            self._session.report(error)
        self._session.announce(self._wording.say(M.RATE_IS, rate=rate), Priority.NOW)
