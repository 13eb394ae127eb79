"""An engine whose model runs on a server that speaks OpenAI's chat completions: vLLM, llama.cpp, Ollama and others.

Runs in a child like every engine. Before the first request nothing is opened; nothing but the request's picture, the
words of the task and the key ever leaves. A PaliGemma is asked in the words it was trained on, any other model by
instructions.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from assistant.core.domain import (
    Box,
    Detail,
    Done,
    EngineEvent,
    Found,
    Picture,
    Piece,
    Reason,
    Region,
    RegionKind,
    Request,
    Stats,
    Task,
)
from assistant.core.errors import ModelCannot, RemoteKeyRefused
from assistant.core.honesty import MODEL_BOX, MODEL_SENTENCE
from assistant.core.servers import Server, parse_server
from assistant.core.wording import Wording, load_translations
from assistant.system import paths, secrets
from assistant.vision import instructions
from assistant.vision.paligemma import outputs, tasks
from assistant.vision.paligemma.text import Repetition
from assistant.vision.remote_calls import FIRST_SECONDS, Caller
from assistant.vision.remote_chat import Chat, Told
from assistant.vision.remote_messages import Delta
from assistant.vision.remote_pictures import data_uri

UNTOLD = (MODEL_SENTENCE.named + MODEL_SENTENCE.hedged) / 2
"""The confidence of a sentence whose server tells no probabilities: nobody knows, so it is hedged, never named."""
UNTOLD_PLACE = (MODEL_BOX.named + MODEL_BOX.hedged) / 2
"""Likewise of a box."""
_TRAININGS = {"-pt-": tasks.Training.PT, "docci": tasks.Training.DOCCI, "refcoco": tasks.Training.REFCOCO_SEG}


class RemoteEngine:
    """Answers on a server; one request at a time. `model` may be empty: then it is the server's first.

    `connect` is called at the first request, and again after a key was refused: the user may have entered another.
    """

    def __init__(self, connect: Callable[[], Chat], host: str, model: str, resources: Path) -> None:
        self._connect = connect
        self._chat: Chat | None = None
        self._host = host
        self._model = model
        self._resources = resources

    def answer(
        self, request: Request, picture: Picture, is_cancelled: Callable[[], bool]
    ) -> Generator[EngineEvent, None, None]:
        """Yield pieces and regions as they come, then one `Done`. Raises a `RemoteError` or `ModelCannot`."""
        started = time.perf_counter()
        first: float | None = None
        reason = Reason.FINISHED
        try:
            for event in self._answers(request, picture, is_cancelled):
                if isinstance(event, Reason):
                    reason = event
                    continue
                if first is None and isinstance(event, Piece):
                    first = (time.perf_counter() - started) * 1000
                yield event
        except RemoteKeyRefused:
            self.close()
            raise
        total = (time.perf_counter() - started) * 1000
        ended = Reason.CANCELLED if is_cancelled() else reason
        yield Done(request.id, ended, Stats(self._host, self._model, first, total))

    def close(self) -> None:
        """Close the connection to the server."""
        chat, self._chat = self._chat, None
        if chat is not None:
            chat.close()

    def _answers(
        self, request: Request, picture: Picture, is_cancelled: Callable[[], bool]
    ) -> Iterator[Piece | Found | Reason]:
        """Yield what is said of each part of the picture; a `Reason` where one did not simply finish."""
        chat = self._chat = self._chat or self._connect()
        self._model = self._model or chat.first_model(is_cancelled)
        told = self._told(request)
        language = "" if request.task in (Task.READ, Task.PROMPT) else told.language
        for box in request.boxes or (None,):
            with closing(chat.ask(self._model, told, data_uri(picture, box), is_cancelled)) as deltas:
                if request.task is Task.FIND:
                    yield from _found(request, deltas, box or Box(0, 0, picture.width, picture.height))
                else:
                    yield from _pieces(request, deltas, language)

    def _told(self, request: Request) -> Told:
        if "paligemma" in self._model.lower():
            return self._told_as_trained(request)
        if request.task not in instructions.TASKS:
            raise ModelCannot(model=self._model, task=str(request.task))
        translations = load_translations(self._resources / "locale", request.language)
        wording = Wording(request.language, translations, is_brief=request.detail is Detail.BRIEF)
        text = instructions.instruction(request, wording)
        return Told(text, instructions.token_limit(request), request.language)

    def _told_as_trained(self, request: Request) -> Told:
        if request.task is Task.OUTLINE:  # masks are decoded with files of a model that is on this computer
            raise ModelCannot(model=self._model, task=str(request.task))
        lower = self._model.lower()
        training = next((known for part, known in _TRAININGS.items() if part in lower), tasks.Training.MIX)
        choice = tasks.choose(request.task, request.detail, request.language, training, self._model)
        return Told(tasks.prompt(choice.skill, choice.language, request.question), choice.limit, choice.language)


def _pieces(request: Request, deltas: Iterable[Delta], language: str) -> Iterator[Piece | Reason]:
    """Yield the text as it comes, each bit with its own probability; stop where it turns in circles."""
    repetition = Repetition()
    for delta in deltas:
        if delta.text:
            if repetition.feed(hash(delta.text)):
                yield Reason.REPEATED
                return
            yield Piece(request.id, delta.text, UNTOLD if delta.confidence is None else delta.confidence, language)
        if delta.reason not in (None, Reason.FINISHED):
            yield delta.reason


def _found(request: Request, deltas: Iterable[Delta], area: Box) -> Iterator[Found | Reason]:
    """Yield the boxes of an answer to "detect", all as sure as the whole answer is."""
    text = ""
    known: list[float] = []
    for delta in deltas:
        text += delta.text
        known += [] if delta.confidence is None else [delta.confidence]
        if delta.reason not in (None, Reason.FINISHED):
            yield delta.reason
    things = tasks.things(request.question)
    label = things[0] if len(things) == 1 else ""
    confidence = outputs.geometric_mean(known) if known else UNTOLD_PLACE
    for thing in outputs.detections(outputs.parts_of_text(text), label):
        yield Found(request.id, Region(RegionKind.OBJECT, thing.label, thing.box(area), confidence))


def create(options: Mapping[str, str]) -> RemoteEngine:
    """Return the engine; nothing is opened yet.

    Options: `url`, which may name the server's model behind a "#"; may be left out: `key` (else the one that is kept
    for this host: asking for it may wait for the user, so it is done here and not where windows are drawn), `timeout`
    (seconds until the first word), `resources`. Raises `RemoteInsecure`, `UsageError`.
    """
    server = parse_server(options["url"])
    seconds = float(options.get("timeout") or FIRST_SECONDS)
    resources = Path(options["resources"]) if "resources" in options else paths.resources()

    def connect() -> Chat:
        return Chat(Caller(server, _key(server, options), seconds), server.host)

    return RemoteEngine(connect, server.host, server.model, resources)


def _key(server: Server, options: Mapping[str, str]) -> str:
    return options["key"] if "key" in options else secrets.get(secrets.server(server.host)) or ""
