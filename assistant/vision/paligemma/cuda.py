"""One step of the loop as a CUDA graph: the whole of a token is one launch, and the next token never leaves the device.

Fixed addresses make it possible: keys and values lie in buffers of a fixed capacity, the place of the next token is a
number on the device, and what lies beyond it is masked. A graph belongs to the thread that captured it. Where capturing
fails, the caller steps plainly.
"""

from __future__ import annotations

import logging

import torch
from torch import Tensor

from assistant.vision.paligemma.layers import TextModel
from assistant.vision.paligemma.model import Token
from assistant.vision.paligemma.projections import Int8

_log = logging.getLogger(__name__)
# Capacities are rounded up, so that answers of nearly the same length share a graph.
_STEP = 256
_LOWEST = -3e38


class GraphStep:
    """A captured step of one answer at a time. It is itself the Memory that the layers append to."""

    def __init__(self, text: TextModel, capacity: int) -> None:
        shape = (1, text.kv_heads, capacity, text.head)
        self.capacity = capacity
        self.buffers = [(text.empty(*shape).zero_(), text.empty(*shape).zero_()) for _ in range(text.depth)]
        self._text = text
        self._places = torch.arange(capacity, device=text.device)
        self._place = torch.zeros(1, dtype=torch.long, device=text.device)
        self._id = torch.zeros((1, 1), dtype=torch.long, device=text.device)
        self._chance = torch.zeros(1, device=text.device)
        self._masks: dict[int | None, Tensor] = {}
        self._graph = self._capture()

    def begin(self, token: Token, place: int) -> None:
        """Set the token to feed and its place; the buffers hold everything before it."""
        self._id.fill_(token.id)
        self._place.fill_(place)

    def step(self) -> Token:
        """Feed the last token and return the next."""
        self._graph.replay()
        return Token(int(self._id.item()), float(self._chance.item()))

    def append(self, layer: int, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor, Tensor | None]:
        """See layers.Memory."""
        kept_keys, kept_values = self.buffers[layer]
        kept_keys.index_copy_(2, self._place, keys)
        kept_values.index_copy_(2, self._place, values)
        return kept_keys, kept_values, self._masks[self._text.windows[layer]]

    def _advance(self) -> None:
        """Everything that one token takes, on the device, with fixed shapes."""
        text = self._text
        with torch.inference_mode():
            self._fed(text)

    def _fed(self, text: TextModel) -> None:
        for window in set(text.windows):
            is_hidden = self._places > self._place
            if window is not None:
                is_hidden = is_hidden | (self._places <= self._place - window)
            self._masks[window] = is_hidden.to(torch.float32)[None, None, None] * _LOWEST
        turns = text.turns(self._place[None] + 1, self.capacity)
        ids, chances = text.chosen(text.forward(text.embed(self._id), turns, self))
        self._id.copy_(ids[:, None])
        self._chance.copy_(chances)
        self._place.add_(1)

    def _capture(self) -> torch.cuda.CUDAGraph:
        # The tables of the rotary positions are made outside of the graph. It reads them where they lie now: they are
        # held, for a longer answer makes new ones.
        with torch.inference_mode():
            self._text.turns(self._place[None] + 1, self.capacity)
        self._tables = self._text.tables
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(3):
                self._advance()
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self._advance()
        return graph


class Graphs:
    """The graph of the last capacity, made when it is needed; none where the device or the precision has no graphs."""

    def __init__(self, text: TextModel) -> None:
        self._text = text
        # int8 looks for outliers on the host in the middle of a product.
        self._can_capture = text.device.type == "cuda" and not isinstance(text.weights.layers[0].qkv, Int8)
        self._step: GraphStep | None = None

    def step_for(self, tokens: int) -> GraphStep | None:
        """Return a step with room for so many tokens, or None; call it on the thread that steps."""
        if not self._can_capture:
            return None
        capacity = -(-tokens // _STEP) * _STEP
        if self._step is None or self._step.capacity != capacity:
            self._step = None
            try:
                self._step = GraphStep(self._text, capacity)
            except torch.cuda.OutOfMemoryError:
                raise
            except RuntimeError as error:
                _log.warning("the step can't be captured as a CUDA graph (%s)", type(error).__name__)
                self._can_capture = False
        return self._step
