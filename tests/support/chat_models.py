"""Random chat models made in code: SmolVLM and Qwen2-VL, the real classes and file formats, tiny, without a download.

Their answers mean nothing; equality with `generate`, errors, cancelling and prompts are tested on them. Imports torch
and transformers when called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

_SMOL_MARKS = ("<|im_start|>", "<end_of_utterance>", "<fake_token_around_image>", "<image>", "<global-img>")
_QWEN_MARKS = ("<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>")
# As published with SmolVLM and Qwen2-VL, without the parts for several turns.
_SMOL_TEMPLATE = (
    "<|im_start|>{% for message in messages %}User:{% for line in message['content'] %}"
    "{% if line['type'] == 'text' %}{{ line['text'] }}{% else %}<image>{% endif %}{% endfor %}"
    "<end_of_utterance>\n{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}"
)
_QWEN_TEMPLATE = (
    "{% for message in messages %}<|im_start|>user\n{% for line in message['content'] %}"
    "{% if line['type'] == 'text' %}{{ line['text'] }}{% else %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% endif %}{% endfor %}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_CORPUS = (
    "Describe this picture in at most three sentences for someone who cannot see it, the most important first.",
    "Write down all text in this picture. Beschreibe das Bild. User: Assistant: What is red? привет สวัสดี",
)
_TEXT: dict[str, Any] = {
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
}


def smolvlm(folder: Path, seed: int = 0) -> Path:
    """Save a tiny SmolVLM of the first generation, which is an Idefics3: split pictures, a Llama."""
    from transformers import (
        Idefics3Config,
        Idefics3ForConditionalGeneration,
        Idefics3ImageProcessorPil,
        Idefics3Processor,
    )

    grid = [f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7)]
    tokenizer = _tokenizer((*_SMOL_MARKS, *grid), "<end_of_utterance>")
    ids = {mark: tokenizer.convert_tokens_to_ids(mark) for mark in _SMOL_MARKS}
    text = {"model_type": "llama", "vocab_size": len(tokenizer), "pad_token_id": 0, **_TEXT}
    vision = {
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "image_size": 32,
        "patch_size": 8,
    }
    config = Idefics3Config(
        text_config=text, vision_config=vision, image_token_id=ids["<image>"], scale_factor=2, pad_token_id=0
    )
    pictures = Idefics3ImageProcessorPil(size={"longest_edge": 64}, max_image_size={"longest_edge": 32})
    processor = Idefics3Processor(pictures, tokenizer, image_seq_len=4, chat_template=_SMOL_TEMPLATE)
    return _save(folder, Idefics3ForConditionalGeneration(config), processor, ids["<end_of_utterance>"], seed)


def qwen2_vl(folder: Path, seed: int = 0) -> Path:
    """Save a tiny Qwen2-VL (pictures of any size, positions of three parts)."""
    from transformers import (
        Qwen2VLConfig,
        Qwen2VLForConditionalGeneration,
        Qwen2VLImageProcessorPil,
        Qwen2VLProcessor,
    )

    tokenizer = _tokenizer(_QWEN_MARKS, "<|im_end|>")
    ids = {mark: tokenizer.convert_tokens_to_ids(mark) for mark in _QWEN_MARKS}
    config = Qwen2VLConfig(
        text_config={
            "vocab_size": len(tokenizer),
            "rope_parameters": {"rope_type": "default", "mrope_section": [2, 3, 3], "rope_theta": 10000.0},
            **_TEXT,
        },
        vision_config={"depth": 2, "embed_dim": 64, "hidden_size": 64, "num_heads": 4, "patch_size": 14},
        image_token_id=ids["<|image_pad|>"],
        video_token_id=ids["<|video_pad|>"],
        vision_start_token_id=ids["<|vision_start|>"],
        vision_end_token_id=ids["<|vision_end|>"],
    )
    pictures = Qwen2VLImageProcessorPil(min_pixels=28 * 28, max_pixels=56 * 56 * 4)
    # Its part for films needs libraries of its own, here and in the product.
    parts = ["image_processor", "tokenizer"]
    made = type("Qwen2VLProcessor", (Qwen2VLProcessor,), {"get_attributes": classmethod(lambda cls: parts)})
    processor: Any = made(pictures, tokenizer, chat_template=_QWEN_TEMPLATE)
    return _save(folder, Qwen2VLForConditionalGeneration(config), processor, ids["<|im_end|>"], seed)


MAKERS: Mapping[str, Callable[[Path], Path]] = MappingProxyType({"smolvlm": smolvlm, "qwen2-vl": qwen2_vl})


def _tokenizer(marks: tuple[str, ...], end: str) -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trained.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=512, special_tokens=["<pad>", *marks], initial_alphabet=alphabet, show_progress=False
    )
    trained.train_from_iterator(_CORPUS, trainer)
    named = {mark.strip("<|>").replace("-", "_") + "_token": mark for mark in marks[3:5]}
    return PreTrainedTokenizerFast(
        tokenizer_object=trained, pad_token="<pad>", eos_token=end, bos_token=marks[0], extra_special_tokens=named
    )


def _save(folder: Path, model: Any, processor: Any, end: int, seed: int) -> Path:
    """Give the model noise whose answers differ by picture and prompt, and write all of it to the folder."""
    import torch
    from transformers import GenerationConfig

    noise = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.dim() > 1:
                weight.normal_(0, 0.05 if "embed_tokens" in name else 0.3, generator=noise)
    model.generation_config = GenerationConfig(eos_token_id=end, pad_token_id=0)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder
