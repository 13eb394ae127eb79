"""A program with an accessibility tree of its own making on a private bus: well-behaved, hostile or hung.

Runs as a process of its own: `python accessible.py TREE.json`. The tree is a list of parts, the first two being the
program and its window: {"role", "name", "states", "box", "text", "children", "parent", "attributes", "relations"}. It
is its own registry, and tells the private bus's own address as the accessibility bus's.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from support.bus import PrivateBus, _end, line_of

ROOT = "/org/a11y/atspi/accessible/root"
WINDOW_STATES = [1, 8, 24, 25, 30]
SHOWN = [8, 24, 25, 30]


def part(role: int, name: str = "", children: tuple[int, ...] = (), **more: Any) -> dict[str, Any]:
    """Return a part of a tree; `children` are places in the list."""
    return {"role": role, "name": name, "children": list(children), "states": SHOWN, "box": [0, 0, 400, 300], **more}


@contextlib.contextmanager
def accessible_program(bus: PrivateBus, folder: Path, tree: list[dict[str, Any]]) -> Iterator[Popen[bytes]]:
    """Run a program with that tree; its stdout tells each text that it was asked for."""
    file = folder / "tree.json"
    file.write_text(json.dumps(tree), encoding="utf-8")
    environment = {
        "DBUS_SESSION_BUS_ADDRESS": bus.address,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path]),
    }
    command = [sys.executable, __file__, str(file)]
    process = Popen(command, env=environment, stdout=PIPE, bufsize=0)
    try:
        assert line_of(process) == "ready"
        yield process
    finally:
        _end(process)


def main() -> None:
    """Answer until the process is ended."""
    from jeepney import HeaderFields, MessageType
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import open_dbus_connection

    tree = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    bus = open_dbus_connection("SESSION")
    for name in ("org.a11y.Bus", "org.a11y.atspi.Registry"):
        assert bus.send_and_get_reply(message_bus.RequestName(name)).body[0] == 1
    print("ready", flush=True)
    while True:
        message = bus.receive()
        if message.header.message_type is not MessageType.method_call:
            continue
        fields = message.header.fields
        member, path = fields[HeaderFields.member], fields[HeaderFields.path]
        place = 0 if path in (ROOT, "/org/a11y/bus") else int(path.rpartition("/")[2])
        bus.send(_reply(message, tree, place, member, str(bus.unique_name)))


def _reply(message: Any, tree: list[dict[str, Any]], place: int, member: str, name: str) -> Any:
    from jeepney import HeaderFields, new_error, new_method_return

    own = tree[place]
    if own.get("hangs"):
        time.sleep(3600)
    if member == "GetText":
        print(json.dumps(["GetText", own["name"]]), flush=True)
    destination = message.header.fields[HeaderFields.destination]
    if member == "GetChildren" and destination == "org.a11y.atspi.Registry":
        return new_method_return(message, "a(so)", ([(name, ROOT)],))
    answer = _answers(own, name, message.body).get(message.body[1] if member == "Get" else member)
    if answer is None:
        return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
    signature, value = answer
    return (
        new_method_return(message, "v", ((signature, value),))
        if member == "Get"
        else new_method_return(message, signature, (value,))
    )


def _answers(own: dict[str, Any], name: str, body: tuple[Any, ...]) -> dict[str, tuple[str, Any]]:
    bits = sum(1 << state for state in own["states"])
    children = [(name, f"/org/a11y/atspi/accessible/{child}") for child in own["children"]]
    found: dict[str, tuple[str, Any]] = {
        "GetAddress": ("s", os.environ["DBUS_SESSION_BUS_ADDRESS"]),
        "GetChildren": ("a(so)", children),
        "IsEnabled": ("b", own.get("enabled", False)),
        "GetRole": ("u", own["role"]),
        "GetState": ("au", [bits & 0xFFFFFFFF, bits >> 32]),
        "GetExtents": ("(iiii)", tuple(own["box"])),
        "GetAttributes": ("a{ss}", own.get("attributes", {})),
        "GetRelationSet": (
            "a(ua(so))",
            [(2, [(name, f"/org/a11y/atspi/accessible/{own['label']}")])] if "label" in own else [],
        ),
        "GetInterfaces": ("as", [f"org.a11y.atspi.{word.title()}" for word in ("text", "value") if word in own]),
        "Name": ("s", own["name"]),
        "ChildCount": ("i", own.get("count", len(children))),
    }
    if "matches" in own:
        found["GetMatches"] = ("a(so)", [(name, f"/org/a11y/atspi/accessible/{place}") for place in own["matches"]])
    if "toolkit" in own:
        found["ToolkitName"] = ("s", own["toolkit"])
    if "parent" in own:
        found["Parent"] = ("(so)", (name, f"/org/a11y/atspi/accessible/{own['parent']}"))
    if "text" in own:
        found["CharacterCount"] = ("i", len(own["text"]))
        is_range = [type(word) for word in body] == [int, int]
        found["GetText"] = ("s", own["text"][body[0] : body[1]] if is_range else "")
    if "offsets" in own:
        is_first = bool(body) and isinstance(body[0], int) and body[0] < 100
        found["GetOffsetAtPoint"] = ("i", own["offsets"][0 if is_first else 1])
    if "value" in own:
        found["CurrentValue"] = ("d", own["value"])
    return found


if __name__ == "__main__":
    main()
