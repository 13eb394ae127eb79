"""A portal of the tests, a program of its own on a private bus: `python portal_service.py front|back [BEHAVIOUR]`.

As "front" it is the portal that programs talk to; as "back" it stands behind the real one, as a desktop does. It
prints each call as a line of JSON and takes orders as lines of JSON: {"press": ID}, {"change": {ID: TRIGGER}},
{"close": 1}, {"answer": 1} (what "asking" held back). Behaviours: "gives", "refuses", "cancels", "asking" (waits for
"answer"), "late" (answers when the request is withdrawn), "silent" (never answers a call), "breaks" (a reply that holds
nothing), "none" (has no portals).
"""

from __future__ import annotations

import json
import os
import select
import shutil
import sys
from collections import deque
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    MessageFlag,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

PATH = "/org/freedesktop/portal/desktop"
FRONT, BACK = "org.freedesktop.portal", "org.freedesktop.impl.portal"
NAMES = {"front": f"{FRONT}.Desktop", "back": f"{BACK}.desktop.seesaytest"}
CODES = {"refuses": 2, "cancels": 1}
Triggers = dict[str, str]


class Service:
    """The objects on the bus; `picture` is the file handed over, copied anew each time."""

    def __init__(self, role: str, behaviour: str) -> None:
        self.role, self.behaviour = role, behaviour
        self.prefix = FRONT if role == "front" else BACK
        self.picture = os.environ.get("PORTAL_PICTURE", "")
        self.triggers: Triggers = json.loads(os.environ.get("PORTAL_TRIGGERS", "{}"))
        self.bus = open_dbus_connection("SESSION")
        self.session, self.caller = "", ""
        self.held: list[Any] = []
        self.count = 0
        # Where the bus has started us, the call that it did so for comes before the reply.
        asked = deque[Any]()
        with self.bus.filter(MatchRule(type="method_call"), queue=asked):
            assert self.bus.send_and_get_reply(message_bus.RequestName(NAMES[role])).body[0] == 1
        self.say("ready")
        for message in asked:
            self.take(message)

    def say(self, what: str, **details: Any) -> None:
        print(json.dumps({"call": what, **details}), flush=True)

    def run(self) -> None:
        while True:
            self.receive_all()
            ready, _, _ = select.select([self.bus.sock, sys.stdin], [], [])
            if sys.stdin in ready:
                line = os.read(0, 65536).decode()
                if not line:
                    return
                for order in line.splitlines():
                    self.obey(json.loads(order))

    def receive_all(self) -> None:
        while True:
            try:
                message = self.bus.receive(timeout=0)
            except TimeoutError:
                return
            if message.header.message_type is MessageType.method_call and self.behaviour != "silent":
                self.take(message)

    # --- what is asked --------------------------------------------------------------------------

    def take(self, message: Any) -> None:
        fields = message.header.fields
        interface, member = fields.get(HeaderFields.interface, ""), fields.get(HeaderFields.member, "")
        if interface.endswith("DBus.Properties"):
            self.tell_properties(message, member)
        elif member == "Register":
            self.say("Register", app_id=message.body[0])
            self.bus.send(new_error(message, "org.freedesktop.portal.Error.Failed", "s", ("App info not found",)))
        elif member == "Close":
            self.say("Close", path=fields[HeaderFields.path])
            if self.behaviour == "late":
                self.answer()
            if not message.header.flags & MessageFlag.no_reply_expected:
                self.bus.send(new_method_return(message))
        elif member == "AccessDialog":
            # The question "may it take pictures of the screen?", to which a user says yes or no.
            self.say(member)
            self.later(lambda: self.bus.send(new_method_return(message, "ua{sv}", (CODES.get(self.behaviour, 0), {}))))
        elif member in ("Screenshot", "CreateSession", "BindShortcuts", "ListShortcuts"):
            self.request(message, member)
        else:
            self.bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))

    def tell_properties(self, message: Any, member: str) -> None:
        if self.behaviour == "none":
            self.bus.send(new_error(message, "org.freedesktop.DBus.Error.InvalidArgs"))
        elif member == "GetAll":
            self.bus.send(new_method_return(message, "a{sv}", ({"version": ("u", 1)},)))
        else:
            self.bus.send(new_method_return(message, "v", (("u", 1),)))

    def request(self, message: Any, member: str) -> None:
        body = list(message.body)
        if self.behaviour == "none":
            self.bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
            return
        self.say(member, options={name: value[1] for name, value in body[-1].items()}, **self.details(member, body))
        if self.role == "front":
            self.caller = message.header.fields[HeaderFields.sender]
            sender = self.caller[1:].replace(".", "_")
            handle = f"{PATH}/request/{sender}/{body[-1]['handle_token'][1]}"
            self.bus.send(new_method_return(message, "o", (handle,)))
            self.later(lambda: self.respond(handle, member, body))
        else:
            self.later(lambda: self.bus.send(new_method_return(message, "ua{sv}", self.outcome(member, body))))

    def details(self, member: str, body: list[Any]) -> dict[str, Any]:
        if member != "BindShortcuts":
            return {}
        found = next(part for part in body if isinstance(part, list))
        return {"shortcuts": {name: {k: v[1] for k, v in about.items()} for name, about in found}}

    def later(self, do: Any) -> None:
        if self.behaviour in ("asking", "late"):
            self.held.append(do)
        else:
            do()

    def respond(self, handle: str, member: str, body: list[Any]) -> None:
        address = DBusAddress(handle, interface=f"{FRONT}.Request")
        signal = new_signal(address, "Response", "ua{sv}", self.outcome(member, body))
        signal.header.fields[HeaderFields.destination] = self.caller
        self.bus.send(signal)

    def outcome(self, member: str, body: list[Any]) -> tuple[int, dict[str, Any]]:
        code = CODES.get(self.behaviour, 0)
        if member == "CreateSession":
            self.session = body[1] if self.role == "back" else f"{PATH}/session/{self.count}"
            self.count += 1
            return 0, {"session_handle": ("s", self.session)}
        if code or self.behaviour == "breaks":
            return code, {}
        if member == "Screenshot":
            return 0, {"uri": ("s", self.copied())}
        if member == "BindShortcuts":
            wanted = next(part for part in body if isinstance(part, list))
            # An empty trigger is how a desktop tells that a shortcut has no key.
            self.given = {
                name: self.triggers.get(name, about["preferred_trigger"][1] if "preferred_trigger" in about else "")
                for name, about in wanted
            }
        return 0, {"shortcuts": ("a(sa{sv})", self.shortcuts())}

    def shortcuts(self) -> list[Any]:
        return [
            (name, {"description": ("s", name), "trigger_description": ("s", trigger)})
            for name, trigger in self.given.items()
        ]

    def copied(self) -> str:
        target = f"{self.picture}.{self.count} of the screen.png"
        self.count += 1
        shutil.copyfile(self.picture, target)
        return "file://" + target.replace(" ", "%20")

    # --- what is ordered --------------------------------------------------------------------------

    def obey(self, order: dict[str, Any]) -> None:
        self.behaviour = order.get("behaviour", self.behaviour)
        self.triggers = order.get("triggers", self.triggers)
        if "answer" in order:
            self.answer()
        if "press" in order:
            for member in ("Activated", "Deactivated"):
                self.signal(PATH, "GlobalShortcuts", member, "osta{sv}", (self.session, order["press"], 1234, {}))
        if "change" in order:
            self.given = {**self.given, **order["change"]}
            body = (self.session, self.shortcuts())
            self.signal(PATH, "GlobalShortcuts", "ShortcutsChanged", "oa(sa{sv})", body)
        if "close" in order:
            signature: tuple[str, tuple[Any, ...]] = ("a{sv}", ({},)) if self.role == "front" else ("", ())
            self.signal(self.session, "Session", "Closed", *signature)

    def answer(self) -> None:
        held, self.held = self.held, []
        for do in held:
            do()

    def signal(self, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> None:
        address = DBusAddress(path, interface=f"{self.prefix}.{interface}")
        self.bus.send(new_signal(address, member, signature or None, body))


if __name__ == "__main__":
    Service(*sys.argv[1:]).run()
