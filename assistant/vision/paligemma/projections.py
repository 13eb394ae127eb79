"""The linear maps of the text model at each precision, several of one input joined to one: plain, NF4, int8.

Joining q, k, v and gate, up by rows is exact: every format here quantises along a row, so no block crosses a seam.
What a map holds can be written to a file and mapped again (`tensors`, `from_tensors`).
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional

_BLOCK = 64
# The rows of a weight that are quantised at once: small enough for the processor's cache.
_ROWS = 128
# bitsandbytes' packing for AVX512-BF16 interleaves 32 rows.
_PACK = 32
# Above so many rows of input, the weight is turned back to bf16 once and multiplied by the matrix unit.
_FEW = 32
# Numbers of a weight that are turned back at once; twice as many bytes stay in a core's cache.
_SLICE = 600_000
_OUTLIER = 6.0


class Projection(Protocol):
    """y = W x for joined W: input (…, in), output (…, sum of outs), no bias."""

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply."""
        ...

    def tensors(self) -> dict[str, Tensor]:
        """Return what `from_tensors` needs, by short names; empty where nothing is quantised."""
        ...


class Dense:
    """Plain weights. On the processor they stay where the file is mapped; elsewhere they are joined."""

    def __init__(self, weights: Sequence[Tensor]) -> None:
        is_mapped = weights[0].device.type == "cpu"
        self._weights = list(weights) if is_mapped or len(weights) == 1 else [torch.cat(list(weights))]

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply."""
        if len(self._weights) == 1:
            return functional.linear(x, self._weights[0])
        return torch.cat([functional.linear(x, weight) for weight in self._weights], -1)

    def tensors(self) -> dict[str, Tensor]:
        """Nothing: the weights are in the model's own file."""
        return {}


class Nf4:
    """4-bit NormalFloat in blocks of 64 (QLoRA, arXiv 2305.14314), bit for bit as bitsandbytes quantises.

    On a processor with AVX512-BF16 the weight is packed for bitsandbytes' kernel, which is quick for few rows of
    input; for many rows (a prefill) a processor with AMX is several times quicker on a weight turned back to bf16.
    """

    def __init__(
        self, weight: Tensor, scales: Tensor, shape: tuple[int, int], is_packed: bool, dtype: torch.dtype
    ) -> None:
        from bitsandbytes.functional import QuantState, get_4bit_type

        self._weight = weight
        self._shape = shape
        self._is_packed = is_packed
        code = get_4bit_type("nf4", device=weight.device)
        self._state = QuantState(
            absmax=scales, shape=torch.Size(shape), code=code, blocksize=_BLOCK, quant_type="nf4", dtype=dtype
        )
        if is_packed:
            self._state.packing_format_for_cpu = True
        self._has_matrix_unit = is_packed and torch.cpu._is_amx_tile_supported()

    @classmethod
    def quantise(cls, weights: Sequence[Tensor], dtype: torch.dtype) -> Nf4:
        """Quantise (out, in) weights and join them by rows; raises ValueError for a weight that isn't finite."""
        joined = torch.cat(list(weights)) if len(weights) > 1 else weights[0]
        packed, scales = _quantise_nf4(joined)
        if not bool(torch.isfinite(scales).all()):
            raise ValueError("a weight is not finite")
        rows, columns = joined.shape
        if joined.device.type == "cpu" and can_pack(rows, columns):
            from bitsandbytes.functional import QuantState, _convert_weight_packed_for_cpu, get_4bit_type

            state = QuantState(
                absmax=scales,
                shape=joined.shape,
                code=get_4bit_type("nf4", device="cpu"),
                blocksize=_BLOCK,
                quant_type="nf4",
                dtype=dtype,
            )
            packed, state = _convert_weight_packed_for_cpu(packed, state)
            return cls(packed, state.absmax, (rows, columns), True, dtype)
        return cls(packed, scales, (rows, columns), False, dtype)

    @classmethod
    def from_tensors(cls, tensors: Mapping[str, Tensor], dtype: torch.dtype) -> Nf4:
        """Take what `tensors` gave."""
        rows, columns = (int(value) for value in tensors["shape"])
        return cls(tensors["weight"], tensors["scales"], (rows, columns), bool(tensors["packed"].item()), dtype)

    def tensors(self) -> dict[str, Tensor]:
        """Return weight, scales, shape and whether it is packed."""
        return {
            "weight": self._weight,
            "scales": self._state.absmax,
            "shape": torch.tensor(self._shape),
            "packed": torch.tensor(self._is_packed),
        }

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply."""
        if self._has_matrix_unit and x.numel() > _FEW * x.shape[-1]:
            return self._by_slices(x)
        from bitsandbytes import matmul_4bit

        return matmul_4bit(x, self._weight, quant_state=self._state)

    def plain(self, first: int = 0, count: int | None = None) -> Tensor:
        """Return rows of the weight as (rows, in) numbers again; a packed one gives whole blocks of 32 rows only."""
        from bitsandbytes.functional import dequantize_4bit

        if not self._is_packed:
            return dequantize_4bit(self._weight, self._state)[first:][:count]
        weight, scales = self._weight[first:][:count], self._state.absmax[:, first:][:, :count]
        state = copy.copy(self._state)
        state.shape = torch.Size((weight.shape[0], self._shape[1]))
        state.absmax = scales.t().contiguous().float().view(-1)
        return dequantize_4bit(_unpacked(weight, *state.shape), state)

    def _by_slices(self, x: Tensor) -> Tensor:
        """Turn so many rows of the weight back as stay in the cache, and multiply by them, thread beside thread."""
        rows, columns = self._shape
        flat = x.reshape(-1, columns)
        product = torch.empty((flat.shape[0], rows), dtype=x.dtype)
        step = max(_SLICE // columns // _PACK, 1) * _PACK

        def multiply(first: int) -> None:
            product[:, first : first + step] = functional.linear(flat, self.plain(first, step).to(x.dtype))

        side_by_side(multiply, range(0, rows, step))
        return product.view(*x.shape[:-1], rows)


class Int8:
    """Rows of int8 with one scale each, activations quantised on the way (LLM.int8(), arXiv 2208.07339)."""

    def __init__(self, weight: Tensor, scales: Tensor) -> None:
        from bitsandbytes import MatmulLtState

        # It warns at every product that bf16 is cast, which is what was asked for.
        logging.getLogger("bitsandbytes.autograd._functions").setLevel(logging.ERROR)
        self._state = MatmulLtState()
        self._state.threshold = _OUTLIER
        self._state.has_fp16_weights = False
        self._state.use_pool = True
        self._state.CB, self._state.SCB = weight, scales

    @classmethod
    def quantise(cls, weights: Sequence[Tensor]) -> Int8:
        """Quantise (out, in) weights and join them by rows; raises ValueError for a weight that isn't finite."""
        from bitsandbytes.functional import int8_vectorwise_quant

        halves = [int8_vectorwise_quant(weight.to(torch.float16).contiguous())[:2] for weight in weights]
        scales = torch.cat([half[1] for half in halves])
        if not bool(torch.isfinite(scales).all()):
            raise ValueError("a weight is not finite")
        return cls(torch.cat([half[0] for half in halves]), scales)

    @classmethod
    def from_tensors(cls, tensors: Mapping[str, Tensor]) -> Int8:
        """Take what `tensors` gave."""
        return cls(tensors["weight"], tensors["scales"])

    def tensors(self) -> dict[str, Tensor]:
        """Return weight and scales."""
        return {"weight": self._state.CB, "scales": self._state.SCB}

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply."""
        from bitsandbytes import matmul

        return matmul(x, self._state.CB, state=self._state)


def can_pack(rows: int, columns: int) -> bool:
    """Tell whether bitsandbytes has its quick kernel for a weight of this shape on this processor."""
    from bitsandbytes.functional import has_avx512bf16

    return bool(has_avx512bf16()) and rows % _PACK == 0 and columns % _BLOCK == 0


def _quantise_nf4(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Return packed codes (n / 2, 1) and the scale of each block of 64, as bitsandbytes' `quantize_4bit` does.

    Where the processor does it, bitsandbytes works through memory in whole passes; slice by slice takes a third.
    """
    from bitsandbytes.functional import quantize_4bit

    rows, columns = weight.shape
    if weight.device.type != "cpu" or columns % _BLOCK:
        codes, state = quantize_4bit(weight, blocksize=_BLOCK, quant_type="nf4", compress_statistics=False)
        return codes, state.absmax
    codes = torch.empty((rows, columns // 2), dtype=torch.uint8)
    scales = torch.empty((rows, columns // _BLOCK))
    bounds = _bounds()

    def quantise(first: int) -> None:
        part = weight[first : first + _ROWS].float().view(-1, _BLOCK)
        largest = part.abs().amax(-1)
        scales[first : first + _ROWS] = largest.view(-1, columns // _BLOCK)
        part = (part * (1.0 / largest.clamp(min=1e-38))[:, None]).clamp_(-1, 1)
        code = torch.zeros(part.shape, dtype=torch.uint8)
        for bound in bounds:
            code += part > bound
        code = code.view(-1, columns)
        codes[first : first + _ROWS] = (code[:, ::2] << 4) | code[:, 1::2]

    side_by_side(quantise, range(0, rows, _ROWS))
    return codes.view(-1, 1), scales.view(-1)


@contextmanager
def alone() -> Generator[None]:
    """Compute on one thread: waking the others takes as long as small work, and far longer on a busy machine."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def side_by_side(work: Callable[[int], None], items: range) -> None:
    """Do pieces of work each on one thread: many small steps that wait for each other are slow on a busy machine."""
    threads, is_inference = torch.get_num_threads(), torch.is_inference_mode_enabled()

    def alone(item: int) -> None:
        # The mode is the calling thread's own.
        with torch.inference_mode(is_inference):
            work(item)

    try:
        with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            list(pool.map(alone, items))
    finally:
        # The libraries beneath have one number for all threads.
        torch.set_num_threads(threads)


def _bounds() -> list[float]:
    """Return the 15 values between the 16 codes, in the precision that bitsandbytes compares in."""
    from bitsandbytes.functional import get_4bit_type

    code = get_4bit_type("nf4", device="cpu")
    return [float(value) for value in (code[:-1] + code[1:]) / 2]


def _unpacked(weight: Tensor, rows: int, columns: int) -> Tensor:
    """Undo the packing for AVX512-BF16: (rows, columns / 2) bytes to plain codes (n / 2, 1).

    A packed pair of bytes holds, for two neighbouring columns, row r of a block in the low halves and row r + 16 in
    the high halves. Multiplied by 4097 = 2^12 + 1, the two low halves of a pair meet in its upper byte.
    """
    pairs = weight.view(torch.int16).view(rows // _PACK, columns // 2, _PACK // 2).transpose(1, 2).contiguous()
    plain = torch.empty((rows // _PACK, 2, _PACK // 2, columns // 2), dtype=torch.uint8)
    for half, values in enumerate((pairs, pairs >> 4)):
        met = (values & 0x0F0F) * 4097
        plain[:, half] = met.view(torch.uint8).view(*pairs.shape, 2)[..., 1]
    return plain.view(-1, 1)
