"""What plays frames and who looks at them, inside the child that holds a camera. Neither knows the other's room.

A player is a function `play(path, viewer)`, given to the child by its name, "module:function". It blocks on the child's
main thread until the stream ends: a video that came to its end returns, what can't be opened or breaks raises a
`CameraError`. A camera never ends by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Pixels:
    """An upright picture: `rgb` holds height x width x 3 bytes, rows from the top."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


class Frame(Protocol):
    """One frame, valid while it is looked at; nothing is converted before it is asked for."""

    @property
    def at(self) -> float:
        """Seconds on the stream's own clock, which only rises; for a video its own time."""
        ...

    def small(self, edge: int) -> Pixels:
        """Return the frame, upright, with a longer edge of at most `edge` pixels."""
        ...

    def whole(self) -> Pixels:
        """Return every pixel, upright."""
        ...


class Viewer(Protocol):
    """Who looks at the frames."""

    def opened(self, name: str) -> None:
        """Hear that frames come, and from what, by the name that the user knows."""
        ...

    def look(self, frame: Frame) -> float:
        """Look at the newest frame; return in how many seconds the next one is worth a look. Older ones are dropped."""
        ...

    def alive(self) -> None:
        """Hear that the player waits for good reason (a permission, a slow frame). Call it at least every second."""
        ...


class Player(Protocol):
    """Plays a camera, a video or made-up frames; `path` is the camera's name (empty: the default) or a file's path."""

    def __call__(self, path: str, viewer: Viewer) -> None:
        """Block until the stream ends. Raises `CameraError`."""
        ...
