"""Extracts the template of all sentences, and brings the catalogues of the languages up to date.

Run it after a change of wording: `python tests/support/catalogues.py`; `… add CODE` begins a new language. A test fails
while the template is older than the code.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
WORDING = ROOT / "assistant" / "core" / "wording"
LOCALE = ROOT / "resources" / "locale"
TEMPLATE = LOCALE / "seesay.pot"
NOTE = "Translators:"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...]] = {
    "text": (1,),
    "text_in": ((1, "c"), 2),
    "counted": (1, 2),
    "counted_in": ((1, "c"), 2, 3),
}
_LEFT_OUT = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Generated-By',
    '"Report-Msgid-Bugs-To',
    '"Last-Translator',
    '"Language-Team',
    '"Project-Id-Version',
)
_HEAD = "# What SeeSay says, in English. Each {brace} is filled by the program and stays as it is.\n#"
_HEAD_OF_LANGUAGE = (
    "# What SeeSay says. A sentence that is missing here is said in English.\n"
    "# No native speaker has reviewed this file yet: corrections are welcome.\n#"
)


def extracted() -> Catalog:
    """Return every sentence of the code with its notes and files."""
    catalog = Catalog(header_comment=_HEAD, charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        WORDING, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=[NOTE], directory_filter=None
    )
    for name, _, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalog.add(message, None, [(f"wording/{name}", 0)], auto_comments=comments, context=context)
    return catalog


def written(catalog: Catalog) -> str:
    """Return a catalogue's text: without dates and line numbers, which would change with every commit."""
    file = io.BytesIO()
    write_po(file, catalog, width=110, include_lineno=False, ignore_obsolete=True)
    lines = file.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_LEFT_OUT))


def read(path: Path) -> Catalog:
    """Return the catalogue in a file."""
    with path.open("rb") as file:
        return read_po(file, locale=None if path == TEMPLATE else path.parents[1].name)


def catalogues() -> list[Path]:
    """Return the catalogue of every language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/seesay.po"))


def compiled(path: Path) -> Path:
    """Write a catalogue as the program reads it; return the file."""
    target = path.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, read(path))
    return target


def forms(message: Message) -> tuple[str, ...]:
    """Return what a sentence is translated by: one text, or one for each plural form; empty where it is missing."""
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (str(message.string or ""),)


def update() -> None:
    """Write the template, merge it into every catalogue, compile them."""
    template = extracted()
    TEMPLATE.write_text(written(template), encoding="utf-8")
    for path in catalogues():
        catalog = read(path)
        catalog.update(template, no_fuzzy_matching=True)
        path.write_text(written(catalog), encoding="utf-8")
        compiled(path)
        done = sum(1 for message in catalog if message.id and all(forms(message)))
        print(f"{path.parents[1].name}: {done} of {len(catalog)} sentences")


def add(code: str) -> None:
    """Begin the catalogue of a language."""
    path = LOCALE / code / "LC_MESSAGES" / "seesay.po"
    path.parent.mkdir(parents=True)
    path.write_text(written(Catalog(locale=code, header_comment=_HEAD_OF_LANGUAGE, fuzzy=False)), encoding="utf-8")


if __name__ == "__main__":
    for wanted in sys.argv[2:] if sys.argv[1:2] == ["add"] else []:
        add(wanted)
    update()
