"""The switch that keeps SeeSay off the network: asked before anything connects to another computer."""

from __future__ import annotations

from assistant.core.errors import NetworkOff
from assistant.core.settings import Settings


def require_network(settings: Settings) -> None:
    """Return where the user lets SeeSay use the network. Raises `NetworkOff`.

    What stays on this computer, such as a server on a loopback address, needs not ask.
    """
    if not settings.flag("privacy.network"):
        raise NetworkOff
