"""One warm embedded engine for all tests, pictures to show it, and its answers as plain values."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from assistant.core.domain import Box, Detail, Done, Found, Part, Picture, Piece, Request, Source, SourceKind, Task
from assistant.vision.embedded.engine import EmbeddedEngine, create

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant.core.domain import Region, RegionKind

_IDS = itertools.count(1)


@dataclass(frozen=True)
class Said:
    """An answer: its text, pieces and regions, and how it ended."""

    text: str
    pieces: tuple[Piece, ...]
    regions: tuple[Region, ...]
    done: Done

    def of(self, kind: RegionKind) -> list[Region]:
        """Return the regions of one kind."""
        return [region for region in self.regions if region.kind is kind]


@cache
def engine() -> EmbeddedEngine:
    """Return the engine; it is loaded once."""
    return create({})


def picture(
    image: Image.Image | np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
    kind: SourceKind = SourceKind.SCREEN,
    title: str = "",
) -> Picture:
    """Return pixels as a captured picture with an id of its own."""
    shown = image.convert("RGB") if isinstance(image, Image.Image) else Image.fromarray(image, "RGB")
    return Picture(next(_IDS), Source(kind), shown.width, shown.height, shown.tobytes(), title=title)


def ask_engine(
    task: Task,
    shown: Picture,
    question: str = "",
    *,
    language: str = "en",
    read_languages: tuple[str, ...] = ("en",),
    detail: Detail = Detail.NORMAL,
    part: Part = Part.ALL,
    boxes: tuple[Box, ...] = (),
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Said:
    """Ask and wait for the end of the answer."""
    request = Request(next(_IDS), shown.id, task, question, language, read_languages, detail, part, boxes)
    events = list(engine().answer(request, shown, is_cancelled))
    assert all(event.request_id == request.id for event in events if isinstance(event, Piece | Found | Done))
    pieces = tuple(event for event in events if isinstance(event, Piece))
    regions = tuple(event.region for event in events if isinstance(event, Found))
    dones = [event for event in events if isinstance(event, Done)]
    assert dones == events[-1:], f"an answer ends with one Done, not with {events[-3:]}"
    # A space at the end of a line is only there so that nobody waits for the next; it is never spoken.
    text = "".join(piece.text for piece in pieces).replace(" \n", "\n")
    return Said(text, pieces, regions, dones[0])


def font(size: int, is_bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return DejaVu Sans, which matplotlib brings along."""
    import matplotlib.font_manager as fonts

    found = fonts.findfont(fonts.FontProperties(family="DejaVu Sans", weight="bold" if is_bold else "normal"))
    return ImageFont.truetype(found, size)


class DrawnScreen:
    """A screen with one window, drawn from its parts: frame, title bar, menu, heading, text, fields, buttons."""

    def __init__(self, width: int = 1280, height: int = 800, ground: str = "#30506a") -> None:
        self.image = Image.new("RGB", (width, height), ground)
        self.draw = ImageDraw.Draw(self.image)

    def window(self, title: str, box: tuple[int, int, int, int] = (100, 60, 1000, 680)) -> None:
        """Draw a frame with a blue title bar; `box` is left, top, width, height."""
        x, y, width, height = box
        self.draw.rectangle((x, y, x + width, y + height), "#f0f0f0", "#202020")
        self.draw.rectangle((x, y, x + width, y + 28), "#3a6ea5", "#202020")
        self.draw.text((x + width // 2, y + 14), title, "white", font(15), anchor="mm")

    def text(self, x: int, y: int, words: str, size: int = 16, is_bold: bool = False) -> None:
        """Write a line."""
        self.draw.text((x, y), words, "#101010", font(size, is_bold))

    def button(self, x: int, y: int, words: str, width: int = 110, height: int = 30) -> None:
        """Draw an outlined button with centred words."""
        self.draw.rounded_rectangle((x, y, x + width, y + height), 3, "#fafafa", "#808080")
        self.draw.text((x + width // 2, y + height // 2), words, "#101010", font(15), anchor="mm")

    def field(self, x: int, y: int, label: str, width: int = 400) -> None:
        """Draw an empty input field with its label on the left."""
        self.draw.text((x, y + 14), label, "#101010", font(15), anchor="lm")
        self.draw.rectangle((x + 120, y, x + 120 + width, y + 28), "white", "#909090")

    def paste(self, path: Path, x: int, y: int, width: int) -> None:
        """Show a photograph at a width."""
        with Image.open(path) as opened:
            shown = opened.convert("RGB")
        self.image.paste(shown.resize((width, round(shown.height * width / shown.width))), (x, y))


def form() -> DrawnScreen:
    """Return a window with all that the engine knows to tell apart."""
    screen = DrawnScreen()
    screen.window("Customer details")
    screen.text(130, 110, "New customer", 30, is_bold=True)
    screen.text(130, 170, "Fill in the form and press the button below to keep it.")
    screen.text(130, 194, "Nothing leaves this computer, and you can change it later.")
    screen.text(130, 218, "All of the fields can be left empty for the moment.")
    screen.field(130, 280, "Name:")
    screen.field(130, 330, "Street:")
    screen.button(700, 690, "Save")
    screen.button(830, 690, "Cancel")
    return screen
