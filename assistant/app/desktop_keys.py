"""The keys where the desktop decides on them: what it gave, told once, and said wherever SeeSay names a key.

Also how to bind the command by hand, where a desktop gives programs no keys at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from assistant.core.domain import Command, Earcon, Priority
from assistant.core.errors import HotkeyError, HotkeysRefused
from assistant.core.keys import KeyPlan
from assistant.core.wording import M, Message, Wording
from assistant.hotkeys.layer import LayerEvent
from assistant.hotkeys.told import KeysGiven, KeysNews, Told
from assistant.system.desktop import Desktop, SessionKind, detect
from assistant.system.portal import SHORTCUTS, version_of

if TYPE_CHECKING:
    from assistant.app.house import House

# By the names of `system.desktop`.
_BY_HAND: Mapping[str, Message] = {
    "GNOME": M.BIND_IN_GNOME,
    "Unity": M.BIND_IN_GNOME,
    "KDE Plasma": M.BIND_IN_KDE,
    "Sway": M.BIND_IN_SWAY,
    "Hyprland": M.BIND_IN_HYPRLAND,
}


def how_to_bind(wording: Wording, desktop: Desktop) -> str:
    """Return the steps that bind “seesay describe” to a key on this desktop."""
    return wording.say(_BY_HAND.get(desktop.name, M.BIND_ELSEWHERE))


def keys_elsewhere(wording: Wording) -> Iterator[str]:
    """Yield what the list of the wanted keys leaves out where the desktop decides on them, or gives none."""
    desktop = detect()
    if desktop.kind is not SessionKind.WAYLAND:
        return
    if version_of(SHORTCUTS):
        yield wording.full(M.KEYS_OF_DESKTOP, desktop=_name())
    else:
        yield wording.full(M.NO_KEYS_HERE, desktop=_name())
        yield wording.full(_BY_HAND.get(desktop.name, M.BIND_ELSEWHERE))


class DesktopKeys:
    """Takes what the hotkeys tell, on the owner's thread, once the house stands."""

    def __init__(self, wording: Wording, wanted: Callable[[], KeyPlan], house: Callable[[], House]) -> None:
        self._wording = wording
        self._wanted = wanted
        self._house = house
        self._given: Mapping[Command, str] | None = None
        self._is_awaited = False

    def plan(self) -> KeyPlan:
        """Return the keys as they really are; none while the desktop asks, or has taken them away."""
        plan = self._wanted()
        if self._given is None and not self._is_awaited:
            return plan
        given = {} if self._given is None or self._is_awaited else self._given
        # Where the desktop decides there is no command layer.
        return KeyPlan({command: key for command, key in given.items() if key}, "", {})

    def heard(self, told: Told) -> None:
        """Say what the user must know."""
        match told:
            case KeysGiven():
                self._take(told)
            case KeysNews.ASKED:
                self._is_awaited = True
                self._say(M.KEYS_ASKED, desktop=_name())
            case KeysNews.REFUSED:
                self._given, self._is_awaited = {}, False
                self._house().session.report(HotkeysRefused(desktop=_name()))
            case KeysNews.LOST:
                self._is_awaited = True
                self._say(M.KEYS_LOST, desktop=_name())
            case HotkeyError():
                self._house().session.report(told)
            case LayerEvent.OPENED:
                self._house().session.announce(self._wording.say(M.LAYER_PRESSED), Priority.NOW)
            case LayerEvent.LEFT:
                self._house().sounds.play(Earcon.ERROR)

    def _take(self, told: KeysGiven) -> None:
        before = self._given if told.is_change and self._given is not None else self._wanted().keys
        is_news = told.is_change or self._is_awaited
        self._given, self._is_awaited = told.keys, False
        changed = {command: key for command, key in told.keys.items() if key != before.get(command, "")}
        if is_news and not changed:
            self._say(M.KEYS_THERE)
        for command, key in changed.items():
            if key:
                action = self._wording.command(command)
                self._say(M.KEY_GIVEN, desktop=_name(), key=self._wording.key(key), action=action)
        missing = [self._wording.command(command) for command, key in changed.items() if not key]
        if missing:
            self._say(M.KEYS_MISSING, desktop=_name(), actions=self._wording.join(missing))

    def _say(self, message: Message, **params: str) -> None:
        self._house().session.announce(self._wording.say(message, **params))


def _name() -> str:
    return detect().name or "Wayland"
