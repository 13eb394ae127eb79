"""The `ModelManager` on this machine: each call is a `seesay models …` command in a child process, heard line by line.

The child's words are a contract (docs/cli.md): `list --json` prints one list; the others print progress as one object a
line, then nothing, or `{"error": {"code", "message", "hint"}}`. A token goes through the child's standard input.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import IO

from assistant.core.errors import ModelsBusy, ModelsHelperLost, SeeSayError
from assistant.core.models import (
    ModelAction,
    ModelJob,
    ModelJobEnded,
    ModelProgressed,
    ModelsListed,
    PostModelEvent,
)
from assistant.process import limits
from assistant.process.model_list import parse_list

log = logging.getLogger(__name__)

SILENCE = 180.0
"""Seconds without a line after which a child is taken for hung: a slow disk or a network that recovers takes less."""
GRACE = 3.0
"""Seconds for a child that was asked to leave."""
_LONGEST_LINE = 1 << 20
_THOROUGH = "--fit"


def models_command() -> list[str]:
    """Return the command that runs `seesay models`: the frozen application itself, or this Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "models"]
    return [sys.executable, "-P", "-X", "utf8", "-m", "assistant", "models"]


class ModelCommands:
    """Runs one job at a time, and one listing beside it, each on a thread of its own that waits for its child.

    `post` is called on those threads. `command` is what the words of an action are put behind.
    """

    def __init__(self, post: PostModelEvent, command: Sequence[str] | None = None, *, silence: float = SILENCE) -> None:
        self._post = post
        self._command = list(command or models_command())
        self._silence = silence
        self._lock = threading.Lock()
        self._running: dict[bool, _Run] = {}
        self._is_list_stale = False
        self._stale_words: Sequence[str] = ()
        self._is_closed = False

    @property
    def job(self) -> ModelJob | None:
        """What is being done at the moment; a LIST doesn't count."""
        with self._lock:
            run = self._running.get(False)
        return run.job if run else None

    def refresh(self, *, is_thorough: bool = False) -> None:
        """Find out which models there are and what fits this computer."""
        self._start(ModelJob(ModelAction.LIST), ["list", "--json", *([_THOROUGH] if is_thorough else [])])

    def install(self, model: str, token: str = "") -> None:
        """Fetch a model, or go on where it was left."""
        words = ["install", model, "--progress-json", *(["--token-stdin"] if token else [])]
        self._start(ModelJob(ModelAction.INSTALL, model), words, token)

    def import_folder(self, model: str, folder: str) -> None:
        """Take a model's files from a folder."""
        self._start(ModelJob(ModelAction.IMPORT, model), ["import", folder, "--name", model, "--progress-json"])

    def verify(self, model: str) -> None:
        """Compare every file of a model with what it must be."""
        self._start(ModelJob(ModelAction.VERIFY, model), ["verify", model, "--progress-json"])

    def repair(self, model: str) -> None:
        """Compare every file of a model, and fetch again what is damaged."""
        self._start(ModelJob(ModelAction.REPAIR, model), ["verify", model, "--repair", "--progress-json"])

    def remove(self, model: str) -> None:
        """Delete a model's files."""
        self._start(ModelJob(ModelAction.REMOVE, model), ["remove", model, "--json"])

    def pause(self) -> None:
        """Leave the job; what has arrived is kept."""
        with self._lock:
            run = self._running.get(False)
        if run is not None:
            run.leave()

    def close(self) -> None:
        """Leave everything and end the children. Blocks for as long as the threads take, at most some seconds."""
        with self._lock:
            self._is_closed = True
            runs = list(self._running.values())
        for run in runs:
            run.leave()
        for run in runs:
            run.join()

    def _start(self, job: ModelJob, words: Sequence[str], token: str = "") -> None:
        is_list = job.action is ModelAction.LIST
        with self._lock:
            if self._is_closed:
                return
            before = self._running.get(is_list)
            # A list that was begun before knows nothing of what has happened since.
            if is_list:
                # Several wishes become one: a thorough look tells all that a quick one does.
                is_wished = self._is_list_stale and _THOROUGH in self._stale_words
                self._stale_words = self._stale_words if is_wished else words
                self._is_list_stale = before is not None
            if before is None:
                run = self._running[is_list] = _Run(
                    job, [*self._command, *words], token, self._silence, self._heard, self._ended
                )
        if before is None:
            run.start()
        elif not is_list:
            self._post(ModelJobEnded(job, error=ModelsBusy(model=before.job.model)))

    def _heard(self, event: ModelsListed | ModelProgressed) -> None:
        if not self._is_closed:
            self._post(event)

    def _ended(self, event: ModelJobEnded) -> None:
        is_list = event.job.action is ModelAction.LIST
        with self._lock:
            del self._running[is_list]
            is_told = not self._is_closed and not (is_list and event.error is None)
            is_stale = is_list and self._is_list_stale
        if is_told:
            self._post(event)
        if is_stale:
            self._start(ModelJob(ModelAction.LIST), self._stale_words)


class _Run:
    """One child from its start to its end. `heard` gets what it says, then `ended` how it ended, on this thread."""

    def __init__(
        self,
        job: ModelJob,
        command: Sequence[str],
        token: str,
        silence: float,
        heard: Callable[[ModelsListed | ModelProgressed], None],
        ended: Callable[[ModelJobEnded], None],
    ) -> None:
        self.job = job
        self._command = command
        self._token = token
        self._silence = silence
        self._heard = heard
        self._ended = ended
        self._is_left = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._error: SeeSayError | None = None
        self._told = ""
        self._hint = ""
        self._has_listed = False
        self._watch: _Watch | None = None
        self._thread = threading.Thread(target=self._go, name=f"models-{job.action}", daemon=True)

    def start(self) -> None:
        """Start the child and listen to it."""
        self._thread.start()

    def leave(self) -> None:
        """Ask the child to leave; it is ended where it doesn't."""
        self._is_left.set()
        self._interrupt()

    def join(self) -> None:
        """Wait until the child is gone and its thread with it."""
        self._thread.join(2 * GRACE)

    def _go(self) -> None:
        try:
            self._run()
        except OSError as error:
            log.warning("the models' command can't be run: %s", type(error).__name__)
            self._error = ModelsHelperLost()
        self._ended(ModelJobEnded(self.job, self._is_left.is_set(), self._error, self._told, self._hint))

    def _run(self) -> None:
        with subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **limits.popen_options(),
        ) as process:
            self._process = process
            self._watch = _Watch(self._kill)
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                self._give_token(process.stdin)
                if self._is_left.is_set():
                    self._interrupt()
                self._listen(process.stdout)
                status = process.wait(GRACE)
            except subprocess.TimeoutExpired:
                status = -signal.SIGTERM
            finally:
                if process.poll() is None:
                    limits.kill_group(process)
                self._watch.close()
        self._judge(status)

    def _give_token(self, pipe: IO[bytes]) -> None:
        token, self._token = self._token, ""
        with contextlib.suppress(BrokenPipeError), pipe:
            pipe.write(f"{token}\n".encode() if token else b"")

    def _listen(self, pipe: IO[bytes]) -> None:
        self._wait(self._silence)
        while line := pipe.readline(_LONGEST_LINE):
            self._wait(GRACE if self._is_left.is_set() else self._silence)
            if not self._take(line):
                log.warning("models-%s: a line makes no sense", self.job.action)
                self._error = ModelsHelperLost()
                self._kill()
                return

    def _take(self, line: bytes) -> bool:
        """Take one line; False where it makes no sense."""
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            return False
        if isinstance(said, dict) and isinstance(said.get("error"), dict):
            self._take_error(said["error"])
        elif self.job.action is ModelAction.LIST:
            listed = parse_list(said)
            if listed is None:
                return False
            self._has_listed = True
            if not self._is_left.is_set():
                self._heard(replace(listed, is_thorough=_THOROUGH in self._command))
        elif isinstance(said, dict):
            done, total = said.get("done"), said.get("total")
            if isinstance(done, int) and isinstance(total, int) and not self._is_left.is_set():
                self._heard(ModelProgressed(self.job, done, total))
        else:
            return False
        return True

    def _take_error(self, told: dict[object, object]) -> None:
        code = str(told.get("code"))
        kind = SeeSayError.types.get(code, ModelsHelperLost)
        self._error = kind(**_params(told), model=self.job.model)
        self._told, self._hint = (str(told.get(name) or "") for name in ("message", "hint"))

    def _judge(self, status: int) -> None:
        if self._is_left.is_set():
            self._error, self._told, self._hint = None, "", ""
        elif self._error is None and (status != 0 or self._is_list_missing()):
            log.warning("models-%s ended with status %d", self.job.action, status)
            self._error = ModelsHelperLost()

    def _is_list_missing(self) -> bool:
        return self.job.action is ModelAction.LIST and not self._has_listed

    def _interrupt(self) -> None:
        process = self._process
        if process is None:
            return
        with contextlib.suppress(OSError):
            process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM))
        self._wait(GRACE)

    def _wait(self, seconds: float) -> None:
        if self._watch is not None:
            self._watch.wait(seconds)

    def _kill(self) -> None:
        process = self._process
        if process is not None and process.poll() is None:
            if not self._is_left.is_set() and self._error is None:
                log.warning("models-%s: silent for too long", self.job.action)
                self._error = ModelsHelperLost()
            limits.kill_group(process)


class _Watch:
    """Calls once when time is up; every `wait` sets the time anew."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call
        self._news = threading.Condition()
        self._deadline: float | None = math.inf
        self._thread = threading.Thread(target=self._go, name="models-watch", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Call after that time, unless told otherwise before."""
        with self._news:
            if self._deadline is not None:
                self._deadline = time.monotonic() + seconds
                self._news.notify()

    def close(self) -> None:
        """Call no more, and be gone."""
        with self._news:
            self._deadline = None
            self._news.notify()
        self._thread.join()

    def _go(self) -> None:
        with self._news:
            while self._deadline is not None:
                left = self._deadline - time.monotonic()
                if left <= 0:
                    break
                self._news.wait(min(left, threading.TIMEOUT_MAX))
            else:
                return
        self._call()


def _params(told: dict[object, object]) -> dict[str, str]:
    params = told.get("params")
    named = params if isinstance(params, dict) else {}
    return {str(name): str(value) for name, value in named.items() if name != "model"}
