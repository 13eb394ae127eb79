"""What the messages of every kind of child have in common: how they become bytes and back, and how errors are bounded.

It knows no message. What is decoded is of the type that a decoder was made for, within its bounds, or nothing.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from assistant.process.frames import ProtocolError

MAX_PARAMS = 16
MAX_CODE = 64
MAX_PARAM = 500

Code = Annotated[str, Meta(max_length=MAX_CODE, pattern=r"^[a-z][a-z0-9_]*\Z")]
"""An error's code."""
# "self" would collide with the error's own constructor.
_Key = Annotated[str, Meta(max_length=MAX_CODE, pattern=r"^(?!self\Z)[a-z][a-z0-9_]*\Z")]
Params = Annotated[dict[_Key, Annotated[str, Meta(max_length=MAX_PARAM)]], Meta(max_length=MAX_PARAMS)]
"""An error's parameters."""

T = TypeVar("T")


def packed(message: msgspec.Struct, most: int) -> bytes:
    """Return the bytes of a message; raise `ProtocolError` where it can't be sent, or has more than `most` of them."""
    try:
        data = msgspec.msgpack.encode(message)
    except (ValueError, TypeError, OverflowError) as error:
        raise ProtocolError(f"a message that can't be encoded: {type(error).__name__}") from None
    if len(data) > most:
        raise ProtocolError(f"a message of {len(data)} bytes, more than {most}")
    return data


def unpacked(decoder: msgspec.msgpack.Decoder[T], data: bytes) -> T:
    """Return the message in the bytes; raise `ProtocolError` for anything else."""
    try:
        return decoder.decode(data)
    except (ValueError, RecursionError, OverflowError) as error:
        # The reason would quote what was sent, so only its kind is kept.
        raise ProtocolError(f"no message: {type(error).__name__}") from None
