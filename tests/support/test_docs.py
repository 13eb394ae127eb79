"""Pages of docs/ that repeat what the code says: they may not fall behind it."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from assistant.cli import arguments
from support import settings_page

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_settings_is_up_to_date() -> None:
    found = settings_page.PAGE.read_text(encoding="utf-8")
    assert found == settings_page.page(), "run: python tests/support/settings_page.py"


def test_the_page_of_the_command_line_names_every_command() -> None:
    block = (DOCS / "cli.md").read_text(encoding="utf-8").split("```")[1]
    named = {word for line in block.splitlines() for word in re.findall(r"[a-z]+", line.split("  ")[0])}
    [commands] = [
        action.choices for action in arguments._parser()._actions if isinstance(action, argparse._SubParsersAction)
    ]
    assert set(commands) - named == set()
