"""What a command asks of the running instance beyond its verb: prompts, suggested questions, outlines."""

from __future__ import annotations

import pytest

from assistant.app.calls import look_of
from assistant.core.domain import Task
from assistant.core.errors import UsageError
from assistant.core.settings import Settings
from assistant.system.instance import Message
from assistant.system.messages import Option, request_body


@pytest.mark.parametrize(
    ("verb", "kind", "task"),
    [
        ("ask", None, Task.ASK),
        ("ask", "question", Task.QUESTION),
        ("ask", "prompt", Task.PROMPT),
        ("find", None, Task.FIND),
        ("find", "outline", Task.OUTLINE),
    ],
)
def test_a_verb_can_carry_another_task(verb: str, kind: str | None, task: Task) -> None:
    options: dict[str, Option] = {"engine": "tiny"}
    if kind is not None:
        options["task"] = kind
    # As it is checked on its way.
    request_body(verb, options, None)
    look = look_of(Message(verb, options), Settings())
    assert (look.task, look.engine) == (task, "tiny")


@pytest.mark.parametrize(("verb", "kind"), [("describe", "prompt"), ("ask", "outline"), ("find", "nonsense")])
def test_no_verb_carries_what_is_not_its_own(verb: str, kind: str) -> None:
    with pytest.raises(UsageError):
        look_of(Message(verb, {"task": kind}), Settings())
