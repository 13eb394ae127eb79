"""Trains the tiny PaliGemma 2 from nothing, on the processor: `python -m support.tiny.train FOLDER` in tests/.

First the mask decoder, then the vision tower by itself (what does each patch show?), then all of it on prompts and
answers. The same seed and number of threads give the same weights on the same machine.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
from safetensors.torch import save_file
from torch import nn

from support.tiny import masks
from support.tiny.batches import (
    IGNORED,
    THINGS,
    TINTS,
    Batcher,
    drawings,
    examples,
    patch_targets,
    pixels,
)
from support.tiny.drawings import COLOURS, KINDS
from support.tiny.examples import Asker
from support.tiny.network import WIDTH, make_model, make_processor
from support.tiny.tokenizer import make_tokenizer

CHAT_TEMPLATE = (
    "{%- for message in messages if message['role'] == 'user' -%}"
    "{%- if message['content'] is string -%}{{ message['content'] }}{%- else -%}"
    "{%- for part in message['content'] if part['type'] == 'image' -%}<image>{%- endfor -%}"
    "{%- for part in message['content'] if part['type'] == 'text' -%}{{ part['text'] }}{%- endfor -%}"
    "{%- endif -%}{%- endfor -%}"
)
"""Lets the folder be served as a chat model; a prompt is what the user's message says."""


class Lessons(nn.Module):  # type: ignore[misc]  # torch's types are not read
    """Heads for the vision tower's first lessons; thrown away afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self.kind, self.colour, self.box = nn.Linear(WIDTH, THINGS), nn.Linear(WIDTH, TINTS), nn.Linear(WIDTH, 4)

    def loss(self, seen: Any, shown: Any) -> Any:
        """Return how wrong the heads are about each patch; `seen` is (pictures, patches, width)."""
        wanted = patch_targets(shown)
        kind = nn.functional.cross_entropy(self.kind(seen).flatten(0, 1).float(), wanted.kind.flatten())
        colour = nn.functional.cross_entropy(self.colour(seen).flatten(0, 1).float(), wanted.colour.flatten())
        is_something = wanted.kind > 0
        box = (self.box(seen)[is_something].float() - wanted.box[is_something]).abs().mean()
        return kind + colour + 4 * box


def optimizer_of(parameters: Any, rate: float, steps: int) -> tuple[Any, Any]:
    """Return AdamW and a schedule: up for 4 %, then down by a cosine to nearly nothing."""
    optimizer = torch.optim.AdamW(parameters, lr=rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    rise = max(1, steps // 25)

    def share(step: int) -> float:
        if step < rise:
            return (step + 1) / rise
        return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, steps - rise)))

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, share)


def teach_vision(model: Any, steps: int, seed: int, pictures: int = 64) -> None:
    """Let the vision tower learn what each patch belongs to."""
    chance = random.Random(seed)
    lessons = Lessons()
    tower = model.model.vision_tower
    parameters = [*tower.parameters(), *lessons.parameters()]
    optimizer, schedule = optimizer_of(parameters, 1.5e-3, steps)
    report = Report("vision", steps)
    for step in range(steps):
        shown = drawings(pictures, chance)
        with torch.autocast("cpu", torch.bfloat16):
            loss = lessons.loss(tower(pixels(shown, chance)).last_hidden_state, shown)
        _descend(loss, parameters, optimizer, schedule)
        report.tell(step, loss)


def teach(model: Any, batcher: Batcher, steps: int, save: Any, pictures: int = 16, each: int = 4) -> None:
    """Let the whole model learn prompts and answers; `save` is called now and then."""
    parameters = list(model.parameters())
    optimizer, schedule = optimizer_of(parameters, 1.5e-3, steps)
    report = Report("answers", steps)
    for step in range(steps):
        loss = answer_loss(model, batcher.batch(pictures, each))
        _descend(loss, parameters, optimizer, schedule)
        report.tell(step, loss)
        if step % 400 == 399:
            save()


def answer_loss(model: Any, batch: Any) -> Any:
    """Return the cross entropy of the answers' tokens."""
    with torch.autocast("cpu", torch.bfloat16):
        seen = model.model.get_image_features(batch.pixels).pooler_output[batch.rows]
        hidden = model.model(
            input_ids=batch.ids,
            attention_mask=batch.mask,
            token_type_ids=batch.types,
            mm_encoder_outputs={"image": SimpleNamespace(pooler_output=seen)},
            use_cache=False,
        ).last_hidden_state
        is_answer = batch.labels != IGNORED
        logits = model.lm_head(hidden[is_answer]).float()
    cap = model.config.text_config.final_logit_softcapping
    return nn.functional.cross_entropy(cap * torch.tanh(logits / cap), batch.labels[is_answer])


def _descend(loss: Any, parameters: Any, optimizer: Any, schedule: Any) -> None:
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
    schedule.step()


class Report:
    """Prints the loss now and then."""

    def __init__(self, name: str, steps: int) -> None:
        self._name, self._steps, self._started, self._mean = name, steps, time.monotonic(), 0.0

    def tell(self, step: int, loss: Any) -> None:
        """Count one step."""
        value = float(loss.detach())
        self._mean = value if step == 0 else 0.97 * self._mean + 0.03 * value
        if step % 50 == 49 or step == self._steps - 1:
            seconds = time.monotonic() - self._started
            print(f"{self._name} {step + 1}/{self._steps} loss {self._mean:.4f} {seconds:.0f} s", flush=True)


def texts(seed: int, count: int = 3000) -> list[str]:
    """Return what the tokenizer learns from."""
    chance = random.Random(seed)
    codes = {name: [0] * 16 for name in (*KINDS, "triangle-down")}
    asker = Asker(codes, chance)
    result = [*KINDS, *COLOURS]
    for shown in drawings(count, chance):
        for made in examples(shown, 4, asker, chance):
            result += [made.prompt, made.answer.replace("<", " ").split(" ; ")[0].split(">")[-1]]
    return result


def save_all(folder: Path, model: Any, processor: Any, coder: Any) -> None:
    """Write the folder as a published checkpoint looks, weights in bfloat16, and the mask decoder."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {name: value.detach().clone() for name, value in model.state_dict().items()}
    model.to(torch.bfloat16).save_pretrained(folder)
    model.to(torch.float32).load_state_dict(kept)
    processor.save_pretrained(folder)
    (folder / "chat_template.jinja").write_text(CHAT_TEMPLATE, encoding="utf-8")
    save_file(masks.saved(coder), folder / "mask-decoder.safetensors")
    for file in folder.iterdir():
        file.chmod(0o644)


def main() -> None:
    """Train, save, and tell how long each part took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--vision-steps", type=int, default=1500)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--threads", type=int, default=1)
    wanted = parser.parse_args()
    torch.set_num_threads(wanted.threads)
    started = time.monotonic()
    coder = masks.train(wanted.seed, 600)
    print("masks", {name: round(value, 3) for name, value in masks.overlap(coder).items()}, flush=True)
    tokenizer = make_tokenizer(texts(wanted.seed))
    processor = make_processor(tokenizer)
    model = make_model(tokenizer, wanted.seed)
    print(f"{sum(value.numel() for value in model.parameters()):,} parameters, {len(tokenizer)} tokens", flush=True)
    teach_vision(model, wanted.vision_steps, wanted.seed + 1)

    def save() -> None:
        save_all(wanted.folder, model, processor, coder)

    save()
    teach(model, Batcher(tokenizer, masks.shape_codes(coder), wanted.seed + 2), wanted.steps, save)
    save()
    seconds = round(time.monotonic() - started)
    (wanted.folder / "training.json").write_text(json.dumps({**vars(wanted), "folder": "", "seconds": seconds}) + "\n")
    print(f"Done in {seconds} s.")


if __name__ == "__main__":
    main()
