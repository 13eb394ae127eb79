"""Who moves the pointer and who acts on controls on this desktop: what such a back-end is, and the tables of them.

A back-end does one thing at once and says when it can't. Whether the right thing is still there is not its business.
"""

from __future__ import annotations

import logging
from typing import ClassVar, Protocol

from assistant.core.errors import PointerForbidden
from assistant.system.desktop import Desktop, SessionKind
from assistant.system.hands_atspi import AtspiControls
from assistant.system.hands_macos import MacPointer
from assistant.system.hands_portal import PortalPointer
from assistant.system.hands_windows import WindowsPointer
from assistant.system.hands_x11 import X11Pointer

log = logging.getLogger(__name__)


class PointerBackend(Protocol):
    """Moves the pointer of some kinds of session. For one thread; blocks for a second at most, unless a user is asked.

    Points are in desktop units, as pictures have them: they may be negative on a left-hand monitor.
    """

    name: ClassVar[str]
    install_hint: ClassVar[str]

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether this way can work in that kind of session at all."""
        ...

    def is_installed(self) -> bool:
        """Tell whether what it needs is there; connects to nothing."""
        ...

    def prepare(self) -> None:
        """Get what it takes; the desktop may ask the user, who gets a minute. Raises an `ActError`."""
        ...

    def keys_held(self) -> bool:
        """Tell whether Control, Alt, Shift or Super is down; False where nobody tells."""
        ...

    def move(self, point: tuple[int, int]) -> None:
        """Move the pointer. Raises an `ActError`."""
        ...

    def click(self, point: tuple[int, int]) -> None:
        """Move the pointer, and press and release its main button. Raises an `ActError`."""
        ...

    def close(self) -> None:
        """Give connections and permissions back."""
        ...


class ControlBackend(Protocol):
    """Has programs focus and press their controls. For one thread; blocks for a second at most."""

    def focus(self, handle: str) -> None:
        """Give a control the keyboard. Raises an `ActError`."""
        ...

    def press(self, handle: str) -> None:
        """Do what a control is for. Raises an `ActError`."""
        ...

    def close(self) -> None:
        """Give connections back."""
        ...


def pointers() -> tuple[PointerBackend, ...]:
    """Return the ways to move the pointer. At most one is made for a kind of session, so the order says nothing."""
    return (X11Pointer(), PortalPointer(), WindowsPointer(), MacPointer())


def controls() -> ControlBackend:
    """Return who acts on controls: handles are AT-SPI's so far; another desktop's gives none."""
    return AtspiControls()


def chosen(backends: tuple[PointerBackend, ...], desktop: Desktop) -> PointerBackend:
    """Return who moves the pointer in that session. Raises `PointerForbidden`."""
    for backend in backends:
        if not backend.is_compatible(desktop.kind):
            continue
        if backend.is_installed():
            return backend
        log.warning("%s is not installed: %s", backend.name, backend.install_hint)
    raise PointerForbidden(desktop=desktop.name or desktop.kind.value.capitalize())
