"""A reading style that is kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.core.domain import VoiceInfo

VOICES = (VoiceInfo("anna", ("de",)), VoiceInfo("ben", ("en",)))


@dataclass
class FakeStyle:
    """Keeps calls as lines; `lists` are those who wait for the voices."""

    text_size: int = 100
    voice: str = ""
    calls: list[str] = field(default_factory=list)
    lists: list[Callable[[Sequence[VoiceInfo]], None]] = field(default_factory=list)

    def set_text_size(self, percent: int) -> None:
        self.text_size = percent

    def change_pitch(self, by: int) -> None:
        self.calls.append(f"pitch {by}")

    def choose_voice(self, name: str) -> None:
        self.voice = name
        self.calls.append(f"voice {name}")

    def list_voices(self, take: Callable[[Sequence[VoiceInfo]], None]) -> None:
        self.lists.append(take)

    def tell_voices(self) -> None:
        """Find the voices at last."""
        for take in self.lists:
            take(VOICES)
        self.lists.clear()
