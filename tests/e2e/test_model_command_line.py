"""The command line with the tiny model, as a user types it: import it, ask it, hear that it can't."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from assistant.core.errors import ModelNotInstalled
from support.commands import bare_env, check_answer, command, error_of
from support.tiny.drawings import drawing, paint

pytestmark = pytest.mark.model

NAME = "drawings"
SHOWN = drawing(random.Random(2_300_036), words=0.0)
"""A yellow circle and a green square: one of those that the model sees rightly."""


@pytest.fixture(scope="module")
def env(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A home in which the model was imported."""
    home = tmp_path_factory.mktemp("home")
    run = home / "run"
    run.mkdir(mode=0o700)
    made = bare_env(HOME=str(home), XDG_RUNTIME_DIR=str(run))
    kind = ("--family", "paligemma", "--training", "mix")
    done = command("models", "import", str(tiny_folder), "--name", NAME, *kind, env=made)
    assert done.returncode == 0, done.stderr
    assert NAME in done.stdout
    return made


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("drawings") / "drawing.png"
    paint(SHOWN, 320).save(path)
    return str(path)


def test_the_imported_model_is_listed_and_whole(env: dict[str, str]) -> None:
    listed = command("models", "list", "--json", env=env)
    assert NAME in listed.stdout
    assert command("models", "verify", NAME, env=env).returncode == 0


def test_a_drawing_is_described_by_both_engines(env: dict[str, str], file: str) -> None:
    done = command("describe", file, "--engine", NAME, "--json", "--quiet", env=env)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    check_answer(answer)
    assert NAME in answer["model"]
    for word in ("yellow", "circle", "green", "square"):
        assert word in answer["text"], answer["text"]


def test_a_question_goes_to_the_model_in_german(env: dict[str, str], file: str) -> None:
    words = ("ask", "welche", "Farbe", "hat", "das", "Quadrat?", "--on", file, "--engine", NAME, "--language", "de")
    done = command(*words, "--quiet", env=env)
    assert done.returncode == 0, done.stderr
    assert "grün" in done.stdout.casefold()


def test_a_thing_has_its_box_and_its_outline(env: dict[str, str], file: str) -> None:
    done = command("find", "circle", "--on", file, "--outline", "--engine", NAME, "--json", "--quiet", env=env)
    assert done.returncode == 0, done.stderr
    region = next(each for each in json.loads(done.stdout)["regions"] if each["kind"] == "object")
    box = SHOWN.shapes[0].box
    assert region["box"] == pytest.approx([320 * part for part in (box.x, box.y, box.width, box.height)], abs=40)
    assert len(region["outline"]) >= 4


def test_a_model_that_is_not_there_is_told(file: str) -> None:
    done = command("describe", file, "--engine", "paligemma2-3b-mix-224", "--json", "--quiet")
    assert done.returncode == 4
    assert error_of(done)["code"] == ModelNotInstalled.code
