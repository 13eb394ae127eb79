"""`seesay narrate`: a camera or a video told until it ends, the time is over or the user has had enough.

Works without a display, and without a sound device for a file or in silence.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from assistant.app.house import Furniture, House, build, load_wording, open_store
from assistant.app.narrating import make_narrator
from assistant.app.once import LAST_SOUND_MS, MODEL_PATIENCE, Interruptible, NoWindows
from assistant.app.speaking import earcons, no_earcons, speaking_voice
from assistant.core.domain import EngineEvent, EngineReady, VoiceEvent
from assistant.core.errors import SeeSayError, VoiceError
from assistant.core.ports import Voice
from assistant.core.report import Audio
from assistant.narration.announcer import Telling
from assistant.narration.narrator import Narrator
from assistant.system.logs import set_up
from assistant.ui.bridge import Bridge

_ENGINE_PATIENCE = 60.0
"""Seconds that a video waits for the engine: it would be over before anybody could look at it."""
_POLL = 0.1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be narrated: a video's path, else the settings' camera; `settings` hold for this command alone."""

    video: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    wav: Path | None = None
    is_quiet: bool = False
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Over:
    """What came of it: what was written or heard, and the voice's error, where it had one."""

    audio: Audio | None
    error: VoiceError | None


def narrate(wanted: Wanted, take: Callable[[Telling, float], None]) -> Over:
    """Narrate; `take` gets each telling and the seconds since the beginning.

    Raises why the camera or the video could not be watched, what `take` raises, and KeyboardInterrupt.
    """
    return _Run(wanted, take).run()


class _Run:
    """Engine warm (a video waits for it) → narrator started → ended, timed out or interrupted → loop left."""

    def __init__(self, wanted: Wanted, take: Callable[[Telling, float], None]) -> None:
        set_up()
        self._wanted = wanted
        self._take = take
        self._application = QCoreApplication(["seesay"])
        self._bridge = Bridge(self._give_up)
        self._store = open_store()
        for name, value in wanted.settings.items():
            # In memory only: an option of a command changes no file.
            self._store.settings = self._store.settings.having(name, value)
        self._failures: list[BaseException] = []
        self._mute: list[VoiceError] = []
        self._voice: Voice | None = None
        self._began = time.monotonic()
        self._narrator: Narrator | None = None
        self._is_started = False

    def run(self) -> Over:
        with_sounds = not self._wanted.is_quiet and self._wanted.wav is None
        sounds = earcons(lambda: self._store.settings) if with_sounds else no_earcons()
        wording = load_wording(self._store.settings)
        furniture = Furniture(
            NoWindows(), self._make_voice, sounds, on_engine=self._heard_engine, patience=MODEL_PATIENCE
        )
        with Interruptible(self._application) as interrupted:
            house = build(self._bridge, self._store, wording, furniture)
            house.stack.callback(sounds.close)
            self._narrator = make_narrator(
                self._bridge,
                house,
                self._store,
                wording,
                sounds,
                video=self._wanted.video,
                heard=self._heard,
                ended=lambda error: self._ended(house, error),
            )
            try:
                with house.stack:
                    self._begin()
                    self._application.exec()
            except VoiceError as error:  # the file could not be completed
                self._mute.append(error)
        if interrupted:
            raise KeyboardInterrupt
        if self._failures:
            raise self._failures[0]
        return Over(self._audio(), self._mute[0] if self._mute else None)

    def _begin(self) -> None:
        if self._wanted.video:
            self._bridge.after(_ENGINE_PATIENCE, self._start)
        else:
            self._bridge.post(self._start)

    def _start(self) -> None:
        if self._is_started or self._narrator is None:
            return
        self._is_started = True
        self._began = time.monotonic()
        if self._wanted.timeout is not None:
            self._bridge.after(self._wanted.timeout, self._application.quit)
        self._narrator.start()

    def _heard_engine(self, event: EngineEvent) -> None:
        if isinstance(event, EngineReady):
            self._start()

    def _heard(self, telling: Telling) -> None:
        try:
            self._take(telling, time.monotonic() - self._began)
        except OSError as error:
            self._give_up(error)

    def _ended(self, house: House, error: SeeSayError | None) -> None:
        if error is not None:
            self._failures.append(error)
        self._leave_when_silent(house)

    def _leave_when_silent(self, house: House) -> None:
        if not house.speech.is_idle:
            self._bridge.after(_POLL, lambda: self._leave_when_silent(house))
            return
        is_silent = self._wanted.is_quiet or self._wanted.wav is not None
        self._bridge.after(0 if is_silent else LAST_SOUND_MS / 1000, self._application.quit)

    def _give_up(self, error: BaseException) -> None:
        self._failures.append(error)
        self._application.quit()

    def _make_voice(self, post: Callable[[VoiceEvent], None]) -> Voice:
        wanted, settings = self._wanted, self._store.settings
        try:
            self._voice = speaking_voice(settings, post, wav=wanted.wav, is_quiet=wanted.is_quiet)
        except VoiceError as error:
            self._mute.append(error)
            self._voice = speaking_voice(settings, post, is_quiet=True)
        return self._voice

    def _audio(self) -> Audio | None:
        if self._mute or self._wanted.is_quiet or self._voice is None:
            return None
        wav, seconds = self._wanted.wav, getattr(self._voice, "seconds", None)
        return Audio(
            None if wav is None else str(wav), self._voice.name, None if seconds is None else round(seconds, 2)
        )
