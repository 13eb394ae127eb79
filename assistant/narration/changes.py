"""Whether a frame shows something else than the one that was handed over last.

A change counts once it has come to rest (the frame a quarter of a second ago shows the same), or when it has gone on
for a while. It is measured against the frame handed over last, so what goes away again before anybody was told is no
change. That frame drifts along with what stays below the threshold: a slow evening is never a change. Where something
moves all the time, a fan or a blinking lamp, the threshold rises until it has been at rest again.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np

from assistant.narration.difference import Map, Still, aligned, difference, grain, is_alike
from assistant.narration.frames import Frame

REST_SECONDS = 0.25
"""What looks as it did so long ago is at rest."""
GOING_ON_SECONDS = 2.5
"""What never rests is handed over as often as this."""
_THRESHOLD = 11.0
_PER_GRAIN = 2.2
_LEAST_BLOB = 0.0013
"""The smallest change that counts, as a share of the picture: a cup across the room."""
_DRIFT_SECONDS = 8.0
_LEARN_SECONDS = 12.0
_CALM_SECONDS = 1.2
_JUMP_STOPS = 0.55
"""The light was switched when the brightness (levels, as powers of two) jumps by this within a third of a second."""
_JUMP_SECONDS = 0.4
_HISTORY_SECONDS = 0.7


@dataclass(eq=False)
class _Light:
    """Steps of the brightness: a switch makes one that stays, automatic exposure and evenings make none."""

    before: float | None = None
    since: float = 0.0

    def look(self, seconds: float, levels: list[tuple[float, float]]) -> None:
        """Take the levels of the last moments, oldest first, as (second, level)."""
        level = levels[-1][1]
        recent = [earlier for second, earlier in levels if seconds - second <= _JUMP_SECONDS]
        farthest = max(recent, key=lambda earlier: abs(earlier - level))
        if self.before is None and abs(farthest - level) >= _JUMP_STOPS:
            self.before, self.since = farthest, seconds

    def has_switched(self, seconds: float, level: float) -> bool:
        """Tell whether a step was made that is still there."""
        if self.before is None or seconds - self.since < REST_SECONDS:
            return False
        if abs(level - self.before) < _JUMP_STOPS:
            self.before = None
        return self.before is not None


class Changes:
    """Compares frame by frame; `look` gives an amount while the newest frame is worth handing over."""

    def __init__(self) -> None:
        self._told: Still | None = None
        self._latest: Still | None = None
        self._recent: deque[tuple[float, Still]] = deque()
        self._levels: deque[tuple[float, float]] = deque()
        self._unrest: Map | None = None
        self._moved_at: Map | None = None
        self._noise = 1.0
        self._began: float | None = None
        self._light = _Light()

    def look(self, coarse: Frame, seconds: float) -> float | None:
        """Return the share of the picture that changed since the frame handed over last, None where nothing did.

        `coarse` is a coarse view. A change that still moves is none yet. The first frame differs in all of it.
        """
        now = Still.of(coarse)
        if self._latest is not None and self._latest.grey.shape != now.grey.shape:
            self._forget()
        self._learn(now, seconds)
        self._latest = now
        amount = 1.0 if self._told is None else self._compare(now, self._told, seconds)
        self._recent.append((seconds, now))
        while self._recent[0][0] < seconds - _HISTORY_SECONDS:
            self._recent.popleft()
        return amount

    @property
    def is_stirring(self) -> bool:
        """Tell whether something differs, at rest or not: then it pays to look again soon."""
        return self._began is not None

    def hand_over(self) -> None:
        """Take the frame looked at last for the one to compare with."""
        if self._latest is not None:
            self._told = Still(self._latest.rgb.copy(), self._latest.grey.copy())
        self._began = None
        self._light = _Light()

    def _compare(self, now: Still, told: Still, seconds: float) -> float | None:
        moved, shift, changed = now, (0.0, 0.0), None
        if not is_alike(now.rgb, told.rgb):
            moved, shift = aligned(now, told)
            changed = _amount(difference(moved, told, shift) > self._threshold())
        has_switched = self._light.has_switched(seconds, self._levels[-1][1])
        if changed is None and not has_switched:
            if self._light.before is None:
                self._began = None
                self._drift(moved, told, shift)
            return None
        if self._began is None:
            # One frame alone is a glitch: what changed is there in the next one, too.
            self._began = seconds
            return None
        is_old = seconds - self._began >= GOING_ON_SECONDS
        if not is_old and not self._is_at_rest(now, seconds):
            return None
        return max(changed or 0.0, _differing(now, told)) if has_switched else changed

    def _is_at_rest(self, now: Still, seconds: float) -> bool:
        earlier = [still for second, still in self._recent if seconds - second + 1e-6 >= REST_SECONDS]
        # The frame just before as well: what swings may be back where it was.
        return bool(earlier) and all(self._shows_the_same(now, still) for still in (self._recent[-1][1], earlier[-1]))

    def _shows_the_same(self, now: Still, other: Still) -> bool:
        if is_alike(now.rgb, other.rgb):
            return True
        moved, shift = aligned(now, other)
        return _amount(difference(moved, other, shift) > self._threshold()) is None

    def _threshold(self) -> Map:
        assert self._unrest is not None
        return self._unrest + (_THRESHOLD + _PER_GRAIN * self._noise)

    def _learn(self, now: Still, seconds: float) -> None:
        """Learn the noise, the brightness, and where something moves all the time."""
        self._levels.append((seconds, math.log2(float(now.grey.mean()) + 4)))
        while self._levels[0][0] < seconds - _HISTORY_SECONDS:
            self._levels.popleft()
        self._light.look(seconds, list(self._levels))
        if self._unrest is None or self._moved_at is None:
            self._unrest = np.zeros_like(now.grey)
            self._moved_at = np.full_like(now.grey, seconds)
        if not self._recent:
            return
        second, before = self._recent[-1]
        self._noise += 0.15 * (min(25.0, grain(now, before)) - self._noise)
        step = min(1.0, seconds - second)
        motion = cv2.blur(np.abs(now.grey - before.grey), (5, 5))
        motion[motion < _THRESHOLD + _PER_GRAIN * self._noise] = 0
        self._moved_at[motion > 0] = seconds
        self._unrest += (step / _LEARN_SECONDS) * (motion - self._unrest)
        self._unrest[seconds - self._moved_at > _CALM_SECONDS] *= 0.7

    def _drift(self, moved: Still, told: Still, shift: tuple[float, float]) -> None:
        """Let the frame handed over follow what is no change."""
        step = min(1.0, (self._levels[-1][0] - self._levels[-2][0]) if len(self._levels) > 1 else 0.1)
        # Only what lies where it lay: averages of moved frames lose their edges.
        if max(map(abs, shift)) < 1:
            cv2.accumulateWeighted(moved.rgb, told.rgb, step / _DRIFT_SECONDS)
            cv2.accumulateWeighted(moved.grey, told.grey, step / _DRIFT_SECONDS)

    def _forget(self) -> None:
        self._told, self._unrest, self._moved_at = None, None, None
        self._recent.clear()


def _amount(mask: Map) -> float | None:
    """Return the share of changed pixels, None where no spot of them is large enough."""
    if float(mask.mean()) < _LEAST_BLOB:
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    largest = int(stats[1:count, cv2.CC_STAT_AREA].max())
    return float(mask.mean()) if largest >= _LEAST_BLOB * mask.size else None


def _differing(now: Still, told: Still) -> float:
    return float((np.abs(now.grey - told.grey) > 2 * _THRESHOLD).mean())
