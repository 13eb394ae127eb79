"""What can be done to a thing on the screen, and where: the values that travel between answers, windows and hands."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from assistant.core.box import Box
from assistant.core.error_base import SeeSayError


class Act(StrEnum):
    """What is done: the pointer goes there, or clicks there; the control is focused or pressed by its own action."""

    MOVE = "move"
    CLICK = "click"
    FOCUS = "focus"
    PRESS = "press"


BY_POINTER = frozenset({Act.MOVE, Act.CLICK})
"""Done by the pointer; the others are asked of the program itself, through its accessible action."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """How a part of the screen looked: enough to know it again, too little to read.

    `box` is in desktop units, `width` and `height` count the samples. `marks` tells of each sample how far it stands
    out from the ground, row by row, first of red, then of green, packed by zlib; `ground` is the usual level of both,
    0 … 255. `tolerance` is the share of the marks that may change; in a field a text cursor may come and go.
    """

    box: Box
    width: int
    height: int
    marks: bytes = field(repr=False)
    ground: tuple[int, int]
    tolerance: float
    is_field: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A thing to act on: how it is called, where (desktop units), how it looked, and its handle where it has one.

    `region` counts the answer's regions.
    """

    name: str = field(repr=False)
    point: tuple[int, int]
    imprint: Imprint
    handle: str = ""
    region: int = 0


@dataclass(frozen=True, slots=True)
class Errand:
    """One act on its way to the hands; ids are never reused."""

    id: int
    act: Act
    target: Target


@dataclass(frozen=True, slots=True)
class Acted:
    """The errand of that number was done."""

    errand_id: int


@dataclass(frozen=True, slots=True)
class NotActed:
    """The errand of that number was not done, and why."""

    errand_id: int
    error: SeeSayError
