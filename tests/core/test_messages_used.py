"""No sentence is translated that nobody ever says."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assistant.core import wording
from assistant.core.wording.forms import ErrorMessage, Message

ROOT = Path(__file__).resolve().parents[2] / "assistant"


def declared() -> Iterator[tuple[str, str]]:
    """Yield the class and the name of every message that is an attribute."""
    for module in pkgutil.iter_modules(wording.__path__, f"{wording.__name__}."):
        for owner in vars(importlib.import_module(module.name)).values():
            if isinstance(owner, type) and owner.__module__ == module.name:
                for name, value in vars(owner).items():
                    if isinstance(value, (Message, ErrorMessage)):
                        yield owner.__name__, name


def test_every_message_is_said_somewhere() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py"))
    words = Counter(re.findall(r"\b[A-Z][A-Z0-9_]+\b", source))
    # Where it is declared counts as well.
    assert sorted(f"{owner}.{name}" for owner, name in declared() if words[name] < 2) == []
