"""What the files of a model folder tell before anything is loaded: are they whole, how much memory will they take.

Imports no torch.
"""

from __future__ import annotations

import errno
import json
import math
import os
from contextlib import suppress
from pathlib import Path

from assistant.core.errors import ModelBroken

INDEX = "model.safetensors.index.json"
SINGLE = "model.safetensors"
# Keys and values of an answer, scores of a prefill, the libraries' own.
_OVERHEAD = 1 << 28
_WIDTH = {"nf4": 0.5625, "int8": 1.0, "bf16": 2.0, "fp16": 2.0, "fp32": 4.0}
_EMBEDDINGS = "embed_tokens.weight"
_MAPS = tuple(f".{name}_proj.weight" for name in ("q", "k", "v", "o", "gate", "up", "down"))


def weights_file(folder: Path) -> str:
    """Return the name that stands for the weights: the index where there are several files."""
    return INDEX if (folder / INDEX).is_file() else SINGLE


def check_weights(folder: Path, name: str) -> None:
    """Raise ModelBroken where a file of weights is missing, cut off, or doesn't hold what the index says."""
    index = folder / INDEX
    if not index.is_file():
        _header(folder / SINGLE, name)
        return
    try:
        wanted: dict[str, str] = json.loads(index.read_text("utf-8"))["weight_map"]
        shards = set(wanted.values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelBroken(model=name, file=INDEX) from error
    held = {shard: set(_header(folder / Path(shard).name, name)) for shard in sorted(shards)}
    for tensor, shard in wanted.items():
        if tensor not in held[shard]:
            raise ModelBroken(model=name, file=shard)


def needed(folder: Path, precision: str, width: int) -> int:
    """Return the bytes that the model takes when loaded; `width` is that of a number that isn't quantised."""
    total = maps = head = 0
    for path in folder.glob("*.safetensors"):
        for tensor, shape in _header(path, "").items():
            count = math.prod(shape)
            total += count
            maps += count if tensor.endswith(_MAPS) and "language_model" in tensor else 0
            head += count if tensor.endswith(_EMBEDDINGS) else 0
    # At NF4 the head has a 4-bit copy beside it.
    copied = head * _WIDTH[precision] if precision == "nf4" else 0
    return int(maps * _WIDTH[precision] + copied + (total - maps) * width) + _OVERHEAD


def free_memory() -> int | None:
    """Return the bytes that this machine can still give, where it tells."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) << 10
    return None


def gigabytes(count: int | None) -> str:
    """Return bytes as gigabytes with one decimal, "?" where unknown."""
    return "?" if count is None else f"{count / 1e9:.1f}"


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether an error of torch, safetensors or the system says that memory ran out."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    # torch and safetensors have no type of their own for it on the processor.
    words = str(error).lower()
    return any(part in words for part in ("out of memory", "not enough memory", os.strerror(errno.ENOMEM).lower()))


def _header(path: Path, name: str) -> dict[str, list[int]]:
    """Return the shapes in a safetensors file; the format is 8 bytes of length, JSON, then the data."""
    from safetensors import safe_open

    try:
        with safe_open(path, "np") as file:
            return {tensor: file.get_slice(tensor).get_shape() for tensor in file.keys()}  # noqa: SIM118 - no mapping
    except Exception as error:
        if is_out_of_memory(error):
            raise
        # The library's errors have no common type; whatever it says, this file is not what it must be.
        raise ModelBroken(model=name, file=path.name) from error
