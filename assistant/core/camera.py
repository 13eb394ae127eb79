"""What is known of a camera and what it shows: devices, frames, advice. No pixels are looked at here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.core.advice import Advice as Advice
from assistant.core.domain import Picture, Source
from assistant.core.errors import SeeSayError


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A camera that can be chosen, by the name that the user knows."""

    name: str
    is_default: bool = False


class WatchMode(StrEnum):
    """What a watcher looks for.

    CHANGES: something new; PAGE: a page that is held still; FRAMES: every frame counts; STILL: the first good frame,
    exposed and sharp, with the advice about it posted before.
    """

    CHANGES = "changes"
    PAGE = "page"
    FRAMES = "frames"
    STILL = "still"


@dataclass(frozen=True, slots=True)
class Light:
    """How bright it is, 0 … 1, and from where: -1 … 1 to the right and downwards, 0 where it comes from everywhere."""

    level: float
    x: float = 0.0
    y: float = 0.0


# --- what a watcher tells ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WatchOpened:
    """Frames come; `name` is the camera's or the file's."""

    name: str


@dataclass(frozen=True, slots=True)
class FrameTaken:
    """The newest frame that is worth a look; in CHANGES: after something changed and came to rest, or goes on.

    `amount` is the share of the picture that differs from the last one told, 0 … 1; the first frame has 1.
    """

    picture: Picture
    amount: float = 1.0


@dataclass(frozen=True, slots=True)
class PageHeld:
    """A page was held still and whole: its sharpest frame, upright, its perspective corrected."""

    picture: Picture


@dataclass(frozen=True, slots=True)
class Advised:
    """What would make the picture better has changed; none: it is good now."""

    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """The colour under the centre, as sRGB bytes in neutral light, and the light that there really is.

    `is_sure` is False where the light is too dim or too coloured, or the middle too mixed, to name one colour plainly.
    """

    rgb: tuple[int, int, int]
    light: Light
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class WatchEnded:
    """No more frames: `error` tells why, None where a video came to its end."""

    error: SeeSayError | None = None


WatchEvent = WatchOpened | FrameTaken | PageHeld | Advised | Measured | WatchEnded
PostWatch = Callable[[WatchEvent], None]


class Watcher(Protocol):
    """A camera or a video in a child process of its own. Frames that nobody asked for never leave the child.

    In every mode the child hands over one frame at a time: the next one comes when `ready` was called, and it is the
    newest then, whatever happened in between.
    """

    def open(self, source: Source, mode: WatchMode) -> None:
        """Open the source (CAMERA: `path` is the name, empty for the default; FILE: a video); posts `WatchOpened`.

        What can't be opened posts `WatchEnded` with a `CameraError` or `VideoUnreadable`.
        """
        ...

    def watch(self, mode: WatchMode) -> None:
        """Look for something else from now on."""
        ...

    def ready(self) -> None:
        """Ask for the next frame, whenever there is one worth it."""
        ...

    def now(self) -> None:
        """Ask for the newest frame as it is; posts `FrameTaken`."""
        ...

    def measure(self) -> None:
        """Measure colour and light; posts `Measured`."""
        ...

    def close(self) -> None:
        """Let go of the camera and end the child without waiting; posts nothing afterwards."""
        ...
