"""What a child gives up: its place in the terminal, its turn before the voice, its share of memory.

It asks the running Python what the platform can do, never which platform it is. On Windows a child keeps its normal
priority, because a lower class starves under load.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

# The voice and the desktop win every contest for a core; beside one busy program the engine still gets a third.
_NICENESS = 3
# When memory runs out, the engine goes first: it is started again, a dead screen reader is not.
_OOM_SCORE = "500"
_PR_SET_PDEATHSIG = 1


def worker_command() -> list[str]:
    """Return the command that starts a worker: the frozen application itself, or this Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--worker"]
    # -P: a file in the working directory must not pose as a module of ours.
    return [sys.executable, "-P", "-X", "utf8", "-m", "assistant.process.worker"]


def helper_command(flag: str) -> list[str]:
    """Return the command that starts another kind of child: "--document-worker", "--camera-worker"."""
    if getattr(sys, "frozen", False):
        return [sys.executable, flag]
    return [sys.executable, "-P", "-X", "utf8", "-m", "assistant", flag]


def popen_options() -> dict[str, Any]:
    """Return what puts a child into a group of its own, away from the terminal's Ctrl+C, without a console window."""
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return {"creationflags": flags, "start_new_session": hasattr(os, "setsid")}


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """End a child that was not waited for yet, and whatever it started, at once."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def step_back(memory_bytes: int | None) -> None:
    """Lower this process's claims; called in the child before anything hostile is read."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(_NICENESS)
    # In a session of its own Linux weighs the child as a group, sched(7): there the group's niceness counts.
    _tell_kernel("autogroup", str(_NICENESS))
    _tell_kernel("oom_score_adj", _OOM_SCORE)
    _die_with_parent()
    _bound_resources(memory_bytes)


def _tell_kernel(name: str, value: str) -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self", name).write_text(value)


def _die_with_parent() -> None:
    """Let Linux end this process with the thread that started it, prctl(2).

    End-of-file on standard input says the same everywhere, but not while native code holds the interpreter's lock.
    """
    with contextlib.suppress(ImportError, AttributeError, TypeError, OSError):
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def _bound_resources(memory_bytes: int | None) -> None:
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        # A core dump would hold the user's screen. One byte instead of none: Linux then doesn't start a dump
        # handler either, core(5).
        resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
    if memory_bytes is not None:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
