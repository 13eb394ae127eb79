"""What each key, tray entry, button and one-word command does. The one table from commands to the session."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.domain import Command, Look, Priority, SeeSayError, Source, SourceKind, Task
from assistant.core.ports import Windows
from assistant.core.session import Session
from assistant.core.settings import SettingsStore
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
        now: Callable[[], float],
    ) -> None:
        self._session = session
        self._store = store
        self._wording = wording
        self._windows = windows
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
            Command.FASTER: lambda: self._change_rate(RATE_STEP),
            Command.SLOWER: lambda: self._change_rate(-RATE_STEP),
            Command.SHOW: windows.show_main,
            Command.QUIT: windows.quit,
        }

    def do(self, command: Command) -> None:
        """Do a command now."""
        self._table[command]()

    def key_of(self, command: Command) -> str:
        """Return the key that is set for a command, empty where there is none."""
        return self._store.settings.text(f"hotkeys.{command.value}")

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
                self._session.announce(self._wording.say(M.KEY_LINE, key=key, action=action))

    def _change_rate(self, step: int) -> None:
        rate = max(-100, min(100, self._store.settings.number("speech.rate") + step))
        try:
            self._store.set("speech.rate", rate)
        except SeeSayError as error:
            self._session.report(error)
        self._session.announce(self._wording.say(M.RATE_IS, rate=rate), Priority.NOW)
