"""Goes a way from page to page as the pages come."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.documents import Page, Position
from assistant.reader.pages import Pages
from assistant.reader.steps import Way

Landed = Callable[[Position | None], None]


class Seeker:
    """One way at a time; `landed` is told where it ends, None where it leads nowhere."""

    def __init__(self) -> None:
        self._way: Way | None = None
        self._pages: Pages | None = None
        self._landed: Landed = lambda position: None
        self._seen: Page | None = None
        self.page = 0
        """The page that the way needs at the moment."""

    @property
    def is_seeking(self) -> bool:
        """Tell whether a way waits for a page."""
        return self._way is not None

    def begin(self, way: Way, pages: Pages, landed: Landed) -> None:
        """Go as far as the pages that are there allow; leaves the former way."""
        self.leave()
        self._way, self._pages, self._landed = way, pages, landed
        self._go(None)

    def changed(self, number: int) -> None:
        """Go on: a page has come or grown."""
        if number == self.page and self._pages is not None:
            page = self._pages.get(number)
            if page is not None and page is not self._seen:
                self._go(page)

    def leave(self) -> None:
        """Stay where one is."""
        way, self._way = self._way, None
        self.page, self._seen = 0, None
        if way is not None:
            way.close()
        if self._pages is not None:
            self._pages.seek(0)

    def _go(self, page: Page | None) -> None:
        way, pages = self._way, self._pages
        while way is not None and pages is not None:
            try:
                number = next(way) if page is None else way.send(page)
            except StopIteration as end:
                self._way = None
                self.leave()
                self._landed(end.value)
                return
            former, self.page = self._seen, number
            found = self._seen = pages.get(number)
            if found is None or (found is former and not found.is_whole):
                # Asked for once more: it needs more of this page than there is.
                pages.seek(number)
                return
            page = found
