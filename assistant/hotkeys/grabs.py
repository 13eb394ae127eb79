"""One X11 connection that holds keys back: finds them on the keyboard, grabs, probes, gives back.

Belongs to the thread that opened it and blocks only for round trips to the server. It knows combinations and
nothing of commands; when to do what is decided in `x11.py`.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from Xlib import XK, X, display, error
from Xlib.ext import xinput

from assistant.hotkeys.layout import CONTROL, Modifiers, combination, find_modifiers, keysym_name
from assistant.hotkeys.xkb import MAP_NOTIFY, NEW_KEYBOARD_NOTIFY, STATE_NOTIFY, Xkb, parse_state
from assistant.system.xwayland import is_xwayland

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.hotkeys.keys import Key

logger = logging.getLogger(__name__)

Combination = tuple[int, int]

# What ends a connection: the server went away, or never was there.
DISPLAY_ERRORS = (error.DisplayError, error.ConnectionClosedError, OSError)

_KEYSYMS = ("Alt_L", "Alt_R", "Meta_L", "Meta_R", "Super_L", "Super_R", "Num_Lock", "Scroll_Lock")


class Event(Protocol):
    """An event of the server; which fields it really has depends on its type."""

    type: int
    detail: int
    state: int
    time: int
    request: int
    data: bytes


def is_x11_reachable() -> bool:
    """Tell whether DISPLAY leads to a server whose key grabs see the user's keys; Xwayland's don't."""
    connection = None
    try:
        connection = display.Display()
        return not is_xwayland(connection)
    except (error.XauthError, *DISPLAY_ERRORS):
        return False
    finally:
        if connection:
            with suppress(*DISPLAY_ERRORS):
                connection.close()


class Keyboard:
    """The user's keyboard as the X server shows it.

    Control flow: `read` looks at the layout; `find` turns a key into a combination; `grab` takes it under every
    state of the locks or not at all; `release` gives it back. After `is_new_layout(event)` the owner reads again.
    """

    def __init__(self) -> None:
        """Connect; raises one of DISPLAY_ERRORS."""
        self._display = display.Display()
        self._display.set_error_handler(_log_error)
        self._roots = [self._display.screen(n).root for n in range(self._display.screen_count())]
        self._codes = {name: XK.string_to_keysym(name) for name in _KEYSYMS}
        self._keysyms: dict[int, tuple[int, ...]] = {}
        self._rows: list[list[int]] = []
        self._controls: frozenset[int] = frozenset()
        self.modifiers = Modifiers({}, ())
        self._xkb = Xkb.create(self._display)
        self._has_xinput = self._display.has_extension(xinput.extname)
        if self._has_xinput:
            self._display.xinput_query_version()
        self.read()

    def fileno(self) -> int:
        """Return the connection for select."""
        return int(self._display.fileno())

    @property
    def tells_repeats(self) -> bool:
        """Tell whether a held key gives presses without releases between them."""
        return self._xkb is not None and self._xkb.has_detectable_repeat

    def read(self) -> None:
        """Look at the keyboard's layout and modifiers as they are now."""
        low, high = self._display.display.info.min_keycode, self._display.display.info.max_keycode
        columns = self._display.get_keyboard_mapping(low, high - low + 1)
        self._keysyms = {low + place: tuple(row) for place, row in enumerate(columns)}
        self._rows = [list(row) for row in self._display.get_modifier_mapping()]
        self.modifiers = find_modifiers(self._rows, self._keysyms, self._codes)
        self._controls = frozenset(keycode for keycode in self._rows[X.ControlMapIndex] if keycode)

    def find(self, key: Key) -> Combination | None:
        """Return the key as a combination of this keyboard; None where it has no such key."""
        keysym = XK.string_to_keysym(keysym_name(key.name))
        return combination(key, keysym, self._keysyms, self.modifiers) if keysym else None

    def is_modifier(self, keycode: int) -> bool:
        """Tell whether a key only changes what others mean."""
        return any(keycode in row for row in self._rows)

    def grab(self, wanted: Combination, *, is_asking: bool = False) -> bool:
        """Take a combination under every state of the locks; False leaves it as it was, in another's hands.

        With `is_asking` the server holds the keyboard still at each press until `decide` says whose it is.
        """
        mode = X.GrabModeSync if is_asking else X.GrabModeAsync
        keycode, mask = wanted
        if keycode == X.AnyKey or self._is_taken_by_xinput(keycode, mask):
            return False
        failures = error.CatchError()
        for root in self._roots:
            for locks in self.modifiers.lock_masks():
                root.grab_key(keycode, mask | locks, False, X.GrabModeAsync, mode, onerror=failures)
        self._display.sync()
        if failures.get_error() is None:
            return True
        self.release([wanted], self.modifiers)
        return False

    def release(self, combinations: Iterable[Combination], modifiers: Modifiers) -> None:
        """Give combinations back that were taken while the modifiers were those."""
        for keycode, mask in combinations:
            for root in self._roots:
                for locks in modifiers.lock_masks():
                    root.ungrab_key(keycode, mask | locks, onerror=error.CatchError())
        self._display.sync()

    def decide(self, is_ours: bool) -> None:
        """Let the keyboard go on: the press stays here, or reaches the program as if nobody had looked.

        Without effect where the keyboard wasn't held still.
        """
        self._display.allow_events(X.AsyncKeyboard if is_ours else X.ReplayKeyboard, X.CurrentTime)
        self._display.flush()

    def are_down(self, mask: int) -> bool:
        """Tell whether a key of each of these modifiers is held down, whatever the server makes of it."""
        pressed = self._display.query_keymap()
        rows = [row for number, row in enumerate(self._rows) if mask >> number & 1]
        return all(any(pressed[code >> 3] >> (code & 7) & 1 for code in row if code) for row in rows)

    def is_free(self, wanted: Combination) -> bool:
        """Tell whether a combination can be had, by taking it for a moment."""
        if not self.grab(wanted):
            return False
        self.release([wanted], self.modifiers)
        return True

    def _is_taken_by_xinput(self, keycode: int, mask: int) -> bool:
        """Ask the input extension too: its grabs (GNOME's shortcuts) win over ours without any error."""
        if not self._has_xinput:
            return False
        masks = [mask | locks for locks in self.modifiers.lock_masks()]
        for root in self._roots:
            reply = root.xinput_grab_keycode(
                xinput.AllMasterDevices,
                X.CurrentTime,
                keycode,
                xinput.GrabModeAsync,
                xinput.GrabModeAsync,
                False,
                xinput.KeyPressMask,
                masks,
            )
            root.xinput_ungrab_keycode(xinput.AllMasterDevices, keycode, masks)
            if reply.modifiers:
                return True
        return False

    def grab_all(self) -> bool:
        """Take the whole keyboard, for one key; False where another program holds it."""
        status = self._roots[0].grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)
        return bool(status == X.GrabSuccess)

    def release_all(self) -> None:
        """Give the whole keyboard back."""
        self._display.ungrab_keyboard(X.CurrentTime)
        self._display.sync()

    def watch_control(self, is_wanted: bool) -> bool:
        """Begin or end to be told of modifiers alone; False where the server can't."""
        if self._xkb is None:
            return False
        self._xkb.watch_modifiers(is_wanted)
        self._display.sync()
        return True

    def events(self) -> Iterable[Event]:
        """Yield what has arrived, without waiting."""
        while self._display.pending_events():
            yield self._display.next_event()

    def is_bare_control_press(self, event: Event) -> bool:
        """Tell whether the event says that Control went down with no other modifier held."""
        if not self._is_xkb(event, STATE_NOTIFY):
            return False
        change = parse_state(bytes(event.data))
        return change.is_press and change.keycode in self._controls and change.base_modifiers == CONTROL

    def is_new_layout(self, event: Event) -> bool:
        """Tell whether the keyboard must be read again."""
        if event.type == X.MappingNotify:
            return bool(event.request != X.MappingPointer)
        return self._is_xkb(event, MAP_NOTIFY) or self._is_xkb(event, NEW_KEYBOARD_NOTIFY)

    def _is_xkb(self, event: Event, kind: int) -> bool:
        if self._xkb is None or event.type != self._xkb.first_event:
            return False
        return event.detail == kind

    def close(self) -> None:
        """Disconnect; the server gives every key back."""
        with suppress(*DISPLAY_ERRORS):
            self._display.close()


def _log_error(failure: object, _request: object) -> None:
    """Survive an error that nobody asked about."""
    logger.warning("X error: %s", type(failure).__name__)
