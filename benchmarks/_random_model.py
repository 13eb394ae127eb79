"""Random weights in the published shape of PaliGemma 2 3B, for speed and memory only: their answers mean nothing.

Made into a folder that the caller removes (6 GB); never committed. Speed does not depend on the values, but tokens are
compared, so no two rows are alike.
"""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import (
    Gemma2Config,
    GemmaTokenizer,
    GenerationConfig,
    PaliGemmaConfig,
    PaliGemmaForConditionalGeneration,
    PaliGemmaProcessor,
    SiglipImageProcessorPil,
    SiglipVisionConfig,
)
from transformers.initialization import no_init_weights

IMAGE = 257152
_FIRST_LOCATION = 256000
_SPECIALS = ("<pad>", "<eos>", "<bos>", "<unk>", "<mask>")


def published_config(side: int, layers: int | None = None) -> PaliGemmaConfig:
    """Return the shape of PaliGemma 2 3B (convert_paligemma2_weights_to_hf.py) for pictures of `side` pixels."""
    ends = {"bos_token_id": 2, "eos_token_id": 1, "pad_token_id": 0}
    text = Gemma2Config(
        vocab_size=257216,
        hidden_size=2304,
        num_hidden_layers=layers or 26,
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
        num_hidden_layers=layers or 27,
        num_attention_heads=16,
        patch_size=14,
        image_size=side,
        vision_use_head=False,
    )
    return PaliGemmaConfig(
        vision_config=vision,
        text_config=text,
        image_token_index=IMAGE,
        projection_dim=2304,
        hidden_size=2304,
        **ends,
    )


def tiny_config(side: int) -> PaliGemmaConfig:
    """Return a shape that loads in a moment, to try the benchmark itself; the vocabulary is the published one."""
    config = published_config(side, 2)
    for part in (config.text_config, config.vision_config):
        part.hidden_size, part.intermediate_size = 64, 128
        part.num_attention_heads = 4
    config.text_config.num_key_value_heads = 2
    config.text_config.head_dim = 16
    config.projection_dim = config.vision_config.projection_dim = 64
    return config


def write_model(config: PaliGemmaConfig, folder: Path) -> None:
    """Write weights, configuration and processor as the hub's folders hold them, in bf16."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        with no_init_weights():
            model = PaliGemmaForConditionalGeneration(config)
    finally:
        torch.set_default_dtype(before)
    _fill(model)
    model.tie_weights()
    model.generation_config = GenerationConfig(bos_token_id=2, eos_token_id=1, pad_token_id=0)
    model.save_pretrained(folder, max_shard_size="3GB")
    _processor(config).save_pretrained(folder)


def _fill(model: PaliGemmaForConditionalGeneration) -> None:
    noise = torch.empty(1 << 24).normal_(0, 0.02, generator=torch.Generator().manual_seed(0)).to(torch.bfloat16)
    step = noise.numel() - 4099
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.dim() == 1:
                weight.fill_(1.0 if "layer_norm" in name and name.endswith("weight") else 0.0)
                continue
            flat = weight.view(-1)
            for place, first in enumerate(range(0, flat.numel(), step)):
                count = min(step, flat.numel() - first)
                flat[first : first + count] = noise[place * 7 % 4099 :][:count]


def _processor(config: PaliGemmaConfig) -> PaliGemmaProcessor:
    """Return a processor with as many words as the published one, so that places and `<image>` have their ids."""
    vocabulary = [*_SPECIALS, "\n", *(f"<0x{value:02X}>" for value in range(256))]
    vocabulary += [f"▁{number}" for number in range(_FIRST_LOCATION - len(vocabulary))]
    tokenizer = GemmaTokenizer(vocab={word: number for number, word in enumerate(vocabulary)}, merges=[])
    tokenizer.add_tokens([f"<loc{n:04d}>" for n in range(1024)] + [f"<seg{n:03d}>" for n in range(128)])
    tokenizer.add_special_tokens({"additional_special_tokens": ["<image>"]})
    side = config.vision_config.image_size
    images = SiglipImageProcessorPil(size={"height": side, "width": side})
    images.image_seq_length = (side // 14) ** 2
    return PaliGemmaProcessor(image_processor=images, tokenizer=tokenizer)
