"""A chat model of this machine: loaded from its folder, offline, and asked about one picture at a time.

Any that transformers knows, by its chat template, from safetensors, without code that comes with a model. It knows no
task and no language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from assistant.core.cleaning import plain
from assistant.core.errors import ModelBroken, ModelTooLarge
from assistant.vision.paligemma import files, loading
from assistant.vision.paligemma.model import IsCancelled, Token, Tokenizer

if TYPE_CHECKING:
    from PIL.Image import Image

    from assistant.vision.paligemma.decode import Watch

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
    free = memory_limit or _free(target)
    if free is not None and need > free:
        raise ModelTooLarge(model=name, need=files.gigabytes(need), free=files.gigabytes(free))
    processor = _processor(folder, name)
    try:
        model = _weights(folder, target)
    except Exception as error:
        if files.is_out_of_memory(error):
            raise ModelTooLarge(model=name, need=files.gigabytes(need), free=files.gigabytes(_free(target))) from error
        raise ModelBroken(model=name, file=files.weights_file(folder)) from error
    return ChatModel(model, processor, name=name, precision=target.precision, device=str(target.device))


def _free(target: Foreign) -> int | None:
    import torch

    return torch.cuda.mem_get_info()[0] if target.device.type == "cuda" else files.free_memory()


def _processor(folder: Path, name: str) -> Foreign:
    try:
        processor = _processor_class(folder).from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        if not processor.chat_template or not processor.tokenizer.is_fast:
            raise ValueError("nothing to talk by")
    except Exception as error:
        # The libraries' errors have no common type; whatever they say, this file is not what it must be.
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


# --- what a model is made of -----------------------------------------------------------------------------


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
