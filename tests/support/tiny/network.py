"""The tiny model's shapes: PaliGemma 2's own classes, a resolution of 112 px, 64 picture tokens."""

from __future__ import annotations

from typing import Any

RESOLUTION, PATCH = 112, 14
PICTURE_TOKENS = (RESOLUTION // PATCH) ** 2
WIDTH = 128


def make_model(tokenizer: Any, seed: int = 0) -> Any:
    """Return an untrained `PaliGemmaForConditionalGeneration` for this tokenizer, in float32."""
    import torch
    from transformers import (
        Gemma2Config,
        GenerationConfig,
        PaliGemmaConfig,
        PaliGemmaForConditionalGeneration,
        SiglipVisionConfig,
    )

    ends = {"pad_token_id": 0, "eos_token_id": 1, "bos_token_id": 2}
    vision = SiglipVisionConfig(
        hidden_size=WIDTH,
        intermediate_size=2 * WIDTH,
        num_hidden_layers=4,
        num_attention_heads=4,
        patch_size=PATCH,
        image_size=RESOLUTION,
        vision_use_head=False,
    )
    text = Gemma2Config(
        vocab_size=(len(tokenizer) + 63) // 64 * 64,
        hidden_size=WIDTH,
        intermediate_size=3 * WIDTH,
        num_hidden_layers=4,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=32,
        query_pre_attn_scalar=32,
        sliding_window=4096,
        max_position_embeddings=8192,
        **ends,
    )
    config = PaliGemmaConfig(
        vision_config=vision,
        text_config=text,
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
        projection_dim=WIDTH,
        hidden_size=WIDTH,
        **ends,
    )
    torch.manual_seed(seed)
    model = PaliGemmaForConditionalGeneration(config)
    model.generation_config = GenerationConfig(**ends)
    _begin_wide(model)
    _begin_locations_in_order(model, tokenizer)
    return model


def _begin_wide(model: Any) -> None:
    """Begin with weights for this width: at the usual ones, of wide models, the picture drowns in the first layers."""
    import torch

    for name, weight in model.named_parameters():
        if "post_attention_layernorm" in name or "post_feedforward_layernorm" in name:
            torch.nn.init.constant_(weight, -0.7)
        elif weight.dim() == 2 and ("language_model" in name or "projector" in name):
            torch.nn.init.normal_(weight, std=weight.shape[1] ** -0.5)


def _begin_locations_in_order(model: Any, tokenizer: Any) -> None:
    """Let neighbouring locations begin with similar embeddings, or each would be learned from nothing."""
    import torch

    first = tokenizer.convert_tokens_to_ids("<loc0000>")
    weights = model.get_input_embeddings().weight
    place = torch.arange(1024)[:, None] / 1023
    waves = torch.arange(1, WIDTH // 2 + 1)[None] * torch.pi / 2
    # Low waves weigh most: near is alike, far is not.
    strength = 1 / torch.sqrt(1 + torch.arange(WIDTH // 2)[None])
    smooth = torch.cat([torch.sin(place * waves) * strength, torch.cos(place * waves) * strength], dim=1)
    with torch.no_grad():
        smooth = smooth @ torch.linalg.qr(torch.randn(WIDTH, WIDTH))[0]
        weights[first : first + 1024] = smooth / smooth.std() * weights.std()


def make_processor(tokenizer: Any) -> Any:
    """Return the `PaliGemmaProcessor` of the model."""
    from transformers import PaliGemmaProcessor, SiglipImageProcessor

    pictures = SiglipImageProcessor(size={"height": RESOLUTION, "width": RESOLUTION})
    pictures.image_seq_length = PICTURE_TOKENS
    return PaliGemmaProcessor(image_processor=pictures, tokenizer=tokenizer)
