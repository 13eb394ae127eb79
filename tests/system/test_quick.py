"""The short way of a plain command to the running instance."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from assistant.system.instance import Call, InstanceServer
from assistant.system.places import socket_path
from assistant.system.quick import hand_over


class Instance:
    """A running instance that answers as it is told and writes down what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, object]]] = []
        self.answer: Callable[[Call], None] = lambda call: call.finish({"ok": True})
        self.server = InstanceServer(socket_path(), self._handle)

    def _handle(self, call: Call) -> None:
        self.asked.append((call.message.verb, dict(call.message.options)))
        self.answer(call)


@pytest.fixture
def instance() -> Iterator[Instance]:
    instance = Instance()
    yield instance
    instance.server.close()


@pytest.mark.parametrize("verb", ["stop", "repeat", "open"])
def test_a_signal_is_handed_over(instance: Instance, verb: str) -> None:
    assert hand_over([verb]) == ("result", {"ok": True})
    assert instance.asked == [(verb, {})]


@pytest.mark.parametrize(
    ("arguments", "source"), [(["describe"], "screen"), (["read", "window"], "window"), (["read", "screen"], "screen")]
)
def test_a_look_prints_its_sentences(
    instance: Instance, capsys: pytest.CaptureFixture[str], arguments: list[str], source: str
) -> None:
    def answer(call: Call) -> None:
        for sentence in ("A window.", "Ein Knopf: „Öffnen“."):
            call.send({"sentence": sentence, "language": "en"})
        call.finish({"finish": "finished"})

    instance.answer = answer
    assert hand_over(arguments) == ("result", {"finish": "finished"})
    assert instance.asked == [(arguments[0], {"source": source})]
    assert capsys.readouterr().out == "A window.\nEin Knopf: „Öffnen“.\n"


def test_an_error_comes_back_as_it_was_told(instance: Instance) -> None:
    instance.answer = lambda call: call.fail("no_window", {"a": "b"})
    assert hand_over(["describe", "window"]) == ("error", {"code": "no_window", "params": {"a": "b"}})


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["keys"],
        ["stop", "now"],
        ["describe", "picture.png"],
        ["describe", "--json"],
        ["read", "-"],
        ["read", "screen", "--quiet"],
        ["ask", "what", "is", "it"],
        ["--help"],
        ["doctor"],
    ],
    ids=" ".join,
)
def test_everything_else_goes_the_long_way(instance: Instance, arguments: list[str]) -> None:
    assert hand_over(arguments) is None
    assert instance.asked == []


def test_without_an_instance_nothing_is_decided() -> None:
    assert hand_over(["stop"]) is None


def test_without_a_runtime_folder_nothing_is_decided(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert hand_over(["stop"]) is None
    assert instance.asked == []


def test_the_command_line_loads_little_before_it_hands_over() -> None:
    code = "import sys, assistant.__main__, assistant.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    heavy = {
        "PySide6",
        "dataclasses",
        "typing",
        "argparse",
        "pathlib",
        "platformdirs",
        "assistant.core.domain",
        "msgspec",
    }
    assert heavy.isdisjoint(done.stdout.split())
