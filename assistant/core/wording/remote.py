"""A server that answers instead of this computer."""

from __future__ import annotations

from assistant.core.wording.forms import Message, text


class RemoteMessages:
    """A server that answers instead of this computer."""

    PICTURES_GO = Message(
        # Translators: told before the first picture is sent; {host} is the name of a server elsewhere.
        text("Pictures go to {host}, which answers in place of this computer."),
        # Translators: brief: pictures are sent to {host}, a server elsewhere.
        text("Pictures go to {host}."),
    )
    PICTURES_STAY = Message(
        # Translators: in the list of what works; {host} is an address on this computer that answers, e.g. "localhost:8000".
        text("{host}, on this computer."),
    )
