"""What differs where a document is read and nobody hears it: nothing is said meanwhile, and pages come whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.core.documents import Page, PageSeen
from assistant.core.domain import Found, Piece
from assistant.reader.pages import PageCalls


class NoTimer:
    """A `Timer` that never fires."""

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Do nothing, now and later."""
        return lambda: None


class PageAtOnce:
    """A page that is recognised, of which nothing is there before all is."""

    def __init__(self, calls: PageCalls, seen: PageSeen, earlier: Sequence[Page]) -> None:
        self._inner = calls.recognised(seen, earlier)
        self._number = seen.number

    def take(self, event: Piece | Found) -> None:
        """Add what the engine told."""
        self._inner.take(event)

    def page(self, *, is_whole: bool) -> Page:
        """Return the page when it is whole, before that an empty one."""
        if is_whole:
            return self._inner.page(is_whole=True)
        return Page(self._number, (), is_recognised=True, is_whole=False)
