"""Real photographs in the test dependencies, used where they are installed, and what is on each, seen by a person.

They were never used to set a threshold. None of them is copied.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import Image

THINGS: dict[str, frozenset[str]] = {
    "skimage/data/astronaut.png": frozenset({"person"}),
    "skimage/data/camera.png": frozenset({"person"}),
    "skimage/data/chelsea.png": frozenset({"cat"}),
    "skimage/data/coffee.png": frozenset({"cup", "spoon", "dining table"}),
    "skimage/data/motorcycle_left.png": frozenset({"motorcycle", "bench", "chair", "bicycle"}),
    "skimage/data/motorcycle_right.png": frozenset({"motorcycle", "bench", "chair", "bicycle"}),
    "skimage/data/rocket.jpg": frozenset(),
    "skimage/data/coins.png": frozenset(),
    "skimage/data/brick.png": frozenset(),
    "skimage/data/grass.png": frozenset(),
    "skimage/data/gravel.png": frozenset(),
    "skimage/data/moon.png": frozenset(),
    "skimage/data/ihc.png": frozenset(),
    "skimage/data/retina.jpg": frozenset(),
    "skimage/data/hubble_deep_field.jpg": frozenset(),
    "skimage/data/clock_motion.png": frozenset({"clock"}),
    "sklearn/datasets/images/china.jpg": frozenset({"boat"}),
    "sklearn/datasets/images/flower.jpg": frozenset(),
    "matplotlib/mpl-data/sample_data/grace_hopper.jpg": frozenset({"person", "tie"}),
}
"""Classes of the detector that are in a picture; an empty set means that nothing may be named."""

LIKENESSES: dict[str, frozenset[str]] = {
    "skimage/data/chelsea.png": frozenset({"cat"}),
    "skimage/data/coffee.png": frozenset({"cup", "table"}),
    "skimage/data/motorcycle_left.png": frozenset({"motorcycle"}),
    "skimage/data/motorcycle_right.png": frozenset({"motorcycle"}),
    "skimage/data/rocket.jpg": frozenset({"rocket"}),
    "sklearn/datasets/images/china.jpg": frozenset({"building"}),
    "sklearn/datasets/images/flower.jpg": frozenset({"flower"}),
}
"""What a whole picture may be said to look like; for all others nothing is right."""


def photograph(name: str) -> Path:
    """Return where a picture is installed; fails where its package is missing, because the tests declare it."""
    package, _, rest = name.partition("/")
    found = find_spec(package)
    assert found is not None, f"{package} is missing: install the extra “test”"
    assert found.origin is not None
    path = Path(found.origin).parent / rest
    assert path.is_file(), f"{name} is not in the installed {package}"
    return path


def pixels(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return a picture as height x width x 3, RGB."""
    with Image.open(path) as opened:
        return np.asarray(opened.convert("RGB"))
