"""What is said at the start: who speaks, the keys, what this desktop can't do, what was wrong with the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.core.domain import Command, HotkeyError, HotkeysUnsupported
from assistant.core.settings_store import Notice
from assistant.core.wording import M, Wording
from assistant.system.desktop import Desktop, SessionKind


def greeting(wording: Wording, key_of: Callable[[Command], str], *, has_keys: bool, is_first: bool) -> Iterator[str]:
    """Yield the sentences of a start: three the first time, one afterwards."""
    say = wording.say
    if not is_first:
        yield (
            say(M.READY, key=key_of(Command.DESCRIBE_SCREEN), keys=key_of(Command.KEYS))
            if has_keys
            else say(M.READY_WITHOUT_KEYS)
        )
        return
    yield say(M.FIRST_WHAT)
    if not has_keys:
        yield say(M.FIRST_NO_KEYS)
        yield say(M.FIRST_CHANGE_NO_KEYS)
        return
    yield say(
        M.FIRST_KEYS,
        describe=key_of(Command.DESCRIBE_SCREEN),
        read=key_of(Command.READ_SCREEN),
        stop=key_of(Command.STOP),
        keys=key_of(Command.KEYS),
    )
    yield say(M.FIRST_CHANGE, faster=key_of(Command.FASTER), slower=key_of(Command.SLOWER))


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
