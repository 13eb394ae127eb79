"""The advice of the moment, steady enough to be spoken: what holds is told, what flickers is not."""

from __future__ import annotations

from assistant.core.camera import Advice

HOLD_SECONDS = 0.7
"""An advice comes, and goes, when it was so for this long."""


class Adviser:
    """Takes what is wrong with frame after frame; tells the advice when it is another one."""

    def __init__(self) -> None:
        self._told: frozenset[Advice] = frozenset()
        self._since: dict[Advice, float] = {}

    def look(self, faults: frozenset[Advice], seconds: float) -> tuple[Advice, ...] | None:
        """Return all advice when it has changed, in the order of `Advice`; None where it is the same."""
        differing = faults ^ self._told
        self._since = {advice: self._since.get(advice, seconds) for advice in differing}
        held = {advice for advice, since in self._since.items() if seconds - since >= HOLD_SECONDS - 1e-6}
        if not held:
            return None
        self._told ^= held
        for advice in held:
            del self._since[advice]
        return tuple(advice for advice in Advice if advice in self._told)
