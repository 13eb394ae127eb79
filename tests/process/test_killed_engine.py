"""The engine's child is killed at random moments: one failure each, the next request works, nothing leaks."""

from __future__ import annotations

import contextlib
import gc
import os
import random
import signal
import threading

import psutil
import pytest

from assistant.core.domain import Done, Failed
from assistant.core.errors import EngineDied
from assistant.process import host as host_module
from support.hosts import Bench, bench, large_picture
from support.processes import wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills by signals")

_ANSWER = "\n".join(["say one", "sleep 0.01", "picture"] * 8 + ["done"])


def _kill_at_a_random_moment(engine: Bench, chance: random.Random) -> Done | Failed:
    """Ask, kill, check that the request ended once and the next one works; return the end."""
    pid = engine.pid()
    picture = large_picture(1280, 720)
    killer = threading.Timer(chance.uniform(0, 0.12), _kill, (pid,))
    killer.start()
    asked = engine.ask(_ANSWER, picture)
    end = engine.recorder.await_end(asked)
    killer.join()
    # The moment may lie before or behind the answer: then it came whole.
    assert isinstance(end, Done) or end == Failed(asked, EngineDied())
    ends = [event for event in engine.recorder.of(asked) if isinstance(event, Done | Failed)]
    assert ends == [end]
    assert isinstance(_answer_until_done(engine), Done)
    return end


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _answer_until_done(engine: Bench) -> Done | Failed:
    """Return the next answer; a death behind the former answer may take one with it."""
    end = engine.answer("say next\ndone")
    return engine.answer("say next\ndone") if isinstance(end, Failed) else end


def _holdings() -> tuple[int, int, int]:
    gc.collect()
    process = psutil.Process()
    return process.num_fds(), process.num_threads(), len(process.children(recursive=True))


def _kill_often(times: int) -> None:
    chance = random.Random(times)
    before = _holdings()
    with bench() as engine:
        engine.answer("done")
        warm = _holdings()
        sizes, hits = [], 0
        for _ in range(times):
            hits += isinstance(_kill_at_a_random_moment(engine, chance), Failed)
            engine.recorder.events.clear()
            wait_until(lambda: engine.host._child is not None and _holdings() == warm, what=f"it holds {warm} again")
            sizes.append(psutil.Process().memory_info().rss)
        assert hits > times // 4, "too few kills fell into an answer"
        # The first rounds fill the allocator's pools; a picture kept each time would add 2.7 MB a round.
        assert max(sizes[-5:]) - max(sizes[:5]) < 20_000_000 + times * 100_000
    wait_until(lambda: _holdings() == before, what=f"it holds {before} again")


def test_killed_ten_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_module, "_BACKOFF", (0.0, 0.0))
    _kill_often(10)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_killed_a_hundred_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_module, "_BACKOFF", (0.0, 0.0))
    _kill_often(100)
