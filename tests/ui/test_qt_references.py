"""Qt's bindings must not eat references: on Python 3.11 that ends in an abort after some hours."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import pytest

from assistant.ui.bridge import Bridge

ROUNDS = 500
SLACK = 50


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True, False and None are immortal from Python 3.12 on")
def test_posting_keeps_the_references_of_the_constants(qapp: Any) -> None:
    def fail(error: BaseException) -> None:
        raise AssertionError from error

    bridge = Bridge(fail)
    done: list[int] = []
    before = [sys.getrefcount(value) for value in (True, False, None)]
    for number in range(ROUNDS):
        bridge.post(partial(done.append, number))
        bridge.after(0.0, lambda: None)
        qapp.processEvents()
    after = [sys.getrefcount(value) for value in (True, False, None)]
    bridge.close()
    assert done == list(range(ROUNDS))
    lost = [old - new for old, new in zip(before, after, strict=True)]
    assert max(lost) < SLACK, f"references lost to True, False, None: {lost}"
