"""What is said on Wayland, where the desktop decides who may look and which keys there are."""

from __future__ import annotations

from assistant.core.wording.forms import Message, text


class WaylandMessages:
    """Spoken when the desktop asks the user, gives keys, or gives none."""

    SCREEN_ASKED = Message(
        # Translators: {desktop} names a desktop, such as "GNOME", that opened a question of its own.
        text("{desktop} may be asking whether SeeSay may see the screen. Look for its question, and allow it."),
        # Translators: brief: the desktop may have opened a question of its own.
        text("{desktop} may be asking you something. Allow it."),
    )
