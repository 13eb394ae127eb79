"""Global keys through the GlobalShortcuts portal: Wayland, where the desktop holds the keys and decides which.

SeeSay says what it wants; the desktop, or the user whom it asks, gives the real keys, which are told. There is no
command layer and no bare Control here: the desktop gives single shortcuts only.
https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html
"""

from __future__ import annotations

import itertools
import logging
import re
import select
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from assistant.core.domain import Command
from assistant.core.errors import HotkeyError, HotkeysUnsupported, HotkeyUnknown, LayerUnsupported
from assistant.hotkeys.keys import Key, parse_global_key, parse_key
from assistant.hotkeys.layout import keysym_name
from assistant.hotkeys.null import desktop_name
from assistant.hotkeys.told import KeysGiven, KeysNews, Told
from assistant.system.desktop import SessionKind, detect
from assistant.system.portal import (
    SESSION,
    SHORTCUTS,
    Portal,
    PortalError,
    PortalMissing,
    PortalRefused,
    Signal,
    has_bus,
    results_of,
    version_of,
)

if TYPE_CHECKING:
    from assistant.core.ports import PostCommand

logger = logging.getLogger(__name__)

name = "portal"
install_hint = "xdg-desktop-portal"

# Nobody waits longer than this for the desktop; where it asks the user, what becomes of it is told later.
_ANSWER_SECONDS = 0.8
_CLOSE_SECONDS = 1.0
RETRY_SECONDS = 5.0
_SHORT_LIFE = 5.0
_LONGEST_TRIGGER = 60
# Of the shortcuts' specification, which has modifiers of its own and X's names for keys.
_MODIFIERS = {"Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT", "Super": "LOGO"}
_tokens = itertools.count(1)


def is_compatible() -> bool:
    """Tell whether this desktop has such a portal. X11 comes before: what it can't serve may be Xwayland."""
    return detect().kind in (SessionKind.WAYLAND, SessionKind.X11) and version_of(SHORTCUTS) > 0


def is_installed() -> bool:
    """Tell whether there is a bus to ask on."""
    return has_bus()


def create(
    post: PostCommand, layer: str, tell: Callable[[Told], None], describe: Callable[[Command], str]
) -> PortalHotkeys | NoLayer:
    """Return the back-end, its thread running; for a layer one that says that there is none."""
    return NoLayer() if layer else PortalHotkeys(post, tell, describe)


class NoLayer:
    """Implements `Hotkeys` for the layer by refusing."""

    def bind(self, keys: Mapping[Command, str]) -> Sequence[HotkeyError]:
        """Return one error: nobody but the desktop may hold the keyboard."""
        return [LayerUnsupported(desktop=desktop_name())] if keys else []

    def listen_for_control(self, is_wanted: bool) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class PortalHotkeys:
    """Implements `Hotkeys`.

    Control flow: `bind` hands over what is wanted and wakes the thread, which keeps one session with the portal and
    sleeps until the bus or a call wakes it. A portal that goes away is told once and tried again until it is back.
    """

    def __init__(self, post: PostCommand, tell: Callable[[Told], None], describe: Callable[[Command], str]) -> None:
        self._post = post
        self._tell = tell
        self._describe = describe
        self._jobs: SimpleQueue[_Wish] = SimpleQueue()
        self._is_closing = False
        self._is_lost = False
        self._wish: _Wish | None = None
        self._wakes, self._waker = socket.socketpair()
        self._wakes.setblocking(False)
        self._waker.setblocking(False)
        self._thread = threading.Thread(target=self._run, name="hotkeys-portal", daemon=True)
        self._thread.start()

    def bind(self, keys: Mapping[Command, str]) -> Sequence[HotkeyError]:
        """Ask for these in place of all before. What the desktop gives or refuses is told, whenever it decides."""
        errors: list[HotkeyError] = []
        wanted: dict[Command, Key] = {}
        for command, text in keys.items():
            try:
                wanted[command] = parse_global_key(text)
            except HotkeyUnknown as error:
                errors.append(error)
        if not self._thread.is_alive():
            return [HotkeysUnsupported(desktop=desktop_name())] if keys else []
        wish = _Wish(wanted, Future())
        self._jobs.put(wish)
        self._wake()
        try:
            return errors + wish.answer.result(timeout=_ANSWER_SECONDS)
        except (TimeoutError, CancelledError):
            if wish.answer.cancel():
                self._tell(KeysNews.ASKED)
                return errors
            return errors + wish.answer.result()

    def listen_for_control(self, is_wanted: bool) -> None:
        """Do nothing: no desktop on Wayland tells of a single modifier."""

    def close(self) -> None:
        """Give every key back."""
        self._is_closing = True
        self._wake()
        self._thread.join(timeout=_CLOSE_SECONDS)

    def _wake(self) -> None:
        with suppress(OSError):
            self._waker.send(b"\0")

    # --- the thread -----------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._is_closing:
            try:
                with Portal() as portal:
                    self._serve(_Watch(portal, self._post, self._heard, self._describe))
            except PortalError as error:
                logger.warning("the shortcuts portal is gone: %s", error)
                self._lose()
                self._sleep(RETRY_SECONDS)
        self._wakes.close()
        self._waker.close()

    def _serve(self, watch: _Watch) -> None:
        if self._wish is not None:
            watch.begin(self._wish)
        while not self._is_closing:
            while not self._jobs.empty():
                self._wish = self._jobs.get()
                watch.begin(self._wish)
            # Taking one may ask the portal, which reads more than its reply.
            while signals := watch.portal.signals():
                for signal in signals:
                    watch.take(signal)
            # Also a call that came in meanwhile has written into what is waited for.
            self._sleep(None, watch.portal)

    def _sleep(self, seconds: float | None, portal: Portal | None = None) -> None:
        """Wait for a call, for the bus, or for that time to pass."""
        waited_for: list[Any] = [self._wakes, *([portal] if portal else [])]
        select.select(waited_for, [], [], seconds)
        with suppress(BlockingIOError):
            self._wakes.recv(4096)

    def _heard(self, told: Told) -> None:
        if isinstance(told, KeysGiven):
            told = KeysGiven(told.keys, told.is_change or self._is_lost)
            self._is_lost = False
        elif told is KeysNews.REFUSED:
            # Whoever said no isn't asked again by himself, also not when the portal is back: only for other keys.
            self._wish = None
        self._tell(told)

    def _lose(self) -> None:
        while not self._jobs.empty():
            self._wish = self._jobs.get()
        if self._wish is None or not self._wish.keys:
            return
        was_awaited = self._wish.end([HotkeysUnsupported(desktop=desktop_name())])
        if not (self._is_lost or self._is_closing or was_awaited):
            self._tell(KeysNews.LOST)
        self._is_lost = True


class _Wish:
    """The keys that are wanted, and whoever waits for a while to hear what became of them."""

    def __init__(self, keys: Mapping[Command, Key], answer: Future[list[HotkeyError]]) -> None:
        self.keys = keys
        self.answer = answer

    def end(self, errors: list[HotkeyError]) -> bool:
        """Answer whoever waits; tell whether anybody still did."""
        if self.answer.done() or not self.answer.set_running_or_notify_cancel():
            return False
        self.answer.set_result(errors)
        return True


class _Watch:
    """One connection's session: what was asked, what was answered, what is pressed."""

    def __init__(
        self, portal: Portal, post: PostCommand, tell: Callable[[Told], None], describe: Callable[[Command], str]
    ) -> None:
        self.portal = portal
        self._post = post
        self._tell = tell
        self._describe = describe
        self._wish = _Wish({}, Future())
        self._session = ""
        self._creating = self._binding = ""
        self._given: dict[Command, str] | None = None
        self._opened_at = 0.0

    def begin(self, wish: _Wish) -> None:
        """Ask for a session with these keys in place of the one that there is: a session takes keys only once."""
        if wish is not self._wish:  # what is given for new wishes is no change of the desktop's
            self._wish, self._given = wish, None
        if self._session:
            self.portal.tell(self._session, SESSION, "Close")
        for path in filter(None, (self._creating, self._binding)):
            self.portal.withdraw(path)
        self._session = self._creating = self._binding = ""
        if not wish.keys:
            wish.end([])
            return
        self._opened_at = time.monotonic()
        token = {"session_handle_token": ("s", f"seesay{next(_tokens)}")}
        self._creating = self.portal.begin(SHORTCUTS, "CreateSession", "", (), token)

    def take(self, signal: Signal) -> None:
        """Take what the portal tells. Raises `PortalMissing` when it has gone, `PortalError` when it talks nonsense."""
        if signal.is_farewell:
            raise PortalMissing(signal.body[0])
        try:
            self._take(signal)
        except (LookupError, TypeError, ValueError) as error:
            raise PortalError(f"an odd {signal.member}") from error

    def _take(self, signal: Signal) -> None:
        match signal.member:
            case "Response" if signal.path in (self._creating, self._binding):
                self._answered(signal)
            case "Activated" if signal.body[0] == self._session:
                self._pressed(str(signal.body[1]))
            case "ShortcutsChanged" if signal.body[0] == self._session:
                self._take_keys(signal.body[1])
            case "Closed" if signal.path == self._session:
                self._closed()

    def _answered(self, signal: Signal) -> None:
        try:
            results = results_of(signal)
        except PortalRefused:
            self._creating = self._binding = ""
            self._tell(KeysNews.REFUSED)
            self._wish.end([])
            return
        if signal.path == self._creating:
            self._creating = ""
            self._session = str(results["session_handle"][1])
            arguments = (self._session, [self._shortcut(*each) for each in self._wish.keys.items()], "")
            self._binding = self.portal.begin(SHORTCUTS, "BindShortcuts", "oa(sa{sv})s", arguments, {})
            return
        self._binding = ""
        self._take_keys(results["shortcuts"][1])
        self._wish.end([])

    def _shortcut(self, command: Command, key: Key) -> tuple[str, dict[str, tuple[str, str]]]:
        about = {"description": ("s", self._describe(command)), "preferred_trigger": ("s", trigger_of(key))}
        return command.value, about

    def _take_keys(self, shortcuts: Sequence[tuple[str, Mapping[str, tuple[str, Any]]]]) -> None:
        found = {name: str(about.get("trigger_description", ("s", ""))[1]) for name, about in shortcuts}
        given = {command: key_of(found.get(command.value, "")) for command in self._wish.keys}
        if given != self._given:
            self._tell(KeysGiven(given, is_change=self._given is not None))
        self._given = given

    def _pressed(self, command: str) -> None:
        if command in {known.value for known in self._wish.keys}:
            self._post(Command(command))

    def _closed(self) -> None:
        """Ask again for what the desktop took away; what it takes at once, it doesn't want to give."""
        self._session = ""
        logger.info("the desktop closed the session of the shortcuts")
        if time.monotonic() - self._opened_at < _SHORT_LIFE:
            self._tell(KeysNews.REFUSED)
            self._wish.end([])
        else:
            self.begin(self._wish)


def trigger_of(key: Key) -> str:
    """Return a key as the shortcuts' specification writes it: "CTRL+ALT+SHIFT+d"."""
    return "+".join([*(_MODIFIERS[modifier] for modifier in key.modifiers), keysym_name(key.name)])


def key_of(trigger: str) -> str:
    """Return a trigger as the desktop words it ("Press <Control><Alt>d") in our own writing where that is possible."""
    words = " ".join(trigger.split())[:_LONGEST_TRIGGER]
    parts = re.findall(r"[^\s<>+]+", words.lower().removeprefix("press "))
    try:
        return str(parse_key("+".join({"primary": "ctrl", "logo": "super"}.get(part, part) for part in parts)))
    except HotkeyUnknown:
        return "".join(character for character in words if character.isprintable())
