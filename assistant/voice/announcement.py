"""Announcements through the desktop's accessibility interface, for a screen reader that takes texts in no other way.

The screen reader speaks and brailles them when it finds time. Nobody tells that it did, and only the screen reader's
own keys silence it: that is why every other way is tried before.
"""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.core.domain import Utterance, VoiceInfo, VoiceStyle
from assistant.core.ports import PostVoice
from assistant.voice import screen_reader
from assistant.voice.pace import Pace
from assistant.voice.plain import plain

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

NAME = "announcements"
INSTALL_HINT = "apt install orca (45 or newer)"

_FIRST_ORCA = 45
_PATIENCE = 3.0
_MOST_CHARACTERS = 4_000


def is_compatible() -> bool:
    """Tell whether a screen reader runs that speaks announcements; the first time it asks Orca for its version."""
    if not screen_reader.is_running():
        return False
    return not sys.platform.startswith("linux") or orca_version() >= _FIRST_ORCA


def is_installed() -> bool:
    """Tell whether there is something to announce from: a program with windows."""
    from PySide6.QtGui import QGuiApplication

    return isinstance(QGuiApplication.instance(), QGuiApplication)


@functools.cache
def orca_version() -> int:
    """Return the first number of Orca's version, 0 where nobody tells."""
    program = shutil.which("orca")
    if program is None:
        return 0
    try:
        told = subprocess.run([program, "--version"], capture_output=True, timeout=_PATIENCE, check=False, text=True)
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return 0
    found = re.search(r"\d+", told.stdout)
    return int(found[0]) if found else 0


def announce(text: str) -> None:
    """Send an announcement from the window in front, or from one that nobody sees. Call it on Qt's thread."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    event = QAccessibleAnnouncementEvent(_speaker(), text)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


@functools.cache
def _unseen() -> QObject:
    from PySide6.QtWidgets import QWidget

    return QWidget()


def _speaker() -> QObject:
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication.focusObject() or _unseen()


class AnnouncingVoice:
    """Announces each utterance; its end is guessed. Used on Qt's thread."""

    name = NAME

    def __init__(self, post: PostVoice, send: Callable[[str], None] = announce) -> None:
        self._send = send
        self._pace = Pace(post)

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Announce it; one whose end is still awaited is left."""
        self._pace.leave()
        if text := plain(utterance.text)[:_MOST_CHARACTERS]:
            self._send(text)
        self._pace.begin(utterance, style)

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Need nothing beforehand."""

    def stop(self) -> None:
        """Announce no more; the key that stops is one that silences the screen reader as well."""
        self._pace.leave()

    def voices(self) -> Sequence[VoiceInfo]:
        """List none: which voice it has is chosen in the screen reader."""
        return ()

    def close(self) -> None:
        """Be silent."""
        self.stop()
