"""What a narrator calls, and how the settings want it to tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.core.camera import CameraInfo, PostWatch, Watcher
from assistant.core.camera_ports import NarrationOptions
from assistant.core.domain import Detail, Picture
from assistant.core.errors import SeeSayError
from assistant.core.planner import Planner
from assistant.core.ports import Sounds, Timer
from assistant.core.reader_ports import Background
from assistant.core.session import Session
from assistant.core.settings import Settings
from assistant.core.settings_store import SettingsStore
from assistant.core.speech import SpeechQueue
from assistant.core.wording import Wording
from assistant.narration.announcer import Telling

Follow = Callable[[Callable[[Sequence[CameraInfo]], None]], Callable[[], None]]
"""Tells the cameras, now and whenever one comes or goes, until the returned function is called."""


@dataclass(frozen=True, slots=True)
class NarratorParts:
    """What a narrator calls. `watcher` makes one for each opening; `key` is the camera window's key as it is written.

    `heard` gets everything that is told, besides the window, `held` each page that is read, and `ended` why watching
    ended: None where a video did.
    """

    watcher: Callable[[PostWatch], Watcher]
    follow: Follow
    background: Background
    planner: Planner
    session: Session
    speech: SpeechQueue
    sounds: Sounds
    timer: Timer
    now: Callable[[], float]
    wording: Wording
    store: SettingsStore
    key: Callable[[], str] = lambda: ""
    heard: Callable[[Telling], None] = lambda telling: None
    held: Callable[[Picture], None] = lambda page: None
    ended: Callable[[SeeSayError | None], None] = lambda error: None


def options_of(settings: Settings) -> NarrationOptions:
    """Return how the settings want it told."""
    return NarrationOptions(
        camera=settings.text("camera.device"),
        verbosity=Detail(settings.text("narration.verbosity")),
        least=settings.decimal("narration.least_seconds"),
        most=settings.decimal("narration.most_seconds"),
    )


def keep_options(parts: NarratorParts, options: NarrationOptions) -> None:
    """Keep them in the settings; where the file can't be written, they hold until the end, which is told."""
    values = {
        "camera.device": options.camera,
        "narration.verbosity": str(options.verbosity),
        "narration.least_seconds": options.least,
        "narration.most_seconds": options.most,
    }
    settings = parts.store.settings
    try:
        parts.store.set_all({name: value for name, value in values.items() if settings.get(name) != value})
    except SeeSayError as error:
        parts.session.report(error)


class Timers:
    """Calls that wait, by name: a later one of the same name takes the place of the earlier."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._waiting: dict[str, Callable[[], None]] = {}

    def arm(self, name: str, seconds: float, call: Callable[[], None]) -> None:
        """Call once after that time."""
        self.disarm(name)

        def due() -> None:
            self._waiting.pop(name, None)
            call()

        self._waiting[name] = self._timer.after(seconds, due)

    def disarm(self, *names: str) -> None:
        """Take calls back: the named ones, or all."""
        for name in names or tuple(self._waiting):
            cancel = self._waiting.pop(name, None)
            if cancel is not None:
                cancel()
