"""The output head: from the last state to scores of 257,216 tokens, which is half of a token's time at NF4.

A 4-bit copy of the head says which rows can be the best at all; only those are multiplied with the true weights. The
choice is that of the whole head: where the copy's own error leaves too many rows open, the whole head is asked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from assistant.vision.paligemma.projections import Nf4, alone, can_pack, side_by_side

# The error of a row's score, as a multiple of what independent errors of its numbers would give. A state in which one
# number outweighs all others reaches five.
_SAFE = 8.0
# Scores are rounded to bf16, twice.
_ROUNDING = 2.0**-7
_MOST = 4096
_SLICE = 256


class Shortlist:
    """A 4-bit copy of the head and the length of the largest error among its rows."""

    def __init__(self, copy: Nf4, error: float) -> None:
        self._copy = copy
        self._error = error

    @classmethod
    def of(cls, head: Tensor, dtype: torch.dtype) -> Shortlist | None:
        """Return a shortlist for a head (vocabulary, hidden), or None where this processor has no use for one."""
        rows, columns = head.shape
        if head.device.type != "cpu" or not can_pack(rows, columns):
            return None
        copy = Nf4.quantise([head], dtype)
        errors: list[float] = []

        def compare(first: int) -> None:
            difference = head[first : first + _SLICE].float() - copy.plain(first, _SLICE).float()
            errors.append(float(difference.norm(dim=-1).max()))

        side_by_side(compare, range(0, rows, _SLICE))
        return cls(copy, max(errors))

    @classmethod
    def from_tensors(cls, tensors: Mapping[str, Tensor], dtype: torch.dtype) -> Shortlist:
        """Take what `tensors` gave."""
        return cls(Nf4.from_tensors(tensors, dtype), float(tensors["error"]))

    def tensors(self) -> dict[str, Tensor]:
        """Return the copy's tensors and the error."""
        return {**self._copy.tensors(), "error": torch.tensor(self._error)}

    def scores(self, state: Tensor, head: Tensor) -> Tensor:
        """Return scores (1, vocabulary) of a state (1, hidden): true where it can matter which is the best."""
        scores = self._copy(state)
        with alone():
            best = float(scores.max())
            spread = self._error * float(state.float().norm()) / math.sqrt(state.shape[-1])
            margin = _SAFE * spread + _ROUNDING * abs(best)
            (rows,) = torch.nonzero(scores[0] >= best - 2 * margin, as_tuple=True)
            # Written so that a score which is no number asks the whole head as well.
            if 0 < rows.numel() <= _MOST:
                scores[0, rows] = functional.linear(state, head[rows])[0]
                return scores
        return functional.linear(state, head)
