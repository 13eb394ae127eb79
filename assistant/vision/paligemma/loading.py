"""Loads a PaliGemma from its folder, offline, at a precision that this device can run."""

from __future__ import annotations

from pathlib import Path

from assistant.vision.paligemma.model import PaliGemmaModel


def load(
    folder: Path,
    *,
    name: str,
    device: str = "auto",
    precision: str = "auto",
    cache: Path | None = None,
    threads: int | None = None,
    memory_limit: int | None = None,
) -> PaliGemmaModel:
    """Load the model in `folder` (safetensors, config, tokenizer) and return it, ready to answer on this thread.

    `device` is auto, cuda, mps, xpu or cpu; `precision` auto, nf4, int8, bf16, fp16 or fp32; `cache` the folder that
    keeps quantised copies (none: nothing is kept); `threads` the processor threads (none: physical cores less one);
    `memory_limit` the bytes that loading may take (none: what is free).

    Raises ModelBroken (a file cut off, altered, missing, of another model), ModelTooLarge (not enough memory) and
    ModelRuntimeMissing (torch, transformers or bitsandbytes missing or unable to work here).
    """
    raise NotImplementedError
