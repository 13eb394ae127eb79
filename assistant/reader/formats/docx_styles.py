"""What a DOCX's styles and numberings say of its paragraphs.

ECMA-376 part 1: 17.7 (styles), 17.9 (numbering). The names of built-in styles are English in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.reader.formats.signs import Role, number
from assistant.reader.formats.trees import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"

_FORMATS = {
    "decimal": "1", "decimalZero": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
    "bullet": "", "none": "",
}  # fmt: skip
_HEADING = re.compile(r"heading ([1-9])\Z")
_ROLES = (
    (re.compile(r"title\Z"), Role.HEADING, 1),
    (re.compile(r"subtitle\Z"), Role.HEADING, 2),
    (re.compile(r"(intense )?quot(e|ation)s?\Z|block text\Z"), Role.QUOTE, 0),
    (re.compile(r"caption\Z"), Role.CAPTION, 0),
    (re.compile(r"html preformatted|plain text\Z|macro|source code|preformatted"), Role.CODE, 0),
    (re.compile(r"toc (\d|heading)|table of figures"), Role.SKIP, 0),
)
_LIST = re.compile(r"list (?:bullet|number) ([2-5])\Z")
_MAX_BASES = 20
_MAX_LEVELS = 9


@dataclass(slots=True)
class Style:
    """A paragraph's style: what it makes of a paragraph, how it numbers it, how far lists of its own are set in."""

    role: Role = Role.BLOCK
    level: int = 0
    numbering: str = ""
    depth: int = 0
    indent: int = 0
    breaks_page: bool = False


class Styles:
    """The styles by their ids."""

    def __init__(self, root: Element | None) -> None:
        self.default_language = ""
        self.default = Style()
        self.tables_with_header: set[str] = set()
        self._styles: dict[str, Style] = {}
        if root is None:
            return
        elements = {style.get(W + "styleId") or "": style for style in root.iter(W + "style")}
        for name, element in elements.items():
            if element.get(W + "type") == "table":
                if any(part.get(W + "type") == "firstRow" for part in element.iter(W + "tblStylePr")):
                    self.tables_with_header.add(name)
                continue
            style = self._styles[name] = _style(list(_with_bases(element, elements)))
            if element.get(W + "default") == "1" and element.get(W + "type") == "paragraph":
                self.default = style
        for language in root.iterfind(f"{W}docDefaults//{W}lang"):
            self.default_language = language.get(VAL) or ""

    def of(self, name: str) -> Style:
        """Return a style; one that isn't there is the default."""
        return self._styles.get(name, self.default)


def _with_bases(element: Element, elements: dict[str, Element]) -> Iterator[Element]:
    """Yield a style and those that it is based on; circles end."""
    for _ in range(_MAX_BASES):
        yield element
        based = element.find(W + "basedOn")
        element = elements.get(based.get(VAL) or "") if based is not None else None
        if element is None:
            return


def _style(chain: list[Element]) -> Style:
    style = Style()
    for element in reversed(chain):
        named = element.find(W + "name")
        name = ((named.get(VAL) if named is not None else "") or "").lower()
        if heading := _HEADING.match(name):
            style.role, style.level = Role.HEADING, int(heading.group(1))
        if inner := _LIST.match(name):
            style.indent = int(inner.group(1)) - 1
        for pattern, role, level in _ROLES:
            if pattern.match(name):
                style.role, style.level = role, level
        properties = element.find(W + "pPr")
        if properties is not None:
            apply(style, properties)
    return style


def apply(style: Style, properties: Element) -> None:
    """Let a paragraph's own properties change what its style says."""
    outline = properties.find(W + "outlineLvl")
    if outline is not None and style.role in (Role.BLOCK, Role.HEADING):
        level = integer(outline.get(VAL), _MAX_LEVELS)
        style.role, style.level = (Role.HEADING, level + 1) if level < _MAX_LEVELS else (Role.BLOCK, 0)
    numbered = properties.find(W + "numPr")
    if numbered is not None:
        identity, depth = numbered.find(W + "numId"), numbered.find(W + "ilvl")
        style.numbering = (identity.get(VAL) or "") if identity is not None else style.numbering
        style.depth = integer(depth.get(VAL), 0) if depth is not None else style.depth
    before = properties.find(W + "pageBreakBefore")
    if before is not None:
        style.breaks_page = is_on(before)


@dataclass(slots=True)
class _Level:
    style: str = "1"
    start: int = 1
    text: str = ""


@dataclass(slots=True)
class _Numbering:
    levels: dict[int, _Level] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)


class Numberings:
    """Counts the numbered paragraphs as they come."""

    def __init__(self, root: Element | None) -> None:
        self._numberings: dict[str, _Numbering] = {}
        if root is None:
            return
        abstract = {}
        for element in root.iter(W + "abstractNum"):
            levels = {integer(level.get(W + "ilvl"), 0): _level(level) for level in element.iter(W + "lvl")}
            abstract[element.get(W + "abstractNumId")] = _Numbering(levels)
        for element in root.iter(W + "num"):
            base = element.find(W + "abstractNumId")
            shared = abstract.get(base.get(VAL)) if base is not None else None
            if shared is not None:
                self._numberings[element.get(W + "numId") or ""] = _overridden(element, shared)

    def next(self, name: str, depth: int) -> str | None:
        """Count a paragraph and return what it begins with, "" for a bullet; None where it isn't numbered at all."""
        numbering = self._numberings.get(name)
        depth = min(max(depth, 0), _MAX_LEVELS - 1)
        if numbering is None or depth not in numbering.levels:
            return None
        counters = numbering.counters
        level = numbering.levels[depth]
        counters[depth] = counters.get(depth, level.start - 1) + 1
        for deeper in [place for place in counters if place > depth]:
            del counters[deeper]
        if not level.style:
            return ""

        def told(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            other = numbering.levels.get(place, level)
            return number(other.style or "1", counters.get(place, other.start)).rstrip(".")

        return re.sub(r"%([1-9])", told, level.text or f"%{depth + 1}.").strip()


def _level(element: Element) -> _Level:
    def told(name: str) -> str:
        found = element.find(W + name)
        return (found.get(VAL) or "") if found is not None else ""

    return _Level(_FORMATS.get(told("numFmt"), "1"), integer(told("start"), 1), told("lvlText")[:50])


def _overridden(element: Element, shared: _Numbering) -> _Numbering:
    """Return a list's numbering: that of its kind, which goes on counting, unless it begins anew."""
    levels = dict(shared.levels)
    begins_anew = False
    for override in element.iter(W + "lvlOverride"):
        depth = integer(override.get(W + "ilvl"), 0)
        start, level = override.find(W + "startOverride"), override.find(W + "lvl")
        if level is not None:
            levels[depth] = _level(level)
        if start is not None:
            begins_anew = True
            old = levels.get(depth, _Level())
            levels[depth] = _Level(old.style, integer(start.get(VAL), 1), old.text)
    return _Numbering(levels, {} if begins_anew else shared.counters)


def integer(text: str | None, otherwise: int) -> int:
    """Return the whole number that an attribute holds."""
    match = re.match(r"[+-]?\d{1,6}\Z", text or "")
    return int(match.group()) if match else otherwise


def is_on(element: Element | None) -> bool:
    """Tell whether a switch is there and on."""
    return element is not None and element.get(VAL) not in ("0", "false", "off", "none")
