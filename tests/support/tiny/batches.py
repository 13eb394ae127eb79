"""Turns drawings and examples into tensors for training; a batch asks several things of each picture."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from support.tiny.drawings import ALL_WORDS, COLOURS, KINDS, Box, Drawing, drawing, paint
from support.tiny.examples import Asker, Example, Kind
from support.tiny.looks import looks
from support.tiny.network import PATCH, PICTURE_TOKENS, RESOLUTION
from support.tiny.phrases import LANGUAGES

IGNORED = -100
EASY = (Kind.CAPTION, Kind.ANSWER, Kind.DETECT)
"""Short answers with much of the picture in them: learned first, the rest then comes quickly."""
GRID = RESOLUTION // PATCH
OF_SHAPES = (
    Kind.CAPTION,
    Kind.DESCRIBE,
    Kind.ANSWER,
    Kind.ANSWER,
    Kind.QUESTION,
    Kind.DETECT,
    Kind.DETECT,
    Kind.SEGMENT,
)
OF_WORDS = (Kind.CAPTION, Kind.DESCRIBE, Kind.OCR, Kind.OCR, Kind.ANSWER, Kind.QUESTION)


@dataclass
class Batch:
    """Pixels (pictures, 3, side, side); the rest (examples, length); `rows` names each example's picture.

    `looks` (examples, length, patches) tells which patches a place of the answer should look at; none: any.
    """

    pixels: Any
    rows: Any
    ids: Any
    types: Any
    mask: Any
    labels: Any
    looks: Any
    shown: Sequence[Drawing]


def pixels(drawings: Sequence[Drawing], chance: random.Random) -> Any:
    """Return what the processor makes of the drawings, painted at various sizes."""
    values = np.stack([_pixels(shown, chance.choice((168, 224, 256))) for shown in drawings])
    grain = np.random.default_rng(chance.getrandbits(32))
    for picture in values:
        if chance.random() < 0.4:
            # Grain as of a photograph or of paper, after it was squeezed.
            picture += grain.standard_normal(picture.shape, np.float32) * np.float32(chance.uniform(0.005, 0.05))
    return torch.from_numpy(values).permute(0, 3, 1, 2).contiguous()


def _pixels(shown: Drawing, side: int) -> NDArray[np.float32]:
    image = paint(shown, side).resize((RESOLUTION, RESOLUTION), Image.Resampling.BICUBIC)
    return np.asarray(image, np.float32) / 127.5 - 1


def drawings(count: int, chance: random.Random) -> list[Drawing]:
    """Return new drawings."""
    return [drawing(chance) for _ in range(count)]


def examples(
    shown: Drawing, count: int, asker: Asker, chance: random.Random, *, is_easy: bool = False
) -> list[Example]:
    """Return examples of a drawing, kinds and languages by chance; the easy ones only where wanted."""
    kinds = [kind for kind in (OF_WORDS if shown.word else OF_SHAPES) if not is_easy or kind in EASY]
    made = []
    for _ in range(count):
        # Now and then what isn't there is asked for: a word among shapes, a shape beside a word.
        other = (Kind.DETECT, Kind.SEGMENT) if shown.word else (Kind.OCR,)
        kind = chance.choice(other) if chance.random() < 0.04 else chance.choice(kinds)
        made.append(asker.make(kind, shown, chance.choice(LANGUAGES)))
    return made


class Batcher:
    """Makes batches with the model's tokenizer."""

    def __init__(self, tokenizer: Any, codes: Mapping[str, Sequence[int]], seed: int) -> None:
        self.chance = random.Random(seed)
        self._asker = Asker(codes, self.chance)
        self._tokenizer = tokenizer
        self._picture = [tokenizer.convert_tokens_to_ids("<image>")] * PICTURE_TOKENS
        self._known: dict[str, list[int]] = {}

    def batch(self, pictures: int, each: int, *, is_easy: bool = False) -> Batch:
        """Return a batch of new drawings."""
        shown = drawings(pictures, self.chance)
        asked = [
            (row, made)
            for row, one in enumerate(shown)
            for made in examples(one, each, self._asker, self.chance, is_easy=is_easy)
        ]
        sequences = [self._sequence(made) for _, made in asked]
        length = max(len(prefix) + len(suffix) for prefix, suffix in sequences)
        ids, types, mask, labels = (torch.full((len(asked), length), value) for value in (0, 1, 0, IGNORED))
        for row, (prefix, suffix) in enumerate(sequences):
            end = len(prefix) + len(suffix)
            ids[row, :end] = torch.tensor(prefix + suffix)
            types[row, : len(prefix)] = 0
            mask[row, :end] = 1
            # The place before a token predicts it.
            labels[row, len(prefix) - 1 : end - 1] = torch.tensor(suffix)
        looked = torch.zeros((len(asked), length, PICTURE_TOKENS), dtype=torch.bool)
        for row, (picture, made) in enumerate(asked):
            for start, end, where in self._looks(shown[picture], made):
                begin = len(sequences[row][0]) - 1
                looked[row, begin + start : begin + end] = where
        rows = torch.tensor([row for row, _ in asked])
        return Batch(pixels(shown, self.chance), rows, ids, types, mask, labels, looked, shown)

    def _looks(self, shown: Drawing, example: Example) -> Iterator[tuple[int, int, Any]]:
        """Yield from which token of the answer to which other one, and the patches that they are about."""
        found = looks(shown, example)
        if not found:
            return
        offsets = self._tokenizer(example.answer, add_special_tokens=False, return_offsets_mapping=True)
        for start, end, box in found:
            inside = [n for n, (a, b) in enumerate(offsets["offset_mapping"]) if a < end and b > start]
            where = torch.zeros((GRID, GRID), dtype=torch.bool)
            where[_patches(box)] = True
            if inside:
                yield inside[0], inside[-1] + 1, where.flatten()

    def _sequence(self, example: Example) -> tuple[list[int], list[int]]:
        prompt = [*self._picture, 2, *self._ids(example.prompt), *self._ids("\n")]
        return prompt, [*self._ids(example.answer), 1]

    def _ids(self, text: str) -> list[int]:
        if text not in self._known:
            self._known[text] = self._tokenizer(text, add_special_tokens=False)["input_ids"]
        return self._known[text]


@dataclass
class PatchTargets:
    """What each patch shows, (pictures, patches): kind (0 nothing, shapes, words), colour, and `order` from the left.

    `box` (…, 4) holds the edges in fractions, top, left, bottom, right.
    """

    kind: Any
    colour: Any
    order: Any
    box: Any


THINGS = 1 + len(KINDS) + len(ALL_WORDS)
TINTS = 1 + len(COLOURS)
MOST = 1 + 3


def patch_targets(shown: Sequence[Drawing]) -> PatchTargets:
    """Return the targets of the vision tower's first lessons."""
    kind = np.zeros((len(shown), GRID, GRID), np.int64)
    colour, order = np.zeros_like(kind), np.zeros_like(kind)
    box = np.zeros((len(shown), GRID, GRID, 4), np.float32)
    for index, one in enumerate(shown):
        things = [(1 + KINDS.index(s.kind), 1 + list(COLOURS).index(s.colour), s.box) for s in one.shapes]
        if one.word_box is not None:
            things.append((1 + len(KINDS) + ALL_WORDS.index(one.word), 0, one.word_box))
        for number, (thing, tint, place) in enumerate(things, start=1):
            where = (index, *_patches(place))
            kind[where], colour[where], order[where] = thing, tint, number
            box[where] = place.y, place.x, place.y + place.height, place.x + place.width
    flat = len(shown), GRID * GRID
    return PatchTargets(
        torch.from_numpy(kind.reshape(flat)),
        torch.from_numpy(colour.reshape(flat)),
        torch.from_numpy(order.reshape(flat)),
        torch.from_numpy(box.reshape(*flat, 4)),
    )


def _patches(box: Box) -> tuple[slice, slice]:
    """Return the patches whose middle lies in the box."""
    rows = slice(round(box.y * GRID), max(round((box.y + box.height) * GRID), round(box.y * GRID) + 1))
    columns = slice(round(box.x * GRID), max(round((box.x + box.width) * GRID), round(box.x * GRID) + 1))
    return rows, columns
