"""A document that a command line names reaches the reader, whatever its path is made of."""

from __future__ import annotations

from typing import Any, cast

import pytest

from assistant.app.calls import Switchboard
from assistant.core.settings import Settings
from assistant.system.instance import Call, Message
from assistant.system.messages import BETWEEN


class FakeCall:
    """A call that keeps its answer."""

    def __init__(self, paths: str) -> None:
        self.message = Message("document", {"paths": paths})
        self.answers: list[Any] = []

    def finish(self, body: Any) -> None:
        self.answers.append(body)


@pytest.mark.parametrize(
    "paths", [["/a/b.pdf"], ["/a/ü ß\n.txt", "/c"], ["/" + "x" * 4000]], ids=["one", "odd signs", "long"]
)
def test_the_paths_arrive(paths: list[str]) -> None:
    read: list[list[str]] = []
    nothing = cast("Any", None)
    board = Switchboard(
        nothing,
        nothing,
        Settings,
        voice_name=lambda: "",
        post=lambda call: call(),
        reload=lambda: None,
        read=lambda named: read.append(list(named)),
    )
    call = FakeCall(BETWEEN.join(paths))
    board.handle(cast("Call", call))
    assert read == [paths]
    assert call.answers == [{"ok": True}]
