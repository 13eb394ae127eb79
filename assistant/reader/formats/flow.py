"""A document that is all text: its blocks cut into pages, at the document's own page breaks and at paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.core.documents import Block, BlockKind, ContentsEntry, DocumentInfo, DocumentKind, Page
from assistant.core.errors import DocumentEmpty, DocumentTooLarge, NotAPicture, PageUnreadable
from assistant.reader.formats.content import Content
from assistant.reader.formats.format import MAX_PAGES, Pixels
from assistant.reader.formats.gathering import Draft, Gathering, folded

PAGE = 1800
"""Characters of a page, about what a printed one holds."""

MAX_ENTRIES = 5000
_MAX_TEXT = 300
_MOST_BLOCKS = 200
_INTRODUCES = (BlockKind.HEADING, BlockKind.TABLE)


@dataclass(frozen=True, slots=True)
class Link:
    """A line of a document's own table of contents that leads to an anchor."""

    text: str
    level: int
    anchor: str


@dataclass(frozen=True, slots=True)
class About:
    """What a document tells of itself."""

    title: str = ""
    author: str = ""
    language: str = ""


class Flow:
    """An open document of text. `look` turns a figure's source into pixels; `links` are its own table of contents."""

    def __init__(
        self,
        content: Content,
        kind: DocumentKind,
        gathering: Gathering,
        about: About,
        *,
        links: Sequence[Link] = (),
        look: Callable[[str], Pixels] | None = None,
        release: Callable[[], None] = lambda: None,
    ) -> None:
        """Raise `DocumentEmpty` or `DocumentTooLarge`."""
        drafts = gathering.drafts
        if not any(draft.text or draft.source for draft in drafts):
            raise DocumentEmpty(name=content.name)
        self._drafts = drafts
        self._starts = page_starts(drafts)
        if len(self._starts) > MAX_PAGES:
            raise DocumentTooLarge(name=content.name)
        self._look = look
        self._release = release
        self._language = about.language
        self._labels = self._labelled()
        self.info = DocumentInfo(
            id=content.id,
            title=folded(about.title)[:_MAX_TEXT] or content.title,
            kind=kind,
            pages=len(self._starts),
            contents=tuple(self._contents(gathering, links)),
            language=about.language,
            author=folded(about.author)[:_MAX_TEXT],
        )

    def page(self, number: int) -> Page:
        """Return a page's blocks; raise `PageUnreadable` for one that stands for a broken part."""
        figures = 0
        blocks = []
        for draft in self._of_page(number):
            if draft.is_broken:
                raise PageUnreadable(page=str(number))
            figure = -1
            if draft.kind is BlockKind.FIGURE:
                figure = figures if draft.source and self._look else -1
                figures += 1
            language = draft.language if draft.language != self._language else ""
            blocks.append(Block(draft.kind, draft.text, draft.level, draft.rows, draft.columns, figure, language))
        return Page(number, tuple(blocks), self._labels[number - 1])

    def figure(self, number: int, figure: int) -> Pixels:
        """Return a figure's pixels; raise `NotAPicture` where there are none."""
        drafts = [draft for draft in self._of_page(number) if draft.kind is BlockKind.FIGURE]
        if self._look is None or not 0 <= figure < len(drafts) or not drafts[figure].source:
            raise NotAPicture(name=self.info.title)
        return self._look(drafts[figure].source)

    def close(self) -> None:
        """Give back what the format holds."""
        self._release()

    # --- pages ------------------------------------------------------------------------------------------

    def _of_page(self, number: int) -> list[Draft]:
        end = self._starts[number] if number < len(self._starts) else len(self._drafts)
        return self._drafts[self._starts[number - 1] : end]

    def _labelled(self) -> list[str]:
        """Return each page's label: its own, or that of the printed page that goes on here."""
        labels = []
        label = ""
        for start in self._starts:
            draft = self._drafts[start]
            label = draft.label if draft.starts_page else label
            labels.append(label)
        return labels

    # --- contents ---------------------------------------------------------------------------------------

    def _contents(self, gathering: Gathering, links: Sequence[Link]) -> list[ContentsEntry]:
        places = self._places()
        entries = [
            ContentsEntry(folded(link.text)[:_MAX_TEXT], max(link.level, 1), *places[gathering.anchors[link.anchor]])
            for link in links
            if gathering.anchors.get(link.anchor, len(places)) < len(places) and folded(link.text)
        ]
        if not entries:
            entries = [
                ContentsEntry(draft.text[:_MAX_TEXT], max(draft.level, 1), *places[index])
                for index, draft in enumerate(self._drafts)
                if draft.kind is BlockKind.HEADING
            ]
        return entries[:MAX_ENTRIES]

    def _places(self) -> list[tuple[int, int]]:
        """Return page and block of every draft."""
        ends = [*self._starts[1:], len(self._drafts)]
        return [
            (page, index - start)
            for page, (start, end) in enumerate(zip(self._starts, ends, strict=True), 1)
            for index in range(start, end)
        ]


def page_starts(drafts: Sequence[Draft]) -> list[int]:
    """Return where pages begin: at page breaks, and where the next block would make a page too long.

    What introduces the next block (a heading, a table's name) doesn't stay behind at the end of a page.
    """
    starts = [0]
    length = 0
    for index, draft in enumerate(drafts):
        blocks = index - starts[-1]
        is_full = length + len(draft.text) > PAGE or blocks >= _MOST_BLOCKS
        if blocks and (draft.starts_page or is_full):
            start = index if draft.starts_page else _with_introduction(drafts, starts[-1], index)
            starts.append(start)
            length = sum(len(moved.text) for moved in drafts[start:index])
        length += len(draft.text)
    return starts


def _with_introduction(drafts: Sequence[Draft], first: int, index: int) -> int:
    start = index
    while start - 1 > first and drafts[start - 1].kind in _INTRODUCES and index - start < 4:
        start -= 1
    return start
