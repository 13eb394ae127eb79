"""A locked session is recognised by whoever knows of it; silence, nonsense and absence are no lock and cost no time."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.system import session_lock
from assistant.system.session_lock import SERVICES, SessionLock
from support.bus import PrivateBus, line_of, private_bus

PATIENT = 20.0
FREEDESKTOP, GNOME = "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"
LOGIND = "org.freedesktop.login1"


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    """One private bus that is both the session's and the system's."""
    with private_bus(Path(os.environ["XDG_RUNTIME_DIR"])) as private:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", private.address)
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", private.address)
        yield private


@pytest.fixture(autouse=True)
def _patient_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_lock, "OPENING", PATIENT)


@pytest.fixture
def lock() -> Iterator[SessionLock]:
    patient = SessionLock(patience=PATIENT)
    yield patient
    patient.close()


@pytest.mark.parametrize("name", [service.name for service in SERVICES])
def test_each_service_is_heard(bus: PrivateBus, lock: SessionLock, name: str) -> None:
    bus.serve(name, "locked")
    assert lock.is_locked()


@pytest.mark.parametrize("name", [service.name for service in SERVICES])
def test_an_open_session_is_not_locked(bus: PrivateBus, lock: SessionLock, name: str) -> None:
    bus.serve(name, "unlocked")
    assert not lock.is_locked()


def test_one_that_says_locked_is_enough(bus: PrivateBus, lock: SessionLock) -> None:
    bus.serve(FREEDESKTOP, "unlocked")
    bus.serve(GNOME, "locked")
    bus.serve(LOGIND, "unlocked")
    assert lock.is_locked()


def test_the_questions_are_the_documented_ones(bus: PrivateBus, lock: SessionLock) -> None:
    logind, saver = bus.serve(LOGIND, "unlocked"), bus.serve(FREEDESKTOP, "unlocked")
    lock.is_locked()
    interface = "org.freedesktop.login1.Session"
    wanted = f'["Get", "/org/freedesktop/login1/session/auto", ["{interface}", "LockedHint"]]'
    assert line_of(logind) == wanted
    assert line_of(saver) == '["GetActive", "/org/freedesktop/ScreenSaver", []]'


@pytest.mark.parametrize("behaviour", ["error", "odd"])
def test_nonsense_is_no_lock(bus: PrivateBus, lock: SessionLock, behaviour: str) -> None:
    for name in (FREEDESKTOP, LOGIND):
        bus.serve(name, behaviour)
    assert not lock.is_locked()


def test_without_services_nothing_is_locked(bus: PrivateBus, lock: SessionLock) -> None:
    assert not lock.is_locked()


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/bus", "nonsense", "tcp:host=x"])
def test_without_a_bus_nothing_is_locked(monkeypatch: pytest.MonkeyPatch, lock: SessionLock, address: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/system")
    assert not lock.is_locked()


def test_a_silent_service_does_not_hide_another_ones_answer(bus: PrivateBus, lock: SessionLock) -> None:
    bus.serve(FREEDESKTOP, "silent")
    bus.serve(GNOME, "locked")
    assert lock.is_locked()


class Waits:
    """Notes how long each answer may be waited for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from jeepney.io.blocking import DBusConnection

        self.waits: list[float] = []
        receive = DBusConnection.receive

        def noted(connection: DBusConnection, *, timeout: float | None = None) -> object:
            if connection.unique_name is not None:  # greeting the bus is jeepney's own affair
                assert timeout is not None, "a wait without an end"
                self.waits.append(timeout)
            return receive(connection, timeout=timeout)

        monkeypatch.setattr(DBusConnection, "receive", noted)


def test_a_silent_service_is_waited_for_patiently_once_only(bus: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> None:
    bus.serve(FREEDESKTOP, "silent")
    noted = Waits(monkeypatch)
    lock = SessionLock(patience=1.0, budget=0.02)
    assert not lock.is_locked()
    assert 0.02 < max(noted.waits) <= 1.0
    noted.waits.clear()
    assert not lock.is_locked()
    assert noted.waits[-1] <= 0.02, "it was silent before"
    lock.close()


def test_a_service_that_speaks_again_is_heard_again(bus: PrivateBus) -> None:
    service = bus.serve(FREEDESKTOP, "locked")
    lock = SessionLock(patience=3.0, budget=0.02)
    assert lock.is_locked()
    os.kill(service.pid, signal.SIGSTOP)
    assert not lock.is_locked()
    os.kill(service.pid, signal.SIGCONT)
    deadline = time.monotonic() + PATIENT
    while not lock.is_locked():
        assert time.monotonic() < deadline, "it is not heard again"
    lock.close()


def test_a_frozen_bus_is_left_and_asked_again_once_it_thaws(bus: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_lock, "RETRY_AFTER", 0.0)
    bus.serve(GNOME, "locked")
    lock = SessionLock(patience=3.0)
    assert lock.is_locked()
    monkeypatch.setattr(session_lock, "OPENING", 0.2)
    os.kill(bus.process.pid, signal.SIGSTOP)
    try:
        assert not lock.is_locked()
        assert not lock.is_locked()
    finally:
        os.kill(bus.process.pid, signal.SIGCONT)
    deadline = time.monotonic() + PATIENT
    while not lock.is_locked():
        assert time.monotonic() < deadline, "the bus is not asked again"
    lock.close()


def test_a_bus_that_ends_is_no_lock(bus: PrivateBus, lock: SessionLock) -> None:
    bus.serve(GNOME, "locked")
    assert lock.is_locked()
    bus.process.kill()
    bus.process.wait()
    assert not lock.is_locked()
    assert not lock.is_locked()


def test_no_service_is_started_by_the_question(bus: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> None:
    from jeepney import MessageFlag
    from jeepney.io.blocking import DBusConnection

    flags = []
    send = DBusConnection.send

    def noted(connection: DBusConnection, message: object, serial: object = None) -> None:
        flags.append(message.header.flags)  # type: ignore[attr-defined]  # jeepney is untyped
        send(connection, message, serial)

    monkeypatch.setattr(DBusConnection, "send", noted)
    lock = SessionLock(patience=PATIENT)
    lock.is_locked()
    lock.close()
    asked = flags[-len(SERVICES) :]
    assert all(flag & MessageFlag.no_auto_start for flag in asked)


def test_a_connection_is_kept(bus: PrivateBus, monkeypatch: pytest.MonkeyPatch, lock: SessionLock) -> None:
    opened = []
    real = session_lock.SessionLock._open

    def noted(self: SessionLock, name: str) -> object:
        opened.append(name)
        return real(self, name)

    monkeypatch.setattr(session_lock.SessionLock, "_open", noted)
    for _ in range(3):
        lock.is_locked()
    assert opened == ["SYSTEM", "SESSION"]


def test_a_bus_that_did_not_open_is_not_tried_at_each_question(
    monkeypatch: pytest.MonkeyPatch, lock: SessionLock
) -> None:
    from jeepney.io import blocking

    tried = []

    def refuse(bus: str, **_: object) -> object:
        tried.append(bus)
        raise TimeoutError

    monkeypatch.setattr(blocking, "open_dbus_connection", refuse)
    assert [lock.is_locked() for _ in range(3)] == [False] * 3
    assert tried == ["SYSTEM", "SESSION"]
