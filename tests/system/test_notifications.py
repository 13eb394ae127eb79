"""Notifications reach the service, theirs is never markup, and nothing of them raises."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.system import notifications
from support.bus import PrivateBus, line_of, private_bus

NAME = "org.freedesktop.Notifications"


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    with private_bus(Path(os.environ["XDG_RUNTIME_DIR"])) as private:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", private.address)
        yield private


@pytest.mark.parametrize(
    ("behaviour", "wanted"), [("markup", "&lt;b&gt;no &amp; yes&lt;/b&gt;"), ("plain", "<b>no & yes</b>")]
)
def test_a_notification_arrives_as_plain_text(bus: PrivateBus, behaviour: str, wanted: str) -> None:
    service = bus.serve(NAME, behaviour)
    notifications.notify("No voice", "<b>no & yes</b>", is_urgent=True).join(20)
    assert json.loads(line_of(service))[0] == "GetCapabilities"
    member, path, body = json.loads(line_of(service))
    assert (member, path) == ("Notify", "/org/freedesktop/Notifications")
    assert body == ["SeeSay", 0, "seesay", "No voice", wanted, [], {"urgency": ["y", 2]}, -1]


def test_long_texts_are_cut(bus: PrivateBus) -> None:
    service = bus.serve(NAME, "plain")
    notifications.notify("t" * 9999, "b" * 9999).join(20)
    line_of(service)
    body = json.loads(line_of(service))[2]
    assert (len(body[3]), len(body[4])) == (400, 400)


@pytest.mark.parametrize("behaviour", ["error", "odd"])
def test_a_service_that_refuses_harms_nobody(bus: PrivateBus, behaviour: str) -> None:
    bus.serve(NAME, behaviour)
    thread = notifications.notify("title")
    thread.join(20)
    assert not thread.is_alive()


def test_a_silent_service_is_left(bus: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "TIMEOUT", 0.1)
    bus.serve(NAME, "silent")
    thread = notifications.notify("title")
    thread.join(20)
    assert not thread.is_alive()


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere", "nonsense"])
def test_without_a_bus_it_is_quiet(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    thread = notifications.notify("title", "\0odd \ud800 text")
    thread.join(20)
    assert not thread.is_alive()
