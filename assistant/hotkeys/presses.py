"""Tells pressing a key from holding it: one press is one command until the key is let go.

Pure: fed with keycodes and the server's milliseconds.
"""

from __future__ import annotations

_WRAP = 1 << 32
# Longer than the slowest repeat a desktop offers: after it, the release went missing (a switch of the console).
_LOST_AFTER_MS = 3000
# A server that doesn't tell repeats sends release and press with one time stamp; fingers can't.
_REPEAT_WITHIN_MS = 1


class Presses:
    """Which keys are down. `tells_repeats`: a held key gives presses without releases between them."""

    def __init__(self, tells_repeats: bool) -> None:
        self._tells_repeats = tells_repeats
        self._last_press: dict[int, int] = {}
        self._last_release: dict[int, int] = {}

    def is_new(self, keycode: int, time: int) -> bool:
        """Take a press in; tell whether a finger made it."""
        last = self._last_press.get(keycode)
        released = self._last_release.pop(keycode, None)
        self._last_press[keycode] = time
        if not self._tells_repeats and released is not None:
            return (time - released) % _WRAP > _REPEAT_WITHIN_MS
        return last is None or (time - last) % _WRAP > _LOST_AFTER_MS

    def release(self, keycode: int, time: int) -> None:
        """Take a release in."""
        if self._tells_repeats:
            self._last_press.pop(keycode, None)
        else:
            self._last_release[keycode] = time
