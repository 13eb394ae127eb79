"""Vision-language models that are talked to, as an engine inside its child process.

Any that transformers knows, by its chat template, from safetensors, without code that comes with a model.
It tells the task as a sentence in the answer's language and passes the answer on as it comes. It knows no places: FIND
and OUTLINE are refused. Loading and computing happen on one thread of its own, which lives as long as the engine:
`generate` can't be stopped half-way, so what it says goes through a queue, and what stops it is raised inside it.
"""

from __future__ import annotations

import gc
import logging
import queue
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from assistant.core.cleaning import plain
from assistant.core.domain import Detail, Done, Piece, Reason, Stats, Task
from assistant.core.errors import ModelBroken, ModelCannot, ModelTooLarge
from assistant.core.wording import M, Wording, load_translations
from assistant.system import paths
from assistant.vision import instructions
from assistant.vision.paligemma import files, loading
from assistant.vision.paligemma.forms import Forms, forms_by
from assistant.vision.paligemma.model import Cancelled, IsCancelled, Token, Tokenizer
from assistant.vision.paligemma.outputs import Vocabulary
from assistant.vision.paligemma.text import Telling
from assistant.vision.paligemma.views import areas

if TYPE_CHECKING:
    from PIL.Image import Image

    from assistant.core.domain import Box, EngineEvent, Picture, Request
    from assistant.vision.paligemma.decode import Watch

log = logging.getLogger(__name__)

NAME = "chat"
MOST_PIXELS = 1_000_000
"""Pixels of a picture as a model is given it; more would be more tokens than the catalogue reckons with."""
MOST_AREAS = 12
"""Parts of one picture that are looked at: each takes a prefill."""
_SLIVER = 100
_LAYERS = re.compile(r"(?:layers|blocks)\.\d+$")
_DECODER = re.compile(r"(?:language_model|text_model)\.(?:.*\.)?layers\.\d+\.|^model\.layers\.\d+\.")
# The libraries of other people are not typed here.
Foreign = Any


class ChatModel:
    """A loaded model. Use it on the thread that loaded it, one call at a time."""

    def __init__(self, model: Foreign, processor: Foreign, *, name: str, precision: str, device: str) -> None:
        self.name = name
        self.precision = precision
        self.device = device
        self.tokenizer = cast("Tokenizer", processor.tokenizer)
        self._model = model
        self._processor = processor
        self._special = _any_of(processor.tokenizer)
        self._ends = _ends(model)
        self._watch: Watch | None = None
        for module in _stops(model):
            module.register_forward_pre_hook(self._look)

    def generate(
        self, image: Image, text: str, limit: int, is_cancelled: IsCancelled, tell: Callable[[Token], None]
    ) -> None:
        """Tell the greedy answer's tokens one by one, at most `limit`, the end token left out.

        They are those of `model.generate(do_sample=False)`, for it is what runs. Raises Cancelled within a layer's time
        (in the prefill) or a token's, ModelBroken where the scores are no numbers.
        """
        from transformers import LogitsProcessorList

        from assistant.vision.paligemma.decode import Watch

        self._watch = Watch(is_cancelled, self._model.device)
        try:
            self._model.generate(
                **self._inputs(image, text),
                max_new_tokens=limit,
                do_sample=False,
                num_beams=1,
                logits_processor=LogitsProcessorList([self._listener(tell)]),
            )
        finally:
            self._watch = None

    def prompt(self, text: str) -> str:
        """Return a text as the model was trained to be told it; what looks like its own marks is taken out."""
        content = [{"type": "image"}, {"type": "text", "text": self.harmless(text)}]
        messages = [{"role": "user", "content": content}]
        return str(self._processor.apply_chat_template(messages, add_generation_prompt=True))

    def harmless(self, text: str) -> str:
        """Return a text without anything that the tokenizer would read as a mark of the conversation or a picture."""
        cleaned = plain(text)
        while (without := self._special.sub(" ", cleaned)) != cleaned:
            cleaned = without
        return cleaned.strip()

    def _inputs(self, image: Image, text: str) -> dict[str, Foreign]:
        inputs = self._processor(text=[self.prompt(text)], images=[[image]], return_tensors="pt")
        return {
            name: value.to(self._model.device, self._model.dtype if value.is_floating_point() else None)
            for name, value in inputs.items()
            if hasattr(value, "is_floating_point")
        }

    def _listener(self, tell: Callable[[Token], None]) -> Callable[[Foreign, Foreign], Foreign]:
        """Return what `generate` shows its scores to: the greedy choice among them is the next token."""

        def listen(ids: Foreign, scores: Foreign) -> Foreign:
            self._look()
            values = scores[0].float()
            best = int(values.argmax())
            chance = float((values[best] - values.logsumexp(-1)).exp())
            if not 0.0 <= chance <= 1.001:
                raise ModelBroken(model=self.name, file=files.SINGLE)
            if best not in self._ends:
                tell(Token(best, min(chance, 1.0)))
            return scores

        return listen

    def _look(self, *_: Foreign) -> None:
        if self._watch is not None:
            self._watch()


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


# --- pictures and tokens --------------------------------------------------------------------------------


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


def _any_of(tokenizer: Foreign) -> re.Pattern[str]:
    """Return a pattern that matches whatever the tokenizer reads as one of its marks."""
    marks = {*tokenizer.get_added_vocab(), *tokenizer.all_special_tokens}
    words = sorted((each for each in marks if each.strip()), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")


def _ends(model: Foreign) -> frozenset[int]:
    told = model.generation_config.eos_token_id
    return frozenset(told if isinstance(told, list) else [] if told is None else [told])


def _stops(model: Foreign) -> Sequence[Foreign]:
    """Return the modules before which a computation may be left: every layer, of the vision tower as well."""
    return [module for name, module in model.named_modules() if _LAYERS.search(name)]


# --- loading --------------------------------------------------------------------------------------------


def load(
    folder: Path,
    *,
    name: str,
    device: str = "auto",
    precision: str = "auto",
    cache: Path | None = None,
    threads: int | None = None,
    memory_limit: int | None = None,
) -> ChatModel:
    """Load the model in `folder`; the parameters and the errors are those of `paligemma.loading.load`.

    `cache` is not used: what is quantised here is small.
    """
    target = loading.prepare(name, device, precision, threads)
    files.check_weights(folder, name)
    need = files.needed(folder, target.precision, target.dtype.itemsize)
    free = memory_limit or files.free_memory()
    if free is not None and need > free:
        raise ModelTooLarge(model=name, need=files.gigabytes(need), free=files.gigabytes(free))
    processor = _processor(folder, name)
    try:
        model = _weights(folder, target)
    except Exception as error:
        if files.is_out_of_memory(error):
            free_now = files.gigabytes(files.free_memory())
            raise ModelTooLarge(model=name, need=files.gigabytes(need), free=free_now) from error
        raise ModelBroken(model=name, file=files.weights_file(folder)) from error
    return ChatModel(model, processor, name=name, precision=target.precision, device=str(target.device))


def _processor(folder: Path, name: str) -> Foreign:
    try:
        processor = _processor_class(folder).from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        if not processor.chat_template or not processor.tokenizer.is_fast:
            raise ValueError("nothing to talk by")
    except Exception as error:
        raise ModelBroken(model=name, file="processor_config.json") from error
    return processor


def _processor_class(folder: Path) -> Foreign:
    """Return the class that AutoProcessor would take, without its part for films, which needs libraries of its own."""
    from transformers import AutoConfig
    from transformers.models.auto.processing_auto import PROCESSOR_MAPPING

    config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    known = PROCESSOR_MAPPING[type(config)]
    parts = [each for each in known.get_attributes() if each != "video_processor"]
    return type(known.__name__, (known,), {"get_attributes": classmethod(lambda cls: parts)})


def _weights(folder: Path, target: Foreign) -> Foreign:
    from transformers import AutoModelForImageTextToText

    common: dict[str, Foreign] = {"local_files_only": True, "trust_remote_code": False}
    model, told = AutoModelForImageTextToText.from_pretrained(
        folder,
        **common,
        dtype=target.dtype,
        use_safetensors=True,
        device_map={"": target.device},
        quantization_config=_quantisation(folder, target, common),
        output_loading_info=True,
    )
    if told["missing_keys"] or told.get("mismatched_keys"):
        raise ValueError("weights are missing")
    return model.eval()


def _quantisation(folder: Path, target: Foreign, common: Mapping[str, Foreign]) -> Foreign:
    """Return how the layers of the text model are quantised, all else left as it is; None where nothing is."""
    if target.precision not in ("nf4", "int8"):
        return None
    import torch
    from accelerate import init_empty_weights
    from transformers import AutoConfig, AutoModelForImageTextToText, BitsAndBytesConfig

    with init_empty_weights():
        empty = AutoModelForImageTextToText.from_config(AutoConfig.from_pretrained(folder, **common))
    linear = [name for name, module in empty.named_modules() if isinstance(module, torch.nn.Linear)]
    skipped = [name for name in linear if not _DECODER.search(name)]
    if target.precision == "int8":
        return BitsAndBytesConfig(load_in_8bit=True, llm_int8_skip_modules=skipped)
    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=target.dtype,
        llm_int8_skip_modules=skipped,
    )


def create(options: Mapping[str, str]) -> ChatEngine:
    """Return a warm engine. The options are those of `paligemma.engine.create` but for the mask decoder."""
    folder = Path(options["folder"])
    name = options.get("model") or folder.name
    resources = Path(options["resources"]) if options.get("resources") else paths.resources()
    return ChatEngine(forms_by(load, options, name, folder), resources / "locale")
