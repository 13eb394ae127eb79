"""No folder of a machine that builds stays in the search path of a library in the bundle."""

from __future__ import annotations

from pathlib import Path

import pytest

import search_paths
from recipe import Flavour

BUILDER = "/home/builder/lib"
# Tells what stands in the file behind ELF's mark, and writes down what it is asked to change.
PATCHELF = """#!/bin/sh
for file; do :; done
if [ "$1" = --print-rpath ]; then sed 1d "$file"; else echo "$@" >> "$(dirname "$0")/calls"; fi
"""


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("", None),
        ("$ORIGIN:$ORIGIN/../qt.libs", None),
        (BUILDER, "--remove-rpath"),
        (f"{BUILDER}:$ORIGIN/../qt.libs:/usr/local/lib", "--set-rpath $ORIGIN/../qt.libs"),
        (f".:{BUILDER}:", "--remove-rpath"),
    ],
)
def test_only_the_bundles_own_folders_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, asked: str | None
) -> None:
    monkeypatch.setattr(Flavour, "folder", tmp_path)
    flavour = Flavour()
    flavour.python.parent.mkdir(parents=True)
    patchelf = flavour.python.with_name("patchelf")
    patchelf.write_text(PATCHELF)
    patchelf.chmod(0o755)
    flavour.bundle.mkdir(parents=True)
    library = flavour.bundle / "libvoice.so.1"
    library.write_bytes(b"\x7fELF\n" + told.encode())
    (flavour.bundle / "libvoice.so").symlink_to(library.name)
    (flavour.bundle / "notes.txt").write_text(BUILDER)

    search_paths.settle(flavour)

    calls = patchelf.with_name("calls")
    assert (calls.read_text().splitlines() if calls.exists() else []) == ([f"{asked} {library}"] if asked else [])
