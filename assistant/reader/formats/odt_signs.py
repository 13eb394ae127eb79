"""What the elements of an OpenDocument text mean (OpenDocument 1.3, part 3), its paragraphs by their styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.reader.formats.html_signs import language_code
from assistant.reader.formats.signs import BLOCK, INLINE, SKIP, Role, Sign
from assistant.reader.formats.trees import Element

_N = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT = _N + "text:1.0}"
TABLE = _N + "table:1.0}"
DRAW = _N + "drawing:1.0}"
STYLE = _N + "style:1.0}"
OFFICE = _N + "office:1.0}"
_FO = _N + "xsl-fo-compatible:1.0}"
_SVG = _N + "svg-compatible:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

_PLAIN = {
    TEXT + "p": BLOCK,
    TEXT + "section": BLOCK,
    TEXT + "tab": Sign(Role.RAW, text=" "),
    TEXT + "s": Sign(Role.RAW, text=" "),
    TEXT + "line-break": Sign(Role.BREAK),
    TEXT + "soft-page-break": Sign(Role.PAGE_BREAK),
    TEXT + "note-citation": Sign(Role.NOTE_MARK),
    TEXT + "list-item": Sign(Role.ITEM),
    TEXT + "list-header": BLOCK,
    TABLE + "table": Sign(Role.TABLE),
    TABLE + "table-header-rows": Sign(Role.HEADER),
    DRAW + "text-box": Sign(Role.ASIDE),
    **dict.fromkeys(
        [
            TEXT + "tracked-changes",
            TEXT + "hidden-text",
            TEXT + "hidden-paragraph",
            TEXT + "table-of-content",
            TEXT + "illustration-index",
            TEXT + "table-index",
            TEXT + "sequence-decls",
            TEXT + "variable-decls",
            TEXT + "user-field-decls",
            TEXT + "ruby-text",
            OFFICE + "annotation",
            OFFICE + "forms",
            OFFICE + "scripts",
            TABLE + "covered-table-cell",
            DRAW + "image",
            DRAW + "object",
            DRAW + "object-ole",
            _SVG + "title",
            _SVG + "desc",
        ],
        SKIP,
    ),
}
_ROLES = (
    (re.compile(r"quotations?\Z", re.I), Role.QUOTE, 0),
    (re.compile(r"preformatted[ _]text\Z|source[ _]code\Z", re.I), Role.CODE, 0),
    (re.compile(r"title\Z", re.I), Role.HEADING, 1),
    (re.compile(r"subtitle\Z", re.I), Role.HEADING, 2),
    (re.compile(r"(caption|illustration|figure|table|drawing)\Z", re.I), Role.CAPTION, 0),
)
_ESCAPED = re.compile(r"_([0-9a-fA-F]{2})_")
_MAX_BASES = 20
_MAX_SPACES = 1000
_NUMBERS = ("1", "a", "A", "i", "I")


@dataclass(slots=True)
class _Style:
    role: Role = Role.BLOCK
    level: int = 0
    breaks_page: bool = False
    is_hidden: bool = False


class OdtVocabulary:
    """The text of an OpenDocument file; `trees` are where its styles stand: its own tree and that of its styles."""

    def __init__(self, trees: list[Element]) -> None:
        self._elements = {
            style.get(STYLE + "name") or "": style
            for tree in trees
            for style in tree.iter(STYLE + "style")
            if style.get(STYLE + "family") in ("paragraph", "text")
        }
        self._styles: dict[str, _Style] = {}
        self._lists = {
            style.get(STYLE + "name") or "": dict(_numbers(style))
            for tree in trees
            for style in tree.iter(TEXT + "list-style")
        }
        self._ended: dict[str, int] = {}
        self._counted: dict[Element, int] = {}
        self._layouts: set[Element] = set()

    def prepare(self, root: Element) -> None:
        """Find the tables that only place others, and where lists go on counting."""
        self._layouts = {
            outer for inner in root.iter(TABLE + "table") for outer in inner.iterancestors(TABLE + "table")
        }

    def sign(self, element: Element) -> Sign:
        """Return what an element means; one that is unknown lets its text through."""
        tag = element.tag
        if tag in (TEXT + "p", TEXT + "h"):
            return self._paragraph(element, tag == TEXT + "h")
        if tag == TEXT + "span":
            return SKIP if self._style(element.get(TEXT + "style-name") or "").is_hidden else INLINE
        look = _LOOKS.get(tag)
        if look is not None:
            return look(self, element)
        return _PLAIN.get(tag, INLINE)

    def anchors(self, element: Element) -> list[str]:
        """Return a bookmark's or an element's name."""
        is_bookmark = element.tag in (TEXT + "bookmark", TEXT + "bookmark-start")
        names = (element.get(TEXT + "name") if is_bookmark else None, element.get(_XML_ID))
        return [name for name in names if name]

    def language(self, element: Element) -> str:
        """Return the language that an element's style names."""
        style = self._elements.get(element.get(TEXT + "style-name") or "")
        return "" if style is None else style_language(style)

    # --- paragraphs and lists ---------------------------------------------------------------------------

    def _paragraph(self, element: Element, is_heading: bool) -> Sign:
        style = self._style(element.get(TEXT + "style-name") or "")
        if style.is_hidden:
            return SKIP
        if is_heading:
            level = min(max(_integer(element.get(TEXT + "outline-level"), 1), 1), 10)
            return Sign(Role.HEADING, level, breaks_page=style.breaks_page)
        return Sign(style.role, style.level, breaks_page=style.breaks_page)

    def _style(self, name: str) -> _Style:
        """Return what a style and those that it comes from make of a paragraph."""
        known = self._styles.get(name)
        if known is not None:
            return known
        style = self._styles[name] = _Style()
        parent: str | None = name
        for depth in range(_MAX_BASES):
            element = self._elements.get(parent or "")
            if style.role is Role.BLOCK:
                shown = element.get(STYLE + "display-name") if element is not None else None
                style.role, style.level = _role(shown or _unescaped(parent or ""))
            if element is None:
                break
            for properties in element.iterchildren(STYLE + "paragraph-properties"):
                style.breaks_page |= depth == 0 and properties.get(_FO + "break-before") == "page"
            for properties in element.iterchildren(STYLE + "text-properties"):
                style.is_hidden |= depth == 0 and properties.get(TEXT + "display") == "none"
            # A new kind of page can only begin on a new page.
            style.breaks_page |= depth == 0 and bool(element.get(STYLE + "master-page-name"))
            parent = element.get(STYLE + "parent-style-name")
        return style

    def _list(self, element: Element) -> Sign:
        outer = [element, *element.iterancestors(TEXT + "list")]
        name = next((found.get(TEXT + "style-name") for found in outer if found.get(TEXT + "style-name")), "") or ""
        style, start = self._lists.get(name, {}).get(len(outer), ("", 1))
        if style and (start_again := self._goes_on_from(element, name, len(outer))):
            start = start_again
        if style:
            items = sum(1 for _ in element.iterchildren(TEXT + "list-item"))
            self._ended[f"{name}:{len(outer)}"] = start + items
            self._ended[element.get(_XML_ID) or ""] = start + items
        return Sign(Role.LIST, start, style)

    def _goes_on_from(self, element: Element, name: str, depth: int) -> int:
        """Return the number with which a list goes on that says so, 0 for one that begins anew."""
        earlier = element.get(TEXT + "continue-list")
        if earlier:
            return self._ended.get(earlier, 0)
        return self._ended.get(f"{name}:{depth}", 0) if element.get(TEXT + "continue-numbering") == "true" else 0

    def _item(self, element: Element) -> Sign:
        return Sign(Role.ITEM, _integer(element.get(TEXT + "start-value"), 0))

    def _note(self, element: Element) -> Sign:
        citation = element.getparent().find(TEXT + "note-citation")
        mark = "".join(citation.itertext()).strip() if citation is not None else ""
        return Sign(Role.INLINE_NOTE, text=f"{mark}." if mark else "")

    # --- tables and pictures ----------------------------------------------------------------------------

    def _table(self, element: Element) -> Sign:
        return BLOCK if element in self._layouts else Sign(Role.TABLE)

    def _row(self, element: Element) -> Sign:
        return Sign(Role.ROW, rows=_integer(element.get(TABLE + "number-rows-repeated"), 1))

    def _cell(self, element: Element) -> Sign:
        repeated = _integer(element.get(TABLE + "number-columns-repeated"), 1)
        columns = max(_integer(element.get(TABLE + "number-columns-spanned"), 1), repeated)
        rows = max(_integer(element.get(TABLE + "number-rows-spanned"), 1), 1)
        return Sign(Role.CELL, columns=columns, rows=rows)

    def _spaces(self, element: Element) -> Sign:
        return Sign(Role.RAW, text=" " * min(max(_integer(element.get(TEXT + "c"), 1), 1), _MAX_SPACES))

    def _frame(self, element: Element) -> Sign:
        """Tell a picture by its title or description; a frame with text is told as that text."""
        if element.find(DRAW + "text-box") is not None:
            return INLINE
        texts = ("".join(found.itertext()) for what in ("title", "desc") for found in element.iterchildren(_SVG + what))
        text = " ".join(next((text for text in texts if text.strip()), "").split())
        image = element.find(DRAW + "image")
        source = (image.get(_LINK) or "") if image is not None else ""
        is_floating = element.get(TEXT + "anchor-type") != "as-char"
        return Sign(Role.FIGURE, text=text, source=source, is_decorative=not (text or source), is_floating=is_floating)


_LOOKS = {
    TEXT + "list": OdtVocabulary._list,
    TEXT + "list-item": OdtVocabulary._item,
    TEXT + "note-body": OdtVocabulary._note,
    TEXT + "s": OdtVocabulary._spaces,
    TABLE + "table": OdtVocabulary._table,
    TABLE + "table-row": OdtVocabulary._row,
    TABLE + "table-cell": OdtVocabulary._cell,
    DRAW + "frame": OdtVocabulary._frame,
}


def style_language(style: Element) -> str:
    """Return the code of the language that a style gives its text."""
    for properties in style.iterchildren(STYLE + "text-properties"):
        code = language_code(properties.get(_FO + "language") or "")
        if code:
            return code
    return ""


def _numbers(style: Element) -> Iterator[tuple[int, tuple[str, int]]]:
    """Yield each numbered level of a list with how it numbers and from where."""
    for level in style.iterchildren(TEXT + "list-level-style-number"):
        form = level.get(STYLE + "num-format") or ""
        if form in _NUMBERS:
            start = _integer(level.get(TEXT + "start-value"), 1)
            yield _integer(level.get(TEXT + "level"), 1), (form, start)


def _role(name: str) -> tuple[Role, int]:
    for pattern, role, level in _ROLES:
        if pattern.match(name):
            return role, level
    return Role.BLOCK, 0


def _unescaped(name: str) -> str:
    """Return a style's name as it is shown: "Preformatted_20_Text" is "Preformatted Text"."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), name)


def _integer(text: str | None, otherwise: int) -> int:
    match = re.match(r"[+-]?\d{1,7}\Z", text or "")
    return int(match.group()) if match else otherwise
