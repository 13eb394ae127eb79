"""The recogniser of Windows, Windows.Media.Ocr, through the winrt wheels (*not yet run*).

It tells no confidence: see `UNTOLD`. It knows nothing of when it is asked: see `system_recognisers`.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any, TypeAlias

import cv2

from assistant.system.desktop import SessionKind, detect
from assistant.vision.embedded.recognisers import Reading

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from assistant.vision.embedded.pixels import Pixels

name = "Windows.Media.Ocr"
install_hint = "pip install winrt-Windows.Media.Ocr"

UNTOLD = 0.7
"""What a reading counts that nobody said anything of: enough to be said, not enough for a lone letter or figure."""

Untyped: TypeAlias = Any
"""What winrt hands out; its types are there on Windows only."""


def is_compatible() -> bool:
    """Tell whether this is Windows."""
    return detect().kind is SessionKind.WINDOWS


def is_installed() -> bool:
    """Tell whether the bridge is there."""
    return importlib.util.find_spec("winrt") is not None


def tags() -> list[str]:
    """Return the languages whose readers are installed."""
    engine = _module("media.ocr").OcrEngine
    return [str(language.language_tag) for language in engine.available_recognizer_languages]


def open(tag: str, *, is_rtl: bool, widest: int) -> WindowsReader:  # noqa: A001 - a back-end's word, never imported bare
    """Return the reader of a language."""
    return WindowsReader(tag, is_rtl=is_rtl, widest=widest)


class WindowsReader:
    """Reads pictures of a line in one language; one thread."""

    def __init__(self, tag: str, *, is_rtl: bool, widest: int) -> None:
        """Open the engine. Raises LookupError where Windows has none for the tag or takes only narrower pictures."""
        engines = _module("media.ocr").OcrEngine
        self._engine = engines.try_create_from_language(_module("globalization").Language(tag))
        if self._engine is None or int(engines.max_image_dimension) < widest:
            raise LookupError(tag)
        self._is_rtl = is_rtl

    def read(self, picture: Pixels) -> Reading:
        """Return the text of a picture (height x width, grey, dark on light)."""
        import asyncio

        result = asyncio.run(_ended(self._engine.recognize_async(_bitmap(picture))))
        # A wide gap makes Windows see two lines in one.
        parts = sorted((min(float(word.bounding_rect.x) for word in line.words), line.text) for line in result.lines)
        text = " ".join(text for _, text in (reversed(parts) if self._is_rtl else parts))
        return Reading(text, UNTOLD if text else 0.0)


def _bitmap(picture: Pixels) -> Untyped:
    imaging = _module("graphics.imaging")
    height, width = picture.shape
    pixels = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGRA).tobytes()
    return imaging.SoftwareBitmap.create_copy_from_buffer(pixels, imaging.BitmapPixelFormat.BGRA8, width, height)


async def _ended(operation: Awaitable[Untyped]) -> Untyped:
    return await operation


def _module(part: str) -> Untyped:
    return importlib.import_module(f"winrt.windows.{part}")
