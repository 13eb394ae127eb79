"""The table of hotkey back-ends; its order is the preference.

Chooses and opens one. Whether a key can be had is the back-end's to say.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from assistant.hotkeys import macos, null, portal, windows, x11

if TYPE_CHECKING:
    from assistant.core.domain import Command
    from assistant.core.ports import Hotkeys, PostCommand
    from assistant.hotkeys.told import Told

logger = logging.getLogger(__name__)


class Backend(Protocol):
    """What a back-end's file offers."""

    name: str
    install_hint: str

    def is_compatible(self) -> bool:
        """Tell whether this desktop is one it can work on."""
        ...

    def is_installed(self) -> bool:
        """Tell whether what it needs is there."""
        ...

    def create(
        self, post: PostCommand, layer: str, tell: Callable[[Told], None], describe: Callable[[Command], str]
    ) -> Hotkeys:
        """Return it, ready to bind."""
        ...


BACKENDS: tuple[Backend, ...] = (
    x11,  # the only way on X11 that holds the key back and tells that it is taken
    windows,  # RegisterHotKey: the key is held back, and one that is taken is known
    macos,  # Carbon's hotkeys: likewise, and no permission is asked for
    portal,  # Wayland: the desktop decides on the keys, and tells which; after X11, which needs nobody's leave
    null,  # everything else: says so, and the command line remains
)


def choose() -> Backend:
    """Return the first back-end that works here."""
    return next(backend for backend in BACKENDS if backend.is_compatible() and backend.is_installed())


def open_hotkeys(
    post: PostCommand,
    layer: str = "",
    tell: Callable[[Told], None] = lambda _told: None,
    describe: Callable[[Command], str] = str,
) -> Hotkeys:
    """Return the hotkeys of this desktop; presses are posted from a thread of theirs.

    With `layer` ("Ctrl+Shift+F8") the bound keys are pressed after that key and without their modifiers; `tell` is
    called from a thread, so that the user hears the layer open and close, and which keys the desktop really gave;
    `describe` words a command for the desktop's own list of keys.
    """
    backend = choose()
    logger.info("hotkeys by %s", backend.name)
    return backend.create(post, layer, tell, describe)
