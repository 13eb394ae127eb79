"""Keeps the settings in a commented TOML file that its owner may edit.

Loading never raises: what can't be used is told in notices and replaced by defaults, a broken file is kept beside
the new one, unknown keys stay where they are. Writing is atomic and for the owner only.
"""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.core import settings_file
from assistant.core.errors import SettingInvalid, SettingsUnwritable
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


class _Unusable(Exception):
    """The file is there, but can't be read at all; it must not be replaced."""


class SettingsStore:
    """The settings and their file.

    `load` reads, `set` and `reset` change one value in memory first and then in the file as it is by then, so that
    edits made meanwhile survive. While the file can't be read, nothing is written over it.
    """

    def __init__(
        self, path: Path, wording: Wording | None = None, migrations: Mapping[int, Migration] = MIGRATIONS
    ) -> None:
        self.path = path
        self.settings = Settings()
        self.notices: tuple[Notice, ...] = ()
        self._wording = wording or Wording()
        self._migrations = migrations

    @property
    def version(self) -> int:
        """The version of the file that this program writes."""
        return len(self._migrations) + 1

    def load(self) -> Loaded:
        """Read the file; a missing one is all defaults. Never raises. What to tell stays in `notices`."""
        loaded = self._load()
        self.settings, self.notices = loaded.settings, loaded.notices
        return loaded

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

        Raises `SettingUnknown`, `SettingInvalid`, or `SettingsUnwritable` when it holds only until the end.
        """
        self.settings = self.settings.having(name, value)
        checked = self.settings.get(name)
        self._rewrite(lambda text: settings_file.with_value(text, setting(name), checked))
        return self.settings

    def reset(self, name: str) -> Settings:
        """Put a setting back to its default and save that. Raises like `set`."""
        self.settings = self.settings.without(name)
        self._rewrite(lambda text: settings_file.without_value(text, setting(name)))
        return self.settings

    # --- the file -----------------------------------------------------------------------------------

    def _read(self) -> tuple[str, list[Notice]]:
        try:
            if self.path.stat().st_size > _LARGEST:
                return "", [self._put_aside()]
            text = self.path.read_text(encoding="utf-8-sig")
            settings_file.parse(text)
        except FileNotFoundError:
            return "", []
        except OSError as error:
            log.warning("the settings can't be read: %s", error)
            raise _Unusable from error
        except (ValueError, RecursionError):
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
        found = settings_file.parse(text).get(_VERSION, 1)
        if not isinstance(found, int) or isinstance(found, bool) or found == self.version:
            return text, []
        if found > self.version:
            return text, [Notice(SettingMessages.FILE_NEWER)]
        try:
            migrated = migrate(text, found, self._migrations)
        except Exception:
            log.exception("the settings could not be migrated from version %s", found)
            return text, [Notice(SettingMessages.FILE_NOT_MIGRATED)]
        try:
            self._write_to(_free_name(self.path.resolve(), f"version-{found}"), text)
            self._write(migrated)
        except (OSError, SettingsUnwritable) as error:
            log.warning("the migrated settings can't be saved: %s", error)
        return migrated, []

    def _rewrite(self, change: settings_file.Change) -> None:
        try:
            text, _ = self._read()
        except _Unusable as error:
            raise SettingsUnwritable from error
        self._write(change(text or settings_file.fresh(SETTINGS, self._wording, self.version)))

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
