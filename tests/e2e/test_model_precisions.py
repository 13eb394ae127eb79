"""The tiny model at every precision that a processor can run: nearly the same answers, and the second load is quick."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.core.domain import Done, Picture, Task
from support.tiny.drawings import drawing, paint
from support.tiny_model import FOLDER, NAME, TinyEngine, as_picture, tiny_engine

pytestmark = [pytest.mark.model, pytest.mark.xdist_group("precisions")]

FIRST = 2_100_000


@pytest.fixture(scope="module")
def pictures() -> list[Picture]:
    return [as_picture(paint(drawing(random.Random(FIRST + number)), 240)) for number in range(12)]


@pytest.fixture(scope="module")
def exact(tiny_folder: Path, pictures: list[Picture]) -> Iterator[list[str]]:
    """What it says in float32."""
    assert tiny_folder == FOLDER
    with tiny_engine({"precision": "fp32"}) as engine:
        yield captions(engine, pictures)


def captions(engine: TinyEngine, pictures: list[Picture]) -> list[str]:
    answers = [engine.ask(Task.DESCRIBE, picture) for picture in pictures]
    assert all(isinstance(answer.end, Done) for answer in answers), [answer.end for answer in answers]
    return [answer.text for answer in answers]


@pytest.mark.parametrize("precision", ["bf16", "int8", "nf4"])
def test_a_precision_changes_few_answers(
    precision: str, exact: list[str], pictures: list[Picture], tmp_path: Path
) -> None:
    if precision in ("int8", "nf4"):
        pytest.importorskip("bitsandbytes")
    with tiny_engine({"precision": precision, "cache": str(tmp_path)}) as engine:
        rough = captions(engine, pictures)
    same = sum(one == other for one, other in zip(exact, rough, strict=True))
    assert same >= {"bf16": 10, "int8": 9, "nf4": 6}[precision], list(zip(exact, rough, strict=True))
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert bool(kept) == (precision in ("int8", "nf4")), f"{NAME}: {kept}"
