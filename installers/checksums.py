"""Writes dist/SHA256SUMS, which `sha256sum --check SHA256SUMS` understands."""

from __future__ import annotations

import hashlib
from pathlib import Path

import recipe

NAME = "SHA256SUMS"


def write(folder: Path = recipe.DIST) -> None:
    """Write the sums of everything in the folder. Raises `RecipeError` where there is nothing."""
    files = sorted(each for each in folder.glob("*") if each.is_file() and each.name != NAME)
    if not files:
        raise recipe.RecipeError(f"there is nothing in {folder}")
    (folder / NAME).write_text("".join(f"{_sum(each)}  {each.name}\n" for each in files), "utf-8")


def _sum(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
