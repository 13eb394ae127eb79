"""Whether the session is locked, asked of macOS' window server (*not yet run*)."""

from __future__ import annotations

import importlib
import logging
from typing import Any

log = logging.getLogger(__name__)

IS_LOCKED = "CGSSessionScreenIsLocked"


class MacSessionLock:
    """Asks whether the session is locked; any thread. Never raises: unknown counts as not locked."""

    def __init__(self, quartz: Any = None) -> None:  # noqa: ANN401 - pyobjc has no types
        self._quartz = quartz

    def is_locked(self) -> bool:
        """Tell whether the window server says so; a session without one (ssh) shows nothing, but isn't locked."""
        try:
            module = self._quartz or importlib.import_module("Quartz")
            return bool((module.CGSessionCopyCurrentDictionary() or {}).get(IS_LOCKED))
        except ImportError as error:
            log.debug("nobody knows whether the session is locked: %s", error)
            return False
