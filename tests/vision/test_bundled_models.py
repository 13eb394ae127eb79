"""The bundled networks are those whose origin and licence stand beside them."""

from __future__ import annotations

import hashlib

import pytest

from assistant.system import paths
from assistant.vision.embedded.engine import CLASSIFIER_FILE, DETECTOR_FILE


@pytest.mark.parametrize("name", [DETECTOR_FILE, CLASSIFIER_FILE])
def test_a_model_is_the_one_of_its_record(name: str) -> None:
    folder = paths.resources() / "models"
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (row,) = [line for line in (folder / "README.md").read_text("utf-8").splitlines() if line.startswith(f"| `{name}`")]
    assert digest in row
    assert "Apache-2.0" in row


def test_every_model_has_a_record() -> None:
    folder = paths.resources() / "models"
    assert {path.name for path in folder.glob("*.onnx")} == {DETECTOR_FILE, CLASSIFIER_FILE}
