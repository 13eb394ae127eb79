"""Which recognised lines a window's own nodes have told already: the same words at the same place.

Words are compared by runs of letters, so that a misread letter or a missing space doesn't matter, in any script.
"""

from __future__ import annotations

from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.core.folding import fold
from assistant.core.nodes import Role as Part
from assistant.vision.embedded.scene import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.core.domain import Box
    from assistant.vision.embedded.lines import Line
    from assistant.vision.embedded.scene import Item

_RUN = 5
_SHARE = 0.5
_OVERLAP = 0.3
_ICON = 2
_BESIDE = 400
"""Pixels: so far from its box the words of a check box may stand."""
_CONTROLS = frozenset({Role.BUTTON, Role.CONTROL, Role.MENU})
_TITLE_REACH = 70
"""Pixels from the window's upper edge in which its title may be drawn."""


class Told(Enum):
    """What a recognised line is beside the nodes."""

    NEW = auto()
    TOLD = auto()
    CONTROL = auto()


def told_by(line: Line, items: Sequence[Item], title: str, window: Box | None) -> tuple[Told, str]:
    """Tell whether a line is new, was told by a node's text, or is what a control shows; and what it says.

    What it says is the control's own name where that is what was recognised.
    """
    if window is not None and line.box.y < window.y + _TITLE_REACH and _is_title(line.text, title):
        return Told.TOLD, line.text
    items = [item for item in items if _is_level(line.box, item.box) or _is_level(line.box, item.line.box)]
    under = [item for item in items if item.role is not Role.TITLE and _lies_over(line.box, item)]
    if any(item.node_role is Part.PASSWORD and _overlap(line.box, item.box) > _OVERLAP for item in under):
        return Told.TOLD, line.text  # dots are no words
    controls = [item for item in under if item.role in _CONTROLS]
    # A line may run over a label and on into its field, of which it takes a corner only.
    reached = [item for item in items if item.role is not Role.TITLE and _reaches_into(line.box, item)]
    texts = [item for item in reached if item.role not in _CONTROLS or item.node_role is Part.LINK]
    if texts and _says(line.text, " ".join(item.line.text for item in texts)):
        return Told.TOLD, line.text
    controls = controls or [
        item
        for item in items
        if item.role in _CONTROLS and _is_beside(line.box, item.box) and _is_same(line.text, item.line.text)
    ]
    if not controls:
        return Told.NEW, line.text
    same = [item.line.text for item in controls if _is_same(line.text, item.line.text)]
    return Told.CONTROL, same[0] if same else _without_told(line.text, controls, texts)


def _without_told(text: str, controls: Sequence[Item], texts: Sequence[Item]) -> str:
    """Return the names of controls in a line where the rest of it are texts that were told; else all of it."""
    left = _letters(text)
    names = []
    for item in sorted((*controls, *texts), key=lambda each: -len(each.line.text)):
        letters = _letters(item.line.text)
        if letters and letters in left:
            left = left.replace(letters, " ", 1)
            if item in controls:
                names.append(item)
    ordered = sorted(names, key=lambda each: each.box.x)
    return " ".join(item.line.text for item in ordered) if names and not left.strip() else text


def _is_level(line: Box, box: Box) -> bool:
    return line.y < box.y + box.height and box.y < line.y + line.height


def _lies_over(line: Box, item: Item) -> bool:
    return max(_overlap(line, item.box), _overlap(line, item.line.box)) > _OVERLAP


def _reaches_into(line: Box, item: Item) -> bool:
    if _lies_over(line, item):
        return True
    wide = min(line.right, item.box.right) - max(line.x, item.box.x)
    high = min(line.bottom, item.box.bottom) - max(line.y, item.box.y)
    return 2 * wide >= line.height and 2 * high >= min(line.height, item.box.height)


def _overlap(line: Box, box: Box) -> float:
    """Return the part of the smaller one that both share."""
    return line.intersection(box) / max(min(line.area, box.area), 1)


def _is_beside(line: Box, box: Box) -> bool:
    is_level = box.y <= line.centre[1] < box.bottom or line.y <= box.centre[1] < line.bottom
    return is_level and max(line.x - box.right, box.x - line.right) < _BESIDE


def _is_title(text: str, title: str) -> bool:
    return bool(title) and len(_letters(text)) >= 2 and _says(text, title)


def _is_same(text: str, name: str) -> bool:
    """Tell whether a line shows a name, give or take what an icon beside it looks like."""
    line, letters = _letters(text), _letters(name)
    if letters and letters in line and len(line) <= len(letters) + _ICON:
        return True
    return _says(text, name) and _says(name, text)


def _says(line: str, text: str) -> bool:
    """Tell whether most of a line's runs of letters stand in a text."""
    letters = _letters(line)
    if not letters:
        return True
    size = min(_RUN, len(letters))
    runs = _runs(letters, size)
    return len(runs & _runs(_letters(text), size)) >= _SHARE * len(runs)


@lru_cache(maxsize=512)
def _runs(letters: str, size: int) -> frozenset[str]:
    return frozenset(letters[place : place + size] for place in range(len(letters) - size + 1))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
