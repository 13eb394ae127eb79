"""Words and shapes put together: which line is a title, a menu bar, a button, a field's label, a heading or just text.

A line gets its role as soon as it is read, so that it can be said at once. Nothing is guessed: without a shape that
says otherwise a line is text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

from assistant.core.languages import script_of
from assistant.vision.embedded.structure import Shapes, Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.core.domain import Box
    from assistant.core.nodes import Node
    from assistant.core.nodes import Role as Part
    from assistant.vision.embedded.lines import Line


class Role(StrEnum):
    """What a line of text is.

    CONTROL: a control that only the desktop knows as such. ECHO: what is drawn on a control that the desktop named.
    """

    TITLE = "title"
    MENU = "menu"
    BUTTON = "button"
    LABEL = "label"
    VALUE = "value"
    HEADING = "heading"
    TEXT = "text"
    CONTROL = "control"
    ECHO = "echo"


@dataclass(frozen=True, slots=True)
class Item:
    """A line with its role; `box` is that of the control or window it belongs to, else its own.

    `size` is the height of its small letters in pixels, 0 where nobody knows. `node` is set where the desktop tells of
    it: `is_inline` then where its words stand in a text around it, `is_drawn` where they are seen, `is_in_bar`
    where it is a menu bar's.
    """

    role: Role
    line: Line
    box: Box
    size: float = 0.0
    node: Node | None = None
    is_inline: bool = False
    is_drawn: bool = True
    is_in_bar: bool = False

    @property
    def node_role(self) -> Part | None:
        """What the desktop calls it, None where it doesn't know it."""
        return None if self.node is None else self.node.role

    @property
    def handle(self) -> str:
        """What the desktop knows a control by; "" for text, of which no part can be pressed."""
        is_control = self.node is not None and self.role in (Role.BUTTON, Role.LABEL, Role.CONTROL)
        return self.node.handle if self.node is not None and is_control else ""


_MENU_REACH = 40
_MENU_WORD = 16
_MENU_WORDS = 3
_RULED_WORDS = 2
_LABEL_GAP = 240
AROUND = 3
"""Lines before and after a line that tell whether it is a heading."""
_HEADING_RATIO = 1.28
_HEADING_BOX_RATIO = 1.1
_HEADING_LEAST = 3
_HEADING_LETTERS = 80
_WRITING_LEAST = 3


class Scene:
    """Gives each line its role; `shapes` is what it goes by. Holds which windows have their title."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self._titled: set[Box] = set()

    def restart(self) -> None:
        """Forget which windows have their title: the lines come again from the first."""
        self._titled.clear()

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows that were found, titled or not."""
        return self.shapes.windows

    def place(self, line: Line) -> Item:
        """Return the line with its role; headings are told apart later, when its neighbours are known."""
        window = self._window_of_title(line)
        if window is not None:
            self._titled.add(window.box)
            return Item(Role.TITLE, line, window.box)
        if self._is_menu(line):
            return Item(Role.MENU, line, line.box)
        field = _around(line, self.shapes.fields)
        button = _around(line, self.shapes.buttons)
        if button is not None and _is_centred(line, button):
            return Item(Role.BUTTON, line, button)
        if field is not None:
            return Item(Role.VALUE, line, field)
        field = self._labelled(line)
        return Item(Role.LABEL, line, field) if field is not None else Item(Role.TEXT, line, line.box)

    def unread_buttons(self, items: Sequence[Item]) -> list[Box]:
        """Return the frames of buttons in which no line stands, from the top."""
        texts = [item.line.box for item in items]
        return [frame for frame in self.shapes.buttons if not any(frame.intersection(text) for text in texts)]

    def _window_of_title(self, line: Line) -> Window | None:
        x, y = line.box.centre
        for window in self.shapes.windows:
            bar = window.bar
            is_in_bar = bar.x <= x < bar.right and bar.y <= y < bar.bottom and line.box.width < 0.95 * bar.width
            if is_in_bar and window.box not in self._titled and not _is_row_of_words(line.text):
                return window
        return None

    def _is_menu(self, line: Line) -> bool:
        """Tell whether a line is a row of words in the strip below a title bar, or three at least right below it."""
        for window in self.shapes.windows:
            x, y = line.box.x - window.box.x, line.box.centre[1]
            if not -4 <= x <= 0.1 * window.box.width:
                continue
            if window.menu is not None and window.menu.y <= y < window.menu.bottom:
                return _is_row_of_words(line.text, _RULED_WORDS)
            if 0 <= y - window.bar.bottom <= _MENU_REACH:
                return _is_row_of_words(line.text)
        return False

    def _labelled(self, line: Line) -> Box | None:
        """Return the field right of the line, in its row."""
        y = line.box.centre[1]
        for field in self.shapes.fields:
            gap = field.x - line.box.right
            if field.y <= y < field.bottom and -field.height <= gap <= _LABEL_GAP:
                return field
        return None


def is_writing(item: Item) -> bool:
    """Tell whether a line is surely text: a cup's rim can be taken for an 8, and its box is as large as the cup."""
    box = item.line.box
    return sum(map(str.isalnum, item.line.text)) >= _WRITING_LEAST and box.width > box.height


def is_too_long(item: Item) -> bool:
    """Tell whether a line is too long for a heading, whatever stands around it."""
    return len(item.line.text) > _HEADING_LETTERS


def is_heading(item: Item, around: Sequence[Item]) -> bool:
    """Tell whether a line is short, alone in its row and clearly larger than its neighbours in the same script."""
    line, others = item.line, [other for other in around if other is not item]
    letters = sum(map(str.isalpha, line.text))
    if item.size <= 0 or letters < _HEADING_LEAST or is_too_long(item):
        return False
    if any(other.line.box.y < line.box.centre[1] < other.line.box.bottom for other in others):
        return False
    script = script_of(line.text)
    alike = [other for other in others if other.size > 0 and script_of(other.line.text) is script]
    if not alike or item.size <= _HEADING_RATIO * median(other.size for other in alike):
        return False
    return line.height > _HEADING_BOX_RATIO * median(other.line.height for other in alike)


def heading_items(items: Sequence[Item]) -> list[Item]:
    """Return all lines of a picture, headings told apart."""
    texts = [item for item in items if item.role is Role.TEXT]
    headings = set()
    for place, item in enumerate(texts):
        if is_heading(item, texts[max(0, place - AROUND) : place + AROUND + 1]):
            headings.add(id(item))
    return [replace(item, role=Role.HEADING) if id(item) in headings else item for item in items]


def _around(line: Line, frames: Sequence[Box]) -> Box | None:
    """Return the smallest frame that holds the middle of a line and is as wide as it."""
    x, y = line.box.centre
    fitting = [
        frame
        for frame in frames
        if frame.x <= x < frame.right and frame.y <= y < frame.bottom and line.box.width <= frame.width + 4
    ]
    return min(fitting, key=lambda frame: frame.area, default=None)


def _is_centred(line: Line, frame: Box) -> bool:
    off_x = abs(line.box.centre[0] - frame.centre[0])
    off_y = abs(line.box.centre[1] - frame.centre[1])
    return off_x <= max(4.0, 0.06 * frame.width) and off_y <= 0.25 * frame.height


def _is_row_of_words(text: str, least: int = _MENU_WORDS) -> bool:
    """Tell whether a line is a row of short words, as a menu bar is, and no sentence."""
    words = text.split()
    return (
        len(words) >= least
        and all(len(word) <= _MENU_WORD and word.isalpha() for word in words)
        and all(word[:1].isupper() or not word[:1].isascii() for word in words)
    )
