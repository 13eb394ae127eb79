"""A process that owns one voice, for tests and benchmarks: commands come as JSON lines, events go out the same way.

Run as `python voice_child.py BACKEND`; the voice lives on the main thread with Qt's loop, as in the application.
Times are `time.monotonic` seconds, which all processes of a Linux machine share.
"""

from __future__ import annotations

import functools
import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from assistant.core.domain import Earcon, Spoken, Utterance, VoiceEvent, VoiceReplaced, VoiceStyle
from assistant.core.ports import PostVoice, Voice
from assistant.system import paths
from assistant.ui.bridge import Bridge
from assistant.voice.sounds import Earcons


def tell(kind: str, **values: object) -> None:
    """Write one event."""
    sys.stdout.write(json.dumps({"event": kind, "at": time.monotonic(), **values}) + "\n")
    sys.stdout.flush()


def told(event: VoiceEvent) -> None:
    """Write what the voice posted."""
    if isinstance(event, Spoken):
        tell(event.state.value, id=event.utterance_id)
    elif isinstance(event, VoiceReplaced):
        tell("replaced", old=event.old, new=event.new, code=event.error.code)
    else:
        tell("failed", id=event.utterance_id, code=event.error.code, **event.error.params)


def make(key: str, post: PostVoice) -> Voice:
    """Return the voice by its key in the table; besides "null", "wav:PATH", "watched:KEY", "reader:ID", "espeak_qt"."""
    from assistant.voice import backends, playback_pulse
    from assistant.voice.null import NullVoice
    from assistant.voice.wav import WavVoice

    if key == "null":
        return NullVoice(post)
    if key == "espeak_qt":
        playback_pulse.is_installed = lambda: False
        key = "espeak"
    if key.startswith("wav:"):
        return WavVoice(post, Path(key[4:]))
    if key.startswith("reader:"):
        from assistant.voice.reader_voice import ScreenReaderVoice

        return ScreenReaderVoice(post, [key[7:]])
    if key.startswith("watched:"):
        return backends.open_voice(post, key[8:])
    return next(backend for backend in backends.backends() if backend.key == key).make(post)


def make_sound(sounds: Earcons, wish: dict[str, Any]) -> None:
    """Play what is no speech; an earcon without a name only wakes the device."""
    if wish["do"] == "point":
        sounds.point(wish["pan"], wish["height"])
    elif wish["name"]:
        sounds.play(Earcon(wish["name"]))


def main(key: str) -> None:
    """Obey until standard input ends."""
    application = QCoreApplication(["voice"])
    bridge = Bridge(lambda error: tell("defect", why=repr(error)))
    voice = make(key, bridge.poster(told))
    sounds: list[Earcons] = []

    def obey(wish: dict[str, Any]) -> None:
        begun = time.monotonic()
        if wish["do"] in ("say", "prepare"):
            utterance = Utterance(wish["id"], 0, wish["text"], wish["language"])
            style = VoiceStyle(wish["rate"], wish["pitch"], wish["volume"], wish["voice"])
            (voice.say if wish["do"] == "say" else voice.prepare)(utterance, style)
        elif wish["do"] == "stop":
            voice.stop()
        elif wish["do"] in ("earcon", "point"):
            if not sounds:
                sounds.append(Earcons(paths.resources() / "sounds"))
            make_sound(sounds[0], wish)
        tell("done", do=wish["do"], began=begun)

    def read() -> None:
        for line in sys.stdin:
            bridge.post(functools.partial(obey, json.loads(line)))
        bridge.post(application.quit)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    tell("ready", name=voice.name)
    application.exec()
    reader.join()
    for sound in sounds:
        sound.close()
    voice.close()
    tell("closed")


if __name__ == "__main__":
    main(sys.argv[1])
