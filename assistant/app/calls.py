"""Requests of command lines, as the running instance takes them: from the socket's words to the session and back."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.core.acts import Act
from assistant.core.answers import Answer, Sentence
from assistant.core.commands import Commander
from assistant.core.domain import Command, Detail, Look, Picture, SourceKind, Task
from assistant.core.errors import SeeSayError, UsageError
from assistant.core.report import BESIDE, Audio, answer_report
from assistant.core.session import Session
from assistant.core.settings import Settings
from assistant.core.sources import parse_source
from assistant.system.instance import Call, Message, RawPicture
from assistant.system.messages import BETWEEN

_COMMANDS = {
    "stop": Command.STOP,
    "repeat": Command.REPEAT,
    "open": Command.OPEN,
    "show": Command.SHOW,
}
_LOOKS = {task.value: task for task in (Task.DESCRIBE, Task.READ, Task.ASK, Task.FIND)}
_KINDS = {("ask", "question"): Task.QUESTION, ("ask", "prompt"): Task.PROMPT, ("find", "outline"): Task.OUTLINE}
"""Verbs and the other tasks that they can carry."""


class CallSink:
    """Carries one answer to whoever called."""

    def __init__(self, call: Call, voice: str | None) -> None:
        self._call = call
        self._voice = voice

    def sentence(self, sentence: Sentence) -> None:
        """Send a sentence on."""
        self._call.send({"sentence": sentence.text, "language": sentence.language})

    def ended(self, answer: Answer) -> None:
        """Send the whole answer, or the error that ended it."""
        if isinstance(answer.error, BESIDE):
            error = {"code": answer.error.code, "params": answer.error.params}
            self._call.finish(answer_report(answer, None) | {"beside": error})
        elif answer.error is not None:
            self._call.fail(answer.error.code, answer.error.params)
        else:
            audio = Audio(None, self._voice, None) if self._voice else None
            self._call.finish(answer_report(answer, audio))


class Switchboard:
    """Takes calls on the owner's thread. `post` does a thing there, from any thread."""

    def __init__(
        self,
        session: Session,
        commander: Commander,
        settings: Callable[[], Settings],
        voice_name: Callable[[], str],
        post: Callable[[Callable[[], None]], None],
        reload: Callable[[], None],
        read: Callable[[Sequence[str]], None],
    ) -> None:
        self._session = session
        self._commander = commander
        self._settings = settings
        self._voice_name = voice_name
        self._post = post
        self._reload = reload
        self._read = read
        self._picture_ids = itertools.count(-1, -1)

    def handle(self, call: Call) -> None:
        """Take a call, on any thread."""
        self._post(lambda: self._take(call))

    def _take(self, call: Call) -> None:
        try:
            self._answer(call)
        except SeeSayError as error:
            call.fail(error.code, error.params)

    def _answer(self, call: Call) -> None:
        verb = call.message.verb
        if verb in _LOOKS:
            self._look(call, look_of(call.message, self._settings()))
            return
        if verb == "keys":
            keys = {str(command): self._commander.key_of(command) for command in Command}
            call.finish({"keys": {command: key for command, key in keys.items() if key}})
            return
        if verb == "reload":
            self._reload()
        elif verb == "document":
            self._read([path for path in str(call.message.options.get("paths", "")).split(BETWEEN) if path])
        elif verb in _COMMANDS:
            self._commander.do(_COMMANDS[verb])
        call.finish({"ok": True})

    def _look(self, call: Call, look: Look) -> None:
        sink = CallSink(call, None if look.is_quiet else self._voice_name())
        if call.picture is not None:
            request_id = self._session.look_at(look, self._picture(call.picture, look, call.message), sink)
        elif look.source.kind is SourceKind.FILE:
            raise UsageError(detail="picture")
        else:
            request_id = self._session.look(look, sink)
        call.on_gone(lambda: self._post(lambda: self._session.leave(request_id)))

    def _picture(self, raw: RawPicture, look: Look, message: Message) -> Picture:
        # Ids below zero: the grabber of this instance counts upwards from one.
        title = str(message.options.get("title", ""))
        return Picture(
            next(self._picture_ids), look.source, raw.width, raw.height, raw.rgb, taken_at=time.time(), title=title
        )


def look_of(message: Message, settings: Settings) -> Look:
    """Return the intent that a message carries. Raises `UsageError`."""
    options = message.options

    def text(name: str) -> str | None:
        value = options.get(name)
        return value if isinstance(value, str) and value else None

    source = parse_source(text("source") or "screen")
    if source.kind is SourceKind.SCREEN:
        source = replace(source, monitor=settings.text("capture.monitor"))
    detail, timeout = text("detail"), options.get("timeout")
    try:
        wanted = Detail(detail) if detail else None
    except ValueError:
        raise UsageError(detail="detail") from None
    act = text("act")
    if act is not None and (act not in list(Act) or message.verb != Task.FIND):
        raise UsageError(detail="act")
    kind = text("task")
    task = _LOOKS[message.verb] if kind is None else _KINDS.get((message.verb, kind))
    if task is None:
        raise UsageError(detail="task")
    return Look(
        task=task,
        source=source,
        question=text("question") or "",
        language=text("language"),
        read_language=text("read_language"),
        detail=wanted,
        timeout=float(timeout) if isinstance(timeout, (int, float)) else None,
        engine=text("engine") or "auto",
        is_quiet=options.get("quiet") is True,
        act=Act(act) if act else None,
    )
