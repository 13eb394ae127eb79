"""Asks a child process what there is, and believes no more than it has said: it may crash, hang or talk nonsense.

Imports nothing heavy. What can't change between two starts (which trials fail, by versions of the libraries, and a
processor without a graphics card beside it) is kept in the state folder for a day, so that a driver that crashes does
so once and a model is not kept waiting for the trials at every start; free memory is always new.
"""

from __future__ import annotations

import importlib.metadata
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

import msgspec

from assistant import __version__
from assistant.process import limits
from assistant.vision.hardware import Device, Hardware

log = logging.getLogger(__name__)

STEP_SECONDS = 60.0
"""What one step may take: importing torch from a slow disk, waking a graphics card."""
FILE = "hardware.json"
MOST_STARTS = 6
"""Children that may die before it is believed that nothing works."""
KEPT_SECONDS = 86_400.0
_PACKAGES = ("torch", "bitsandbytes", "transformers", "accelerate")
_LONGEST_LINE = 1 << 20
_DRIVER = Path("/proc/driver/nvidia/version")
_CARDS = tuple(Path("/dev", name) for name in ("nvidiactl", "kfd", "accel", "dri"))


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the child: the step that begins, or what is known after it, or the end."""

    trying: str = ""
    found: Hardware | None = None
    is_end: bool = False


def probe_command() -> list[str]:
    """Return the command that probes: the frozen application itself, or this Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--probe"]
    return [sys.executable, "-P", "-X", "utf8", "-m", "assistant.vision.probe"]


def find_hardware(
    state: Path | None = None, command: Sequence[str] | None = None, *, step_seconds: float = STEP_SECONDS
) -> Hardware:
    """Return what there is. Blocks for seconds, at most for some minutes on a broken machine; raises nothing.

    `state` is the folder that keeps what was found (None: everything is tried). A step that kills or stalls the
    child is left out at the next try, and is one of `faults`: "cuda:crashed", "bitsandbytes:cuda:0:nf4:hung".
    """
    started = list(command or probe_command())
    kept = _read(state)
    known = _renewed(kept)
    if known is not None:
        return known
    skipped = kept.faults[:MOST_STARTS] if kept is not None else []
    is_complete = False
    found = Hardware((Device("cpu", "", 0, 0),), missing="torch")
    for _ in range(MOST_STARTS):
        run = _Run([*started, *(fault.rpartition(":")[0] for fault in skipped)], step_seconds)
        found = run.found or found
        is_complete = run.is_complete
        if is_complete:
            break
        skipped.append(f"{run.trying or 'runtime'}:{run.fault}")
        log.warning("the probe %s at %s", run.fault, run.trying or "its start")
        if run.trying in ("", "runtime", "processor"):
            found = replace(found, missing="torch")
            break
    _remember(state, skipped, found if is_complete else None)
    return replace(found, faults=(*found.faults, *skipped))


class _Run:
    """One child from its start to its end."""

    def __init__(self, command: Sequence[str], step_seconds: float) -> None:
        self.found: Hardware | None = None
        self.trying = ""
        self.fault = "crashed"
        self.is_complete = False
        try:
            self._run(command, step_seconds)
        except OSError as error:
            log.warning("the probe can't be started: %s", type(error).__name__)

    def _run(self, command: Sequence[str], step_seconds: float) -> None:
        with subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **limits.popen_options(),
        ) as process:
            assert process.stdout is not None
            try:
                while line := self._next(process, process.stdout, step_seconds):
                    self._take(line)
                    if self.is_complete:
                        break
            finally:
                if process.poll() is None:
                    limits.kill_group(process)

    def _next(self, process: subprocess.Popen[bytes], pipe: IO[bytes], seconds: float) -> bytes:
        watch = threading.Timer(seconds, self._give_up, (process,))
        watch.daemon = True
        watch.start()
        try:
            return pipe.readline(_LONGEST_LINE)
        finally:
            watch.cancel()
            watch.join()

    def _give_up(self, process: subprocess.Popen[bytes]) -> None:
        self.fault = "hung"
        limits.kill_group(process)

    def _take(self, data: bytes) -> None:
        try:
            line = msgspec.json.decode(data, type=Line)
        except msgspec.MsgspecError:
            # Half a line of a child that died, or a library's own words.
            return
        self.trying = line.trying or self.trying
        if line.found is not None and line.found.devices:
            self.found = line.found
        self.is_complete = line.is_end


# --- what is remembered ---------------------------------------------------------------------------------


class _Kept(msgspec.Struct):
    """What the file says: when it was tried, with what, what failed, and what there is where nothing failed."""

    at: float
    versions: dict[str, str]
    faults: list[str]
    found: Hardware | None = None


def _read(state: Path | None) -> _Kept | None:
    """Return what was found in the last day with these very versions."""
    if state is None:
        return None
    try:
        kept = msgspec.json.decode((state / FILE).read_bytes(), type=_Kept)
    except (OSError, msgspec.MsgspecError):
        return None
    is_young = 0 <= time.time() - kept.at < KEPT_SECONDS
    return kept if is_young and kept.versions == _versions() else None


def _renewed(kept: _Kept | None) -> Hardware | None:
    """Return what was found, with the memory of this moment; None where it has to be tried."""
    if kept is None or kept.found is None or not kept.found.devices:
        return None
    from assistant.vision.probe import free_in_container

    try:
        import psutil
    except ImportError:
        return None
    memory = psutil.virtual_memory()
    free = min(memory.available, free_in_container())
    return replace(kept.found, devices=(replace(kept.found.processor, total=memory.total, free=free),))


def _remember(state: Path | None, faults: Sequence[str], found: Hardware | None) -> None:
    """Keep what failed, and what there is where that is the processor alone: a card's memory has to be asked for."""
    if state is None:
        return
    path = state / FILE
    is_plain = sys.platform == "linux" and found is not None and not faults and not found.missing and not found.faults
    kept = _Kept(time.time(), _versions(), list(faults))
    if is_plain and found is not None and len(found.devices) == 1:
        kept.found = found
    try:
        if not faults and kept.found is None:
            path.unlink(missing_ok=True)
        elif kept.found is not None or (before := _read(state)) is None or before.faults != kept.faults:
            path.write_bytes(msgspec.json.encode(kept))
    except OSError as error:
        log.warning("what was found can't be kept: %s", type(error).__name__)


def _versions() -> dict[str, str]:
    versions = {"seesay": __version__, "python": sys.version.split()[0]}
    for package in _PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            versions[package] = ""
    try:
        versions["driver"] = _DRIVER.read_text("utf-8", "replace").splitlines()[0]
    except (OSError, IndexError):
        versions["driver"] = ""
    # A card or a driver that came, a container that was given fewer processors: then it is tried anew.
    versions["cards"] = " ".join(str(path) for path in _CARDS if path.exists())
    own = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else ()
    versions["processors"] = str(len(own) or os.cpu_count())
    return versions
