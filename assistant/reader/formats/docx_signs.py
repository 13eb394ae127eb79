"""What the elements of a DOCX's text mean: its paragraphs by their styles, as ECMA-376 part 1, 17, has them."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy, deepcopy

from assistant.reader.formats.docx_styles import VAL, Numberings, Style, Styles, W, apply, integer, is_on
from assistant.reader.formats.html_signs import language_code
from assistant.reader.formats.signs import BLOCK, INLINE, SKIP, Role, Sign
from assistant.reader.formats.trees import Element

_MARK = "{seesay}mark"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NOTES = {W + "footnoteReference": W + "footnote", W + "endnoteReference": W + "endnote"}
_UNTOLD = (
    "pPr rPr tblPr tblGrid trPr tcPr sectPr del moveFrom instrText delText delInstrText footnoteRef endnoteRef "
    "sdtPr sdtEndPr proofErr annotationRef separator continuationSeparator commentReference fldData ruby"
)
_PLAIN = {
    **{W + name: SKIP for name in _UNTOLD.split()},
    W + "p": BLOCK,
    W + "r": INLINE,
    W + "tab": Sign(Role.RAW, text=" "),
    W + "ptab": Sign(Role.RAW, text=" "),
    W + "cr": Sign(Role.BREAK),
    W + "noBreakHyphen": Sign(Role.RAW, text="-"),
    W + "lastRenderedPageBreak": Sign(Role.PAGE_BREAK),
    W + "tbl": Sign(Role.TABLE),
    W + "tr": Sign(Role.ROW),
    W + "txbxContent": Sign(Role.ASIDE),
    _MARK: Sign(Role.NOTE_MARK),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback": SKIP,
}
_NUMBERED = (Role.BLOCK, Role.HEADING)


class DocxVocabulary:
    """The text of a DOCX. `notes`, by element name and id, are put where the text refers to them."""

    def __init__(self, styles: Styles, numberings: Numberings, notes: Mapping[tuple[str, str], Element]) -> None:
        self._styles = styles
        self._numberings = numberings
        self._notes = notes
        self._headers: set[Element] = set()

    def prepare(self, root: Element) -> None:
        """Put the notes where they belong and find the rows that name columns."""
        for reference, note in _NOTES.items():
            for count, element in enumerate([*root.iter(reference)], 1):
                found = self._notes.get((note, element.get(W + "id") or ""))
                if found is not None:
                    mark = element.makeelement(_MARK)
                    mark.text = str(count)
                    content = deepcopy(found)
                    content.set(_MARK, str(count))
                    element.append(mark)
                    element.append(content)
        for table in root.iter(W + "tbl"):
            self._headers.update(self._header_rows(table))

    def sign(self, element: Element) -> Sign:
        """Return what an element means; one that is unknown lets its text through."""
        tag = element.tag
        if tag == W + "p":
            return self._paragraph(element)
        if tag == W + "r":
            properties = element.find(W + "rPr")
            return SKIP if properties is not None and is_on(properties.find(W + "vanish")) else INLINE
        if tag == W + "br":
            return Sign(Role.PAGE_BREAK) if element.get(W + "type") == "page" else Sign(Role.BREAK)
        if tag == W + "tc":
            return self._cell(element)
        if tag in (W + "footnote", W + "endnote"):
            return Sign(Role.INLINE_NOTE, text=f"{element.get(_MARK) or ''}.".lstrip("."))
        if tag in (W + "drawing", W + "pict", W + "object"):
            return _drawing(element)
        return _PLAIN.get(tag, INLINE)

    def anchors(self, element: Element) -> list[str]:
        """Return a bookmark's name."""
        name = element.get(W + "name") if element.tag == W + "bookmarkStart" else None
        return [name] if name else []

    def language(self, element: Element) -> str:
        """Return the language of a run."""
        if element.tag != W + "r":
            return ""
        named = element.find(f"{W}rPr/{W}lang")
        return language_code(named.get(VAL) or "") if named is not None else ""

    # --- paragraphs -------------------------------------------------------------------------------------

    def _paragraph(self, element: Element) -> Sign:
        style = self._style(element.find(W + "pPr"))
        if style.role is Role.SKIP:
            return SKIP
        begins = None
        if style.numbering and style.role in _NUMBERED and _has_text(element):
            begins = self._numberings.next(style.numbering, style.depth)
        if style.role is Role.HEADING:
            return Sign(Role.HEADING, style.level, begins or "", breaks_page=style.breaks_page)
        if begins is not None:
            return Sign(
                Role.ITEM, text=begins, depth=min(max(style.depth, style.indent), 8) + 1, breaks_page=style.breaks_page
            )
        return Sign(style.role, style.level, breaks_page=style.breaks_page)

    def _style(self, properties: Element | None) -> Style:
        if properties is None:
            return self._styles.default
        named = properties.find(W + "pStyle")
        style = copy(self._styles.of((named.get(VAL) or "") if named is not None else ""))
        apply(style, properties)
        return style

    # --- tables -----------------------------------------------------------------------------------------

    def _header_rows(self, table: Element) -> list[Element]:
        """Return the rows that name the columns: marked ones, else a first row that style or bold letters lift out."""
        rows: list[Element] = table.findall(W + "tr")
        marked = [row for row in rows if is_on(row.find(f"{W}trPr/{W}tblHeader"))]
        if marked or len(rows) < 2:
            return marked
        look = table.find(f"{W}tblPr/{W}tblLook")
        styled = table.find(f"{W}tblPr/{W}tblStyle")
        if _lifts_first_row(look) and styled is not None and styled.get(VAL) in self._styles.tables_with_header:
            return rows[:1]
        return rows[:1] if _is_bold(rows[0]) and not _is_bold(rows[1]) else []

    def _cell(self, element: Element) -> Sign:
        properties = element.find(W + "tcPr")
        columns, rows = 1, 1
        if properties is not None:
            span, merge = properties.find(W + "gridSpan"), properties.find(W + "vMerge")
            columns = integer(span.get(VAL), 1) if span is not None else 1
            rows = 0 if merge is not None and merge.get(VAL) != "restart" else 1
        return Sign(Role.CELL, columns=columns, rows=rows, is_header=element.getparent() in self._headers)


def _lifts_first_row(look: Element | None) -> bool:
    """Tell whether a table's first row is drawn as its style draws first rows: a flag, or a bit in older files."""
    if look is None:
        return False
    bits = look.get(VAL) or ""
    return look.get(W + "firstRow") in ("1", "true") or (len(bits) == 4 and bits[2] in "2367abefABEF")


def _has_text(element: Element) -> bool:
    return any(text.text for text in element.iter(W + "t"))


def _is_bold(row: Element) -> bool:
    runs = [run for run in row.iter(W + "r") if _has_text(run)]
    return bool(runs) and all(is_on(run.find(f"{W}rPr/{W}b")) for run in runs)


def _drawing(element: Element) -> Sign:
    """Tell a picture by its description. A drawing that holds text is told as that text."""
    if next(element.iter(W + "txbxContent"), None) is not None:
        return INLINE
    text = source = ""
    is_decorative = is_floating = False
    for part in element.iter():
        if not isinstance(part.tag, str):
            continue
        name = part.tag.rpartition("}")[2]
        if name in ("docPr", "shape") and not text:
            text = part.get("descr") or part.get("alt") or part.get("title") or ""
        elif name in ("blip", "imagedata") and not source:
            source = part.get(_EMBED) or part.get(_ID) or ""
        elif name == "anchor":
            is_floating = True
        elif name == "decorative":
            is_decorative = part.get("val") in ("1", "true")
    is_decorative = is_decorative or not (text or source)
    return Sign(
        Role.FIGURE, text=" ".join(text.split()), source=source, is_decorative=is_decorative, is_floating=is_floating
    )
