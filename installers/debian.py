"""Makes the .deb of a bundle with dpkg's own tools; what it depends on is read from the libraries in the bundle.

docs/decisions/0016 tells why neither debhelper nor dpkg-buildpackage has a part in it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path

import contents
import desktop_files
import recipe
from recipe import Flavour
from search_paths import is_elf

ARCHITECTURE = {"x86_64": "amd64", "arm64": "arm64"}
# Opened by name at run time, so no library's list tells of it.
LOADED_BY_NAME = ("libpulse0",)
RECOMMENDS = (
    "fonts-dejavu-core | fonts-noto-core",
    "pipewire-pulse | pulseaudio",
    "at-spi2-core",
    "speech-dispatcher",
    "xdg-desktop-portal",
)
SUGGESTS = ("orca", "tesseract-ocr-all")
SYSTEM_VOICE = "libespeak-ng1"
"""What a bundle without eSpeak NG uses where it is there: the system's own."""
SUMMARY = "tells blind and low-vision people what is on their screen"
DESCRIPTION = """\
 SeeSay tells aloud what is on the screen, in front of the camera and in
 documents. It works by global keys and by the command seesay, beside a
 screen reader or with a voice of its own, on this machine alone: nothing
 that it sees is kept or sent.
 .
"""
LIGHT = """\
 This package recognises text, windows and common things. What runs
 large models comes with the package seesay-full instead.
"""
FULL = """\
 This package also holds what runs large models; the models themselves
 are fetched with “seesay models install”.
"""


def build(flavour: Flavour) -> None:
    """Write dist/NAME_VERSION_ARCH.deb. Raises `RecipeError` where the bundle or a tool is missing."""
    if not flavour.bundle.is_dir():
        raise recipe.RecipeError(f"there is no bundle {flavour.bundle}: run the step bundle first")
    stage = flavour.folder / "deb"
    shutil.rmtree(stage, ignore_errors=True)
    _fill(stage, flavour)
    desktop_files.settle(stage)
    _describe(stage, flavour)
    recipe.DIST.mkdir(exist_ok=True)
    target = recipe.DIST / f"{flavour.name}_{recipe.version()}_{_architecture()}.deb"
    recipe.run(["dpkg-deb", "--root-owner-group", "-Zzstd", "-z9", "--build", stage, target])
    print(f"{target}: {target.stat().st_size / 1e6:.0f} MB")


def _architecture() -> str:
    return ARCHITECTURE[recipe.machine()]


def _fill(stage: Path, flavour: Flavour) -> None:
    program = stage / "usr" / "lib" / "seesay"
    # Hard links: a second copy of a gigabyte would say nothing new.
    shutil.copytree(flavour.bundle, program, symlinks=True, copy_function=link)
    for copy in contents.CARRIED_LIBRARIES:
        # A package asks for the system's own, which get its security updates.
        for library in (program / "lib").glob(copy) if copy != contents.INTERPRETER else ():
            library.unlink()
    (stage / "usr" / "bin").mkdir(parents=True)
    (stage / "usr" / "bin" / "seesay").symlink_to("../lib/seesay/seesay")
    desktop_files.place(stage / "usr")
    documents = stage / "usr" / "share" / "doc" / flavour.name
    desktop_files.write(documents / "copyright", _copyright())
    desktop_files.write_gz(documents / "changelog.gz", _changelog(flavour))
    desktop_files.copy(desktop_files.AUTOSTART, documents / "examples" / desktop_files.AUTOSTART.name)
    overrides = (recipe.INSTALLERS / "linux" / "desktop" / "lintian-overrides").read_text("utf-8")
    desktop_files.write(stage / "usr" / "share" / "lintian" / "overrides" / flavour.name, overrides)


def link(source: str, target: str) -> None:
    """Give a file a second name."""
    os.link(source, target, follow_symlinks=False)


def _describe(stage: Path, flavour: Flavour) -> None:
    """Write DEBIAN/control and DEBIAN/md5sums."""
    # dpkg-shlibdeps knows the root of a package by this folder.
    (stage / "DEBIAN").mkdir()
    size = sum(each.lstat().st_size for each in stage.rglob("*") if each.is_file() and not each.is_symlink())
    conflicts = ", ".join(flavour.others)
    recommends = RECOMMENDS if flavour.has_espeak else (*RECOMMENDS, SYSTEM_VOICE)
    fields = {
        "Package": flavour.name,
        "Version": recipe.version(),
        "Architecture": _architecture(),
        "Maintainer": recipe.MAINTAINER,
        "Installed-Size": str(-(-size // 1024)),
        "Depends": ", ".join(_depends(stage)),
        "Recommends": ", ".join(recommends),
        "Suggests": ", ".join(SUGGESTS),
        "Conflicts": conflicts,
        "Replaces": conflicts,
        "Section": "utils",
        "Priority": "optional",
    }
    control = stage / "DEBIAN" / "control"
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    about = DESCRIPTION + (FULL if flavour.is_full else LIGHT)
    desktop_files.write(control, f"{lines}Description: {SUMMARY}\n{about}")
    files = sorted(each for each in (stage / "usr").rglob("*") if each.is_file() and not each.is_symlink())
    desktop_files.write(
        control.parent / "md5sums", "".join(f"{_sum(each)}  {each.relative_to(stage)}\n" for each in files)
    )
    (stage / "DEBIAN").chmod(0o755)


def _depends(stage: Path) -> list[str]:
    found = _libraries(stage)
    named = {each.partition(" ")[0] for each in found}
    return sorted([*found, *(each for each in LOADED_BY_NAME if each not in named)])


def _sum(file: Path) -> str:
    """Return the sum that dpkg knows damaged files by."""
    return hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()


def _libraries(stage: Path) -> list[str]:
    """Return what the programs and libraries in the bundle ask the system for, as dpkg-shlibdeps finds it."""
    program = stage / "usr" / "lib" / "seesay"
    files = [each for each in program.rglob("*") if each.is_file() and not each.is_symlink() and is_elf(each)]
    private = sorted({each.parent for each in files if ".so" in each.name})
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "debian").mkdir()
        (Path(folder) / "debian" / "control").write_text("Source: seesay\n\nPackage: seesay\nArchitecture: any\n")
        options = ["-O", "--ignore-missing-info", "--warnings=0", *(f"-l{each}" for each in private)]
        told = recipe.said(["dpkg-shlibdeps", *options, *(f"-e{each}" for each in files)], cwd=Path(folder))
    depends = next(line for line in told.splitlines() if line.startswith("shlibs:Depends="))
    return [each.strip() for each in depends.partition("=")[2].split(",") if each.strip()]


def _copyright() -> str:
    template = recipe.INSTALLERS / "linux" / "desktop" / "copyright"
    return recipe.filled(template)


def _changelog(flavour: Flavour) -> str:
    when = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(recipe.source_date()))
    head = f"{flavour.name} ({recipe.version()}) unstable; urgency=medium"
    changed = f"  * Release {recipe.version()}; CHANGELOG.md in the sources tells what changed."
    return f"{head}\n\n{changed}\n\n -- {recipe.MAINTAINER}  {when}\n"
