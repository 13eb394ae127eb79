"""The address of a server that answers instead of this computer: what is an address, whose, and whether it is safe.

Nothing is opened or looked up here.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from assistant.core.errors import RemoteInsecure, UsageError

_SCHEMES = ("http", "https")
_PORTS = {"http": 80, "https": 443}
_CALL = "/chat/completions"
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Server:
    """An OpenAI-compatible server.

    `base` is what calls are appended to ("https://desk.example/v1"), `host` its name with the port where that is not
    the usual one; keys are kept and sentences are spoken under it. On loopback nothing leaves this computer. `model`
    is the server's name of the model that is wanted, empty for its first.
    """

    base: str
    host: str
    is_loopback: bool
    model: str = ""


def is_address(text: str) -> bool:
    """Tell whether a text is meant as a server's address rather than a name."""
    return "://" in text


def parse_server(text: str) -> Server:
    """Return the server at an address such as "https://desk.example:8000#gemma"; without a path it is its "/v1".

    Raises `UsageError` for what is no address or holds a password, `RemoteInsecure` where pictures would travel
    unprotected: http to anything but this computer.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
        name = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise UsageError(detail="address of a server") from None
    if parts.scheme not in _SCHEMES or not name or not _is_plain(parts):
        raise UsageError(detail="address of a server")
    shown = f"[{name}]" if ":" in name else name
    host = shown if port in (None, _PORTS[parts.scheme]) else f"{shown}:{port}"
    is_loopback = _is_loopback(name)
    if parts.scheme == "http" and not is_loopback:
        raise RemoteInsecure(host=host)
    path = parts.path.rstrip("/").removesuffix(_CALL) or "/v1"
    return Server(urlunsplit((parts.scheme, host, path, "", "")), host, is_loopback, unquote(parts.fragment))


def host_of(text: str) -> str:
    """Return the host of an address or of a bare name, as `Server.host` has it. Raises as `parse_server`."""
    return parse_server(text if is_address(text) else f"https://{text}").host


def _is_plain(parts: SplitResult) -> bool:
    # A key in the address would end up in the settings and in the list of processes.
    has_password = "@" in parts.netloc
    signs = parts.netloc + parts.path + unquote(parts.fragment)
    has_odd_signs = any(sign.isspace() or not sign.isprintable() for sign in signs)
    return not (has_password or has_odd_signs or parts.query or len(parts.fragment) > _LONGEST_NAME)


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
