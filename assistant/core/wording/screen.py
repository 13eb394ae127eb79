"""The sentences with which the embedded engine describes, finds and answers.

Whatever stands in braces is what the picture itself says, or another of these forms; a form that is put into a
sentence begins in lower case and has no full stop.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.places import Place
from assistant.core.wording.forms import Message, Plural, counted, text, text_in


class DescribeMessages:
    """What is in a picture."""

    WINDOW = Message(
        # Translators: the one window that is seen; {title} is its title.
        text("Window: {title}."),
    )
    WINDOWS = Plural(
        # Translators: {titles} is a list of window titles.
        counted("{n} window: {titles}.", "{n} windows: {titles}."),
    )
    MENU_BAR = Message(
        # Translators: {items} is a list of menu names.
        text("Menu bar: {items}."),
    )
    HEADING = Message(
        # Translators: {heading} is the text of a heading in the picture.
        text("Heading: {heading}."),
    )
    HEADINGS = Plural(
        # Translators: {headings} is a list of headings in the picture.
        counted("{n} heading: {headings}.", "{n} headings: {headings}."),
    )
    BUTTON = Message(
        # Translators: {name} is what a button says.
        text("Button: {name}."),
    )
    BUTTONS = Message(
        # Translators: {names} is a list of what buttons say.
        text("Buttons: {names}."),
    )
    FIELD = Message(
        # Translators: {name} is the label of an input field.
        text("Input field: {name}."),
    )
    FIELDS = Message(
        # Translators: {names} is a list of labels of input fields.
        text("Input fields: {names}."),
    )
    TEXT_SAYS = Message(
        # Translators: {words} is text that stands in the picture.
        text("It says: {words}"),
    )
    TEXT_MORE = Plural(
        # Translators: after the beginning of a text; {n} lines were left out.
        counted("{n} more line.", "{n} more lines."),
    )
    TEXT_NONE = Message(
        # Translators: the picture was searched for text, there is none.
        text("No text was found."),
        # Translators: brief: there is no text in the picture.
        text("No text."),
    )
    SCRIPT_UNREAD = Message(
        # Translators: most of the text is in letters that the user's languages don't have; don't translate the command.
        text(
            "Most of the text seems to be in a script that SeeSay was not told to read. “seesay settings set "
            "read_languages”, followed by codes such as “ru,en”, names the languages that you read."
        ),
        # Translators: brief: most of the text is in letters that the user's languages don't have.
        text("Most of the text is in another script: set read_languages."),
    )
    WINDOW_EMPTY = Message(
        # Translators: a window (a text editor, say) in which nothing stands.
        text("Nothing stands in it."),
        # Translators: brief: nothing stands in the window.
        text("Empty."),
    )
    DESKTOP_EMPTY = Message(
        # Translators: no window and no text on the screen.
        text("An empty desktop: no window and no text was found."),
        # Translators: brief: an empty desktop.
        text("Empty desktop."),
    )
    PICTURE_HERE = Message(
        # Translators: {place} is e.g. "in the upper left"; {what} is what is in the picture, e.g. "a dog".
        text("A picture {place}: {what}."),
    )
    PICTURE_UNKNOWN = Message(
        # Translators: {place} is e.g. "in the upper left".
        text("A picture {place}; nothing in it is known to me."),
        # Translators: brief: {place} is e.g. "in the upper left".
        text("A picture {place}, unknown."),
    )
    PICTURE_WHOLE = Message(
        # Translators: the file or camera picture shows {what}, e.g. "a dog and two people".
        text("The picture shows {what}."),
        # Translators: brief: {what} is e.g. "a dog and two people".
        text("{what}."),
    )
    PICTURE_WHOLE_LIKE = Message(
        # Translators: no thing in the file or camera picture is known; {label} is e.g. "a cup or a mug".
        text("The picture looks like: {label}."),
        # Translators: brief: the whole picture was compared; {label} is e.g. "a cup or a mug".
        text("Looks like: {label}."),
    )
    PICTURE_WHOLE_UNKNOWN = Message(
        # Translators: there is a picture, but neither text nor a thing that is known.
        text("A picture; nothing in it is known to me."),
        # Translators: brief: a picture in which nothing is known.
        text("A picture, unknown."),
    )
    NOT_A_CAPTION = Message(
        # Translators: told once in full detail: the engine names things, it does not understand scenes.
        text("This is a list of things that were recognised, not an account of the scene."),
        # Translators: brief: the engine lists things only.
        text("A list of recognised things only."),
    )
    POSSIBLY = Message(
        # Translators: the engine is not sure of {what}, e.g. "a dog".
        text("possibly {what}"),
    )
    LOOKS_LIKE = Message(
        # Translators: {label} is an English name such as "tabby cat"; the engine compares the whole picture.
        text("it looks like: {label}"),
    )
    THING_AT = Message(
        # Translators: {thing} is e.g. "a dog", {place} e.g. "in the lower right".
        text("{thing} {place}"),
    )
    ROTATED = Message(
        # Translators: the page in the picture was turned before it was read; {degrees} is 90, 180 or 270.
        text("The page was turned by {degrees} degrees."),
    )


class AnswerMessages:
    """Answers to find and ask."""

    FOUND_ONE = Message(
        # Translators: {what} is e.g. "the Save button", {place} e.g. "in the lower right".
        text("{what}, {place}."),
    )
    FOUND_MANY = Plural(
        # Translators: {places} is a list such as "in the upper left and in the middle".
        counted("{n} place: {places}.", "{n} places: {places}."),
    )
    FOUND_MORE = Plural(
        # Translators: more places were found than are told one by one.
        counted("And {n} more.", "And {n} more."),
    )
    FOUND_NONE = Message(
        # Translators: {what} is what the user looked for, in the user's own words.
        text("“{what}” was not found here."),
        # Translators: brief: {what} is what the user looked for.
        text("No “{what}” found."),
    )
    FOUND_POSSIBLY = Message(
        # Translators: the engine is not sure; {what} is e.g. "a dog", {place} e.g. "in the lower right".
        text("Possibly {what}, {place}."),
    )
    THE_BUTTON = Message(
        # Translators: {name} is what the button says.
        text("the {name} button"),
    )
    THE_FIELD = Message(
        # Translators: {name} is the label of an input field.
        text("the input field {name}"),
    )
    THE_HEADING = Message(
        # Translators: {name} is the text of the heading.
        text("the heading {name}"),
    )
    THE_MENU = Message(
        # Translators: {name} is an entry of a menu bar.
        text("the menu {name}"),
    )
    THE_WINDOW = Message(
        # Translators: {name} is a window's title.
        text("the window {name}"),
    )
    THE_WORDS = Message(
        # Translators: {words} is the line of text in which the user's words were found.
        text("the words “{words}”"),
    )
    THE_PICTURE = Message(
        # Translators: a picture, in the answer to where it is.
        text("a picture"),
    )
    COUNT = Plural(
        # Translators: the answer to "how many"; {what} is what the user asked for, in the user's own words.
        counted("{n} was found for “{what}”.", "{n} were found for “{what}”."),
    )
    COUNT_NONE = Message(
        # Translators: the answer to "how many" where there is none; {what} is in the user's own words.
        text("None was found for “{what}”."),
    )
    COUNT_POSSIBLY = Plural(
        # Translators: in addition to the ones that are sure: unsure ones.
        counted("Possibly {n} more.", "Possibly {n} more."),
    )
    COUNT_UNSURE = Plural(
        # Translators: the answer to "how many" where none is sure; {what} is in the user's own words.
        counted("Possibly {n} for “{what}”.", "Possibly {n} for “{what}”."),
    )
    YES_THERE = Message(
        # Translators: the answer to "is there"; {what} is e.g. "a dog", {place} e.g. "in the lower right".
        text("Yes: {what}, {place}."),
    )
    NOT_SEEN = Message(
        # Translators: the answer to "is there"; {what} is in the user's own words. Not found is not a proof.
        text("“{what}” was not recognised in the picture, which does not prove that it isn't there."),
        # Translators: brief: {what} is in the user's own words; not found is not a proof.
        text("“{what}” was not recognised."),
    )
    TITLE_IS = Message(
        # Translators: the answer to "what is the title"; {title} stands in the picture.
        text("The title is: {title}."),
        # Translators: brief: the title that stands in the picture.
        text("{title}."),
    )
    TITLE_NONE = Message(
        # Translators: the answer to "what is the title" where none was found.
        text("No title was found."),
    )


class ListMessages:
    """How a list is joined."""

    PAIR = Message(
        # Translators: joins two things of a list.
        text_in("list", "{a} and {b}"),
    )
    MIDDLE = Message(
        # Translators: joins the things of a longer list, except the last one.
        text_in("list", "{a}, {b}"),
    )
    END = Message(
        # Translators: joins the last thing to a longer list.
        text_in("list", "{a} and {b}"),
    )


_PLACES = {
    Place.UPPER_LEFT: Message(text_in("place", "in the upper left"), text_in("place", "upper left")),
    Place.TOP: Message(text_in("place", "at the top"), text_in("place", "top")),
    Place.UPPER_RIGHT: Message(text_in("place", "in the upper right"), text_in("place", "upper right")),
    Place.LEFT: Message(text_in("place", "on the left"), text_in("place", "left")),
    Place.MIDDLE: Message(text_in("place", "in the middle"), text_in("place", "middle")),
    Place.RIGHT: Message(text_in("place", "on the right"), text_in("place", "right")),
    Place.LOWER_LEFT: Message(text_in("place", "in the lower left"), text_in("place", "lower left")),
    Place.BOTTOM: Message(text_in("place", "at the bottom"), text_in("place", "bottom")),
    Place.LOWER_RIGHT: Message(text_in("place", "in the lower right"), text_in("place", "lower right")),
    Place.ALL_OVER: Message(text_in("place", "over the whole picture"), text_in("place", "all over")),
}

PLACES: Mapping[Place, Message] = MappingProxyType(_PLACES)
"""A ninth inside a sentence ("in the lower right") and, brief, after a comma ("lower right")."""

_SOURCES = {
    "screen": Message(text_in("source", "the screen")),
    "window": Message(text_in("source", "the window")),
    "region": Message(text_in("source", "that part of the screen")),
    "clipboard": Message(text_in("source", "the picture on the clipboard")),
    "camera": Message(text_in("source", "the camera")),
    "file": Message(text_in("source", "the picture")),
}

SOURCES: Mapping[str, Message] = MappingProxyType(_SOURCES)
