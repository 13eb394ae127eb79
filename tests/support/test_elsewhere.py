"""What is for Windows and macOS: it is listed in docs/platforms.md, has contract tests, and can be imported here."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "platforms.md"
# A row of the first table: the file, what it calls, its contract tests; one of the second: a file, what differs in it.
_ROW = re.compile(r"^\| `(assistant/[^`]+\.py)` \| .+ \| `(tests/[^`]+\.py)` \|$", re.MULTILINE)
_BRANCH = re.compile(r"^\| `(assistant/[^`]+\.py)` \| [^|`]+ \|$", re.MULTILINE)
_CALLS = re.compile(r"(windows_library|macos_framework)\(|winreg|comtypes|winrt\.windows|\"(Quartz|AppKit|Vision)\"")
_NAMED = re.compile(r"^assistant/(capture|hotkeys|system|voice|vision/embedded)/\w*(windows|macos)\w*\.py$")


def _listed() -> dict[str, str]:
    return dict(_ROW.findall(PAGE.read_text("utf-8")))


def _is_for_another_system(path: Path) -> bool:
    text = path.read_text("utf-8")
    says_so = "not yet run" in (ast.get_docstring(ast.parse(text)) or "").lower()
    return says_so or bool(_NAMED.match(str(path.relative_to(ROOT)))) or bool(_CALLS.search(text))


def test_no_file_for_another_system_is_forgotten_in_the_table() -> None:
    found = {str(path.relative_to(ROOT)) for path in (ROOT / "assistant").rglob("*.py") if _is_for_another_system(path)}
    branches = set(_BRANCH.findall(PAGE.read_text("utf-8")))
    assert found - set(_listed()) - branches == set(), f"not in {PAGE.name}"
    assert [name for name in branches if not (ROOT / name).is_file()] == []
    assert set(_listed()) - found == set(), "in the table, but for no other system"


def test_every_file_of_the_table_has_contract_tests() -> None:
    listed = _listed()
    assert listed
    assert [name for name in (*listed, *listed.values()) if not (ROOT / name).is_file()] == []
    # A test that never names the file's module can't be its contract.
    unnamed = [
        name
        for name, test in listed.items()
        if not re.search(rf"\b{Path(name).stem}\b", (ROOT / test).read_text("utf-8"))
    ]
    assert unnamed == []


def test_they_can_all_be_imported_here_and_leave_no_trace() -> None:
    modules = [name.removesuffix(".py").replace("/", ".") for name in _listed()]
    program = f"""
import importlib, sys, threading
for name in {modules!r}:
    importlib.import_module(name)
foreign = {{"Quartz", "AppKit", "Vision", "objc", "winrt", "comtypes", "winreg", "PySide6", "torch"}}
print(sorted(foreign & set(sys.modules)), [thread.name for thread in threading.enumerate()])
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[] ['MainThread']\n", "")
