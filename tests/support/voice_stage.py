"""A voice in a process of its own inside the virtual desktop, so that what it plays is recorded from outside."""

from __future__ import annotations

import itertools
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

CHILD = Path(__file__).with_name("voice_child.py")
_ENDS = ("finished", "cancelled", "failed")

Event = dict[str, Any]


class VoiceProcess:
    """One voice; `events` keeps all that it told, in order."""

    def __init__(self, env: Mapping[str, str], key: str) -> None:
        self._env = dict(env)
        self._key = key
        self._ids = itertools.count(1)
        self._news: queue.Queue[Event | None] = queue.Queue()
        self.events: list[Event] = []

    def __enter__(self) -> Self:
        root = Path(__file__).resolve().parents[2]
        self.process = subprocess.Popen(
            [sys.executable, str(CHILD), self._key],
            env={**self._env, "PYTHONPATH": str(root)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, name="voice-events", daemon=True)
        self._reader.start()
        self.name = self.wait("ready")["name"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self._reader.join(5)
            self.process.stdout.close()
        if kind is None and self.process.returncode:
            raise AssertionError(f"the voice's process ended with status {self.process.returncode}")

    def say(self, text: str, language: str = "en", *, identity: int | None = None, **style: Any) -> int:
        """Let it begin to speak; return the utterance's id, a new one unless it was prepared."""
        return self._utter("say", text, language, identity, style)

    def prepare(self, text: str, language: str = "en", **style: Any) -> int:
        """Let it make ready what follows; return the utterance's id."""
        return self._utter("prepare", text, language, None, style)

    def _utter(self, do: str, text: str, language: str, identity: int | None, style: Mapping[str, Any]) -> int:
        number = next(self._ids) if identity is None else identity
        usual = {"rate": 0, "pitch": 0, "volume": 100, "voice": ""}
        self._send({"do": do, "id": number, "text": text, "language": language, **usual, **style})
        return number

    def point(self, pan: float, height: float) -> Event:
        """Play the tone that tells where something is."""
        self._send({"do": "point", "pan": pan, "height": height})
        return self.wait("done", do="point")

    def stop(self) -> Event:
        """Silence it; return the event that tells when the call was made."""
        self._send({"do": "stop"})
        return self.wait("done", do="stop")

    def earcon(self, name: str) -> Event:
        """Play an earcon; an empty name only wakes the device."""
        self._send({"do": "earcon", "name": name})
        return self.wait("done", do="earcon")

    def wait(self, *kinds: str, seconds: float = 30.0, **values: object) -> Event:
        """Return the next event of one of these kinds with these values, dropping others."""
        while True:
            try:
                event = self._news.get(timeout=seconds)
            except queue.Empty:
                raise TimeoutError(f"no {' or '.join(kinds)} after {self.events}") from None
            if event is None:
                raise AssertionError(f"the voice's process ended; told so far: {self.events}")
            if event["event"] in kinds and all(event.get(name) == value for name, value in values.items()):
                return event

    def speak(self, text: str, language: str = "en", **options: Any) -> Event:
        """Say and wait; return how it ended."""
        return self.wait(*_ENDS, id=self.say(text, language, **options))

    def told(self, identity: int) -> list[str]:
        """Return what was told of an utterance so far."""
        return [event["event"] for event in self.events if event.get("id") == identity]

    def _send(self, wish: Event) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(wish) + "\n")
        self.process.stdin.flush()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            event = json.loads(line)
            self.events.append(event)
            self._news.put(event)
        self._news.put(None)
