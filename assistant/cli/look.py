"""`describe`, `read`, `ask` and `find`: by the running instance where there is one, else here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli import print_json
from assistant.cli.client import open_client, raise_error
from assistant.cli.output import Printer
from assistant.core import languages
from assistant.core.acts import Act
from assistant.core.domain import ON_SCREEN, Detail, Look, Picture, Source, SourceKind, Task
from assistant.core.errors import EngineDied, NotOfScreen, TimedOut, UsageError
from assistant.core.report import audio_report
from assistant.core.sources import parse_source

if TYPE_CHECKING:
    from argparse import Namespace

    from assistant.system.client import Client
    from assistant.system.messages import Body, Option

GRACE = 5.0
"""Seconds that the instance gets beyond the caller's time-out to tell that it is over."""

LONGEST_QUESTION = 2000
WORDED = frozenset({Task.ASK, Task.FIND, Task.OUTLINE, Task.PROMPT})
"""What takes words."""


def look(options: Namespace) -> int:
    """Answer one request and print it; return the exit code."""
    wanted = _look(options)
    printer = Printer(as_json=options.json, wav=Path(options.wav) if options.wav else None)
    client = open_client()
    if client is None:
        return _here(wanted, printer)
    with client:
        return _there(client, wanted, options, printer)


def show_demo(options: Namespace) -> int:
    """Do the main job once on this screen and print what was said; return the exit code."""
    if options.what == "document":
        return _show_document(options)
    if options.what == "camera":
        from assistant.cli.narrate import show_demo as show_camera

        return show_camera(options)
    from assistant.demo import demo

    printer = Printer(as_json=options.json, wav=Path(options.wav) if options.wav else None)
    ended = demo(printer.wav)
    for sentence in ended.answer.sentences:
        printer.sentence(sentence)
    return printer.ended(ended.answer, ended.audio)


def _show_document(options: Namespace) -> int:
    from assistant.demo import demo_document

    sentences: list[str] = []

    def take(text: str) -> None:
        sentences.append(text)
        if not options.json:
            print(text, flush=True)

    audio = demo_document(Path(options.wav) if options.wav else None, take)
    if options.json:
        print_json({"task": "document", "sentences": sentences, "audio": audio_report(audio)})
    return 0


def _look(options: Namespace) -> Look:
    for code in filter(None, [options.language, *(options.read_language or "").split(",")]):
        if not languages.is_known(code):
            raise UsageError(detail=f"language {code}")
    question = " ".join(getattr(options, "words", ())).strip()
    if len(question) > LONGEST_QUESTION:
        raise UsageError(detail=f"more than {LONGEST_QUESTION} characters")
    task = Task(getattr(options, "task", None) or options.command)
    if task in WORDED and not question:
        raise UsageError(detail=f"{options.command} without words")
    if task is Task.QUESTION and question:
        raise UsageError(detail="--suggest with words")
    source, act = parse_source(options.source), getattr(options, "act", None)
    if act and source.kind not in ON_SCREEN:
        raise NotOfScreen(source=str(source.kind))
    return Look(
        task=task,
        source=source,
        question=question,
        language=options.language,
        read_language=options.read_language,
        detail=Detail(options.detail) if options.detail else None,
        timeout=options.timeout,
        engine=options.engine,
        is_quiet=options.quiet,
        act=Act(act) if act else None,
    )


def _here(wanted: Look, printer: Printer) -> int:
    from assistant.app.once import run_once

    ended = run_once(wanted, printer.sentence, printer.wav)
    return printer.ended(ended.answer, ended.audio)


def _there(client: Client, wanted: Look, options: Namespace, printer: Printer) -> int:
    message: dict[str, Option] = {"source": options.source, "engine": wanted.engine}
    message["quiet"] = wanted.is_quiet or printer.wav is not None
    for name in ("language", "read_language", "detail", "timeout"):
        if (value := getattr(options, name)) is not None:
            message[name] = value
    if wanted.task != options.command:
        message["task"] = str(wanted.task)
    if wanted.question:
        message["question"] = wanted.question
    if wanted.act is not None:
        message["act"] = str(wanted.act)
    picture = None
    if wanted.source.kind is SourceKind.FILE:
        taken = _take(wanted.source)
        message["title"] = taken.title
        picture = (taken.width, taken.height, taken.rgb)
    client.send(options.command, message, picture)
    return _follow(client, wanted, printer)


def _follow(client: Client, wanted: Look, printer: Printer) -> int:
    patience = None if wanted.timeout is None else wanted.timeout + GRACE
    try:
        for kind, body in client.replies(patience):
            if kind == "event":
                printer.heard(str(body.get("sentence", "")), str(body.get("language", "")))
            elif kind == "error":
                raise_error(body)
            else:
                return printer.report(_as_asked(body, wanted))
    except TimeoutError:
        raise TimedOut(seconds=f"{wanted.timeout:g}") from None
    except ConnectionError:
        raise EngineDied from None
    return 0


def _as_asked(body: Body, wanted: Look) -> Body:
    return {**body, "source": wanted.source.path} if wanted.source.kind is SourceKind.FILE else body


def _take(source: Source) -> Picture:
    """Read a file or standard input here: the instance never opens a caller's files."""
    from assistant.capture.grabber import DesktopGrabber

    return DesktopGrabber(lambda: 0).grab(source)
