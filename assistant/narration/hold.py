"""The camera that a narrator holds, or none: opened, given back, waited for when it was unplugged; which there are."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from assistant.core.camera import CameraInfo, Watcher, WatchEvent, WatchMode, WatchOpened
from assistant.core.camera_ports import CameraView
from assistant.core.domain import Source
from assistant.narration.parts import Follow, NarratorParts


class Hold:
    """`hear` gets what the camera that is held now tells, no earlier one; `came` an awaited camera's name."""

    def __init__(self, parts: NarratorParts, hear: Callable[[WatchEvent], None], came: Callable[[str], None]) -> None:
        self._make = parts.watcher
        self._start_following: Follow = parts.follow
        self._hear = hear
        self._came = came
        self._numbers = itertools.count(1)
        self._number = 0
        self._watcher: Watcher | None = None
        self._view: CameraView | None = None
        self._cameras: Sequence[CameraInfo] = ()
        self._unfollow: Callable[[], None] | None = None
        self._awaited = ""
        self.name = parts.store.settings.text("camera.device")
        self.is_open = False

    @property
    def is_held(self) -> bool:
        """Tell whether there is a camera, open or still opening."""
        return self._watcher is not None

    @property
    def is_awaited(self) -> bool:
        """Tell whether an unplugged one is waited for."""
        return bool(self._awaited)

    def open(self, source: Source, mode: WatchMode) -> None:
        """Open a camera or a video."""
        self._number = number = next(self._numbers)
        self.name, self._awaited, self.is_open = source.path, "", False
        self._follow()
        self._watcher = self._make(lambda event: self._take(number, event))
        self._watcher.open(source, mode)

    def release(self) -> None:
        """Give the camera back, and wait for none."""
        watcher, self._watcher = self._watcher, None
        self._awaited, self.is_open = "", False
        self._follow()
        if watcher is not None:
            watcher.close()

    def await_return(self, name: str) -> None:
        """Wait until a camera of that name is there again."""
        self._awaited = name
        self._follow()

    def look(self, view: CameraView | None) -> None:
        """Show which cameras there are, as long as there is somebody to see it."""
        self._view = view
        if view is not None:
            view.cameras(self._cameras)
        self._follow()

    # --- the one that is held -------------------------------------------------------------------------

    def watch(self, mode: WatchMode) -> None:
        """Look for something else from now on."""
        if self._watcher is not None:
            self._watcher.watch(mode)

    def ready(self) -> None:
        """Ask for the next frame that is worth it."""
        if self._watcher is not None:
            self._watcher.ready()

    def now(self) -> None:
        """Ask for the newest frame."""
        if self._watcher is not None:
            self._watcher.now()

    def measure(self) -> None:
        """Measure colour and light."""
        if self._watcher is not None:
            self._watcher.measure()

    def _take(self, number: int, event: WatchEvent) -> None:
        if number != self._number or self._watcher is None:
            return
        if isinstance(event, WatchOpened):
            self.name, self.is_open = event.name, True
        self._hear(event)

    # --- those that there are -------------------------------------------------------------------------

    def _follow(self) -> None:
        is_wanted = self._view is not None or bool(self._awaited)
        if is_wanted and self._unfollow is None:
            self._unfollow = self._start_following(self._take_cameras)
        elif not is_wanted and self._unfollow is not None:
            self._unfollow()
            self._unfollow = None

    def _take_cameras(self, cameras: Sequence[CameraInfo]) -> None:
        self._cameras = cameras
        if self._view is not None:
            self._view.cameras(cameras)
        if self._awaited and any(camera.name == self._awaited for camera in cameras):
            name, self._awaited = self._awaited, ""
            self._came(name)
