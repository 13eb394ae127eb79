"""A private message bus, and services on it that answer, refuse or stay silent, each a program of its own."""

from __future__ import annotations

import contextlib
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SERVICE = """
import json, sys
from jeepney import DBusAddress, HeaderFields, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
bus = open_dbus_connection("SESSION")
name, behaviour = sys.argv[1], sys.argv[2]
assert bus.send_and_get_reply(message_bus.RequestName(name)).body[0] == 1
print("ready", flush=True)
while True:
    message = bus.receive()
    if message.header.message_type is not MessageType.method_call or behaviour == "silent":
        continue
    fields = message.header.fields
    member = fields[HeaderFields.member]
    print(json.dumps([member, fields[HeaderFields.path], list(message.body)], default=str), flush=True)
    if behaviour == "error":
        bus.send(new_error(message, "org.example.Error.No"))
    elif behaviour == "odd":
        bus.send(new_method_return(message, "s", ("true",)))
    elif member == "GetActive":
        bus.send(new_method_return(message, "b", (behaviour == "locked",)))
    elif member == "Get":
        bus.send(new_method_return(message, "v", (("b", behaviour == "locked"),)))
    elif member == "GetCapabilities":
        bus.send(new_method_return(message, "as", (["body"] + ["body-markup"] * (behaviour == "markup"),)))
    else:
        bus.send(new_method_return(message, "u", (1,)))
"""
CONFIG = """
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
<servicedir>{folder}/services</servicedir></busconfig>
"""


class PrivateBus:
    """A running message bus: its address, its process, and services started on it."""

    def __init__(self, address: str, process: subprocess.Popen[bytes]) -> None:
        self.address = address
        self.process = process
        self._services = contextlib.ExitStack()

    def serve(self, name: str, behaviour: str) -> subprocess.Popen[bytes]:
        """Own a name: "locked", "unlocked", "error", "odd", "silent" or "markup"; its calls come on its stdout."""
        environment = {"DBUS_SESSION_BUS_ADDRESS": self.address}
        command = [sys.executable, "-c", SERVICE, name, behaviour]
        service = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, bufsize=0)
        self._services.callback(_end, service)
        assert line_of(service) == "ready"
        return service

    def close(self) -> None:
        """End the services and the bus."""
        self._services.close()
        _end(self.process)


def line_of(process: subprocess.Popen[bytes], seconds: float = 20.0) -> str:
    """Return the next line that a program prints."""
    assert process.stdout is not None
    assert select.select([process.stdout], [], [], seconds)[0], f"{process.args!r} printed nothing"
    return process.stdout.readline().decode().strip()


@contextlib.contextmanager
def private_bus(folder: Path) -> Iterator[PrivateBus]:
    """Start a bus that listens in a folder with a short name; it starts what has a file in `services` there."""
    config = folder / "bus.conf"
    config.write_text(CONFIG.format(folder=folder), encoding="utf-8")
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0)
    bus = PrivateBus(line_of(process), process)
    try:
        yield bus
    finally:
        bus.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
