"""What the welcome's window asks of the application, kept in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.core.domain import VoiceInfo
from assistant.core.settings import Settings
from assistant.core.welcome import KeysFound, Step
from assistant.core.wording import Wording, load_translations
from assistant.system import paths

VOICES = (VoiceInfo("en-gb", ("en-gb",)), VoiceInfo("de", ("de",)), VoiceInfo("en-us", ("en-us",)))


@dataclass
class FakeWelcoming:
    """`found` are the keys, `comes` tells whether a tried key arrives; `calls` are lines such as "reach voice"."""

    settings: Settings = field(default_factory=Settings)
    left_at: Step | None = None
    is_mute: bool = False
    found: KeysFound = field(default_factory=lambda: KeysFound("Ctrl+Alt+Shift+D"))
    comes: bool = True
    calls: list[str] = field(default_factory=list)
    waiting: list[Callable[[], None]] = field(default_factory=list)
    locale: Path = field(default_factory=lambda: paths.resources() / "locale")

    def keep(self, name: str, value: object) -> None:
        self.settings = self.settings.having(name, value)
        self.calls.append(f"keep {name} {value}")

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        self.waiting.append(call)
        return lambda: self.waiting.remove(call) if call in self.waiting else None

    def reach(self, step: Step) -> None:
        self.left_at = step
        self.calls.append(f"reach {step}")

    def end(self) -> None:
        self.left_at = None
        self.calls.append("end")

    def wording_in(self, language: str) -> Wording:
        return Wording(language, load_translations(self.locale, language))

    def list_voices(self, take: Callable[[Sequence[VoiceInfo]], None]) -> None:
        take(VOICES)

    def keys(self) -> KeysFound:
        return self.found

    def begin_trial(self, found: KeysFound) -> None:
        self.calls.append(f"trial {found.key}")

    def end_trial(self) -> bool:
        self.calls.append("trial over")
        return self.comes
