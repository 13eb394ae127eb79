"""Loads a PaliGemma from its folder, offline, at a precision that this device can run.

Whether the files are those of the catalogue is the store's to say (sha256); here is told what loading itself shows.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache as once
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from assistant.core.errors import ModelBroken, ModelRuntimeMissing, ModelTooLarge, SeeSayError
from assistant.vision.offline import stay_offline
from assistant.vision.paligemma import files
from assistant.vision.paligemma.model import PaliGemmaModel, Precision, Tokenizer

if TYPE_CHECKING:
    from assistant.vision.paligemma.layers import Foreign
    from assistant.vision.paligemma.parts import Parts, Target

_log = logging.getLogger(__name__)
_QUANTISED = ("nf4", "int8")


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
    target = prepare(name, device, precision, threads)
    config = _config(folder, name)
    tokenizer = _tokenizer(folder, name, config)
    with _told(folder, name):
        files.check_weights(folder, name)
        _check_memory(folder, name, target, memory_limit)
        parts = _parts(folder, name, config, target, cache)
    return _joined(folder, name, config, target, parts, tokenizer)


def prepare(name: str, device: str, precision: str, threads: int | None) -> Target:
    """Import the libraries and return what a model will be loaded for; the parameters and errors are those of `load`.

    `device` may name one of several: "cuda:1".
    """
    _start_runtime(name)
    import torch

    torch.set_num_threads(threads or _default_threads())
    return _target(name, device, precision)


def _joined(
    folder: Path, name: str, config: Foreign, target: Target, parts: Parts, tokenizer: Tokenizer
) -> PaliGemmaModel:
    from assistant.vision.paligemma.decode import GreedyLoop
    from assistant.vision.paligemma.parts import assemble

    text, vision = assemble(parts, config)
    return PaliGemmaModel(
        GreedyLoop(text, vision, _ends(folder, tokenizer), name, files.weights_file(folder)),
        tokenizer,
        name=name,
        resolution=vision.side,
        image_tokens=vision.tokens,
        precision=target.precision,
        device=target.device.type,
    )


# --- the libraries and the device ---------------------------------------------------------------------


def _start_runtime(name: str) -> None:
    """Import the libraries, told that there is no network; raise ModelRuntimeMissing."""
    stay_offline()
    # It looks for a faster kernel on the hub and complains; here it never may.
    logging.getLogger("bitsandbytes.backends.cpu.ops").setLevel(logging.ERROR)
    _import("torch", name)
    transformers = _import("transformers", name)
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()


def _import(module: str, name: str) -> Foreign:
    try:
        return import_module(module)
    except Exception as error:  # a broken build fails in its own ways: a library that is missing, a symbol
        missing = error.name if isinstance(error, ImportError) and error.name else module
        raise ModelRuntimeMissing(model=name, detail=missing) from error


@once
def _default_threads() -> int:
    """Leave one core to the voice and the desktop: threads that wait for a busy core are slower than one fewer."""
    import torch

    return max(int(torch.get_num_threads()) - 1, 1)


def _target(name: str, device: str, precision: str) -> Target:
    import torch

    from assistant.vision.paligemma.parts import PLAIN_TYPES, Target

    kind = _device(name, device)
    # Emulated, it is slower than fp16.
    has_bf16 = torch.cuda.is_bf16_supported(including_emulation=False) if kind == "cuda" else kind == "xpu"
    if kind == "cpu":
        has_bf16 = bool(torch.cpu._is_avx512_bf16_supported())
    if precision == "auto":
        precision = "fp16" if kind == "mps" else "nf4" if has_bf16 or kind != "cpu" else "fp32"
    if precision in _QUANTISED:
        _check_bitsandbytes(name, kind)
        dtype = torch.bfloat16 if has_bf16 else torch.float32 if kind == "cpu" else torch.float16
    else:
        dtype = PLAIN_TYPES[precision]
    return Target(cast("Precision", precision), torch.device(kind), dtype)


def _device(name: str, device: str) -> str:
    import torch

    there = {"cuda": torch.cuda.is_available, "xpu": torch.xpu.is_available, "mps": torch.backends.mps.is_available}
    if device == "auto":
        return next((kind for kind, is_there in there.items() if is_there()), "cpu")
    kind, _, index = device.partition(":")
    if kind != "cpu" and not there[kind]():
        raise ModelRuntimeMissing(model=name, detail=device)
    if index:
        # From here on this thread's "cuda" or "xpu" is that one.
        getattr(torch, kind).set_device(int(index))
    return kind


def _check_bitsandbytes(name: str, device: str) -> None:
    """Quantise something small: a build without kernels for this device is found here, not in an answer."""
    _import("accelerate", name)
    _import("bitsandbytes", name)
    import torch

    from assistant.vision.paligemma.projections import Int8, Nf4

    try:
        weight = torch.eye(64, dtype=torch.float16, device=device)
        for kind in (Nf4.quantise([weight], torch.float16), Int8.quantise([weight])):
            # One row and many take different ways.
            for rows in (weight, weight[:1]):
                if not torch.allclose(kind(rows).float(), rows.float(), atol=0.05):
                    raise ArithmeticError
    except Exception as error:
        # A build that does not fit this machine fails in its own ways.
        raise ModelRuntimeMissing(model=name, detail="bitsandbytes") from error


# --- the files ----------------------------------------------------------------------------------------


def _config(folder: Path, name: str) -> Foreign:
    from transformers import PaliGemmaConfig

    try:
        if json.loads((folder / "config.json").read_text("utf-8"))["model_type"] != "paligemma":
            raise ValueError("another family")
        return PaliGemmaConfig.from_pretrained(folder, local_files_only=True)
    except Exception as error:
        # The libraries' errors have no common type; whatever they say, this file is not what it must be.
        raise ModelBroken(model=name, file="config.json") from error


def _tokenizer(folder: Path, name: str, config: Foreign) -> Tokenizer:
    """Load the processor and return its tokenizer, after a look at whether it belongs to this model."""
    from transformers import PaliGemmaProcessor

    try:
        processor = PaliGemmaProcessor.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        tokenizer = processor.tokenizer
        text = config.text_config
        ids = [tokenizer.convert_tokens_to_ids(token) for token in ("<image>", "<bos>", "<eos>")]
        if ids != [config.image_token_id, text.bos_token_id, text.eos_token_id]:
            raise ValueError("the special tokens are others")
        if len(tokenizer) > text.vocab_size or None in tokenizer.convert_tokens_to_ids(["<loc0000>", "<seg127>"]):
            raise ValueError("the vocabulary is another")
    except Exception as error:
        # The libraries' errors have no common type; whatever they say, this file is not what it must be.
        raise ModelBroken(model=name, file="tokenizer.json") from error
    return cast("Tokenizer", tokenizer)


def _ends(folder: Path, tokenizer: Tokenizer) -> frozenset[int]:
    """Return the tokens that end an answer, as `generate` reads them."""
    try:
        told = json.loads((folder / "generation_config.json").read_text("utf-8"))["eos_token_id"]
    except (OSError, ValueError, KeyError, TypeError):
        told = tokenizer.eos_token_id
    return frozenset(told if isinstance(told, list) else [told])


def _check_memory(folder: Path, name: str, target: Target, limit: int | None) -> None:
    import torch

    need = files.needed(folder, target.precision, target.dtype.itemsize)
    free = limit or (torch.cuda.mem_get_info()[0] if target.device.type == "cuda" else files.free_memory())
    if free is not None and need > free:
        raise ModelTooLarge(model=name, need=files.gigabytes(need), free=files.gigabytes(free))


def _parts(folder: Path, name: str, config: Foreign, target: Target, cache: Path | None) -> Parts:
    """Map the quantised copy where there is one, else load the original, and keep a copy."""
    import torch

    from assistant.vision.paligemma.parts import flatten, rebuild, take_apart
    from assistant.vision.paligemma.projections import can_pack
    from assistant.vision.paligemma.quantised import Shelf

    if cache is None or target.precision not in _QUANTISED:
        return take_apart(_original(folder, name, target), target)
    is_packed = target.device.type == "cpu" and can_pack(64, 64)
    detail = f"{target.precision} {target.dtype} {'packed' if is_packed else 'plain'}"
    shelf = Shelf(cache, name, folder, detail)
    threads = torch.get_num_threads()
    if (tensors := shelf.read(threads)) is not None:
        try:
            return rebuild({key: value.to(target.device) for key, value in tensors.items()}, config, target)
        except (KeyError, RuntimeError, ValueError) as error:
            if files.is_out_of_memory(error):
                raise
            shelf.drop()
    parts = take_apart(_original(folder, name, target), target)
    shelf.write(flatten(parts), threads)
    return parts


def _original(folder: Path, name: str, target: Target) -> Foreign:
    from transformers import PaliGemmaForConditionalGeneration

    model, told = PaliGemmaForConditionalGeneration.from_pretrained(
        folder,
        dtype=target.dtype,
        local_files_only=True,
        use_safetensors=True,
        trust_remote_code=False,
        output_loading_info=True,
    )
    # transformers fills what is missing with noise and warns.
    if told["missing_keys"] or told["mismatched_keys"]:
        raise ModelBroken(model=name, file=files.weights_file(folder))
    return model.eval()


@contextmanager
def _told(folder: Path, name: str) -> Generator[None]:
    """Turn what loading weights raises into a typed error."""
    try:
        yield
    except (SeeSayError, ImportError):
        raise
    except Exception as error:
        _log.debug("loading failed", exc_info=True)
        if files.is_out_of_memory(error):
            need = sum(path.stat().st_size for path in folder.glob("*.safetensors"))
            free = files.gigabytes(files.free_memory())
            raise ModelTooLarge(model=name, need=files.gigabytes(need), free=free) from error
        raise ModelBroken(model=name, file=files.weights_file(folder)) from error
