"""The commands: parses, hands over to a running SeeSay where one runs, else does it here, prints, and exits right.

Loaded before a command reaches the running instance, so everything heavy is imported where it is used.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence

from assistant.cli.arguments import LOOKS, SIGNALS, parse
from assistant.core.domain import SeeSayError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from assistant.core.wording import Wording

INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; docs/cli.md is the contract."""
    as_json = "--json" in arguments
    try:
        return _run(parse(arguments))
    except SeeSayError as error:
        return complain(error, as_json=as_json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output is gone; nothing may be written to it any more, not even at exit.
        sys.stdout = None
        return 0


def _run(options: Namespace) -> int:
    if options.command in LOOKS:
        from assistant.cli.look import look

        return look(options)
    if options.command in SIGNALS:
        return _signal(options)
    if options.command == "":
        return _start()
    if options.command == "demo":
        from assistant.cli.look import show_demo

        return show_demo(options)
    return _list(options)


def _start() -> int:
    from assistant.cli.client import hand_over

    if hand_over("show") is not None:
        return 0
    from assistant.app.tray import run_tray

    return run_tray()


def _signal(options: Namespace) -> int:
    from assistant.cli.client import hand_over
    from assistant.core.domain import NotRunning

    if hand_over(options.command) is None:
        raise NotRunning
    if options.json:
        print_json({"ok": True})
    return 0


def _list(options: Namespace) -> int:
    from assistant.cli import lists

    return lists.run(options)


def print_json(value: object) -> None:
    """Print one JSON value on a line."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as they come."""
    for text in lines:
        print(text, flush=True)


def complain(error: SeeSayError, *, as_json: bool) -> int:
    """Tell an error the way that was asked for, and return its exit code."""
    text = wording().error(error)
    if as_json:
        print_json({"error": {"code": error.code, "message": text.message, "hint": text.hint}})
    else:
        detail = f" ({error.params['detail']})" if isinstance(error, UsageError) and "detail" in error.params else ""
        print(f"{text.message}{detail} {text.hint}".strip(), file=sys.stderr)
    return error.exit_code


def wording() -> Wording:
    """Return the sentences in the user's language."""
    from assistant.app.house import load_wording

    return load_wording()
