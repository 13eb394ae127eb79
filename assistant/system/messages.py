"""The wire format between a command line and the running instance, and what is allowed on it.

A frame is one byte of kind, four of length (network order), then the payload. A command line sends one REQUEST
(JSON: protocol, verb, options, picture size or null) and, where it resolved a file or standard input itself, one
PICTURE (rows of RGB bytes from the top). The instance answers with EVENTs (JSON objects, as they come) and one last
RESULT or ERROR (a code and its params, as in `SeeSayError`).

Loaded before a command reaches the instance: neither dataclasses nor typing nor the core, which cost more than the way.
"""

from __future__ import annotations

import json
import struct

PROTOCOL = 1

REQUEST, PICTURE, EVENT, RESULT, ERROR = b"Q", b"P", b"E", b"R", b"X"

PLAIN_LOOKS = ("describe", "read")
LOOKS = (*PLAIN_LOOKS, "ask", "find")
SIGNALS = ("stop", "repeat", "open")
VERBS = frozenset({*LOOKS, *SIGNALS, "document", "keys", "show", "reload", "ping"})

# Every option that a verb may carry; numbers are whole or not, True is not one of them.
_TEXT = ("source", "task", "question", "act", "language", "read_language", "engine", "detail", "title", "wav", "paths")
_FLAGS = ("quiet", "json", "wait")
_NUMBERS = ("timeout",)

BETWEEN = "\0"
"""What stands between the paths of `document`: no path has one in it."""

HEADER = struct.Struct("!cI")
MAX_REQUEST = 64 * 1024
MAX_REPLY = 16 * 1024 * 1024
MAX_PIXELS = 120_000_000

Option = str | bool | int | float
Body = dict[str, object]


class BadMessageError(ValueError):
    """The other side doesn't speak this protocol; the text names the field, never its content."""


def encode(kind: bytes, payload: bytes) -> bytes:
    """Return a whole frame."""
    return HEADER.pack(kind, len(payload)) + payload


def encode_json(kind: bytes, body: Body) -> bytes:
    """Return a frame with a JSON object."""
    return encode(kind, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def decode_json(payload: bytes) -> Body:
    """Return the object in a frame. Raises `BadMessageError`."""
    try:
        body = json.loads(payload)
    except (ValueError, RecursionError):
        raise BadMessageError("not JSON") from None
    if not isinstance(body, dict):
        raise BadMessageError("not an object")
    return body


def request_body(verb: str, options: dict[str, Option], picture_size: tuple[int, int] | None) -> Body:
    """Return a request that `parse_request` takes. Raises `BadMessageError` here rather than over there."""
    body: Body = {"protocol": PROTOCOL, "verb": verb, "options": options, "picture": picture_size}
    _check(body)
    return body


def parse_request(payload: bytes) -> tuple[str, dict[str, Option], tuple[int, int] | None]:
    """Return verb, options and picture size of a request. Raises `BadMessageError`."""
    return _check(decode_json(payload))


def _check(body: Body) -> tuple[str, dict[str, Option], tuple[int, int] | None]:
    if body.get("protocol") != PROTOCOL:
        raise BadMessageError("protocol")
    verb = body.get("verb")
    if not isinstance(verb, str) or verb not in VERBS:
        raise BadMessageError("verb")
    options = body.get("options")
    if not isinstance(options, dict):
        raise BadMessageError("options")
    for name, value in options.items():
        if not _is_allowed(name, value):
            raise BadMessageError(f"option {name!a:.40}")
    return verb, options, _size(body.get("picture"))


def _is_allowed(name: str, value: object) -> bool:
    if name in _TEXT:
        return isinstance(value, str)
    if name in _FLAGS:
        return isinstance(value, bool)
    return name in _NUMBERS and type(value) in (int, float)


def _size(picture: object) -> tuple[int, int] | None:
    if picture is None:
        return None
    if not isinstance(picture, (list, tuple)) or len(picture) != 2:
        raise BadMessageError("picture")
    width, height = picture
    if type(width) is not int or type(height) is not int:
        raise BadMessageError("picture")
    if min(width, height) < 1 or width * height > MAX_PIXELS:
        raise BadMessageError("picture")
    return width, height
