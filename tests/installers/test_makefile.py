"""The Makefile with a Python that only notes what it was asked for: when it installs, and whose status it returns."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")

_PYTHON = """#!/bin/sh
echo "python $*" >> "$CALLS"
if [ "$1 $2" = "-m venv" ]; then
  mkdir -p "$3/bin"
  cp "$0" "$3/bin/python"
  printf '#!/bin/sh\\necho "pytest $*" >> "$CALLS"\\necho "1 passed"\\n' > "$3/bin/pytest"
  printf 'case "$*" in *numprocesses*) exit ${APART_STATUS:-0};; esac\\nexit ${PYTEST_STATUS:-0}\\n' >> "$3/bin/pytest"
  chmod +x "$3/bin/pytest"
  exit 0
fi
exit ${INSTALL_STATUS:-0}
"""
# Nothing of the make that runs these tests may reach the one inside.
_BARE = {"PATH": os.environ["PATH"]}
_PREREQUISITES = '#!/bin/sh\necho "prerequisites $*" >> "$CALLS"\nexit ${PREREQUISITES_STATUS:-0}\n'


@dataclass
class Clone:
    """A fresh clone, with everything that would take time replaced by notes."""

    root: Path

    def __post_init__(self) -> None:
        for name in ("Makefile", "pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.root / name)
        self._program(self.root / "python", _PYTHON)
        self._program(self.root / "installers/linux/prerequisites.sh", _PREREQUISITES)

    @staticmethod
    def _program(path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def make(self, *arguments: str, **extra: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
        log = self.root / "calls"
        log.write_text("")
        done = subprocess.run(
            ["make", *arguments, f"PYTHON={self.root}/python"],
            cwd=self.root,
            env={**_BARE, "CALLS": str(log), **extra},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done, log.read_text().splitlines()


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def test_the_first_set_up_installs_with_the_pinned_versions(clone: Clone) -> None:
    done, calls = clone.make("setup")
    assert done.returncode == 0, done.stderr
    assert calls[0] == "python -m venv .venv"
    assert "--constraint constraints.txt --editable .[model,test,dev]" in calls[1]


def test_the_second_set_up_installs_nothing(clone: Clone) -> None:
    clone.make("setup")
    assert clone.make("setup")[1] == []


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_declaration_installs_again(clone: Clone, name: str) -> None:
    clone.make("setup")
    stamp = (clone.root / ".venv" / ".test").stat().st_mtime
    os.utime(clone.root / name, (stamp + 10, stamp + 10))
    _, calls = clone.make("setup")
    assert [call for call in calls if "venv" in call] == []
    assert len(calls) == 1


def test_an_install_that_failed_is_tried_again(clone: Clone) -> None:
    assert clone.make("setup", INSTALL_STATUS="1")[0].returncode != 0
    done, calls = clone.make("setup")
    assert done.returncode == 0
    assert ["--editable .[model,test,dev]" in call for call in calls] == [True]


@pytest.mark.parametrize(("apart", "others"), [("0", "0"), ("1", "0"), ("0", "1"), ("5", "0"), ("0", "5"), ("5", "1")])
def test_the_status_of_the_tests_is_the_status_of_make(clone: Clone, apart: str, others: str) -> None:
    done, calls = clone.make("test", APART_STATUS=apart, PYTEST_STATUS=others)
    assert (done.returncode == 0) == ("1" not in (apart, others))
    assert calls[0] == "prerequisites --with-tests"
    side_by_side = "--numprocesses=logical --maxprocesses=4 --dist=loadgroup -m not real and not long"
    assert sorted(calls[-2:]) == [f"pytest --quiet {side_by_side}", "pytest --quiet -m real and not long"]
    assert done.stdout.count("1 passed") == 2


def test_what_can_not_be_installed_does_not_keep_the_other_tests_from_running(clone: Clone) -> None:
    done, calls = clone.make("test", PREREQUISITES_STATUS="1")
    assert done.returncode == 0
    assert calls[-1].startswith("pytest")


def test_a_demo_without_its_prerequisites_is_not_begun(clone: Clone) -> None:
    done, calls = clone.make("demo", PREREQUISITES_STATUS="1")
    assert done.returncode != 0
    assert calls == ["prerequisites --demo"]


def test_a_demo_on_ones_own_screen_needs_no_virtual_one(clone: Clone) -> None:
    _, calls = clone.make("demo", "SCREEN=mine")
    assert calls[0] == "prerequisites "


def test_without_a_python_that_is_new_enough_it_says_so(clone: Clone) -> None:
    (clone.root / "python").unlink()
    done = subprocess.run(
        ["make", "setup", "PYTHON="], cwd=clone.root, env=_BARE, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stderr


def test_every_target_for_people_is_listed(clone: Clone) -> None:
    done, _ = clone.make()
    for target in ("setup", "demo", "run", "test", "test-long", "check", "bench"):
        assert f"make {target} " in done.stdout
