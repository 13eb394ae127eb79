"""Trains the tiny PaliGemma 2 from nothing, on the processor: `python -m support.tiny.train FOLDER` in tests/.

First the mask decoder, then the vision tower by itself (what does each patch show?), then all of it on prompts and
answers. The same seed and number of threads give the same weights on the same machine.
"""

from __future__ import annotations

import argparse
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
    MOST,
    THINGS,
    TINTS,
    Batcher,
    drawings,
    examples,
    patch_targets,
    pixels,
)
from support.tiny.drawings import COLOURS, KINDS
from support.tiny.examples import ELSEWHERE, STEPS, Asker
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


EASY_SHARE = 0.35
"""Of all steps: those with easy prompts only."""
LOOKING_LAYERS, LOOKING_HEADS, LOOKING_WEIGHT = (1, 2), 2, 0.3
"""Which layers and how many heads of each are taught where to look."""
LESSON_WEIGHT = 0.5
MASK_STEPS = 600


class Lessons(nn.Module):  # type: ignore[misc]  # torch's types are not read
    """Heads for the vision tower's first lessons; thrown away afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self.kind, self.colour, self.order = nn.Linear(WIDTH, THINGS), nn.Linear(WIDTH, TINTS), nn.Linear(WIDTH, MOST)
        self.box, self.edges = nn.Linear(WIDTH, 4), nn.Linear(WIDTH, 4 * (STEPS + 1))

    def loss(self, seen: Any, shown: Any) -> Any:
        """Return how wrong the heads are about each patch; `seen` is (pictures, patches, width)."""
        wanted = patch_targets(shown)
        loss = 0.0
        for head, target in ((self.kind, wanted.kind), (self.colour, wanted.colour), (self.order, wanted.order)):
            loss = loss + nn.functional.cross_entropy(head(seen).flatten(0, 1).float(), target.flatten())
        is_something = wanted.kind > 0
        things, box = seen[is_something], wanted.box[is_something]
        edges = self.edges(things).float().reshape(-1, STEPS + 1)
        loss = loss + 4 * (self.box(things).float() - box).abs().mean()
        return loss + 0.2 * nn.functional.cross_entropy(edges, (box * STEPS).round().long().flatten())


def optimizer_of(parameters: Any, rate: float, steps: int) -> tuple[Any, Any]:
    """Return AdamW and a schedule: up for 4 %, then down by a cosine to nearly nothing."""
    optimizer = torch.optim.AdamW(parameters, lr=rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    rise = max(1, steps // 25)

    def share(step: int) -> float:
        if step < rise:
            return (step + 1) / rise
        return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, steps - rise)))

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, share)


def teach_vision(model: Any, lessons: Lessons, steps: int, seed: int, pictures: int = 64) -> None:
    """Let the vision tower learn what each patch belongs to."""
    chance = random.Random(seed)
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


def teach(model: Any, batcher: Batcher, steps: int, save: Any) -> None:
    """Let the text model learn prompts and answers, the easy ones first; `save` is called now and then.

    The vision tower stays as it is: before answers depend on it, all that it could learn is to forget.
    """
    model.model.vision_tower.requires_grad_(False)
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer, schedule = optimizer_of(parameters, 1.5e-3, steps)
    report = Report("answers", steps)
    for step in range(steps):
        loss, away, _ = answer_loss(model, batcher.batch(8, 4, is_easy=step < steps * EASY_SHARE))
        _descend(loss + LOOKING_WEIGHT * away, parameters, optimizer, schedule)
        report.tell(step, loss, away)
        if step % 200 == 199:
            save()


def teach_together(model: Any, lessons: Lessons, batcher: Batcher, steps: int, save: Any) -> None:
    """Let both towers learn to answer, with the first lessons beside it."""
    model.model.vision_tower.requires_grad_(True)
    parameters = [*model.parameters(), *lessons.parameters()]
    optimizer, schedule = optimizer_of(parameters, 1.2e-3, steps)
    report = Report("together", steps)
    for step in range(steps):
        batch = batcher.batch(16, 2)
        loss, away, seen = answer_loss(model, batch)
        lesson = lessons.loss(seen, batch.shown)
        _descend(loss + LOOKING_WEIGHT * away + LESSON_WEIGHT * lesson, parameters, optimizer, schedule)
        report.tell(step, loss, away, lesson)
        if step % 200 == 199:
            save()


def answer_loss(model: Any, batch: Any) -> tuple[Any, Any, Any]:
    """Return the cross entropy of the answers' tokens, how little was looked at what they are about, what was seen."""
    with torch.autocast("cpu", torch.bfloat16):
        looked = model.model.get_image_features(batch.pixels)
        seen = looked.pooler_output[batch.rows]
        result = model.model(
            input_ids=batch.ids,
            attention_mask=batch.mask,
            token_type_ids=batch.types,
            mm_encoder_outputs={"image": SimpleNamespace(pooler_output=seen)},
            use_cache=False,
            output_attentions=True,
        )
        is_answer = batch.labels != IGNORED
        logits = model.lm_head(result.last_hidden_state[is_answer]).float()
    cap = model.config.text_config.final_logit_softcapping
    loss = nn.functional.cross_entropy(cap * torch.tanh(logits / cap), batch.labels[is_answer])
    return loss, _looking_away(result.attentions, batch.looks), looked.last_hidden_state


def _looking_away(attentions: Any, looks: Any) -> Any:
    """Return the cross entropy of what some heads look at with what the answer's tokens are about."""
    rows, places = looks.any(-1).nonzero(as_tuple=True)
    wanted = looks[rows, places]
    total = torch.zeros(())
    for layer in LOOKING_LAYERS:
        weights = attentions[layer][rows, :LOOKING_HEADS, places, : looks.shape[-1]].float()
        on_it = (weights * wanted[:, None]).sum(-1)
        total = total - torch.log(on_it + 1e-4).mean()
    return total / len(LOOKING_LAYERS)


def _descend(loss: Any, parameters: Any, optimizer: Any, schedule: Any) -> None:
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
    schedule.step()


class Report:
    """Prints the mean loss of the last 50 steps."""

    def __init__(self, name: str, steps: int) -> None:
        self._name, self._steps, self._started = name, steps, time.monotonic()
        self._last: list[list[float]] = []

    def tell(self, step: int, *losses: Any) -> None:
        """Count one step."""
        self._last.append([float(loss.detach()) for loss in losses])
        if step % 50 == 49 or step == self._steps - 1:
            means = " ".join(f"{sum(values) / len(values):.4f}" for values in zip(*self._last, strict=True))
            self._last.clear()
            print(
                f"{self._name} {step + 1}/{self._steps} loss {means} {time.monotonic() - self._started:.0f} s",
                flush=True,
            )


def texts(seed: int, count: int = 3000) -> list[str]:
    """Return what the tokenizer learns from."""
    chance = random.Random(seed)
    codes = {name: [0] * 16 for name in (*KINDS, "triangle-down")}
    asker = Asker(codes, chance)
    result = [*KINDS, *COLOURS, *(f"detect {thing}" for thing in ELSEWHERE)]
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


def begin(wanted: Any, lessons: Lessons) -> tuple[Any, Any, Any, dict[str, list[int]]]:
    """Return model, tokenizer, mask coder and codes: all from nothing, the vision tower with its lessons learned."""
    coder = masks.train(wanted.seed, MASK_STEPS)
    print("masks", {name: round(value, 3) for name, value in masks.overlap(coder).items()}, flush=True)
    tokenizer = make_tokenizer(texts(wanted.seed))
    model = make_model(tokenizer, wanted.seed)
    print(f"{sum(value.numel() for value in model.parameters()):,} parameters, {len(tokenizer)} tokens", flush=True)
    teach_vision(model, lessons, wanted.vision_steps, wanted.seed + 1)
    return model, tokenizer, coder, masks.shape_codes(coder)


def go_on(wanted: Any) -> tuple[Any, Any, Any, dict[str, list[int]]]:
    """Return what an earlier run with the same seed has saved; the mask coder is made again, it is the same."""
    from transformers import AutoTokenizer, PaliGemmaForConditionalGeneration

    coder = masks.train(wanted.seed, MASK_STEPS)
    model = PaliGemmaForConditionalGeneration.from_pretrained(wanted.start, dtype=torch.float32)
    return model, AutoTokenizer.from_pretrained(wanted.start), coder, masks.shape_codes(coder)


def main() -> None:
    """Train, save, and tell how long each part took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--vision-steps", type=int, default=600)
    parser.add_argument("--steps", type=int, default=1800)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--together", type=int, default=700, help="steps of both towers together")
    parser.add_argument("--start", type=Path, help="a folder of an earlier run: only both together from there")
    wanted = parser.parse_args()
    torch.set_num_threads(wanted.threads)
    started = time.monotonic()
    torch.manual_seed(wanted.seed)
    lessons = Lessons()
    model, tokenizer, coder, codes = go_on(wanted) if wanted.start else begin(wanted, lessons)
    processor = make_processor(tokenizer)

    def save() -> None:
        save_all(wanted.folder, model, processor, coder)

    batcher = Batcher(tokenizer, codes, wanted.seed + 2)
    if not wanted.start:
        save()
        teach(model, batcher, wanted.steps, save)
    teach_together(model, lessons, batcher, wanted.together, save)
    save()
    print(f"Done in {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main()
