"""The two ways that `model.py` compares: the published snippet, and SeeSay's loop without its child process."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import (
    BitsAndBytesConfig,
    PaliGemmaForConditionalGeneration,
    PaliGemmaProcessor,
    PreTrainedTokenizerBase,
    TextIteratorStreamer,
)

from assistant.vision.paligemma.loading import load
from assistant.vision.paligemma.model import Cancelled, PaliGemmaModel

Picture = NDArray[np.uint8]
PROMPT = "caption en"
# bitsandbytes' own kernels fail on the tower's width, and transformers on a quantised head.
_KEPT = ["model.vision_tower", "model.multi_modal_projector", "lm_head"]


@dataclass
class Run:
    """One answer: seconds from the begin to each token, and in the vision tower where that is told."""

    stamps: list[float]
    ids: list[int]
    vision: float | None = None

    @property
    def per_token(self) -> float:
        """Median seconds between two tokens after the first."""
        return statistics.median(b - a for a, b in zip(self.stamps, self.stamps[1:], strict=False))


@dataclass
class Arm:
    """What was measured of one way, in seconds and gigabytes."""

    load: float = 0.0
    cached: float | None = None
    cold: float = 0.0
    private: float = 0.0
    mapped: float = 0.0
    runs: list[Run] = field(default_factory=list)

    def median(self, of: Callable[[Run], float]) -> float:
        """Return the median of a figure over the rounds."""
        return statistics.median(of(run) for run in self.runs)


class Stamps(TextIteratorStreamer):  # type: ignore[misc]  # mypy does not read transformers
    """The snippet's streamer, which also notes when it got each token."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        super().__init__(tokenizer, skip_prompt=True)
        self.times: list[float] = []

    def put(self, value: torch.Tensor) -> None:
        """Take a token (the first call is the prompt)."""
        self.times.append(time.perf_counter())
        super().put(value)


class Snippet:
    """The published way."""

    def __init__(self, folder: Path, precision: str, device: str) -> None:
        wanted: dict[str, Any] = {"dtype": torch.bfloat16, "device_map": {"": device}}
        if precision == "nf4":
            wanted["quantization_config"] = BitsAndBytesConfig(
                load_in_4bit=True,
                bnb_4bit_quant_type="nf4",
                bnb_4bit_compute_dtype=torch.bfloat16,
                llm_int8_skip_modules=_KEPT,
            )
        elif precision == "int8":
            wanted["quantization_config"] = BitsAndBytesConfig(load_in_8bit=True, llm_int8_skip_modules=_KEPT)
        self._model = PaliGemmaForConditionalGeneration.from_pretrained(folder, **wanted).eval()
        self._processor = PaliGemmaProcessor.from_pretrained(folder)

    def run(self, picture: Picture, tokens: int) -> Run:
        """Answer once, in a thread, streamed."""
        streamer = Stamps(self._processor.tokenizer)
        began = time.perf_counter()
        inputs = self._processor(text=f"<image>{PROMPT}", images=picture, return_tensors="pt").to(self._model.device)
        inputs.pop("labels", None)
        inputs["pixel_values"] = inputs["pixel_values"].to(torch.bfloat16)
        told: list[Any] = []

        def work() -> None:
            with torch.inference_mode():
                told.append(
                    self._model.generate(
                        **inputs, max_new_tokens=tokens, min_new_tokens=tokens, do_sample=False, streamer=streamer
                    )
                )

        thread = threading.Thread(target=work)
        thread.start()
        for _ in streamer:
            pass
        thread.join()
        return Run([at - began for at in streamer.times[1:]], told[0][0, inputs["input_ids"].shape[1] :].tolist())


class SeeSay:
    """SeeSay's loop, without the child process around it."""

    def __init__(self, folder: Path, precision: str, device: str, cache: Path, threads: int) -> None:
        self.model: PaliGemmaModel = load(
            folder, name="random", device=device, precision=precision, cache=cache, threads=threads
        )
        # Random weights may end an answer at once; the times of all tokens are wanted.
        self.model._loop._ends = frozenset()  # type: ignore[attr-defined]  # the loop's own, not the Protocol's

    def run(self, picture: Picture, tokens: int) -> Run:
        """Answer once."""
        began = time.perf_counter()
        features = self.model.features(picture, lambda: False)
        vision = time.perf_counter() - began
        stamps, ids = [], []
        for token in self.model.generate(features, PROMPT, tokens, lambda: False):
            stamps.append(time.perf_counter() - began)
            ids.append(token.id)
        return Run(stamps, ids, vision)

    def stop(self, action: Callable[[Callable[[], bool]], object], after: float) -> float:
        """Return the seconds from a stop, `after` seconds into an action, to its end."""
        stop = threading.Event()
        told: list[float] = []

        def press() -> None:
            told.append(time.perf_counter())
            stop.set()

        timer = threading.Timer(after, press)
        timer.start()
        try:
            action(stop.is_set)
        except Cancelled:
            return time.perf_counter() - told[0]
        finally:
            timer.cancel()
            timer.join()
        return float("nan")
