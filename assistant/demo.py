"""`seesay demo`: the main job once, for real: the practice page, the hotkey pressed as by a finger, the answer.

`seesay demo document` opens the sample document in the book window and reads it aloud. Both run the very tray
application; only the finger is the demo's own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from assistant.app.once import Ended
from assistant.app.tray import TrayApplication, own_instance
from assistant.core.answers import Answer
from assistant.core.domain import Command, Utterance, VoiceInfo, VoiceStyle
from assistant.core.errors import EngineStalled, NoScreen, SeeSayError
from assistant.core.ports import Voice
from assistant.core.report import Audio
from assistant.system import paths
from assistant.system.desktop import SessionKind, detect
from assistant.system.keyboard import press

log = logging.getLogger(__name__)

SETTLE = 1.0
"""Seconds for the page to be painted and the window manager to have placed it."""
PATIENCE = 90.0
DOCUMENT = "bees.pdf"
LOOK_EVERY = 0.2


def demo(wav: Path | None) -> Ended:
    """Do it and return the answer. Needs an X11 session, on which a program can press keys.

    Raises a `SeeSayError`, and KeyboardInterrupt when the user ended it.
    """
    if detect().kind is not SessionKind.X11:
        raise NoScreen
    with own_instance() as application:
        return _Demo(application, wav).run()


class _Demo:
    """Page shown → engine warm → key pressed → answer ended → loop left."""

    def __init__(self, application: QApplication, wav: Path | None) -> None:
        self._application = application
        self._house = TrayApplication(application, wav=wav, greets=False, on_answer=self._ended)
        self._answer: Answer | None = None
        self._error: SeeSayError | None = None

    def run(self) -> Ended:
        bridge = self._house.bridge
        with self._house.running():
            self._house.windows.show_practice()
            self._house.when_ready(self._settle)
            bridge.after(PATIENCE, self._give_up)
            self._application.exec()
        if self._error is not None:
            raise self._error
        if self._answer is None:
            raise KeyboardInterrupt
        return Ended(self._answer, self._house.audio(self._answer))

    def _settle(self) -> None:
        self._house.bridge.after(SETTLE, self._press)

    def _press(self) -> None:
        key = self._house.commander.key_of(Command.DESCRIBE_SCREEN)
        log.info("pressing %s", key)
        press(key)

    def _ended(self, answer: Answer) -> None:
        self._answer = answer
        self._house.bridge.after(0.5, self._application.quit)

    def _give_up(self) -> None:
        self._error = EngineStalled()
        self._application.quit()


def demo_document(wav: Path | None, take: Callable[[str], None]) -> Audio | None:
    """Read the sample document in the book window; `take` gets every sentence when it begins to be spoken.

    Needs a display. Raises a `SeeSayError`, and KeyboardInterrupt when the user ended it.
    """
    with own_instance() as application:
        return _DocumentDemo(application, wav, take).run()


class _DocumentDemo:
    """Window shown → document opened → read to its end → loop left."""

    def __init__(self, application: QApplication, wav: Path | None, take: Callable[[str], None]) -> None:
        self._application = application
        self._house = TrayApplication(application, wav=wav, greets=False, through=lambda voice: _Overheard(voice, take))
        self._is_ended = False

    def run(self) -> Audio | None:
        bridge = self._house.bridge
        with self._house.running():
            bridge.after(SETTLE, self._read)
            bridge.after(PATIENCE, self._application.quit)
            self._application.exec()
            spoken = self._house.spoken
        if not self._is_ended:
            raise EngineStalled
        return spoken

    def _read(self) -> None:
        self._house.read([str(paths.resources() / "samples" / DOCUMENT)])
        self._house.bridge.after(LOOK_EVERY, self._look)

    def _look(self) -> None:
        if self._house.is_busy:
            self._house.bridge.after(LOOK_EVERY, self._look)
        else:
            self._is_ended = True
            self._application.quit()


class _Overheard:
    """A `Voice` of which somebody gets every word."""

    def __init__(self, inner: Voice, take: Callable[[str], None]) -> None:
        self._inner = inner
        self._take = take

    @property
    def name(self) -> str:
        """The inner voice's name."""
        return self._inner.name

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Pass it on, and tell it."""
        self._take(utterance.text)
        self._inner.say(utterance, style)

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Pass it on."""
        self._inner.prepare(utterance, style)

    def stop(self) -> None:
        """Pass it on."""
        self._inner.stop()

    def voices(self) -> Sequence[VoiceInfo]:
        """List the inner voice's."""
        return self._inner.voices()

    def close(self) -> None:
        """Pass it on."""
        self._inner.close()
