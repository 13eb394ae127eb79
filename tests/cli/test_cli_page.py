"""docs/cli.md says what the code does: its options, codes and schemas."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from assistant.cli.arguments import _parser
from assistant.core.domain import Reason, RegionKind
from assistant.core.errors import SeeSayError
from support.commands import check_answer

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def commands(parser: argparse.ArgumentParser | None = None) -> dict[str, argparse.ArgumentParser]:
    """Return every command by its last word, those inside another ("models install") as well."""
    found: dict[str, Any] = {}
    for action in (parser or _parser())._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                found |= {name: inner} | commands(inner)
    return found


def test_every_command_and_option_is_on_the_page() -> None:
    listed = PAGE.split("```")[1]
    for name, parser in commands().items():
        assert re.search(rf"\b{name}\b", listed), name
        for action in parser._actions:
            for option in set(action.option_strings) - {"-h", "--help"}:
                assert option in PAGE, f"{name} {option}"


def test_every_option_on_the_page_exists() -> None:
    known = {option for parser in commands().values() for action in parser._actions for option in action.option_strings}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) <= known


def test_every_exit_code_is_on_the_page() -> None:
    rows = {int(number) for number in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)}
    assert rows == {kind.exit_code for kind in SeeSayError.types.values()} | {0, 130}


def test_the_example_has_the_form_that_the_tests_check() -> None:
    example = json.loads(PAGE.split("```json")[1].split("```")[0])
    check_answer({**example, "text": "\n".join(example["sentences"])})


def test_the_words_of_kind_and_finish_are_complete() -> None:
    flat = " ".join(PAGE.split())
    kinds = re.search(r"`kind` is one of `([^`]+)`", flat)
    assert kinds is not None
    for kind in RegionKind:
        assert str(kind) in kinds[1]
    for reason in Reason:
        assert f"`{reason}`" in flat
