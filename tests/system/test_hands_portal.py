"""The RemoteDesktop portal, against one of the test on a real bus: what is asked, and every way it ends."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.core.errors import HandsStalled, PointerForbidden, PointerRefused, SeeSayError, TargetChanged
from assistant.system.hands_portal import PortalPointer
from support.bus import PrivateBus, line_of, private_bus

PORTAL = """
import json, sys
from jeepney import DBusAddress, HeaderFields, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
bus = open_dbus_connection("SESSION")
assert bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.portal.Desktop")).body[0] == 1
behaviour = sys.argv[1]
print("ready", flush=True)
monitors = [(40, -1920, 0, 1920, 1080), (41, 0, 0, 2560, 1440)]
streams = [(node, {"position": ("(ii)", (x, y)), "size": ("(ii)", (w, h))}) for node, x, y, w, h in monitors]
results = {
    "CreateSession": {"session_handle": ("s", "/org/freedesktop/portal/desktop/session/a/b")},
    "Start": {"devices": ("u", 1 if behaviour == "keyboard only" else 2), "streams": ("a(ua{sv})", streams)},
}
if behaviour == "no streams":
    results["Start"].pop("streams")
is_ended = False
while True:
    message = bus.receive()
    if message.header.message_type is not MessageType.method_call:
        continue
    fields = message.header.fields
    member, body = fields[HeaderFields.member], list(message.body)
    if member == "Register":  # portals before 1.20 don't have it
        bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownInterface"))
        continue
    print(json.dumps([member, body], default=str), flush=True)
    if behaviour == "absent":
        bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
        continue
    if member.startswith("Notify"):
        if behaviour == "ended" and not is_ended:
            is_ended = True
            bus.send(new_error(message, "org.freedesktop.DBus.Error.AccessDenied"))
        else:
            bus.send(new_method_return(message))
        continue
    token = body[-1]["handle_token"][1]
    sender = fields[HeaderFields.sender][1:].replace(".", "_")
    path = f"/org/freedesktop/portal/desktop/request/{sender}/{token}"
    code = {"refused": 1, "failed": 2}.get(behaviour, 0) if member == "Start" else 0
    emitter = DBusAddress(path, interface="org.freedesktop.portal.Request")
    answer = new_signal(emitter, "Response", "ua{sv}", (code, results.get(member, {})))
    # A quick portal answers before it has replied.
    if behaviour == "quick":
        bus.send(answer)
    bus.send(new_method_return(message, "o", (path,)))
    if behaviour != "quick" and not (behaviour == "nobody answers" and member == "Start"):
        bus.send(answer)
"""


class Portal:
    """The portal of the test: what it was asked, in order."""

    def __init__(self, program: subprocess.Popen[bytes]) -> None:
        self._program = program

    def asked(self, count: int) -> list[tuple[str, list[object]]]:
        return [tuple(json.loads(line_of(self._program))) for _ in range(count)]


@pytest.fixture
def portal(request: pytest.FixtureRequest, bus: PrivateBus) -> Iterator[Portal]:
    behaviour = getattr(request, "param", "")
    environment = {"DBUS_SESSION_BUS_ADDRESS": bus.address}
    command = [sys.executable, "-c", PORTAL, behaviour]
    program = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, bufsize=0)
    assert line_of(program) == "ready"
    yield Portal(program)
    program.kill()
    program.wait()
    assert program.stdout is not None
    program.stdout.close()


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    with tempfile.TemporaryDirectory(prefix="seesay-bus") as folder, private_bus(Path(folder)) as made:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.address)
        monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
        monkeypatch.setenv("XDG_CURRENT_DESKTOP", "GNOME")
        yield made


@pytest.fixture
def pointer() -> Iterator[PortalPointer]:
    made = PortalPointer(answering=1.0, consent=0.5)
    yield made
    made.close()


@pytest.mark.parametrize("portal", ["", "quick"], indirect=True)
def test_the_user_is_asked_once_and_then_it_moves_and_clicks(portal: Portal, pointer: PortalPointer) -> None:
    pointer.prepare()
    asked = portal.asked(4)
    assert [member for member, _ in asked] == ["CreateSession", "SelectDevices", "SelectSources", "Start"]
    assert '"types": ["u", 2]' in json.dumps(asked[1]), "the keyboard is none of our business"
    pointer.prepare()
    pointer.move((-100, 50))
    pointer.click((7, 8))
    session = "/org/freedesktop/portal/desktop/session/a/b"
    assert portal.asked(4) == [
        ("NotifyPointerMotionAbsolute", [session, {}, 40, 1820.0, 50.0]),
        ("NotifyPointerMotionAbsolute", [session, {}, 41, 7.0, 8.0]),
        ("NotifyPointerButton", [session, {}, 0x110, 1]),
        ("NotifyPointerButton", [session, {}, 0x110, 0]),
    ]


@pytest.mark.parametrize(
    ("portal", "error"),
    [
        ("refused", PointerRefused),
        ("failed", PointerRefused),
        ("keyboard only", PointerRefused),
        ("no streams", PointerRefused),
        ("absent", PointerForbidden),
        ("nobody answers", HandsStalled),
    ],
    indirect=["portal"],
)
def test_what_goes_wrong_says_what(portal: Portal, pointer: PortalPointer, error: type[SeeSayError]) -> None:
    with pytest.raises(error):
        pointer.prepare()


def test_a_desktop_without_the_portal_is_named(bus: PrivateBus, pointer: PortalPointer) -> None:
    with pytest.raises(PointerForbidden) as raised:
        pointer.prepare()
    assert raised.value.params == {"desktop": "GNOME"}


@pytest.mark.parametrize("portal", ["ended"], indirect=True)
def test_a_session_that_the_user_ended_is_asked_for_anew(portal: Portal, pointer: PortalPointer) -> None:
    pointer.prepare()
    with pytest.raises(PointerRefused):
        pointer.move((1, 1))
    pointer.prepare()
    pointer.move((1, 1))
    assert [member for member, _ in portal.asked(10)].count("Start") == 2


def test_a_place_on_a_monitor_that_has_gone_is_refused(portal: Portal, pointer: PortalPointer) -> None:
    pointer.prepare()
    with pytest.raises(TargetChanged):
        pointer.move((9000, 1))


def test_without_a_bus_it_says_so(monkeypatch: pytest.MonkeyPatch, pointer: PortalPointer) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    with pytest.raises(PointerForbidden):
        pointer.prepare()
