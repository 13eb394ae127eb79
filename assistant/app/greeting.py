"""What is said at the start: who speaks, the keys, what this desktop can't do, what was wrong with the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.core.domain import Command
from assistant.core.errors import HotkeyError, HotkeysUnsupported
from assistant.core.settings_store import Notice
from assistant.core.wording import M, Wording
from assistant.system.desktop import Desktop, SessionKind


def greeting(wording: Wording, key_of: Callable[[Command], str], *, has_keys: bool, is_first: bool) -> Iterator[str]:
    """Yield the sentences of a start: three the first time, one afterwards."""
    say = wording.say

    def spoken(command: Command) -> str:
        key = key_of(command)
        return wording.key(key) if key else say(M.KEY_NONE)

    if not is_first:
        if not has_keys:
            yield say(M.READY_WITHOUT_KEYS)
        elif key_of(Command.DESCRIBE_SCREEN) and key_of(Command.KEYS):
            yield say(M.READY, key=spoken(Command.DESCRIBE_SCREEN), keys=spoken(Command.KEYS))
        else:
            yield say(M.READY_PLAIN)
        return
    yield say(M.FIRST_WHAT)
    if not has_keys:
        yield say(M.FIRST_NO_KEYS)
        yield say(M.FIRST_CHANGE_NO_KEYS)
        return
    yield say(
        M.FIRST_KEYS,
        describe=spoken(Command.DESCRIBE_SCREEN),
        read=spoken(Command.READ_SCREEN),
        stop=spoken(Command.STOP),
        keys=spoken(Command.KEYS),
    )
    yield say(M.FIRST_CHANGE, faster=spoken(Command.FASTER), slower=spoken(Command.SLOWER))


def warnings(
    wording: Wording, desktop: Desktop, notices: Sequence[Notice], errors: Sequence[HotkeyError]
) -> Iterator[str]:
    """Yield what the user should know before anything is tried in vain."""
    for notice in notices:
        yield wording.say(notice.message, **notice.params)
    if desktop.kind is SessionKind.WAYLAND:
        name = desktop.name or "Wayland"
        yield wording.say(M.WAYLAND_NO_KEYS, desktop=name)
        yield wording.say(M.WAYLAND_NO_SCREEN, desktop=name)
    for error in errors:
        if not isinstance(error, HotkeysUnsupported):
            yield wording.error(error).spoken
