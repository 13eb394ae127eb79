"""The greedy loop: picture to features, prompt to the first token, then token by token, stoppable at any layer.

Token for token what `generate(do_sample=False)` gives, without its bookkeeping. Runs on one thread; holds nothing of an
answer after its end.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from assistant.core.errors import ModelBroken, ModelTooLarge
from assistant.vision.paligemma import files
from assistant.vision.paligemma.cuda import Graphs, GraphStep
from assistant.vision.paligemma.layers import Buffers, Foreign, KeyValues, TextModel
from assistant.vision.paligemma.model import Cancelled, Features, IsCancelled, Token


@dataclass(frozen=True, slots=True, eq=False)
class Vision:
    """The SigLIP tower and the projector, transformers' own modules; `side` in pixels, `tokens` per picture."""

    tower: Foreign
    projector: Foreign
    side: int
    tokens: int


class Watch:
    """Raises `Cancelled` between layers; on a device that runs ahead it waits for the layer before the last."""

    def __init__(self, is_cancelled: IsCancelled, device: torch.device) -> None:
        self._is_cancelled = is_cancelled
        self._events: list[Foreign] | None = [] if device.type == "cuda" else None

    def __call__(self) -> None:
        """Raise where the request was cancelled."""
        if self._events is not None:
            self._events.append(torch.cuda.Event())
            self._events[-1].record()
            # Two half layers may be under way: enough to keep the device busy, and little to wait for.
            if len(self._events) > 2:
                self._events.pop(0).synchronize()
        if self._is_cancelled():
            raise Cancelled


class GreedyLoop:
    """Answers about pictures. Raises ModelBroken when the scores are no numbers: the weights can't be right."""

    def __init__(self, text: TextModel, vision: Vision, ends: frozenset[int], name: str, weights_file: str) -> None:
        self._text = text
        self._vision = vision
        self._graphs = Graphs(text)
        self._ends = ends
        self._broken = {"model": name, "file": weights_file}
        self._watch: Watch | None = None
        for module in _stops(vision):
            module.register_forward_pre_hook(self._look)

    def features(self, pixels: NDArray[np.uint8], is_cancelled: IsCancelled) -> Features:
        """See PaliGemmaModel."""
        values = torch.from_numpy(prepared(pixels, self._vision.side)).to(self._text.device, self._text.dtype)
        self._watch = Watch(is_cancelled, self._text.device)
        try:
            with torch.inference_mode(), self._told():
                return Features(self._vision.projector(self._vision.tower(values).last_hidden_state)[0])
        finally:
            self._watch = None

    def generate(
        self, features: Features, ids: Sequence[int], limit: int, is_cancelled: IsCancelled
    ) -> Iterator[Token]:
        """See PaliGemmaModel."""
        if limit < 1:
            return
        watch = Watch(is_cancelled, self._text.device)
        with self._told():
            graph = self._graphs.step_for(self._vision.tokens + len(ids) + limit)
        memory, (token,) = self._prefill([features], [ids], limit, watch, graph.buffers if graph else None)
        if graph:
            graph.begin(token, memory.length)
        for left in range(limit - 1, -1, -1):
            if token.id in self._ends:
                return
            yield token
            if left:
                token = self._replayed(graph, watch) if graph else self._step([token.id], memory, [0], watch)[0]

    def generate_batch(
        self, features: Sequence[Features], ids: Sequence[Sequence[int]], limit: int, is_cancelled: IsCancelled
    ) -> list[list[Token]]:
        """See PaliGemmaModel."""
        answers: list[list[Token]] = [[] for _ in ids]
        if not ids or limit < 1:
            return answers
        watch = Watch(is_cancelled, self._text.device)
        padding = _padding(ids)
        memory, tokens = self._prefill(features, ids, limit, watch)
        is_open = [True] * len(ids)
        for left in range(limit - 1, -1, -1):
            for row, token in enumerate(tokens):
                is_open[row] = is_open[row] and token.id not in self._ends
                if is_open[row]:
                    answers[row].append(token)
            if not left or not any(is_open):
                break
            tokens = self._step([token.id for token in tokens], memory, padding, watch)
        return answers

    def _prefill(
        self,
        features: Sequence[Features],
        ids: Sequence[Sequence[int]],
        limit: int,
        watch: Watch,
        buffers: Buffers | None = None,
    ) -> tuple[KeyValues, list[Token]]:
        """Run pictures and prompts, padded on the left to one length; return the memory and the first tokens."""
        text = self._text
        padding = _padding(ids)
        with torch.inference_mode(), self._told():
            x = torch.stack([self._prefix(*each) for each in zip(features, ids, padding, strict=True)])
            tokens = x.shape[1]
            memory = KeyValues(text, len(ids), tokens + limit, padding, buffers)
            positions = _positions(0, tokens, padding, text.device)
            state = text.forward(x, text.turns(positions, tokens + limit), memory, watch)
            memory.advance(tokens)
            return memory, self._chosen(state, watch)

    def _prefix(self, features: Features, ids: Sequence[int], padding: int) -> Tensor:
        text = self._text
        words = text.embed(torch.tensor(list(ids), device=text.device))
        blank = torch.zeros((padding, words.shape[1]), dtype=words.dtype, device=text.device)
        return torch.cat((blank, features.rows.to(words.dtype), words))

    def _step(self, ids: Sequence[int], memory: KeyValues, padding: Sequence[int], watch: Watch) -> list[Token]:
        """Feed the last tokens; return the next."""
        text = self._text
        with torch.inference_mode(), self._told():
            positions = _positions(memory.length, 1, padding, text.device)
            x = text.embed(torch.tensor([[each] for each in ids], device=text.device))
            state = text.forward(x, text.turns(positions, memory.length + 1), memory, watch)
            memory.advance(1)
            return self._chosen(state, watch)

    def _replayed(self, graph: GraphStep, watch: Watch) -> Token:
        watch()
        token = graph.step()
        self._check(token)
        return token

    @contextmanager
    def _told(self) -> Generator[None]:
        """Turn memory that runs out into the error that says so."""
        try:
            yield
        except (MemoryError, RuntimeError) as error:
            if not files.is_out_of_memory(error):
                raise
            free = files.gigabytes(files.free_memory() if self._text.device.type == "cpu" else 0)
            raise ModelTooLarge(model=self._broken["model"], need="?", free=free) from error

    def _chosen(self, state: Tensor, watch: Watch) -> list[Token]:
        watch()
        ids, chances = self._text.chosen(state)
        tokens = [Token(number, chance) for number, chance in zip(ids.tolist(), chances.tolist(), strict=True)]
        for token in tokens:
            self._check(token)
        return tokens

    def _check(self, token: Token) -> None:
        # A number that is none is not between others.
        if not 0.0 <= token.probability <= 1.0:
            raise ModelBroken(**self._broken)

    def _look(self, module: Foreign, arguments: Foreign) -> None:
        if self._watch is not None:
            self._watch()


def prepared(pixels: NDArray[np.uint8], side: int) -> NDArray[np.float32]:
    """Squeeze (height, width, 3) RGB to (1, 3, side, side) in -1…1, bit for bit as PaliGemmaProcessor does."""
    image = Image.fromarray(np.ascontiguousarray(pixels)).resize((side, side), Image.Resampling.BICUBIC)
    values = np.asarray(image, dtype=np.float32) / np.float32(127.5) - np.float32(1)
    return np.ascontiguousarray(values.transpose(2, 0, 1))[None]


def _padding(ids: Sequence[Sequence[int]]) -> list[int]:
    longest = max(len(each) for each in ids)
    return [longest - len(each) for each in ids]


def _positions(first: int, count: int, padding: Sequence[int], device: torch.device) -> Tensor:
    """Return positions (batch, count), from 1 at the first token that is no padding."""
    places = torch.arange(first, first + count, device=device)[None]
    return (places - torch.tensor(list(padding), device=device)[:, None]).clamp_(min=0) + 1


def _stops(vision: Vision) -> list[Foreign]:
    """Return the modules before which a picture's computation may be left: each half of a layer, the projector."""
    layers = vision.tower.encoder.layers
    return [*layers, *(layer.mlp for layer in layers), vision.projector]
