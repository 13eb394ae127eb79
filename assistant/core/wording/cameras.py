"""Which cameras there are."""

from __future__ import annotations

from assistant.core.wording.forms import Message, text, text_in


class CameraMessages:
    """Which cameras there are."""

    PART_CAMERAS = Message(
        # Translators: in the list of what works: the cameras of the computer.
        text_in("part", "Cameras")
    )
    NONE = Message(
        # Translators: the computer has no camera; nothing is wrong with that.
        text("No camera is connected."),
    )
