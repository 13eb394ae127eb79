"""What the camera window asks of whoever tells what is before the camera, and what it is told.

As everywhere: nothing blocks the owner's thread, and everything is called on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.core.answers import Sentence
from assistant.core.camera import CameraInfo
from assistant.core.domain import Detail
from assistant.core.errors import SeeSayError


class NarrationState(StrEnum):
    """What is done with the camera. OFF: it is closed. READING: a page is waited for that is held up to it."""

    OFF = "off"
    OPENING = "opening"
    NARRATING = "narrating"
    READING = "reading"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class NarrationOptions:
    """How it is told: kept as the settings `camera.device` and `narration.*`, and taken up at once.

    `camera` is a name, empty for the default one. At least `least` seconds lie between two tellings; `most` seconds
    after the last one it is told what is there although nothing changed, 0 for never.
    """

    camera: str = ""
    verbosity: Detail = Detail.NORMAL
    least: float = 2.0
    most: float = 0.0


class CameraView(Protocol):
    """Whoever shows what is told: the camera window. Everything it is told of was, or will be, spoken already."""

    def told(self, sentence: Sentence) -> None:
        """Add a sentence to what was told: of the scene, a page, a thing, a colour, the light, advice."""
        ...

    def state(self, state: NarrationState, camera: str) -> None:
        """Show what is done now, and with which camera: the name of the one in use, or that was used last."""
        ...

    def failed(self, error: SeeSayError) -> None:
        """Show why the camera is off; the state OFF was told before."""
        ...

    def cameras(self, cameras: Sequence[CameraInfo]) -> None:
        """Show which cameras there are; again whenever one comes or goes."""
        ...


class Narration(Protocol):
    """Tells what is before the camera. All of it can be called in every state.

    What needs the camera opens it first; whatever was done before ends, silently and at once. A page that was read and
    a thing that was found lead back to what was done before: narrating, or the camera off.
    """

    @property
    def state(self) -> NarrationState:
        """What is done now."""
        ...

    @property
    def options(self) -> NarrationOptions:
        """How it is told now."""
        ...

    def set_options(self, options: NarrationOptions) -> None:
        """Tell otherwise from now on, with another camera where that changed; keeps it in the settings."""
        ...

    def start(self) -> None:
        """Open the camera and tell what is there, then what changes."""
        ...

    def pause(self) -> None:
        """Be silent at once and close the camera; harmless when it is off. Says nothing of its own."""
        ...

    def now(self) -> None:
        """Tell what is there now, whatever was told before; where the camera is off, it is opened for that alone."""
        ...

    def read_held(self) -> None:
        """Wait for a page that is held still and whole, and read it; meanwhile advise how to hold it."""
        ...

    def find(self, thing: str) -> None:
        """Lead to a thing with sound and words until it is in the middle, or `stop_finding`."""
        ...

    def stop_finding(self) -> None:
        """Leave finding, or waiting for a page; go back to what was done before."""
        ...

    def colour(self) -> None:
        """Say which colour is in the middle."""
        ...

    def light(self) -> None:
        """Say how bright it is and where the light comes from."""
        ...

    def watch(self, view: CameraView | None) -> None:
        """Tell that view everything from now on: at once the state and the cameras. None: nobody looks any more.

        Which cameras come and go is followed only while somebody looks.
        """
        ...
