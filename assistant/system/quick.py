"""The short way from a key of the desktop to the running instance: plain commands, before anything else is loaded.

Takes `stop`, `repeat` and `open` without options, `describe` and `read` of a source that has a name, and nothing
more; the rest, and every case in which no instance answers, goes the long way through `assistant.cli`.
"""

from __future__ import annotations

import os

from assistant.system.client import connect
from assistant.system.messages import PLAIN_LOOKS, SIGNALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.system.messages import Body

_SOURCES = frozenset({"screen", "window", "clipboard"})
PATIENCE = 5.0
"""Seconds for a command without an answer of its own."""


def hand_over(arguments: Sequence[str]) -> tuple[str, Body] | None:
    """Let the running instance do it, printing sentences as they come; return its last reply.

    That is ("result", body) or ("error", body). None says that nothing was sent: the command is not one of these, or
    no instance was found. Raises TimeoutError and ConnectionError as `Client.replies`, BrokenPipeError as print.
    """
    verb = arguments[0] if arguments else ""
    source = arguments[1] if len(arguments) == 2 else "screen"
    is_look = verb in PLAIN_LOOKS and len(arguments) <= 2 and source in _SOURCES
    base = os.environ.get("XDG_RUNTIME_DIR", "")
    if not base or not (is_look or (verb in SIGNALS and len(arguments) == 1)):
        return None
    client = connect(os.path.join(base, "seesay", "socket"))  # noqa: PTH118  # pathlib costs a fifth of the budget
    if client is None:
        return None
    with client:
        client.send(verb, {"source": source} if is_look else {})
        last: tuple[str, Body] = ("error", {})
        for kind, body in client.replies(None if is_look else PATIENCE):
            if kind == "event":
                print(body.get("sentence", ""), flush=True)
            last = (kind, body)
        return last
