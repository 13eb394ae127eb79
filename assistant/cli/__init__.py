"""The commands: hands them to a running SeeSay where one runs, else does them here, prints, and exits right.

Loaded before a command reaches the running instance, so everything is imported where it is used: what can be handed
over as it stands goes before anything is parsed.
"""

from __future__ import annotations

import json
import sys

from assistant.system import quick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from assistant.core.errors import SeeSayError
    from assistant.core.wording import Wording
    from assistant.system.messages import Body

INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; docs/cli.md is the contract."""
    try:
        reply = quick.hand_over(arguments)
        return _run(arguments) if reply is None else _answered(*reply)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output is gone; nothing may be written to it any more, not even at exit.
        sys.stdout = None
        return 0
    except Exception as error:  # noqa: BLE001 - whatever it is ends as one sentence
        return _failed(error, as_json="--json" in arguments or "--progress-json" in arguments)


def _answered(kind: str, body: Body) -> int:
    """Return the exit code of what the running instance did and we have printed. Raises what it tells as an error."""
    if kind == "error":
        from assistant.cli.client import raise_error

        raise_error(body)
    if "beside" in body:
        from assistant.cli.output import Printer

        return Printer(as_json=False, wav=None).report(body)
    return 0


def _failed(error: Exception, *, as_json: bool) -> int:
    from assistant.core.errors import EngineDied, SeeSayError, TimedOut

    match error:
        case SeeSayError():
            told = error
        case TimeoutError():
            told = TimedOut(seconds=f"{quick.PATIENCE:g}")
        case ConnectionError():
            told = EngineDied()
        case _:
            told = _defect(error)
    return complain(told, as_json=as_json)


def _defect(error: Exception) -> SeeSayError:
    import logging

    from assistant.core.errors import InternalError
    from assistant.system.logs import set_up

    set_up()
    logging.getLogger(__name__).debug("a defect", exc_info=error)
    return InternalError(detail=type(error).__name__)


def _run(arguments: Sequence[str]) -> int:
    from assistant.cli.arguments import parse
    from assistant.system.messages import LOOKS, SIGNALS
    from assistant.system.scaling import make_aware

    make_aware()
    options = parse(arguments)
    if options.command in LOOKS:
        from assistant.cli.look import look

        return look(options)
    if options.command in SIGNALS:
        return _signal(options)
    if options.command == "":
        return _start()
    if options.command == "document":
        from assistant.cli.document import document

        return document(options)
    if options.command == "demo":
        from assistant.cli.look import show_demo

        return show_demo(options)
    if options.command == "narrate":
        from assistant.cli import narrate

        return narrate.run(options)
    if options.command == "models":
        from assistant.cli import models

        return models.run(options)
    if options.command == "evaluate":
        from assistant.cli import evaluate

        return evaluate.run(options)
    return _list(options)


def _start() -> int:
    from assistant.cli.client import hand_over

    if hand_over("show") is not None:
        return 0
    from assistant.app.tray import run_tray

    return run_tray()


def _signal(options: Namespace) -> int:
    from assistant.cli.client import hand_over
    from assistant.core.errors import NotRunning

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
        print(f"{text.message} {text.hint}".strip(), file=sys.stderr)
    return error.exit_code


def wording() -> Wording:
    """Return the sentences in the user's language."""
    from assistant.app.house import load_wording

    return load_wording()
