"""The words of the command line: which commands there are, what they take, what is wrong with them."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Sequence
from typing import NoReturn

from assistant import __version__
from assistant.core.acts import Act
from assistant.core.domain import Detail, Task
from assistant.core.errors import UsageError


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(detail=message)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the command and its options; `command` is "" for a bare start. Raises `UsageError`."""
    parsed = _parser().parse_args(list(arguments))
    parsed.command = parsed.command or ""
    return parsed


def _parser() -> _Parser:
    parser = _Parser(
        prog="seesay",
        description="Tells you what is on your screen. Without a command it starts, or shows the one that runs.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"seesay {__version__}")
    common = _common()
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for name, text in (("describe", "say what is there"), ("read", "read the text that is there")):
        command = commands.add_parser(name, parents=[common], help=text, description=text, allow_abbrev=False)
        command.add_argument(
            "source",
            nargs="?",
            default="screen",
            metavar="SOURCE",
            help="screen, window, region:X,Y,W,H, clipboard, camera, else a file; - is stdin",
        )
    for name, word, text in (("ask", "QUESTION", "answer a question"), ("find", "THING", "say where a thing is")):
        command = commands.add_parser(name, parents=[common], help=text, description=text, allow_abbrev=False)
        command.add_argument("words", nargs="*", metavar=word)
        command.add_argument("--on", dest="source", default="screen", metavar="SOURCE", help="where to look")
        _add_kinds(command, name)
    listing = _listing()
    for name, text in (
        ("stop", "be silent"),
        ("repeat", "say the last answer again"),
        ("open", "open the last answer"),
        ("keys", "list the keys"),
        ("voices", "list the voices"),
        ("doctor", "try every part and say what works"),
    ):
        commands.add_parser(name, parents=[listing], help=text, description=text, allow_abbrev=False)
    _add_document(commands, common)
    _add_narrate(commands, common)
    demo = commands.add_parser("demo", parents=[listing], help="do the main job once", allow_abbrev=False)
    demo.add_argument("what", nargs="?", choices=["screen", "document", "camera"], default="screen", help="which job")
    demo.add_argument("--wav", metavar="FILE", help="write the speech instead of playing it")
    _add_settings(commands, listing)
    _add_models(commands, listing)
    _add_evaluate(commands, listing)
    return parser


def _add_document(commands: argparse._SubParsersAction[_Parser], common: _Parser) -> None:
    text = "read a document aloud, or keep it as sound, as text or as a searchable PDF"
    document = commands.add_parser("document", parents=[common], help=text, description=text, allow_abbrev=False)
    document.add_argument("files", nargs="+", metavar="FILE", help="pictures together are one document")
    document.add_argument("--from", dest="first", type=_page, metavar="PAGE", help="the first page, else 1")
    document.add_argument("--to", dest="last", type=_page, metavar="PAGE", help="the last page, else the document's")
    document.add_argument("--save", metavar="OUT", help="keep it: .wav, .opus, .mp3, .txt or .pdf")
    document.add_argument("--password-stdin", action="store_true", help="its password is the first line of stdin")


def _add_narrate(commands: argparse._SubParsersAction[_Parser], common: _Parser) -> None:
    text = "tell what a camera sees, and what changes, until it is interrupted"
    narrate = commands.add_parser("narrate", parents=[common], help=text, description=text, allow_abbrev=False)
    sources = narrate.add_mutually_exclusive_group()
    sources.add_argument("--camera", metavar="NAME", help="which one; else that of the settings, or the default one")
    sources.add_argument("--video", metavar="FILE", help="a video in place of a camera; ends with it")


def _add_evaluate(commands: argparse._SubParsersAction[_Parser], listing: _Parser) -> None:
    text = "score a model on your own pictures, questions and answers"
    evaluate = commands.add_parser("evaluate", parents=[listing], help=text, description=text, allow_abbrev=False)
    evaluate.add_argument("folder", metavar="FOLDER", help="holds questions.jsonl or questions.csv, and the pictures")
    evaluate.add_argument("--model", metavar="NAME", help="an installed model; else the best that is installed")
    evaluate.add_argument("--precision", default="auto", metavar="P[,P]", help="nf4, int8, bf16, fp16, fp32 or auto")
    evaluate.add_argument("--plot", metavar="FILE.png", help="draw the results; takes the extra evaluate")


def _add_kinds(command: _Parser, name: str) -> None:
    """Add what makes another task of a command; each takes a large model."""
    kinds = command.add_mutually_exclusive_group()

    def add(option: str, task: Task, text: str) -> None:
        kinds.add_argument(option, dest="task", action="store_const", const=task, help=text)

    if name == Task.ASK:
        add("--suggest", Task.QUESTION, "suggest questions about the picture; takes no words")
        add("--prompt", Task.PROMPT, "hand the words to the model as they are")
    else:
        add("--outline", Task.OUTLINE, "give the thing's outline as well")
        command.add_argument("--act", choices=[str(act) for act in Act], help="what to do with the thing, if it is one")


def _common() -> _Parser:
    common = _Parser(add_help=False)
    common.add_argument("--language", metavar="CODE", help="language of the answer")
    common.add_argument("--read-language", metavar="CODE[,CODE]", help="languages of the text in the picture")
    common.add_argument("--engine", default="auto", metavar="NAME", help="auto, embedded, a model or a server")
    common.add_argument("--detail", choices=[str(detail) for detail in Detail], help="how much to say")
    common.add_argument("--json", action="store_true", help="print one object at the end")
    common.add_argument("--wav", metavar="FILE", help="write the speech instead of playing it")
    common.add_argument("--quiet", action="store_true", help="speak nothing")
    common.add_argument("--timeout", type=_seconds, metavar="S", help="seconds after which to give up")
    return common


def _listing() -> _Parser:
    listing = _Parser(add_help=False)
    listing.add_argument("--json", action="store_true", help="print a list for programs")
    return listing


def _add_settings(commands: argparse._SubParsersAction[_Parser], listing: _Parser) -> None:
    settings = commands.add_parser("settings", help="list, get, set or reset settings", allow_abbrev=False)
    actions = settings.add_subparsers(dest="action", metavar="list|get|set|reset", required=True, parser_class=_Parser)
    actions.add_parser("list", parents=[listing], help="every setting with its value")
    for name, text in (("get", "print one"), ("set", "change one"), ("reset", "go back to the default")):
        action = actions.add_parser(name, parents=[listing], help=text)
        action.add_argument("name", metavar="NAME")
        if name == "set":
            action.add_argument("value", metavar="VALUE")


def _add_models(commands: argparse._SubParsersAction[_Parser], listing: _Parser) -> None:
    models = commands.add_parser("models", help="fetch, import, check and remove models", allow_abbrev=False)
    words = "list|show|install|import|verify|remove|key"
    actions = models.add_subparsers(dest="action", metavar=words, required=True, parser_class=_Parser)
    listed = actions.add_parser("list", parents=[listing], help="what there is and what is here", allow_abbrev=False)
    listed.add_argument("--fit", action="store_true", help="try what this computer can run; takes some seconds")
    listed.add_argument("what", nargs="?", choices=["models", "packs"], default="models", help="models or packs")
    for name, text in (
        ("show", "all that is known of one"),
        ("install", "fetch it, or go on where it was left"),
        ("import", "take it from a folder, a hub's cache or a .traineddata file"),
        ("verify", "compare its files with what they must be"),
        ("remove", "delete its files"),
    ):
        action = actions.add_parser(name, parents=[listing], help=text, allow_abbrev=False)
        is_import = name == "import"
        action.add_argument(
            "path" if is_import else "name", metavar="FOLDER" if is_import else "NAME", help="lang:CODE is a pack"
        )
        if name in ("install", "import", "verify"):
            action.add_argument("--progress-json", action="store_true", help="print progress as a line each")
        if name == "show":
            action.add_argument("--fit", action="store_true", help="try whether this computer can run it")
        if name == "install":
            action.add_argument("--token-stdin", action="store_true", help="read the hub's token from standard input")
        if name == "verify":
            action.add_argument("--repair", action="store_true", help="fetch again what is damaged")
        if is_import:
            action.add_argument("--name", metavar="NAME", help="what it is to be called")
            action.add_argument("--family", choices=["paligemma", "chat"], help="what kind of model it is")
            trainings = ["mix", "pt", "docci", "refcoco-seg", "chat"]
            action.add_argument("--training", choices=trainings, help="what it was trained for")
    key = actions.add_parser("key", parents=[listing], help="keep a server's key, or the hub's token")
    key.add_argument("host", metavar="HOST", help="the server's name; hub is the hub")
    key.add_argument("--token-stdin", action="store_true", help="read the key from standard input")
    key.add_argument("--forget", action="store_true", help="forget it")


def _page(text: str) -> int:
    with contextlib.suppress(ValueError):
        if 0 < (page := int(text)) < 1_000_000_000:
            return page
    raise argparse.ArgumentTypeError("pages are counted from 1")


def _seconds(text: str) -> float:
    with contextlib.suppress(ValueError):
        seconds = float(text)
        if 0 < seconds < 86_400:
            return seconds
    raise argparse.ArgumentTypeError("seconds between 0 and 86400")
