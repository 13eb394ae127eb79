"""Whether the screen is black because a screen reader has drawn its curtain, where that can be known.

NVDA's on Windows can: see `windows.py`. VoiceOver's and those of drivers tell nobody; a picture that is black then says
that a curtain may be the cause.
"""

from __future__ import annotations

from assistant.capture import windows
from assistant.system.desktop import SessionKind, detect


def is_curtain_drawn() -> bool:
    """Tell whether a curtain is known to blacken the screen; False where nobody tells."""
    return detect().kind is SessionKind.WINDOWS and windows.is_curtain_drawn()
