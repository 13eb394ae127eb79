"""The command layer: one global key, then a letter. For whom a dozen global keys are too many or too hard to press.

Works over any keyboard that `Bindings` works over. While the layer is open the whole keyboard is held back, for one
key or three seconds; nothing of what is pressed is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.core.domain import Command
from assistant.core.errors import HotkeyError, HotkeyTaken, HotkeyUnknown
from assistant.hotkeys.bindings import Bindings, Keyboard
from assistant.hotkeys.keys import Key, parse_key

if TYPE_CHECKING:
    from assistant.core.ports import PostCommand
    from assistant.hotkeys.presses import Presses

OPEN_SECONDS = 3.0
_ESCAPE = Key((), "Escape")


class LayerEvent(StrEnum):
    """What the user must hear of the layer itself."""

    OPENED = "opened"
    CHOSEN = "chosen"
    LEFT = "left"


class Layer:
    """Gives letters a meaning after the layer's key.

    Control flow: closed, until the layer's key is pressed -> open, the keyboard held: the next key that is no modifier
    decides -> spent, the keyboard held until that key is up, so that it can't repeat into a program -> closed. Time
    ends open and spent alike.
    """

    def __init__(
        self,
        keyboard: Keyboard,
        presses: Presses,
        post: PostCommand,
        key: str,
        tell: Callable[[LayerEvent | HotkeyError], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._keyboard = keyboard
        self._presses = presses
        self._post = post
        self._key = key
        self._tell = tell
        self._clock = clock
        self._entry: Bindings[str] = Bindings(keyboard, presses, lambda _key: self._open(), clock, tell)
        self._letters: dict[Command, Key] = {}
        self._until: float | None = None
        self._spent_on: int | None = None

    @property
    def due(self) -> float | None:
        """When `wake` wants to be called."""
        return self._entry.due if self._until is None else self._until

    def replace(self, keys: Mapping[Command, str]) -> list[HotkeyError]:
        """Let the last key of each combination mean its command within the layer; modifiers are left out."""
        self._close()
        self._letters = {}
        errors: list[HotkeyError] = []
        for command, text in keys.items():
            try:
                letter = Key((), parse_key(text).name)
            except HotkeyUnknown as error:
                errors.append(error)
                continue
            if letter in self._letters.values() or letter == _ESCAPE:
                errors.append(HotkeyTaken(key=letter.name, free=""))
            else:
                self._letters[command] = letter
        return self._entry.replace({self._key: self._key} if keys else {}) + errors

    def relayout(self) -> None:
        """Move the layer's key with the layout; letters are looked up when pressed."""
        self._entry.relayout()

    def wake(self) -> None:
        """Leave after the time is over, or let the layer's key do what was due."""
        if self._until is None:
            self._entry.wake()
            return
        was_open = self._spent_on is None
        self._close()
        if was_open:
            self._tell(LayerEvent.LEFT)

    def press(self, keycode: int, state: int, time: int) -> None:
        """Take a press in: of the layer's key while closed, of anything while open."""
        if self._until is None:
            self._entry.press(keycode, state, time)
            return
        is_new = self._presses.is_new(keycode, time)
        if is_new and self._spent_on is None and not self._keyboard.is_modifier(keycode):
            self._choose(keycode)

    def release(self, keycode: int, time: int) -> None:
        """Note that a key goes up."""
        self._presses.release(keycode, time)
        if keycode == self._spent_on:
            self._close()

    def _open(self) -> None:
        if not self._keyboard.grab_all():
            self._tell(LayerEvent.LEFT)
            return
        self._until = self._clock() + OPEN_SECONDS
        self._tell(LayerEvent.OPENED)

    def _choose(self, keycode: int) -> None:
        self._spent_on = keycode
        for command, letter in self._letters.items():
            place = self._keyboard.find(letter)
            if place and place[0] == keycode:
                self._tell(LayerEvent.CHOSEN)
                self._post(command)
                return
        self._tell(LayerEvent.LEFT)

    def _close(self) -> None:
        if self._until is not None:
            self._keyboard.release_all()
        self._until = self._spent_on = None
