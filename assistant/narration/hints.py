"""How to hold the camera, or the page, told as help: once for each change, not more often than one can follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.core.camera import Advice
from assistant.core.wording import Message

EVERY = 4.0
"""Seconds between two hints."""
AGAIN = 30.0
"""Seconds before the same hint is given again to somebody who did not ask for help."""
AGAIN_FOR_PAGE = 7.0
"""Seconds before it is given again to somebody who holds up a page."""
_PAGE = frozenset({Advice.CUT_LEFT, Advice.CUT_RIGHT, Advice.CUT_TOP, Advice.CUT_BOTTOM})
_PAGE_ORDER = (Advice.COVERED, Advice.DARK, Advice.UPSIDE_DOWN, *sorted(_PAGE), Advice.BRIGHT, Advice.BLURRED)
_VIEW_ORDER = (
    Advice.COVERED,
    Advice.DARK,
    Advice.BRIGHT,
    Advice.BLURRED,
    Advice.UPSIDE_DOWN,
    Advice.FACE_LEFT,
    Advice.FACE_RIGHT,
    Advice.FACE_TOP,
    Advice.FACE_BOTTOM,
)


class Hints:
    """Holds what is wrong now and when each hint was given. `now` is a monotonic clock in seconds."""

    def __init__(self, now: Callable[[], float], sentences: Callable[[], Mapping[Advice, Message]]) -> None:
        self._now = now
        self._sentences = sentences
        self._advice: tuple[Advice, ...] = ()
        self._given: dict[Advice, float] = {}
        self._last = float("-inf")

    def advised(self, advice: tuple[Advice, ...]) -> None:
        """Take what is wrong now."""
        self._advice = advice

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What is wrong now."""
        return self._advice

    @property
    def are_given(self) -> bool:
        """Tell whether any hint was given."""
        return bool(self._given)

    def clear(self) -> None:
        """Forget all of it: another camera, another purpose."""
        self._advice = ()
        self._given.clear()
        self._last = float("-inf")

    def next(self, *, for_page: bool) -> tuple[Advice, Message] | None:
        """Return the hint to give now, the gravest that was not just given."""
        if self._now() - self._last < EVERY:
            return None
        again = AGAIN_FOR_PAGE if for_page else AGAIN
        for advice in _PAGE_ORDER if for_page else _VIEW_ORDER:
            is_new = self._now() - self._given.get(advice, float("-inf")) >= again
            if advice in self._advice and is_new:
                return advice, self._sentences()[advice]
        return None

    def given(self, advice: Advice) -> None:
        """Note that a hint was heard."""
        self._last = self._given[advice] = self._now()
