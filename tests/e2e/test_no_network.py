"""Nothing is opened to a network unless the user asked for it: the system calls of real runs, children included."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from support.desktop import VirtualDesktop
from support.seesay import SEESAY, running

TRACE = ("strace", "--follow-forks", "--quiet=all", "--trace=socket,connect,sendto,bind", "--seccomp-bpf")
_OUTSIDE = re.compile(r"AF_INET6?\b")


def inet_calls(trace: Path) -> list[str]:
    """Return the traced calls that have to do with an internet address, loopback included."""
    return [line for line in trace.read_text(encoding="utf-8", errors="replace").splitlines() if _OUTSIDE.search(line)]


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    return tmp_path / "calls"


@pytest.mark.real
def test_the_probe_sees_a_call_to_the_network(trace: Path) -> None:
    code = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
    subprocess.run([*TRACE, "--output", str(trace), "python3", "-c", code], check=True, timeout=60)
    assert inet_calls(trace), trace.read_text(encoding="utf-8")


@pytest.mark.real
def test_a_description_opens_nothing(trace: Path, desktop: VirtualDesktop) -> None:
    words = ["describe", "screen", "--quiet", "--timeout", "100"]
    desktop.run([*TRACE, "--output", str(trace), SEESAY, *words], env=desktop.renewed_env(), timeout=120, check=False)
    assert "AF_UNIX" in trace.read_text(encoding="utf-8"), "nothing was traced"
    assert inet_calls(trace) == []


@pytest.mark.real
def test_the_tray_application_opens_nothing_while_it_works(trace: Path, desktop: VirtualDesktop) -> None:
    with running(desktop, under=(*TRACE, "--output", str(trace))) as app:
        app.open_practice_page()
        assert app.ask("read", "--quiet")["sentences"]
        app.command("models", "list")
    assert "AF_UNIX" in trace.read_text(encoding="utf-8"), "nothing was traced"
    assert inet_calls(trace) == []
