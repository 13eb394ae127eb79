"""The back-end for Windows: RegisterHotKey, in a thread with a message queue of its own (*not yet run*).

A registered key never reaches the focused program. What it can't do: see a key while a program with administrator's
rights holds it back, or on the secure desktop. A bare Control is looked at fifty times a second, and only while it is
asked for: a hook would see all that is typed, and make every program's typing wait for this one.
"""

from __future__ import annotations

import logging
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
from assistant.hotkeys.windows_keyboard import Keyboard
from assistant.system.desktop import SessionKind, detect

if TYPE_CHECKING:
    from assistant.core.ports import PostCommand
    from assistant.hotkeys.told import Told

logger = logging.getLogger(__name__)

name = "windows"
install_hint = ""

LOOK_SECONDS = 0.02
_ANSWER_SECONDS = 1.0
_CLOSE_SECONDS = 1.0


def is_compatible() -> bool:
    """Tell whether this is Windows."""
    return detect().kind is SessionKind.WINDOWS


def is_installed() -> bool:
    """Tell that it needs nothing."""
    return True


def create(
    post: PostCommand, layer: str, tell: Callable[[Told], None], describe: Callable[[Command], str]
) -> WindowsHotkeys:
    """Return the back-end, its thread running."""
    return WindowsHotkeys(post, layer, tell)


class Watch:
    """What the thread owns: the keyboard, what its keys mean, and whether Control is listened for."""

    def __init__(
        self,
        keyboard: Keyboard,
        post: PostCommand,
        layer: str,
        tell: Callable[[LayerEvent | HotkeyError], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.keyboard = keyboard
        self._post = post
        self._clock = clock
        presses = Presses(tells_repeats=True)
        self.meanings: Meanings = (
            Layer(keyboard, presses, post, layer, tell, clock) if layer else Bindings(keyboard, presses, post, clock)
        )
        self._is_listening = False
        self._was_control_down = False

    def listen_for_control(self, is_wanted: bool) -> None:
        """Begin or end to look at Control; one that is held already is no press."""
        self._is_listening = is_wanted
        self._was_control_down = is_wanted and self.keyboard.is_control_alone()

    def patience(self) -> float | None:
        """Return how many seconds may be slept; None for ever."""
        waits = [LOOK_SECONDS] if self._is_listening or self.keyboard.must_look else []
        if self.meanings.due is not None:
            waits.append(max(0.0, self.meanings.due - self._clock()))
        return min(waits, default=None)

    def step(self) -> None:
        """Do what has arrived and what is due."""
        for event in self.keyboard.events(int(self._clock() * 1000)):
            if event.is_press:
                self.meanings.press(event.key, event.modifiers, event.time)
            else:
                self.meanings.release(event.key, event.time)
        if self.meanings.due is not None and self._clock() >= self.meanings.due:
            self.meanings.wake()
        if self._is_listening:
            is_down = self.keyboard.is_control_alone()
            if is_down and not self._was_control_down:
                self._post(Command.STOP)
            self._was_control_down = is_down


_Job = Callable[[Watch], None]


class WindowsHotkeys:
    """Implements `Hotkeys`. Every call becomes a job for the thread, which sleeps until a message wakes it."""

    def __init__(
        self,
        post: PostCommand,
        layer: str = "",
        tell: Callable[[LayerEvent | HotkeyError], None] = lambda _event: None,
        open_keyboard: Callable[[], Keyboard] = Keyboard,
    ) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._answer: Future[list[HotkeyError]] = Future()
        self._keyboard: Keyboard | None = None
        self._is_over = False
        arguments = (open_keyboard, post, layer, tell)
        self._thread = threading.Thread(target=self._run, args=arguments, name="hotkeys", daemon=True)
        self._thread.start()

    def bind(self, keys: Mapping[Command, str]) -> Sequence[HotkeyError]:
        """Replace all bindings; return what could not be had, each taken key with a free one that was tried out."""
        answer: Future[list[HotkeyError]] = Future()
        self._answer = answer
        wanted = dict(keys)
        self._do(lambda watch: answer.set_result(watch.meanings.replace(wanted)))
        if not self._is_over:
            with suppress(TimeoutError, CancelledError):
                return answer.result(timeout=_ANSWER_SECONDS)
        return [HotkeysUnsupported(desktop=desktop_name())] if keys else []

    def listen_for_control(self, is_wanted: bool) -> None:
        """While wanted, a bare Control press posts STOP; no other key is looked at for it."""
        self._do(lambda watch: watch.listen_for_control(is_wanted))

    def close(self) -> None:
        """Give every key back."""
        self._do(None)
        self._thread.join(timeout=_CLOSE_SECONDS)

    def _do(self, job: _Job | None) -> None:
        self._jobs.put(job)
        # Before the keyboard is there the thread has yet to look at its jobs.
        if self._keyboard is not None:
            self._keyboard.wake()

    def _run(
        self,
        open_keyboard: Callable[[], Keyboard],
        post: PostCommand,
        layer: str,
        tell: Callable[[LayerEvent | HotkeyError], None],
    ) -> None:
        keyboard = None
        try:
            # Only a thread that has a message queue can be woken, and registers keys for itself alone.
            keyboard = self._keyboard = open_keyboard()
            self._watch(Watch(keyboard, post, layer, tell))
        except OSError as error:
            logger.warning("no hotkeys: %s", error)
        finally:
            self._is_over = True
            if keyboard:
                keyboard.close()
            self._answer.cancel()

    def _watch(self, watch: Watch) -> None:
        while True:
            while not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    watch.meanings.replace({})
                    return
                job(watch)
            watch.step()
            if self._jobs.empty():
                watch.keyboard.wait(watch.patience())
