"""Vision-language models that are talked to, as an engine inside its child process.

It tells the task as a sentence in the answer's language and passes the answer on as it comes. It knows no places: FIND
and OUTLINE are refused. Loading and computing happen on one thread of its own, which lives as long as the engine:
`generate` can't be stopped half-way, so what it says goes through a queue, and what stops it is raised inside it.
"""

from __future__ import annotations

import gc
import logging
import queue
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.core.domain import Detail, Done, Piece, Reason, Stats, Task
from assistant.core.errors import ModelCannot, ModelTooLarge
from assistant.core.wording import M, Wording, load_translations
from assistant.system import paths
from assistant.vision import instructions
from assistant.vision.chat_model import ChatModel, load
from assistant.vision.paligemma import files
from assistant.vision.paligemma.forms import Forms, forms_by
from assistant.vision.paligemma.model import Cancelled, IsCancelled, Token
from assistant.vision.paligemma.outputs import Vocabulary
from assistant.vision.paligemma.text import Telling
from assistant.vision.paligemma.views import areas

if TYPE_CHECKING:
    from PIL.Image import Image

    from assistant.core.domain import Box, EngineEvent, Picture, Request

log = logging.getLogger(__name__)

NAME = "chat"
MOST_PIXELS = 1_000_000
"""Pixels of a picture as a model is given it; more would be more tokens than the catalogue reckons with."""
MOST_AREAS = 12
"""Parts of one picture that are looked at: each takes a prefill."""
_SLIVER = 100


class ChatEngine:
    """Answers DESCRIBE, READ, ASK, QUESTION and PROMPT. `forms` loads the model, smaller where memory runs out."""

    def __init__(self, forms: Forms[ChatModel], locale: Path) -> None:
        """Load the model. Raises the errors of loading."""
        self._forms = forms
        self._locale = locale
        self._thread = ThreadPoolExecutor(1, "model")
        self._model: ChatModel | None = None
        self._is_smaller = False
        try:
            self._load()
        except BaseException:
            self.close()
            raise

    def answer(
        self, request: Request, picture: Picture, is_cancelled: IsCancelled = lambda: False
    ) -> Iterator[EngineEvent]:
        """Yield pieces as they become known, then one `Done`. Raises a `SeeSayError`."""
        if request.task not in instructions.TASKS:
            raise ModelCannot(model=self._forms.form.name, task=str(request.task))
        started = time.perf_counter()
        first: float | None = None
        talk = _Talk(request, picture, self._wording(request), is_cancelled)
        for piece in self._pieces(talk):
            if first is None:
                first = (time.perf_counter() - started) * 1000
            yield piece
        reason = Reason.CANCELLED if is_cancelled() else talk.reason
        total = (time.perf_counter() - started) * 1000
        yield Done(request.id, reason, Stats(NAME, self._forms.form.name, first, total))

    def close(self) -> None:
        """Let the model and its thread go."""
        self._model = None
        self._thread.shutdown()

    def _pieces(self, talk: _Talk) -> Iterator[Piece]:
        """Yield the answer; where memory runs out, load a smaller form, say so, and begin again."""
        while True:
            try:
                yield from self._told(talk)
            except (ModelTooLarge, MemoryError, RuntimeError, OSError) as error:
                if not isinstance(error, ModelTooLarge) and not files.is_out_of_memory(error):
                    raise
            else:
                return
            # Out of the handler: the error's traceback holds what has to go before there is room for anything.
            self._step_down()

    def _told(self, talk: _Talk) -> Iterator[Piece]:
        if self._model is None:
            self._load()
        assert self._model is not None
        reason = self._forms.form.reason
        if self._is_smaller and reason is not None:
            yield talk.line(reason.told(talk.wording))
        self._is_smaller = False
        try:
            yield from talk.pieces(self._model, self._thread)
        except Cancelled:
            talk.reason = Reason.CANCELLED

    def _load(self) -> None:
        """Load the form that it is at; where that is too large, the next smaller one that fits."""
        while True:
            try:
                self._model = self._thread.submit(self._forms.load).result()
            except ModelTooLarge:
                if not self._forms.step_down():
                    raise
                self._is_smaller = True
            else:
                return

    def _step_down(self) -> None:
        log.warning("memory ran out in an answer")
        self._model = None
        gc.collect()
        if not self._forms.step_down():
            raise self._forms.too_large()
        self._is_smaller = True

    def _wording(self, request: Request) -> Wording:
        translations = load_translations(self._locale, request.language)
        return Wording(request.language, translations, is_brief=request.detail is Detail.BRIEF)


@dataclass(slots=True)
class _Talk:
    """One request about one picture; `reason` is how its answers have ended, the worst so far."""

    request: Request
    picture: Picture
    wording: Wording
    is_cancelled: IsCancelled
    reason: Reason = Reason.FINISHED

    def pieces(self, model: ChatModel, thread: ThreadPoolExecutor) -> Iterator[Piece]:
        """Yield what the model says of each part of the picture; silence is told."""
        parts = areas(self.picture, self.request.boxes)
        if len(parts) > MOST_AREAS:
            self.reason = Reason.LENGTH
        # What a picture says or an open prompt asks for may be in any language.
        is_open = self.request.task in (Task.READ, Task.PROMPT)
        language = "" if is_open else self.request.language
        has_told = False
        for part in parts[:MOST_AREAS]:
            is_line_open = False
            for piece in self._said(part, model, thread, language):
                is_line_open = True
                yield piece
            if is_line_open:
                has_told = True
                yield Piece(self.request.id, "\n", 1.0, language)
        if not has_told and not self.is_cancelled():
            nothing = M.TEXT_NONE if self.request.task is Task.READ else M.NOTHING_SAID
            yield self.line(self.wording.say(nothing))

    def line(self, sentence: str) -> Piece:
        """Return a sentence of SeeSay's own."""
        return Piece(self.request.id, f"{sentence}\n", 1.0, self.wording.language)

    def _said(self, part: Box, model: ChatModel, thread: ThreadPoolExecutor, language: str) -> Iterator[Piece]:
        text = instructions.instruction(self.request, self.wording)
        limit = instructions.token_limit(self.request)
        stream = _Stream(thread, model, _cut(self.picture, part), text, limit, self.is_cancelled)
        telling = Telling(model.tokenizer, _NoPlaces())
        try:
            for said in telling.said(stream):
                yield Piece(self.request.id, said.text, said.confidence, language)
        finally:
            stream.close()
        if telling.is_circular:
            self.reason = Reason.REPEATED
        elif stream.count >= limit and self.reason is not Reason.REPEATED:
            self.reason = Reason.LENGTH


class _Stream:
    """The tokens of an answer that is computed on the model's thread, in the order in which they come."""

    def __init__(
        self,
        thread: ThreadPoolExecutor,
        model: ChatModel,
        image: Image,
        text: str,
        limit: int,
        is_cancelled: IsCancelled,
    ) -> None:
        self.count = 0
        self._tokens: queue.SimpleQueue[Token | None] = queue.SimpleQueue()
        self._is_left = False

        def is_over() -> bool:
            return self._is_left or is_cancelled()

        self._future: Future[None] = thread.submit(model.generate, image, text, limit, is_over, self._tokens.put)
        self._future.add_done_callback(lambda _: self._tokens.put(None))

    def __iter__(self) -> Iterator[Token]:
        """Yield tokens until the end. Raises what `generate` does."""
        while (token := self._tokens.get()) is not None:
            self.count += 1
            yield token
        self._future.result()

    def close(self) -> None:
        """Leave the answer and wait until nothing of it is computed any more: a layer's time, or a token's."""
        self._is_left = True
        self._future.exception()


class _NoPlaces(Vocabulary):
    """The vocabulary of a model that knows no places."""

    def __init__(self) -> None:
        """Look nothing up."""

    def is_place(self, token_id: int) -> bool:
        """Return False."""
        return False


def _cut(picture: Picture, part: Box) -> Image:
    """Return a part of a picture, made smaller where it has too many pixels; a sliver is made wider."""
    from PIL import Image

    pixels = np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)
    image = Image.fromarray(np.ascontiguousarray(pixels[part.y : part.bottom, part.x : part.right]))
    scale = min(1.0, (MOST_PIXELS / (image.width * image.height)) ** 0.5)
    width, height = image.width * scale, image.height * scale
    # Models refuse what is much longer than wide.
    size = max(1, round(max(width, height / _SLIVER))), max(1, round(max(height, width / _SLIVER)))
    return image if size == image.size else image.resize(size, Image.Resampling.BICUBIC)


def create(options: Mapping[str, str]) -> ChatEngine:
    """Return a warm engine. The options are those of `paligemma.engine.create` but for the mask decoder."""
    folder = Path(options["folder"])
    name = options.get("model") or folder.name
    resources = Path(options["resources"]) if options.get("resources") else paths.resources()
    return ChatEngine(forms_by(load, options, name, folder), resources / "locale")
