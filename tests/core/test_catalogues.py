"""Every message of the house: its forms, its errors, its template and its translations."""

from __future__ import annotations

import pkgutil
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

from assistant.core import wording
from assistant.core.errors import SeeSayError
from assistant.core.languages import LANGUAGES
from assistant.core.wording import ErrorMessage, M, Message, Plural, Wording, load_translations
from assistant.core.wording.errors import ERRORS, VARIANT_OF, VARIANT_WITH
from support import catalogues


def every_message() -> Iterator[tuple[str, Message]]:
    """Walk every file of the wording, so that a new subject is checked without being listed here."""
    seen: set[int] = set()
    for module in pkgutil.iter_modules(wording.__path__):
        for name, value in vars(import_module(f"{wording.__name__}.{module.name}")).items():
            yield from messages_in(f"{module.name}.{name}", value, seen)


def messages_in(name: str, value: object, seen: set[int]) -> Iterator[tuple[str, Message]]:
    if isinstance(value, Message):
        if id(value) not in seen:
            seen.add(id(value))
            yield name, value
    elif isinstance(value, ErrorMessage):
        yield from messages_in(name, value.message, seen)
        yield from messages_in(f"{name} (hint)", value.hint, seen)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from messages_in(f"{name}[{key}]", item, seen)
    elif isinstance(value, type) and value.__module__.startswith(wording.__name__):
        for key, item in vars(value).items():
            yield from messages_in(f"{value.__name__}.{key}", item, seen)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for index, item in enumerate(value):
            yield from messages_in(f"{name}[{index}]", item, seen)


def placeholders(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}


MESSAGES = list(every_message())


# --- the table as a whole ------------------------------------------------------------------------------------


def test_every_error_has_its_own_sentence_and_a_hint() -> None:
    codes = {"internal"} | set(SeeSayError.types)
    families = {"engine", "source", "voice", "hotkey"}
    assert codes - {code.partition(":")[0] for code in ERRORS} == set()
    assert {code.partition(":")[0] for code in ERRORS} - codes == set(), "words for errors that nobody raises"
    without_hint = {code for code, form in ERRORS.items() if form.hint is None} - families
    assert without_hint == set(), "these say what happened, but not what to do"


@pytest.mark.parametrize("kind", SeeSayError.types.values(), ids=lambda kind: kind.code)
def test_an_error_uses_only_values_that_its_docstring_promises(kind: type[SeeSayError]) -> None:
    promised = set(re.findall(r"`(\w+)`", kind.__doc__ or "")) | {"package", "code", "low", "high"}
    for code, form in ERRORS.items():
        if code.partition(":")[0] == kind.code:
            for message in (form.message, form.hint):
                assert message is None or placeholders(message.full.one) <= promised, code


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_s_variant_is_one_that_its_docstring_names(code: str) -> None:
    base, _, variant = code.partition(":")
    if variant and base in VARIANT_OF:
        assert variant in (SeeSayError.types[base].__doc__ or "")
    elif variant:
        assert VARIANT_WITH[base] == variant


def test_no_two_subjects_use_the_same_name() -> None:
    names = Counter(name for namespace in M.__mro__[1:-1] for name in vars(namespace) if not name.startswith("__"))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(("name", "message"), MESSAGES, ids=[name for name, _ in MESSAGES])
def test_forms_of_a_message_agree(name: str, message: Message) -> None:
    forms = [message.full] + ([message.brief] if message.brief else [])
    for form in forms:
        assert form.one.strip() == form.one != ""
        if form.many:
            assert placeholders(form.many) - {"n"} == placeholders(form.one) - {"n"}
            assert "n" in placeholders(form.many)
    if message.brief:
        assert len(message.brief.one) <= len(message.full.one), "brief is longer than full"
        assert placeholders(message.brief.one) <= placeholders(message.full.one)
    assert bool(message.full.many) == isinstance(message, Plural)


def test_the_template_is_up_to_date() -> None:
    wanted, found = catalogues.written(catalogues.extracted()), catalogues.TEMPLATE.read_text(encoding="utf-8")
    assert found == wanted, "run: python tests/support/catalogues.py"


def test_everything_that_is_said_is_in_the_template() -> None:
    template = {(entry.context or "", first(entry.id)) for entry in catalogues.extracted() if entry.id}
    said = {
        (form.context, form.one)
        for _, message in MESSAGES
        for form in (message.full, message.brief)
        if form is not None
    }
    assert said - template == set(), "not marked for translation"
    assert template - said == set(), "marked, but in no table: unreachable"


def test_every_sentence_has_a_note_or_a_context_for_translators() -> None:
    bare = [
        entry.id
        for entry in catalogues.extracted()
        if entry.id and not entry.context and not any(note.startswith(catalogues.NOTE) for note in entry.auto_comments)
    ]
    assert bare == []


def first(message_id: object) -> str:
    return str(message_id[0]) if isinstance(message_id, tuple) else str(message_id)


@pytest.mark.parametrize("path", catalogues.catalogues(), ids=lambda path: path.parents[1].name)
def test_a_catalogue_fits_its_sentences(path: Path) -> None:
    catalog = catalogues.read(path)
    template = {(entry.context, entry.id) for entry in catalogues.extracted() if entry.id}
    assert {(entry.context, entry.id) for entry in catalog if entry.id} == template
    for entry in catalog:
        if not entry.id:
            continue
        assert not entry.fuzzy, entry.id
        wanted = placeholders(entry.id[-1] if isinstance(entry.id, (tuple, list)) else entry.id) - {"n"}
        for translation in catalogues.forms(entry):
            assert not translation or placeholders(translation) - {"n"} == wanted, translation


@pytest.mark.parametrize("path", catalogues.catalogues(), ids=lambda path: path.parents[1].name)
def test_a_catalogue_s_language_is_in_the_table_of_languages(path: Path) -> None:
    assert LANGUAGES[path.parents[1].name].is_interface


@pytest.mark.parametrize("path", catalogues.catalogues(), ids=lambda path: path.parents[1].name)
def test_a_catalogue_is_as_good_as_complete(path: Path) -> None:
    """A sentence that is missing is said in English by a voice of another language: few may be, and not for long."""
    entries = [entry for entry in catalogues.read(path) if entry.id]
    missing = [entry.id for entry in entries if not all(catalogues.forms(entry))]
    assert len(missing) <= len(entries) / 20, missing


def test_a_language_of_the_interface_has_a_catalogue() -> None:
    wanted = {code for code, language in LANGUAGES.items() if language.is_interface} - {"en"}
    assert {path.parents[1].name for path in catalogues.catalogues()} == wanted


# --- sentences -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", catalogues.catalogues(), ids=lambda path: path.parents[1].name)
def test_no_sentence_of_a_compiled_catalogue_is_empty(path: Path, tmp_path: Path) -> None:
    target = tmp_path / path.parents[1].name / "LC_MESSAGES" / path.name
    target.parent.mkdir(parents=True)
    shutil.copy(path, target)
    catalogues.compiled(target)
    translated = Wording(path.parents[1].name, load_translations(tmp_path, path.parents[1].name))
    for name, message in MESSAGES:
        # The number of a plural is given by itself.
        own = {"n"} if isinstance(message, Plural) else set()
        values = dict.fromkeys(placeholders(message.full.one) - own, "x")
        for n in (0, 1, 2, 5):
            said = (
                translated.count(message, n, **values)
                if isinstance(message, Plural)
                else translated.say(message, **values)
            )
            assert said.strip(), name


def test_translations_are_used_with_contexts_and_plurals(tmp_path: Path) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    po = folder / "seesay.po"
    po.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "And so on."\nmsgstr "Und so weiter."\n\n'
        'msgctxt "list"\nmsgid "{a} and {b}"\nmsgstr "{a} und {b}"\n\n'
        'msgctxt "thing"\nmsgid "a dog"\nmsgid_plural "{n} dogs"\nmsgstr[0] "ein Hund"\nmsgstr[1] "{n} Hunde"\n',
        encoding="utf-8",
    )
    catalogues.compiled(po)
    german = Wording("de", load_translations(tmp_path, "de_AT"))
    assert german.language == "de"
    assert german.say(M.SPELLED_CUT) == "Und so weiter."
    assert german.join([german.thing("dog"), german.thing("dog", 3)]) == "ein Hund und 3 Hunde"
