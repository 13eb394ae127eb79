"""An object of AT-SPI while it is asked about, and what its program's answers hold: nothing of them is believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from assistant.capture import atspi_roles as roles
from assistant.capture.atspi_bus import Place
from assistant.capture.tree_nodes import MAX_TEXT
from assistant.core.domain import Box

MAX_CHILDREN = 300
"""A list with more is a list of thousands as a rule, most of it out of sight."""
MAX_DEPTH = 40
NOWHERE = Box(0, 0, 0, 0)


@dataclass(slots=True, eq=False)
class Part:
    """An object while it is asked about."""

    place: Place
    depth: int = 0
    children: list[Part] = field(default_factory=list, repr=False)
    number: int = 0
    bits: int = 0
    box: Box = NOWHERE
    name: str = field(default="", repr=False)
    count: int = 0
    text: str = field(default="", repr=False)
    level: int = 0

    @property
    def is_shown(self) -> bool:
        """Tell whether it is on the screen and no decoration."""
        return roles.has(self.bits, roles.SHOWING, roles.VISIBLE) and self.number not in roles.UNTOLD

    @property
    def is_open(self) -> bool:
        """Tell whether it can be asked for its children without harm to its program."""
        is_endless = roles.has(self.bits, roles.MANAGES_DESCENDANTS) or self.count > MAX_CHILDREN
        return self.count > 0 and self.depth < MAX_DEPTH and not is_endless


def value_of(answer: tuple[Any, ...] | None) -> Any:  # noqa: ANN401 - a variant of another program
    """Return what a property holds, None where nobody told."""
    return answer[0][1] if answer and isinstance(answer[0], tuple) and len(answer[0]) == 2 else None


def string_of(answer: tuple[Any, ...] | None) -> str:
    """Return the string that a property holds, as much of it as anybody may be told."""
    value = value_of(answer)
    return value[:MAX_TEXT] if isinstance(value, str) else ""


def number_of(answer: tuple[Any, ...] | None) -> int:
    """Return the whole number that a method answers with, -1 for none."""
    return answer[0] if answer and isinstance(answer[0], int) else -1


def box_of(answer: tuple[Any, ...] | None) -> Box:
    """Return the extents that a method answers with, an empty box for none."""
    numbers = answer[0] if answer else ()
    is_box = isinstance(numbers, tuple) and len(numbers) == 4 and all(isinstance(each, int) for each in numbers)
    return Box(*numbers) if is_box else NOWHERE


def places_of(value: object) -> list[Place]:
    """Return the objects that a list of references names."""
    if not isinstance(value, list):
        return []
    return [Place(pair[0], pair[1]) for pair in value if is_place(pair)]


def is_place(pair: Any) -> bool:  # noqa: ANN401 - whatever the other program sent
    """Tell whether a value is a reference: a program and a path."""
    return isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(word, str) for word in pair)
