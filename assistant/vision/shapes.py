"""The published shapes of the models, and how much memory a model needs at a precision, computed from them.

Only arithmetic: no weights, no torch. The shapes are those of the published configurations (PaliGemma 2: arXiv
2412.03555 and its conversion script; SmolVLM: SigLIP base and SmolLM2; Qwen2-VL: arXiv 2409.12191).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PRECISIONS = ("nf4", "int8", "bf16", "fp16", "fp32")
WORDS = 512
"""Tokens of prompt and answer that are reckoned with, besides those of the picture."""
RUNTIME = 400_000_000
"""Bytes that Python and torch take beside the model (measured on a processor: 0.3 GB)."""

# Bytes per weight of the text model's matrices. NF4 is 4 bits and one fp32 scale for 64 weights; int8 has one
# scale for a row, which is nothing. Embedding, head, vision tower and projector stay as wide as the computation.
_MATRIX = MappingProxyType({"nf4": 0.5 + 4 / 64, "int8": 1.0, "bf16": 2.0, "fp16": 2.0, "fp32": 4.0})
_REST = MappingProxyType({"nf4": 2, "int8": 2, "bf16": 2, "fp16": 2, "fp32": 4})


@dataclass(frozen=True, slots=True)
class Text:
    """The text model: a decoder with grouped attention and a gated feed-forward."""

    layers: int
    hidden: int
    wide: int
    heads: int
    kv_heads: int
    head_size: int
    vocabulary: int
    is_tied: bool = True

    @property
    def matrices(self) -> int:
        """Weights in the layers' matrices."""
        attention = self.hidden * self.head_size * (2 * self.heads + 2 * self.kv_heads)
        return self.layers * (attention + 3 * self.hidden * self.wide)

    @property
    def embeddings(self) -> int:
        """Weights of the embedding and, where it is apart, the output head."""
        return self.vocabulary * self.hidden * (1 if self.is_tied else 2)


@dataclass(frozen=True, slots=True)
class Vision:
    """The vision tower: a plain transformer over patches; `extra` is what else it has (embeddings, merger)."""

    layers: int
    hidden: int
    wide: int
    heads: int
    extra: int

    @property
    def weights(self) -> int:
        """All its weights."""
        return self.layers * (4 * self.hidden**2 + 2 * self.hidden * self.wide) + self.extra


@dataclass(frozen=True, slots=True)
class Shape:
    """A whole model. `projector` counts the weights between vision and text."""

    text: Text
    vision: Vision
    projector: int

    @property
    def weights(self) -> int:
        """All weights but biases and norms, which are less than a thousandth."""
        return self.text.matrices + self.text.embeddings + self.vision.weights + self.projector


def memory_needed(shape: Shape, picture_tokens: int, precision: str) -> int:
    """Return the bytes that a model takes while it answers about a picture of so many tokens.

    That is its weights at the precision (the text matrices narrow, the rest as the computation is), the keys and values
    of the picture and 512 words, the greatest layer's intermediate values during the prefill (the scores of eager
    attention in fp32 and once more in the computation's type, or the gated feed-forward), and 0.4 GB for the runtime.
    What loading takes for a moment beyond that is the loader's to bound.
    """
    width = _REST[precision]
    weights = shape.text.matrices * _MATRIX[precision] + (shape.weights - shape.text.matrices) * width
    tokens = picture_tokens + WORDS
    kept = 2 * shape.text.layers * shape.text.kv_heads * shape.text.head_size * tokens * width
    attention = shape.text.heads * tokens**2 * (4 + width)
    feed_forward = 3 * shape.text.wide * tokens * width
    return int(weights + kept + max(attention, feed_forward) + RUNTIME)


def memory_table(shape: Shape, picture_tokens: int) -> Mapping[str, int]:
    """Return `memory_needed` for every precision."""
    return MappingProxyType({name: memory_needed(shape, picture_tokens, name) for name in PRECISIONS})
