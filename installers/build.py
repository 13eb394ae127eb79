"""Builds what users install: the steps bundle, deb, archive, notes and checksums, or `all` in a row.

docs/releasing.md leads through a release. Each step is a function of a module beside this one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import archive
import checksums
import debian
import icons
import licences
import recipe
import release_notes
import search_paths
from recipe import Flavour, RecipeError


def bundle(flavour: Flavour) -> None:
    """Make the folder that runs anywhere, with the licences of everything in it."""
    _environment(flavour)
    icons.draw(flavour)
    settings = {
        "SEESAY_FULL": str(int(flavour.is_full)),
        "SEESAY_WITHOUT_ESPEAK": str(int(not flavour.has_espeak)),
        "PYINSTALLER_CONFIG_DIR": str(flavour.folder / "cache"),
    }
    folders = ["--distpath", flavour.folder / "dist", "--workpath", flavour.folder / "work"]
    command = [flavour.python, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", *folders]
    recipe.run([*command, recipe.INSTALLERS / "seesay.spec"], more=settings, cwd=flavour.folder)
    if sys.platform.startswith("linux"):
        _strip_python(flavour.bundle)
        search_paths.settle(flavour)
    licences.put_into(flavour)
    size = sum(each.lstat().st_size for each in flavour.bundle.rglob("*") if not each.is_dir())
    print(f"{flavour.bundle}: {size / 1e6:.0f} MB")


def _environment(flavour: Flavour) -> None:
    """Make an environment that holds what goes in and nothing else; the wheel of this checkout is built anew."""
    if not flavour.python.exists():
        recipe.run([sys.executable, "-m", "venv", flavour.folder / "venv"])
    extras = "package,model" if flavour.is_full else "package"
    pip = [flavour.python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    constraints = ["--constraint", recipe.ROOT / "constraints.txt"]
    recipe.run([*pip, "install", *constraints, f"{recipe.ROOT}[{extras}]"])
    recipe.run([*pip, "install", "--no-deps", "--force-reinstall", recipe.ROOT])
    if not flavour.has_espeak:
        recipe.run([*pip, "uninstall", "--yes", "espeakng-loader"])


def _strip_python(folder: Path) -> None:
    """Take the debugging symbols out of the interpreter. Wheels stay as their makers published them."""
    if not shutil.which("strip"):
        return
    own = [*folder.glob("lib/libpython3*.so*"), *folder.glob("lib/python3*/lib-dynload/*.so")]
    recipe.run(["strip", "--strip-unneeded", *own])


STEPS: dict[str, Callable[[Flavour], None]] = {
    "bundle": bundle,
    "deb": debian.build,
    "archive": archive.build,
}


def _every(flavour: Flavour) -> None:
    for step in STEPS.values() if sys.platform.startswith("linux") else (bundle,):
        step(flavour)
    release_notes.write()
    checksums.write()


def main(arguments: Sequence[str]) -> int:
    """Run one step; return 1 with a sentence where it can't be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    steps = [*STEPS, "checksums", "notes", "licences", "all"]
    parser.add_argument("step", choices=steps, help="licences: write docs/licences.md anew from a bundle")
    parser.add_argument("--full", action="store_true", help="with what runs large models (torch, transformers …)")
    parser.add_argument("--without-espeak", action="store_true", help="leave eSpeak NG out, which is GPL-3")
    options = parser.parse_args(arguments)
    flavour = Flavour(options.full, not options.without_espeak)
    others: dict[str, Callable[[], None]] = {
        "checksums": checksums.write,
        "notes": release_notes.write,
        "licences": lambda: licences.write_page(flavour),
        "all": lambda: _every(flavour),
    }
    try:
        others[options.step]() if options.step in others else STEPS[options.step](flavour)
    except RecipeError as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
