"""What a back-end of this room hands over before it becomes a picture, and what a back-end is.

A shot still holds a Pillow image, because checks and cuts come before the bytes are copied. Only this room sees it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Protocol

from assistant.core.advice import Advice
from assistant.core.domain import Box
from assistant.core.nodes import Node

if TYPE_CHECKING:
    from PIL.Image import Image

    from assistant.system.desktop import SessionKind


@dataclass(frozen=True, slots=True)
class Shot:
    """An RGB image, the desktop position of its left upper pixel, its pixels per desktop unit and its title.

    `advice` is what would have made a camera's picture better, `nodes` what the desktop knows of the active window.
    """

    image: Image
    origin: tuple[int, int] = (0, 0)
    scale: float = 1.0
    title: str = ""
    advice: tuple[Advice, ...] = ()
    nodes: tuple[Node, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ActiveWindow:
    """Where the active window lies on the desktop, its frame included, and its own title.

    `pid` is its process (0: unknown), `number` what the system calls it by (0: nothing), `inner` its box without the
    frame, `above` the boxes of what lies in front of it.
    """

    box: Box
    title: str
    pid: int = 0
    number: int = 0
    inner: Box | None = None
    above: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Clipping:
    """What was on the clipboard: a copied file's path, text, a picture file's bytes (`encoded`), or pixels.

    `pixels` holds height x width x 3 bytes where `mode` is "RGB", x 4 where it is "RGBA"; rows from the top.
    """

    path: str = ""
    text: str = field(default="", repr=False)
    encoded: bytes = field(default=b"", repr=False)
    mode: str = "RGB"
    width: int = 0
    height: int = 0
    pixels: bytes = field(default=b"", repr=False)


class Backend(Protocol):
    """One way to something on some kinds of session."""

    name: ClassVar[str]
    install_hint: ClassVar[str]

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether this way can work in that kind of session at all."""
        ...

    def is_installed(self) -> bool:
        """Tell whether what it needs is there; connects to nothing."""
        ...


class ScreenBackend(Backend, Protocol):
    """Grabs pixels of the desktop. One per process; each thread gets a connection of its own."""

    def monitors(self) -> tuple[Box, ...]:
        """Return the monitors in desktop units as they are now, at least one. Raises `SourceError`."""
        ...

    def pointer(self) -> tuple[int, int] | None:
        """Return where the pointer is in desktop units, None where nobody tells. Raises `SourceError`."""
        ...

    def grab(self, box: Box) -> Shot:
        """Return the pixels of a part of the desktop, which lies inside it. Raises `SourceError`."""
        ...


class WindowBackend(Backend, Protocol):
    """Finds the active window. One per process; each thread gets a connection of its own."""

    def active(self) -> ActiveWindow:
        """Return the active window as it is now. Raises `NoWindow` or another `SourceError`."""
        ...


class ClipboardBackend(Backend, Protocol):
    """Reads the clipboard from the thread that calls."""

    def read(self, *, is_text_wanted: bool = False) -> Clipping:
        """Return a copied file or picture, or where it is wanted text, which goes before a picture.

        Raises `NoClipboardPicture` or another `SourceError`.
        """
        ...
