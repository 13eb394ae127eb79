"""`seesay demo`: the main job once, for real: the practice page, the hotkey pressed as by a finger, the answer.

It runs the very tray application; only the finger is its own.
"""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtWidgets import QApplication

from assistant.app.once import Ended
from assistant.app.tray import TrayApplication, own_instance
from assistant.core.answers import Answer
from assistant.core.domain import Command
from assistant.core.errors import EngineStalled, NoScreen, SeeSayError
from assistant.system.desktop import SessionKind, detect
from assistant.system.keyboard import press

log = logging.getLogger(__name__)

SETTLE = 1.0
"""Seconds for the page to be painted and the window manager to have placed it."""
PATIENCE = 90.0


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
