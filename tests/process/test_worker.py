"""The child's side, as a bare process on two pipes, and what it gives up."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psutil
import pytest

from assistant.core.domain import Done, Failed, Reason, Request, Task
from assistant.core.errors import InternalError
from assistant.process import limits, protocol, wire
from assistant.process.frames import read_frame, write_frame
from support.fake_engine import SERVICE
from support.hosts import TESTS, bench, importable_tests, small_picture
from support.processes import is_alive, wait_until

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux's /proc")


class _Worker:
    def __init__(self) -> None:
        with importable_tests():
            self.process = subprocess.Popen(
                limits.worker_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                **limits.popen_options(),
            )
        assert self.process.stdin
        assert self.process.stdout
        self._input, self._output = self.process.stdin, self.process.stdout

    def send(self, message: protocol.ToChild, pixels: bytes | None = None) -> None:
        self.send_raw(protocol.encode(message))
        if pixels is not None:
            self.send_raw(pixels)

    def send_raw(self, data: bytes) -> None:
        write_frame(self._input, data)
        self._input.flush()

    def ask(self, request_id: int, question: str) -> None:
        picture = small_picture()
        self.send(wire.to_answer(Request(request_id, 1, Task.ASK, question), picture), picture.rgb)

    def next(self) -> protocol.FromChild | None:
        """Return what it says next, besides its signs of life."""
        while (data := read_frame(self._output, protocol.MAX_FRAME)) is not None:
            message = protocol.decode_from_child(data)
            if not isinstance(message, protocol.WorkingMessage):
                return message
        return None

    def hang_up(self) -> int:
        """Close the worker's input and return its exit code."""
        self._input.close()
        return self.process.wait(20)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


@pytest.fixture
def worker() -> Iterator[_Worker]:
    made = _Worker()
    try:
        yield made
    finally:
        made.close()


def _start(worker: _Worker) -> None:
    worker.send(protocol.Start(SERVICE))
    assert worker.next() == protocol.ReadyMessage()


# --- its end ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["", "say x\nsleep", "say x\nwait"])
def test_it_ends_when_its_input_ends(worker: _Worker, question: str) -> None:
    _start(worker)
    if question:
        worker.ask(1, question)
        assert isinstance(worker.next(), protocol.PieceMessage)
    assert worker.hang_up() == 0


def test_it_ends_before_it_was_told_what_to_be(worker: _Worker) -> None:
    assert worker.hang_up() == 0


def test_it_ends_when_told(worker: _Worker) -> None:
    _start(worker)
    worker.send(protocol.Close())
    assert worker.process.wait(20) == 0
    assert worker.next() is None


@pytest.mark.parametrize("data", [b"\xc1", b"", msgspec.msgpack.encode({"type": "piece"})])
def test_it_ends_when_its_host_is_confused(worker: _Worker, data: bytes) -> None:
    _start(worker)
    worker.send_raw(data)
    assert worker.process.wait(20) == 2


def test_pixels_that_do_not_fit_their_header_end_it(worker: _Worker) -> None:
    _start(worker)
    worker.send(wire.to_answer(Request(1, 1, Task.ASK, "done"), small_picture()), b"12345")
    assert worker.process.wait(20) == 2


@linux
@pytest.mark.parametrize("habit", ["sleep", "hang"])
def test_it_ends_with_its_host(habit: str, tmp_path: Path) -> None:
    """A host that is killed takes its child with it, also while native code holds the interpreter's lock."""
    script = (
        "import sys; from support.hosts import bench; from assistant.core.domain import Piece\n"
        "with bench() as engine:\n"
        f"    engine.ask('say x\\n{habit}')\n"
        "    engine.recorder.await_event(lambda event: isinstance(event, Piece))\n"
        "    print(engine.pid(), flush=True)\n"
        "    sys.stdin.read()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    with subprocess.Popen(
        [sys.executable, "-c", script], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as host:
        assert host.stdout
        child = psutil.Process(int(host.stdout.readline()))
        assert is_alive(child)
        host.kill()
    wait_until(lambda: not is_alive(child), what="the child ends with its host")


# --- its requests -----------------------------------------------------------------------------------


def test_a_new_answer_cancels_the_one_before(worker: _Worker) -> None:
    _start(worker)
    worker.ask(1, "say x\nwait\nsay late")
    assert isinstance(worker.next(), protocol.PieceMessage)
    worker.ask(2, "say y\ndone")
    ended = worker.next()
    assert isinstance(ended, protocol.DoneMessage)
    assert (ended.request_id, ended.reason) == (1, Reason.CANCELLED)
    assert isinstance(worker.next(), protocol.PieceMessage)
    assert isinstance(worker.next(), protocol.DoneMessage)


def test_a_request_that_waits_is_cancelled_at_once_and_never_begun(worker: _Worker) -> None:
    _start(worker)
    worker.ask(1, "say x\nsleep 0.3\ndone")
    assert isinstance(worker.next(), protocol.PieceMessage)
    worker.ask(2, "say never\ndone")
    worker.send(protocol.Cancel(2))
    ends = [worker.next(), worker.next()]
    assert [(end.request_id, end.reason) for end in ends if isinstance(end, protocol.DoneMessage)] == [
        (2, Reason.CANCELLED),
        (1, Reason.CANCELLED),
    ]


def test_a_cancel_of_another_request_changes_nothing(worker: _Worker) -> None:
    _start(worker)
    worker.send(protocol.Cancel(7))
    worker.ask(1, "say x\ndone")
    worker.send(protocol.Cancel(7))
    assert isinstance(worker.next(), protocol.PieceMessage)
    end = worker.next()
    assert isinstance(end, protocol.DoneMessage)
    assert end.reason is Reason.FINISHED


# --- what it gives up -------------------------------------------------------------------------------


def test_it_leads_a_group_of_its_own(worker: _Worker) -> None:
    _start(worker)
    if hasattr(os, "getpgid"):
        assert os.getpgid(worker.process.pid) == worker.process.pid


@linux
def test_it_steps_back_behind_the_voice(worker: _Worker) -> None:
    _start(worker)
    process = psutil.Process(worker.process.pid)
    assert process.nice() > psutil.Process().nice()
    assert process.rlimit(psutil.RLIMIT_CORE) == (1, 1)
    assert int(Path(f"/proc/{process.pid}/oom_score_adj").read_text()) == 500


@linux
def test_its_memory_can_be_bounded() -> None:
    with bench(memory_bytes=1 << 30) as engine:
        assert engine.answer(f"eat {1 << 31}") == Failed(1, InternalError(detail="MemoryError"))
        assert isinstance(engine.answer(f"eat {1 << 24}\ndone"), Done)


def test_it_does_not_import_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    with bench() as engine:
        assert isinstance(engine.answer("done"), Done)


def test_a_frozen_application_is_its_own_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert limits.worker_command() == [sys.executable, "--worker"]


def test_the_applications_own_door_leads_to_the_worker() -> None:
    with bench(command=[sys.executable, "-m", "assistant", "--worker"]) as engine:
        assert isinstance(engine.answer("say x\ndone"), Done)


def test_it_is_light_until_it_is_told_what_to_load() -> None:
    code = "import sys, assistant.process.worker; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "onnxruntime", "cv2", "torch", "PySide6", "multiprocessing"} & set(loaded)
