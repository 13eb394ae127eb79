"""The table of the catalogue. What is not known without the hub stays None or empty, and is taken from its record.

Published beside these facts: repositories and licences on the hub's pages; shapes in the papers' configurations. The
weights' sizes and sha256 are not known here, but for the mask decoder (sha256 of two independent copies; 8.48 MB).
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from assistant.vision.model_entry import TRAINED, ModelEntry, ModelFile, Training
from assistant.vision.shapes import Shape, Text, Vision, memory_table

GEMMA = ("Gemma", "https://ai.google.dev/gemma/terms")
APACHE = ("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0")
MASKS = "mask-decoder"

_TOKENIZER = 40_000_000
"""Bytes of the tokenizer's files beside the weights, about (published: 34.6 MB and 4.2 MB)."""
_GEMMA_WORDS = 257_216
_PATCH = 14
_SIGLIP = 1152

# hidden, layers, wide, heads, kv heads, head size (the conversion script of PaliGemma 2).
_GEMMA2 = {
    "3b": Text(26, 2304, 9216, 8, 4, 256, _GEMMA_WORDS),
    "10b": Text(42, 3584, 14336, 16, 8, 256, _GEMMA_WORDS),
    "28b": Text(46, 4608, 36864, 32, 16, 128, _GEMMA_WORDS),
}
_GEMMA1 = Text(18, 2048, 16384, 8, 1, 256, _GEMMA_WORDS)

# SmolVLM: SigLIP base with patches of 16 at 512; 64 tokens for each of at most 16 parts and the whole.
_SIGLIP_BASE = Vision(12, 768, 3072, 12, (16 * 16 * 3 + 1024) * 768)
_SMOL_TOKENS = 17 * 64
_SMOL_256 = Shape(Text(30, 576, 1536, 9, 3, 64, 49_280, is_tied=False), _SIGLIP_BASE, 16 * 768 * 576)
_SMOL_500 = Shape(Text(32, 960, 2560, 15, 5, 64, 49_280, is_tied=False), _SIGLIP_BASE, 16 * 768 * 960)
# Qwen2-VL: 28 x 28 pixels to a token; the picture is given at most a megapixel.
_QWEN_TOKENS = 1_280
_QWEN_2B = Shape(
    Text(28, 1536, 8960, 12, 2, 128, 151_936), Vision(32, 1280, 5120, 16, 3 * 2 * 14 * 14 * 1280), 5120**2 + 5120 * 1536
)


def _paligemma_shape(text: Text, resolution: int) -> Shape:
    patches = (resolution // _PATCH) ** 2
    vision = Vision(27, _SIGLIP, 4304, 16, (_PATCH * _PATCH * 3 + patches) * _SIGLIP)
    return Shape(text, vision, _SIGLIP * text.hidden)


def _paligemma(name: str, text: Text, training: Training, resolution: int, revision: str = "main") -> ModelEntry:
    shape = _paligemma_shape(text, resolution)
    return ModelEntry(
        name=name,
        family="paligemma",
        repository=f"google/{name}",
        revision=revision,
        licence=GEMMA[0],
        licence_url=GEMMA[1],
        is_gated=True,
        size_b=round(shape.weights / 1e9, 2),
        resolution=resolution,
        training=training,
        files=(),
        tasks=TRAINED[training],
        memory=memory_table(shape, (resolution // _PATCH) ** 2),
        download=2 * shape.weights + _TOKENIZER,
    )


def _chat(name: str, repository: str, shape: Shape, tokens: int, resolution: int) -> ModelEntry:
    return ModelEntry(
        name=name,
        family="chat",
        repository=repository,
        revision="main",
        licence=APACHE[0],
        licence_url=APACHE[1],
        is_gated=False,
        size_b=round(shape.weights / 1e9, 2),
        resolution=resolution,
        training="chat",
        files=(),
        tasks=TRAINED["chat"],
        memory=memory_table(shape, tokens),
        download=2 * shape.weights + _TOKENIZER // 4,
    )


def _entries() -> Iterator[ModelEntry]:
    for size in ("3b", "10b", "28b"):
        for resolution in (224, 448):
            yield _paligemma(f"paligemma2-{size}-mix-{resolution}", _GEMMA2[size], "mix", resolution)
    for size in ("3b", "10b"):
        yield _paligemma(f"paligemma2-{size}-ft-docci-448", _GEMMA2[size], "docci", 448)
    for size in ("3b", "10b", "28b"):
        for resolution in (224, 448, 896):
            yield _paligemma(f"paligemma2-{size}-pt-{resolution}", _GEMMA2[size], "pt", resolution)
    # The first generation is published in three widths; the branch has the one that is as good and half as large.
    for resolution in (224, 448):
        yield _paligemma(f"paligemma-3b-mix-{resolution}", _GEMMA1, "mix", resolution, "bfloat16")
    yield _paligemma("paligemma-3b-ft-refcoco-seg-896", _GEMMA1, "refcoco-seg", 896, "bfloat16")
    yield _chat("smolvlm-256m", "HuggingFaceTB/SmolVLM-256M-Instruct", _SMOL_256, _SMOL_TOKENS, 512)
    yield _chat("smolvlm-500m", "HuggingFaceTB/SmolVLM-500M-Instruct", _SMOL_500, _SMOL_TOKENS, 512)
    yield _chat("qwen2-vl-2b", "Qwen/Qwen2-VL-2B-Instruct", _QWEN_2B, _QWEN_TOKENS, 0)
    yield ModelEntry(
        name=MASKS,
        family="masks",
        repository="big-vision/paligemma-hf",
        revision="main",
        licence="not stated",
        licence_url="https://github.com/google-research/big_vision",
        is_gated=False,
        size_b=0.002,
        resolution=0,
        training="masks",
        files=(ModelFile("vae-oid.npz", None, "5586010257b8536dddefab65e7755077f21d5672d5674dacf911f73ae95a4447"),),
        tasks=TRAINED["masks"],
        memory=MappingProxyType({}),
        download=8_480_000,
        kind="space",
    )


TABLE = tuple(_entries())
