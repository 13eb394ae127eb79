"""The inventory of a bundle: every package, library, network and sound in it, with its licence, and their texts.

It reads what PyInstaller really collected; something that nobody has looked at stops the build.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

import recipe
from licences_table import OF_PACKAGE, SPDX, of_native, of_resource
from recipe import Flavour, RecipeError

TEXTS = recipe.INSTALLERS / "licences"
PAGE = recipe.ROOT / "docs" / "licences.md"
INVENTORY = "LICENCES.md"
_TEXT_NAME = re.compile(
    r"(^|/)(licen[cs]es?|copying|notice|authors|attribution|copyright|model_licenses|third-?party-?notices)[^/]*$"
    r"|(^|/)licenses?/",
    re.IGNORECASE,
)
_LIBRARY = re.compile(r"\.so(\.|$)|\.dylib$|\.dll$", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(abi3|cpython-\w+(-\w+)*)\.so$|\.pyd$")
RESOURCES = "assistant/resources/"


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """One thing in the bundle; `kind` orders the page."""

    kind: str
    name: str
    version: str
    licence: str
    source: str


def licence_of(package: Distribution) -> str:
    """Return the licence of a Python package in SPDX's names. Raises `RecipeError` where nobody knows it."""
    about = package.metadata
    name = canonical(about["Name"])
    if name in OF_PACKAGE:
        return OF_PACKAGE[name]
    if "License-Expression" in about:
        return about["License-Expression"]
    field = about["License"].strip() if "License" in about else ""
    for told in (field, *_classifiers(package)):
        if told in SPDX:
            return SPDX[told]
        if re.fullmatch(r"[\w.+-]+(-[\d.]+[\w-]*)?( (AND|OR|WITH) [\w.+-]+)*", told):
            return told
    raise RecipeError(f"nobody wrote down the licence of {name}: look at it, and add it to licences_table.py")


def canonical(name: str) -> str:
    """Return a package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _classifiers(package: Distribution) -> list[str]:
    told = package.metadata.get_all("Classifier") or []
    return [each.rpartition("::")[2].strip() for each in told if each.startswith("License")]


def parts_of(flavour: Flavour) -> list[Part]:
    """Return everything in a bundle, sorted. Raises `RecipeError` for what nobody has looked at."""
    collected = _collected(flavour)
    sources = {source for _, source, _ in collected}
    found = {_package(each) for each in _packages(flavour, sources)}
    unknown = []
    for name, _, _ in collected:
        base = name.rpartition("/")[2]
        if name.startswith(RESOURCES):
            told, kind = of_resource(name.removeprefix(RESOURCES)), "3 resource"
        elif (
            _LIBRARY.search(base) and not _EXTENSION.search(base) and "/plugins/" not in name and base.startswith("lib")
        ):
            told, kind = of_native(base), "2 library"
        else:
            continue
        if told is None:
            unknown.append(name)
        else:
            found.add(Part(kind, told[0], "", told[1], told[2]))
    if unknown:
        raise RecipeError(
            f"nobody wrote down the licence of {', '.join(sorted(unknown))}: add them to licences_table.py"
        )
    return sorted(found)


def _collected(flavour: Flavour) -> list[tuple[str, str, str]]:
    file = flavour.folder / "work" / "seesay" / "collected.json"
    if not file.exists():
        raise RecipeError(f"there is no {file}: run the step bundle first")
    return [(name.replace("\\", "/"), source, kind) for name, source, kind in json.loads(file.read_text("utf-8"))]


def _packages(flavour: Flavour, sources: set[str]) -> list[Distribution]:
    """Return the packages of which at least one file is in the bundle."""
    site = next(path for path in (flavour.folder / "venv").rglob("site-packages") if path.is_dir())
    return [
        each
        for each in distributions(path=[str(site)])
        if any(str(site / str(file)) in sources for file in each.files or () if not str(file).startswith(".."))
    ]


def _package(package: Distribution) -> Part:
    about = package.metadata
    name = canonical(about["Name"])
    return Part("1 package", name, package.version, licence_of(package), f"https://pypi.org/project/{name}/")


def put_into(flavour: Flavour) -> None:
    """Write LICENCES.md and the texts into the bundle's folder `licences`."""
    parts = parts_of(flavour)
    folder = flavour.bundle / "licences"
    shutil.rmtree(folder, ignore_errors=True)
    for text in sorted(TEXTS.glob("*.txt")):
        _put(text, folder / text.name)
    _put(recipe.ROOT / "LICENSE", folder / "Apache-2.0.txt")
    sources = {source for _, source, _ in _collected(flavour)}
    for package in _packages(flavour, sources):
        _put_texts(package, folder / canonical(package.metadata["Name"]))
    _put_system_texts(flavour, folder)
    (folder / INVENTORY).write_text(page(parts, flavour), "utf-8")


def _put_texts(package: Distribution, folder: Path) -> None:
    for file in package.files or ():
        path = Path(str(package.locate_file(file)))
        if _TEXT_NAME.search(str(file)) and path.suffix not in {".py", ".pyc", ".pyi", ".h", ".so"} and path.is_file():
            inside = Path(str(file))
            _put(path, folder / "-".join(inside.parts[1:] if len(inside.parts) > 1 else inside.parts))


def _put_system_texts(flavour: Flavour, folder: Path) -> None:
    """Copy what the machine that builds tells of the libraries taken from it, and CPython's licence."""
    python = Path(
        recipe.said([flavour.python, "-c", "import sys, sysconfig; print(sysconfig.get_path('stdlib'))"]).strip()
    )
    if (text := python / "LICENSE.txt").exists():
        _put(text, folder / "cpython" / "LICENSE.txt")
    for name, source, _ in _collected(flavour):
        if source.startswith(("/lib/", "/usr/lib/")) and _LIBRARY.search(name):
            package = _debian_package(Path(source))
            if package and (text := Path("/usr/share/doc") / package / "copyright").exists():
                _put(text, folder / "system" / f"{package}.txt")


def _debian_package(library: Path) -> str:
    for path in (library, library.resolve(), Path("/usr", *library.resolve().parts[1:])):
        try:
            return recipe.said(["dpkg", "-S", str(path).replace("/usr/lib/", "/*lib/")]).partition(":")[0]
        except RecipeError:
            continue
    return ""


def _put(source: Path, target: Path) -> None:
    """Copy a text; two of them are Windows' Latin, all become UTF-8."""
    content = source.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        content = content.decode("cp1252", "replace").encode("utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


# --- the page --------------------------------------------------------------------------------------------

_KINDS = {"1 package": "Python packages", "2 library": "Libraries", "3 resource": "Networks, sounds, pictures"}


def page(parts: Iterable[Part], flavour: Flavour) -> str:
    """Return the inventory as one page."""
    espeak = (TEXTS / ("with-espeak.md" if flavour.has_espeak else "without-espeak.md")).read_text("utf-8")
    head = (TEXTS / "page.md").read_text("utf-8")
    text = [head.replace("@NAME@", flavour.name).replace("@ESPEAK@", espeak.strip())]
    parts = list(parts)
    for kind, heading in _KINDS.items():
        text.append(f"\n## {heading}\n\n| what | version | licence | where it comes from |\n|---|---|---|---|\n")
        text += [f"| {p.name} | {p.version} | {p.licence} | {p.source} |\n" for p in parts if p.kind == kind]
    text.append("\nBesides, the Python interpreter itself (PSF-2.0, `cpython/LICENSE.txt`).\n")
    return "".join(text)


def write_page(flavour: Flavour) -> None:
    """Write docs/licences.md anew."""
    PAGE.write_text(page(parts_of(flavour), flavour), "utf-8")
    print(PAGE)
