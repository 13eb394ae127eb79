"""The text model of PaliGemma 1 and 2 (Gemma and Gemma 2) as one function over its weights, for prefill and for steps.

The arithmetic is transformers' eager path (modeling_gemma, modeling_gemma2), operation for operation where rounding
shows; what differs is the bookkeeping: joined projections, keys and values in place, no mask where all is visible.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor
from torch.nn import functional

from assistant.vision.paligemma.head import Shortlist
from assistant.vision.paligemma.projections import Projection, alone

# An object of transformers, whose types aren't read here.
Foreign = Any
Buffers = list[tuple[Tensor, Tensor]]

# Queries that attend at once in a prefill; bounds the memory of the scores.
_QUERIES = 512


@dataclass(frozen=True, slots=True, eq=False)
class LayerWeights:
    """One layer. `norms` are fp32 factors (1 + weight): two for Gemma, four for Gemma 2, in the order of use."""

    qkv: Projection
    out: Projection
    gate_up: Projection
    down: Projection
    norms: tuple[Tensor, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TextWeights:
    """All of the text model: `embeddings` and `head` (vocabulary, hidden; often one), the last norm's factor."""

    embeddings: Tensor
    head: Tensor
    norm: Tensor
    layers: tuple[LayerWeights, ...]
    shortlist: Shortlist | None = None


class Memory(Protocol):
    """Where keys and values are kept."""

    def append(self, layer: int, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor, Tensor | None]:
        """Keep (batch, kv heads, tokens, head) of a layer; return all that is visible, and a mask to add or None."""
        ...


class KeyValues:
    """Keys and values of one answer (or of several side by side), in buffers of a fixed capacity.

    `padding` is the number of tokens on the left of each answer that are none; they are masked. `buffers` are taken
    where they are given: one pair (batch, kv heads, capacity, head) per layer.
    """

    def __init__(
        self, text: TextModel, batch: int, capacity: int, padding: Sequence[int] = (), buffers: Buffers | None = None
    ) -> None:
        shape = (batch, text.kv_heads, capacity, text.head)
        self.buffers = buffers or [(text.empty(*shape), text.empty(*shape)) for _ in range(text.depth)]
        self.length = 0
        self._windows = text.windows
        self._mask = _left_mask(padding, capacity, text.device) if any(padding) else None

    def append(self, layer: int, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor, Tensor | None]:
        """See Memory. The prefix sees all of itself, whatever the window; later tokens see the window only."""
        end = self.length + keys.shape[2]
        kept_keys, kept_values = self.buffers[layer]
        kept_keys[:, :, self.length : end] = keys
        kept_values[:, :, self.length : end] = values
        window = self._windows[layer]
        first = 0 if window is None or self.length == 0 else max(end - window, 0)
        mask = None if self._mask is None else self._mask[..., first:end]
        return kept_keys[:, :, first:end], kept_values[:, :, first:end], mask

    def advance(self, tokens: int) -> None:
        """Count what every layer has appended."""
        self.length += tokens


class TextModel:
    """The forward pass. Tensors are (batch, tokens, hidden)."""

    def __init__(
        self, config: Foreign, weights: TextWeights, rotary: Foreign, activation: Callable[[Tensor], Tensor]
    ) -> None:
        self.weights = weights
        self.device = weights.embeddings.device
        self.dtype = weights.embeddings.dtype
        self.depth = len(weights.layers)
        self.heads: int = config.num_attention_heads
        self.kv_heads: int = config.num_key_value_heads
        self.head: int = config.head_dim
        self._inner: int = config.intermediate_size
        self._epsilon: float = config.rms_norm_eps
        scalar = getattr(config, "query_pre_attn_scalar", None)
        self._scaling = (scalar or config.head_dim) ** -0.5
        self._attention_cap: float | None = getattr(config, "attn_logit_softcapping", None)
        self._final_cap: float | None = getattr(config, "final_logit_softcapping", None)
        self._embedding_scale = torch.tensor(config.hidden_size**0.5).to(self.dtype).item()
        self._rotary = rotary
        self._activation = activation
        self.tables: tuple[Tensor, Tensor] | None = None
        kinds = getattr(config, "layer_types", None) or ["full_attention"] * self.depth
        window = getattr(config, "sliding_window", None)
        self.windows: tuple[int | None, ...] = tuple(window if kind == "sliding_attention" else None for kind in kinds)

    def empty(self, *shape: int) -> Tensor:
        """Return an unset tensor of the model's type and device."""
        return torch.empty(shape, dtype=self.dtype, device=self.device)

    def embed(self, ids: Tensor) -> Tensor:
        """Return the scaled embeddings of ids."""
        return functional.embedding(ids, self.weights.embeddings) * self._embedding_scale

    def turns(self, positions: Tensor, most: int) -> tuple[Tensor, Tensor]:
        """Return cosines and sines (batch, 1, tokens, head) of positions (batch, tokens), at most `most`."""
        if self.tables is None or self.tables[0].shape[0] <= most:
            every = torch.arange(max(most + 1, 512), device=self.device)[None]
            cosines, sines = self._rotary(torch.empty(0, dtype=self.dtype, device=self.device), every)
            self.tables = cosines[0], sines[0]
        return self.tables[0][positions][:, None], self.tables[1][positions][:, None]

    def forward(
        self, x: Tensor, turns: tuple[Tensor, Tensor], memory: Memory, check: Callable[[], None] | None = None
    ) -> Tensor:
        """Return the last token's state; `check` is called before each half of a layer and may raise."""
        for index, layer in enumerate(self.weights.layers):
            if check:
                check()
            attended = self._attention(index, layer, self._norm(x, layer.norms[0]), turns, memory)
            if check:
                check()
            if len(layer.norms) == 4:
                x = x + self._norm(attended, layer.norms[1])
                x = x + self._norm(self._feed_forward(layer, self._norm(x, layer.norms[2])), layer.norms[3])
            else:
                x = x + attended
                x = x + self._feed_forward(layer, self._norm(x, layer.norms[1]))
        return self._norm(x[:, -1], self.weights.norm)

    def chosen(self, state: Tensor) -> tuple[Tensor, Tensor]:
        """Return the likeliest tokens after `state` (batch, hidden) and their probabilities, each (batch,).

        Gemma 2 caps the scores, in the model's own type: two that round to one are a tie, which the first one wins.
        """
        shortlist = self.weights.shortlist
        if shortlist is not None and state.shape[0] == 1:
            scores = shortlist.scores(state, self.weights.head)
        else:
            scores = functional.linear(state, self.weights.head)
        with alone():
            if self._final_cap is not None:
                scores = scores.div_(self._final_cap).tanh_().mul_(self._final_cap)
            scores = scores.float()
            best, ids = scores.max(-1)
            return ids, torch.exp(best - scores.logsumexp(-1)).clamp_(max=1.0)

    def _norm(self, x: Tensor, factor: Tensor) -> Tensor:
        return functional.rms_norm(x.float(), factor.shape, factor, self._epsilon).type_as(x)

    def _feed_forward(self, layer: LayerWeights, x: Tensor) -> Tensor:
        gate, up = layer.gate_up(x).split(self._inner, -1)
        return layer.down(self._activation(gate) * up)

    def _attention(
        self, index: int, layer: LayerWeights, x: Tensor, turns: tuple[Tensor, Tensor], memory: Memory
    ) -> Tensor:
        batch, tokens, _ = x.shape
        queries, rest = self.heads * self.head, self.kv_heads * self.head
        parts = layer.qkv(x).split((queries, rest, rest), -1)
        q, k, v = (part.view(batch, tokens, -1, self.head).transpose(1, 2) for part in parts)
        k, v, mask = memory.append(index, _turned(k, *turns), v)
        q = _turned(q, *turns)
        blocks = [self._attend(q[:, :, at : at + _QUERIES], k, v, mask) for at in range(0, tokens, _QUERIES)]
        return layer.out(blocks[0] if len(blocks) == 1 else torch.cat(blocks, 1))

    def _attend(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
        """Attend with several query heads per key head; returns (batch, tokens, heads x head)."""
        batch, heads, tokens, head = q.shape
        weights = torch.matmul(q.reshape(batch, self.kv_heads, -1, head), k.transpose(2, 3)).mul_(self._scaling)
        if self._attention_cap is not None:
            weights = weights.div_(self._attention_cap).tanh_().mul_(self._attention_cap)
        if mask is not None:
            weights = weights + mask.to(weights.dtype)
        weights = torch.softmax(weights, -1, dtype=torch.float32).to(q.dtype)
        return torch.matmul(weights, v).view(batch, heads, tokens, head).transpose(1, 2).reshape(batch, tokens, -1)


def _turned(x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    """Apply rotary positions to (batch, heads, tokens, head)."""
    first, second = x.chunk(2, -1)
    return x * cosines + torch.cat((-second, first), -1) * sines


def _left_mask(padding: Sequence[int], capacity: int, device: torch.device) -> Tensor:
    """Return what to add to scores (batch, 1, 1, capacity): the lowest number on the padding, else 0."""
    places = torch.arange(capacity, device=device)[None]
    is_padding = places < torch.tensor(list(padding), device=device)[:, None]
    # Finite: a row that sees nothing but padding must not become NaN.
    return torch.zeros(is_padding.shape, device=device).masked_fill_(is_padding, -3e38)[:, None, None]
