"""The back-end for X11: keys held back by XGrabKey, in a thread with a connection of its own.

A grabbed key never reaches the focused program. What it can't do: while another program holds the whole keyboard (an
open menu, a screen lock) X11 gives nobody else a key; and under Xwayland no key ever comes, so it isn't offered there.
"""

from __future__ import annotations

import importlib.util
import logging
import select
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING

from assistant.core.domain import Command
from assistant.core.errors import HotkeyError, HotkeysUnsupported
from assistant.hotkeys.bindings import Bindings, Meanings
from assistant.hotkeys.layer import Layer, LayerEvent
from assistant.hotkeys.null import desktop_name
from assistant.hotkeys.presses import Presses
from assistant.system.desktop import SessionKind, detect

if TYPE_CHECKING:
    from assistant.core.ports import PostCommand
    from assistant.hotkeys.grabs import Event, Keyboard
    from assistant.hotkeys.told import Told

logger = logging.getLogger(__name__)

name = "x11"
install_hint = "python-xlib"

# Milliseconds, but for a machine so busy that saying "no hotkeys here" would be wrong.
_ANSWER_SECONDS = 3.0
_CLOSE_SECONDS = 1.0
_KEY_PRESS, _KEY_RELEASE = 2, 3


def is_compatible() -> bool:
    """Tell whether the session is X11 and its display answers."""
    if detect().kind is not SessionKind.X11 or not is_installed():
        return False
    from assistant.hotkeys.grabs import is_x11_reachable

    return is_x11_reachable()


def is_installed() -> bool:
    """Tell whether python-xlib is there."""
    return importlib.util.find_spec("Xlib") is not None


def create(
    post: PostCommand, layer: str, tell: Callable[[Told], None], describe: Callable[[Command], str]
) -> X11Hotkeys:
    """Return the back-end, its thread running."""
    return X11Hotkeys(post, layer, tell)


def _ignore(_told: LayerEvent | HotkeyError) -> None:
    """Tell nobody."""


_Job = Callable[["_Watch"], None]


class X11Hotkeys:
    """Implements `Hotkeys`.

    Control flow: every call becomes a job for the thread, which sleeps until the server or a job wakes it. When
    the display goes away the thread ends, posts nothing more, and `bind` says that there are no hotkeys. With `layer`,
    a global key, the bound keys mean something only after it, without their modifiers; `tell` hears of the layer and
    of keys that a change of the keyboard has cost.
    """

    def __init__(
        self, post: PostCommand, layer: str = "", tell: Callable[[LayerEvent | HotkeyError], None] = _ignore
    ) -> None:
        self._post = post
        self._layer = layer
        self._tell = tell
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._answer: Future[list[HotkeyError]] = Future()
        self._is_closing = False
        self._wakes, self._waker = socket.socketpair()
        self._waker.setblocking(False)
        self._wakes.setblocking(False)
        self._thread = threading.Thread(target=self._run, name="hotkeys", daemon=True)
        self._thread.start()

    def bind(self, keys: Mapping[Command, str]) -> Sequence[HotkeyError]:
        """Replace all bindings; return what could not be had, each taken key with a free one that was tried out."""
        answer: Future[list[HotkeyError]] = Future()
        self._answer = answer
        wanted = dict(keys)
        self._do(lambda watch: answer.set_result(watch.meanings.replace(wanted)))
        if self._thread.is_alive():
            with suppress(TimeoutError, CancelledError):
                return answer.result(timeout=_ANSWER_SECONDS)
        return [HotkeysUnsupported(desktop=desktop_name())] if keys else []

    def listen_for_control(self, is_wanted: bool) -> None:
        """While wanted, a bare Control press posts STOP; the server sends no other key for it."""
        self._do(lambda watch: watch.listen_for_control(is_wanted))

    def close(self) -> None:
        """Give every key back."""
        self._is_closing = True
        self._wake()
        self._thread.join(timeout=_CLOSE_SECONDS)

    def _do(self, job: _Job) -> None:
        self._jobs.put(job)
        self._wake()

    def _wake(self) -> None:
        # A full socket wakes as well, a closed one has nobody to wake.
        with suppress(OSError):
            self._waker.send(b"\0")

    def _run(self) -> None:
        from assistant.hotkeys.grabs import DISPLAY_ERRORS, Keyboard

        keyboard = None
        try:
            keyboard = Keyboard()
            self._watch(_Watch(keyboard, self._meanings(keyboard), self._post))
        except DISPLAY_ERRORS as error:
            logger.warning("the display went away: %s", type(error).__name__)
        finally:
            if keyboard:
                keyboard.close()
            self._answer.cancel()
            self._wakes.close()
            self._waker.close()

    def _meanings(self, keyboard: Keyboard) -> Meanings:
        presses = Presses(keyboard.tells_repeats)
        if self._layer:
            return Layer(keyboard, presses, self._post, self._layer, self._tell)
        return Bindings(keyboard, presses, self._post, tell=self._tell)

    def _watch(self, watch: _Watch) -> None:
        poller = select.poll()
        poller.register(watch.keyboard.fileno(), select.POLLIN)
        poller.register(self._wakes, select.POLLIN)
        while True:
            with suppress(BlockingIOError):
                self._wakes.recv(4096)
            while not self._jobs.empty():
                self._jobs.get()(watch)
            # A round trip may have read events already: the socket alone doesn't tell of those.
            while not self._is_closing and watch.has_handled_events():
                pass
            if self._is_closing:
                return
            due = watch.meanings.due
            poller.poll(None if due is None else max(due - time.monotonic(), 0) * 1000)
            if due is not None and time.monotonic() >= due:
                watch.meanings.wake()


class _Watch:
    """What the thread owns: the keyboard, what its keys mean, and whether Control is listened for."""

    def __init__(self, keyboard: Keyboard, meanings: Meanings, post: PostCommand) -> None:
        self.keyboard = keyboard
        self.meanings = meanings
        self._post = post
        self._is_listening = False

    def listen_for_control(self, is_wanted: bool) -> None:
        if is_wanted != self._is_listening:
            self._is_listening = self.keyboard.watch_control(is_wanted) and is_wanted

    def has_handled_events(self) -> bool:
        """Handle what has arrived; tell whether there was anything."""
        events = list(self.keyboard.events())
        is_new_layout = False
        for event in events:
            if event.type in (_KEY_PRESS, _KEY_RELEASE):
                self._handle_key(event)
            elif self.keyboard.is_new_layout(event):
                is_new_layout = True
            elif self._is_listening and self.keyboard.is_bare_control_press(event):
                self._post(Command.STOP)
        if is_new_layout:
            self.meanings.relayout()
        return bool(events)

    def _handle_key(self, event: Event) -> None:
        if event.type == _KEY_PRESS:
            self.meanings.press(event.detail, event.state, event.time)
        else:
            self.meanings.release(event.detail, event.time)
