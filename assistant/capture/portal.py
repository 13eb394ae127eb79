"""The screen through the Screenshot portal: the only way on Wayland, where a program sees no other's pixels.

The desktop may ask the user first, and it gives all monitors as one picture file, which is read and unlinked at once.
Where each monitor lies in it is known only from elsewhere (`layout`); where the pointer is, nobody tells.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote, urlsplit

from assistant.capture.file import MAX_BYTES, decode
from assistant.capture.shot import Shot
from assistant.core.domain import Box, SourceKind
from assistant.core.errors import (
    NoPortal,
    RegionOffScreen,
    ScreenRefused,
    ScreenUnanswered,
    ScreenUnseeable,
    SourceError,
)
from assistant.system.desktop import SessionKind, detect
from assistant.system.portal import SCREENSHOT, Portal, PortalError, PortalMissing, PortalRefused, has_bus

if TYPE_CHECKING:
    from PIL.Image import Image

log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds for the user to answer the desktop's question."""
TELL_AFTER = 1.5
"""Seconds after which it must be the user who is asked; a picture alone takes a tenth of one."""
LAST_WORD = 0.3
"""Seconds for an answer that crosses the withdrawal."""
DESKTOP = Box(0, 0, 1 << 15, 1 << 15)
"""All there is, where nobody tells how large that is: boxes then count the picture's own pixels."""


def _nobody_knows() -> tuple[Box, ...]:
    return ()


class PortalScreen:
    """Asks the desktop for a picture, each time anew.

    `layout` gives the monitors in desktop units, none where nobody knows; `on_asked` is called from the grabbing thread
    when the desktop seems to ask the user.
    """

    name: ClassVar[str] = "portal"
    install_hint: ClassVar[str] = "xdg-desktop-portal"

    def __init__(
        self, layout: Callable[[], tuple[Box, ...]] = _nobody_knows, on_asked: Callable[[], None] = lambda: None
    ) -> None:
        self._layout = layout
        self._on_asked = on_asked

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether that kind of session has portals and needs them."""
        return session is SessionKind.WAYLAND

    def is_installed(self) -> bool:
        """Tell whether there is a bus to ask on; whether a portal answers is found when it is asked."""
        return has_bus()

    def monitors(self) -> tuple[Box, ...]:
        """Return the monitors as far as anybody knows them, else one box that holds everything."""
        return self._layout() or (DESKTOP,)

    def pointer(self) -> tuple[int, int] | None:
        """Return None: Wayland tells no program where the pointer is."""
        return None

    def grab(self, box: Box) -> Shot:
        """Return a part of the desktop.

        Raises `NoPortal`, `ScreenRefused`, `ScreenUnanswered`, or `ScreenUnseeable` for what is no picture of it.
        """
        return _cut(self._picture(), box, self._layout())

    def _picture(self) -> Image:
        desktop = name_of_desktop()
        try:
            with Portal() as portal:
                path = portal.begin(SCREENSHOT, "Screenshot", "s", ("",), {"interactive": ("b", False)})
                found = portal.answer(path, TELL_AFTER, lambda: False)
                if found is None:
                    self._on_asked()
                    found = portal.answer(path, PATIENCE - TELL_AFTER, lambda: False)
                if found is None:
                    found = _withdrawn(portal, path)
                if found is None:
                    raise ScreenUnanswered(desktop=desktop)
        except PortalMissing as error:
            raise NoPortal(desktop=desktop) from error
        except PortalRefused as error:
            # A back-end that can't says so like one that may not; only the user's own no is a cancellation.
            raise (ScreenRefused if error.is_cancelled else ScreenUnseeable)(desktop=desktop) from error
        except PortalError as error:
            raise ScreenUnanswered(desktop=desktop) from error
        try:
            return decode(_read_and_unlink(str(found["uri"][1])), SourceKind.SCREEN.value)
        except (OSError, KeyError, ValueError, SourceError) as error:
            log.warning("the portal's picture can't be read: %s", type(error).__name__)
            raise ScreenUnseeable(desktop=desktop) from error


def _withdrawn(portal: Portal, path: str) -> dict[str, tuple[str, Any]] | None:
    """Take the request back; return an answer that was on its way already, whose file would be left behind."""
    portal.withdraw(path)
    try:
        return portal.answer(path, LAST_WORD, lambda: False)
    except PortalRefused:
        return None


def name_of_desktop() -> str:
    """Name this desktop for a sentence."""
    return detect().name or "Wayland"


def _read_and_unlink(uri: str) -> bytes:
    """Return the bytes of a file that the desktop wrote for us, which is gone afterwards whatever happens."""
    parts = urlsplit(uri)
    if parts.scheme != "file" or not parts.path:
        raise ValueError(parts.scheme)
    path = Path(unquote(parts.path))
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            return file.read(MAX_BYTES)
    finally:
        try:
            path.unlink()
        except OSError as error:
            log.warning("a picture of the screen was left behind by the desktop: %s", type(error).__name__)


def _cut(image: Image, box: Box, layout: tuple[Box, ...]) -> Shot:
    """Return the part of the desktop's picture that shows the box; all of it where that holds everything."""
    whole = around(layout) if layout else Box(0, 0, image.width, image.height)
    scale = image.width / whole.width
    is_everything = box in (DESKTOP, whole)
    if abs(whole.height * scale - image.height) > 2 + image.height / 100:
        log.warning("the picture is %dx%d, the desktop %dx%d", image.width, image.height, whole.width, whole.height)
        if is_everything:
            return Shot(image)
        raise ScreenUnseeable(desktop=name_of_desktop())
    if is_everything:
        return Shot(image, (whole.x, whole.y), scale)
    edges = (box.x - whole.x, box.y - whole.y, box.right - whole.x, box.bottom - whole.y)
    left, top, right, bottom = (round(edge * scale) for edge in edges)
    part = (max(left, 0), max(top, 0), min(right, image.width), min(bottom, image.height))
    if part[0] >= part[2] or part[1] >= part[3]:
        raise RegionOffScreen
    origin = (whole.x + round(part[0] / scale), whole.y + round(part[1] / scale))
    return Shot(image.crop(part), origin, scale)


def around(monitors: Sequence[Box]) -> Box:
    """Return the box around all monitors."""
    left, top = min(box.x for box in monitors), min(box.y for box in monitors)
    right, bottom = max(box.right for box in monitors), max(box.bottom for box in monitors)
    return Box(left, top, right - left, bottom - top)
