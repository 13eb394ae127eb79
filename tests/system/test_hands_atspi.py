"""Acting through the program itself: on a real program, and against programs that refuse, hang or are gone."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.capture.grabber import DesktopGrabber
from assistant.core.domain import Source, SourceKind
from assistant.core.errors import ControlRefused, ControlSilent, NoAccessibleAction, SeeSayError, TargetChanged
from assistant.system.hands_atspi import AtspiControls, Control, parse_handle
from support.bus import PrivateBus, line_of, private_bus
from support.desktop import VirtualDesktop
from support.look_alikes import look_alikes

PATH = "/org/a11y/atspi/accessible/7"
USABLE = (1 << 24 | 1 << 25, 0)
PROGRAM = """
import json, sys
from jeepney import HeaderFields, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
bus = open_dbus_connection("SESSION")
if sys.argv[1] == "bus":
    bus.send_and_get_reply(message_bus.RequestName("org.a11y.Bus"))
answers = json.loads(sys.argv[2])
print(bus.unique_name, flush=True)
while True:
    message = bus.receive()
    if message.header.message_type is not MessageType.method_call:
        continue
    member = message.header.fields[HeaderFields.member]
    print(json.dumps([member, list(message.body)]), flush=True)
    if member not in answers:
        continue
    signature, body = answers[member]
    if signature == "error":
        bus.send(new_error(message, body))
    else:
        values = tuple(tuple(each) if isinstance(each, list) and signature == "v" else each for each in body)
        bus.send(new_method_return(message, signature, values))
"""


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    """A message bus that is the session's and the accessibility bus as well."""
    with tempfile.TemporaryDirectory(prefix="seesay-bus") as folder, private_bus(Path(folder)) as made:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.address)
        yield made


class Programs:
    """Programs of the test on the bus; each is ended with it."""

    def __init__(self, bus: PrivateBus) -> None:
        self._bus = bus
        self._made: list[subprocess.Popen[bytes]] = []

    def serve(self, kind: str, answers: dict[str, object]) -> tuple[str, subprocess.Popen[bytes]]:
        import json

        command = [sys.executable, "-c", PROGRAM, kind, json.dumps(answers)]
        environment = {"DBUS_SESSION_BUS_ADDRESS": self._bus.address}
        program = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, bufsize=0)
        self._made.append(program)
        return line_of(program), program

    def close(self) -> None:
        for program in self._made:
            program.kill()
            program.wait()
            assert program.stdout is not None
            program.stdout.close()


@pytest.fixture
def programs(bus: PrivateBus) -> Iterator[Programs]:
    made = Programs(bus)
    made.serve("bus", {"GetAddress": ["s", [bus.address]]})
    yield made
    made.close()


@pytest.fixture
def controls() -> Iterator[AtspiControls]:
    made = AtspiControls(patience=0.5)
    yield made
    made.close()


def answers(**more: object) -> dict[str, object]:
    """Return what a button that works answers."""
    return {
        "GetState": ["au", [USABLE]],
        "Get": ["v", [["i", 2]]],
        "GetName": ["s", ["Press"]],
        "DoAction": ["b", [True]],
        "GrabFocus": ["b", [True]],
        **more,
    }


# --- handles ------------------------------------------------------------------------------------------


def test_a_handle_names_a_program_and_an_object() -> None:
    path = "/org/a11y/atspi/accessible/root"
    assert parse_handle(f"atspi::1.42:{path}") == Control(":1.42", path)


@pytest.mark.parametrize(
    "handle",
    [
        "",
        "atspi",
        f":1.7:{PATH}",
        f"atspi:org.freedesktop.DBus:{PATH}",
        "atspi::1.7:/",
        "atspi::1.7:/a//b",
        "atspi::1.7:/a/",
        f"atspi::1.7:{PATH}\n",
        f"atspi::1.7:{PATH} and more",
        f"uia:1.7:{PATH}",
        "42.7",
    ],
)
def test_anything_else_is_refused(handle: str) -> None:
    with pytest.raises(NoAccessibleAction):
        parse_handle(handle)


# --- programs of the test ---------------------------------------------------------------------------------


def test_a_button_is_pressed_by_the_action_that_it_is_for(programs: Programs, controls: AtspiControls) -> None:
    name, program = programs.serve("program", answers())
    controls.press(f"atspi:{name}:{PATH}")
    heard = [line_of(program) for _ in range(5)]
    assert heard[-1] == '["DoAction", [0]]'
    controls.focus(f"atspi:{name}:{PATH}")
    assert [line_of(program) for _ in range(2)][-1] == '["GrabFocus", []]'


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"GetState": ["au", [(1 << 25, 0)]]}, ControlRefused),
        ({"GetState": ["au", [(1 << 24, 0)]]}, TargetChanged),
        ({"GetState": ["au", [(1 << 6 | 1 << 24 | 1 << 25, 0)]]}, TargetChanged),
        ({"GetState": ["error", "org.freedesktop.DBus.Error.UnknownObject"]}, TargetChanged),
        ({"Get": ["v", [["i", 0]]]}, NoAccessibleAction),
        ({"Get": ["error", "org.freedesktop.DBus.Error.UnknownInterface"]}, NoAccessibleAction),
        ({"GetName": ["s", ["show tooltip"]]}, NoAccessibleAction),
        ({"DoAction": ["b", [False]]}, ControlRefused),
    ],
)
def test_what_can_not_be_pressed_says_why(
    programs: Programs, controls: AtspiControls, changed: dict[str, object], error: type[SeeSayError]
) -> None:
    name, _ = programs.serve("program", answers(**changed))
    with pytest.raises(error):
        controls.press(f"atspi:{name}:{PATH}")


def test_a_program_that_does_not_answer_is_left_after_a_moment_and_the_next_is_heard(
    programs: Programs, controls: AtspiControls
) -> None:
    silent, _ = programs.serve("program", {"GetState": ["au", [USABLE]]})
    with pytest.raises(ControlSilent):
        controls.focus(f"atspi:{silent}:{PATH}")
    name, _ = programs.serve("program", answers())
    controls.focus(f"atspi:{name}:{PATH}")


def test_a_program_that_has_gone_has_changed(programs: Programs, controls: AtspiControls) -> None:
    with pytest.raises(TargetChanged):
        controls.press(f"atspi::1.9999:{PATH}")


def test_without_an_accessibility_bus_nothing_is_there(bus: PrivateBus, controls: AtspiControls) -> None:
    with pytest.raises(TargetChanged):
        controls.press(f"atspi::1.7:{PATH}")


# --- a real program -----------------------------------------------------------------------------------


@pytest.mark.real
def test_buttons_and_fields_of_a_real_program(inside_desktop: VirtualDesktop, controls: AtspiControls) -> None:
    with look_alikes(inside_desktop, "Letter") as program:
        nodes = DesktopGrabber(lambda: 1).grab(Source(SourceKind.WINDOW)).nodes
        handles = {node.name: node.handle for node in nodes}
        controls.press(handles["Save all"])
        controls.press(handles["Safe"])
        program.await_done("Letter: Save all clicked", "Letter: Safe clicked")
        controls.focus(handles["Save as"])
        inside_desktop.key("space")
        program.await_done("Letter: Save all clicked", "Letter: Safe clicked", "Letter: Save as clicked")
    with pytest.raises(TargetChanged):
        controls.press(handles["Save all"])
