"""A model's files on the disk: which are accepted, whether they are whole, their sha256, the room for them.

Weights come as safetensors only: a pickle runs programs when it is read.
"""

from __future__ import annotations

import errno
import hashlib
import json
import re
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

from assistant.core.errors import DiskFull, ModelBroken

OnBytes = Callable[[int], None]

WEIGHTS = ".safetensors"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,120}")
_WORDS = frozenset({".json", ".jinja", WEIGHTS})
_TOKENIZERS = frozenset({"tokenizer.model", "merges.txt", "vocab.txt"})
_PICKLES = frozenset({".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".h5", ".msgpack"})
_CHUNK = 1 << 20
_MOST_HEADER = 100_000_000
_MOST_JSON = 100_000_000
_LEFT_FREE = 100_000_000
"""Bytes that stay free: a disk that is full to the last one troubles every program."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def is_accepted(path: str, family: str) -> bool:
    """Tell whether a file of a repository belongs into a model's folder: a plain name of a known harmless kind."""
    if not _NAME.fullmatch(path):
        return False
    if family == "masks":
        return path.endswith((".npz", WEIGHTS))
    return Path(path).suffix in _WORDS or path in _TOKENIZERS


def is_pickle(path: str) -> bool:
    """Tell whether a file's name is one of weights that run programs when they are read."""
    return Path(path).suffix in _PICKLES


def sha256_of(path: Path, on_bytes: OnBytes = lambda count: None) -> str:
    """Return the sha256 of a file in hex. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            on_bytes(len(chunk))
    return digest.hexdigest()


def copy(source: Path, target: Path, on_bytes: OnBytes) -> str:
    """Copy a file byte by byte and return its sha256 in hex. Raises OSError."""
    digest = hashlib.sha256()
    with source.open("rb", buffering=0) as there, target.open("wb", buffering=0) as here:
        while chunk := there.read(_CHUNK):
            digest.update(chunk)
            here.write(chunk)
            on_bytes(len(chunk))
    return digest.hexdigest()


def check_form(model: str, path: Path) -> None:
    """Raise `ModelBroken` where a file can't be what its name says: cut off, or of another kind altogether."""
    try:
        if path.suffix == WEIGHTS:
            _check_safetensors(path)
        elif path.suffix == ".json" and path.stat().st_size <= _MOST_JSON:
            json.loads(path.read_bytes())
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError, struct.error) as error:
        raise ModelBroken(model=model, file=path.name) from error


def _check_safetensors(path: Path) -> None:
    """Read a file's table of contents: eight bytes of its length, JSON, then as many bytes as it promises."""
    size = path.stat().st_size
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        if not 2 <= length <= min(_MOST_HEADER, size - 8):
            raise ValueError("no table of contents")
        table = json.loads(file.read(length))
    ends = [each["data_offsets"][1] for name, each in table.items() if name != "__metadata__"]
    if not ends or 8 + length + max(ends) != size:
        raise ValueError("not as long as it says")


def check_room(model: str, folder: Path, needed: int) -> None:
    """Raise `DiskFull` where the disk of a folder has no room for so many bytes more."""
    free = shutil.disk_usage(folder).free
    if needed and needed + _LEFT_FREE > free:
        raise DiskFull(model=model, need=gigabytes(needed), free=gigabytes(free))


def is_full(error: OSError) -> bool:
    """Tell whether an error means that there is no room: disk, quota or the greatest size of a file."""
    return error.errno in _FULL


def gigabytes(count: int) -> str:
    """Return bytes as gigabytes for a sentence: "6.1", "0.02"."""
    return f"{count / 1e9:.1f}" if count >= 100_000_000 else f"{count / 1e9:.2g}"
