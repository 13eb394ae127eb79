"""What hotkeys tell besides presses: of the layer, of what the desktop made of the keys, of a key lost later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.core.domain import Command
from assistant.core.errors import HotkeyError
from assistant.hotkeys.layer import LayerEvent


class KeysNews(StrEnum):
    """What the desktop, which decides on the keys, has done about them."""

    ASKED = "asked"
    """It is asking the user."""
    REFUSED = "refused"
    LOST = "lost"
    """They are gone until the desktop is back."""


@dataclass(frozen=True, slots=True)
class KeysGiven:
    """The key of each command as the desktop has it, "" where it gave none; `is_change` after the first time."""

    keys: Mapping[Command, str]
    is_change: bool


Told = LayerEvent | KeysNews | KeysGiven | HotkeyError
