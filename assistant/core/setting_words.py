"""The settings in the user's words: what each is called, what its value means, and on which page it stands.

The codes of the file and the command line are `Setting.show`; here nobody has to know them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.core.languages import LANGUAGES
from assistant.core.settings_file import sentence
from assistant.core.settings_table import AUTO, NONE, SETTINGS, Kind, Setting, Value
from assistant.core.wording import M, Wording
from assistant.core.wording.preferences import KeyCaptureMessages, PreferencesMessages
from assistant.core.wording.setting_names import (
    AUTOMATIC,
    CHOICE_WORDS,
    SETTING_PAGES,
    SETTING_TITLES,
    UNITS,
    ZERO_WORDS,
)

_PLACED = {
    "speech.verbosity": "answers",
    "detail": "answers",
    "questions.presets": "answers",
    "capture.monitor": "answers",
    "language": "languages",
    "ui.language": "languages",
    "speech.language": "languages",
    "read_languages": "languages",
    "narration.verbosity": "camera",
    "narration.least_seconds": "camera",
    "narration.most_seconds": "camera",
}
"""Settings that stand elsewhere than with their subject."""
_OTHER = "other"
_MEMORIES = ("ui.first_start_done", "ui.welcome_step")
"""What SeeSay notes for itself; the command line can change it."""
_OPENING, _CLOSING = '[“„«»”"‹›「『]\\s?', '\\s?[”“»«"›‹」』]'
"""The quotation marks of all languages."""
_PERCENT = ("speech.volume", "reading.text_size", "ui.text_size")


def page_of(declared: Setting) -> str:
    """Return the page that a setting stands on, a key of `SETTING_PAGES`."""
    page = _PLACED.get(declared.name, declared.subject)
    return page if page in SETTING_PAGES else _OTHER


def pages() -> dict[str, tuple[Setting, ...]]:
    """Return the settings by page, in the order in which both are shown; no page is empty."""
    shown = [each for each in SETTINGS if each.name not in _MEMORIES]
    found = {page: tuple(each for each in shown if page_of(each) == page) for page in SETTING_PAGES}
    return {page: settings for page, settings in found.items() if settings}


def title(declared: Setting, wording: Wording) -> str:
    """Return what a setting is called."""
    if declared.command is not None:
        return wording.command(declared.command)
    return wording.full(SETTING_TITLES[declared.name]) if declared.name in SETTING_TITLES else declared.name


def unit(declared: Setting) -> str:
    """Return what a number counts, a key of `UNITS`; empty where it counts nothing."""
    if declared.name in _PERCENT:
        return "percent"
    if declared.name == "engine.threads":
        return "cores"
    return next((name for name in ("minutes", "seconds") if declared.name.endswith(f"_{name}")), "")


def words(declared: Setting, value: Value, wording: Wording, key: str = "") -> str:
    """Return what a value means; `key` is the key behind "auto", as it is written."""
    if isinstance(value, bool):
        return wording.full(PreferencesMessages.VALUE_ON if value else PreferencesMessages.VALUE_OFF)
    if isinstance(value, (int, float)):
        return _number(declared, value, wording)
    if isinstance(value, tuple):
        return _list(declared, value, wording)
    if declared.kind is Kind.KEY:
        return _key(value, key, wording)
    return choice(declared, value, wording)


def choice(declared: Setting, value: str, wording: Wording) -> str:
    """Return what one of several possible texts means."""
    if declared.kind is Kind.NAME and not value:
        return wording.full(PreferencesMessages.NO_NAME)
    known = CHOICE_WORDS.get(declared.name, {})
    if value in known:
        return wording.full(known[value])
    if value == AUTO:
        return wording.full(AUTOMATIC)
    return wording.language_name(value) if declared.kind is Kind.LANGUAGE else value


def help_text(declared: Setting, wording: Wording, key: str = "") -> str:
    """Return what a setting is for, and its default."""
    default = words(declared, declared.default, wording, key)
    if declared.command is not None:
        return wording.full(PreferencesMessages.KEY_HELP, default=default)
    told = _in_words(declared, sentence(declared, wording), wording)
    return wording.full(PreferencesMessages.SETTING_HELP, sentence=told, default=default)


def found(query: str, wording: Wording) -> Sequence[Setting]:
    """Return the settings of all pages in whose name, sentence or choices all words of a query occur."""
    wanted = query.casefold().split()
    shown = [each for settings in pages().values() for each in settings]
    return [each for each in shown if wanted and all(word in _haystack(each, wording) for word in wanted)]


def languages_by_name(wording: Wording) -> list[tuple[str, str]]:
    """Return the languages as (name, code) in the order of their names."""
    return sorted((wording.language_name(code), code) for code in LANGUAGES)


def languages_of(declared: Setting, wording: Wording) -> list[tuple[str, str]]:
    """Return the languages that a setting can be as (name, code), in the order of their names.

    SeeSay's windows have some alone, in the order of the table: each choice gives all of them other names.
    """
    if declared.name != "ui.language":
        return languages_by_name(wording)
    return [(wording.language_name(code), code) for code, language in LANGUAGES.items() if language.is_interface]


def _in_words(declared: Setting, text: str, wording: Wording) -> str:
    """Return a sentence with the words of the choices in the place of their codes, which it has in quotation marks."""
    codes = [*declared.choices, *([AUTO] if declared.kind is Kind.LANGUAGE else [])]
    codes += [AUTO, NONE] if declared.kind is Kind.MODEL else []
    for code in codes:
        name = choice(declared, code, wording).replace("\\", "")
        text = re.sub(f"({_OPENING}){re.escape(code)}({_CLOSING})", rf"\g<1>{name}\g<2>", text)
    return text


def _haystack(declared: Setting, wording: Wording) -> str:
    page = wording.full(SETTING_PAGES[page_of(declared)])
    parts = [title(declared, wording), sentence(declared, wording), declared.name, page]
    parts += [choice(declared, each, wording) for each in declared.choices]
    return "\n".join(parts).casefold()


def _number(declared: Setting, value: float, wording: Wording) -> str:
    if not value and declared.name in ZERO_WORDS:
        return wording.full(ZERO_WORDS[declared.name])
    shown = f"{value:g}"
    counted = UNITS.get(unit(declared))
    if counted is None:
        return shown
    if value != int(value):
        return wording.full(PreferencesMessages.PART_SECONDS, number=shown)
    return wording.count(counted, int(value))


def _list(declared: Setting, value: tuple[str, ...], wording: Wording) -> str:
    if not value:
        return wording.full(PreferencesMessages.EMPTY_LIST)
    names = [wording.language_name(each) for each in value] if declared.kind is Kind.LANGUAGES else value
    return ", ".join(names)


def _key(value: str, key: str, wording: Wording) -> str:
    if value == NONE or (value == AUTO and not key):
        return wording.full(M.KEY_NONE)
    if value == AUTO:
        return wording.full(KeyCaptureMessages.KEY_VALUE_AUTO, key=wording.key(key))
    return wording.key(value)
