"""A recognised line of text: the value that the reader hands to whatever describes, finds or speaks.

It knows neither pixels nor recognisers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.core.domain import Box
    from assistant.core.layout import Quad


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text where it stands in the picture.

    `box` is the upright hull of `polygon`; `height` the letters' line height in pixels, across the writing;
    `confidence` 0 … 1. `language` is a code of the language table, "" where nobody knows. `block` counts the
    columns and paragraphs in reading order from 0: neighbours of one block belong to one paragraph. `row` counts
    the rows: what stands side by side on one level, as the words of a menu bar do, shares it.
    """

    text: str
    box: Box
    polygon: Quad
    confidence: float
    language: str = ""
    block: int = 0
    row: int = 0
    height: float = 0.0
