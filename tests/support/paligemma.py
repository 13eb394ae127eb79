"""Random PaliGemma models made in code: the real classes and file formats, tiny, without a download.

Their answers mean nothing; equality, errors, cancelling and formats are tested on them. Imports torch and transformers
when called, so that a module of the fast tier may import it.
"""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

# bitsandbytes and transformers ask the hub for kernels and updates unless they are told that there is none.
os.environ.setdefault("HF_HUB_OFFLINE", "1")

needs_model_runtime = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None or importlib.util.find_spec("transformers") is None,
    reason="the extra `model` (torch, transformers) is not installed",
)

_CORPUS = """
caption en describe en detect cat segment dog ocr answer en question en what is in the image ? where is it .
A screenshot of a desktop with a window, a button that says OK, and a text field . The cat sits on the mat .
Mr. Smith went to Washington D.C. yesterday; e.g. so .
Привет мир . 你好世界 . สวัสดีชาวโลก こんにちは世界 안녕하세요 مرحبا
"""
_SPECIALS = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]


def tiny_tokenizer(words: int = 700) -> Any:
    """Return a tokenizer as Gemma's: byte-fallback BPE, ids 0 to 4 as there, then `<loc>`, `<seg>` and `<image>`."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
    from transformers import GemmaTokenizer

    trained = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    trained.normalizer = normalizers.Replace(" ", "▁")
    trained.pre_tokenizer = pre_tokenizers.Split("▁", behavior="merged_with_next")
    first = [*_SPECIALS, "\n", *(f"<0x{value:02X}>" for value in range(256))]
    trainer = trainers.BpeTrainer(vocab_size=words, special_tokens=first, show_progress=False)
    trained.train_from_iterator(_CORPUS.splitlines(), trainer)
    made = json.loads(trained.to_str())["model"]
    merges = [tuple(merge) if isinstance(merge, list) else tuple(merge.split(" ")) for merge in made["merges"]]
    tokenizer = GemmaTokenizer(vocab=made["vocab"], merges=merges)
    tokenizer.add_tokens([f"<loc{n:04d}>" for n in range(1024)] + [f"<seg{n:03d}>" for n in range(128)])
    tokenizer.add_special_tokens({"additional_special_tokens": ["<image>"]})
    return tokenizer


def tiny_config(
    tokenizer: Any, *, generation: int = 2, side: int = 56, layers: int = 3, width: int = 64, window: int = 4096
) -> Any:
    """Return a configuration of PaliGemma 1 or 2 (`generation`); `side` in pixels, `window` in tokens (sliding)."""
    from transformers import Gemma2Config, GemmaConfig, PaliGemmaConfig, SiglipVisionConfig

    common: dict[str, Any] = {
        "vocab_size": (len(tokenizer) + 63) // 64 * 64,
        "hidden_size": width,
        "intermediate_size": 2 * width,
        "num_hidden_layers": layers,
        "num_attention_heads": 4,
        "head_dim": width // 4,
        "bos_token_id": 2,
        "eos_token_id": 1,
        "pad_token_id": 0,
    }
    if generation == 1:
        text: Any = GemmaConfig(**common, num_key_value_heads=1, hidden_activation="gelu_pytorch_tanh")
    else:
        text = Gemma2Config(**common, num_key_value_heads=2, query_pre_attn_scalar=width // 4, sliding_window=window)
    vision = SiglipVisionConfig(
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=layers,
        num_attention_heads=4,
        patch_size=14,
        image_size=side,
        vision_use_head=False,
    )
    return PaliGemmaConfig(
        vision_config=vision,
        text_config=text,
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
        projection_dim=width,
        hidden_size=width,
        bos_token_id=2,
        eos_token_id=1,
        pad_token_id=0,
    )


def random_model(config: Any, seed: int = 0) -> Any:
    """Return a model whose weights are noise, chosen so that answers differ by picture, prompt and place.

    Small embeddings under wide layers keep it from repeating its last token; the wide final norm lets the scores reach
    their soft cap.
    """
    import torch
    from transformers import GenerationConfig, PaliGemmaForConditionalGeneration

    model = PaliGemmaForConditionalGeneration(config).eval()
    noise = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.dim() > 1:
                weight.normal_(0, 0.02 if "embed_tokens" in name else 0.4, generator=noise)
            elif "norm" in name and name.endswith("weight"):
                weight.add_(torch.randn(weight.shape, generator=noise) * 0.1)
        model.model.language_model.norm.weight.add_(40)
    model.tie_weights()
    model.generation_config = GenerationConfig(bos_token_id=2, eos_token_id=1, pad_token_id=0)
    return model


def processor_for(tokenizer: Any, side: int) -> Any:
    """Return a PaliGemmaProcessor for pictures of `side` pixels, on PIL as SeeSay resizes."""
    from transformers import PaliGemmaProcessor, SiglipImageProcessorPil

    images = SiglipImageProcessorPil(size={"height": side, "width": side})
    images.image_seq_length = (side // 14) ** 2
    return PaliGemmaProcessor(image_processor=images, tokenizer=tokenizer)


def save_tiny_paligemma(folder: Path, *, seed: int = 0, **shape: int) -> Path:
    """Write a tiny random model with its processor into `folder`, as the hub's folders are; return the folder.

    `shape` is passed to `tiny_config`: generation, side, layers, width, window.
    """
    tokenizer = tiny_tokenizer()
    config = tiny_config(tokenizer, **shape)
    folder.mkdir(parents=True, exist_ok=True)
    random_model(config, seed).save_pretrained(folder)
    processor_for(tokenizer, config.vision_config.image_size).save_pretrained(folder)
    return folder


def noise_picture(seed: int = 0, height: int = 90, width: int = 130) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return an RGB picture of blurred noise."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (height // 10 + 1, width // 10 + 1, 3), dtype=np.uint8)
    return np.kron(coarse, np.ones((10, 10, 1), np.uint8))[:height, :width]


def wide_model(side: int = 224, layers: int = 2) -> Any:
    """Return a random PaliGemma 2 in the published shapes of 3B, but of few layers, in fp32 (some 3 GB)."""
    import torch
    from transformers import (
        Gemma2Config,
        GenerationConfig,
        PaliGemmaConfig,
        PaliGemmaForConditionalGeneration,
        SiglipVisionConfig,
    )
    from transformers.initialization import no_init_weights

    ends = {"bos_token_id": 2, "eos_token_id": 1, "pad_token_id": 0}
    text = Gemma2Config(
        vocab_size=257216,
        hidden_size=2304,
        num_hidden_layers=layers,
        intermediate_size=9216,
        num_attention_heads=8,
        num_key_value_heads=4,
        head_dim=256,
        query_pre_attn_scalar=256,
        sliding_window=4096,
        **ends,
    )
    vision = SiglipVisionConfig(
        hidden_size=1152,
        intermediate_size=4304,
        num_hidden_layers=layers,
        num_attention_heads=16,
        patch_size=14,
        image_size=side,
        vision_use_head=False,
    )
    config = PaliGemmaConfig(
        vision_config=vision,
        text_config=text,
        image_token_index=257152,
        projection_dim=2304,
        hidden_size=2304,
        **ends,
    )
    with no_init_weights():
        model = PaliGemmaForConditionalGeneration(config).eval()
    noise = torch.empty(1 << 22).normal_(0, 1, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.dim() > 1:
                _tile(weight, noise * (0.001 if "embed_tokens" in name else 0.06))
            else:
                weight.fill_(1.0 if "layer_norm" in name and name.endswith("weight") else 0.0)
        model.model.language_model.norm.weight.add_(40)
    model.tie_weights()
    model.generation_config = GenerationConfig(**ends)
    return model


def _tile(weight: Any, noise: Any) -> None:
    """Fill a weight with the same noise, begun elsewhere each time: quicker than new noise, and no two rows alike."""
    flat, step = weight.view(-1), noise.numel() - 4099
    for place, first in enumerate(range(0, flat.numel(), step)):
        count = min(step, flat.numel() - first)
        flat[first : first + count] = noise[place * 7 % 4099 :][:count]
