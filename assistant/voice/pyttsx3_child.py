"""The voices of Windows and macOS, and a last resort elsewhere: pyttsx3, always in a child process.

Its engines deadlock when they are stopped and crash on long text; here a stop ends the child. This module never
imports pyttsx3.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.core.domain import SpeechState, Spoken, Utterance, VoiceFailed, VoiceInfo, VoiceStyle
from assistant.core.errors import VoiceSilent, VoiceUnavailable
from assistant.core.languages import LANGUAGES, is_known, match
from assistant.core.ports import PostVoice
from assistant.process import limits
from assistant.voice.level import is_too_short
from assistant.voice.plain import plain
from assistant.voice.pyttsx3_worker import FAILED, FINISHED, STARTED, VOICES

log = logging.getLogger(__name__)

NAME = "pyttsx3"
INSTALL_HINT = "pip install pyttsx3" if not sys.platform.startswith("linux") else "apt install alsa-utils"

_MOST_CHARACTERS = 2_000
_MODULE = "assistant.voice.pyttsx3_worker"


def is_compatible() -> bool:
    """Tell whether it can work on this system: it can on Windows, macOS and Linux."""
    return True


def is_installed() -> bool:
    """Tell whether it is there; on Linux it plays through `aplay` and is silent without it."""
    has_player = not sys.platform.startswith("linux") or shutil.which("aplay") is not None
    return has_player and importlib.util.find_spec("pyttsx3") is not None


def worker_command() -> list[str]:
    """Return the command that starts the child: the frozen application itself, or this Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--voice-worker"]
    return [sys.executable, "-P", "-X", "utf8", "-m", _MODULE]


class _Child:
    """One process for one sentence, started before the sentence is known."""

    def __init__(self, folder: Path) -> None:
        variables = {"TMPDIR": str(folder), "TMP": str(folder), "TEMP": str(folder)}
        self._process = subprocess.Popen(
            worker_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **variables},
            bufsize=0,
            **limits.popen_options(),
        )
        self._reaping = threading.Lock()
        self._is_reaped = False

    def tell(self, wish: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(wish).encode() + b"\n")
        self._process.stdin.close()

    def events(self) -> Iterator[dict[str, Any]]:
        """Yield its events until it ends."""
        assert self._process.stdout is not None
        pending = b""
        while data := self._process.stdout.read(65536):
            *lines, pending = (pending + data).split(b"\n")
            yield from (json.loads(line) for line in lines)

    def kill(self) -> None:
        """End it with all that it started, a player for instance; any thread."""
        with self._reaping:
            if not self._is_reaped:
                limits.kill_group(self._process)

    def reap(self) -> None:
        """End it and give back its pipes."""
        self.kill()
        with self._reaping:
            self._process.wait()
            self._is_reaped = True
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


class _Job:
    """One utterance; `cancel` ends its child, whether it has one yet or not."""

    def __init__(self, utterance: Utterance, style: VoiceStyle) -> None:
        self.utterance = utterance
        self.style = style
        self.begun = 0.0
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self.is_cancelled = False

    def adopt(self, child: _Child) -> None:
        with self._lock:
            self._child = child
            if self.is_cancelled:
                child.kill()

    def cancel(self) -> None:
        with self._lock:
            self.is_cancelled = True
            if self._child is not None:
                self._child.kill()


class Pyttsx3Voice:
    """Speaks through pyttsx3, one sentence a child.

    Control flow: a thread takes utterance by utterance, gives it to the child that waits warm, reads its events to
    the end and starts the next child. `stop` kills the child with its player from the calling thread. What pyttsx3
    leaves in the temporary folder, spoken text as samples, is deleted after each sentence.
    """

    name = NAME

    def __init__(self, post: PostVoice) -> None:
        """Start the first child in the background."""
        self._post = post
        self._folder = Path(tempfile.mkdtemp(prefix="seesay-voice-"))
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._current: _Job | None = None
        self._thread = threading.Thread(target=self._work, name=NAME, daemon=True)
        self._thread.start()

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Begin to speak; one that is still spoken is cut off."""
        self.stop()
        self._current = _Job(utterance, style)
        self._jobs.put(self._current)

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Need nothing beforehand: the next child waits warm, and takes its sentence when it is said."""

    def stop(self) -> None:
        """Be silent."""
        if self._current is not None:
            self._current.cancel()

    def voices(self) -> Sequence[VoiceInfo]:
        """List the system's voices; takes a second."""
        try:
            child = _Child(self._folder)
            child.tell({})
            told = [event for event in child.events() if event["event"] == VOICES]
            child.reap()
        except (OSError, ValueError) as error:
            raise VoiceUnavailable(voice=NAME, detail=type(error).__name__) from error
        rows = told[0]["voices"] if told else []
        return [VoiceInfo(name, tuple(languages)) for name, languages in rows]

    def close(self) -> None:
        """Silence, then end the child and empty the folder."""
        self.stop()
        self._jobs.put(None)
        self._thread.join(5)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _work(self) -> None:
        warm: _Child | None = None
        try:
            warm = self._start()
            while (job := self._jobs.get()) is not None:
                child, warm = warm or self._start(), None
                self._finish(job, child)
                warm = self._start()
        finally:
            if warm is not None:
                warm.reap()

    def _start(self) -> _Child | None:
        try:
            return _Child(self._folder)
        except OSError as error:
            log.warning("pyttsx3 can't be started: %s", type(error).__name__)
            return None

    def _finish(self, job: _Job, child: _Child | None) -> None:
        identity = job.utterance.id
        if not plain(job.utterance.text) and not job.is_cancelled:
            # pyttsx3 ignores an empty text, and never tells of its end.
            self._post(Spoken(identity, SpeechState.STARTED))
            self._post(Spoken(identity, SpeechState.FINISHED))
            if child is not None:
                child.reap()
            return
        if child is None:
            self._post(VoiceFailed(identity, VoiceUnavailable(voice=NAME, detail="not started")))
            return
        job.adopt(child)
        try:
            event = self._speak(job, child)
        except (OSError, ValueError) as error:
            event = VoiceFailed(identity, VoiceUnavailable(voice=NAME, detail=type(error).__name__))
        finally:
            child.reap()
            self._empty()
        self._post(Spoken(identity, SpeechState.CANCELLED) if job.is_cancelled else event)

    def _speak(self, job: _Job, child: _Child) -> Spoken | VoiceFailed:
        utterance, style = job.utterance, job.style
        child.tell(
            {
                "text": plain(utterance.text)[:_MOST_CHARACTERS],
                "languages": _languages(utterance.language),
                "rate": style.rate,
                "pitch": style.pitch,
                "volume": max(0, min(100, style.volume)),
                "voice": style.voice,
            }
        )
        for event in child.events():
            if event["event"] == STARTED and not job.begun:
                job.begun = time.monotonic()
                self._post(Spoken(utterance.id, SpeechState.STARTED))
            elif event["event"] == FAILED:
                return VoiceFailed(utterance.id, VoiceUnavailable(voice=NAME, detail=str(event["why"])))
            elif event["event"] == FINISHED:
                return self._ended(job)
        return VoiceFailed(utterance.id, VoiceUnavailable(voice=NAME, detail="died"))

    def _ended(self, job: _Job) -> Spoken | VoiceFailed:
        if not job.begun:
            self._post(Spoken(job.utterance.id, SpeechState.STARTED))
        elif is_too_short(job.utterance.text, job.style, time.monotonic() - job.begun):
            return VoiceFailed(job.utterance.id, VoiceSilent(voice=NAME))
        return Spoken(job.utterance.id, SpeechState.FINISHED)

    def _empty(self) -> None:
        for left in self._folder.iterdir():
            left.unlink(missing_ok=True)


def _languages(code: str) -> list[str]:
    if not is_known(code):
        return [code]
    language = LANGUAGES[match(code)]
    return [code, language.code, *([language.espeak] if language.espeak else [])]
