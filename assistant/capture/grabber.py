"""Takes one picture of whatever source: asks whether the session is locked, picks the back-end, refuses the blank.

Knows no threads and no deadline: `worker.py` gives it both. Qt's clipboard reader is given, because it lives on the
GUI thread, and so is whoever takes a picture of a camera, in a child process.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from assistant.capture.checks import Colour, blank_colour
from assistant.capture.curtain import is_curtain_drawn
from assistant.capture.file import decode, opaque, read_picture
from assistant.capture.macos import QuartzWindows
from assistant.capture.portal import PortalScreen, around
from assistant.capture.screen import MssScreen
from assistant.capture.shot import (
    Backend,
    ClipboardBackend,
    Clipping,
    ScreenBackend,
    Shot,
    WindowBackend,
)
from assistant.capture.sway import SwayWindows, outputs
from assistant.capture.tree import Reading, Trees
from assistant.capture.wayland_clipboard import WaylandClipboard
from assistant.capture.window import X11Windows
from assistant.capture.windows import Win32Windows
from assistant.capture.x11_clipboard import X11Clipboard
from assistant.core.domain import ON_SCREEN, Box, Picture, Source, SourceKind
from assistant.core.errors import (
    CameraCovered,
    NoCamera,
    NoClipboardPicture,
    NoClipboardText,
    NoPortal,
    NoScreen,
    PictureBlank,
    RegionOffScreen,
    ScreenCurtained,
    ScreenLocked,
    ScreenUnseeable,
    SourceError,
    SourceNotBuilt,
    WindowUnseeable,
)
from assistant.system.desktop import Desktop, SessionKind, detect
from assistant.system.session_lock import Lock, open_session_lock

log = logging.getLogger(__name__)

T = TypeVar("T", bound=Backend)

# The order is the preference: mss first, because it is instant and asks the user nothing.
# The portal serves where mss is blind; sway itself tells where its monitors lie, elsewhere nobody tells a command.
SCREENS: tuple[ScreenBackend, ...] = (MssScreen(), PortalScreen(outputs))
# X11's and sway's never fit the same session; other Wayland desktops tell nobody.
WINDOWS: tuple[WindowBackend, ...] = (X11Windows(), Win32Windows(), QuartzWindows(), SwayWindows())
# Where none of these fits, the reader that was given serves: Qt's, through the GUI thread.
CLIPBOARDS: tuple[ClipboardBackend, ...] = (X11Clipboard(), WaylandClipboard())


class DesktopGrabber:
    """The `Grabber` of this desktop.

    `next_id` gives the pictures' ids; `clipboard` reads the clipboard where no back-end of ours does, `camera` takes a
    picture of a camera until it is left (None: nobody does); `desktop` tells the session, asked at each grab; `curtain`
    whether one is known to blacken the screen; `clock` is Unix time.
    """

    def __init__(
        self,
        next_id: Callable[[], int],
        *,
        clipboard: Callable[..., Clipping] | None = None,
        camera: Callable[[Source, Callable[[], bool]], Picture] | None = None,
        lock: Lock | None = None,
        desktop: Callable[[], Desktop] = detect,
        screens: Sequence[ScreenBackend] = SCREENS,
        windows: Sequence[WindowBackend] = WINDOWS,
        clipboards: Sequence[ClipboardBackend] = CLIPBOARDS,
        trees: Trees | None = None,
        curtain: Callable[[], bool] = is_curtain_drawn,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._next_id = next_id
        self._clipboard = clipboard
        self._camera = camera
        self._lock = lock or open_session_lock()
        self._desktop = desktop
        self._screens = screens
        self._windows = windows
        self._clipboards = clipboards
        self._trees = trees or Trees(desktop=desktop)
        self._curtain = curtain
        self._clock = clock

    def grab(self, source: Source, is_left: Callable[[], bool] = lambda: False) -> Picture:
        """Return the picture as it is now. Raises a `SourceError`; nothing blank or locked is returned.

        A camera that is left meanwhile raises `GrabLeft`.
        """
        if source.kind in ON_SCREEN and self._lock.is_locked():
            raise ScreenLocked
        taken_at = self._clock()
        return self._picture(source, self._shots(is_left)[source.kind](source), taken_at)

    def glance(self, box: Box) -> Picture:
        """Return a part of the screen as it is now, one colour or not, without what the desktop knows of its windows.

        Raises a `SourceError`.
        """
        if self._lock.is_locked():
            raise ScreenLocked
        taken_at = self._clock()
        screen = self._chosen(self._screens, SourceKind.REGION)
        shot = screen.grab(clipped(box, screen.monitors()))
        return self._made(Source(SourceKind.REGION, box=box), shot, taken_at)

    def copied(self) -> Picture | Clipping:
        """Return what is on the clipboard: a file's path or text as a clipping, else the picture.

        Raises `NoClipboardText`, or another `SourceError`.
        """
        try:
            clipping = self._clipping(is_text_wanted=True)
        except NoClipboardPicture as error:
            raise NoClipboardText from error
        if clipping.path or clipping.text:
            return clipping
        return self._picture(Source(SourceKind.CLIPBOARD), _pasted(clipping), self._clock())

    def _picture(self, source: Source, shot: Shot, taken_at: float) -> Picture:
        colour = blank_colour(shot.image, source.kind)
        if colour is not None and source.kind is SourceKind.CAMERA:
            raise CameraCovered(camera=shot.title)
        if colour is Colour.BLACK and source.kind in ON_SCREEN and self._curtain():
            raise ScreenCurtained
        if colour is not None:
            raise PictureBlank(colour=colour.value, source=source.kind.value)
        return self._made(source, shot, taken_at)

    def _made(self, source: Source, shot: Shot, taken_at: float) -> Picture:
        width, height = shot.image.size
        return Picture(
            id=self._next_id(),
            source=source,
            width=width,
            height=height,
            rgb=shot.image.tobytes(),
            taken_at=taken_at,
            origin=shot.origin,
            scale=shot.scale,
            title=shot.title,
            advice=shot.advice,
            nodes=shot.nodes,
        )

    def _shots(self, is_left: Callable[[], bool]) -> dict[SourceKind, Callable[[Source], Shot]]:
        return {
            SourceKind.SCREEN: self._screen,
            SourceKind.WINDOW: self._window,
            SourceKind.REGION: self._region,
            SourceKind.CLIPBOARD: self._clipped,
            SourceKind.FILE: lambda source: read_picture(source.path),
            SourceKind.CAMERA: lambda source: self._photographed(source, is_left),
        }

    def _screen(self, source: Source) -> Shot:
        screen = self._chosen(self._screens, source.kind)
        monitor = _monitor(screen, source.monitor)
        reading = self._begun_tree()
        return _with_nodes(screen.grab(monitor), reading)

    def _window(self, source: Source) -> Shot:
        window = self._chosen(self._windows, source.kind).active()
        screen = self._chosen(self._screens, source.kind)
        box = clipped(window.box, screen.monitors())
        reading = self._trees.begin(window)
        return _with_nodes(replace(screen.grab(box), title=window.title), reading)

    def _region(self, source: Source) -> Shot:
        if source.box is None:
            raise RegionOffScreen
        screen = self._chosen(self._screens, source.kind)
        box = clipped(source.box, screen.monitors())
        reading = self._begun_tree()
        return _with_nodes(screen.grab(box), reading)

    def _begun_tree(self) -> Reading | None:
        """Begin to read the active window's tree, None where there is no such window."""
        try:
            return self._trees.begin(self._chosen(self._windows, SourceKind.WINDOW).active())
        except SourceError:
            return None

    def _clipped(self, source: Source) -> Shot:
        del source
        clipping = self._clipping()
        return read_picture(clipping.path) if clipping.path else _pasted(clipping)

    def _clipping(self, **wanted: bool) -> Clipping:
        kind = self._desktop().kind
        for backend in self._clipboards:
            if backend.is_compatible(kind) and backend.is_installed():
                return backend.read(**wanted)
        if self._clipboard is None:
            raise NoClipboardPicture
        return self._clipboard(**wanted)

    def _photographed(self, source: Source, is_left: Callable[[], bool]) -> Shot:
        from PIL import Image

        if self._camera is None:
            raise NoCamera
        picture = self._camera(source, is_left)
        image = Image.frombuffer("RGB", (picture.width, picture.height), picture.rgb, "raw", "RGB", 0, 1)
        return Shot(image, title=picture.title, advice=picture.advice)

    def _chosen(self, backends: Sequence[T], kind: SourceKind) -> T:
        desktop = self._desktop()
        compatible = [backend for backend in backends if backend.is_compatible(desktop.kind)]
        for backend in compatible:
            if backend.is_installed():
                return backend
            log.warning("%s is not installed: %s", backend.name, backend.install_hint)
        if desktop.kind is SessionKind.NONE:
            raise NoScreen
        if desktop.kind is SessionKind.WAYLAND and kind is SourceKind.WINDOW:
            raise WindowUnseeable(desktop=desktop.name or "Wayland")
        if desktop.kind is SessionKind.WAYLAND:
            raise NoPortal(desktop=desktop.name or "Wayland")
        if compatible:
            raise ScreenUnseeable(desktop=desktop.name or desktop.kind.value.capitalize())
        raise SourceNotBuilt(source=kind.value)


def _with_nodes(shot: Shot, reading: Reading | None) -> Shot:
    return shot if reading is None else replace(shot, nodes=reading.nodes(shot))


def _pasted(clipping: Clipping) -> Shot:
    from PIL import Image

    if clipping.encoded:
        return Shot(decode(clipping.encoded, SourceKind.CLIPBOARD.value))
    size = (clipping.width, clipping.height)
    return Shot(opaque(Image.frombuffer(clipping.mode, size, clipping.pixels, "raw", clipping.mode, 0, 1)))


def clipped(box: Box, monitors: Sequence[Box]) -> Box:
    """Return the part of a box that some monitor shows (one box around it). Raises `RegionOffScreen`."""
    seen = [monitor for monitor in monitors if box.intersection(monitor)]
    if not seen or box.width <= 0 or box.height <= 0:
        raise RegionOffScreen
    left = max(box.x, min(monitor.x for monitor in seen))
    top = max(box.y, min(monitor.y for monitor in seen))
    right = min(box.right, max(monitor.right for monitor in seen))
    bottom = min(box.bottom, max(monitor.bottom for monitor in seen))
    return Box(left, top, right - left, bottom - top)


def _monitor(screen: ScreenBackend, wanted: str) -> Box:
    """Return the monitor that is meant; one that isn't there is told, not replaced by another."""
    monitors = screen.monitors()
    if wanted == "all":
        return around(monitors)
    if wanted != "pointer":
        number = int(wanted) if wanted.isdecimal() else 0
        if not 1 <= number <= len(monitors):
            raise RegionOffScreen
        return monitors[number - 1]
    where = screen.pointer()
    if where is None:  # the wrong monitor would be a wrong answer
        return around(monitors)
    pointed = Box(*where, 1, 1)
    return next((monitor for monitor in monitors if monitor.intersection(pointed)), monitors[0])
