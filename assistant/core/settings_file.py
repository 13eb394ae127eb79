"""The text of the settings file: how a value is put in, taken out, and explained beside it.

A setting that was not chosen stands there as a comment with its default. Whatever else its owner wrote is kept. TOML
is read by tomllib and changed by tomlkit, which is loaded only for a change.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from assistant.core.settings_table import Setting, Value
from assistant.core.wording import SettingMessages, Wording

Change = Callable[[str], str]

_TABLE = re.compile(r"^\s*\[\s*([A-Za-z0-9_.\-]+)\s*\]", re.MULTILINE)


def parse(text: str) -> dict[str, object]:
    """Return the values of a file. Raises ValueError where it is no TOML."""
    import tomllib

    return tomllib.loads(text)


def flattened(data: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield every value with its full name, "speech.rate"."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{below}", item) for below, item in value.items())
        else:
            yield key, value


def fresh(settings: Iterable[Setting], wording: Wording, version: int) -> str:
    """Return a file in which every setting is explained and nothing is chosen."""
    lines = [f"# {wording.full(SettingMessages.FILE_HEAD)}", f"version = {version}", ""]
    subject = ""
    for declared in settings:
        if declared.subject != subject:
            subject = declared.subject
            lines += [f"[{subject}]", ""]
        lines += [f"# {sentence(declared, wording)}", f"# {_assignment(declared, declared.default)}", ""]
    return "\n".join(lines)


def sentence(declared: Setting, wording: Wording) -> str:
    """Return what a setting is for."""
    if declared.command is None:
        return wording.full(declared.sentence)
    return wording.full(declared.sentence, command=wording.command(declared.command))


def with_value(text: str, declared: Setting, value: Value) -> str:
    """Return the file with a value chosen, in the place of its commented default where that is there."""
    if _value(parse(text), declared) is None:
        changed = _replaced(text, declared, rf"#\s*{re.escape(declared.key)}\s*=.*", _assignment(declared, value))
        if _is_sound(changed, text, declared, value):
            return changed
    return _edited(text, declared, value)


def without_value(text: str, declared: Setting) -> str:
    """Return the file with a value no longer chosen; its default stands there as a comment again."""
    if _value(parse(text), declared) is None:
        return text
    assignment = _assignment(declared, declared.default)
    text = _edited(text, declared, declared.default)
    changed = _replaced(text, declared, rf"{re.escape(declared.key)}\s*=.*", f"# {assignment}")
    return changed if _is_sound(changed, text, declared, None) else _removed(text, declared)


def _is_sound(text: str, before: str, declared: Setting, value: Value | None) -> bool:
    """Tell whether a changed text says the value, and of everything else what it said before."""
    try:
        found, wanted = dict(flattened(parse(text))), dict(flattened(parse(before)))
    except ValueError:
        return False
    wanted.pop(declared.name, None)
    if value is not None:
        wanted[declared.name] = _plain(value)
    return found == wanted


def _value(data: Mapping[str, object], declared: Setting) -> object:
    return dict(flattened(data)).get(declared.name)


def _assignment(declared: Setting, value: Value) -> str:
    import tomlkit

    return f"{declared.key} = {tomlkit.item(_plain(value)).as_string()}"


def _plain(value: Value) -> bool | int | float | str | list[str]:
    return list(value) if isinstance(value, tuple) else value


def _replaced(text: str, declared: Setting, pattern: str, line: str) -> str:
    """Replace the first whole line of the setting's table that the pattern matches."""
    start, end = _span(text, declared.subject)
    found = re.compile(rf"^[ \t]*{pattern}$", re.MULTILINE).search(text, start, end)
    return text if found is None else text[: found.start()] + line + text[found.end() :]


def _span(text: str, subject: str) -> tuple[int, int]:
    """Return where a table's lines begin and end; the lines before the first table belong to none."""
    heads = [(head.group(1), head.start(), head.end()) for head in _TABLE.finditer(text)]
    spans = [("", 0, 0), *heads, ("", len(text), len(text))]
    for (name, _, end), (_, following, _) in itertools.pairwise(spans):
        if name == subject:
            return end, following
    return len(text), len(text)


def _edited(text: str, declared: Setting, value: Value) -> str:
    import tomlkit

    document: Any = tomlkit.parse(text)
    table: Any = document
    if declared.subject:
        if not isinstance(document.get(declared.subject), dict):
            document[declared.subject] = tomlkit.table()
        table = document[declared.subject]
    table[declared.key] = _plain(value)
    return tomlkit.dumps(document)


def _removed(text: str, declared: Setting) -> str:
    import tomlkit

    document: Any = tomlkit.parse(text)
    table: Any = document[declared.subject] if declared.subject else document
    del table[declared.key]
    return tomlkit.dumps(document)
