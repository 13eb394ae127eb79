"""What was measured, in words: the colour in the middle, and the light."""

from __future__ import annotations

from assistant.core.camera import Measured
from assistant.core.colours import colour_key
from assistant.core.wording import Wording
from assistant.core.wording.colours import COLOURS, ColourMessages
from assistant.core.wording.narration import LightMessages

COLOUR, LIGHT = "colour", "light"
_LEVELS = ((0.12, LightMessages.DARK), (0.28, LightMessages.DIM), (0.75, LightMessages.MEDIUM))
_ASIDE = 0.25
"""From everywhere, where it comes less from one side than this."""


def colour_of(event: Measured, wording: Wording) -> str:
    """Return which colour is in the middle."""
    message = ColourMessages.SURE if event.is_sure else ColourMessages.UNSURE
    return wording.say(message, colour=wording.say(COLOURS[colour_key(event.rgb)]))


def light_of(event: Measured, wording: Wording, *, is_mirrored: bool) -> str:
    """Return how bright it is and from where, left and right as the user has them."""
    light = event.light
    level = next((message for most, message in _LEVELS if light.level < most), LightMessages.BRIGHT)
    x = -light.x if is_mirrored else light.x
    if max(abs(x), abs(light.y)) < _ASIDE or level is LightMessages.DARK:
        return wording.say(level)
    if abs(x) >= abs(light.y):
        side = LightMessages.FROM_LEFT if x < 0 else LightMessages.FROM_RIGHT
    else:
        side = LightMessages.FROM_ABOVE if light.y < 0 else LightMessages.FROM_BELOW
    return f"{wording.say(level)} {wording.say(side)}"
