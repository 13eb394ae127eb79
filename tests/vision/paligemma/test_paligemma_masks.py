"""The mask decoder's shapes, files and outlines; that it computes what torch does stands in the model tier."""

from __future__ import annotations

import importlib.util
import pickle
import zipfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from assistant.core.domain import Box
from assistant.core.errors import ModelBroken
from assistant.vision.paligemma.masks import (
    FILES,
    MOST_CORNERS,
    SHAPES,
    MaskDecoder,
    find_decoder,
    outline,
)
from support.mask_decoder import random_decoder

_HAS_SAFETENSORS = importlib.util.find_spec("safetensors") is not None
needs_safetensors = pytest.mark.skipif(not _HAS_SAFETENSORS, reason="the extra `model` (safetensors) is not installed")


def _save_safetensors(path: Path, arrays: dict[str, Any]) -> None:
    from safetensors.numpy import save_file

    save_file(arrays, path)


def _save_npz(path: Path, arrays: dict[str, Any]) -> None:
    np.savez(path, **arrays)


def test_the_shapes_are_the_published_ones() -> None:
    assert sum(int(np.prod(shape)) for shape in SHAPES.values()) == 1_188_993
    assert len(SHAPES) == 25


def test_scores_and_masks_have_their_sizes() -> None:
    decoder = MaskDecoder(random_decoder())
    assert decoder.scores(range(16)).shape == (64, 64)
    assert decoder.mask(range(16), Box(5, 5, 31, 77)).shape == (77, 31)
    with pytest.raises(ValueError, match="15"):
        decoder.scores(range(15))


@needs_safetensors
def test_both_files_give_the_same_decoder(tmp_path: Path) -> None:
    weights = random_decoder()
    _save_safetensors(tmp_path / FILES[0], weights)
    _save_npz(tmp_path / FILES[1], {**weights, "encoder.0.weight": np.zeros(3)})
    first, second = (MaskDecoder.load(tmp_path / name) for name in FILES)
    assert np.array_equal(first.scores(range(16)), second.scores(range(16)))


def test_the_first_file_that_is_there_is_taken(tmp_path: Path) -> None:
    assert find_decoder([tmp_path, tmp_path / "missing"]) is None
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / FILES[1]).touch()
    assert find_decoder([tmp_path, tmp_path / "b"]) == tmp_path / "b" / FILES[1]


@pytest.mark.parametrize("name", [pytest.param(FILES[0], marks=needs_safetensors), FILES[1]])
@pytest.mark.parametrize("harm", ["cut", "empty", "garbage", "other", "shape", "missing"])
def test_a_file_that_is_no_decoder_is_broken(tmp_path: Path, name: str, harm: str) -> None:
    weights = random_decoder()
    if harm == "shape":
        weights["decoder.12.bias"] = np.zeros(2, np.float32)
    if harm == "other":
        weights = {"something": np.zeros(2, np.float32)}
    path = tmp_path / name
    if name.endswith("npz"):
        _save_npz(path, weights)
    else:
        _save_safetensors(path, weights)
    whole = path.read_bytes()
    path.write_bytes({"cut": whole[: len(whole) // 2], "empty": b"", "garbage": b"x" * 1000}.get(harm, whole))
    if harm == "missing":
        path.unlink()
    with pytest.raises(ModelBroken):
        MaskDecoder.load(path)


def test_whatever_bits_flip_it_is_whole_or_broken(tmp_path: Path) -> None:
    path = tmp_path / FILES[1]
    np.savez_compressed(path, **random_decoder())  # type: ignore[arg-type] # the stubs take the arrays for a flag
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        # Each array's own header, its packed beginning, and its line in the table of contents.
        places = [each.header_offset + offset for each in archive.infolist()[::5] for offset in (6, 8, 60, 90)]
    places += range(len(whole) - 1000, len(whole), 37)
    broken = 0
    for place in places:
        content = bytearray(whole)
        content[place] ^= 1
        path.write_bytes(content)
        try:
            MaskDecoder.load(path)
        except ModelBroken:
            broken += 1
    assert broken > len(places) // 3


def test_no_file_can_run_code(tmp_path: Path) -> None:
    path = tmp_path / FILES[1]
    _save_npz(path, {**random_decoder(), "decoder.12.bias": np.array([object()], dtype=object)})
    with pytest.raises(ModelBroken):
        MaskDecoder.load(path)
    path.write_bytes(pickle.dumps({"a": 1}))
    with pytest.raises(ModelBroken):
        MaskDecoder.load(path)


def test_an_outline_encloses_the_mask() -> None:
    mask = np.zeros((200, 300), np.uint8)
    cv2.ellipse(mask, (150, 100), (120, 60), 20, 0, 360, 1, -1)
    mask[5:9, 5:9] = 1
    box = Box(40, 30, 300, 200)
    corners = outline(mask.astype(bool), box)
    drawn = np.zeros((260, 360), np.uint8)
    cv2.fillPoly(drawn, [np.array(corners)], 1)
    inside = drawn[30:230, 40:340].astype(bool)
    mask[5:9, 5:9] = 0
    both = (inside & (mask > 0)).sum() / (inside | (mask > 0)).sum()
    assert both > 0.98
    assert 8 < len(corners) < 200


def test_an_outline_never_has_too_many_corners() -> None:
    rows, columns = np.mgrid[0:1000, 0:1000]
    teeth = (columns % 4 < 2) | (rows > 900)
    assert 3 < len(outline(teeth, Box(0, 0, 1000, 1000))) <= MOST_CORNERS


def test_an_empty_mask_has_no_outline() -> None:
    assert outline(np.zeros((5, 5), bool), Box(0, 0, 5, 5)) == ()


def test_a_pixel_has_an_outline_of_itself() -> None:
    assert outline(np.ones((1, 1), bool), Box(7, 8, 1, 1)) == ((7, 8),)
