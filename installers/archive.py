"""Makes the archive for a user's own home: the bundle, what a desktop finds it by, install.sh and uninstall.sh."""

from __future__ import annotations

import shutil
from pathlib import Path

import debian
import desktop_files
import recipe
from recipe import Flavour

SCRIPTS = ("install.sh", "uninstall.sh")


def build(flavour: Flavour) -> None:
    """Write dist/NAME-VERSION-linux-MACHINE.tar.xz. Raises `RecipeError` where the bundle or a tool is missing."""
    if not flavour.bundle.is_dir():
        raise recipe.RecipeError(f"there is no bundle {flavour.bundle}: run the step bundle first")
    name = f"{flavour.name}-{recipe.version()}-linux-{recipe.machine()}"
    stage = flavour.folder / "archive" / name
    shutil.rmtree(stage.parent, ignore_errors=True)
    shutil.copytree(flavour.bundle, stage / "program", symlinks=True, copy_function=debian.link)
    desktop_files.place(stage)
    desktop_files.copy(desktop_files.AUTOSTART, stage / "share" / "doc" / desktop_files.AUTOSTART.name)
    desktop_files.copy(recipe.ROOT / "LICENSE", stage / "LICENSE")
    desktop_files.settle(stage)
    for script in SCRIPTS:
        desktop_files.copy(recipe.INSTALLERS / "linux" / script, stage / script)
        (stage / script).chmod(0o755)
    # Under one name whatever the version is, for recipes that start from here.
    (stage.parent / "latest").symlink_to(name)
    recipe.DIST.mkdir(exist_ok=True)
    target = recipe.DIST / f"{name}.tar.xz"
    _pack(stage, target)
    print(f"{target}: {target.stat().st_size / 1e6:.0f} MB")


def _pack(folder: Path, target: Path) -> None:
    """Pack with names in order, one time and no owner, so that the same files make the same archive."""
    plain = ["--sort=name", f"--mtime=@{recipe.source_date()}", "--owner=0", "--group=0", "--numeric-owner"]
    packed = ["tar", "--create", "--xz", "--file", target, *plain, "--directory", folder.parent, folder.name]
    recipe.run(packed, more={"XZ_OPT": "-3 -T0"})
