"""Steps from one version of the settings file to the next.

A step is numbered by the version it starts from and changes the parsed document in place; it is never edited after it
was released. The file without a version is version 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from types import MappingProxyType
from typing import Any

Document = MutableMapping[str, Any]
Migration = Callable[[Document], None]

MIGRATIONS: Mapping[int, Migration] = MappingProxyType({})
"""No released version needed one yet."""


def migrate(text: str, version: int, migrations: Mapping[int, Migration]) -> str:
    """Return the file's text as the newest version has it; comments and unknown keys stay."""
    import tomlkit

    document: Any = tomlkit.parse(text)
    for number in range(version, len(migrations) + 1):
        migrations[number](document)
    document["version"] = len(migrations) + 1
    return tomlkit.dumps(document)
