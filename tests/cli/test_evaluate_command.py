"""`seesay evaluate` on drawings, with the tiny trained model in its child."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import evaluate, main
from assistant.core.wording import Wording
from assistant.system import paths
from assistant.vision.evaluate import Caption, Result
from assistant.vision.store import Store, look_at
from support.paligemma import needs_model_runtime
from support.tiny.drawings import KINDS, drawing, paint
from support.tiny.examples import Asker, Kind
from support.tiny_model import NAME

_UNSEEN = 1_000_000
_PICTURES, _EACH = 2, 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Drawings that the model has not seen, each with two questions; a third is about what nobody answers so."""
    chance = random.Random(5)
    asker = Asker({name: [0] * 16 for name in (*KINDS, "triangle-down")}, chance)
    lines = []
    for number in range(_PICTURES):
        shown = drawing(random.Random(_UNSEEN + number), words=0.0)
        paint(shown).save(tmp_path / f"{number}.png")
        for _ in range(_EACH):
            example = asker.make(Kind.ANSWER, shown, "en")
            question = example.prompt.removeprefix("answer en ")
            lines.append({"picture": f"{number}.png", "question": question, "answers": [example.answer]})
    lines.append({"picture": "0.png", "question": lines[0]["question"], "answers": ["an elephant"]})
    (tmp_path / "questions.jsonl").write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return tmp_path


@pytest.fixture
def tiny(tiny_folder: Path) -> str:
    """The tiny model, imported as a user imports one."""
    Store(paths.data_dir()).import_from(look_at(tiny_folder, name=NAME, training="pt"))
    return NAME


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["evaluate", *words])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.model
@needs_model_runtime
def test_the_tiny_model_is_scored_at_two_precisions(
    folder: Path, tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plot = tmp_path / "plot.png"
    has_plotter = importlib.util.find_spec("matplotlib") is not None
    words = ["--model", tiny, "--precision", "fp32,bf16", "--json", *(["--plot", str(plot)] if has_plotter else [])]
    code, out, err = run(capsys, str(folder), *words)
    assert code == 0, err
    report = json.loads(out)
    assert (report["model"], report["questions"], report["pictures"]) == (tiny, _PICTURES * _EACH + 1, _PICTURES)
    assert report["published"]["accuracy"] == {"bf16": 60.04, "int8": 59.78, "nf4": 58.72}
    for result in report["results"]:
        _check(result)
    assert [result["precision"] for result in report["results"]] == ["fp32", "bf16"]
    if has_plotter:
        assert plot.read_bytes().startswith(b"\x89PNG")
    assert not any(str(answer) in err for answer in ("elephant", "circle", "square")), "answers stay in memory"


def _check(result: dict[str, Any]) -> None:
    assert result["error"] is None
    # It is right on some, but never on the question whose answer is wrong.
    assert 0 < result["accuracy"] < 100
    assert result["captions"] == _PICTURES
    assert result["caption_words"] >= 2
    assert result["caption_sentences"] >= 1
    assert result["load_s"] > 0
    assert 0 < result["first_word_s"] <= result["answer_s"]
    assert result["memory_bytes"] > 50_000_000


@pytest.mark.model
@needs_model_runtime
def test_a_precision_that_can_not_be_measured_is_told(
    folder: Path, tiny: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "questions.jsonl").write_text(
        json.dumps({"picture": "0.png", "question": "what is it ?", "answers": ["?"]}), "utf-8"
    )
    weights = Store(paths.data_dir()).folder(tiny) / "model.safetensors"
    weights.write_bytes(bytes(weights.stat().st_size))
    code, out, err = run(capsys, str(folder), "--model", tiny, "--precision", "fp32", "--json")
    assert code == 4
    assert "model.safetensors" in json.loads(out)["results"][0]["error"]
    assert "could not be measured" in err


def test_the_table_has_the_published_figures_below(capsys: pytest.CaptureFixture[str]) -> None:
    measured = Result("nf4", scores=[1.0, 0.0], captions=[Caption(9, 1)], first=[0.2], answer=[0.4], load=2.5)
    results = [measured, Result("bf16", error="Too large.")]
    evaluate._print(results, "mine", [], Wording(), as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("  ")[0] == "precision"
    assert lines[1].split() == ["nf4", "50.00", "9.00", "1.00", "2.50", "0.20", "0.40", "–"]
    assert "huggingface.co/blog/paligemma2" in lines[3]
    assert [line.split() for line in lines[5:]] == [["bf16", "60.04"], ["int8", "59.78"], ["nf4", "58.72"]]


def test_no_model_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, str(folder))[0] == 4
    assert run(capsys, str(folder), "--model", "gpt-9")[0] in (2, 4)
    code, out, _ = run(capsys, str(folder), "--model", "paligemma2-3b-mix-448", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (4, "model_not_installed")


@pytest.mark.parametrize("told", ["nf5", "", ",", "nf4,q8"])
def test_a_precision_that_nobody_knows_is_usage(folder: Path, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, str(folder), "--precision", told)[0] == 2


def test_a_folder_without_questions_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, str(tmp_path), "--json")
    assert (code, json.loads(out)["error"]["code"]) == (3, "file_unreadable")


def test_a_missing_plotter_is_told_before_anything_is_measured(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "matplotlib" else real(name))
    code, out, err = run(capsys, str(folder), "--plot", "x.png")
    assert code == 4
    assert "matplotlib" in err
    assert "seesay[evaluate]" in err
    assert out == ""


@pytest.mark.parametrize("name", ["plot.exe", "plot", "missing/plot.png"])
def test_a_plot_that_can_not_be_written_is_told_before_anything_is_measured(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda each: object() if each == "matplotlib" else real(each))
    code, out, err = run(capsys, str(folder), "--plot", str(folder / name))
    assert (code, out) == (2, "")
    assert "--plot" in err
