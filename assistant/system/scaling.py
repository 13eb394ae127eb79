"""Pixels that are pixels: tells Windows that this process knows about monitors of several scales (*not yet run*).

Otherwise Windows lies to it about places and stretches its windows. It must be said before the first window, screenshot
or question for a place; Qt would say the same, later, and mss something weaker.
"""

from __future__ import annotations

import logging
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assistant.system.native import Library

log = logging.getLogger(__name__)

PER_MONITOR_AWARE_V2 = -4


def make_aware(user32: Library | None = None) -> None:
    """Make this process aware of each monitor's scale, on Windows; elsewhere there is nothing to say. Never raises."""
    if user32 is None and sys.platform != "win32":
        return
    from assistant.system import native

    try:
        library = user32 or native.windows_library("user32")
        tell = library.function("SetProcessDpiAwarenessContext", native.BOOL, native.HANDLE)
    except OSError as error:  # Windows before 10, version 1703
        log.debug("no awareness of scales: %s", error)
        return
    if not tell(PER_MONITOR_AWARE_V2):
        # 5, access denied: a manifest has said it already.
        log.debug("scales: error %d", library.error())
