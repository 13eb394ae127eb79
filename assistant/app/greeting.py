"""What is said at a start: that SeeSay is ready, what this desktop can't do, what was wrong with the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.app.desktop_keys import how_to_bind
from assistant.core.domain import Command
from assistant.core.errors import HotkeyError, HotkeysUnsupported, NoPortal
from assistant.core.settings_store import Notice
from assistant.core.wording import M, Wording
from assistant.system.desktop import Desktop, SessionKind
from assistant.system.portal import SCREENSHOT, version_of


def greeting(wording: Wording, key_of: Callable[[Command], str], *, has_keys: bool) -> Iterator[str]:
    """Yield the one sentence of a start; the first one is the welcome's."""
    describe, keys = (key_of(command) for command in (Command.DESCRIBE_SCREEN, Command.KEYS))
    if not has_keys:
        yield wording.say(M.READY_WITHOUT_KEYS)
    elif describe and keys:
        yield wording.say(M.READY, key=wording.key(describe), keys=wording.key(keys))
    else:
        yield wording.say(M.READY_PLAIN)


def notices_told(wording: Wording, notices: Sequence[Notice]) -> Iterator[str]:
    """Yield what was wrong with the settings."""
    for notice in notices:
        yield wording.say(notice.message, **notice.params)


def surroundings_told(wording: Wording, desktop: Desktop, errors: Sequence[HotkeyError]) -> Iterator[str]:
    """Yield what the user should know of this desktop before anything is tried in vain."""
    if desktop.kind is SessionKind.WAYLAND:
        name = desktop.name or "Wayland"
        if any(isinstance(error, HotkeysUnsupported) for error in errors):
            yield f"{wording.say(M.NO_KEYS_HERE, desktop=name)} {how_to_bind(wording, desktop)}"
        if not version_of(SCREENSHOT):
            yield wording.error(NoPortal(desktop=name)).spoken
    for error in errors:
        if not isinstance(error, HotkeysUnsupported):
            yield wording.error(error).spoken
