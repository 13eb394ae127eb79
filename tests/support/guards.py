"""A pytest plugin: a test that leaves a thread, a process, an error in the log or a call to the network behind fails.

What a fixture of a wider scope started may stay; its own scope's end is then the test of it.
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import re
import signal
import socket
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from support.processes import describe, end_processes, is_alive, tree

_PATIENCE = 2.0
_THREADS_OF_LIBRARIES = ("ThreadPoolExecutor-faster", "tqdm", "pytest_timeout")
_PROCESSES_OF_PYTHON = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker and put the guard in place."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell's background job ignores interrupts, and so would every program that the tests start.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line(
        "markers", "logs(pattern): the test provokes Qt warnings or log lines at ERROR that match the pattern"
    )
    config.pluginmanager.register(LeakGuard(), "leak-guard")


class LeakGuard:
    """Compares what runs before a test with what runs after it."""

    def __init__(self) -> None:
        self._threads: set[threading.Thread] = set()
        self._processes: set[psutil.Process] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, object, object]:
        """Allow what a fixture of a wider scope than one test starts."""
        if fixturedef.scope == "function":
            return (yield)
        threads, processes = set(threading.enumerate()), set(_children())
        try:
            return (yield)
        finally:
            self._threads |= set(threading.enumerate()) - threads
            self._processes |= set(_children()) - processes

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Generator[None, object, object]:
        """Take the state before anything of the test runs."""
        self._threads |= set(threading.enumerate())
        self._processes |= set(_children())
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, object, object]:
        """Fail the test where something is left after its own fixtures have ended."""
        result = yield
        leaked = [f"thread {thread.name}" for thread in self._leaked_threads()]
        processes = self._leaked_processes()
        leaked += [f"process {describe(process)}" for process in processes]
        end_processes(processes)
        if leaked:
            pytest.fail(f"{item.name} left running:\n  " + "\n  ".join(leaked), pytrace=False)
        return result

    def _leaked_threads(self) -> list[threading.Thread]:
        # Threads that Qt or a library made show up as dummies; nobody can join those.
        suspects = [
            thread
            for thread in threading.enumerate()
            if thread not in self._threads
            and not isinstance(thread, threading._DummyThread)
            and not thread.name.startswith(_THREADS_OF_LIBRARIES)
        ]
        for thread in suspects:
            thread.join(_PATIENCE)
        leaked = [thread for thread in suspects if thread.is_alive()]
        self._threads |= set(leaked)
        return leaked

    def _leaked_processes(self) -> list[psutil.Process]:
        allowed = {process for root in self._processes for process in tree(root.pid)}
        suspects = [process for process in _children() if process not in allowed and not _belongs_to_python(process)]
        _, alive = psutil.wait_procs([process for process in suspects if is_alive(process)], timeout=_PATIENCE)
        return [process for process in alive if is_alive(process)]


def _children() -> list[psutil.Process]:
    # The kernel's own list is asked first: walking through all processes costs milliseconds in each of many tests.
    with contextlib.suppress(OSError):
        lists = [path.read_text() for path in Path("/proc/self/task").glob("*/children")]
        if lists and not "".join(lists).strip():
            return []
    return psutil.Process().children(recursive=True)


def _belongs_to_python(process: psutil.Process) -> bool:
    try:
        line = " ".join(process.cmdline())
    except psutil.Error:
        return True
    return any(name in line for name in _PROCESSES_OF_PYTHON)


# --- the log ------------------------------------------------------------------------------------------


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self.lines.append(f"{record.name}: {record.getMessage()}\n{trace}".strip())


@pytest.fixture(autouse=True)
def _no_errors_in_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(collector)
    if unexpected := _unannounced(request.node, collector.lines):
        pytest.fail("unexpected errors in the log:\n  " + "\n  ".join(unexpected), pytrace=False)


def _unannounced(item: pytest.Item, lines: list[str]) -> list[str]:
    patterns = [mark.args[0] for mark in item.iter_markers("logs")]
    return [line for line in lines if not any(re.search(pattern, line) for pattern in patterns)]


# What Qt says of its own platform plugin without a screen; nothing of ours causes it.
_OFFSCREEN = re.compile(r"This plugin does not support|QPlatformNativeInterface::systemTrayWindowChanged")


@pytest.fixture(autouse=True)
def _no_qt_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    core = sys.modules.get("PySide6.QtCore")
    if core is None:
        yield
        return
    heard: list[str] = []
    bad = (core.QtMsgType.QtWarningMsg, core.QtMsgType.QtCriticalMsg, core.QtMsgType.QtFatalMsg)

    def note(kind: Any, context: Any, message: str) -> None:
        if kind in bad and not _OFFSCREEN.search(message):
            heard.append(f"{context.category}: {message}")

    previous = core.qInstallMessageHandler(note)
    try:
        yield
    finally:
        core.qInstallMessageHandler(previous)
    if unexpected := _unannounced(request.node, heard):
        pytest.fail("Qt warned:\n  " + "\n  ".join(unexpected), pytrace=False)


# --- the network --------------------------------------------------------------------------------------


class OutsideNetwork(AssertionError):
    """A test tried to reach another machine."""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in ("localhost", "")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    refused: list[str] = []

    def check(host: object) -> None:
        text = host.decode() if isinstance(host, bytes) else str(host or "")
        if not _is_loopback(text):
            refused.append(text)
            raise OutsideNetwork(f"a test may not reach {text}")

    def guarded(name: str, position: int) -> None:
        original = getattr(socket.socket, name)

        def call(self: socket.socket, *args: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6):
                check(args[position][0])
            return original(self, *args)

        monkeypatch.setattr(socket.socket, name, call)

    guarded("connect", 0)
    guarded("connect_ex", 0)
    guarded("sendto", -1)
    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **options: Any) -> Any:
        check(host)
        return resolve(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    if refused:
        pytest.fail(f"tried to reach: {', '.join(refused)}", pytrace=False)
