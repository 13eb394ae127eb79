"""What goes into a bundle, and that nothing which the program opens by name is forgotten; builds nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import contents
from contents import is_wanted, kept

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "assistant").rglob("*.py"))
QT = "PySide6/Qt/lib"


def opened_by_name() -> Iterator[tuple[Path, str]]:
    """Yield every third-party module that the package imports by a string, or looks for."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            module = node.args[0].value
            if name in {"import_module", "find_spec", "_import"} and isinstance(module, str) and module:
                yield source, module.partition(".")[0]


def test_modules_opened_by_name_are_in_one_of_the_bundles_or_left_out_on_purpose() -> None:
    elsewhere = {module for modules in contents.ONLY_ON.values() for module in modules}
    named = {*contents.DATA_OF, *contents.MODEL_RUNTIME, *contents.EXCLUDED_MODULES, *elsewhere, contents.PACKAGE}
    imported = {
        alias.partition(".")[0]
        for source in SOURCES
        for alias in re.findall(r"^\s*(?:import|from) ([\w.]+)", source.read_text("utf-8"), re.MULTILINE)
    }
    forgotten = {(str(file.relative_to(ROOT)), name) for file, name in opened_by_name() if name not in named | imported}
    assert not forgotten, "PyInstaller sees no import of these: name them in installers/contents.py"


def test_every_kind_of_child_has_its_door() -> None:
    door = (ROOT / "assistant" / "__main__.py").read_text("utf-8")
    asked = {
        flag
        for source in SOURCES
        for flag in re.findall(r'"(--(?:[a-z]+-)?(?:worker|probe))"', source.read_text("utf-8"))
    }
    assert {"--worker", "--voice-worker", "--probe", "--document-worker", "--camera-worker"} <= asked
    assert {flag for flag in asked if f'"{flag}"' not in door} == set()


def test_all_of_the_package_goes_in() -> None:
    assert contents.PACKAGE in contents.SUBMODULES_OF
    spec = (ROOT / "installers" / "seesay.spec").read_text("utf-8")
    assert "collect_data_files(contents.PACKAGE)" in spec
    resources = [each.name for each in (ROOT / "resources").iterdir()]
    assert {"icons", "locale", "models", "samples", "sounds"} <= set(resources)
    assert all(
        is_wanted((f"assistant/resources/{file.relative_to(ROOT / 'resources').as_posix()}", "/x", "DATA"))
        for file in (ROOT / "resources").rglob("*")
    )


def test_the_full_bundle_holds_the_whole_extra() -> None:
    extra = {
        Requirement(each).name.replace("-", "_")
        for each in requires("seesay") or []
        if 'extra == "model"' in each or "extra == 'model'" in each
    }
    assert extra <= set(contents.MODEL_RUNTIME)
    assert contents.ESPEAK in packages_distributions()


@pytest.mark.model
def test_the_models_runtime_starts_without_what_is_left_out() -> None:
    """Packages import some of their neighbours at their top, which no list of requirements tells."""
    code = """
import importlib.util, sys
class LeftOut:
    def find_spec(self, name, path=None, target=None):
        if any(name == left or name.startswith(left + ".") for left in sys.argv[1:]):
            raise ModuleNotFoundError(f"{name} is left out", name=name)
sys.meta_path.insert(0, LeftOut())
real = importlib.util.find_spec
def found(name, package=None):
    try:
        return real(name, package)
    except ModuleNotFoundError:
        return None
importlib.util.find_spec = found
import torch, accelerate, bitsandbytes
import sympy, huggingface_hub, transformers.models.paligemma.modeling_paligemma
from transformers import AutoProcessor
"""
    command = [sys.executable, "-c", code, *contents.EXCLUDED_MODULES]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr[-1500:]


@pytest.mark.parametrize(
    ("name", "source", "stays"),
    [
        ("assistant/resources/models/nanodet-g-416.onnx", "/w/x", True),
        ("rapidocr/models/PP-OCRv6_rec_small.onnx", "/w/x", True),
        ("rapidocr/models/ch_ppocr_mobile_v2.0_cls_mobile.onnx", "/w/x", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/w/x", True),
        ("PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so", "/w/x", True),
        ("PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", "/w/x", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "/w/x", False),
        ("PySide6/Qt/translations/qtbase_de.qm", "/w/x", True),
        ("PySide6/Qt/translations/qtdeclarative_de.qm", "/w/x", False),
        ("libstdc++.so.6", "/usr/lib/x86_64-linux-gnu/libstdc++.so.6", False),
        ("libxcb-cursor.so.0", "/lib/x86_64-linux-gnu/libxcb-cursor.so.0", True),
        ("libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", True),
        ("libcudart.so.13", "/usr/local/cuda-13.0/lib/libcudart.so.13", False),
        ("libpython3.12.so.1.0", "/usr/local/lib/libpython3.12.so.1.0", True),
        ("torch/lib/libjitbackend_test.so", "/w/x", False),
        ("torch/lib/libtorch_cpu.so", "/w/x", True),
        ("libopus-114e2b1a.so.0.11.1", "av.libs/libopus-114e2b1a.so.0.11.1", True),
    ],
)
def test_a_file_goes_in_by_its_name_and_origin(name: str, source: str, stays: bool) -> None:
    assert is_wanted((name, source, "BINARY")) is stays


def test_what_only_unwanted_files_asked_for_goes_with_them() -> None:
    imports = {
        "/w/QtGui.so": ["libQt6Gui.so.6"],
        "/w/Gui": ["libQt6Core.so.6"],
        "/w/qxcb": ["libQt6XcbQpa.so.6"],
        "/w/XcbQpa": ["libQt6Gui.so.6", "/lib/libxcb-cursor.so.0"],
        "/w/qgtk3": ["libQt6Gtk.so.6"],
    }
    entries = [
        ("PySide6/QtGui.abi3.so", "/w/QtGui.so", "EXTENSION"),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/w/qxcb", "BINARY"),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "/w/qgtk3", "BINARY"),
        (f"{QT}/libQt6Gui.so.6", "/w/Gui", "BINARY"),
        (f"{QT}/libQt6Core.so.6", "/w/Core", "BINARY"),
        (f"{QT}/libQt6XcbQpa.so.6", "/w/XcbQpa", "BINARY"),
        (f"{QT}/libQt6Gtk.so.6", "/w/Gtk", "BINARY"),
        ("libxcb-cursor.so.0", "/lib/libxcb-cursor.so.0", "BINARY"),
        ("libQt6Core.so.6", f"{QT}/libQt6Core.so.6", "SYMLINK"),
        ("libQt6Gtk.so.6", f"{QT}/libQt6Gtk.so.6", "SYMLINK"),
        ("libpython3.11.so.1.0", "/usr/lib/libpython3.11.so.1.0", "BINARY"),
        ("assistant/resources/icons/seesay.svg", "/w/svg", "DATA"),
    ]
    stays = [name for name, _, _ in kept(entries, lambda source: imports.get(source, []))]
    assert [name for name, _, _ in entries if name not in stays] == [
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        f"{QT}/libQt6Gtk.so.6",
        "libQt6Gtk.so.6",
    ]


# From the file itself: what is installed here may be older.
REQUIRED = [
    Requirement(each) for each in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
]
# What each package for one system alone gives to import; objc comes with the first of them.
BRIDGES = {
    "pyobjc-framework-cocoa": {"AppKit", "Foundation", "objc"},
    "pyobjc-framework-quartz": {"Quartz"},
    "pyobjc-framework-applicationservices": {"ApplicationServices"},
    "pyobjc-framework-vision": {"Vision"},
    "comtypes": {"comtypes"},
    "winrt": {"winrt"},
}


@pytest.mark.parametrize("system", sorted(contents.ONLY_ON))
def test_what_is_required_on_one_system_alone_is_taken_there(system: str) -> None:
    alone = {each.name.lower() for each in REQUIRED if f'sys_platform == "{system}"' in str(each.marker)}
    given = {"winrt" if name.startswith("winrt-") else name for name in alone}
    assert set().union(*(BRIDGES[name] for name in given)) == set(contents.ONLY_ON[system])


def test_windows_recogniser_has_every_namespace_that_it_asks_for() -> None:
    asked = re.findall(r'_module\("([\w.]+)"\)', (ROOT / "assistant/vision/embedded/windows_ocr.py").read_text("utf-8"))
    required = {each.name.lower() for each in REQUIRED}
    assert {f"winrt-windows.{each}" for each in asked} <= required
    assert {"winrt-windows.media.ocr", "winrt-windows.foundation"} <= required
