"""The voice that is the user's screen reader itself, with its braille display where it has one.

It speaks at the screen reader's own rate, pitch and volume, and in the language that the screen reader finds. NVDA,
JAWS and others have interfaces of their own for it, Orca since version 49; prismatoid knows them all.
"""

from __future__ import annotations

import importlib.util
import logging
import sys
import threading
import time
from collections.abc import Callable, Sequence

from assistant.core.domain import SpeechState, Spoken, Utterance, VoiceFailed, VoiceInfo, VoiceStyle
from assistant.core.errors import VoiceUnavailable
from assistant.core.ports import PostVoice
from assistant.process.helper import Helper, Loss
from assistant.voice import reader_messages as m
from assistant.voice import screen_reader
from assistant.voice.pace import Pace, seconds_of
from assistant.voice.plain import is_speakable, plain

log = logging.getLogger(__name__)

NAME = "screen reader"
INSTALL_HINT = "pip install prismatoid"

READERS = (
    "NVDA",
    "JAWS",
    "ORCA",
    "VOICE_OVER",
    "SYSTEM_ACCESS",
    "ZOOM_TEXT",
    "ZDSR",
    "SENSE_READER",
    "PC_TALKER",
    "BOY_PC_READER",
    "WINDOW_EYES",
    "UIA",  # last: Narrator, and whatever else listens to Windows' notifications; it is there even without a reader
)
"""By their names in prismatoid's `BackendId`; its voices that are no screen readers are left out."""
_MODULE = "assistant.voice.reader_worker"
_OPENING, _SAYING = 10.0, 5.0
"""Seconds for the child to load its libraries, and for a screen reader to take a text."""
_SLOWEST = 3.0
"""How many times as long as guessed a text may sound: until then a stop silences the screen reader."""


def is_compatible() -> bool:
    """Tell whether a screen reader runs that takes texts; asks within half a second."""
    return screen_reader.takes_texts()


def is_installed() -> bool:
    """Tell whether the library is there."""
    return importlib.util.find_spec("prism") is not None


def worker_command() -> list[str]:
    """Return the command that starts the child: the frozen application itself, or this Python."""
    is_frozen: bool = getattr(sys, "frozen", False)
    return [sys.executable, "--reader-worker"] if is_frozen else [sys.executable, "-P", "-X", "utf8", "-m", _MODULE]


class ScreenReaderVoice:
    """Speaks through the screen reader.

    Control flow: the child finds the screen reader once; each utterance is handed to it behind whatever it says, and
    its end is guessed (`Pace`). `stop` silences the screen reader only while something of ours may still sound. A child
    that dies, or a screen reader that has gone, fails the utterance, so that another voice takes its place.
    """

    def __init__(self, post: PostVoice, readers: Sequence[str] = READERS) -> None:
        """Look for the screen reader in the background."""
        self._post = post
        self._lock = threading.RLock()
        self._name = NAME
        self._pace = Pace(post)
        self._waiting: tuple[Utterance, VoiceStyle] | None = None
        self._helper: Helper[m.ToReader, m.FromReader] = Helper(
            "reader-voice", worker_command(), m.WIRE, self._hear, self._lost
        )
        self._is_lost = False
        self._sounds_until = 0.0
        self._helper.send(m.OpenMessage(list(readers)), deadline=_OPENING)

    @property
    def name(self) -> str:
        """The screen reader's name, once it was found."""
        return self._name

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Hand it to the screen reader; one that is still waiting is left."""
        with self._lock:
            self._leave()
            text = plain(utterance.text)[: m.MAX_TEXT]
            if not is_speakable(text):
                self._post(Spoken(utterance.id, SpeechState.STARTED))
                self._post(Spoken(utterance.id, SpeechState.FINISHED))
            elif self._is_lost:
                self._post(_failure(utterance.id, "gone"))
            else:
                self._waiting = (utterance, style)
                self._helper.send(m.SayMessage(utterance.id, text), deadline=_SAYING)

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Need nothing beforehand: the screen reader joins what it is given."""

    def stop(self) -> None:
        """Be silent; what the screen reader says of its own goes on where nothing of ours is with it."""
        with self._lock:
            may_sound = self._leave() or time.monotonic() < self._sounds_until
            self._sounds_until = 0.0
            if may_sound:
                self._helper.send(m.StopMessage())

    def voices(self) -> Sequence[VoiceInfo]:
        """List none: which voice it has is chosen in the screen reader."""
        return ()

    def close(self) -> None:
        """Silence, then end the child."""
        self.stop()
        self._helper.close()

    # --- the helper's threads -----------------------------------------------------------------------------

    def _hear(self, message: m.FromReader, pixels: bytes) -> bool:
        del pixels
        with self._lock:
            match message:
                case m.OpenedMessage(name, has_braille):
                    log.info("screen reader: %s, braille: %s", name or "none", has_braille)
                    self._name = name or NAME
                    return self._waiting is None
                case m.TakenMessage(identity):
                    self._answered(identity, self._begin)
                case m.RefusedMessage(identity, why):
                    self._answered(identity, lambda utterance, style: self._post(_failure(utterance.id, why)))
            return True

    def _answered(self, identity: int, then: Callable[[Utterance, VoiceStyle], None]) -> None:
        if self._waiting is not None and self._waiting[0].id == identity:
            (utterance, style), self._waiting = self._waiting, None
            then(utterance, style)

    def _begin(self, utterance: Utterance, style: VoiceStyle) -> None:
        now = time.monotonic()
        self._sounds_until = max(now, self._sounds_until) + _SLOWEST * seconds_of(utterance, style)
        self._pace.begin(utterance, style)

    def _lost(self, loss: Loss) -> None:
        with self._lock:
            self._is_lost = True
            waiting, self._waiting = self._waiting, None
            self._post(_failure(waiting[0].id if waiting else 0, loss.value))

    def _leave(self) -> bool:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._post(Spoken(waiting[0].id, SpeechState.CANCELLED))
        return self._pace.leave() or waiting is not None


def _failure(identity: int, why: str) -> VoiceFailed:
    return VoiceFailed(identity, VoiceUnavailable(voice=NAME, detail=why))
