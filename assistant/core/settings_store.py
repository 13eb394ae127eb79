"""Keeps the settings in a commented TOML file that its owner may edit.

Loading never raises: what can't be used is told in notices and replaced by defaults, a broken file is kept beside
the new one, unknown keys stay where they are. Writing is atomic and for the owner only.
"""

from __future__ import annotations

import itertools
import logging
import os
import stat
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from assistant.core import settings_file
from assistant.core.errors import SettingInvalid, SettingsFileUnusable, SettingsReplaced, SettingsUnwritable
from assistant.core.migrations import MIGRATIONS, Migration, migrate
from assistant.core.settings import Settings, setting
from assistant.core.settings_table import SETTINGS, Value
from assistant.core.wording import Message, SettingMessages, Wording

log = logging.getLogger(__name__)

_LARGEST = 1_000_000
_VERSION = "version"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the file that the user should be told once: `wording.say(notice.message, **notice.params)`."""

    message: Message
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a file: the settings, what to tell, and the names in it that nobody knows."""

    settings: Settings
    notices: tuple[Notice, ...] = ()
    unknown: tuple[str, ...] = ()


class _Broken(Exception):
    """The file is there and holds no settings."""


class _Unusable(Exception):
    """The file is there, but can't be read at all; it must not be replaced."""


Watcher = Callable[[frozenset[str]], None]


class SettingsStore:
    """The settings and their file.

    `load` reads, `set` and `reset` change one value in memory first and then in the file as it is by then, so that
    edits made meanwhile survive. While the file can't be read, nothing is written over it; one that was broken or taken
    away meanwhile is written anew, with all that holds. Whoever watches hears the names of what differs after each of
    them, before an error of the file is raised: the change holds all the same.
    While `lock` is held, no other process changes the file.
    """

    def __init__(
        self,
        path: Path,
        wording: Wording | None = None,
        migrations: Mapping[int, Migration] = MIGRATIONS,
        lock: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        self.path = path
        self.settings = Settings()
        self.notices: tuple[Notice, ...] = ()
        self._wording = wording or Wording()
        self._migrations = migrations
        self._lock = lock
        self._watchers: list[Watcher] = []

    @property
    def version(self) -> int:
        """The version of the file that this program writes."""
        return len(self._migrations) + 1

    def load(self) -> Loaded:
        """Read the file; a missing one is all defaults. Never raises. What to tell stays in `notices`."""
        loaded = self._load()
        self.notices = loaded.notices
        self._take_up(loaded.settings)
        return loaded

    def watch(self, call: Watcher) -> None:
        """Tell the names of the settings that have another value, whenever some have."""
        self._watchers.append(call)

    def _take_up(self, settings: Settings) -> None:
        before, self.settings = self.settings, settings
        names = before.chosen.keys() | settings.chosen.keys()
        changed = frozenset(name for name in names if before.get(name) != settings.get(name))
        if changed:
            for call in self._watchers:
                call(changed)

    def _load(self) -> Loaded:
        try:
            text, notices = self._read()
        except _Unusable:
            return Loaded(Settings(), (Notice(SettingMessages.FILE_FORBIDDEN),))
        text, more = self._migrated(text)
        loaded = _interpret(settings_file.parse(text))
        return Loaded(loaded.settings, (*notices, *more, *loaded.notices), loaded.unknown)

    def set(self, name: str, value: object) -> Settings:
        """Change a setting and save it.

        Raises `SettingUnknown`, `SettingInvalid`, `SettingsUnwritable` when it holds only until the end, or
        `SettingsReplaced` when it holds and the file was broken.
        """
        return self.set_all({name: value})

    def set_all(self, values: Mapping[str, object]) -> Settings:
        """Change several settings at once: all of them, or none where one is wrong. Raises like `set`."""
        settings = self.settings
        for name, value in values.items():
            settings = settings.having(name, value)
        if not values:
            return settings
        self._take_up(settings)

        def change(text: str) -> str:
            for name in values:
                text = settings_file.with_value(text, setting(name), settings.get(name))
            return text

        self._rewrite(change)
        return settings

    def reset(self, name: str) -> Settings:
        """Put a setting back to its default and save that. Raises like `set`."""
        self._take_up(self.settings.without(name))
        self._rewrite(lambda text: settings_file.without_value(text, setting(name)))
        return self.settings

    def reset_all(self) -> str:
        """Put all settings back to their defaults; return the name of the copy of the old file. Raises like `set`.

        What nobody knows in the file stays in it.
        """
        self._take_up(Settings())
        kept = ""

        def change(text: str) -> str:
            nonlocal kept
            kept = self._keep(text, "before-reset")
            # Of the file, not of the memory: somebody may have written there what is not known yet, or can't be used.
            written = {name for name, _ in settings_file.flattened(settings_file.parse(text))}
            for declared in SETTINGS:
                if declared.name in written:
                    text = settings_file.without_value(text, declared)
            return text

        self._rewrite(change)
        return kept

    def export(self, path: Path) -> None:
        """Write the settings into another file, with what nobody knows. Raises `SettingsFileUnusable`."""
        try:
            text, _ = self._read(is_kept=True)
        except (_Unusable, _Broken):
            text = ""
        try:
            self._write_to(path, self._with_chosen(text))
        except (OSError, SettingsUnwritable) as error:
            raise SettingsFileUnusable(name=path.name) from error

    def import_from(self, path: Path) -> Loaded:
        """Take the settings of another file, an older version's as well; return what came of it.

        Values that can't be used, and what nobody knows, are told in it and not taken; settings that the file leaves
        alone keep their values. Raises `SettingsFileUnusable`, and like `set`.
        """
        other = SettingsStore(path, self._wording, self._migrations)
        try:
            text, _ = other._read(is_kept=True)
        except (_Unusable, _Broken) as error:
            raise SettingsFileUnusable(name=path.name) from error
        if not text.strip():
            raise SettingsFileUnusable(name=path.name)
        try:
            loaded = _interpret(settings_file.parse(self._raised(text)))
        except Exception as error:  # whatever a migration makes of a stranger's file
            raise SettingsFileUnusable(name=path.name) from error
        self.set_all(dict(loaded.settings.chosen))
        return loaded

    # --- the file -----------------------------------------------------------------------------------

    def _read(self, *, is_kept: bool = False) -> tuple[str, list[Notice]]:
        """Return the file's text. A broken one is put aside and told, or where it `is_kept` raises `_Broken`."""
        try:
            found = self.path.stat()
            if not stat.S_ISREG(found.st_mode):
                raise OSError(f"{self.path.name} is no plain file")
            if found.st_size > _LARGEST:
                raise _Broken
            text = self.path.read_text(encoding="utf-8-sig")
            settings_file.parse(text)
        except FileNotFoundError:
            return "", []
        except OSError as error:
            log.warning("the settings can't be read: %s", error)
            raise _Unusable from error
        except (ValueError, RecursionError, _Broken) as error:
            if is_kept:
                raise _Broken from error
            return "", [self._put_aside()]
        return text, []

    def _put_aside(self) -> Notice:
        """Move a broken file out of the way, so that it is told once and never lost."""
        broken = _free_name(self.path, "broken")
        try:
            self.path.rename(broken)
        except OSError as error:
            log.warning("the broken settings can't be put aside: %s", error)
            raise _Unusable from error
        return Notice(SettingMessages.FILE_BROKEN, {"name": broken.name})

    def _migrated(self, text: str) -> tuple[str, list[Notice]]:
        """Bring an older file to this version, after a copy of it was made; leave a newer one as it is."""
        if not text.strip():
            return text, []
        found = self._version_of(text)
        if found == self.version:
            return text, []
        if found > self.version:
            return text, [Notice(SettingMessages.FILE_NEWER)]
        try:
            migrated = migrate(text, found, self._migrations)
        except Exception:
            log.exception("the settings could not be migrated from version %s", found)
            return text, [Notice(SettingMessages.FILE_NOT_MIGRATED)]
        try:
            with self._lock():
                self._keep(text, f"version-{found}")
                self._write(migrated)
        except (OSError, SettingsUnwritable) as error:
            log.warning("the migrated settings can't be saved: %s", error)
        return migrated, []

    def _raised(self, text: str) -> str:
        """Return another file's text as this version has it. Raises whatever a migration does."""
        found = self._version_of(text)
        return migrate(text, found, self._migrations) if found < self.version else text

    def _version_of(self, text: str) -> int:
        """Return a file's version; where it tells one that never was, this program's own."""
        found = settings_file.parse(text).get(_VERSION, 1)
        return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else self.version

    def _keep(self, text: str, why: str) -> str:
        """Keep a copy of the file beside it; return the copy's name."""
        copy = _free_name(self.path.resolve(), why)
        self._write_to(copy, text)
        return copy.name

    def _rewrite(self, change: settings_file.Change) -> None:
        try:
            with self._lock():
                text, notices = self._read()
                self._write(change(text or self._with_chosen("")))
        except (_Unusable, OSError) as error:
            raise SettingsUnwritable from error
        for notice in notices:
            raise SettingsReplaced(**notice.params)

    def _with_chosen(self, text: str) -> str:
        """Return a file's text, or that of a new one, with all that holds."""
        text = text or settings_file.fresh(SETTINGS, self._wording, self.version)
        chosen = self.settings.chosen
        for declared in SETTINGS:
            if declared.name in chosen:
                text = settings_file.with_value(text, declared, chosen[declared.name])
        return text

    def _write(self, text: str) -> None:
        self._write_to(self.path.resolve(), text)

    def _write_to(self, target: Path, text: str) -> None:
        temporary = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if target.exists() and not target.stat().st_mode & 0o200:
                raise PermissionError(target)
            temporary.unlink(missing_ok=True)
            with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except OSError as error:
            log.warning("the settings can't be written: %s", error)
            temporary.unlink(missing_ok=True)
            raise SettingsUnwritable from error


def _free_name(path: Path, what: str) -> Path:
    for number in itertools.count(1):
        candidate = path.with_name(f"{path.name}.{what}-{number}")
        if not candidate.exists():
            return candidate
    raise AssertionError


def _interpret(data: Mapping[str, object]) -> Loaded:
    """Return what a file's values mean; a wrong one is told and left at its default."""
    chosen: dict[str, Value] = {}
    notices: list[Notice] = []
    unknown: list[str] = []
    known = {declared.name for declared in SETTINGS}
    for name, value in settings_file.flattened(data):
        if name == _VERSION:
            continue
        if name not in known:
            unknown.append(name)
            continue
        declared = setting(name)
        try:
            chosen[name] = declared.check(value)
        except SettingInvalid:
            default = declared.show(declared.default)
            params = {"name": name, "choices": declared.takes, "default": default}
            notices.append(Notice(SettingMessages.VALUE_WRONG, params))
    return Loaded(Settings(chosen), tuple(notices), tuple(unknown))
