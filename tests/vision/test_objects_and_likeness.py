"""The two networks on real photographs: what they see, where, and that the picture's shape does not matter."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from assistant.core.domain import Box
from assistant.core.errors import EngineStartFailed
from assistant.core.wording.likenesses import LIKENESSES as WORDS
from assistant.system import paths
from assistant.vision.embedded.classify import Classifier
from assistant.vision.embedded.engine import CLASSIFIER_FILE, DETECTOR_FILE
from assistant.vision.embedded.objects import LABELS, Detector
from support.photographs import photograph, pixels


@cache
def detector() -> Detector:
    return Detector(paths.resources() / "models" / DETECTOR_FILE)


@cache
def classifier() -> Classifier:
    return Classifier(paths.resources() / "models" / CLASSIFIER_FILE)


@pytest.mark.parametrize(
    ("name", "label", "where"),
    [
        ("skimage/data/motorcycle_left.png", "motorcycle", Box(98, 72, 590, 380)),
        ("skimage/data/chelsea.png", "cat", Box(2, 1, 427, 296)),
        ("skimage/data/camera.png", "person", Box(2, 68, 315, 444)),
    ],
)
def test_the_surest_object_is_the_right_one_at_its_place(name: str, label: str, where: Box) -> None:
    found = detector().detect(pixels(photograph(name)))[0]
    shared = found.box.intersection(where)
    assert found.label == label
    assert shared > 0.8 * (found.box.area + where.area - shared), f"{found.box} is not {where}"


def test_a_mirrored_picture_gives_the_mirrored_box() -> None:
    shown = pixels(photograph("skimage/data/motorcycle_left.png"))
    found = detector().detect(shown)[0]
    mirrored = detector().detect(np.ascontiguousarray(shown[:, ::-1]))[0]
    assert mirrored.label == found.label
    assert mirrored.score == pytest.approx(found.score, abs=0.02)
    assert mirrored.box.x == pytest.approx(shown.shape[1] - found.box.right, abs=6)


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (3, 2), (60, 2000), (2000, 60)])
def test_any_shape_is_looked_at_and_boxes_stay_inside(shape: tuple[int, int]) -> None:
    shown = np.random.default_rng(3).integers(0, 255, (*shape, 3), dtype=np.uint8)
    for found in detector().detect(shown, floor=0.0):
        assert Box(0, 0, shape[1], shape[0]).intersection(found.box) == found.box.area


def test_one_thing_is_not_told_twice() -> None:
    found = [
        each for each in detector().detect(pixels(photograph("skimage/data/camera.png"))) if each.label == "person"
    ]
    assert len(found) == 1


def test_eighty_classes() -> None:
    assert len(set(LABELS)) == 80


@pytest.mark.parametrize(
    ("name", "likeness"),
    [
        ("skimage/data/chelsea.png", "cat"),
        ("skimage/data/coffee.png", "cup"),
        ("skimage/data/motorcycle_left.png", "motorcycle"),
        ("sklearn/datasets/images/china.jpg", "building"),
    ],
)
def test_the_likeliest_group_is_right(name: str, likeness: str) -> None:
    found = classifier().likeness(pixels(photograph(name)))
    assert found is not None
    assert (found.name, found.probability > 0.6) == (likeness, True)


def test_a_portrait_is_like_nothing() -> None:
    found = classifier().likeness(pixels(photograph("matplotlib/mpl-data/sample_data/grace_hopper.jpg")))
    assert found is not None
    assert found.probability < 0.3, f"a portrait is no {found.name}"


def test_every_group_has_words() -> None:
    assert set(WORDS) == set(classifier().names)


def test_a_missing_model_is_named(tmp_path: object) -> None:
    from pathlib import Path

    with pytest.raises(EngineStartFailed) as failed:
        Detector(Path(str(tmp_path)) / DETECTOR_FILE)
    assert failed.value.params == {"detail": DETECTOR_FILE}
