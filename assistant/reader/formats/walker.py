"""A tree of markup as blocks: one walk for HTML, EPUB and ODT, whatever their elements are called.

It goes from element to element without recursion, so depth costs nothing. Text that stands directly in a block, white
space between elements and blocks in blocks come out as a browser shows them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.core.documents import BlockKind
from assistant.reader.formats.gathering import Draft, Gathering, folded
from assistant.reader.formats.grid import Grid
from assistant.reader.formats.signs import Role, Sign, Vocabulary, number
from assistant.reader.formats.trees import Element

_KINDS = {
    Role.HEADING: BlockKind.HEADING,
    Role.QUOTE: BlockKind.QUOTE,
    Role.CODE: BlockKind.CODE,
    Role.CAPTION: BlockKind.CAPTION,
    Role.NOTE: BlockKind.FOOTNOTE,
    Role.INLINE_NOTE: BlockKind.FOOTNOTE,
    Role.ASIDE: BlockKind.PARAGRAPH,
    Role.ITEM: BlockKind.ITEM,
}
_PREFIXED = (Role.NOTE, Role.INLINE_NOTE, Role.HEADING)
_BETWEEN = (Role.INLINE_NOTE, Role.ASIDE)
_ENDS_A_BLOCK = frozenset({*_KINDS, Role.BLOCK, Role.LIST, Role.TABLE, Role.ROW, Role.CELL, Role.HEADER} - {*_BETWEEN})
# A picture in the middle of a sentence is a sign of it (a formula, an icon), told where it stands.
_MOST_INLINE = 60
# Where a footnote's mark begins among the parts of a paragraph; folded away where the mark turns out to be none.
_MARK = "\0"


@dataclass(slots=True)
class _Context:
    """What text is while it lies in this element. An item's first block is the item, later ones are paragraphs."""

    kind: BlockKind
    level: int = 0
    prefix: str = ""


@dataclass(slots=True)
class _List:
    style: str
    next: int


@dataclass(slots=True)
class _Frame:
    """An element that was begun."""

    sign: Sign
    language: str
    context: bool = False


@dataclass(slots=True)
class _Paragraph:
    """Text that is not a block yet."""

    parts: list[str] = field(default_factory=list)
    languages: set[str] = field(default_factory=set)
    figures: list[tuple[int, Draft]] = field(default_factory=list)
    has_text: bool = False


class Walker:
    """Walks trees one after another into the same gathering. `prefix` stands before the names of anchors."""

    _resolve: Callable[[str], str]

    def __init__(self, gathering: Gathering, vocabulary: Vocabulary, language: str = "") -> None:
        self._gathering = gathering
        self._vocabulary = vocabulary
        self._languages = [language]
        self._frames: list[_Frame] = []
        self._contexts: list[_Context] = []
        self._lists: list[_List] = []
        self._grids: list[Grid] = []
        self._paragraph = _Paragraph()
        self._later: list[Draft] = []
        self._page_break: str | None = None
        self._outer: list[_Paragraph] = []
        self._marks: list[int] = []

    def walk(self, root: Element, prefix: str = "", resolve: Callable[[str], str] = lambda source: source) -> None:
        """Tell a tree; raise `DocumentTooLarge`. `resolve` turns what markup says of a figure into its source."""
        from lxml import etree

        self._resolve = resolve
        self._vocabulary.prepare(root)
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                if self._begin(element, prefix):
                    self._say(element.text)
                else:
                    walk.skip_subtree()
                continue
            if event == "end":
                self._end(self._frames.pop())
            if element is not root:
                self._say(element.tail)
        self._flush()

    # --- elements ---------------------------------------------------------------------------------------

    def _begin(self, element: Element, prefix: str) -> bool:
        """Take an element; return whether what lies in it is told."""
        sign = self._vocabulary.sign(element)
        language = self._vocabulary.language(element)
        self._frames.append(frame := _Frame(sign, language))
        if language:
            self._languages.append(language)
        role = sign.role
        if role in _ENDS_A_BLOCK:
            self._flush()
        if element.attrib and role is not Role.SKIP:
            for anchor in self._vocabulary.anchors(element):
                self._gathering.mark(prefix + anchor)
        if sign.breaks_page:
            self._break_page("")
        if role in _KINDS:
            if role in _BETWEEN:
                self._outer.append(self._paragraph)
                self._paragraph = _Paragraph()
            self._enter(frame)
        elif role in _BEGIN:
            _BEGIN[role](self, sign)
        return role not in _LEAVES

    def _end(self, frame: _Frame) -> None:
        role = frame.sign.role
        if role in _ENDS_A_BLOCK or role in _BETWEEN:
            self._flush()
        if frame.context:
            self._contexts.pop()
        if role in _END:
            _END[role](self)
        if frame.language:
            self._languages.pop()

    def _enter(self, frame: _Frame) -> None:
        sign = frame.sign
        context = _Context(_KINDS[sign.role], sign.level)
        if sign.role is Role.ITEM and sign.depth:
            context.level, context.prefix = sign.depth, sign.text
        elif sign.role is Role.ITEM:
            context.level = max(len(self._lists), 1)
            context.prefix = self._number(sign.level)
        elif sign.role is Role.NOTE and sign.level:
            context.prefix = self._number(0)
        elif sign.role in _PREFIXED:
            context.prefix = sign.text
        frame.context = True
        self._contexts.append(context)

    def _number(self, own: int) -> str:
        """Return what the next item of the list begins with."""
        if not self._lists:
            return ""
        current = self._lists[-1]
        told = number(current.style, own or current.next)
        current.next = (own or current.next) + 1
        return told

    def _begin_list(self, sign: Sign) -> None:
        self._lists.append(_List(sign.text, sign.level or 1))

    def _end_list(self) -> None:
        self._lists.pop()

    def _begin_note_mark(self, sign: Sign) -> None:
        self._marks.append(len(self._paragraph.parts))
        self._paragraph.parts.append(_MARK)

    def _end_note_mark(self) -> None:
        """Tell a footnote's mark apart from the word before it."""
        start = self._marks.pop()
        parts = self._paragraph.parts
        if start < len(parts) and parts[start] is _MARK:
            mark = folded("".join(parts[start + 1 :])).strip("[]() ")
            parts[start:] = [f" [{mark}]"] if mark else []

    def _begin_raw(self, sign: Sign) -> None:
        self._say(sign.text)

    def _begin_break(self, sign: Sign) -> None:
        self._paragraph.parts.append("\n")

    def _begin_page_break(self, sign: Sign) -> None:
        self._break_page(sign.text)

    def _break_page(self, label: str) -> None:
        if self._paragraph.has_text or self._grids:
            self._page_break = label or self._page_break or ""
        else:
            self._gathering.break_page(label)

    def _begin_figure(self, sign: Sign) -> None:
        if sign.is_decorative:
            return
        figure = Draft(BlockKind.FIGURE, sign.text, source=self._resolve(sign.source), language=self._languages[-1])
        paragraph = self._paragraph
        if paragraph.has_text and not sign.is_floating and sign.text and len(sign.text) <= _MOST_INLINE:
            paragraph.figures.append((len(paragraph.parts), figure))
            paragraph.parts.append(f" {sign.text} ")
        elif paragraph.has_text or self._grids or self._outer:
            self._later.append(figure)
        else:
            self._gathering.add(figure)

    def _part_figures(self, paragraph: _Paragraph) -> None:
        """Tell the pictures at a paragraph's end behind it; those amid its words stay in their sentence."""
        figures = dict(paragraph.figures)
        last: list[Draft] = []
        for index in reversed(range(len(paragraph.parts))):
            if index in figures:
                paragraph.parts[index] = ""
                last.append(figures[index])
            elif not paragraph.parts[index].isspace():
                break
        self._later.extend(reversed(last))

    # --- tables -----------------------------------------------------------------------------------------

    def _begin_table(self, sign: Sign) -> None:
        self._grids.append(Grid(sign.text))

    def _end_table(self) -> None:
        grid = self._grids.pop()
        for draft in grid.drafts(self._languages[-1]):
            self._gathering.add(draft)
        self._tell_later()

    def _begin_header(self, sign: Sign) -> None:
        if self._grids:
            self._grids[-1].is_in_header = True

    def _end_header(self) -> None:
        if self._grids:
            self._grids[-1].is_in_header = False

    def _begin_row(self, sign: Sign) -> None:
        if self._grids:
            self._grids[-1].begin_row(sign.rows)

    def _begin_cell(self, sign: Sign) -> None:
        if self._grids:
            self._grids[-1].begin_cell(sign)

    def _end_cell(self) -> None:
        if self._grids:
            self._grids[-1].end_cell()

    # --- text -------------------------------------------------------------------------------------------

    def _say(self, text: str | None) -> None:
        if not text:
            return
        paragraph = self._paragraph
        paragraph.parts.append(text)
        if not text.isspace():
            paragraph.has_text = True
            paragraph.languages.add(self._languages[-1])

    def _flush(self) -> None:
        """Make a block of the text so far."""
        paragraph = self._paragraph
        if paragraph.has_text:
            self._paragraph = _Paragraph()
            if paragraph.figures:
                self._part_figures(paragraph)
            self._tell("".join(paragraph.parts), paragraph.languages)
        elif paragraph.parts:
            paragraph.parts.clear()
        if not self._grids and not self._outer:
            self._tell_later()

    def _tell(self, text: str, languages: set[str]) -> None:
        context = self._contexts[-1] if self._contexts else None
        if self._grids and not (context and context.kind is BlockKind.FOOTNOTE):
            self._grids[-1].say(text)
            return
        language = languages.pop() if len(languages) == 1 else self._languages[-1]
        draft = Draft(BlockKind.PARAGRAPH, text, language=language)
        if context is not None:
            draft.kind, draft.level = context.kind, context.level
            if context.prefix:
                draft.text = f"{context.prefix} {text.lstrip()}"
                context.prefix = ""
            if context.kind is BlockKind.ITEM:
                context.kind, context.level = BlockKind.PARAGRAPH, 0
        if self._outer:
            self._later.append(draft)
        else:
            self._gathering.add(draft)

    def _end_between(self) -> None:
        self._paragraph = self._outer.pop()

    def _tell_later(self) -> None:
        """Tell what stood in the middle of the block that just ended: figures, footnotes, a page's end."""
        for draft in self._later:
            self._gathering.add(draft)
        self._later.clear()
        if self._page_break is not None:
            self._gathering.break_page(self._page_break)
            self._page_break = None


_BEGIN = {
    Role.LIST: Walker._begin_list,
    Role.NOTE_MARK: Walker._begin_note_mark,
    Role.RAW: Walker._begin_raw,
    Role.BREAK: Walker._begin_break,
    Role.PAGE_BREAK: Walker._begin_page_break,
    Role.FIGURE: Walker._begin_figure,
    Role.TABLE: Walker._begin_table,
    Role.HEADER: Walker._begin_header,
    Role.ROW: Walker._begin_row,
    Role.CELL: Walker._begin_cell,
}
_END = {
    Role.LIST: Walker._end_list,
    Role.NOTE_MARK: Walker._end_note_mark,
    Role.TABLE: Walker._end_table,
    Role.HEADER: Walker._end_header,
    Role.CELL: Walker._end_cell,
    Role.INLINE_NOTE: Walker._end_between,
    Role.ASIDE: Walker._end_between,
}
_LEAVES = frozenset({Role.SKIP, Role.RAW, Role.BREAK, Role.PAGE_BREAK, Role.FIGURE})
