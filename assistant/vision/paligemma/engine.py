"""PaliGemma as an engine inside its child process: every task of the house, on a model of this machine.

It loads what its options name, on the thread that answers. It answers one request at a time and keeps what it has seen
of the last two pictures until it is told to forget. When memory runs out it loads a smaller form of the model, says so,
and begins the answer again. Its sentences come from the wording; pixels, prompts and answers stay in memory.
"""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.core.domain import Detail, Done, Piece, Reason, Stats, Task
from assistant.core.errors import ModelBroken, ModelTooLarge
from assistant.core.wording import Wording, load_translations
from assistant.system import paths
from assistant.vision.catalogue import CATALOGUE
from assistant.vision.paligemma.files import is_out_of_memory
from assistant.vision.paligemma.finding import find
from assistant.vision.paligemma.looking import Answering, Looking
from assistant.vision.paligemma.masks import NAME as MASKS
from assistant.vision.paligemma.masks import MaskDecoder, find_decoder
from assistant.vision.paligemma.model import Cancelled
from assistant.vision.paligemma.suggesting import suggest
from assistant.vision.paligemma.tasks import Training
from assistant.vision.paligemma.telling import tell
from assistant.vision.paligemma.views import Views
from assistant.vision.store import record

if TYPE_CHECKING:
    from assistant.core.domain import EngineEvent, Picture, Request
    from assistant.vision.paligemma.forms import Forms
    from assistant.vision.paligemma.model import PaliGemmaModel

log = logging.getLogger(__name__)

NAME = "paligemma"

_TASKS: Mapping[Task, Callable[[Looking], Iterator[EngineEvent]]] = {
    Task.FIND: find,
    Task.OUTLINE: find,
    Task.QUESTION: suggest,
}


class PaliGemmaEngine:
    """Answers every task. `forms` loads the model, and a smaller form of it where memory runs out."""

    def __init__(
        self,
        forms: Forms[PaliGemmaModel],
        training: Training,
        *,
        decoder: MaskDecoder | ModelBroken | None = None,
        locale: Path | None = None,
    ) -> None:
        """Load the model. Raises the errors of loading."""
        self._forms = forms
        self._training = training
        self._decoder = decoder
        self._locale = locale or paths.resources() / "locale"
        self._tools: Answering | None = None
        self._is_smaller = False
        self._load()

    def answer(
        self, request: Request, picture: Picture, is_cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[EngineEvent]:
        """Yield pieces and regions as they become known, then one `Done`. Raises a `SeeSayError`."""
        started = time.perf_counter()
        first: float | None = None
        course = _Course()
        for event in self._events(request, picture, is_cancelled, course):
            if first is None and isinstance(event, Piece):
                first = (time.perf_counter() - started) * 1000
            yield event
        if is_cancelled():
            course.reason = Reason.CANCELLED
        total = (time.perf_counter() - started) * 1000
        yield Done(request.id, course.reason, Stats(NAME, self._forms.form.name, first, total))

    def forget(self) -> None:
        """Drop all that is known of pictures, their pixels included."""
        if self._tools is not None:
            self._tools.views.forget()

    # --- one answer -----------------------------------------------------------------------------------

    def _events(
        self, request: Request, picture: Picture, is_cancelled: Callable[[], bool], course: _Course
    ) -> Iterator[EngineEvent]:
        wording = self._wording(request)
        while True:
            try:
                yield from self._told(request, picture, wording, is_cancelled, course)
            except (ModelTooLarge, MemoryError, RuntimeError, OSError) as error:
                if not isinstance(error, ModelTooLarge) and not is_out_of_memory(error):
                    raise
            else:
                return
            # Out of the handler: the error's traceback holds what has to go before there is room for anything.
            self._step_down()

    def _told(
        self,
        request: Request,
        picture: Picture,
        wording: Wording,
        is_cancelled: Callable[[], bool],
        course: _Course,
    ) -> Iterator[EngineEvent]:
        if self._tools is None:
            self._load()
        assert self._tools is not None
        looking = Looking(request, picture, wording, self._tools, is_cancelled)
        reason = self._forms.form.reason
        if self._is_smaller and reason is not None and not course.is_memory_told:
            course.is_memory_told = True
            yield looking.notice(reason.told(wording))
        self._is_smaller = False
        try:
            yield from _TASKS.get(request.task, tell)(looking)
        except Cancelled:
            course.reason = Reason.CANCELLED
            return
        course.reason = looking.reason

    def _wording(self, request: Request) -> Wording:
        translations = load_translations(self._locale, request.language)
        return Wording(request.language, translations, is_brief=request.detail is Detail.BRIEF)

    # --- the model ------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Load the form that it is at; where that is too large, the next smaller one that fits."""
        while True:
            try:
                model = self._forms.load()
            except ModelTooLarge:
                if not self._forms.step_down():
                    raise
                self._is_smaller = True
            else:
                self._tools = Answering(model, Views(model), self._training, self._decoder)
                return

    def _step_down(self) -> None:
        """Give up the model and load a smaller form. Raises `ModelTooLarge` where there is none."""
        log.warning("memory ran out in an answer")
        self._tools = None
        gc.collect()
        if not self._forms.step_down():
            raise self._forms.too_large()
        self._load()
        self._is_smaller = True


class _Course:
    """How an answer goes: its end, and whether it was told that the memory was short."""

    def __init__(self) -> None:
        self.reason = Reason.FINISHED
        self.is_memory_told = False


def create(options: Mapping[str, str]) -> PaliGemmaEngine:
    """Return a warm engine.

    Options: `model` (its name) and `folder` (its files) are needed; `cache`, `device`, `precision`, `threads`,
    `memory_limit` (bytes), `mask_decoder` (a file), `training` and `resources` may be left out or empty.
    """
    from assistant.vision.paligemma.forms import forms_of

    folder = Path(options["folder"])
    name = options.get("model") or folder.name
    resources = options.get("resources")
    return PaliGemmaEngine(
        forms_of(options, name, folder),
        _training(options.get("training", ""), name, folder),
        decoder=_decoder(options.get("mask_decoder", ""), folder),
        locale=Path(resources) / "locale" if resources else None,
    )


def _training(told: str, name: str, folder: Path) -> Training:
    """Return what a model was trained for: as told, as its folder says, as the catalogue says, else mix."""
    if not told and (folder / record.NAME).is_file():
        told = record.read(folder).training
    told = told or (CATALOGUE[name].training if name in CATALOGUE else Training.MIX)
    try:
        return Training(told)
    except ValueError as error:
        raise ModelBroken(model=name, file=record.NAME) from error


def _decoder(told: str, folder: Path) -> MaskDecoder | ModelBroken | None:
    """Load the mask decoder: the file that is told, else one in the model's folder or installed beside it.

    A broken one costs outlines, nothing else: its error is returned, and told to who asks for an outline.
    """
    path = Path(told) if told else find_decoder([folder, folder.parent / MASKS])
    if path is None:
        return None
    try:
        return MaskDecoder.load(path)
    except ModelBroken as error:
        log.warning("the mask decoder %s is broken", path.name)
        return error
