"""A program with a window that announces each line of its standard input, as the voice of announcements does."""

from __future__ import annotations

import functools
import sys
import threading

from PySide6.QtWidgets import QApplication, QPushButton

from assistant.core.domain import Utterance, VoiceStyle
from assistant.ui.bridge import Bridge
from assistant.voice.announcement import AnnouncingVoice


def main() -> None:
    """Announce until standard input ends."""
    application = QApplication(["announcer"])
    bridge = Bridge(lambda error: sys.exit(repr(error)))
    voice = AnnouncingVoice(bridge.poster(lambda event: print(event, flush=True)))
    window = QPushButton("The announcer")
    window.setWindowTitle("The announcer")
    window.show()

    def read() -> None:
        for number, line in enumerate(sys.stdin, start=1):
            utterance = Utterance(number, 0, line.rstrip("\n"), "en")
            bridge.post(functools.partial(voice.say, utterance, VoiceStyle(rate=100)))
        bridge.post(application.quit)

    threading.Thread(target=read, daemon=True).start()
    application.exec()
    voice.close()


if __name__ == "__main__":
    main()
