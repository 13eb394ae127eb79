"""What HTML's elements mean, those of EPUB's pages included. What a browser hides is not told."""

from __future__ import annotations

import re

from assistant.core import languages
from assistant.reader.formats.signs import BLOCK, INLINE, SKIP, Role, Sign
from assistant.reader.formats.trees import Attributes, Element

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_LINK = "{http://www.w3.org/1999/xlink}href"

_BLOCKS = (
    "p div section article main header footer nav address form fieldset details summary hgroup body dd center legend "
    "aside figure dialog search"
)
_UNTOLD = (
    "head script style template noscript iframe object embed applet audio video canvas map select datalist textarea "
    "input rp rt rtc param source track noframes frameset meter progress base link meta title"
)
_PLAIN = {
    **dict.fromkeys(_BLOCKS.split(), BLOCK),
    **dict.fromkeys(_UNTOLD.split(), SKIP),
    **{f"h{level}": Sign(Role.HEADING, level) for level in range(1, 7)},
    "ul": Sign(Role.LIST),
    "menu": Sign(Role.LIST),
    "dir": Sign(Role.LIST),
    "ol": Sign(Role.LIST, text="1"),
    "dl": BLOCK,
    "li": Sign(Role.ITEM),
    "dt": Sign(Role.ITEM),
    "blockquote": Sign(Role.QUOTE),
    "pre": Sign(Role.CODE),
    "listing": Sign(Role.CODE),
    "xmp": Sign(Role.CODE),
    "figcaption": Sign(Role.CAPTION),
    "caption": BLOCK,
    "table": Sign(Role.TABLE),
    "thead": Sign(Role.HEADER),
    "tr": Sign(Role.ROW),
    "td": Sign(Role.CELL),
    "th": Sign(Role.CELL, is_header=True),
    "br": Sign(Role.BREAK),
    "hr": BLOCK,
    "img": Sign(Role.FIGURE),
    "image": Sign(Role.FIGURE),
    "svg": Sign(Role.FIGURE),
}
_NEED_A_LOOK = frozenset({"a", "img", "image", "svg", "ol", "li", "td", "th", "table", "math"})
_ROLES = {
    "heading": Role.HEADING, "list": Role.LIST, "listitem": Role.ITEM, "paragraph": Role.BLOCK, "none": Role.BLOCK,
    "presentation": Role.BLOCK,
    "doc-footnote": Role.NOTE, "doc-endnote": Role.NOTE, "doc-noteref": Role.NOTE_MARK, "note": Role.BLOCK,
    "doc-pagebreak": Role.PAGE_BREAK, "img": Role.FIGURE, "image": Role.FIGURE,
}  # fmt: skip
_EPUB_TYPES = {
    "footnote": Role.NOTE, "endnote": Role.NOTE, "rearnote": Role.NOTE, "noteref": Role.NOTE_MARK,
    "pagebreak": Role.PAGE_BREAK,
}  # fmt: skip
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I)
_PERMALINKS = ("¶", "#", "§", "🔗")
_SMALLEST = 3
_LAYOUT = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6"})


class HtmlVocabulary:
    """HTML as lxml gives it, parsed as HTML or as XML."""

    def __init__(self) -> None:
        self._layouts: set[Element] = set()

    def prepare(self, root: Element) -> None:
        """Find the tables that only place things: those which hold tables or headings."""
        self._layouts = set()
        for element in root.iter("{*}table", *(f"{{*}}h{level}" for level in range(1, 7))):
            table = next(element.iterancestors("{*}table"), None)
            if table is not None:
                self._layouts.add(table)

    def sign(self, element: Element) -> Sign:
        """Return what an element means; one that is not of HTML lets its text through."""
        tag = element.tag
        name = tag[tag.rfind("}") + 1 :].lower()
        sign = _PLAIN.get(name, INLINE)
        attributes = element.attrib
        if attributes and sign is not SKIP:
            if _is_hidden(attributes):
                return SKIP
            sign = self._by_attributes(sign, attributes)
        if name in _NEED_A_LOOK:
            return self._looked_at(element, name, sign)
        return sign

    def anchors(self, element: Element) -> list[str]:
        """Return an element's id and, of a link's end, its name."""
        return [name for name in (element.get("id"), element.get("name")) if name]

    def language(self, element: Element) -> str:
        """Return the code of an element's own language."""
        return language_code(element.get("lang") or element.get(_XML_LANGUAGE) or "")

    # --- attributes -------------------------------------------------------------------------------------

    def _by_attributes(self, sign: Sign, attributes: Attributes) -> Sign:
        role = None
        types = attributes.get(EPUB_TYPE) or attributes.get("epub:type") or ""
        for word in types.split():
            role = role or _EPUB_TYPES.get(word)
        for word in attributes.get("role", "").split():
            role = role or _ROLES.get(word)
        if role is None or role is sign.role:
            return sign
        if role is Role.BLOCK and sign.role in (Role.FIGURE, Role.INLINE):
            # A picture that only decorates; a piece of a sentence stays one.
            return SKIP if sign.role is Role.FIGURE else sign
        if role is Role.HEADING:
            return Sign(role, min(max(_integer(attributes.get("aria-level"), 2), 1), 6))
        if role is Role.PAGE_BREAK:
            return Sign(role, text=attributes.get("aria-label") or attributes.get("title") or "")
        if role is Role.FIGURE:
            return Sign(role, text=attributes.get("aria-label") or attributes.get("title") or "")
        return Sign(role)

    def _looked_at(self, element: Element, name: str, sign: Sign) -> Sign:
        if name == "a":
            # The mark beside a heading that only links to the heading.
            return SKIP if element.text in _PERMALINKS and not len(element) else sign
        if name == "math":
            text = element.get("alttext")
            return Sign(Role.RAW, text=text) if text else sign
        if name == "table":
            is_layout = element in self._layouts or element.get("role") in ("presentation", "none")
            return BLOCK if is_layout else Sign(Role.TABLE, text=element.get("aria-label") or "")
        if sign.role is Role.LIST:
            return Sign(Role.LIST, _integer(element.get("start"), 1), _style(element))
        if sign.role is Role.NOTE:
            return Sign(Role.NOTE, level=1)
        if sign.role is Role.ITEM:
            return Sign(Role.ITEM, _integer(element.get("value"), 0))
        if sign.role is Role.CELL:
            columns, rows = (_integer(element.get(what), 1) for what in ("colspan", "rowspan"))
            return Sign(Role.CELL, columns=columns, rows=max(rows, 1), is_header=name == "th")
        return _figure(element, name) if sign.role is Role.FIGURE else sign


def language_code(tag: str) -> str:
    """Return the code of a language tag, empty where SeeSay doesn't know the language."""
    return languages.match(tag) if tag and languages.is_known(tag) else ""


def _is_hidden(attributes: Attributes) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden", "").strip().lower() == "true":
        return True
    style = attributes.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


def _figure(element: Element, name: str) -> Sign:
    if name == "svg":
        return _drawing(element)
    alternative = element.get("alt")
    text = alternative or element.get("aria-label") or element.get("title") or ""
    # An empty alternative text says: nothing to tell. So does a picture of a pixel or two.
    is_decorative = (alternative is not None and not alternative.strip() and not text.strip()) or any(
        0 <= _integer(element.get(side), _SMALLEST) < _SMALLEST for side in ("width", "height")
    )
    source = element.get("src") or element.get(_LINK) or element.get("xlink:href") or element.get("href") or ""
    return Sign(Role.FIGURE, text=" ".join(text.split()), source=source.strip(), is_decorative=is_decorative)


def _drawing(element: Element) -> Sign:
    """Tell a drawing by its title or description; a picture that it wraps, as EPUB covers are made, is its pixels."""
    source = ""
    for picture in element.iter("{*}image"):
        source = picture.get(_LINK) or picture.get("xlink:href") or picture.get("href") or ""
        break
    texts = [element.get("aria-label") or ""]
    for what in ("title", "desc"):
        texts.extend("".join(found.itertext()) for found in element.iterchildren("{*}" + what))
    text = " ".join(next((text for text in texts if text.strip()), "").split())
    return Sign(Role.FIGURE, text=text, source=source.strip(), is_decorative=not text and not source)


def _style(element: Element) -> str:
    style = element.get("type")
    if element.tag.rpartition("}")[2].lower() != "ol":
        return ""
    return style if style in ("1", "a", "A", "i", "I") else "1"


def _integer(text: str | None, otherwise: int) -> int:
    match = re.match(r"\s*([+-]?\d{1,6})", text or "")
    return int(match.group(1)) if match else otherwise
