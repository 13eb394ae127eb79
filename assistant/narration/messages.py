"""The messages between a camera's host and its child, and the bounds on them.

The child is not trusted: it decodes videos from anywhere. What it sends is decoded into types of its own with a bound
on every length and number. Pixels travel as one raw frame behind the message that announces them.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from assistant.core.camera import Advice, WatchMode
from assistant.process.frames import ProtocolError
from assistant.process.packing import Code, Params, packed, unpacked

MAX_FRAME = 1 << 16
MAX_PIXELS = 64_000_000
"""More than any camera gives, and less than what hurts: 192 MB."""
MAX_CAMERAS = 64
MAX_NAME = 500

_EDGE = 1 << 15
_Edge = Annotated[int, Meta(ge=1, le=_EDGE)]
_Byte = Annotated[int, Meta(ge=0, le=255)]
_Share = Annotated[float, Meta(ge=0, le=1)]
_Side = Annotated[float, Meta(ge=-1, le=1)]
_Time = Annotated[float, Meta(ge=0, le=1e12)]
_Name = Annotated[str, Meta(max_length=MAX_NAME)]


# --- to the child ---------------------------------------------------------------------------------------


class Open(msgspec.Struct, frozen=True, tag="open", forbid_unknown_fields=True):
    """Play `path` (in the system's coding) by `player`, "module:function" of `core.frames`; the first message, once."""

    player: str
    path: bytes
    mode: WatchMode


class Devices(msgspec.Struct, frozen=True, tag="devices", forbid_unknown_fields=True):
    """Tell the cameras, now and whenever they change, by `lister`, "module:function"; the first message, once."""

    lister: str


class Watch(msgspec.Struct, frozen=True, tag="watch", forbid_unknown_fields=True):
    """Look for something else."""

    mode: WatchMode


class Ready(msgspec.Struct, frozen=True, tag="ready", forbid_unknown_fields=True):
    """Send the next frame that is worth it: one, whatever happens."""


class Now(msgspec.Struct, frozen=True, tag="now", forbid_unknown_fields=True):
    """Send the newest frame."""


class Peek(msgspec.Struct, frozen=True, tag="peek", forbid_unknown_fields=True):
    """Send the newest frame for somebody else: what it is compared with, and what is asked for, stay as they are."""


class Measure(msgspec.Struct, frozen=True, tag="measure", forbid_unknown_fields=True):
    """Measure colour and light."""


class Close(msgspec.Struct, frozen=True, tag="close", forbid_unknown_fields=True):
    """End, and let go of the camera."""


ToCamera = Open | Devices | Watch | Ready | Now | Peek | Measure | Close


# --- from the child -------------------------------------------------------------------------------------


class OpenedMessage(msgspec.Struct, frozen=True, tag="opened", forbid_unknown_fields=True):
    """A `WatchOpened`."""

    name: _Name


class FrameMessage(msgspec.Struct, frozen=True, tag="frame", forbid_unknown_fields=True):
    """A `FrameTaken`, a `PageHeld` where `is_page`, or the answer to `Peek` where `is_peek`; its pixels follow."""

    width: _Edge
    height: _Edge
    taken_at: _Time
    amount: _Share
    is_page: bool = False
    is_peek: bool = False


class AdvisedMessage(msgspec.Struct, frozen=True, tag="advised", forbid_unknown_fields=True):
    """An `Advised`."""

    advice: Annotated[list[Advice], Meta(max_length=len(Advice))]


class MeasuredMessage(msgspec.Struct, frozen=True, tag="measured", forbid_unknown_fields=True):
    """A `Measured`."""

    rgb: tuple[_Byte, _Byte, _Byte]
    level: _Share
    x: _Side
    y: _Side
    is_sure: bool


class AliveMessage(msgspec.Struct, frozen=True, tag="alive", forbid_unknown_fields=True):
    """Nothing is to be told, and nothing hangs."""


class EndedMessage(msgspec.Struct, frozen=True, tag="ended", forbid_unknown_fields=True):
    """A `WatchEnded`; without a code the stream came to its end."""

    code: Code | None = None
    params: Params = {}


class CamerasMessage(msgspec.Struct, frozen=True, tag="cameras", forbid_unknown_fields=True):
    """The cameras that there are, each with whether it is the default one."""

    cameras: Annotated[list[tuple[_Name, bool]], Meta(max_length=MAX_CAMERAS)]


FromCamera = (
    OpenedMessage | FrameMessage | AdvisedMessage | MeasuredMessage | AliveMessage | EndedMessage | CamerasMessage
)

_to_camera: msgspec.msgpack.Decoder[ToCamera] = msgspec.msgpack.Decoder(ToCamera)
_from_camera: msgspec.msgpack.Decoder[FromCamera] = msgspec.msgpack.Decoder(FromCamera)


def encode(message: ToCamera | FromCamera) -> bytes:
    """Return the bytes of a message; raise `ProtocolError` where it can't be sent."""
    return packed(message, MAX_FRAME)


def decode_to_camera(data: bytes) -> ToCamera:
    """Return the host's message; raise `ProtocolError` for anything else."""
    return unpacked(_to_camera, data)


def decode_from_camera(data: bytes) -> FromCamera:
    """Return the child's message within its bounds; raise `ProtocolError` for anything else."""
    message = unpacked(_from_camera, data)
    if isinstance(message, FrameMessage) and message.width * message.height > MAX_PIXELS:
        raise ProtocolError("a frame with too many pixels")
    return message


def pixel_bytes(message: FromCamera) -> int:
    """Return the length of the raw frame that follows a message of the child."""
    return message.width * message.height * 3 if isinstance(message, FrameMessage) else 0
