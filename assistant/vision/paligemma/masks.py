"""From the 16 codes of a mask to an outline: the decoder of PaliGemma's mask tokens, in numpy.

The decoder is the VQ-VAE of big_vision's segmentation (16 codes → 4x4 of 512 → a convolution, two residual blocks, four
transposed convolutions → 64x64 scores, above 0 is the thing). Its weights are a file of their own, `vae-oid.npz` as
published or the same arrays as `mask-decoder.safetensors`. Without them there are boxes only.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from tokenize import TokenError
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from assistant.core.domain import Box
from assistant.core.errors import ModelBroken

Floats = NDArray[np.float32]
Corners = tuple[tuple[int, int], ...]

NAME = "mask-decoder"
FILES = ("mask-decoder.safetensors", "vae-oid.npz")
"""The names that are looked for, the first one wins."""
CODES = 16
MOST_CORNERS = 2000
"""Of an outline; what travels between the processes takes no more."""

# A single bit decides whether an archive is encrypted or of an unknown kind, or an array too large for any memory.
_BROKEN = (
    OSError,
    ValueError,
    EOFError,
    KeyError,
    RuntimeError,
    MemoryError,
    TokenError,
    zlib.error,
    zipfile.BadZipFile,
)
_CODEBOOK = "_vq_vae._embedding"
_TRANSPOSED = {4: (128, 128), 6: (128, 64), 8: (64, 32), 10: (32, 16)}
SHAPES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        _CODEBOOK: (128, 512),
        "decoder.0.weight": (128, 512, 1, 1),
        "decoder.0.bias": (128,),
        **{
            f"decoder.{block}.net.{layer}.weight": (128, 128, size, size)
            for block in (2, 3)
            for layer, size in ((0, 3), (2, 3), (4, 1))
        },
        **{f"decoder.{block}.net.{layer}.bias": (128,) for block in (2, 3) for layer in (0, 2, 4)},
        **{f"decoder.{layer}.weight": (before, after, 4, 4) for layer, (before, after) in _TRANSPOSED.items()},
        **{f"decoder.{layer}.bias": (after,) for layer, (_, after) in _TRANSPOSED.items()},
        "decoder.12.weight": (1, 16, 1, 1),
        "decoder.12.bias": (1,),
    }
)
"""The arrays of the published file by name; it holds the encoder's as well, which nobody needs here."""


def find_decoder(folders: Sequence[Path]) -> Path | None:
    """Return the first file with a decoder's weights in these folders."""
    return next((folder / name for folder in folders for name in FILES if (folder / name).is_file()), None)


class MaskDecoder:
    """Turns codes into outlines; holds 5 MB of weights, runs in milliseconds."""

    def __init__(self, weights: Mapping[str, NDArray[np.floating]]) -> None:
        """Take arrays by their published names. Raises `ModelBroken` where one is missing or of another shape."""
        for name, shape in SHAPES.items():
            if name not in weights or weights[name].shape != shape:
                raise ModelBroken(model=NAME, file=name)
        self._weights = {name: np.asarray(weights[name], np.float32) for name in SHAPES}

    @classmethod
    def load(cls, path: Path) -> MaskDecoder:
        """Read a decoder from safetensors or npz. Raises `ModelBroken` for any file that isn't one."""
        try:
            return cls(_read_npz(path) if path.suffix == ".npz" else _read_safetensors(path))
        except _BROKEN as error:
            raise ModelBroken(model=NAME, file=path.name) from error

    def scores(self, codes: Sequence[int]) -> Floats:
        """Return the 64 x 64 scores of 16 codes (0 to 127); above 0 is the thing."""
        if len(codes) != CODES:
            raise ValueError(f"{len(codes)} codes")
        weights = self._weights
        x = weights[_CODEBOOK][np.asarray(codes)].reshape(4, 4, 512).transpose(2, 0, 1)
        x = _relu(self._convolved(x, "decoder.0"))
        for block in (2, 3):
            inner = _relu(self._convolved(x, f"decoder.{block}.net.0"))
            inner = _relu(self._convolved(inner, f"decoder.{block}.net.2"))
            x = x + self._convolved(inner, f"decoder.{block}.net.4")
        for layer in _TRANSPOSED:
            x = _relu(_transposed(x, weights[f"decoder.{layer}.weight"], weights[f"decoder.{layer}.bias"]))
        scores: Floats = self._convolved(x, "decoder.12")[0]
        return scores

    def mask(self, codes: Sequence[int], box: Box) -> NDArray[np.bool_]:
        """Return the mask of a box's size, (height, width): the scores are stretched, then cut at 0."""
        stretched = cv2.resize(self.scores(codes), (box.width, box.height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(stretched) > 0

    def _convolved(self, x: Floats, name: str) -> Floats:
        return _convolution(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])


def outline(mask: NDArray[np.bool_], box: Box) -> Corners:
    """Return the largest connected part of a mask as a polygon in the picture's pixels; empty where there is none.

    It is simplified to within half a pixel, and further where it would have more than `MOST_CORNERS` corners.
    """
    found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not found:
        return ()
    largest = max(found, key=cv2.contourArea)
    tolerance = 0.5
    corners = cv2.approxPolyDP(largest, tolerance, closed=True)
    while len(corners) > MOST_CORNERS:
        tolerance *= 2
        corners = cv2.approxPolyDP(largest, tolerance, closed=True)
    return tuple((int(x) + box.x, int(y) + box.y) for x, y in corners.reshape(-1, 2))


def _read_safetensors(path: Path) -> dict[str, NDArray[np.floating]]:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        weights: dict[str, NDArray[np.floating]] = load_file(path)
    except SafetensorError as error:
        raise ValueError(path.name) from error
    return weights


def _read_npz(path: Path) -> dict[str, NDArray[np.floating]]:
    # Without pickles: an array of objects could run code.
    with np.load(path, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in SHAPES if name in arrays}


def _relu(x: Floats) -> Floats:
    return np.maximum(x, np.float32(0))


def _convolution(x: Floats, weight: Floats, bias: Floats) -> Floats:
    """Return a convolution of x (channels, height, width) that keeps its size; weight (out, in, k, k), k odd."""
    out, channels, size, _ = weight.shape
    height, width = x.shape[1:]
    padded = np.pad(x, ((0, 0), (size // 2,) * 2, (size // 2,) * 2))
    shifted = [padded[:, top : top + height, left : left + width] for top in range(size) for left in range(size)]
    columns = np.stack(shifted, axis=1).reshape(channels * size * size, height * width)
    result: Floats = (weight.reshape(out, -1) @ columns).reshape(out, height, width) + bias[:, None, None]
    return result


def _transposed(x: Floats, weight: Floats, bias: Floats) -> Floats:
    """Return a transposed convolution, stride 2, padding 1: twice the size of x; weight (in, out, 4, 4)."""
    height, width = x.shape[1:]
    stamps = np.tensordot(weight, x, axes=((0,), (0,)))
    result = np.zeros((weight.shape[1], 2 * height + 2, 2 * width + 2), np.float32)
    for top in range(4):
        for left in range(4):
            result[:, top : top + 2 * height : 2, left : left + 2 * width : 2] += stamps[:, top, left]
    return result[:, 1:-1, 1:-1] + bias[:, None, None]
