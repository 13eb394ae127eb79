"""The names of colours, and how a colour is told. Which name a colour has says `core/colours.py`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.wording.forms import Message, text, text_in


class ColourMessages:
    """How the colour in the middle of the camera's picture is told."""

    SURE = Message(
        # Translators: the colour in the middle of the camera's picture; {colour} is a name as below.
        text("The colour in the middle is {colour}."),
        # Translators: the same, brief.
        text("Colour: {colour}."),
    )
    UNSURE = Message(
        # Translators: the light is dim or coloured, or the middle is of several colours; {colour} is a name as below.
        text("The colour in the middle is possibly {colour}; the light or a pattern makes it hard to tell."),
        # Translators: the same, brief.
        text("Possibly {colour}."),
    )


# Translators: each is the name of a colour, as it is said of a thing: "the colour is light blue". Pale has little
# colour in it, strong much.
_COLOURS = {
    "black": Message(text_in("colour", "black")),
    "dark grey": Message(text_in("colour", "dark grey")),
    "grey": Message(text_in("colour", "grey")),
    "light grey": Message(text_in("colour", "light grey")),
    "white": Message(text_in("colour", "white")),
    "red": Message(text_in("colour", "red")),
    "dark red": Message(text_in("colour", "dark red")),
    "light red": Message(text_in("colour", "light red")),
    "pale red": Message(text_in("colour", "pale red")),
    "strong red": Message(text_in("colour", "strong red")),
    "orange": Message(text_in("colour", "orange")),
    "dark orange": Message(text_in("colour", "dark orange")),
    "light orange": Message(text_in("colour", "light orange")),
    "pale orange": Message(text_in("colour", "pale orange")),
    "strong orange": Message(text_in("colour", "strong orange")),
    "yellow": Message(text_in("colour", "yellow")),
    "dark yellow": Message(text_in("colour", "dark yellow")),
    "light yellow": Message(text_in("colour", "light yellow")),
    "pale yellow": Message(text_in("colour", "pale yellow")),
    "strong yellow": Message(text_in("colour", "strong yellow")),
    "green": Message(text_in("colour", "green")),
    "dark green": Message(text_in("colour", "dark green")),
    "light green": Message(text_in("colour", "light green")),
    "pale green": Message(text_in("colour", "pale green")),
    "strong green": Message(text_in("colour", "strong green")),
    "turquoise": Message(text_in("colour", "turquoise")),
    "dark turquoise": Message(text_in("colour", "dark turquoise")),
    "light turquoise": Message(text_in("colour", "light turquoise")),
    "pale turquoise": Message(text_in("colour", "pale turquoise")),
    "strong turquoise": Message(text_in("colour", "strong turquoise")),
    "blue": Message(text_in("colour", "blue")),
    "dark blue": Message(text_in("colour", "dark blue")),
    "light blue": Message(text_in("colour", "light blue")),
    "pale blue": Message(text_in("colour", "pale blue")),
    "strong blue": Message(text_in("colour", "strong blue")),
    "violet": Message(text_in("colour", "violet")),
    "dark violet": Message(text_in("colour", "dark violet")),
    "light violet": Message(text_in("colour", "light violet")),
    "pale violet": Message(text_in("colour", "pale violet")),
    "strong violet": Message(text_in("colour", "strong violet")),
    "pink": Message(text_in("colour", "pink")),
    "dark pink": Message(text_in("colour", "dark pink")),
    "light pink": Message(text_in("colour", "light pink")),
    "pale pink": Message(text_in("colour", "pale pink")),
    "strong pink": Message(text_in("colour", "strong pink")),
    "brown": Message(text_in("colour", "brown")),
    "dark brown": Message(text_in("colour", "dark brown")),
    "light brown": Message(text_in("colour", "light brown")),
    "beige": Message(text_in("colour", "beige")),
    "dark beige": Message(text_in("colour", "dark beige")),
    "light beige": Message(text_in("colour", "light beige")),
}

COLOURS: Mapping[str, Message] = MappingProxyType(_COLOURS)
"""The words of every key of `colours.colour_key`."""
