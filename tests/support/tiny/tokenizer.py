"""A tokenizer of the published layout with a vocabulary of its own: small, so that the embedding is.

0 … 3 are padding, end, begin and unknown as in Gemma; then bytes and what the phrases need; then 1024 locations,
128 mask codes and the picture's token, in the order of the published vocabulary.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

SPECIAL = ("<pad>", "<eos>", "<bos>", "<unk>", "<mask>")
LOCATIONS = tuple(f"<loc{index:04d}>" for index in range(1024))
CODES = tuple(f"<seg{index:03d}>" for index in range(128))
PICTURE = "<image>"


def make_tokenizer(texts: Sequence[str], vocabulary: int = 700) -> Any:
    """Return a `GemmaTokenizer` whose pieces were learned from `texts`; other scripts fall back to bytes."""
    from transformers import GemmaTokenizer

    raw = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    raw.normalizer = normalizers.Replace(" ", "▁")
    raw.pre_tokenizer = pre_tokenizers.Split("▁", behavior="merged_with_next")
    every_byte = [f"<0x{value:02X}>" for value in range(256)]
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary, special_tokens=[*SPECIAL, "\n", *every_byte], show_progress=False
    )
    raw.train_from_iterator(texts, trainer)
    learned = json.loads(raw.to_str())["model"]
    merges = [tuple(merge) for merge in learned["merges"]]
    tokenizer = GemmaTokenizer(vocab=learned["vocab"], merges=merges)
    tokenizer.add_tokens([*LOCATIONS, *CODES])
    tokenizer.add_special_tokens({"additional_special_tokens": [PICTURE]})
    return tokenizer
