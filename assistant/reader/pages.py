"""The pages of one document, read ahead: with text of their own from the file, else recognised as nobody waits for it.

Only what the reader is near to is kept, so that memory doesn't grow with the document; the picture of a page is dropped
as soon as the engine has it. Everything is on the owner's thread.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from assistant.core.documents import Page, PageFailed, PageRead, PageSeen
from assistant.core.domain import Done, EngineEvent, EngineState, Failed, Found, Picture, Piece, Reason, Request
from assistant.core.errors import PageUnreadable, SeeSayError
from assistant.core.reader_ports import Background, DocumentFile
from assistant.reader.book import characters

AHEAD = 2
"""Pages that are read before they are needed."""
KEPT = 48
"""Pages that are kept: text only, some kilobytes each; recognising one again takes seconds."""
_IN_HAND = 2
"""Pictures of pages that are with the engine or wait for it, some ten megabytes each."""

_EARLIER = 4
"""Pages that tell what furniture the next one has."""


class Recognised(Protocol):
    """Makes a page of what an engine recognises on its picture."""

    def take(self, event: Piece | Found) -> None:
        """Add what the engine told."""
        ...

    def page(self, *, is_whole: bool) -> Page:
        """Return the page as far as it is known; blocks that were returned stay, only the last one gets longer."""
        ...


@dataclass(frozen=True, slots=True)
class PageCalls:
    """What pages are made with.

    `request` makes the question to the engine; `recognised` makes what takes its answer, knowing earlier pages.
    """

    background: Background
    request: Callable[[Picture], Request]
    recognised: Callable[[PageSeen, Sequence[Page]], Recognised]


@dataclass(slots=True)
class _Work:
    """A page that is recognised."""

    seen: PageSeen = field(repr=False)
    maker: Recognised
    number: int = 0


class Pages:
    """Keeps pages near the one that is read, and asks for the next ones. `changed` hears of every page that grew.

    Control flow: `focus` and `seek` say what is wanted; `_ask` asks the file for one page at a time, the most wanted
    first. A page that comes as a picture goes to the engine in the background; one that isn't wanted any more is left.
    """

    def __init__(self, file: DocumentFile, count: int, calls: PageCalls, changed: Callable[[int], None]) -> None:
        self._file = file
        self._count = count
        self._calls = calls
        self._changed = changed
        self._kept: OrderedDict[int, Page] = OrderedDict()
        self._errors: dict[int, SeeSayError] = {}
        self._works: dict[int, _Work] = {}
        self._failed_once: set[int] = set()
        self._focus = 0
        self._sought = 0
        self._fetched: dict[int, list[Callable[[Page | SeeSayError], None]]] = {}
        self._asked = 0

    def get(self, number: int) -> Page | None:
        """Return a page as far as it is there."""
        if number in self._kept:
            self._kept.move_to_end(number)
        return self._kept.get(number)

    def has_whole(self, number: int) -> bool:
        """Tell whether all of a page is there; one that is recognised anew isn't, whatever is known of it."""
        page = self._kept.get(number)
        return page is not None and page.is_whole

    def error(self, number: int) -> SeeSayError | None:
        """Return why a page, or the rest of it, can't be read."""
        return self._errors.get(number)

    def usual_length(self, otherwise: float) -> float:
        """Return how many characters a page has, as far as any were seen."""
        lengths = [characters(page) for page in self._kept.values() if page.is_whole]
        return sum(lengths) / len(lengths) if lengths else otherwise

    def focus(self, number: int) -> None:
        """Read from this page on."""
        if number != self._focus:
            self._focus = number
            self._settle()

    def seek(self, number: int) -> None:
        """Want this page before all others, 0: none besides those that are read."""
        if number != self._sought:
            self._sought = number
            self._settle()

    def fetch(self, number: int, take: Callable[[Page | SeeSayError], None]) -> None:
        """Bring a whole page, or why it can't be read, when nothing that is listened to is missing."""
        self._fetched.setdefault(number, []).append(take)
        if not self._deliver(number):
            self._ask()

    def leave(self) -> None:
        """Fetch nothing any more."""
        self._fetched.clear()
        self._settle()

    def take(self, event: PageRead | PageSeen | PageFailed) -> None:
        """Take what the file tells of a page."""
        number = event.page.number if isinstance(event, PageRead) else event.number
        if number == self._asked:
            self._asked = 0
        if isinstance(event, PageRead):
            self._errors.pop(number, None)
            self._keep(event.page)
        elif isinstance(event, PageFailed):
            self._fail(number, event.error)
        elif number in self._wanted():
            self._recognise(event)
        self._ask()

    def _fail(self, number: int, error: SeeSayError) -> None:
        """Take note that a page can't be read."""
        self._errors[number] = error
        page = self._kept.get(number)
        self._keep(replace(page, is_whole=True) if page is not None else Page(number, ()))

    def close(self) -> None:
        """Leave everything."""
        self._count = 0
        self._fetched.clear()
        for number in [*self._works]:
            self._drop(number)
        self._kept.clear()

    # --- what is wanted -----------------------------------------------------------------------------

    def _wanted(self) -> list[int]:
        numbers = [self._sought, *range(self._focus, self._focus + AHEAD + 1), *self._fetched]
        return [number for number in dict.fromkeys(numbers) if 1 <= number <= self._count]

    def _settle(self) -> None:
        wanted = self._wanted()
        for number in [number for number in self._works if number not in wanted]:
            self._drop(number)
        self._ask()

    def _ask(self) -> None:
        if self._asked or len(self._works) >= _IN_HAND:
            return
        self._asked = next((number for number in self._wanted() if self._is_missing(number)), 0)
        if self._asked:
            self._file.page(self._asked)

    def _is_missing(self, number: int) -> bool:
        return number not in self._works and not self.has_whole(number)

    def _keep(self, page: Page) -> None:
        self._kept[page.number] = page
        self._kept.move_to_end(page.number)
        wanted = self._wanted()
        spare = [number for number in self._kept if number not in wanted and number not in self._works]
        for number in spare[: max(len(self._kept) - KEPT, 0)]:
            del self._kept[number]
        self._changed(page.number)
        self._deliver(page.number)

    def _deliver(self, number: int) -> bool:
        """Hand a page to who fetches it; tell whether it was there."""
        page = self._kept.get(number)
        if page is None or not page.is_whole:
            return False
        for take in self._fetched.pop(number, ()):
            take(self._errors.get(number, page))
        return True

    # --- recognising ----------------------------------------------------------------------------------

    def _recognise(self, seen: PageSeen) -> None:
        picture = seen.picture
        seen = replace(seen, picture=replace(picture, rgb=b""))
        work = _Work(seen, self._maker(seen))
        self._works[seen.number] = work
        number = self._calls.background.answer(
            self._calls.request(picture), picture, lambda event: self._heard(work, event)
        )
        work.number = number

    def _heard(self, work: _Work, event: EngineEvent) -> None:
        if isinstance(event, Piece | Found):
            work.maker.take(event)
            self._grow(work, is_whole=False)
        elif isinstance(event, Done) and event.reason is Reason.CANCELLED:
            # Somebody else came first; all of it is told again.
            work.maker = self._maker(work.seen)
        elif not isinstance(event, EngineState):
            del self._works[work.seen.number]
            if isinstance(event, Failed):
                self._try_again(work.seen.number)
            else:
                self._errors.pop(work.seen.number, None)
                self._grow(work, is_whole=True)
            self._ask()

    def _try_again(self, number: int) -> None:
        """Give a page a second chance: an engine may be killed for what it has nothing to do with."""
        if number in self._failed_once:
            self._fail(number, PageUnreadable(page=str(number)))
        self._failed_once.add(number)

    def _maker(self, seen: PageSeen) -> Recognised:
        earlier = [page for number, page in self._kept.items() if number < seen.number and page.is_whole]
        return self._calls.recognised(seen, sorted(earlier, key=lambda page: page.number)[-_EARLIER:])

    def _grow(self, work: _Work, *, is_whole: bool) -> None:
        page = work.maker.page(is_whole=is_whole)
        former = self._kept.get(page.number)
        # What was read from before an interruption stays until the page has come as far again.
        if is_whole or former is None or _extent(page) > _extent(former):
            self._keep(page)

    def _drop(self, number: int) -> None:
        work = self._works.pop(number)
        self._calls.background.drop(work.number)
        page = self._kept.get(number)
        if page is not None and not page.is_whole:
            del self._kept[number]


def _extent(page: Page) -> tuple[int, int]:
    return len(page.blocks), characters(page)
