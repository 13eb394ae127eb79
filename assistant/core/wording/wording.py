"""Puts a form into the reader's language, by gettext, and fills it.

It never fails to say something: a translation that can't be filled is replaced by its English, a value that is
missing by nothing, and both are logged, because silence is worse.
"""

from __future__ import annotations

import gettext
import logging
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.core import languages
from assistant.core.domain import Command, Stats
from assistant.core.errors import HotkeyError, SeeSayError
from assistant.core.places import Place
from assistant.core.wording.bundle import IN_BUNDLE
from assistant.core.wording.characters import CHARACTERS
from assistant.core.wording.errors import ERRORS, VARIANT_OF, VARIANT_WITH
from assistant.core.wording.forms import ErrorMessage, Message, Plural, Text
from assistant.core.wording.joining import met
from assistant.core.wording.key_names import KEY_NAMES
from assistant.core.wording.language_names import LANGUAGE_NAMES
from assistant.core.wording.messages import M
from assistant.core.wording.objects import OBJECTS
from assistant.core.wording.screen import PLACES, SOURCES
from assistant.core.wording.windows import COMMANDS

log = logging.getLogger(__name__)

DOMAIN = "seesay"
_SPELL_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class ErrorText:
    """What happened, what to do (may be empty), and both as they are spoken."""

    message: str
    hint: str

    @property
    def spoken(self) -> str:
        """What happened and what to do, in that order."""
        return f"{self.message} {self.hint}".strip()


def load_translations(locale_dir: Path, language: str) -> gettext.NullTranslations:
    """Return a language's catalogue, `locale_dir`/LANGUAGE/LC_MESSAGES/seesay.mo, or English where there is none."""
    return gettext.translation(DOMAIN, locale_dir, [languages.match(language)], fallback=True)


class Wording:
    """Every sentence of SeeSay's own in one language, brief or full.

    `language` is the one that the sentences are really in: English where the wanted one has no catalogue, so that no
    voice reads a language that isn't its own. In a bundle some errors are mended in another way.
    """

    def __init__(
        self,
        language: str = languages.DEFAULT,
        translations: gettext.NullTranslations | None = None,
        *,
        is_brief: bool = False,
        is_bundle: bool = False,
    ) -> None:
        self._translations = translations or gettext.NullTranslations()
        is_translated = type(self._translations) is not gettext.NullTranslations
        self.language = languages.match(language) if is_translated else languages.DEFAULT
        self.is_brief = is_brief
        self._is_bundle = is_bundle

    def become(self, other: Wording) -> None:
        """Say everything as the other does from now on: whoever holds this one changes with it."""
        self._translations, self.language, self.is_brief = other._translations, other.language, other.is_brief

    def say(self, message: Message, **params: object) -> str:
        """Return a sentence, filled."""
        return self._fill(message.form(self.is_brief), params)

    def full(self, message: Message, **params: object) -> str:
        """Return a sentence in its full form, for what is read and not heard."""
        return self._fill(message.full, params)

    def count(self, message: Plural, n: int, **params: object) -> str:
        """Return the form of a sentence for that number, filled; {n} is the number."""
        return self._fill(message.form(self.is_brief), {"n": n, **params}, n)

    def error(self, error: SeeSayError) -> ErrorText:
        """Return an error's sentence and hint; every code has one, an unknown code gets the internal error's."""
        form = (self._is_bundle and IN_BUNDLE.get(error.code)) or _error_form(error)
        params: dict[str, object] = dict(error.params)
        if (source := error.params.get("source")) in SOURCES:
            params["source"] = self.source(str(source))
        if isinstance(error, HotkeyError):
            keys = {name: key for name in ("key", "free") if (key := error.params.get(name))}
            params |= {name: self.key(str(key)) for name, key in keys.items()}
        if (code := error.params.get("language")) is not None:
            named = languages.LANGUAGES[languages.match(code)]
            params["language"] = self.language_name(named.code)
            params = {"package": named.debian_package, "pack": named.tesseract, "code": named.code, **params}
        message = _capitalised(self.say(form.message, **params))
        return ErrorText(message, _capitalised(self.say(form.hint, **params)) if form.hint else "")

    # --- names ----------------------------------------------------------------------------------

    def language_name(self, code: str) -> str:
        """Return a language's name in this language."""
        return self.say(LANGUAGE_NAMES[code]) if code in LANGUAGE_NAMES else code

    def source(self, kind: str) -> str:
        """Return what was looked at, inside a sentence: "the screen"."""
        return self.say(SOURCES[kind]) if kind in SOURCES else kind

    def command(self, command: Command) -> str:
        """Return what a command does, as a title: "Describe the screen"."""
        return self.say(COMMANDS[command])

    def origin(self, stats: Stats) -> str:
        """Return where an answer came from and how long it took."""
        seconds = f"{stats.total_ms / 1000:.1f}"
        names = (self.say(M.ENGINE_EMBEDDED) if name == "embedded" else name for name in stats.engine.split("+"))
        engine = self.join(names)
        if stats.model:
            return self.say(M.ORIGIN_MODEL, engine=engine, model=stats.model, seconds=seconds)
        return self.say(M.ORIGIN, engine=engine, seconds=seconds)

    def key(self, combination: str) -> str:
        """Return a combination as it is said aloud: "Control Alt Shift D", "Control Shift F8, then D"."""
        first, _, letter = combination.partition(", ")
        parts = first.split("+")
        if not letter:
            return " ".join(self.say(KEY_NAMES[part.lower()]) if part.lower() in KEY_NAMES else part for part in parts)
        return self.say(M.KEY_THEN, key=self.key(first), letter=self.key(letter))

    def place(self, place: Place, *, is_short: bool = False) -> str:
        """Return a place inside a sentence, "in the lower right", or short, "lower right"."""
        return self._fill(PLACES[place].form(is_short), {})

    def thing(self, name: str, n: int = 1) -> str:
        """Return a COCO class with its number: "a dog", "3 dogs"; other names are returned as they are."""
        if name in OBJECTS:
            return self.count(OBJECTS[name], n)
        return name if n == 1 else f"{n} {name}"

    def things(self, counts: Mapping[str, int]) -> str:
        """Return COCO classes with their numbers as a list: "a dog and 2 people"."""
        return self.join(self.thing(name, n) for name, n in counts.items())

    def join(self, items: Iterable[str]) -> str:
        """Return a list as one says it: "A", "A and B", "A, B and C"."""
        words = [item for item in items if item]
        if len(words) < 2:
            return "".join(words)
        if len(words) == 2:
            return met(self.say(M.PAIR, a=words[0], b=words[1]), words[1], self.language)
        joined = words[0]
        for word in words[1:-1]:
            joined = self.say(M.MIDDLE, a=joined, b=word)
        return met(self.say(M.END, a=joined, b=words[-1]), words[-1], self.language)

    # --- spelling -------------------------------------------------------------------------------

    def spell(self, text: str) -> str:
        """Return a text character by character, at most its first 100: "capital A, space, b"."""
        shown = unicodedata.normalize("NFC", text).strip()
        spelled = ", ".join(self.character(character) for character in shown[:_SPELL_AT_MOST])
        if len(shown) > _SPELL_AT_MOST:
            return f"{spelled}. {self.say(M.SPELLED_CUT)}"
        return spelled

    def character(self, character: str) -> str:
        """Return how one character is called: "capital A", "space", "full stop", "7"."""
        if character in CHARACTERS:
            return self.say(CHARACTERS[character])
        if character.isalnum():
            return self._letter(character)
        return self.say(M.CHARACTER_CODE, code=f"{ord(character):04X}")

    def _letter(self, letter: str) -> str:
        if letter.isupper() and letter.lower() != letter:
            return self.say(M.CAPITAL, letter=letter)
        return letter

    # --- looking up -------------------------------------------------------------------------------

    def _fill(self, form: Text, params: Mapping[str, object], n: int = 1) -> str:
        english = form.many if form.many and n != 1 else form.one
        found = self._look_up(form, n)
        # An untranslated plural comes out of a catalogue as an empty text.
        for pattern in (found or english, english):
            try:
                return pattern.format_map(_Params(params))
            except (ValueError, LookupError, AttributeError):
                log.exception("this sentence can't be filled: %r", pattern)
        return english

    def _look_up(self, form: Text, n: int) -> str:
        catalogue = self._translations
        if form.many and form.context:
            return catalogue.npgettext(form.context, form.one, form.many, n)
        if form.many:
            return catalogue.ngettext(form.one, form.many, n)
        if form.context:
            return catalogue.pgettext(form.context, form.one)
        return catalogue.gettext(form.one)


class _Params(dict[str, object]):
    """Values by name; one that is missing is left out of the sentence."""

    def __missing__(self, name: str) -> str:
        log.error("a sentence misses its value %r", name)
        return ""


def _error_form(error: SeeSayError) -> ErrorMessage:
    variant = error.params.get(VARIANT_OF.get(error.code, ""), "")
    with_param = VARIANT_WITH.get(error.code, "")
    if error.params.get(with_param):
        variant = with_param
    return ERRORS.get(f"{error.code}:{variant}") or ERRORS.get(error.code) or ERRORS["internal"]


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
