"""The settings as their window has them: kept by the store, keys tried out before they are kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.app.house import data_folder, keys_of
from assistant.app.keys import BoundKeys
from assistant.app.settling import START, is_started_with_session
from assistant.core.domain import Command, VoiceInfo
from assistant.core.errors import HotkeyInUse, HotkeysUnsupported, HotkeyTaken, HotkeyUnknown, SeeSayError
from assistant.core.keys import AUTO, NONE, KeyPlan, platform_keys
from assistant.core.preferences_ports import KeptThing
from assistant.core.setting_words import title
from assistant.core.settings import Settings, setting
from assistant.core.settings_store import Loaded, SettingsStore
from assistant.core.settings_table import Kind
from assistant.core.wording import Wording
from assistant.hotkeys.keys import parse_global_key
from assistant.system import paths

LAYER_KEY = "hotkeys.layer_key"
ListVoices = Callable[[Callable[[Sequence[VoiceInfo]], None]], None]


class SettledPreferences:
    """The `Preferences` of the application. `post` does a thing on the owner's thread, from any other."""

    def __init__(
        self,
        store: SettingsStore,
        wording: Wording,
        keys: BoundKeys,
        list_voices: ListVoices,
        post: Callable[[Callable[[], None]], None],
        platform_name: str,
    ) -> None:
        self._store = store
        self._wording = wording
        self._keys = keys
        self._post = post
        self._platform_name = platform_name
        self.list_voices = list_voices

    @property
    def settings(self) -> Settings:
        """The settings as they are."""
        return self._store.settings

    def look(self) -> None:
        """Take up what the system really does at log-in."""
        is_on = is_started_with_session()
        if is_on is not None and is_on != self.settings.flag(START):
            self._store.set(START, is_on)

    def watch(self, call: Callable[[frozenset[str]], None]) -> None:
        """Tell what has changed."""
        self._store.watch(call)

    def set(self, name: str, value: object) -> None:
        """Change one."""
        if setting(name).kind is Kind.KEY:
            self.set_key(name, str(value))
        else:
            self._store.set(name, value)

    def reset(self, name: str) -> None:
        """Put one back."""
        if setting(name).kind is Kind.KEY:
            self._try(name, AUTO)
        self._store.reset(name)

    def reset_all(self) -> str:
        """Put all back."""
        return self._store.reset_all()

    def export(self, path: str) -> None:
        """Write them into a file."""
        self._store.export(Path(path).expanduser())

    def import_from(self, path: str) -> Loaded:
        """Take those of a file."""
        return self._store.import_from(Path(path).expanduser())

    # --- keys ---------------------------------------------------------------------------------------

    def automatic_key(self, name: str) -> str:
        """Return the key that "auto" stands for."""
        if name == LAYER_KEY:
            return platform_keys(self._platform_name).layer_key
        command = setting(name).command
        return keys_of(self.settings.having(name, AUTO)).shown(command) if command else ""

    def hold_keys(self, is_held: bool) -> None:
        """Let go of the keys, or have them again."""
        self._keys.bind(KeyPlan({}, "", {}) if is_held else keys_of(self.settings))

    def set_key(self, name: str, key: str) -> str:
        """Give it another key, after that was tried out."""
        wanted = key.strip().lower()
        chosen = wanted if wanted in (AUTO, NONE) else str(parse_global_key(key))
        self._try(name, chosen)
        self._store.set(name, chosen)
        return chosen

    def _try(self, name: str, chosen: str) -> None:
        """Bind the keys as they would be. Raises a `HotkeyError` after the old ones were bound again."""
        settings = self.settings.having(name, chosen)
        plan = keys_of(settings)
        written = plan.layer_key if name == LAYER_KEY else plan.keys.get(setting(name).command or Command.SHOW, "")
        if not written or chosen == NONE:
            return
        key = str(parse_global_key(written))
        owner = self._owner(plan, name, key)
        if owner:
            raise HotkeyInUse(key=key, action=owner)
        errors = self._keys.bind(plan)
        for error in errors:
            is_of_it = isinstance(error, (HotkeyTaken, HotkeyUnknown)) and error.params.get("key") == key
            # Where there are no keys, a default is as good as any; a key that was pressed would be told to work.
            if is_of_it or (chosen != AUTO and isinstance(error, HotkeysUnsupported)):
                self._keys.bind(keys_of(self.settings))
                raise error

    def _owner(self, plan: KeyPlan, name: str, key: str) -> str:
        """Return what else a key of the plan does, in words; empty for nothing."""
        others = {command: text for command, text in plan.keys.items() if setting(name).command is not command}
        for command, text in others.items():
            if _normal(text) == key:
                return self._wording.command(command)
        if plan.layer_key and name != LAYER_KEY and _normal(plan.layer_key) == key:
            return title(setting(LAYER_KEY), self._wording)
        return ""

    # --- what can be chosen, what is kept -------------------------------------------------------------

    def list_cameras(self, take: Callable[[Sequence[str]], None]) -> None:
        """Ask a child, on a thread of its own."""

        def ask() -> None:
            from assistant.narration.devices import cameras

            try:
                found = tuple(camera.name for camera in cameras())
            except SeeSayError:
                found = ()
            self._post(lambda: take(found))

        threading.Thread(target=ask, name="cameras", daemon=True).start()

    @property
    def kept(self) -> Mapping[KeptThing, str]:
        """Where on the disk it is."""
        state = paths.state_dir_if_any()
        return {
            KeptThing.SETTINGS: str(self._store.path),
            KeptThing.MODELS: str(data_folder()),
            **({KeptThing.PLACES: str(state / "places.json")} if state else {}),
            KeptThing.SECRETS: str(data_folder() / "secrets.json"),
        }


def _normal(key: str) -> str:
    try:
        return str(parse_global_key(key))
    except SeeSayError:
        return key
