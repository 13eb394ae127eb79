"""Where a line stands on its page: below the one before, apart, in another column; how far it reaches, how large it is.

For `assembling`, which makes blocks of that. It knows nothing of what lines say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from assistant.reader.lines import TextLine

_EXACT_LARGER = 1.12
_SEEN_LARGER = 1.28
"""A measured height varies with the letters; a font's size doesn't."""
_SMALLER = 0.92
_SEEN_SMALLER = 0.8
_DEEP = 1.6
_SHORT = 0.86
"""A line that ends before this part of its column's width may be a paragraph's last one."""
_WIDE_PITCH = 1.35
"""Lines further apart than so many times the usual pitch begin a paragraph."""
_PITCH = 1.25
"""The usual pitch in letter sizes, as long as no two lines tell."""
_WIDEST_PITCH = 2.5
_PITCHES = 40
_SAME_TYPE = 0.08
_SEEN_SAME_TYPE = 0.4


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the page around the lines; zeroes where nothing is.

    `size` is the usual letter size, `height` the page's. `known` are words as they are written within lines.
    """

    size: float = 0.0
    height: float = 0.0
    known: Collection[str] = ()


class Step(Enum):
    """Where a line stands to the one before it."""

    FIRST = "first"
    BELOW = "below"
    APART = "apart"
    """Below, with more white than lines of one paragraph have."""
    ELSEWHERE = "elsewhere"
    """In another column."""


class Ground:
    """What the lines that came tell of the next one: the column's edges, the usual pitch and size."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._edges: tuple[float, float] | None = None
        self._given: tuple[float, float] | None = None
        self._usual_left = 0.0
        self._pitches: list[tuple[float, float]] = []
        self._above: TextLine | None = None

    @property
    def has_columns(self) -> bool:
        """Whether the columns' edges are told, as on a page that is known as a whole."""
        return self._given is not None

    @property
    def left(self) -> float | None:
        """The left edge of the column, where one is known."""
        return self._edges[0] if self._edges else None

    def begin_column(self, left: float, right: float, usual_left: float) -> None:
        """Take the edges that somebody knows, and where most lines begin; without them they are learned."""
        self._given = self._edges = (left, right)
        self._usual_left = usual_left

    def step(self, above: TextLine | None, line: TextLine, following: TextLine | None) -> Step:
        """Tell where a line stands, and learn from it."""
        self._above = above
        step = self._step(above, line, following)
        if self._given is None:
            known = self._edges if step in (Step.BELOW, Step.APART) else None
            left, right = known or (line.left, line.right)
            left, right = min(left, line.left), max(right, line.right)
            if following is not None and following.middle > line.middle and following.left < right:
                left, right = min(left, following.left), max(right, following.right)
            self._edges = left, right
        return step

    def _step(self, above: TextLine | None, line: TextLine, following: TextLine | None) -> Step:
        if above is None:
            return Step.FIRST
        if line.middle <= above.middle or line.left >= above.right or line.right <= above.left:
            return Step.ELSEWHERE
        pitch = line.bottom - above.bottom
        if self._is_alike(line, above.size) and pitch < _WIDEST_PITCH * self._size(line):
            self._pitches = [*self._pitches[1 - _PITCHES :], (line.size, pitch)]
        return Step.APART if pitch > _WIDE_PITCH * self._usual_pitch(line, following) else Step.BELOW

    def _usual_pitch(self, line: TextLine, following: TextLine | None) -> float:
        """Return how far lines of a paragraph in such type are apart; white between paragraphs is more."""
        size = self._size(line)
        pitches = [pitch for other, pitch in self._pitches if self._is_alike(line, other)]
        if following is not None and 0 < (pitch := following.bottom - line.bottom) < _WIDEST_PITCH * size:
            pitches.append(pitch)
        return max(line.size, sorted(pitches)[len(pitches) // 4]) if len(pitches) > 1 else _PITCH * size

    def _size(self, line: TextLine) -> float:
        """Return the size of its letters; a low line of a scan may be one of small letters only."""
        return line.size if line.is_exact else max(line.size, self.setting.size)

    @staticmethod
    def _is_alike(line: TextLine, size: float) -> bool:
        """Tell whether a line may be of a type of that size; measured heights vary."""
        near = _SAME_TYPE if line.is_exact else _SEEN_SAME_TYPE
        return abs(line.size - size) < near * max(line.size, size)

    # --- one line ---------------------------------------------------------------------------------------

    def ratio(self, line: TextLine, following: TextLine | None) -> float:
        """Return how large its letters are beside the usual ones, or those of its neighbours; 1 where it has none."""
        near = [other.size for other in (self._above, following) if other is not None]
        size = self.setting.size or max(near, default=0.0)
        return line.size / size if size else 1.0

    def is_larger(self, line: TextLine, following: TextLine | None) -> bool:
        """Tell whether its type is clearly larger than the usual one."""
        return self.ratio(line, following) > (_EXACT_LARGER if line.is_exact else _SEEN_LARGER)

    def is_about_larger(self, line: TextLine, following: TextLine | None) -> bool:
        """Tell whether its type seems larger: enough where something else tells as well."""
        return self.ratio(line, following) > _EXACT_LARGER

    def is_smaller(self, line: TextLine) -> bool:
        """Tell whether its type is smaller than the usual one."""
        return 0 < line.size < (_SMALLER if line.is_exact else _SEEN_SMALLER) * self.setting.size

    def ends_short(self, line: TextLine) -> bool:
        """Tell whether it ends before the column does."""
        if self._edges is None:
            return False
        left, right = self._edges
        return line.right < left + _SHORT * (right - left)

    def has_white_below(self, line: TextLine, following: TextLine) -> bool:
        """Tell whether the next line stands further away than those of one paragraph do."""
        pitch = following.bottom - line.bottom
        return pitch <= 0 or pitch > _WIDE_PITCH * max(
            self._usual_pitch(line, None), self._usual_pitch(following, None)
        )

    def stands_in(self, line: TextLine, following: TextLine) -> bool:
        """Tell whether two lines stand in from both edges of a known, wider column."""
        if self._given is None:
            return False
        left, right = self._given
        left = max(left, self._usual_left)
        deep, width = _DEEP * line.size, right - left
        return (
            all(
                part.left - left > deep and right - part.right > deep and part.left - left < 0.25 * width
                for part in (line, following)
            )
            and abs(line.left - following.left) < 0.5 * line.size
            and line.width > 0.5 * width
        )
