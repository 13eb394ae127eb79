"""The settings as the rooms see them: declared, checked, immutable.

`SettingsStore` in settings_store.py keeps them in a file; the declarations stand in settings_table.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.errors import SettingUnknown
from assistant.core.settings_table import SETTINGS, Kind, Setting, Value

_BY_NAME: Mapping[str, Setting] = MappingProxyType({setting.name: setting for setting in SETTINGS})


def setting(name: str) -> Setting:
    """Return a setting's declaration. Raises `SettingUnknown`."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise SettingUnknown(name=name[:80]) from None


def parse(name: str, text: str) -> Value:
    """Return the value that the command line's text means. Raises `SettingUnknown` and `SettingInvalid`."""
    return setting(name).parse(text)


class Settings:
    """One state of all settings; what was not chosen has its default."""

    def __init__(self, chosen: Mapping[str, Value] | None = None) -> None:
        """Take values that were checked (`Setting.check`); names that are not declared are an error."""
        self._chosen = {name: value for name, value in (chosen or {}).items() if setting(name)}

    def get(self, name: str) -> Value:
        """Return a value of whatever type. Raises `SettingUnknown`."""
        declared = setting(name)
        return self._chosen.get(name, declared.default)

    def text(self, name: str) -> str:
        """Return the value of a text, a choice, a language or a key."""
        value = self.get(name)
        assert isinstance(value, str), name
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """Return the values of a list."""
        value = self.get(name)
        assert isinstance(value, tuple), name
        return value

    def flag(self, name: str) -> bool:
        """Return whether something is on."""
        value = self.get(name)
        assert isinstance(value, bool), name
        return value

    def number(self, name: str) -> int:
        """Return a whole number."""
        value = self.get(name)
        assert isinstance(value, int), name
        assert setting(name).kind is Kind.INTEGER, name
        return value

    def decimal(self, name: str) -> float:
        """Return a number."""
        value = self.get(name)
        assert isinstance(value, (int, float)), name
        return float(value)

    @property
    def chosen(self) -> Mapping[str, Value]:
        """What differs from being left alone."""
        return MappingProxyType(self._chosen)

    def having(self, name: str, value: object) -> Settings:
        """Return the settings with one value changed. Raises `SettingUnknown` and `SettingInvalid`."""
        return Settings({**self._chosen, name: setting(name).check(value)})

    def without(self, name: str) -> Settings:
        """Return the settings with one back at its default. Raises `SettingUnknown`."""
        setting(name)
        return Settings({key: value for key, value in self._chosen.items() if key != name})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Settings) and self._chosen == other._chosen

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._chosen.items(), key=lambda item: item[0])))

    def __repr__(self) -> str:
        return f"Settings({self._chosen!r})"
