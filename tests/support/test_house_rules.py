"""Rules of the house that no linter knows: sizes of files and functions, docstrings that say what a module is for."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_GREATEST_FILE = 400
_LONG_FUNCTION = 35


def _sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {
        _name(path): len(path.read_text("utf-8").splitlines()) for path in _sources("assistant", "tests", "benchmarks")
    }
    assert {name: length for name, length in lengths.items() if length > _GREATEST_FILE} == {}


def test_nine_functions_in_ten_are_shorter_than_35_lines() -> None:
    lengths = [
        node.end_lineno - node.lineno + 1
        for path in _sources("assistant")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    ]
    assert sum(length < _LONG_FUNCTION for length in lengths) >= 0.9 * len(lengths)


def test_a_module_says_what_it_is_for() -> None:
    sources = {_name(path): path.read_text("utf-8") for path in _sources("assistant", "benchmarks")}
    silent = [name for name, text in sources.items() if text.strip() and not ast.get_docstring(ast.parse(text))]
    assert silent == []


def test_names_of_test_modules_are_unique() -> None:
    names = [path.name for path in _sources("tests") if path.name.startswith("test_")]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_an_exception_to_a_rule_carries_its_reason() -> None:
    bare = [
        f"{_name(path)}:{number}"
        for path in _sources("assistant", "tests", "benchmarks")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if any(line.rstrip().split(mark)[-1].count(" ") == 0 for mark in ("# type: ignore", "# noqa") if mark in line)
    ]
    assert bare == []
