"""Trains the mask codebook and decoder: the published shapes, on masks of drawn shapes.

128 codes of 512 numbers, 4 x 4 of them a mask of 64 x 64. Only codebook and decoder are kept, under the keys of the
published file (big_vision, segmentation).
"""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from torch import nn

from support.tiny.drawings import KINDS, Point, outline

SIDE, GRID, CODES, DEPTH = 64, 4, 128, 512


def mask(corners: tuple[Point, ...]) -> NDArray[np.float32]:
    """Return a filled polygon, corners 0 … 1, as SIDE x SIDE of 0 … 1 with soft edges."""
    image = Image.new("L", (SIDE * 4, SIDE * 4), 0)
    ImageDraw.Draw(image).polygon([(x * SIDE * 4, y * SIDE * 4) for x, y in corners], fill=255)
    values: NDArray[np.float32] = np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BOX), np.float32) / np.float32(
        255
    )
    return values


def known_shapes() -> dict[str, tuple[Point, ...]]:
    """Return the outlines that drawings have, by the name of their codes."""
    return {kind: outline(kind) for kind in KINDS} | {"triangle-down": outline("triangle", is_upside_down=True)}


def _any_shape(chance: random.Random) -> tuple[Point, ...]:
    """Return a drawing's outline as it is, or turned, or a polygon of no name; it fills its box."""
    shape = chance.choice(list(known_shapes().values()))
    how = chance.random()
    if how < 0.35:
        return shape
    if how > 0.8:
        count = chance.randint(3, 9)
        angles = sorted(chance.uniform(0, 2 * math.pi) for _ in range(count))
        shape = tuple((math.cos(a) * r, math.sin(a) * r) for a in angles for r in (chance.uniform(0.3, 1.0),))
    turn = chance.uniform(0, 2 * math.pi)
    turned = [(x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)) for x, y in shape]
    left, top = (min(point[axis] for point in turned) for axis in (0, 1))
    width, height = (max(point[axis] for point in turned) - low + 1e-6 for axis, low in ((0, left), (1, top)))
    return tuple(((x - left) / width, (y - top) / height) for x, y in turned)


class _Residual(nn.Module):  # type: ignore[misc]  # torch's types are not read
    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(128, 128, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(128, 128, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(128, 128, 1),
        )

    def forward(self, x: Any) -> Any:
        return x + self.net(x)


def decoder() -> Any:
    """Return the published decoder: (batch, 512, 4, 4) to logits (batch, 1, 64, 64)."""
    up: list[nn.Module] = []
    for before, after in ((128, 128), (128, 64), (64, 32), (32, 16)):
        up += [nn.ConvTranspose2d(before, after, 4, 2, 1), nn.ReLU()]
    return nn.Sequential(nn.Conv2d(DEPTH, 128, 1), nn.ReLU(), _Residual(), _Residual(), *up, nn.Conv2d(16, 1, 1))


class MaskCoder(nn.Module):  # type: ignore[misc]  # torch's types are not read
    """Encoder, codebook and decoder."""

    def __init__(self) -> None:
        super().__init__()
        down: list[nn.Module] = []
        for before, after in ((1, 16), (16, 32), (32, 64), (64, 128)):
            down += [nn.Conv2d(before, after, 4, 2, 1), nn.ReLU()]
        self.encoder = nn.Sequential(*down, nn.Conv2d(128, DEPTH, 1))
        self.decoder = decoder()
        self.codebook = nn.Parameter(torch.randn(CODES, DEPTH) * 0.1)

    def codes(self, vectors: Any) -> Any:
        """Return the nearest code of each vector (…, 512)."""
        distances = vectors.pow(2).sum(-1, keepdim=True) - 2 * vectors @ self.codebook.T + self.codebook.pow(2).sum(-1)
        return distances.argmin(-1)

    def encode(self, masks: Any) -> Any:
        """Return the encoder's vectors (batch, 16, 512), row by row."""
        return self.encoder(masks).flatten(2).transpose(1, 2)

    def decode(self, vectors: Any) -> Any:
        """Return the logits of masks."""
        return self.decoder(vectors.transpose(1, 2).reshape(-1, DEPTH, GRID, GRID))

    def revive(self, vectors: Any, used: Any) -> None:
        """Move codes that nobody uses to where vectors are."""
        with torch.no_grad():
            idle = (used == 0).nonzero().flatten()
            rows = vectors.reshape(-1, DEPTH)
            self.codebook[idle] = rows[torch.randint(len(rows), (len(idle),))]


def train(seed: int, steps: int = 700) -> MaskCoder:
    """Return a trained coder; a minute or two on one thread."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    coder = MaskCoder()
    optimizer = torch.optim.AdamW(coder.parameters(), lr=1e-3, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1.5e-3, total_steps=steps)
    used = torch.zeros(CODES)
    for step in range(steps):
        masks = torch.from_numpy(np.stack([mask(_any_shape(chance)) for _ in range(24)]))[:, None]
        with torch.autocast("cpu", torch.bfloat16):
            vectors = coder.encode(masks).float()
        codes = coder.codes(vectors.detach())
        used += torch.bincount(codes.flatten(), minlength=CODES)
        chosen = coder.codebook[codes]
        with torch.autocast("cpu", torch.bfloat16):
            logits = coder.decode(vectors + (chosen - vectors).detach()).float()
        loss = nn.functional.binary_cross_entropy_with_logits(logits, masks)
        loss = loss + (chosen - vectors.detach()).pow(2).mean() + 0.25 * (vectors - chosen.detach()).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 25 == 0 and step < steps * 0.6:
            coder.revive(vectors.detach(), used)
            used.zero_()
    coder.eval()
    return coder


def shape_codes(coder: MaskCoder) -> dict[str, list[int]]:
    """Return the 16 codes of each shape that drawings have."""
    shapes = known_shapes()
    with torch.inference_mode():
        masks = torch.from_numpy(np.stack([mask(corners) for corners in shapes.values()]))[:, None]
        codes = coder.codes(coder.encode(masks))
    return {name: row.tolist() for name, row in zip(shapes, codes, strict=True)}


def overlap(coder: MaskCoder) -> dict[str, float]:
    """Return the intersection over union of each known shape with its mask after coding and decoding."""
    result = {}
    for name, codes in shape_codes(coder).items():
        with torch.inference_mode():
            drawn = coder.decode(coder.codebook[torch.tensor([codes])])[0, 0].numpy() > 0
        wanted = mask(known_shapes()[name]) > 0.5
        result[name] = float((drawn & wanted).sum() / (drawn | wanted).sum())
    return result


def saved(coder: MaskCoder) -> dict[str, Any]:
    """Return codebook and decoder in float16 under the published keys."""
    tensors = {"_vq_vae._embedding": coder.codebook} | {
        f"decoder.{key}": value for key, value in coder.decoder.state_dict().items()
    }
    return {key: value.detach().to(torch.float16).contiguous() for key, value in tensors.items()}
