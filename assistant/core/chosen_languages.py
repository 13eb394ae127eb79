"""Which language each thing is in: what the settings choose, and what stands for their "auto".

Answers, windows, reading and the voice are chosen apart. Every function returns codes of the language table.
"""

from __future__ import annotations

from assistant.core import languages
from assistant.core.settings import Settings

AUTO = "auto"


def answer_language(settings: Settings, system_language: str) -> str:
    """Return the language of answers: as it is set, else that of the windows, else the system's."""
    return _first_set(settings, ("language", "ui.language"), system_language)


def window_language(settings: Settings, system_language: str) -> str:
    """Return the language of SeeSay's windows: as it is set, else that of answers, else the system's."""
    return _first_set(settings, ("ui.language", "language"), system_language)


def read_languages(settings: Settings, system_language: str) -> tuple[str, ...]:
    """Return the languages that the user reads: those that are set, else their own and English."""
    chosen = settings.words("read_languages") or (answer_language(settings, system_language), "en")
    return tuple(dict.fromkeys(languages.match(code) for code in chosen))


def voice_language(settings: Settings, text_language: str) -> str:
    """Return the language of a text's voice: the chosen one where it has the text's script, else the text's own."""
    chosen, own = settings.text("speech.language"), languages.match(text_language)
    if chosen == AUTO or languages.LANGUAGES[chosen].script is not languages.LANGUAGES[own].script:
        return text_language
    return chosen


def _first_set(settings: Settings, names: tuple[str, ...], system_language: str) -> str:
    chosen = (settings.text(name) for name in names)
    return languages.match(next((code for code in chosen if code != AUTO), system_language))
