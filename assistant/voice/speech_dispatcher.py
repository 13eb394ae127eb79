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
from dataclasses import dataclass, replace

from assistant.core.domain import SpeechState, Spoken, Utterance, VoiceFailed, VoiceInfo, VoiceStyle
from assistant.core.errors import VoiceError, VoiceSilent, VoiceUnavailable
from assistant.core.languages import LANGUAGES, is_known, match
from assistant.core.ports import PostVoice
from assistant.voice import ssip
from assistant.voice.level import is_too_short
from assistant.voice.plain import plain

log = logging.getLogger(__name__)

NAME = ssip.NAME
INSTALL_HINT = "apt install speech-dispatcher speech-dispatcher-espeak-ng"

_ANSWER_TIMEOUT = 3.0
_SPAWN_TIMEOUT = 6.0
_MOST_CHARACTERS = 20_000
_YIELDING, _INSISTING = "text", "message"
"""Orca speaks at "message", which cuts off "text" at once; two of "message" wait for each other (docs/decisions)."""
_PATIENCE = 10.0
"""Seconds during which an utterance starts anew each time that Orca cuts it off, before it insists on its turn."""
_TOO_SOON = 0.06
"""A cut-off utterance that starts anew within this time was cut off by nobody's speech: somebody wants silence."""


def is_compatible() -> bool:
    """Tell whether this system knows speech-dispatcher."""
    return sys.platform.startswith("linux")


def is_installed() -> bool:
    """Tell whether the server is there to be started, or somebody says where it listens."""
    return shutil.which("speech-dispatcher") is not None or bool(os.environ.get("SPEECHD_ADDRESS"))


@dataclass(frozen=True, slots=True)
class _Speaking:
    """The utterance that the server has, by its message id; times are monotonic seconds."""

    utterance: Utterance
    style: VoiceStyle
    asked: float
    message: str = ""
    sent: float = 0.0
    begun: float = 0.0
    attempt: int = 0


class SpeechDispatcherVoice:
    """Speaks through speech-dispatcher.

    Control flow: one thread owns the socket; it waits for the server's events and for calls of the owner, who only
    puts them into a queue and never waits. The connection is kept, because the server ends five seconds after its
    last client; a lost one fails the utterance and is made again for the next. `stop` also marks what is
    still queued here, so a slow start of the server can't speak what was stopped. An utterance that Orca cuts off is
    sent again at once and waits in the server until Orca has finished.
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

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Need nothing beforehand: what waits in the server could not be taken back from among others' messages."""

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
        wanted = _Speaking(utterance, style, time.monotonic())
        try:
            self._speak(wanted)
        except ConnectionError:
            # The server may have ended while nobody spoke; a fresh one gets the same sentence once.
            self._drop()
            self._speak_or_fail(wanted)
        except (OSError, VoiceError) as error:
            self._fail(utterance.id, error)

    def _speak_or_fail(self, wanted: _Speaking) -> None:
        try:
            self._speak(wanted)
        except (OSError, VoiceError) as error:
            self._fail(wanted.utterance.id, error)

    def _speak(self, wanted: _Speaking) -> None:
        connection = self._connected()
        text = plain(wanted.utterance.text)[:_MOST_CHARACTERS]
        if not text:
            self._post(Spoken(wanted.utterance.id, SpeechState.STARTED))
            self._post(Spoken(wanted.utterance.id, SpeechState.FINISHED))
            return
        for name, value in _parameters(wanted).items():
            if self._set.get(name) != value:
                connection.do(f"SET SELF {name} {value}")
                self._set[name] = value
        message = connection.speak(text)
        self._speaking = replace(wanted, message=message, sent=time.monotonic(), attempt=wanted.attempt + 1)

    def _cancel(self) -> None:
        speaking, self._speaking = self._speaking, None
        if speaking is None or self._connection is None:
            return
        try:
            self._connection.do("CANCEL SELF")
        except (OSError, VoiceError):
            # The server drops what a client that is gone had to say; the next utterance makes a new connection.
            self._drop()
        self._post(Spoken(speaking.utterance.id, SpeechState.CANCELLED))

    def _leave(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.ask("QUIT")
        self._drop()
        self._is_open = False

    def _handle_events(self) -> None:
        while self._connection is not None and (event := self._connection.next_event()) is not None:
            speaking = self._speaking
            if speaking is None or not event.data or event.data[0] != speaking.message:
                continue
            if event.code == ssip.BEGIN:
                self._begin(speaking)
            elif event.code == ssip.END:
                self._speaking = None
                self._finish(speaking)
            elif event.code == ssip.CANCELLED:
                # Not by us: `_cancel` forgets the message first. Orca had something to say, and goes before us.
                self._speaking = None
                self._speak_or_fail(speaking)

    def _begin(self, speaking: _Speaking) -> None:
        now = time.monotonic()
        if speaking.attempt > 1 and now - speaking.sent < _TOO_SOON:
            self._cancel()
            return
        self._speaking = replace(speaking, begun=now)
        if not speaking.begun:
            self._post(Spoken(speaking.utterance.id, SpeechState.STARTED))

    def _finish(self, speaking: _Speaking) -> None:
        utterance = speaking.utterance
        if is_too_short(utterance.text, speaking.style, time.monotonic() - speaking.begun):
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
    for setting in ("SSML_MODE off", "PUNCTUATION none", "SPELLING off", "HISTORY off"):
        connection.ask(f"SET SELF {setting}")
    for event in ("BEGIN", "END", "CANCEL"):
        connection.do(f"SET SELF NOTIFICATION {event} on")


def _parameters(wanted: _Speaking) -> dict[str, str]:
    style = wanted.style
    has_waited = wanted.attempt > 0 and time.monotonic() - wanted.asked > _PATIENCE
    return {
        "PRIORITY": _INSISTING if has_waited else _YIELDING,
        "LANGUAGE": _language(wanted.utterance.language),
        "RATE": str(_bounded(style.rate)),
        "PITCH": str(_bounded(style.pitch)),
        "VOLUME": str(_bounded(2 * style.volume - 100)),
    }


def _language(code: str) -> str:
    if is_known(code) and "-" not in code:
        return LANGUAGES[match(code)].espeak or match(code)
    return re.sub(r"[^A-Za-z0-9-]", "", code) or "en"


def _bounded(value: int) -> int:
    return max(-100, min(100, value))


def _why(error: OSError) -> str:
    return "timeout" if isinstance(error, TimeoutError) else (error.strerror or type(error).__name__)
