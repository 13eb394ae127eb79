"""Weights for the mask decoder, made up: noise, in the published shapes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant.vision.paligemma.masks import SHAPES


def random_decoder(seed: int = 0) -> dict[str, NDArray[np.float32]]:
    """Return weights of noise by their published names."""
    rng = np.random.default_rng(seed)
    return {name: (rng.standard_normal(shape) * 0.05).astype(np.float32) for name, shape in SHAPES.items()}
