"""What every step of a release knows: the version, the flavours, where things lie, and how a program is run.

It needs nothing but Python, so that it runs before anything is installed.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALLERS = ROOT / "installers"
BUILD = ROOT / "build" / "package"
DIST = ROOT / "dist"

MAINTAINER = "The SeeSay contributors <packages@seesay.invalid>"
"""Whoever publishes a package puts an address here that is read."""


class RecipeError(RuntimeError):
    """A step can't be done; the message says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class Flavour:
    """One bundle: with or without what runs large models, with or without eSpeak NG."""

    is_full: bool = False
    has_espeak: bool = True

    @property
    def name(self) -> str:
        """The package's name: seesay, seesay-full, seesay-noespeak, seesay-full-noespeak."""
        return "seesay" + "-full" * self.is_full + "-noespeak" * (not self.has_espeak)

    @property
    def others(self) -> tuple[str, ...]:
        """The packages that can't be installed beside it: they hold the same program."""
        every = (Flavour(full, espeak).name for full in (False, True) for espeak in (False, True))
        return tuple(name for name in every if name != self.name)

    @property
    def folder(self) -> Path:
        """Where everything of its build lies."""
        return BUILD / self.name

    @property
    def bundle(self) -> Path:
        """The folder that runs anywhere."""
        return self.folder / "dist" / "seesay"

    @property
    def python(self) -> Path:
        """The interpreter that builds it, of an environment that holds what goes in and PyInstaller."""
        inside = Path("Scripts", "python.exe") if sys.platform == "win32" else Path("bin", "python")
        return self.folder / "venv" / inside


def version() -> str:
    """Return the version, from the one place where it stands."""
    source = (ROOT / "assistant" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', source, re.MULTILINE)
    if not found:
        raise RecipeError("assistant/__init__.py tells no __version__")
    return found[1]


def machine() -> str:
    """Return the processor's name as archives carry it: x86_64, arm64."""
    return {"AMD64": "x86_64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


def source_date() -> int:
    """Return the time that files of a release bear: SOURCE_DATE_EPOCH, else that of the last commit, else now."""
    if told := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(told)
    asked = subprocess.run(
        ["git", "-C", ROOT, "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False
    )
    return int(asked.stdout) if asked.returncode == 0 and asked.stdout.strip() else int(time.time())


def source_day() -> str:
    """Return that time as a date."""
    return time.strftime("%Y-%m-%d", time.gmtime(source_date()))


def filled(template: Path) -> str:
    """Return a template with the version and the date in their places."""
    return template.read_text("utf-8").replace("@VERSION@", version()).replace("@DATE@", source_day())


def run(command: Sequence[object], *, more: Mapping[str, str] | None = None, cwd: Path | None = None) -> None:
    """Run a program, its output where ours goes; raise `RecipeError` where it fails or isn't there."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(source_date()), "PYTHONHASHSEED": "0", **(more or {})}
    try:
        status = subprocess.run([*map(str, command)], env=environment, cwd=cwd, check=False).returncode
    except FileNotFoundError as error:
        raise RecipeError(f"{command[0]} is not installed") from error
    if status:
        raise RecipeError(f"{' '.join(map(str, command))} ended with status {status}")


def said(command: Sequence[object], *, cwd: Path | None = None) -> str:
    """Return what a program prints; raise `RecipeError` where it fails or isn't there."""
    try:
        done = subprocess.run([*map(str, command)], capture_output=True, text=True, cwd=cwd, check=False)
    except FileNotFoundError as error:
        raise RecipeError(f"{command[0]} is not installed") from error
    if done.returncode:
        raise RecipeError(f"{' '.join(map(str, command[:3]))} …: {done.stderr.strip()[-2000:]}")
    return done.stdout
