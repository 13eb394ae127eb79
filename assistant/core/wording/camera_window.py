"""The window that tells what is before the camera.

An ampersand marks the letter that Alt opens; it may stand elsewhere, or nowhere, in a translation.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.camera_ports import NarrationState
from assistant.core.domain import Detail
from assistant.core.wording.forms import Message, text, text_in


class CameraWindowMessages:
    """Labels, buttons and sentences of the camera window."""

    TITLE = Message(
        # Translators: title of the window that tells what is before the camera.
        text("Camera"),
    )
    CAMERA = Message(
        # Translators: label of a box of choices: which camera.
        text("&Camera:"),
    )
    USUAL = Message(
        # Translators: a choice: the camera that the system uses where none was chosen; {name} is its name.
        text("The usual one, {name}"),
    )
    USUAL_BARE = Message(
        # Translators: a choice: the camera that the system uses where none was chosen.
        text("The usual one"),
    )
    ABSENT = Message(
        # Translators: a choice: a camera that was chosen before and isn't connected now.
        text("{name}, not connected"),
    )
    NONE = Message(
        # Translators: the only choice where there is no camera.
        text("No camera is connected"),
    )
    CAME = Message(
        # Translators: spoken when a camera was plugged in while the window is open.
        text("The camera {name} is connected."),
    )
    WENT = Message(
        # Translators: spoken when a camera was unplugged while the window is open.
        text("The camera {name} is gone."),
    )
    START = Message(
        # Translators: a button: opens the camera and tells what is there and what changes.
        text_in("button", "&Start"),
    )
    PAUSE = Message(
        # Translators: a button: is silent and closes the camera.
        text_in("button", "&Pause"),
    )
    NOW = Message(
        # Translators: a button: tells what is before the camera at this moment.
        text_in("button", "What is there &now?"),
    )
    READ = Message(
        # Translators: a button: waits for a page that is held before the camera, and reads it.
        text_in("button", "&Read what I hold up"),
    )
    KEEP = Message(
        # Translators: a button: opens the page that was read before the camera last in the window for documents.
        text_in("button", "&Keep the page as a document"),
    )
    NO_PAGE = Message(
        # Translators: the user wants to keep a page as a document, but none was held before the camera in the last two
        # minutes.
        text("No page was read from the camera lately. Hold one up first."),
        # Translators: brief: there is no page that could be kept as a document.
        text("No page to keep."),
    )
    COLOUR = Message(
        # Translators: a button: says the colour in the middle of the camera's picture.
        text_in("button", "C&olour"),
    )
    LIGHT = Message(
        # Translators: a button: says how bright it is and where the light comes from.
        text_in("button", "&Light"),
    )
    THING = Message(
        # Translators: label of the field for a thing that is to be found with the camera.
        text("Thing to &find:"),
    )
    THING_HINT = Message(
        # Translators: description of the field for a thing that is to be found with the camera.
        text("A word or a thing such as “cup”. Enter looks for it; a tone leads to it."),
    )
    THING_EMPTY = Message(
        # Translators: spoken when Find was pressed and nothing was typed.
        text("Type what to find first."),
    )
    FIND = Message(
        # Translators: a button: leads to the thing with sound.
        text_in("button", "F&ind with sound"),
    )
    STOP_FINDING = Message(
        # Translators: a button: leaves finding, or waiting for a page.
        text_in("button", "Stop f&inding"),
    )
    STOP_READING = Message(
        # Translators: a button: leaves waiting for a page.
        text_in("button", "Stop wa&iting"),
    )
    TOLD = Message(
        # Translators: label of the text that holds what was told.
        text("What was &told"),
    )
    TOLD_HINT = Message(
        # Translators: description of the text that holds what was told.
        text("Read-only, the newest line last. Arrows move, Shift with them selects, Control C copies."),
    )
    VERBOSITY = Message(
        # Translators: label of a box of choices: how much is told of what the camera sees.
        text("How &much is told:"),
    )
    LEAST = Message(
        # Translators: label of a field: at least that many seconds lie between two tellings.
        text("S&econds between tellings, at least:"),
    )
    MOST = Message(
        # Translators: label of a field: after that many seconds it is told what is there although nothing changed.
        text("Seconds &until it is told again:"),
    )
    NEVER = Message(
        # Translators: in place of a number of seconds.
        text_in("seconds", "never"),
    )
    CLOSE = Message(
        # Translators: a button: closes the window, and the camera.
        text_in("button", "Close"),
    )
    STATUS = Message(
        # Translators: the line that tells what is done; {state} is e.g. "The camera is off", {camera} a name.
        text("{state}. Camera: {camera}."),
    )
    STATUS_ONLY = Message(
        # Translators: the line that tells what is done; {state} is e.g. "The camera is off".
        text("{state}."),
    )


_STATES = {
    NarrationState.OFF: Message(text_in("camera", "The camera is off")),
    NarrationState.OPENING: Message(text_in("camera", "The camera is being opened")),
    NarrationState.NARRATING: Message(text_in("camera", "Telling what changes")),
    NarrationState.READING: Message(text_in("camera", "Waiting for a page")),
    NarrationState.FINDING: Message(text_in("camera", "Finding")),
}
STATES: Mapping[NarrationState, Message] = MappingProxyType(_STATES)
"""What is done with the camera, without a full stop."""

VERBOSITIES: Mapping[Detail, Message] = MappingProxyType(
    {
        Detail.BRIEF: Message(text_in("verbosity", "little")),
        Detail.NORMAL: Message(text_in("verbosity", "the usual")),
        Detail.FULL: Message(text_in("verbosity", "everything")),
    }
)
"""How much is told."""
