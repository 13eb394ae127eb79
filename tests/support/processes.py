"""Child processes of tests: start them with a log, find them by a mark, end them for certain.

Every process of a virtual desktop carries the mark in its environment, so that whatever it starts itself
(a service of the session bus, a module of a daemon) is found as well. It knows nothing of pytest.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import psutil

MARK = "SEESAY_TEST_DESKTOP"


class PartFailed(RuntimeError):
    """A part of the test's surroundings did not come up; the message holds its log."""


def wait_until(condition: Callable[[], bool], *, seconds: float = 10.0, what: str) -> None:
    """Return as soon as `condition` holds; raise `TimeoutError` naming `what` after `seconds`.

    Only for states of foreign programs that post no event; where something can be awaited, await it.
    """
    deadline = time.monotonic() + seconds
    pause = 0.002
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:g} s in vain: {what}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)


def new_mark() -> str:
    """Return a mark that nobody else has and that names its owner, this process."""
    return f"{os.getpid()}-{uuid.uuid4().hex}"


def missing_programs(programs: Iterable[str]) -> list[str]:
    """Return those programs that are not on PATH, in order."""
    return [name for name in programs if shutil.which(name) is None]


class Part:
    """One long-running program of the surroundings, with its output kept in a file."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        log: Path,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self.name = name
        self._log = log
        with log.open("wb") as sink:
            self.process = subprocess.Popen(
                command,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                pass_fds=pass_fds,
            )

    def log(self, lines: int = 40) -> str:
        """Return the last lines that the program wrote."""
        with contextlib.suppress(OSError):
            return "\n".join(self._log.read_text(errors="replace").splitlines()[-lines:])
        return ""

    def await_ready(self, is_ready: Callable[[], bool], seconds: float = 15.0) -> None:
        """Return when ready; raise `PartFailed` with the log where it ends first or takes too long."""
        try:
            wait_until(
                lambda: self.process.poll() is not None or is_ready(), seconds=seconds, what=f"{self.name} starts"
            )
        except TimeoutError as error:
            raise PartFailed(f"{error}\n--- log of {self.name}\n{self.log()}") from None
        if (status := self.process.poll()) is not None:
            raise PartFailed(f"{self.name} ended with status {status}\n--- its log\n{self.log()}")

    def end(self) -> None:
        """End the program, softly, then hard."""
        end_processes([psutil.Process(self.process.pid)] if self.process.poll() is None else [])
        self.process.wait()


def marked_processes(mark: str) -> list[psutil.Process]:
    """Return the live processes that carry the mark, the oldest first."""
    return _carrying(lambda found: found == mark)


def end_abandoned() -> None:
    """End what is left of runs whose owner was killed before it could end it."""

    def is_abandoned(mark: str) -> bool:
        owner, _, rest = mark.partition("-")
        return bool(rest) and owner.isdecimal() and not psutil.pid_exists(int(owner))

    end_processes(_carrying(is_abandoned))


def _carrying(is_wanted: Callable[[str], bool]) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            mark = process.environ().get(MARK, "") if process.pid != os.getpid() else ""
            if mark and is_wanted(mark) and is_alive(process):
                found.append(process)
    return sorted(found, key=lambda process: process.create_time())


def tree(pid: int) -> list[psutil.Process]:
    """Return a process and all its descendants; empty where it is gone."""
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def end_processes(processes: Sequence[psutil.Process], grace: float = 2.0) -> None:
    """End all of them: SIGTERM, then SIGKILL for those that stay longer than `grace` seconds."""
    for signal in ("terminate", "kill"):
        for process in processes:
            with contextlib.suppress(psutil.Error):
                getattr(process, signal)()
        with contextlib.suppress(TimeoutError):
            wait_until(lambda: not any(map(is_alive, processes)), seconds=grace, what="processes end")
            return


def is_alive(process: psutil.Process) -> bool:
    """Tell whether it still runs; one that only waits for its parent to notice its end does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def end_marked(mark: str) -> list[str]:
    """End whatever carries the mark; return the command lines of what could not be ended."""
    for _ in range(3):
        if not (processes := marked_processes(mark)):
            return []
        end_processes(processes)
    return [describe(process) for process in marked_processes(mark)]


def describe(process: psutil.Process) -> str:
    """Return pid and command line in one line, for a message."""
    try:
        return f"{process.pid} {' '.join(process.cmdline())[:160] or process.name()}"
    except psutil.Error:
        return f"{process.pid} (gone)"
