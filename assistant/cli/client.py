"""The way to the running instance: connect, hand over, follow its replies."""

from __future__ import annotations

from assistant.system.client import Client, connect
from assistant.system.quick import PATIENCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assistant.system.messages import Body, Option


def open_client() -> Client | None:
    """Return a line to the running instance; None where none runs."""
    from assistant.system.places import socket_path

    try:
        return connect(socket_path())
    except OSError:
        return None


def hand_over(verb: str, options: dict[str, Option] | None = None) -> Body | None:
    """Let the running instance do a command; None where none runs. Raises what the instance answers as an error."""
    client = open_client()
    if client is None:
        return None
    with client:
        client.send(verb, options)
        for kind, body in client.replies(PATIENCE):
            if kind == "error":
                raise_error(body)
            if kind == "result":
                return body
    return {}


def raise_error(body: Body) -> None:
    """Raise the error that travelled here as code and params."""
    from assistant.core.errors import SeeSayError

    params = body.get("params")
    named = {str(name): str(value) for name, value in params.items()} if isinstance(params, dict) else {}
    raise SeeSayError.from_code(str(body.get("code")), named)
