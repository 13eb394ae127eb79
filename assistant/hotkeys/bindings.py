"""Which command each key means, and what becomes of a press; runs on the thread that owns the keyboard.

Knows no X11: the keyboard is a port, so taken keys, new layouts and held keys are tested without a display.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from assistant.core.domain import Command
from assistant.core.errors import HotkeyError, HotkeyTaken, HotkeyUnknown
from assistant.hotkeys.keys import Key, alternatives, parse_global_key
from assistant.hotkeys.layout import Modifiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.hotkeys.presses import Presses

# Another program that moves its keys with the layout may still hold ours for a moment.
_RETRIES = 5
RETRY_SECONDS = 1.0

Action = TypeVar("Action")

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

    def grab(self, wanted: Combination, *, is_asking: bool = False) -> bool:
        """Take a combination wholly or not at all; with `is_asking`, `decide` must follow each press."""
        ...

    def decide(self, is_ours: bool) -> None:
        """Keep the press that was asked about, or let it through."""
        ...

    def are_down(self, mask: int) -> bool:
        """Tell whether these modifiers are physically held."""
        ...

    def release(self, combinations: Iterable[Combination], modifiers: Modifiers) -> None:
        """Give combinations back."""
        ...

    def is_free(self, wanted: Combination) -> bool:
        """Try a combination out."""
        ...

    def is_modifier(self, keycode: int) -> bool:
        """Tell whether a key only changes what others mean."""
        ...

    def grab_all(self) -> bool:
        """Take the whole keyboard."""
        ...

    def release_all(self) -> None:
        """Give the whole keyboard back."""
        ...


class Meanings(Protocol):
    """What the thread needs of whatever gives keys a meaning."""

    @property
    def due(self) -> float | None:
        """When `wake` wants to be called, in monotonic seconds; None where it needn't."""
        ...

    def relayout(self) -> None:
        """Move with the keyboard's layout."""
        ...

    def wake(self) -> None:
        """Do what was due."""
        ...

    def press(self, keycode: int, state: int, time: int) -> None:
        """Take a press in."""
        ...

    def release(self, keycode: int, time: int) -> None:
        """Take a release in."""
        ...

    def replace(self, keys: Mapping[Command, str]) -> list[HotkeyError]:
        """Hold these keys and no others."""
        ...


class Bindings(Generic[Action]):
    """The keys that are held, by combination.

    Control flow: `replace` gives all back and takes the new ones; `relayout` moves them after the keyboard changed;
    `press` and `release` turn events into posted commands. Where the layout is switched by Alt+Shift, the server takes
    the last of the two from Ctrl+Alt+Shift+D; so what is left (Ctrl+Alt+D) is looked at too, and let through unless
    the fingers hold all of it.
    """

    def __init__(
        self,
        keyboard: Keyboard,
        presses: Presses,
        post: Callable[[Action], None],
        clock: Callable[[], float] = time.monotonic,
        tell: Callable[[HotkeyError], None] = lambda _error: None,
    ) -> None:
        self._keyboard = keyboard
        self._presses = presses
        self._post = post
        self._clock = clock
        self._tell = tell
        self._known_lost: set[Key] = set()
        self._wanted: dict[Action, Key] = {}
        self._held: dict[Combination, Action] = {}
        self._shortened: dict[Combination, tuple[Action, int]] = {}
        self._held_under = keyboard.modifiers
        self._retries = 0
        self.due: float | None = None
        """When `wake` wants to be called, in seconds of the clock; None where it needn't."""

    def replace(self, keys: Mapping[Action, str]) -> list[HotkeyError]:
        """Hold these keys and no others; return what could not be had."""
        errors: list[HotkeyError] = []
        self._wanted = {}
        for command, text in keys.items():
            try:
                self._wanted[command] = parse_global_key(text)
            except HotkeyUnknown as error:
                errors.append(error)
        self._give_back()
        self.due = None
        self._keyboard.read()
        unknown, taken = self._take()
        self._known_lost = {*unknown, *taken}
        return errors + self._errors(unknown, taken)

    def relayout(self) -> None:
        """Move the keys to where the new layout has them; what can't be had is tried again, and told in the end."""
        before = self._keyboard.modifiers
        self._keyboard.read()
        # The first command of a key has it, as in `_take`.
        places = {self._keyboard.find(key): command for command, key in reversed(self._wanted.items())}
        if places == self._held and before == self._keyboard.modifiers:
            return
        self._retries = _RETRIES
        self._give_back()
        self._take_again()

    def wake(self) -> None:
        """Try once more to have what a change of the layout lost."""
        self._take_again()

    def press(self, keycode: int, state: int, time: int) -> None:
        """Post the command of a key that goes down; a held key is one press."""
        place = keycode, state & self._held_under.relevant
        command = self._held.get(place)
        if place in self._shortened:
            shortened, mask = self._shortened[place]
            command = shortened if self._keyboard.are_down(mask) else None
        # Always: the press may have been asked about under bindings that were replaced since, and an unanswered
        # question would leave the keyboard dead.
        self._keyboard.decide(command is not None)
        if self._presses.is_new(keycode, time) and command is not None:
            self._post(command)

    def release(self, keycode: int, time: int) -> None:
        """Note that a key goes up."""
        self._presses.release(keycode, time)

    def _give_back(self) -> None:
        self._keyboard.release([*self._held, *self._shortened], self._held_under)
        self._held = {}
        self._shortened = {}

    def _take_again(self) -> None:
        unknown, taken = self._take(set(self._held.values()))
        has_more = bool(unknown or taken) and self._retries > 0
        self._retries -= 1
        self.due = self._clock() + RETRY_SECONDS if has_more else None
        if has_more:
            return
        known, self._known_lost = self._known_lost, {*unknown, *taken}
        news = [[key for key in keys if key not in known] for keys in (unknown, taken)]
        for error in self._errors(*news):
            logger.info("lost after a change of the keyboard: %s", error.code)
            self._tell(error)

    def _take(self, held: AbstractSet[Action] = frozenset()) -> tuple[list[Key], list[Key]]:
        """Take what is wanted and not held yet; return the keys that this keyboard lacks and those that are taken."""
        unknown: list[Key] = []
        taken: list[Key] = []
        self._held_under = self._keyboard.modifiers
        for command, key in self._wanted.items():
            if command in held:
                continue
            place = self._keyboard.find(key)
            if place is None:
                unknown.append(key)
            elif place in self._held or not self._keyboard.grab(place):
                taken.append(key)
            else:
                self._held[place] = command
        for place, command in list(self._held.items()):
            if not self._has_taken_shortened(place, command):
                taken.append(self._wanted[command])
                self._drop(place, command)
        return unknown, taken

    def _has_taken_shortened(self, place: Combination, command: Action) -> bool:
        keycode, mask = place
        for short in self._held_under.shortened(mask):
            if (keycode, short) in self._held or (keycode, short) in self._shortened:
                continue
            if not self._keyboard.grab((keycode, short), is_asking=True):
                return False
            self._shortened[keycode, short] = command, mask
        return True

    def _drop(self, place: Combination, command: Action) -> None:
        shortened = [short for short, (owner, _mask) in self._shortened.items() if owner is command]
        self._keyboard.release([place, *shortened], self._held_under)
        del self._held[place]
        for short in shortened:
            del self._shortened[short]

    def _errors(self, unknown: Sequence[Key], taken: Sequence[Key]) -> list[HotkeyError]:
        return [HotkeyUnknown(key=str(key)) for key in unknown] + self._offers(taken)

    def _offers(self, taken: Sequence[Key]) -> list[HotkeyError]:
        """Offer each taken key another that was tried out; after all is bound, so that no offer is one of ours."""
        offered: set[Combination] = set()
        errors: list[HotkeyError] = []
        for key in taken:
            free, place = next(self._free(key, offered), ("", None))
            if place:
                offered.add(place)
            errors.append(HotkeyTaken(key=str(key), free=free))
        return errors

    def _free(self, key: Key, offered: set[Combination]) -> Iterator[tuple[str, Combination]]:
        ours = offered | self._held.keys() | self._shortened.keys()
        for other in alternatives(key):
            place = self._keyboard.find(other)
            if place and place not in ours and self._is_wholly_free(place):
                yield str(other), place

    def _is_wholly_free(self, place: Combination) -> bool:
        keycode, mask = place
        shortened = [(keycode, short) for short in self._keyboard.modifiers.shortened(mask)]
        return all(each in self._shortened or self._keyboard.is_free(each) for each in (place, *shortened))
