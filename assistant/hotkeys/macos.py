"""The back-end for macOS: Carbon's hotkeys, on the main thread, whose run loop Qt turns (*not yet run*).

A registered key never reaches the focused program. What it can't do: have a key that macOS or VoiceOver keeps for
itself, VoiceOver's own (Control and Option with another) among them; and while a password is typed no key comes.
"""

from __future__ import annotations

import ctypes
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.core.domain import Command
from assistant.core.errors import HotkeyError, HotkeysUnsupported
from assistant.hotkeys.bindings import Bindings, Meanings
from assistant.hotkeys.layer import Layer, LayerEvent
from assistant.hotkeys.macos_keyboard import Keyboard, Take
from assistant.hotkeys.null import desktop_name
from assistant.hotkeys.presses import Presses
from assistant.system import native
from assistant.system.desktop import SessionKind, detect
from assistant.system.native import HANDLE

if TYPE_CHECKING:
    from assistant.core.ports import PostCommand
    from assistant.hotkeys.told import Told

logger = logging.getLogger(__name__)

name = "macos"
install_hint = ""

LOOK_SECONDS = 0.02
_TIMER = native.callback(None, HANDLE, HANDLE)


def is_compatible() -> bool:
    """Tell whether this is macOS."""
    return detect().kind is SessionKind.MACOS


def is_installed() -> bool:
    """Tell that it needs nothing."""
    return True


def create(
    post: PostCommand, layer: str, tell: Callable[[Told], None], describe: Callable[[Command], str]
) -> MacHotkeys:
    """Return the back-end; call it on the main thread."""
    return MacHotkeys(post, layer, tell)


class Ticker:
    """Calls back fifty times a second on the main run loop, while it is on."""

    def __init__(self, tick: Callable[[], None], foundation: native.Library | None = None) -> None:
        """Find what it needs. Raises OSError elsewhere than on macOS."""
        library = foundation or native.macos_framework("CoreFoundation")
        self._now = library.function("CFAbsoluteTimeGetCurrent", ctypes.c_double)
        self._create = library.function(
            "CFRunLoopTimerCreate",
            *(HANDLE, HANDLE, ctypes.c_double, ctypes.c_double, ctypes.c_ulong, ctypes.c_long, _TIMER, HANDLE),
        )
        self._add = library.function("CFRunLoopAddTimer", None, HANDLE, HANDLE, HANDLE)
        self._end = library.function("CFRunLoopTimerInvalidate", None, HANDLE)
        self._release = library.function("CFRelease", None, HANDLE)
        self._loop = library.function("CFRunLoopGetMain", HANDLE)()
        self._modes = library.constant("kCFRunLoopCommonModes")
        self._on_tick = _TIMER(lambda _timer, _info: tick())
        self._timer: int | None = None

    def turn(self, is_on: bool) -> None:
        """Begin or end to call."""
        if is_on == (self._timer is not None):
            return
        if is_on:
            self._timer = self._create(None, self._now() + LOOK_SECONDS, LOOK_SECONDS, 0, 0, self._on_tick, None)
            self._add(self._loop, self._timer, self._modes)
        else:
            self._end(self._timer)
            self._release(self._timer)
            self._timer = None


class MacHotkeys:
    """Implements `Hotkeys`. It has no thread: macOS calls it on the main one, which has to make every call too."""

    def __init__(
        self,
        post: PostCommand,
        layer: str = "",
        tell: Callable[[LayerEvent | HotkeyError], None] = lambda _event: None,
        *,
        open_keyboard: Callable[[Take], Keyboard] = Keyboard,
        open_ticker: Callable[[Callable[[], None]], Ticker] = Ticker,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._post = post
        self._clock = clock
        self._is_listening = self._was_control_down = False
        self._keyboard: Keyboard | None = None
        try:
            self._ticker = open_ticker(self._tick)
            keyboard = self._keyboard = open_keyboard(self._take)
        except OSError as error:
            logger.warning("no hotkeys: %s", error)
            return
        presses = Presses(tells_repeats=True)
        self._meanings: Meanings = (
            Layer(keyboard, presses, post, layer, tell, clock) if layer else Bindings(keyboard, presses, post, clock)
        )

    def bind(self, keys: Mapping[Command, str]) -> Sequence[HotkeyError]:
        """Replace all bindings; return what could not be had, each taken key with a free one that was tried out."""
        if self._keyboard is None:
            return [HotkeysUnsupported(desktop=desktop_name())] if keys else []
        errors = self._meanings.replace(dict(keys))
        self._look_on()
        return errors

    def listen_for_control(self, is_wanted: bool) -> None:
        """While wanted, a bare Control press posts STOP; the modifiers alone are looked at, so no permission is due."""
        if self._keyboard is not None:
            self._is_listening = is_wanted
            # One that is held already is no press.
            self._was_control_down = is_wanted and self._keyboard.is_control_alone()
            self._look_on()

    def close(self) -> None:
        """Give every key back."""
        if self._keyboard is not None:
            self._meanings.replace({})
            self._ticker.turn(False)
            self._keyboard.close()
            self._keyboard = None

    def _take(self, is_press: bool, code: int, mask: int) -> None:
        now = int(self._clock() * 1000)
        if is_press:
            self._meanings.press(code, mask, now)
        else:
            self._meanings.release(code, now)
        self._look_on()

    def _tick(self) -> None:
        if self._keyboard is None:
            return
        if self._meanings.due is not None and self._clock() >= self._meanings.due:
            self._meanings.wake()
        if self._is_listening:
            is_down = self._keyboard.is_control_alone()
            if is_down and not self._was_control_down:
                self._post(Command.STOP)
            self._was_control_down = is_down
        self._look_on()

    def _look_on(self) -> None:
        self._ticker.turn(self._is_listening or self._meanings.due is not None)
