"""The mask decoder in numpy against the same network in torch."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from assistant.vision.paligemma.masks import MaskDecoder
from support.mask_decoder import random_decoder
from support.paligemma import needs_model_runtime

pytestmark = [pytest.mark.model, needs_model_runtime]


def _in_torch(weights: dict[str, Any]) -> Any:
    import torch
    from torch import nn

    class Residual(nn.Module):  # type: ignore[misc]  # torch is not looked into
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

    widths = (128, 128, 64, 32, 16)
    ups: list[Any] = []
    for before, after in itertools.pairwise(widths):
        ups += [nn.ConvTranspose2d(before, after, 4, 2, 1), nn.ReLU()]
    net = nn.Sequential(nn.Conv2d(512, 128, 1), nn.ReLU(), Residual(), Residual(), *ups, nn.Conv2d(16, 1, 1))
    net.load_state_dict(
        {name.removeprefix("decoder."): torch.from_numpy(w) for name, w in weights.items() if "decoder" in name}
    )
    return net


@pytest.mark.parametrize("seed", range(5))
def test_numpy_and_torch_agree(seed: int) -> None:
    import torch

    weights = random_decoder(seed)
    codes = np.random.default_rng(seed).integers(0, 128, 16)
    book = torch.from_numpy(weights["_vq_vae._embedding"])
    with torch.inference_mode():
        wanted = _in_torch(weights)(book[torch.from_numpy(codes)].view(1, 4, 4, 512).permute(0, 3, 1, 2))[0, 0].numpy()
    scores = MaskDecoder(weights).scores([int(code) for code in codes])
    assert np.ptp(wanted) > 0
    assert np.allclose(scores, wanted, atol=1e-6 + 1e-4 * np.abs(wanted).max())
