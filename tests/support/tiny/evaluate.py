"""Measures a tiny model on drawings that it has not seen: `python -m support.tiny.evaluate FOLDER` in tests/.

It reads places and masks by itself, not with the product's code, so that one can be held against the other.
"""

from __future__ import annotations

import argparse
import os
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from safetensors.torch import load_file

from support.tiny.drawings import KINDS, Drawing, Shape, drawing, outline, paint
from support.tiny.examples import Asker, Example, Kind
from support.tiny.masks import decoder
from support.tiny.phrases import LANGUAGES

HELD_OUT = 1_000_000
"""Seeds from here on were never trained on: training draws from one long row of chances, not from seeds."""
_PLACE = re.compile(r"((?:<loc\d{4}>){4})((?:<seg\d{3}>){16})?\s*([^;<]+)")
SIDE = 224


@dataclass(frozen=True)
class Judged:
    """One answer: the share of it that was right, 0 … 1, and the mean probability of its tokens."""

    drawing: Drawing
    example: Example
    language: str
    said: str
    score: float
    probability: float

    @property
    def is_right(self) -> bool:
        """Tell whether it counts as right."""
        return self.score >= (0.5 if self.example.kind is Kind.SEGMENT else 1.0)


def held_out(count: int, kind: Kind, language: str, first: int = HELD_OUT) -> Iterator[tuple[Drawing, Example]]:
    """Yield drawings with one example each; shapes for places, words for `ocr`, both for the rest."""
    chance = random.Random(f"{first} {kind} {language}")
    asker = Asker({name: [0] * 16 for name in (*KINDS, "triangle-down")}, chance)
    words = 1.0 if kind is Kind.OCR else 0.0 if kind in (Kind.DETECT, Kind.SEGMENT) else 0.2
    for index in range(count):
        shown = drawing(random.Random(first + index), words=words)
        yield shown, asker.make(kind, shown, language)


class Judge:
    """A model with its processor, and what its answers are worth."""

    def __init__(self, folder: Path) -> None:
        from transformers import AutoProcessor, PaliGemmaForConditionalGeneration

        self.processor = AutoProcessor.from_pretrained(folder, local_files_only=True)
        self.model = PaliGemmaForConditionalGeneration.from_pretrained(
            folder, dtype=torch.float32, local_files_only=True
        ).eval()
        kept = load_file(folder / "mask-decoder.safetensors")
        self._codebook = kept["_vq_vae._embedding"].float()
        self._decoder = decoder()
        self._decoder.load_state_dict(
            {key.removeprefix("decoder."): value.float() for key, value in kept.items() if key.startswith("decoder.")}
        )

    def answers(self, asked: Sequence[tuple[Drawing, Example]], language: str) -> list[Judged]:
        """Return the judged answers, in no order; prompts of one length are answered together."""
        groups: dict[int, list[tuple[Drawing, Example]]] = defaultdict(list)
        for one in asked:
            groups[len(self.processor.tokenizer(one[1].prompt)["input_ids"])].append(one)
        return [
            judged
            for group in groups.values()
            for first in range(0, len(group), 32)
            for judged in self._together(group[first : first + 32], language)
        ]

    def _together(self, group: Sequence[tuple[Drawing, Example]], language: str) -> Iterator[Judged]:
        inputs = self.processor(
            images=[paint(shown, SIDE) for shown, _ in group],
            text=["<image>" + example.prompt for _, example in group],
            return_tensors="pt",
        )
        with torch.inference_mode():
            made = self.model.generate(
                **inputs, max_new_tokens=96, do_sample=False, return_dict_in_generate=True, output_logits=True
            )
        tokens = made.sequences[:, inputs["input_ids"].shape[1] :]
        chances = torch.stack(made.logits, 1).softmax(-1).gather(2, tokens[..., None])[..., 0]
        for row, (shown, example) in enumerate(group):
            ids = tokens[row].tolist()
            length = ids.index(1) if 1 in ids else len(ids)
            said = self.processor.tokenizer.decode(ids[:length], skip_special_tokens=False).strip()
            probability = float(chances[row, : length + 1].mean())
            yield Judged(shown, example, language, said, self._score(shown, example, said), probability)

    def _score(self, shown: Drawing, example: Example, said: str) -> float:
        if example.kind is Kind.DETECT:
            return self._detected(shown, example, said)
        if example.kind is Kind.SEGMENT:
            return self._segmented(shown, example, said)
        return float(said == example.answer)

    def _detected(self, shown: Drawing, example: Example, said: str) -> float:
        """Return the share of things that were found at an overlap over a half, or rightly left out."""
        found = {name.strip(): box_of(places) for places, _, name in _PLACE.findall(said)}
        wanted = example.prompt.removeprefix("detect ").split(" ; ")
        right = 0
        for kind in wanted:
            shape = shown.shape(kind)
            if shape is None:
                right += kind not in found
            elif kind in found:
                right += overlap(found[kind], edges(shape)) > 0.5
        return right / len(wanted)

    def _segmented(self, shown: Drawing, example: Example, said: str) -> float:
        """Return the overlap of the mask with the shape; 1 where nothing is there and nothing was said."""
        shape = shown.shape(example.about)
        match = _PLACE.search(said)
        if shape is None or match is None or match[2] is None:
            return float(shape is None and match is None)
        drawn, wanted = self.mask(match[1], match[2]), true_mask(shape)
        return float((drawn & wanted).sum() / max(1, (drawn | wanted).sum()))

    def mask(self, places: str, codes: str) -> NDArray[np.bool_]:
        """Return the mask that was told, SIDE x SIDE."""
        ids = torch.tensor([int(code) for code in re.findall(r"<seg(\d{3})>", codes)])
        with torch.inference_mode():
            logits = self._decoder(self._codebook[ids].reshape(1, 4, 4, 512).permute(0, 3, 1, 2))[0, 0]
        top, left, bottom, right = (round(edge * SIDE) for edge in box_of(places))
        result = np.zeros((SIDE, SIDE), bool)
        if bottom > top and right > left:
            small = Image.fromarray(logits.numpy()).resize((right - left, bottom - top), Image.Resampling.BILINEAR)
            result[top:bottom, left:right] = np.asarray(small) > 0
        return result


Edges = tuple[float, float, float, float]


def box_of(places: str) -> Edges:
    """Return top, left, bottom and right, 0 … 1, of four location tokens."""
    top, left, bottom, right = (int(place) / 1023 for place in re.findall(r"<loc(\d{4})>", places))
    return top, left, bottom, right


def edges(shape: Shape) -> Edges:
    """Return top, left, bottom and right of a shape."""
    return shape.box.y, shape.box.x, shape.box.y + shape.box.height, shape.box.x + shape.box.width


def overlap(one: Edges, other: Edges) -> float:
    """Return intersection over union."""
    height = max(0.0, min(one[2], other[2]) - max(one[0], other[0]))
    width = max(0.0, min(one[3], other[3]) - max(one[1], other[1]))
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return height * width / (areas - height * width) if areas > height * width else 0.0


def true_mask(shape: Shape) -> NDArray[np.bool_]:
    """Return the shape's own pixels, SIDE x SIDE."""
    image = Image.new("1", (SIDE, SIDE))
    corners = outline(shape.kind, is_upside_down=shape.is_upside_down)
    box = shape.box
    placed = [((box.x + x * box.width) * SIDE, (box.y + y * box.height) * SIDE) for x, y in corners]
    ImageDraw.Draw(image).polygon(placed, fill=1)
    return np.asarray(image)


def table(folder: Path, count: int) -> Iterator[str]:
    """Yield the lines of a table in Markdown: how often each task is right, and how sure right and wrong ones are."""
    judge = Judge(folder)
    yield "| task | language | right | probability when right | when wrong |"
    yield "|---|---|---|---|---|"
    for kind in Kind:
        spoken = LANGUAGES if kind in (Kind.CAPTION, Kind.DESCRIBE, Kind.ANSWER, Kind.QUESTION) else ("–",)
        for language in spoken:
            asked = list(held_out(count, kind, "en" if language == "–" else language))
            yield _line(kind, language, judge.answers(asked, language))


def _line(kind: Kind, language: str, judged: Sequence[Judged]) -> str:
    right = [one.probability for one in judged if one.is_right]
    wrong = [one.probability for one in judged if not one.is_right]
    mean = sum(one.score for one in judged) / len(judged)
    result = f"{len(right) / len(judged):.1%}"
    if kind in (Kind.DETECT, Kind.SEGMENT):
        result += f" (mean {'overlap' if kind is Kind.SEGMENT else 'of things'} {mean:.2f})"
    return f"| {kind} | {language} | {result} | {_mean(right)} | {_mean(wrong)} |"


def _mean(values: Sequence[float]) -> str:
    return f"{sum(values) / len(values):.2f}" if values else "–"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--threads", type=int, default=1)
    wanted = parser.parse_args()
    torch.set_num_threads(wanted.threads)
    for line in table(wanted.folder, wanted.count):
        print(line, flush=True)


if __name__ == "__main__":
    main()
