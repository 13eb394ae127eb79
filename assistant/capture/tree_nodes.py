"""From what a toolkit tells of a window to the house's nodes: pure, bounded, whatever the other program answers.

A back-end hands over parts in document order, each with its parent's place in that order. What is left out, is clipped
or is put together here is the same on every platform.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.core.domain import Box
from assistant.core.nodes import Node, Role, State

MAX_NODES = 800
MAX_DEPTH = 40
MAX_NAME = 300
MAX_TEXT = 4000
MAX_ALL_TEXT = 60_000
MAX_HANDLE = 200
LEAST_SEEN = 0.5
"""Of a part's box so much must lie in the picture and under no other window, or its text isn't what is seen there."""
EMBEDDED = "\ufffc"
"""Stands in a text where another part is set into it (AT-SPI's hypertext)."""
_MAX_LISTS = 50
_INLINE = frozenset({Role.LINK, Role.LABEL, Role.IMAGE})
_COORDINATE = 1 << 20
_SHOWN_AS_NAMED = frozenset({Role.LABEL, Role.HEADING, Role.PARAGRAPH})
"""Their names stand there; a long one is a text, of which nothing may be lost."""


@dataclass(frozen=True, slots=True)
class RawPart:
    """A part of a window as a toolkit tells it, its `box` in the toolkit's units.

    `parent` is a place in the list, -1 for none. `is_leaf_text` marks a piece of a text that its parent may tell as a
    whole; `is_viewport` what shows only that part of its own that lies in its box.
    """

    role: Role
    box: Box
    parent: int = -1
    name: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    states: tuple[State, ...] = ()
    level: int = 0
    handle: str = ""
    is_leaf_text: bool = False
    is_viewport: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Where toolkit units lie in the picture: pixel = (unit - `origin`) * `scale` + `offset`."""

    origin: tuple[float, float]
    scale: float
    offset: tuple[float, float]

    def placed(self, box: Box) -> Box:
        """Return a box of the toolkit in the picture's pixels."""
        left, top = self._pixel(box.x, 0), self._pixel(box.y, 1)
        right, bottom = self._pixel(box.right, 0), self._pixel(box.bottom, 1)
        return Box(left, top, right - left, bottom - top)

    def _pixel(self, value: float, axis: int) -> int:
        value = min(max(value, -_COORDINATE), _COORDINATE)
        return round((value - self.origin[axis]) * self.scale + self.offset[axis])


def frame_of(root: Box, outers: Sequence[Box], origin: tuple[int, int], scale: float) -> Frame | None:
    """Return how a toolkit's boxes lie in a picture that begins at `origin` and has `scale` pixels per desktop unit.

    `root` is the window as the toolkit tells it, `outers` as the desktop does: without its frame and with it. A toolkit
    may count in units of its own (scaled screens) or from the window's corner (Wayland): the two boxes tell. None
    where they don't fit each other.
    """
    for outer in outers:
        if abs(root.width - outer.width) <= _SLACK and abs(root.height - outer.height) <= _SLACK:
            return _frame(root, outer, 1.0, origin, scale)
    for outer in outers:
        if root.width > 0 and root.height > 0:
            across, down = outer.width / root.width, outer.height / root.height
            if abs(across - down) <= _SKEW * across and _LEAST_SCALE <= across <= _MOST_SCALE:
                return _frame(root, outer, across, origin, scale)
    return None


_SLACK = 3
_SKEW = 0.03
_LEAST_SCALE, _MOST_SCALE = 0.2, 5.0


def _frame(root: Box, outer: Box, ratio: float, origin: tuple[int, int], scale: float) -> Frame:
    offset = ((outer.x - origin[0]) * scale, (outer.y - origin[1]) * scale)
    return Frame((root.x, root.y), ratio * scale, offset)


def nodes_of(parts: Sequence[RawPart], frame: Frame, view: Box, above: Sequence[Box] = ()) -> tuple[Node, ...]:
    """Return the parts that are seen in a picture as nodes, in the order in which they came.

    `view` is what the picture shows of their window, `above` are other windows in front, both in the picture's pixels.
    """
    parts = _without_closed_lists(_sound(parts))
    texts = _texts(parts)
    views = _views(parts, frame, view)
    words = [" ".join(f"{text} {part.name}".split()) for text, part in zip(texts, parts, strict=True)]
    nodes: list[Node] = []
    inner: list[int] = []
    left = MAX_ALL_TEXT
    for index, part in enumerate(parts):
        text = texts[index]
        depth = inner[part.parent] if part.parent >= 0 else 0
        box = _seen(frame.placed(part.box), views[index], above, has_text=bool(text))
        if box is None or _is_told_elsewhere(index, parts, texts, words) or not _tells(part, text):
            # Whoever is left out is no step: what is in it would seem to be in the part before it.
            inner.append(max(depth, 1))
            continue
        inner.append(min(depth + 1, MAX_DEPTH))
        name = _cut(part.name, MAX_NAME)
        text = "" if part.role is Role.PASSWORD else _cut(text, min(MAX_TEXT, left))
        left -= len(text) + len(name)
        handle = part.handle if len(part.handle) <= MAX_HANDLE else ""
        nodes.append(Node(part.role, name, box, text, part.states, min(max(part.level, 0), 9), depth, handle))
        if len(nodes) >= MAX_NODES or left <= 0:
            break
    return tuple(nodes)


def _sound(parts: Sequence[RawPart]) -> list[RawPart]:
    """Return parts whose parents come before them: a hostile tree may go round in circles."""
    return [part if part.parent < index else replace(part, parent=-1) for index, part in enumerate(parts)]


def _without_closed_lists(parts: list[RawPart]) -> list[RawPart]:
    """Put the chosen entry of a closed drop-down list into it: toolkits tell it as an entry that lies over the list."""
    lists = [index for index, part in enumerate(parts) if part.role is Role.COMBO_BOX][:_MAX_LISTS]
    for index, part in enumerate(parts):
        if part.role not in (Role.MENU_ITEM, Role.LIST_ITEM):
            continue
        over = next((place for place in lists if _is_inside(part.box, parts[place].box)), None)
        if over is not None:
            parts[over] = replace(parts[over], text=part.name or part.text)
            parts[index] = replace(part, box=Box(0, 0, 0, 0))
    return parts


def _is_inside(box: Box, other: Box) -> bool:
    return box.area > 0 and box.intersection(other) > 0.9 * box.area


def _texts(parts: Sequence[RawPart]) -> list[str]:
    """Return each part's own text, what is set into it put where it stands."""
    children: dict[int, list[int]] = {}
    for index, part in enumerate(parts):
        children.setdefault(part.parent, []).append(index)
    texts = [part.text or (part.name if _is_long_text(part) else "") for part in parts]
    # From the last to the first: what is set into a text is whole before it is put there.
    for index in reversed(range(len(parts))):
        text = texts[index]
        if EMBEDDED not in text:
            continue
        if not text.replace(EMBEDDED, "").strip():
            texts[index] = ""  # nothing but other parts, which tell themselves
            continue
        inner = [child for child in children.get(index, []) if not parts[child].is_leaf_text]
        pieces = text.split(EMBEDDED)
        fits = len(inner) == len(pieces) - 1
        words = [_inline(parts[child], texts[child]) if fits else "" for child in inner]
        words += [""] * len(pieces)
        texts[index] = "".join(piece + word for piece, word in zip(pieces, words, strict=False))[: 2 * MAX_TEXT]
    return texts


def _is_long_text(part: RawPart) -> bool:
    return part.role in _SHOWN_AS_NAMED and len(part.name) > MAX_NAME


def _inline(part: RawPart, text: str) -> str:
    return (text or part.name) if part.role in _INLINE else ""


def _is_told_elsewhere(index: int, parts: Sequence[RawPart], texts: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether a piece of text stands in the text or the name of a part around it; `words` are both of each."""
    part = parts[index]
    if not part.is_leaf_text:
        return False
    own = " ".join((texts[index] or part.name).split())
    place = part.parent
    for _ in range(_AROUND):
        if place < 0:
            return False
        around = parts[place]
        if around.role not in _WINDOWS and own in words[place]:
            return True
        place = around.parent
    return False


_AROUND = 4
_WINDOWS = frozenset({Role.WINDOW, Role.DIALOG, Role.DOCUMENT})


def _tells(part: RawPart, text: str) -> bool:
    is_plain = part.role is Role.OTHER and State.FOCUSED not in part.states
    return bool(part.name.strip() or text.strip()) or not (is_plain or part.is_leaf_text)


def _views(parts: Sequence[RawPart], frame: Frame, picture: Box) -> list[Box]:
    """Return for each part what can be seen of it at most: the picture, and the boxes that it scrolls in."""
    views: list[Box] = []
    within: list[Box] = []
    for part in parts:
        view = within[part.parent] if part.parent >= 0 else picture
        views.append(view)
        within.append(shared(view, frame.placed(part.box)) if part.is_viewport else view)
    return views


def _seen(box: Box, view: Box, above: Sequence[Box], *, has_text: bool) -> Box | None:
    """Return the part of a box that is in view, None where it is too little; a text must be seen as a whole, nearly."""
    clipped = shared(box, view)
    if not clipped.area:
        return None
    hidden = sum(clipped.intersection(other) for other in above)
    whole = box.area if has_text else clipped.area
    return clipped if clipped.area - hidden >= LEAST_SEEN * whole else None


def shared(box: Box, other: Box) -> Box:
    """Return what two boxes share; without an area where that is nothing."""
    left, top = max(box.x, other.x), max(box.y, other.y)
    width, height = min(box.right, other.right) - left, min(box.bottom, other.bottom) - top
    return Box(left, top, max(width, 0), max(height, 0))


def _cut(text: str, most: int) -> str:
    return text.replace(EMBEDDED, " ").strip()[: max(most, 0)]
