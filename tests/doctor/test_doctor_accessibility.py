"""The doctor tells whether programs tell what their controls are called, and never calls it broken."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from assistant.core.wording import M, Wording
from assistant.doctor import checks
from assistant.doctor.examine import Outcome

WORDING = Wording()


def broken() -> bool:
    raise ConnectionRefusedError


def told(monkeypatch: pytest.MonkeyPatch, is_on: Callable[[], bool] | None, switch: str = "") -> Outcome:
    backend = None if is_on is None else SimpleNamespace(is_on=is_on, switch=switch)
    monkeypatch.setattr(checks, "backend_of", lambda kind: backend)
    return checks._accessibility(WORDING)


def test_it_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, lambda: True) == Outcome(True, WORDING.full(M.ACCESSIBILITY_ON))


def test_it_is_off_and_can_be_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = told(monkeypatch, lambda: False, "switch it")
    assert outcome.works
    assert outcome.found.startswith(WORDING.full(M.ACCESSIBILITY_OFF))
    assert outcome.found.endswith("switch it")


@pytest.mark.parametrize("is_on", [None, broken])
def test_nobody_tells(monkeypatch: pytest.MonkeyPatch, is_on: Callable[[], bool] | None) -> None:
    assert told(monkeypatch, is_on) == Outcome(True, WORDING.full(M.ACCESSIBILITY_OFF))
