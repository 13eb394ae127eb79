"""Whether VoiceOver runs, asked of macOS' workspace (*not yet run*)."""

from __future__ import annotations

import importlib
import logging
from typing import Any, TypeAlias

log = logging.getLogger(__name__)

Framework: TypeAlias = Any
"""A module of pyobjc; it has no types."""


def is_running(kit: Framework = None) -> bool:
    """Tell whether VoiceOver is on; False without pyobjc, where nobody knows. Never raises."""
    try:
        module = kit or importlib.import_module("AppKit")
    except ImportError as error:
        log.debug("nobody knows whether VoiceOver runs: %s", error)
        return False
    return bool(module.NSWorkspace.sharedWorkspace().isVoiceOverEnabled())
