"""A loaded PaliGemma: picture features and a stream of tokens, one request at a time, on one thread.

It knows no task, no language and no text: `tasks` writes the prompts, `text` joins the tokens. Imports no torch, so
that whoever only needs the values can be tested without it; `loading.load` makes the one object that does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

IsCancelled = Callable[[], bool]
Ending = Literal["eos", "length"]
Precision = Literal["nf4", "int8", "bf16", "fp16", "fp32"]


class Cancelled(Exception):
    """`is_cancelled` said so in the middle of a computation; the model stays loaded and usable."""


@dataclass(frozen=True, slots=True)
class Token:
    """One generated token.

    `probability` is the softmax probability of the chosen (greedy) token among all of the vocabulary, 0 to 1, of the
    scores as the model gives them (soft-capped for Gemma 2), as `generate(output_scores=True)` would tell.
    """

    id: int
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What the vision tower made of one picture: `rows` is a torch tensor (image_tokens, hidden size).

    Exact to keep: any number of prompts may be answered from one, in any order. Holds the picture's content, so it
    lives as long as the picture and no longer.
    """

    rows: Any = field(repr=False)


class Tokenizer(Protocol):
    """What the loop and the tasks need of transformers' tokenizer; the real one is a PreTrainedTokenizerFast."""

    bos_token_id: int
    eos_token_id: int
    # The tokenizers.Tokenizer beneath, which DecodeStream takes.
    backend_tokenizer: Any

    def encode(self, text: str, *, add_special_tokens: bool, split_special_tokens: bool) -> list[int]:
        """Split text into tokens."""
        ...

    def decode(self, token_ids: Sequence[int], skip_special_tokens: bool = False) -> str:
        """Join tokens to text."""
        ...

    def convert_tokens_to_ids(self, tokens: str) -> int:
        """Return the id of a token such as `<loc0000>`."""
        ...


class Loop(Protocol):
    """The part with torch in it; `decode.GreedyLoop` is the one."""

    def features(self, pixels: NDArray[np.uint8], is_cancelled: IsCancelled) -> Features:
        """See PaliGemmaModel."""
        ...

    def generate(
        self, features: Features, ids: Sequence[int], limit: int, is_cancelled: IsCancelled
    ) -> Iterator[Token]:
        """See PaliGemmaModel; `ids` is the text part of the prompt."""
        ...

    def generate_batch(
        self, features: Sequence[Features], ids: Sequence[Sequence[int]], limit: int, is_cancelled: IsCancelled
    ) -> list[list[Token]]:
        """See PaliGemmaModel."""
        ...


class PaliGemmaModel:
    """What is loaded, and what can be done with it.

    Use it on the thread that loaded it, one call at a time: a started stream must be exhausted or closed before the
    next call. `is_cancelled` is asked between tokens and between the layers of the vision tower and of the prefill; a
    cancelled call raises `Cancelled` within the time of two layers, and the next call is answered as if nothing was.

    `resolution` is the side of the square picture in pixels, `image_tokens` the tokens that it takes, `precision` and
    `device` ("cpu", "cuda", …) are what was loaded, never "auto". `name` is the catalogue's.
    """

    def __init__(
        self,
        loop: Loop,
        tokenizer: Tokenizer,
        *,
        name: str,
        resolution: int,
        image_tokens: int,
        precision: Precision,
        device: str,
    ) -> None:
        self.tokenizer = tokenizer
        self.name = name
        self.resolution = resolution
        self.image_tokens = image_tokens
        self.precision = precision
        self.device = device
        self._loop = loop
        self._ended_by: Ending = "eos"

    @property
    def ended_by(self) -> Ending:
        """Why the last stream that was exhausted ended: the model's own end, or the limit."""
        return self._ended_by

    def features(self, pixels: NDArray[np.uint8], is_cancelled: IsCancelled) -> Features:
        """Squeeze an RGB picture (height, width, 3) into the square, bicubic; run vision tower and projector."""
        return self._loop.features(pixels, is_cancelled)

    def generate(self, features: Features, prompt: str, limit: int, is_cancelled: IsCancelled) -> Iterator[Token]:
        """Yield the greedy answer to a prompt about a picture, at most `limit` tokens.

        The prompt is given as trained ("caption en"), without `<image>`, `<bos>` or a newline of its own. The end
        token is not yielded; afterwards `ended_by` tells which end it was. Raises `Cancelled`.
        """
        count = 0
        for token in self._loop.generate(features, self.encode(prompt), limit, is_cancelled):
            count += 1
            yield token
        self._ended_by = "length" if count >= limit else "eos"

    def generate_batch(
        self, features: Sequence[Features], prompts: Sequence[str], limit: int, is_cancelled: IsCancelled
    ) -> list[list[Token]]:
        """Answer several prompts at once, each about the picture beside it; the tokens are those of one by one.

        An answer of `limit` tokens was ended by the limit. The same `Features` may stand at several places.
        """
        return self._loop.generate_batch(features, [self.encode(prompt) for prompt in prompts], limit, is_cancelled)

    def encode(self, prompt: str) -> list[int]:
        """Return the ids of the text part of a prompt: bos, the words, the newline that ends it.

        Words that look like a special token (`<image>`, `<eos>`) are words: a prompt may quote a picture's text.
        """
        words = self.tokenizer.encode(f"{prompt}\n", add_special_tokens=False, split_special_tokens=True)
        return [self.tokenizer.bos_token_id, *words]
