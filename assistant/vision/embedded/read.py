"""READ: the text of a picture in reading order, each line as soon as it is known.

What the desktop tells of the active window comes first, then the lines that it did not tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.core.domain import Found, Piece, Region, RegionKind
from assistant.core.nodes import Role as Part
from assistant.core.wording import M
from assistant.vision.embedded.joining import Joiner
from assistant.vision.embedded.scene import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.core.domain import EngineEvent, Request
    from assistant.vision.embedded.analysis import Analysis
    from assistant.vision.embedded.phrases import Phrases
    from assistant.vision.embedded.scene import Item

_KINDS = {
    Role.TITLE: RegionKind.TITLE,
    Role.MENU: RegionKind.MENU_BAR,
    Role.BUTTON: RegionKind.BUTTON,
    Role.HEADING: RegionKind.HEADING,
    Role.CONTROL: RegionKind.CONTROL,
}
_CONTROLS = (Role.BUTTON, Role.CONTROL)
_WHOLE = (Role.TITLE, Role.BUTTON)
_SHORT = 5
"""Words: a shorter line at the very beginning is spoken alone instead of after the wait for what may follow."""


def read(
    request: Request, analysis: Analysis, phrases: Phrases, is_cancelled: Callable[[], bool]
) -> Iterator[EngineEvent]:
    """Yield the text line by line with its regions; says so where there is none or a recogniser is missing."""
    joiner = Joiner()
    language = ""
    is_empty = True
    for item in analysis.items(is_cancelled):
        if not _is_read(item):
            continue
        line = item.line
        language = line.language or language
        text = joiner.add(line)
        if item.role in _WHOLE or (is_empty and len(line.text.split()) < _SHORT):
            text += joiner.finish()
        is_empty = False
        yield Piece(request.id, text, line.confidence, line.language)
        yield Found(request.id, line_region(item))
    if is_cancelled():
        return
    if is_empty:
        yield phrases.say(request, M.TEXT_NONE)
    else:
        yield Piece(request.id, joiner.finish(), language=language)
    yield from phrases.not_read(request, analysis)


def _is_read(item: Item) -> bool:
    """Tell whether an item is text that stands in the picture; what a control is called is read where it is seen."""
    is_control = item.node is not None and item.role in _CONTROLS and item.node_role is not Part.LINK
    return item.is_drawn and not item.is_inline and not is_control


def line_region(item: Item) -> Region:
    """Return a line as a region, its slanted outline included."""
    line = item.line
    outline = tuple((round(x), round(y)) for x, y in line.polygon)
    return Region(RegionKind.LINE, line.text, line.box, line.confidence, outline, item.handle)


def control_region(item: Item) -> Region | None:
    """Return the control or window that a line belongs to as a region, None for plain text."""
    kind = _KINDS.get(item.role)
    return Region(kind, item.line.text, item.box, item.line.confidence, handle=item.handle) if kind else None
