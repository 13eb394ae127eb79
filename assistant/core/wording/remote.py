"""A server that answers instead of this computer."""

from __future__ import annotations

from assistant.core.wording.forms import Message, text, text_in


class RemoteMessages:
    """A server that answers instead of this computer."""

    PICTURES_GO = Message(
        # Translators: told before the first picture is sent; {host} is the name of a server elsewhere.
        text("Pictures go to {host}, which answers in place of this computer."),
        # Translators: brief: pictures are sent to {host}, a server elsewhere.
        text("Pictures go to {host}."),
    )
    PICTURES_STAY = Message(
        # Translators: in the list of what works; {host} is an address such as "localhost:8000".
        text("{host}, on this computer."),
    )
    PART_SERVER = Message(
        # Translators: in the list of what works: a server that answers in place of this computer.
        text_in("part", "Server")
    )
