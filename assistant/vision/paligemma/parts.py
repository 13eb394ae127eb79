"""A model taken apart: the text model's weights at a precision, the vision tower, the projector; to and from a file.

What is quantised are the text model's maps. The vision tower, the projector and the head stay as they are: the tower's
width is no multiple of the block, and the head decides which token it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from assistant.vision.paligemma.decode import Vision
from assistant.vision.paligemma.head import Shortlist
from assistant.vision.paligemma.layers import Foreign, LayerWeights, TextModel, TextWeights
from assistant.vision.paligemma.model import Precision
from assistant.vision.paligemma.projections import Dense, Int8, Nf4, Projection

PLAIN_TYPES = {"bf16": torch.bfloat16, "fp16": torch.float16, "fp32": torch.float32}
_NORMS = ("input_layernorm", "post_attention_layernorm", "pre_feedforward_layernorm", "post_feedforward_layernorm")
_MAPS = ("qkv", "out", "gate_up", "down")


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """All that the loop needs."""

    weights: TextWeights
    tower: Foreign
    projector: Foreign


@dataclass(frozen=True, slots=True)
class Target:
    """Where and how to hold the weights; `dtype` is what is computed in."""

    precision: Precision
    device: torch.device
    dtype: torch.dtype


def take_apart(model: Foreign, target: Target) -> Parts:
    """Take transformers' model apart, layer by layer, so that no more than one layer is held twice.

    The model is of no use afterwards. Raises ValueError where a weight is not finite.
    """
    text = model.model.language_model
    layers = tuple(_layer(layer, target) for layer in text.layers)
    embeddings = text.embed_tokens.weight.detach().to(target.device)
    is_tied = model.lm_head.weight.data_ptr() == text.embed_tokens.weight.data_ptr()
    head = embeddings if is_tied else model.lm_head.weight.detach().to(target.device)
    shortlist = Shortlist.of(head, target.dtype) if target.precision == "nf4" else None
    weights = TextWeights(embeddings, head, _factor(text.norm, target), layers, shortlist)
    return Parts(
        weights, model.model.vision_tower.to(target.device), model.model.multi_modal_projector.to(target.device)
    )


def assemble(parts: Parts, config: Foreign) -> tuple[TextModel, Vision]:
    """Return what the loop runs; `config` is the PaliGemmaConfig."""
    from transformers.activations import ACT2FN

    text = config.text_config
    # Gemma's older files say "gelu" and mean the tanh form, which `hidden_act` gives; Gemma 2 has only the other name.
    activation = ACT2FN[text.hidden_activation if text.model_type == "gemma2" else text.hidden_act]
    rotary = _rotary(text).to(parts.weights.embeddings.device)
    seen = config.vision_config
    vision = Vision(parts.tower, parts.projector, seen.image_size, (seen.image_size // seen.patch_size) ** 2)
    return TextModel(text, parts.weights, rotary, activation), vision


def flatten(parts: Parts) -> dict[str, Tensor]:
    """Return every tensor by a name, to be written to one file. Only for a quantised model."""
    weights = parts.weights
    tensors = {"embeddings": weights.embeddings, "norm": weights.norm}
    if weights.head is not weights.embeddings:
        tensors["head"] = weights.head
    if weights.shortlist is not None:
        tensors |= {f"shortlist.{key}": value for key, value in weights.shortlist.tensors().items()}
    for index, layer in enumerate(weights.layers):
        for name in _MAPS:
            held: Projection = getattr(layer, name)
            tensors |= {f"layers.{index}.{name}.{key}": value for key, value in held.tensors().items()}
        tensors |= {f"layers.{index}.norm.{at}": norm for at, norm in enumerate(layer.norms)}
    for prefix, module in (("tower", parts.tower), ("projector", parts.projector)):
        tensors |= {f"{prefix}.{name}": value for name, value in module.state_dict().items()}
    return {name: value.detach().contiguous() for name, value in tensors.items()}


def rebuild(tensors: Mapping[str, Tensor], config: Foreign, target: Target) -> Parts:
    """Put together again what `flatten` gave, without a copy. Raises KeyError or RuntimeError where it doesn't fit."""
    embeddings = tensors["embeddings"]
    layers = tuple(
        _rebuilt(dict(_below(tensors, f"layers.{index}.")), target)
        for index in range(config.text_config.num_hidden_layers)
    )
    listed = dict(_below(tensors, "shortlist."))
    shortlist = Shortlist.from_tensors(listed, target.dtype) if listed else None
    weights = TextWeights(embeddings, tensors.get("head", embeddings), tensors["norm"], layers, shortlist)
    tower, projector = _empty_vision(config)
    for prefix, module in (("tower.", tower), ("projector.", projector)):
        module.load_state_dict(dict(_below(tensors, prefix)), strict=True, assign=True)
        module.to(target.device)
    return Parts(weights, tower.eval(), projector.eval())


def _layer(layer: Foreign, target: Target) -> LayerWeights:
    attention, feed = layer.self_attn, layer.mlp
    joined = {
        "qkv": (attention.q_proj, attention.k_proj, attention.v_proj),
        "out": (attention.o_proj,),
        "gate_up": (feed.gate_proj, feed.up_proj),
        "down": (feed.down_proj,),
    }
    maps = {
        name: _projection([module.weight.detach() for module in modules], target) for name, modules in joined.items()
    }
    for modules in joined.values():
        for module in modules:
            del module.weight
    return LayerWeights(
        **maps, norms=tuple(_factor(getattr(layer, name), target) for name in _NORMS if hasattr(layer, name))
    )


def _projection(weights: Sequence[Tensor], target: Target) -> Projection:
    moved = [weight.to(target.device) for weight in weights]
    if target.precision == "nf4":
        return Nf4.quantise(moved, target.dtype)
    if target.precision == "int8":
        return Int8.quantise(moved)
    return Dense(moved)


def _rebuilt(tensors: Mapping[str, Tensor], target: Target) -> LayerWeights:
    def one(name: str) -> Projection:
        held = dict(_below(tensors, f"{name}."))
        return Nf4.from_tensors(held, target.dtype) if target.precision == "nf4" else Int8.from_tensors(held)

    norms = [tensors[f"norm.{at}"] for at in range(len(_NORMS)) if f"norm.{at}" in tensors]
    return LayerWeights(one("qkv"), one("out"), one("gate_up"), one("down"), tuple(norms))


def _below(tensors: Mapping[str, Tensor], prefix: str) -> Iterator[tuple[str, Tensor]]:
    return ((name.removeprefix(prefix), value) for name, value in tensors.items() if name.startswith(prefix))


def _factor(norm: Foreign, target: Target) -> Tensor:
    return (1.0 + norm.weight.detach().float()).to(target.device)


def _rotary(text: Foreign) -> Foreign:
    from transformers.models.gemma.modeling_gemma import GemmaRotaryEmbedding
    from transformers.models.gemma2.modeling_gemma2 import Gemma2RotaryEmbedding

    return Gemma2RotaryEmbedding(text) if text.model_type == "gemma2" else GemmaRotaryEmbedding(text)


def _empty_vision(config: Foreign) -> tuple[Foreign, Foreign]:
    """Return tower and projector whose weights take no memory yet."""
    from accelerate import init_empty_weights
    from transformers import SiglipVisionModel
    from transformers.models.paligemma.modeling_paligemma import PaliGemmaMultiModalProjector

    with init_empty_weights(include_buffers=False):
        return SiglipVisionModel(config.vision_config), PaliGemmaMultiModalProjector(config)
