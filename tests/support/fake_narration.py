"""A narration without a camera: what was asked of it, in order; the test tells its view."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.core.camera import CameraInfo
from assistant.core.camera_ports import CameraView, NarrationOptions, NarrationState

DESK = CameraInfo("Desk camera", is_default=True)
LID = CameraInfo("Lid camera")


@dataclass
class FakeNarration:
    """Keeps calls as lines such as "find cup"; its states follow the calls at once."""

    calls: list[str] = field(default_factory=list)
    view: CameraView | None = None
    state: NarrationState = NarrationState.OFF
    options: NarrationOptions = field(default_factory=NarrationOptions)
    cameras: tuple[CameraInfo, ...] = (DESK, LID)

    def set_options(self, options: NarrationOptions) -> None:
        self.options = options
        self.calls.append(f"options {options.camera!r} {options.verbosity} {options.least:g} {options.most:g}")

    def start(self) -> None:
        self._go("start", NarrationState.NARRATING)

    def pause(self) -> None:
        self._go("pause", NarrationState.OFF)

    def now(self) -> None:
        self.calls.append("now")

    def read_held(self) -> None:
        self._go("read", NarrationState.READING)

    def find(self, thing: str) -> None:
        self._go(f"find {thing}", NarrationState.FINDING)

    def stop_finding(self) -> None:
        self._go("stop finding", NarrationState.NARRATING)

    def colour(self) -> None:
        self.calls.append("colour")

    def light(self) -> None:
        self.calls.append("light")

    def watch(self, view: CameraView | None) -> None:
        self.view = view
        if view is not None:
            view.state(self.state, "")
            view.cameras(self.cameras)

    def plug(self, *cameras: CameraInfo) -> None:
        """Let these be the cameras from now on."""
        self.cameras = cameras
        if self.view is not None:
            self.view.cameras(cameras)

    def _go(self, call: str, state: NarrationState) -> None:
        self.calls.append(call)
        self.state = state
        if self.view is not None:
            self.view.state(state, DESK.name)
