"""A keyboard for tests of what keys mean: no display, every grab remembered."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.hotkeys.keys import Key, parse_key
from assistant.hotkeys.layout import Modifiers

BITS = {"Ctrl": 4, "Shift": 1, "Alt": 8, "Super": 64}
NUM_LOCK = 16
MODIFIER = 50


class FakeKeyboard:
    """A keyboard whose keycodes are letters' numbers plus a shift, so that a layout can move them all."""

    def __init__(self) -> None:
        self.modifiers = Modifiers(BITS, (2, NUM_LOCK))
        self.next_modifiers = self.modifiers
        self.next_shift = self.shift = 0
        self.lacks: set[str] = set()
        self.of_others: set[tuple[int, int]] = set()
        self.held: set[tuple[int, int]] = set()
        self.grabs = 0
        self.has_all = self.is_busy = False
        self.asks: set[tuple[int, int]] = set()
        self.down = 0
        self.decisions: list[bool] = []

    def are_down(self, mask: int) -> bool:
        return mask & self.down == mask

    def decide(self, is_ours: bool) -> None:
        self.decisions.append(is_ours)

    def read(self) -> None:
        self.shift, self.modifiers = self.next_shift, self.next_modifiers

    def find(self, key: Key) -> tuple[int, int] | None:
        if key.name in self.lacks:
            return None
        mask = self.modifiers.mask(key.modifiers)
        return None if mask is None else (sum(map(ord, key.name)) + self.shift, mask)

    def place(self, text: str) -> tuple[int, int]:
        place = self.find(parse_key(text))
        assert place
        return place

    def grab(self, wanted: tuple[int, int], *, is_asking: bool = False) -> bool:
        assert wanted not in self.held, "grabbed twice"
        if is_asking:
            self.asks.add(wanted)
        self.grabs += 1
        if wanted in self.of_others:
            return False
        self.held.add(wanted)
        return True

    def release(self, combinations: Iterable[tuple[int, int]], modifiers: Modifiers) -> None:
        self.held -= set(combinations)

    def is_free(self, wanted: tuple[int, int]) -> bool:
        return wanted not in self.of_others and wanted not in self.held

    def is_modifier(self, keycode: int) -> bool:
        return keycode == MODIFIER

    def grab_all(self) -> bool:
        self.has_all = not self.is_busy
        return self.has_all

    def release_all(self) -> None:
        self.has_all = False
