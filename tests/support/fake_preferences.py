"""The settings of a window under test: kept in memory, each call written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.core.domain import VoiceInfo
from assistant.core.errors import SeeSayError
from assistant.core.keys import AUTO, key_plan
from assistant.core.preferences_ports import KeptThing
from assistant.core.settings import Settings, setting
from assistant.core.settings_store import Loaded


@dataclass
class FakePreferences:
    """`error` is raised by the next change; `voices` and `cameras` are those who wait to be told."""

    settings: Settings = field(default_factory=Settings)
    calls: list[str] = field(default_factory=list)
    error: SeeSayError | None = None
    loaded: Loaded = field(default_factory=lambda: Loaded(Settings()))
    voices: list[Callable[[Sequence[VoiceInfo]], None]] = field(default_factory=list)
    cameras: list[Callable[[Sequence[str]], None]] = field(default_factory=list)
    watchers: list[Callable[[frozenset[str]], None]] = field(default_factory=list)
    is_held: bool = False

    def look(self) -> None:
        self.calls.append("look")

    def watch(self, call: Callable[[frozenset[str]], None]) -> None:
        self.watchers.append(call)

    def set(self, name: str, value: object) -> None:
        self._raise()
        self.calls.append(f"set {name} {value!r}")
        self.become(self.settings.having(name, value))

    def set_key(self, name: str, key: str) -> str:
        self._raise()
        self.set(name, key)
        return key

    def reset(self, name: str) -> None:
        self._raise()
        self.calls.append(f"reset {name}")
        self.become(self.settings.without(name))

    def reset_all(self) -> str:
        self._raise()
        self.calls.append("reset all")
        self.become(Settings())
        return "settings.toml.before-reset-1"

    def export(self, path: str) -> None:
        self._raise()
        self.calls.append(f"export {path}")

    def import_from(self, path: str) -> Loaded:
        self._raise()
        self.calls.append(f"import {path}")
        self.become(Settings({**self.settings.chosen, **self.loaded.settings.chosen}))
        return self.loaded

    def automatic_key(self, name: str) -> str:
        command = setting(name).command
        return key_plan(self.settings.having(name, AUTO), "linux").shown(command) if command else "Ctrl+Shift+F8"

    def hold_keys(self, is_held: bool) -> None:
        self.is_held = is_held

    def list_voices(self, take: Callable[[Sequence[VoiceInfo]], None]) -> None:
        self.voices.append(take)

    def list_cameras(self, take: Callable[[Sequence[str]], None]) -> None:
        self.cameras.append(take)

    @property
    def kept(self) -> Mapping[KeptThing, str]:
        return {thing: f"/home/user/{thing}" for thing in KeptThing}

    def become(self, settings: Settings) -> None:
        """Have other settings, as if another process had changed them."""
        names = {*self.settings.chosen, *settings.chosen}
        changed = frozenset(name for name in names if self.settings.get(name) != settings.get(name))
        self.settings = settings
        for call in self.watchers if changed else ():
            call(changed)

    def _raise(self) -> None:
        error, self.error = self.error, None
        if error is not None:
            raise error
