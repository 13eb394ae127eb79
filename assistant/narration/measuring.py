"""What was measured, in words: the colour in the middle, and the light."""

from __future__ import annotations

from assistant.core.camera import Measured
from assistant.core.wording import Wording

COLOUR, LIGHT = "colour", "light"


def colour_of(event: Measured, wording: Wording) -> str:
    """Return which colour is in the middle."""
    return "#{:02x}{:02x}{:02x}".format(*event.rgb)


def light_of(event: Measured, wording: Wording, *, is_mirrored: bool) -> str:
    """Return how bright it is and from where, left and right as the user has them."""
    return f"{event.light.level:.0%}"
