"""Every package that a bundle can hold has a licence that somebody wrote down; unknown libraries stop a build."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import licences
from licences import canonical, licence_of
from licences_table import of_native, of_resource
from recipe import ROOT, Flavour, RecipeError

RESOURCES = ROOT / "resources"
PINNED = {
    canonical(line.partition("==")[0])
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    if "==" in line and not line.startswith("#")
}


def needed(name: str, extra: str = "", seen: set[str] | None = None) -> Iterator[str]:
    """Yield a package and everything that it needs here, as far as it is installed."""
    seen = set() if seen is None else seen
    if canonical(name) in seen:
        return
    seen.add(canonical(name))
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return
    yield canonical(name)
    for each in package.requires or ():
        requirement = Requirement(each)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield from needed(requirement.name, "", seen)


RUNTIME = sorted({*needed("seesay"), *needed("seesay", "model")} - {"seesay"})


@pytest.mark.parametrize("name", RUNTIME)
def test_a_package_of_the_bundle_has_a_known_licence(name: str) -> None:
    assert licence_of(distribution(name))


def test_everything_that_a_bundle_may_hold_is_pinned() -> None:
    assert {"av", "pyside6-essentials", "torch", "espeakng-loader"} <= set(RUNTIME)
    assert set(RUNTIME) - PINNED - {"setuptools"} == set()


def test_the_gpl_is_not_missed() -> None:
    assert "GPL-3.0" in licence_of(distribution("espeakng-loader"))
    assert all("GPL" in (of_native(name) or ("", "", ""))[1] for name in ("libx264-d6.so.165", "libjbig-25.so.2.1"))
    assert licence_of(distribution("PySide6_Essentials")) == "LGPL-3.0-only"


@pytest.mark.parametrize(
    "path", sorted(f.relative_to(RESOURCES).as_posix() for f in RESOURCES.rglob("*") if f.is_file())
)
def test_a_resource_is_known(path: str) -> None:
    assert of_resource(path)


def test_the_page_lists_what_the_base_install_brings() -> None:
    page = licences.PAGE.read_text("utf-8")
    # Only for reading their versions while something is installed, or for other platforms.
    light = set(needed("seesay")) - {"seesay", "packaging", "setuptools"}
    missing = {name for name in light if f"| {name} |" not in page}
    named = {Requirement(each).name for each in distribution("seesay").requires or () if "extra ==" not in each}
    assert not {name for name in named if canonical(name) in missing}
    for word in ("eSpeak NG", "x264", "JBIG-KIT", "OpenSSL 1.1.1", "LGPL", "--without-espeak"):
        assert word in page


def test_a_library_that_nobody_looked_at_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work, site = tmp_path / "work" / "seesay", tmp_path / "venv" / "lib" / "site-packages"
    work.mkdir(parents=True)
    site.mkdir(parents=True)
    monkeypatch.setattr(Flavour, "folder", tmp_path)
    told = [["libx264-d6.so.165", "/x", "BINARY"], ["assistant/resources/icons/seesay.svg", "/y", "DATA"]]
    (work / "collected.json").write_text(json.dumps(told))
    assert [part.licence for part in licences.parts_of(Flavour())] == ["GPL-2.0-or-later", "Apache-2.0"]
    (work / "collected.json").write_text(json.dumps([*told, ["libnobody.so.1", "/z", "BINARY"]]))
    with pytest.raises(RecipeError, match=r"libnobody\.so\.1"):
        licences.parts_of(Flavour())


def test_the_notices_of_a_library_inside_a_wheel_come_along(tmp_path: Path) -> None:
    licences._put_texts(distribution("onnxruntime"), tmp_path)
    assert {"LICENSE", "ThirdPartyNotices.txt"} <= {file.name for file in tmp_path.iterdir()}
    for file in tmp_path.iterdir():
        assert file.read_text("utf-8")


def test_texts_become_utf_8(tmp_path: Path) -> None:
    (tmp_path / "written").write_bytes("“Contributor” ©".encode("cp1252"))
    licences._put(tmp_path / "written", tmp_path / "put")
    assert (tmp_path / "put").read_text("utf-8") == "“Contributor” ©"


def test_a_build_without_espeak_says_what_speaks_instead() -> None:
    assert "left out" in licences.page([], Flavour(has_espeak=False))
    assert "--without-espeak" in licences.page([], Flavour())
    for text in ("GPL-2", "GPL-3", "LGPL-2.1", "LGPL-3", "MPL-2.0"):
        assert (licences.TEXTS / f"{text}.txt").stat().st_size > 7000
