"""The child that holds a camera: plays it on its main thread, which Qt wants, and reads the host's messages beside.

It ends with the host, with `Close`, or with its stream; the system takes the camera back at that moment, whatever a
library would still have to say.
"""

from __future__ import annotations

import faulthandler
import importlib
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import cast

from assistant.core.camera import CameraInfo
from assistant.core.errors import InternalError, SeeSayError
from assistant.core.frames import Player
from assistant.narration.messages import (
    MAX_CAMERAS,
    MAX_FRAME,
    MAX_NAME,
    AliveMessage,
    CamerasMessage,
    Close,
    Devices,
    EndedMessage,
    FromCamera,
    Open,
    ToCamera,
    decode_to_camera,
    encode,
)
from assistant.process.frames import ProtocolError
from assistant.process.link import Link
from assistant.process.wire import bounded_params, mended

# Not __name__: it is "__main__" in the child.
_log = logging.getLogger("assistant.narration.worker")

MEMORY = 6 << 30
"""Bytes of address space, libraries included; a video that wants more is broken or hostile."""

Lister = Callable[[Callable[[tuple[CameraInfo, ...]], None]], None]
"""Tells the cameras, now and whenever they change, for ever. Raises `CameraError`."""


def main() -> int:
    """Serve the host until it is gone or the stream ended; never returns to the caller's clean-up."""
    # numpy's threads would cost memory and turn for arithmetic that is too small to share.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    link: Link[ToCamera, FromCamera] = Link(decode_to_camera, encode, max_frame=MAX_FRAME, memory_bytes=MEMORY)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    # Names functions and lines of a native crash, no values.
    faulthandler.enable(2)
    try:
        _serve(link)
    except ProtocolError as error:
        _log.warning("%s", error)
        os._exit(2)
    os._exit(0)


def _serve(link: Link[ToCamera, FromCamera]) -> None:
    messages = (message for message, _ in link.messages())
    match next(messages, None):
        case Open() as first:
            link.send(_outcome(lambda: _watch(link, first, messages)))
        case Devices(lister):
            threading.Thread(target=_obey, args=(messages, lambda message: None), daemon=True).start()
            link.send(_outcome(lambda: cast(Lister, _named(lister))(lambda cameras: link.send(_cameras(cameras)))))
        case _:
            pass


def _watch(link: Link[ToCamera, FromCamera], first: Open, messages: Iterator[ToCamera]) -> None:
    link.send(AliveMessage())
    import cv2

    from assistant.narration.eye import Eye

    # Small pictures: handing them round among threads costs more than it saves.
    cv2.setNumThreads(1)
    eye = Eye(first.mode, link.send)
    threading.Thread(target=_obey, args=(messages, eye.obey), name="orders", daemon=True).start()
    cast(Player, _named(first.player))(os.fsdecode(first.path), eye)
    eye.finish()


def _obey(messages: Iterator[ToCamera], obey: Callable[..., None]) -> None:
    """Pass the host's messages on; the process ends with them, wherever its main thread is."""
    try:
        for message in messages:
            if isinstance(message, Close):
                break
            if not isinstance(message, Open | Devices):
                obey(message)
    except ProtocolError as error:
        _log.warning("%s", error)
        os._exit(2)
    os._exit(0)


def _outcome(run: Callable[[], None]) -> EndedMessage:
    try:
        run()
    except SeeSayError as error:
        return EndedMessage(error.code, bounded_params(error))
    except BaseException as error:  # noqa: BLE001 - whatever it is, the host must hear of it before the end
        # The exception's words are left out: they may quote what the camera saw.
        _log.warning("%s at\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
        reason = InternalError(detail=type(error).__name__)
        return EndedMessage(reason.code, bounded_params(reason))
    return EndedMessage()


def _named(name: str) -> object:
    """Return the function that "module:function" names: the rooms of this floor don't import each other."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def _cameras(cameras: tuple[CameraInfo, ...]) -> CamerasMessage:
    return CamerasMessage([(mended(camera.name)[:MAX_NAME], camera.is_default) for camera in cameras[:MAX_CAMERAS]])
