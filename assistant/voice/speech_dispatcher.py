"""The voice of the Linux desktop: speech-dispatcher, whose one queue SeeSay shares with Orca.

It speaks plain text only. Which voice a language gets is the server's and the user's choice.
"""

from __future__ import annotations

import contextlib
import getpass
import logging
import os
import queue
import re
import select
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.core.domain import (
    SpeechState,
    Spoken,
    Utterance,
    VoiceError,
    VoiceFailed,
    VoiceInfo,
    VoiceSilent,
    VoiceStyle,
    VoiceUnavailable,
)
from assistant.core.languages import LANGUAGES, is_known, match
from assistant.core.ports import PostVoice
from assistant.voice import ssip
from assistant.voice.level import is_too_short
from assistant.voice.plain import plain

log = logging.getLogger(__name__)

NAME = ssip.NAME
INSTALL_HINT = "apt install speech-dispatcher speech-dispatcher-espeak-ng"

_ANSWER_TIMEOUT = 2.0
_SPAWN_TIMEOUT = 6.0
_MOST_CHARACTERS = 20_000
PRIORITY = "message"
"""Orca's own: neither interrupts the other, each waits for the other's sentence (docs/decisions)."""


def is_compatible() -> bool:
    """Tell whether this system knows speech-dispatcher."""
    return sys.platform.startswith("linux")


def is_installed() -> bool:
    """Tell whether the server is there to be started, or somebody says where it listens."""
    return shutil.which("speech-dispatcher") is not None or bool(os.environ.get("SPEECHD_ADDRESS"))


@dataclass(frozen=True, slots=True)
class _Speaking:
    """The utterance that the server has, by its message id."""

    utterance: Utterance
    style: VoiceStyle
    message: str
    begun: float | None = None


class SpeechDispatcherVoice:
    """Speaks through speech-dispatcher.

    Control flow: one thread owns the socket; it waits for the server's events and for calls of the owner, who only
    puts them into a queue and never waits. The connection is kept, because the server ends five seconds after its
    last client; a lost one fails the utterance and is made again for the next. `stop` also marks what is
    still queued here, so a slow start of the server can't speak what was stopped.
    """

    name = NAME

    def __init__(self, post: PostVoice) -> None:
        """Connect in the background."""
        self._post = post
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._wake_in, self._wake_out = os.pipe()
        self._generation = 0
        self._is_open = True
        self._connection: ssip.Connection | None = None
        self._speaking: _Speaking | None = None
        self._set: dict[str, str] = {}
        self._thread = threading.Thread(target=self._work, name=NAME, daemon=True)
        self._do(self._warm)
        self._thread.start()

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Begin to speak; one that is still spoken is cut off."""
        self._generation += 1
        generation = self._generation
        self._do(lambda: self._say(utterance, style, generation))

    def stop(self) -> None:
        """Be silent."""
        self._generation += 1
        self._do(self._cancel)

    def voices(self) -> Sequence[VoiceInfo]:
        """List the voices of the server's current synthesiser; blocks while it counts them."""
        connection = _connect(timeout=10.0)
        try:
            listed = connection.do("LIST SYNTHESIS_VOICES").data
        except OSError as error:
            raise VoiceUnavailable(voice=NAME, detail=_why(error)) from error
        finally:
            connection.close()
        rows = [row.split("\t") for row in listed]
        return [VoiceInfo(row[0], (row[1],)) for row in rows if len(row) > 1]

    def close(self) -> None:
        """Silence, then leave the server."""
        self.stop()
        self._do(self._leave)
        self._thread.join(2 * _ANSWER_TIMEOUT)

    # --- the thread that owns the socket --------------------------------------------------------

    def _do(self, call: Callable[[], None]) -> None:
        self._calls.put(call)
        with contextlib.suppress(OSError):
            os.write(self._wake_out, b".")

    def _work(self) -> None:
        while self._is_open:
            readable: list[int | ssip.Connection] = [self._wake_in]
            if self._connection is not None:
                readable.append(self._connection)
            ready, _, _ = select.select(readable, [], [])
            try:
                if self._connection in ready and self._connection is not None:
                    self._connection.receive()
                if self._wake_in in ready:
                    os.read(self._wake_in, 1)
                    self._calls.get()()
                self._handle_events()
            except (OSError, VoiceError) as error:
                self._lose(error)
        os.close(self._wake_in)
        os.close(self._wake_out)

    def _warm(self) -> None:
        # No utterance waits for this connection, so its failure is told by the first that does.
        with contextlib.suppress(VoiceError, OSError):
            self._connected()

    def _say(self, utterance: Utterance, style: VoiceStyle, generation: int) -> None:
        self._cancel()
        if generation != self._generation:
            self._post(Spoken(utterance.id, SpeechState.CANCELLED))
            return
        try:
            self._speak(utterance, style)
        except ConnectionError:
            # The server may have ended while nobody spoke; a fresh one gets the same sentence once.
            self._drop()
            self._try_again(utterance, style)
        except (OSError, VoiceError) as error:
            self._fail(utterance.id, error)

    def _try_again(self, utterance: Utterance, style: VoiceStyle) -> None:
        try:
            self._speak(utterance, style)
        except (OSError, VoiceError) as error:
            self._fail(utterance.id, error)

    def _speak(self, utterance: Utterance, style: VoiceStyle) -> None:
        connection = self._connected()
        wanted = {
            "LANGUAGE": _language(utterance.language),
            "RATE": str(_bounded(style.rate)),
            "PITCH": str(_bounded(style.pitch)),
            "VOLUME": str(_bounded(2 * style.volume - 100)),
        }
        for name, value in wanted.items():
            if self._set.get(name) != value:
                connection.do(f"SET SELF {name} {value}")
                self._set[name] = value
        text = plain(utterance.text)[:_MOST_CHARACTERS]
        if not text:
            self._post(Spoken(utterance.id, SpeechState.STARTED))
            self._post(Spoken(utterance.id, SpeechState.FINISHED))
            return
        self._speaking = _Speaking(utterance, style, connection.speak(text))

    def _cancel(self) -> None:
        speaking, self._speaking = self._speaking, None
        if speaking is None or self._connection is None:
            return
        self._post(Spoken(speaking.utterance.id, SpeechState.CANCELLED))
        self._connection.do("CANCEL SELF")

    def _leave(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.ask("QUIT")
        self._drop()
        self._is_open = False

    def _handle_events(self) -> None:
        while self._connection is not None and self._connection.events:
            event, speaking = self._connection.events.popleft(), self._speaking
            if speaking is None or not event.data or event.data[0] != speaking.message:
                continue
            if event.code == ssip.BEGIN:
                self._speaking = _Speaking(speaking.utterance, speaking.style, speaking.message, time.monotonic())
                self._post(Spoken(speaking.utterance.id, SpeechState.STARTED))
            elif event.code in (ssip.END, ssip.CANCELLED):
                self._speaking = None
                self._end(speaking, event.code)

    def _end(self, speaking: _Speaking, code: int) -> None:
        utterance = speaking.utterance
        if code == ssip.CANCELLED:
            self._post(Spoken(utterance.id, SpeechState.CANCELLED))
        elif is_too_short(utterance.text, speaking.style, time.monotonic() - (speaking.begun or 0.0)):
            self._post(VoiceFailed(utterance.id, VoiceSilent(voice=NAME)))
        else:
            self._post(Spoken(utterance.id, SpeechState.FINISHED))

    def _connected(self) -> ssip.Connection:
        if self._connection is None:
            self._set = {}
            connection = _connect(timeout=_ANSWER_TIMEOUT)
            try:
                _introduce(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _lose(self, error: OSError | VoiceError) -> None:
        speaking, self._speaking = self._speaking, None
        self._drop()
        if speaking is not None:
            self._fail(speaking.utterance.id, error)

    def _fail(self, utterance_id: int, error: OSError | VoiceError) -> None:
        self._drop()
        log.warning("speech-dispatcher failed: %s", type(error).__name__)
        told = error if isinstance(error, VoiceError) else VoiceUnavailable(voice=NAME, detail=_why(error))
        self._post(VoiceFailed(utterance_id, told))

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _connect(*, timeout: float) -> ssip.Connection:
    """Connect; where nobody listens, start the server and try once more. Raises `VoiceUnavailable`."""
    try:
        return ssip.Connection(timeout=timeout)
    except TimeoutError as error:
        raise VoiceUnavailable(voice=NAME, detail="timeout") from error
    except OSError:
        _spawn()
    try:
        return ssip.Connection(timeout=timeout)
    except OSError as error:
        raise VoiceUnavailable(voice=NAME, detail=_why(error)) from error


def _spawn() -> None:
    try:
        # It returns once the server listens; it leaves the server behind for every program of the desktop.
        subprocess.run(
            ["speech-dispatcher", "--spawn"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SPAWN_TIMEOUT,
            check=False,
            start_new_session=True,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise VoiceUnavailable(voice=NAME, detail="not started") from error


def _introduce(connection: ssip.Connection) -> None:
    user = re.sub(r"[^A-Za-z0-9_-]", "_", getpass.getuser()) or "user"
    connection.do(f"SET SELF CLIENT_NAME {user}:seesay:main")
    modules = connection.do("LIST OUTPUT_MODULES").data
    if not set(modules) - {"dummy"}:
        raise VoiceUnavailable(voice=NAME, detail="no synthesiser")
    for setting in ("SSML_MODE off", f"PRIORITY {PRIORITY}", "PUNCTUATION none", "SPELLING off", "HISTORY off"):
        connection.ask(f"SET SELF {setting}")
    for event in ("BEGIN", "END", "CANCEL"):
        connection.do(f"SET SELF NOTIFICATION {event} on")


def _language(code: str) -> str:
    if is_known(code) and "-" not in code:
        return LANGUAGES[match(code)].espeak or match(code)
    return re.sub(r"[^A-Za-z0-9-]", "", code) or "en"


def _bounded(value: int) -> int:
    return max(-100, min(100, value))


def _why(error: OSError) -> str:
    return "timeout" if isinstance(error, TimeoutError) else (error.strerror or type(error).__name__)
