"""How each task goes when two engines answer: what is asked of which, in what order, and what is passed on.

Each way is a generator that an `Errand` moves. It decides what is said; how sure that is decides `checking`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.core.domain import Detail, Done, Failed, Found, Part, Piece, Reason, RegionKind, Request, Task
from assistant.core.errand import Errand, Idle, Limits, Way
from assistant.core.ports import Engine
from assistant.core.trouble import Trouble
from assistant.core.wording import Wording


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that the model gets: to load, until its first word, and to look once more at what it was unsure of."""

    loading: float = 15.0
    first_word: float = 30.0
    check: float = 10.0


@dataclass(frozen=True, slots=True)
class Parts:
    """The two engines and what is agreed about them."""

    embedded: Engine
    model: Engine
    trouble: Trouble
    patience: Patience
    is_named: bool = False


class Ways:
    """The ways of one request."""

    def __init__(
        self,
        errand: Errand,
        parts: Parts,
        wording: Wording,
        now: Callable[[], float],
        is_ready: Callable[[], bool],
    ) -> None:
        self._errand = errand
        self._parts = parts
        self._wording = wording
        self._now = now
        self._is_ready = is_ready

    def way(self) -> Way:
        """Return the way of the request's task."""
        raise NotImplementedError
