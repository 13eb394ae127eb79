"""The child that speaks one sentence with pyttsx3 and ends: pyttsx3 can neither be stopped nor trusted in our process.

Reads one JSON line from standard input, a sentence or a wish for the list of voices; end-of-file ends it. Writes one
JSON line per event. The engine is made, used and left on the main thread, as SAPI and macOS want it. Spoken text is
never an argument, and its samples lie in the folder that the parent gave as TMPDIR.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from assistant.voice import sapi

READY, STARTED, FINISHED, FAILED, VOICES = "ready", "started", "finished", "failed", "voices"
_SAPI_ASYNC_NOT_XML = 1 | 16
_FASTEST = 2.5

Untyped: TypeAlias = Any
"""What pyttsx3 and SAPI hand out; neither has types."""

Tell = Callable[[dict[str, Any]], None]


class PlainSpeaker:
    """SAPI's voice, told that text is never markup; without the flag, text that begins with "<" is parsed as XML."""

    def __init__(self, speaker: Untyped) -> None:
        object.__setattr__(self, "_speaker", speaker)

    def Speak(self, text: str, flags: int = 0) -> Untyped:  # noqa: N802  # SAPI's name
        """Speak without parsing."""
        return self._speaker.Speak(text, flags | _SAPI_ASYNC_NOT_XML)

    def __getattr__(self, name: str) -> Untyped:
        return getattr(self._speaker, name)

    def __setattr__(self, name: str, value: Untyped) -> None:
        setattr(self._speaker, name, value)


def main() -> int:
    """Obey one line."""
    tell = _own_output()
    try:
        engine = _engine()
        tell({"event": READY})
        line = sys.stdin.buffer.readline()
        if line:
            _obey(engine, json.loads(line), tell)
    except Exception as error:  # noqa: BLE001  # the parent decides what a failure means; it gets the type alone
        tell({"event": FAILED, "why": type(error).__name__})
        return 1
    return 0


def choose_voice(voices: Iterable[Untyped], current: str, languages: Sequence[str], wanted: str = "") -> str | None:
    """Return the id of a voice for the first of the languages that has one; None where the current one is to stay.

    The wanted voice goes before all where it speaks one of the languages; then a voice of the same dialect, and the
    user's own default before other voices of its language.
    """
    tagged = [(str(voice.id), {_tag(tag) for tag in voice.languages or ()}) for voice in voices]
    bases = {_tag(language).partition("-")[0] for language in languages}
    if any(name == wanted and bases & {tag.partition("-")[0] for tag in tags} for name, tags in tagged):
        return wanted
    for language in map(_tag, languages):
        if exact := [identity for identity, tags in tagged if language in tags]:
            return current if current in exact else exact[0]
        base = language.partition("-")[0]
        near = [identity for identity, tags in tagged if base in {tag.partition("-")[0] for tag in tags}]
        if near:
            return current if current in near else near[0]
    return None


def _tag(language: object) -> str:
    return str(language).replace("_", "-").lower()


def scaled_rate(normal: float, rate: int) -> int:
    """Map -100 … 100 onto words a minute around an engine's own normal, by ratio."""
    factor: float = _FASTEST ** (max(-100, min(100, rate)) / 100)
    return round(normal * factor)


def _own_output() -> Tell:
    # pyttsx3 prints; what it prints must not be taken for an event.
    output = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)

    def tell(event: dict[str, Any]) -> None:
        output.write(json.dumps(event).encode() + b"\n")

    return tell


def _engine() -> Untyped:
    if sys.platform.startswith("linux"):
        _preload_espeak()
    import pyttsx3

    engine = pyttsx3.init()
    driver = engine.proxy._driver
    if sys.platform == "win32" and hasattr(driver, "_tts"):
        driver._tts = PlainSpeaker(driver._tts)
    if sys.platform.startswith("linux"):
        # At the end of its loop it cancels, which sets rate and volume back before the sentence is made.
        driver.stop = lambda: None
    return engine


def _preload_espeak() -> None:
    # pyttsx3 looks for the library by its soname, and finds the one that is already in the process; else the system's.
    try:
        import espeakng_loader
    except ImportError:
        return
    os.environ["ESPEAK_DATA_PATH"] = str(espeakng_loader.get_data_path())
    ctypes.CDLL(str(espeakng_loader.get_library_path()), mode=ctypes.RTLD_GLOBAL)


def _voices(engine: Untyped) -> list[Untyped]:
    return sapi.voices(engine.proxy._driver._tts) if sys.platform == "win32" else list(engine.getProperty("voices"))


def _take_voice(engine: Untyped, voice: Untyped) -> None:
    if sys.platform == "win32":
        sapi.take(engine.proxy._driver._tts, voice)
    else:
        engine.setProperty("voice", voice.id)


def _obey(engine: Untyped, wish: dict[str, Any], tell: Tell) -> None:
    voices = _voices(engine)
    if "text" not in wish:
        named = [[str(voice.id), [str(tag) for tag in voice.languages or ()]] for voice in voices]
        tell({"event": VOICES, "voices": named})
        return
    voice = choose_voice(voices, str(engine.getProperty("voice")), wish["languages"], wish["voice"])
    if voice is not None:
        _take_voice(engine, next(each for each in voices if str(each.id) == voice))
    rate = scaled_rate(engine.getProperty("rate") or 200, wish["rate"])
    engine.setProperty("rate", sapi.bounded(rate) if sys.platform == "win32" else rate)
    engine.setProperty("volume", wish["volume"] / 100)
    if wish["pitch"] and sys.platform != "win32":
        engine.setProperty("pitch", 50 + wish["pitch"] // 2)
    engine.connect("started-utterance", lambda **_: tell({"event": STARTED}))
    finished = threading.Event()
    engine.connect("finished-utterance", lambda **_: finished.set())
    engine.say(wish["text"])
    engine.runAndWait()
    if sys.platform.startswith("linux"):
        # Its espeak driver returns before the player, in a thread of the library, has begun.
        finished.wait()
    tell({"event": FINISHED})


if __name__ == "__main__":
    sys.exit(main())
