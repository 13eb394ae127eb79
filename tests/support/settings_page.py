"""Writes docs/settings.md from the table of settings: run `python tests/support/settings_page.py` after a change of it.

A test fails while the page is older than the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from assistant.core.keys import default_keys
from assistant.core.languages import LANGUAGES
from assistant.core.setting_words import title
from assistant.core.settings_file import sentence
from assistant.core.settings_table import AUTO, BETWEEN, SETTINGS, Kind, Setting
from assistant.core.wording import Wording

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
_HEAD = """\
# Settings

SeeSay keeps its settings in `settings.toml`, a text file that explains itself: on Linux in `~/.config/seesay/`. Change
one with the command line, for example `seesay settings set speech.rate 20`, and go back to the default with
`seesay settings reset speech.rate`. `seesay settings list` shows them all with their values.

The preferences, a window that the main window and the tray open, have the same settings by page; **in bold** is what
they are called there.

Each setting below has its name as its heading, then what it is for, what it takes, and its default.
"""
_SUBJECTS = {
    "": "General",
    "speech": "Speech",
    "hotkeys": "Keys",
    "capture": "Pictures",
    "engine": "The engines",
    "camera": "The camera",
    "narration": "The camera narrated",
    "reading": "Documents aloud",
    "questions": "Questions",
    "privacy": "Privacy",
    "ui": "Windows and tray",
}


def page() -> str:
    """Return the page as it should be."""
    return "\n".join([_HEAD, *_chapters(), "## Codes of languages", "", _codes(), ""])


def _chapters() -> Iterator[str]:
    for subject, settings in groupby(SETTINGS, lambda declared: declared.subject):
        yield f"## {_SUBJECTS[subject]}"
        for declared in settings:
            yield f"\n### `{declared.name}`\n"
            yield f"**{title(declared, Wording())}.** {sentence(declared, Wording())}"
            yield f"\n- Takes: {_takes(declared)}\n- Default: {_default(declared)}"
        yield ""


def _takes(declared: Setting) -> str:
    match declared.kind:
        case Kind.LANGUAGE:
            return f"`{AUTO}`, or the [code of a language](#codes-of-languages)"
        case Kind.LANGUAGES:
            return "[codes of languages](#codes-of-languages), separated by commas"
        case Kind.MODEL:
            return (
                f"`{AUTO}`, `none`, a name from `seesay models list`, or an address such as `https://desk.example:8000`"
            )
        case Kind.TEXTS:
            return f"texts, separated by `{BETWEEN}`"
        case Kind.KEY:
            return f"`{AUTO}`, `none`, or a key such as `Ctrl+Alt+F7`"
        case Kind.INTEGER | Kind.DECIMAL:
            return f"a number from {declared.low:g} to {declared.high:g}"
    return ", ".join(f"`{choice.strip()}`" for choice in declared.takes.split(","))


def _default(declared: Setting) -> str:
    shown = declared.show(declared.default)
    key = default_keys("linux").get(declared.command) if declared.command else None
    return (f"`{shown}`" if shown else "empty") + (f", on Linux `{key}`" if key else "")


def _codes() -> str:
    return ", ".join(f"`{code}` {language.english}" for code, language in LANGUAGES.items()) + "."


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
