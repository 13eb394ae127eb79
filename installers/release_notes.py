"""Takes the notes of a release from CHANGELOG.md: what changed, and how each file is installed and checked."""

from __future__ import annotations

import re
from pathlib import Path

import recipe

CHANGELOG = recipe.ROOT / "CHANGELOG.md"
NAME = "release-notes.md"
FILES = recipe.INSTALLERS / "release-files.md"


def notes(changelog: str, version: str) -> str:
    """Return what the changelog tells of a version, without its heading; raise `RecipeError` where it tells nothing."""
    heading = re.compile(rf"^## \[{re.escape(version)}\].*$", re.MULTILINE)
    found = heading.search(changelog)
    if not found:
        raise recipe.RecipeError(f"CHANGELOG.md has no chapter [{version}]")
    rest = changelog[found.end() :]
    end = re.search(r"^## ", rest, re.MULTILINE)
    told = rest[: end.start() if end else None].strip()
    if not told:
        raise recipe.RecipeError(f"CHANGELOG.md tells nothing of {version}")
    return f"{told}\n"


def write(folder: Path = recipe.DIST) -> None:
    """Write dist/release-notes.md."""
    version = recipe.version()
    text = f"{notes(CHANGELOG.read_text('utf-8'), version)}\n{recipe.filled(FILES)}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_text(f"# SeeSay {version}\n\n{text}", "utf-8")
