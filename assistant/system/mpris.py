"""Media keys on Linux: a player on the session bus, as MPRIS 2 has it, to which desktops send play, pause and next.

It is there only while a document is open, and shows nothing of it: its title is "SeeSay", whatever is read. Without
jeepney or a session bus nothing happens. Not built for Windows and macOS.
"""

from __future__ import annotations

import logging
import os
import queue
import select
import sys
import threading
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger(__name__)

NAME = "org.mpris.MediaPlayer2.seesay"
PATH = "/org/mpris/MediaPlayer2"
ROOT = "org.mpris.MediaPlayer2"
PLAYER = "org.mpris.MediaPlayer2.Player"
PROPERTIES = "org.freedesktop.DBus.Properties"
_OPENING = 2.0
_ANSWERING = 1.0
_CLOSING = 2.0


class MediaKey(StrEnum):
    """What a media key asks for, by its name on the bus."""

    PLAY = "Play"
    PAUSE = "Pause"
    PLAY_PAUSE = "PlayPause"
    NEXT = "Next"
    PREVIOUS = "Previous"
    STOP = "Stop"


class MediaStatus(StrEnum):
    """What desktops are told."""

    PLAYING = "Playing"
    PAUSED = "Paused"
    STOPPED = "Stopped"


class MediaKeys:
    """Offers the player on a thread of its own. `post` gets the keys on that thread and returns at once."""

    def __init__(self, post: Callable[[MediaKey], None]) -> None:
        self._post = post
        self._told: queue.SimpleQueue[MediaStatus | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._wake = -1

    def show(self, status: MediaStatus) -> None:
        """Be there, and tell what is done; returns at once."""
        if not sys.platform.startswith("linux"):
            return
        if self._thread is None:
            waiting, self._wake = os.pipe()
            self._told = queue.SimpleQueue()
            self._thread = threading.Thread(
                target=self._run, args=(waiting, self._told), name="media-keys", daemon=True
            )
            self._thread.start()
        self._put(status)

    def close(self) -> None:
        """Be gone; may be shown again. Waits for the thread for a moment."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._put(None)
            os.close(self._wake)
            thread.join(_CLOSING)

    def _put(self, status: MediaStatus | None) -> None:
        self._told.put(status)
        os.write(self._wake, b".")

    # --- the thread -----------------------------------------------------------------------------

    def _run(self, waiting: int, told: queue.SimpleQueue[MediaStatus | None]) -> None:
        try:
            bus = _open()
            if bus is not None:
                with bus:
                    _Player(bus, self._post).serve(waiting, told)
        except Exception as error:  # noqa: BLE001 - a bus that is odd costs the media keys and nothing else
            log.warning("the media keys are gone: %s", type(error).__name__)
        # The other end writes as long as it believes in this thread; a full pipe would make it wait.
        while os.read(waiting, 4096):
            pass
        os.close(waiting)


class _Player:
    """The objects on the bus."""

    def __init__(self, bus: DBusConnection, post: Callable[[MediaKey], None]) -> None:
        self._bus = bus
        self._post = post
        self._status = MediaStatus.STOPPED

    def serve(self, waiting: int, told: queue.SimpleQueue[MediaStatus | None]) -> None:
        """Answer until nothing more is told."""
        while True:
            self._receive_all()
            ready, _, _ = select.select([self._bus.sock, waiting], [], [])
            if waiting in ready:
                os.read(waiting, 4096)
                while not told.empty():
                    status = told.get()
                    if status is None:
                        return
                    self._tell(status)

    def _receive_all(self) -> None:
        while True:
            try:
                message = self._bus.receive(timeout=0)
            except TimeoutError:
                return
            self._answer(message)

    def _tell(self, status: MediaStatus) -> None:
        from jeepney import DBusAddress, new_signal

        if status is self._status:
            return
        self._status = status
        address = DBusAddress(PATH, interface=PROPERTIES)
        changed = {"PlaybackStatus": ("s", status.value)}
        self._bus.send(new_signal(address, "PropertiesChanged", "sa{sv}as", (PLAYER, changed, [])))

    def _answer(self, message: Message) -> None:
        from jeepney import HeaderFields, MessageFlag, MessageType, new_error, new_method_return

        header = message.header
        if header.message_type is not MessageType.method_call:
            return
        interface = header.fields.get(HeaderFields.interface, "")
        member = header.fields.get(HeaderFields.member, "")
        found = self._reply(interface, member, message.body)
        if header.flags & MessageFlag.no_reply_expected:
            return
        if found is None:
            self._bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
        else:
            self._bus.send(new_method_return(message, *found))

    def _reply(
        self, interface: str, member: str, body: tuple[Any, ...]
    ) -> tuple[str, tuple[Any, ...]] | tuple[()] | None:
        """Return the signature and the values of a reply, () for an empty one, None for what there is not."""
        if interface in (PLAYER, "") and member in (key.value for key in MediaKey):
            self._post(MediaKey(member))
            return ()
        if interface == PROPERTIES and member == "GetAll" and body:
            return "a{sv}", (self._properties(str(body[0])),)
        if interface == PROPERTIES and member == "Get" and len(body) == 2:
            value = self._properties(str(body[0])).get(str(body[1]))
            return None if value is None else ("v", (value,))
        if member == "Introspect":
            return "s", (_INTROSPECTION,)
        # Seek, Raise and their like: said to be impossible below, and harmless to ask for.
        return () if interface in (ROOT, PLAYER, PROPERTIES, "org.freedesktop.DBus.Peer") else None

    def _properties(self, interface: str) -> dict[str, tuple[str, Any]]:
        if interface == ROOT:
            return dict(_ROOT)
        if interface != PLAYER:
            return {}
        return {"PlaybackStatus": ("s", self._status.value), **_PLAYER}


def _open() -> DBusConnection | None:
    """Return the session bus, on which the player has its name; None where that can't be had."""
    try:
        from jeepney import message_bus
        from jeepney.io.blocking import open_dbus_connection

        bus = open_dbus_connection("SESSION", auth_timeout=_OPENING)
    except Exception as error:  # noqa: BLE001 - no bus, no library, no permission: there are no media keys then
        log.info("no media keys: %s", type(error).__name__)
        return None
    reply = bus.send_and_get_reply(message_bus.RequestName(NAME), timeout=_ANSWERING)
    if reply.body and reply.body[0] in (1, 4):
        return bus
    bus.close()
    log.info("no media keys: the name is taken")
    return None


_ROOT: dict[str, tuple[str, Any]] = {
    "Identity": ("s", "SeeSay"),
    "DesktopEntry": ("s", "seesay"),
    "CanQuit": ("b", False),
    "CanRaise": ("b", False),
    "HasTrackList": ("b", False),
    "SupportedUriSchemes": ("as", []),
    "SupportedMimeTypes": ("as", []),
}
_PLAYER: dict[str, tuple[str, Any]] = {
    "Metadata": ("a{sv}", {"mpris:trackid": ("o", "/org/seesay/document"), "xesam:title": ("s", "SeeSay")}),
    "Rate": ("d", 1.0),
    "MinimumRate": ("d", 1.0),
    "MaximumRate": ("d", 1.0),
    "Volume": ("d", 1.0),
    "Position": ("x", 0),
    "CanGoNext": ("b", True),
    "CanGoPrevious": ("b", True),
    "CanPlay": ("b", True),
    "CanPause": ("b", True),
    "CanSeek": ("b", False),
    "CanControl": ("b", True),
}
_INTROSPECTION = f"""<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
<node><interface name="{ROOT}"/><interface name="{PLAYER}">{
    "".join(f'<method name="{key.value}"/>' for key in MediaKey)
}<property name="PlaybackStatus" type="s" access="read"/></interface></node>"""
