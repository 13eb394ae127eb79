"""What the window of the settings asks of the application; all of it is called on the owner's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from assistant.core.domain import VoiceInfo
from assistant.core.settings import Settings
from assistant.core.settings_store import Loaded


class KeptThing(StrEnum):
    """What the user keeps on purpose, and the disk holds."""

    SETTINGS = "settings"
    MODELS = "models"
    PLACES = "places"
    SECRETS = "secrets"


class Preferences(Protocol):
    """The settings and what depends on them. A change holds at once; what must be done for it is done on the way."""

    @property
    def settings(self) -> Settings:
        """The settings as they are, those of other processes as far as they were told."""
        ...

    def look(self) -> None:
        """Take up what the system says by itself: whether SeeSay is really started with the session."""
        ...

    def watch(self, call: Callable[[frozenset[str]], None]) -> None:
        """Tell the names of what has changed, whoever changed it."""
        ...

    def set(self, name: str, value: object) -> None:
        """Change one. Raises a `SeeSayError`; `SettingsUnwritable` where it holds only until the end."""
        ...

    def set_key(self, name: str, key: str) -> str:
        """Give a command, or the layer, another key after it was tried out; return it as it is written.

        "auto" and "none" are taken as well. Raises a `HotkeyError`, and then the old key works as before.
        """
        ...

    def reset(self, name: str) -> None:
        """Put one back to its default; a key is tried out like any other. Raises like `set` and `set_key`."""
        ...

    def reset_all(self) -> str:
        """Put all back; return the name of the copy of the old file. Raises like `set`."""
        ...

    def export(self, path: str) -> None:
        """Write them into a file. Raises `SettingsFileUnusable`."""
        ...

    def import_from(self, path: str) -> Loaded:
        """Take those of a file; return what came of it. Raises `SettingsFileUnusable`, and like `set`."""
        ...

    def automatic_key(self, name: str) -> str:
        """Return the key that "auto" stands for, as it is written; empty for none."""
        ...

    def hold_keys(self, is_held: bool) -> None:
        """While held, SeeSay's own keys do nothing, so that they can be pressed in a field."""
        ...

    def list_voices(self, take: Callable[[Sequence[VoiceInfo]], None]) -> None:
        """Find the voices that can be chosen; `take` gets them later."""
        ...

    def list_cameras(self, take: Callable[[Sequence[str]], None]) -> None:
        """Find the names of the cameras that there are; `take` gets them later."""
        ...

    @property
    def kept(self) -> Mapping[KeptThing, str]:
        """Where on the disk it is."""
        ...
