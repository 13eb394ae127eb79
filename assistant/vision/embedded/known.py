"""What the desktop knows of the active window, as items beside those that are recognised.

A node is trusted as far as the pixels bear it out: where nothing is drawn, or where two texts lie over each other,
the recogniser's word stands. A recognised line is left out only where the same words were told from a node there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assistant.core.cleaning import plain
from assistant.core.folding import fold
from assistant.core.nodes import Role as Part
from assistant.core.nodes import State
from assistant.vision.embedded.joined import Told, told_by
from assistant.vision.embedded.language_id import identify
from assistant.vision.embedded.lines import Line
from assistant.vision.embedded.pixels import quad_from_box
from assistant.vision.embedded.scene import Item, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.core.domain import Box
    from assistant.core.nodes import Node
    from assistant.vision.embedded.pixels import Pixels

TEXTS = frozenset(
    {
        Part.HEADING,
        Part.PARAGRAPH,
        Part.LABEL,
        Part.LIST_ITEM,
        Part.TREE_ITEM,
        Part.CELL,
        Part.ALERT,
        Part.TERMINAL,
        Part.STATUS_BAR,
        Part.DOCUMENT,
        Part.OTHER,
    }
)
NAMED_BY_TEXT = frozenset({Part.HEADING, Part.LABEL, Part.LIST_ITEM, Part.TREE_ITEM, Part.CELL, Part.PARAGRAPH})
"""Where a program tells no text of these, their name is what stands there."""
CONTROLS = frozenset(
    {
        Part.BUTTON,
        Part.TOGGLE,
        Part.CHECK_BOX,
        Part.RADIO_BUTTON,
        Part.COMBO_BOX,
        Part.SLIDER,
        Part.PROGRESS,
        Part.TAB,
        Part.MENU,
        Part.MENU_ITEM,
        Part.LINK,
        Part.IMAGE,
    }
)
FIELDS = frozenset({Part.FIELD, Part.PASSWORD})
_LABELLED = FIELDS | {Part.COMBO_BOX, Part.SLIDER, Part.PROGRESS, Part.CHECK_BOX, Part.RADIO_BUTTON}
_INK = 24
"""Levels between the lightest and the darkest pixel of a box in which something stands."""
_LARGE, _SQUARE = 400_000, 8
_CONTESTED = 0.5
_TALL = 70
"""Pixels: a higher field holds running text, not a value."""
_LONG = 200
_PARAGRAPHS = 10_000
_BULLETS = "•‣◦▪▸●○■-–* \t"
_ROLES = {Part.BUTTON: Role.BUTTON, Part.TOGGLE: Role.BUTTON, Part.MENU: Role.CONTROL, Part.MENU_ITEM: Role.CONTROL}
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A node with where its own part of the list ends, and whether its words stand in a text around it."""

    node: Node
    end: int
    is_inline: bool
    words: str


class Known:
    """The items of a window's nodes; empty where the desktop tells nothing worth telling."""

    def __init__(self, nodes: Sequence[Node], pixels: Pixels, languages: Sequence[str]) -> None:
        self._languages = languages
        self._entries = _entries(nodes)
        self._seen = _seen(self._entries, pixels)
        self._bar_end = 0
        self.items: tuple[Item, ...] = tuple(self._made()) if len(self._seen) else ()
        if all(item.role is Role.TITLE for item in self.items):
            self.items = ()
        self.focus = _focus(nodes) if self.items else None
        self._window = nodes[0].box if self.items else None
        self.title = next((item.line.text for item in self.items if item.role is Role.TITLE), "")

    def __bool__(self) -> bool:
        return bool(self.items)

    def told_by(self, line: Line) -> tuple[Told, str]:
        """Tell whether a recognised line is new beside the nodes, and what it says."""
        return told_by(line, self.items, self.title, self._window) if self.items else (Told.NEW, line.text)

    def spoken(self) -> Iterator[Item]:
        """Yield the items, each with its language once it is wanted: to identify hundreds at once takes a while."""
        for item in self.items:
            language = identify(item.line.text, self._languages)
            yield replace(item, line=replace(item.line, language=language))

    def _made(self) -> Iterator[Item]:
        labelled = self._labels()
        made: list[Item] = []
        block, row, last_row = 0, -1, -1
        for index, entry in enumerate(self._entries):
            node = entry.node
            if node.role is Part.ROW:
                row = entry.end
            if node.role is Part.MENU_BAR:
                self._bar_end = entry.end
            if index not in self._seen:
                continue
            if node.role is not Part.CELL or index >= row or row != last_row:
                block -= _PARAGRAPHS
            last_row = row if node.role is Part.CELL else -1
            # Blocks of nodes count down, so that none is taken for one of the recogniser's.
            made += self._items(index, entry, labelled, block)
        for item, after in zip(made, [*made[1:], None], strict=True):
            is_cell = item.node_role is Part.CELL and after is not None and after.line.block == item.line.block
            yield replace(item, line=replace(item.line, text=f"{item.line.text},")) if is_cell else item

    def _labels(self) -> dict[int, int]:
        """Return for labels what they are the names of, by place in the list: a name that stands there is told once."""
        named = {
            fold(entry.node.name).rstrip(" :*"): index
            for index, entry in reversed(list(enumerate(self._entries)))
            if entry.node.role in _LABELLED and entry.node.name
        }
        found: dict[int, int] = {}
        for index, entry in enumerate(self._entries):
            target = named.get(fold(entry.words).rstrip(" :*")) if entry.node.role is Part.LABEL else None
            if target is not None and index in self._seen and target not in found.values():
                found[index] = target
        return found

    def _items(self, index: int, entry: _Entry, labelled: dict[int, int], block: int) -> Iterator[Item]:
        node = entry.node
        if index in labelled:
            target = self._entries[labelled[index]].node
            role = Role.LABEL if target.role in FIELDS else Role.CONTROL
            yield Item(role, self._line(node.name or node.text, node.box, block), target.box, node=target)
            return
        if node.role is Part.WINDOW or node.role is Part.DIALOG:
            if node.name:
                yield Item(Role.TITLE, self._line(node.name, node.box, block), node.box, node=node)
            # A program may show a text without anything around it.
            yield from self._running(Role.TEXT, node, node.text, block + 1)
            return
        if node.role in FIELDS:
            yield from self._field(index, node, labelled, block)
        elif node.role in CONTROLS:
            if node.name and index not in labelled.values():
                role = _ROLES.get(node.role, Role.CONTROL)
                line = self._line(node.name, node.box, block)
                yield Item(role, line, node.box, node=node, is_inline=entry.is_inline, is_in_bar=index < self._bar_end)
            if node.role is Part.COMBO_BOX and node.text:
                yield Item(Role.VALUE, self._line(node.text, node.box, block), node.box, node=node)
        elif node.role in TEXTS and entry.words and not entry.is_inline:
            role = Role.HEADING if node.role is Part.HEADING else Role.TEXT
            yield from self._running(role, node, entry.words, block)

    def _field(self, index: int, node: Node, labelled: dict[int, int], block: int) -> Iterator[Item]:
        if node.name and index not in labelled.values():
            yield Item(Role.LABEL, self._line(node.name, node.box, block), node.box, node=node, is_drawn=False)
        is_long = "\n" in node.text.strip() or node.box.height > _TALL
        if node.text and node.role is not Part.PASSWORD:
            yield from self._running(Role.TEXT if is_long else Role.VALUE, node, node.text, block)

    def _running(self, role: Role, node: Node, text: str, block: int) -> Iterator[Item]:
        """Yield a text in pieces that one can begin to say: its paragraphs, long ones by sentences."""
        for number, paragraph in enumerate(plain(text).split("\n")):
            for piece in _SENTENCE_END.split(paragraph) if len(paragraph) > _LONG else [paragraph]:
                words = piece.lstrip(_BULLETS) if node.role is Part.LIST_ITEM else piece
                if words.strip():
                    line = self._line(words, node.box, block + number)
                    yield Item(role, line, node.box, node=node)

    def _line(self, text: str, box: Box, block: int) -> Line:
        words = " ".join(plain(text).split())
        polygon = quad_from_box(box)
        return Line(words, box, polygon, 1.0, block=block)


def _entries(nodes: Sequence[Node]) -> list[_Entry]:
    ends = [len(nodes)] * len(nodes)
    open_: list[int] = []
    for index, node in enumerate(nodes):
        while open_ and nodes[open_[-1]].depth >= node.depth:
            ends[open_.pop()] = index
        open_.append(index)
    entries: list[_Entry] = []
    around: list[tuple[int, str]] = []
    for index, node in enumerate(nodes):
        around = [(end, told) for end, told in around if end > index]
        words = " ".join(plain(node.text or (node.name if node.role in NAMED_BY_TEXT else "")).split())
        sought = words or " ".join(plain(node.name).split())
        is_inline = bool(sought) and any(sought in told for _, told in around)
        entries.append(_Entry(node, ends[index], is_inline, node.text if node.text.strip() else words))
        if telling := _telling(node):
            around.append((ends[index], telling))
    return entries


def _telling(node: Node) -> str:
    """Return the words that a part tells for what is in it as well."""
    if node.role in (Part.WINDOW, Part.DIALOG, Part.TERMINAL, Part.DOCUMENT) or node.role in FIELDS:
        return ""
    own = node.name if node.role in NAMED_BY_TEXT or node.role in CONTROLS else ""
    return " ".join(f"{node.text} {own}".split())


def _seen(entries: Sequence[_Entry], pixels: Pixels) -> frozenset[int]:
    """Return the places of the nodes that the pixels bear out."""
    ink = _Ink(pixels)
    drawn = [index for index, entry in enumerate(entries) if _is_drawn(entry.node, ink)]
    texts = [i for i in drawn if entries[i].node.role in TEXTS and entries[i].words and not entries[i].is_inline]
    return frozenset(drawn) - _contested(entries, texts)


class _Ink:
    """Tells where something stands out; of large boxes by squares looked at once, however many such boxes there are."""

    def __init__(self, pixels: Pixels) -> None:
        self._pixels = pixels

    def stands_in(self, box: Box) -> bool:
        """Tell whether the lightest and the darkest pixel of a box differ enough."""
        top, left = max(box.y, 0), max(box.x, 0)
        low = high = self._pixels[top : box.bottom, left : box.right]
        if low.size >= _LARGE:
            squares = slice(-(-top // _SQUARE), box.bottom // _SQUARE), slice(-(-left // _SQUARE), box.right // _SQUARE)
            low, high = (each[squares] for each in self._squares)
        return bool(low.size) and int(high.max()) - int(low.min()) >= _INK

    @cached_property
    def _squares(self) -> tuple[Pixels, Pixels]:
        """The darkest and the lightest level of each square, of every other pixel."""
        rows, columns = (length // _SQUARE for length in self._pixels.shape[:2])
        some = self._pixels[: rows * _SQUARE : 2, : columns * _SQUARE : 2]
        parts = some.reshape(rows, _SQUARE // 2, columns, -1)
        return parts.min(axis=(1, 3)), parts.max(axis=(1, 3))


def _is_drawn(node: Node, ink: _Ink) -> bool:
    if not node.name and not node.text:
        return node.role in FIELDS
    is_empty_field = node.role in FIELDS and not node.text
    return node.box.area > 0 and (is_empty_field or ink.stands_in(node.box))


def _contested(entries: Sequence[_Entry], texts: Sequence[int]) -> frozenset[int]:
    """Return the texts that lie over each other: only one of them can be what is seen."""
    if len(texts) < 2:
        return frozenset()
    boxes = np.array([[b.x, b.y, b.right, b.bottom] for b in (entries[i].node.box for i in texts)], np.int64)
    low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=2)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    over = shared > _CONTESTED * np.minimum(areas[:, None], areas[None, :])
    places = np.array(texts)
    ends = np.array([entries[i].end for i in texts])
    is_within = (places[:, None] < places[None, :]) & (places[None, :] < ends[:, None])
    over &= ~(is_within | is_within.T | np.eye(len(texts), dtype=bool))
    return frozenset(int(place) for place in places[over.any(axis=1)])


def _focus(nodes: Sequence[Node]) -> Node | None:
    """Return the innermost part that has the focus."""
    focused = [node for node in nodes if State.FOCUSED in node.states]
    return max(focused, key=lambda node: node.depth, default=None)
