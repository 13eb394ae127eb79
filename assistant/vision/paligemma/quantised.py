"""Keeps a quantised copy of a model on the disk, so that the next load only maps it.

The copy is named after what it was made of: the source files, the precision, the versions of the libraries, what the
processor can do. It is checked block by block when it is read; what is broken is thrown away and made again. A full
or read-only disk means no copy, nothing else.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import torch
from torch import Tensor

_log = logging.getLogger(__name__)
_SUFFIX = ".safetensors"
_CHUNK = 1 << 24
# A disk that is full to the last byte is a trouble of its own.
_SPARE = 1 << 28
_FORMAT = "2"


class Shelf:
    """The place of one model's copy. `name` is the catalogue's, `detail` what else the copy depends on."""

    def __init__(self, cache: Path, name: str, source: Path, detail: str) -> None:
        self._cache = cache
        self._stem = f"{name}-{detail.partition(' ')[0]}-"
        self.path = cache / f"{self._stem}{_key(source, detail)}{_SUFFIX}"

    def read(self, threads: int) -> dict[str, Tensor] | None:
        """Return the copy's tensors, mapped, or None where there is none that is whole."""
        from safetensors import safe_open

        if not self.path.is_file():
            return None
        try:
            with safe_open(self.path, "pt") as file:
                sums = (file.metadata() or {}).get("sums", "").split()
                tensors = {name: file.get_tensor(name) for name in sorted(file.keys())}
            if sums == _sums(tensors, threads):
                return tensors
            _log.warning("the quantised copy is damaged; it is made again")
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a copy, there is the original
            _log.warning("the quantised copy can't be read (%s); it is made again", type(error).__name__)
        self.drop()
        return None

    def write(self, tensors: Mapping[str, Tensor], threads: int) -> None:
        """Keep a copy, whole or not at all, in place of older ones."""
        from safetensors.torch import save_file

        part = self.path.with_suffix(f".{os.getpid()}.part")
        try:
            self._cache.mkdir(mode=0o700, parents=True, exist_ok=True)
            held = {name: tensor.to("cpu") for name, tensor in tensors.items()}
            size = sum(tensor.nbytes for tensor in held.values())
            if shutil.disk_usage(self._cache).free < size + _SPARE:
                _log.warning("no room for a quantised copy of %.1f GB", size / 1e9)
                return
            save_file(held, part, {"sums": " ".join(_sums(held, threads))})
            part.chmod(0o600)
            part.replace(self.path)
            self._clear()
        except Exception as error:  # noqa: BLE001 - without a copy the next load takes longer, and that is all
            _log.warning("no quantised copy was kept (%s)", type(error).__name__)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def drop(self) -> None:
        """Throw the copy away."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _clear(self) -> None:
        """Remove what earlier versions of source or libraries left."""
        for old in self._cache.glob(f"{self._stem}*"):
            if old != self.path and old.suffix in {_SUFFIX, ".part"}:
                with suppress(OSError):
                    old.unlink()


def _key(source: Path, detail: str) -> str:
    """Name the source without reading gigabytes: sizes and times of its weights, its configuration, the libraries."""
    digest = hashlib.sha256(f"{_FORMAT} {detail}".encode())
    for library in ("torch", "transformers", "bitsandbytes"):
        digest.update(f"{library} {version(library)}".encode())
    for path in sorted(source.glob("*.safetensors")):
        status = path.stat()
        digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns}".encode())
    digest.update((source / "config.json").read_bytes())
    return digest.hexdigest()[:24]


def _sums(tensors: Mapping[str, Tensor], threads: int) -> list[str]:
    """Return a checksum per tensor, in the order of the names; zlib lets threads work side by side."""
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        return list(pool.map(lambda name: f"{_crc(tensors[name]):08x}", sorted(tensors)))


def _crc(tensor: Tensor) -> int:
    value = zlib.crc32(f"{tensor.dtype} {tuple(tensor.shape)}".encode())
    for chunk in _chunks(tensor):
        value = zlib.crc32(chunk, value)
    return value


def _chunks(tensor: Tensor) -> Iterator[memoryview]:
    data = memoryview(tensor.reshape(-1).view(torch.uint8).numpy())
    return (data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK))
