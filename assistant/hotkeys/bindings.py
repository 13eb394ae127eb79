"""Which command each key means, and what becomes of a press; runs on the thread that owns the keyboard.

Knows no X11: the keyboard is a port, so taken keys, new layouts and held keys are tested without a display.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Protocol

from assistant.core.domain import Command, HotkeyError, HotkeyTaken, HotkeyUnknown
from assistant.hotkeys.keys import Key, alternatives, parse_global_key
from assistant.hotkeys.layout import Modifiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.core.ports import PostCommand
    from assistant.hotkeys.presses import Presses

# Another program that moves its keys with the layout may still hold ours for a moment.
_RETRIES = 5
RETRY_SECONDS = 1.0

logger = logging.getLogger(__name__)

Combination = tuple[int, int]


class Keyboard(Protocol):
    """What keys are held back from; see `grabs.Keyboard`."""

    modifiers: Modifiers

    def read(self) -> None:
        """Look at the layout as it is now."""
        ...

    def find(self, key: Key) -> Combination | None:
        """Return the key as a combination of this keyboard."""
        ...

    def grab(self, wanted: Combination) -> bool:
        """Take a combination wholly or not at all."""
        ...

    def release(self, combinations: Iterable[Combination], modifiers: Modifiers) -> None:
        """Give combinations back."""
        ...

    def is_free(self, wanted: Combination) -> bool:
        """Try a combination out."""
        ...


class Bindings:
    """The keys that are held, by combination.

    Control flow: `replace` gives all back and takes the new ones; `relayout` moves them after the keyboard changed;
    `press` and `release` turn events into posted commands.
    """

    def __init__(self, keyboard: Keyboard, presses: Presses, post: PostCommand) -> None:
        self._keyboard = keyboard
        self._presses = presses
        self._post = post
        self._wanted: dict[Command, Key] = {}
        self._held: dict[Combination, Command] = {}
        self._held_under = keyboard.modifiers
        self._retries = 0

    @property
    def wait(self) -> float | None:
        """Seconds after which `retry` wants to be called; None where it needn't."""
        return RETRY_SECONDS if self._retries else None

    def replace(self, keys: Mapping[Command, str]) -> list[HotkeyError]:
        """Hold these keys and no others; return what could not be had."""
        errors: list[HotkeyError] = []
        self._wanted = {}
        for command, text in keys.items():
            try:
                self._wanted[command] = parse_global_key(text)
            except HotkeyUnknown as error:
                errors.append(error)
        self._give_back()
        self._retries = 0
        self._keyboard.read()
        return errors + self._take()

    def relayout(self) -> None:
        """Move the keys to where the new layout has them; what can't be had is tried again and only logged."""
        before = self._keyboard.modifiers
        self._keyboard.read()
        places = {self._keyboard.find(key): command for command, key in self._wanted.items()}
        if places == self._held and before == self._keyboard.modifiers:
            return
        self._retries = _RETRIES
        self._give_back()
        self._take_again()

    def retry(self) -> None:
        """Try once more to have what a change of the layout lost."""
        self._retries -= 1
        self._take_again()

    def press(self, keycode: int, state: int, time: int) -> None:
        """Post the command of a key that goes down; a held key is one press."""
        command = self._held.get((keycode, state & self._held_under.relevant))
        if self._presses.is_new(keycode, time) and command is not None:
            self._post(command)

    def release(self, keycode: int, time: int) -> None:
        """Note that a key goes up."""
        self._presses.release(keycode, time)

    def _give_back(self) -> None:
        self._keyboard.release(self._held, self._held_under)
        self._held = {}

    def _take_again(self) -> None:
        lost = self._take(set(self._held.values()))
        if not lost:
            self._retries = 0
        for error in lost:
            logger.info("after a change of the keyboard: %s %s", error.code, error.params.get("key"))

    def _take(self, held: AbstractSet[Command] = frozenset()) -> list[HotkeyError]:
        errors: list[HotkeyError] = []
        refused: list[Key] = []
        self._held_under = self._keyboard.modifiers
        for command, key in self._wanted.items():
            if command in held:
                continue
            place = self._keyboard.find(key)
            if place is None:
                errors.append(HotkeyUnknown(key=str(key)))
            elif place in self._held or not self._keyboard.grab(place):
                refused.append(key)
            else:
                self._held[place] = command
        return errors + self._refusals(refused)

    def _refusals(self, refused: Sequence[Key]) -> list[HotkeyError]:
        """Offer each taken key another that was tried out; after all is bound, so that no offer is one of ours."""
        offered: set[Combination] = set()
        errors: list[HotkeyError] = []
        for key in refused:
            free, place = next(self._free(key, offered), ("", None))
            if place:
                offered.add(place)
            errors.append(HotkeyTaken(key=str(key), free=free))
        return errors

    def _free(self, key: Key, offered: set[Combination]) -> Iterator[tuple[str, Combination]]:
        for other in alternatives(key):
            place = self._keyboard.find(other)
            if place and place not in self._held and place not in offered and self._keyboard.is_free(place):
                yield str(other), place
