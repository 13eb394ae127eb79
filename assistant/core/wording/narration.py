"""What is told of what is before a camera: what came and went, how to hold it, where a thing is.

Every sentence is whole. {thing} is a thing with its number as a list says it ("a cup", "2 people"), and any class of
thing may stand there: where a verb would have to agree with it, a form such as "New: {thing}." fits every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.camera import Advice
from assistant.core.wording.forms import Message, Plural, counted, text


class NarrationMessages:
    """Spoken while a camera is narrated."""

    CAME_LEFT = Message(
        # Translators: {thing} is e.g. "a person", "2 dogs"; "From the left: {thing}." fits as well.
        text("{thing} came in from the left."),
        # Translators: brief: {thing}, e.g. "a person", came into the picture from the left.
        text("From the left: {thing}."),
    )
    CAME_RIGHT = Message(
        # Translators: {thing} is e.g. "a person", "2 dogs"; "From the right: {thing}." fits as well.
        text("{thing} came in from the right."),
        # Translators: brief: {thing}, e.g. "a person", came into the picture from the right.
        text("From the right: {thing}."),
    )
    CAME = Message(
        # Translators: {thing} is e.g. "a person", "2 dogs"; they came into the picture.
        text("{thing} came in."),
        # Translators: brief: {thing}, e.g. "a person", came into the picture.
        text("New: {thing}."),
    )
    NEW = Message(
        # Translators: something that wasn't there before: {thing} is e.g. "a cup", "2 chairs".
        text("New: {thing}."),
    )
    NEW_AT = Message(
        # Translators: something that wasn't there before; {thing} is e.g. "a cup", {place} e.g. "in the lower right".
        text("New: {thing} {place}."),
    )
    POSSIBLY_NEW = Message(
        # Translators: the engine is not sure; {thing} is e.g. "a cup".
        text("Possibly new: {thing}."),
    )
    POSSIBLY_NEW_AT = Message(
        # Translators: the engine is not sure; {thing} is e.g. "a cup", {place} e.g. "in the lower right".
        text("Possibly new: {thing} {place}."),
    )
    MORE = Plural(
        # Translators: {n} more of the same came; {things} are all that are there now, e.g. "3 people".
        counted("One more: now {things}.", "{n} more: now {things}."),
    )
    MORE_AT = Plural(
        # Translators: {n} more came; {things} are all that are there now, e.g. "3 people", {place} e.g. "on the left".
        counted("One more {place}: now {things}.", "{n} more {place}: now {things}."),
    )
    GONE = Message(
        # Translators: {thing} is one thing, e.g. "a cup"; "Gone: {thing}." fits as well.
        text("{thing} is gone."),
        # Translators: brief: {thing}, e.g. "a cup" or "2 people", is not there any more.
        text("Gone: {thing}."),
    )
    GONE_MANY = Message(
        # Translators: {thing} is more than one, e.g. "2 people"; they are not there any more.
        text("Gone: {thing}."),
    )
    FEWER = Plural(
        # Translators: {n} of several went; {things} are those that are still there, e.g. "2 people".
        counted("One fewer: now {things}.", "{n} fewer: now {things}."),
    )
    MOVED = Message(
        # Translators: {thing} is e.g. "a cup"; it stands elsewhere now, {place} is e.g. "in the lower right".
        text("Moved: {thing}, now {place}."),
    )
    NEW_TEXT = Message(
        # Translators: writing that came before the camera; {words} is what it says.
        text("New text: {words}"),
    )
    MORE_TEXT = Message(
        # Translators: writing that came before the camera and is longer than is told; {words} is how it begins.
        text("New text, the beginning: {words}"),
    )
    DARKER = Message(
        # Translators: the light before the camera went out, or something shades it.
        text("It has become dark."),
    )
    LIGHTER = Message(
        # Translators: the light before the camera went on.
        text("It has become bright."),
    )
    BLANK = Message(
        # Translators: the camera's picture is one surface; nobody knows what is there.
        text("The camera shows one even surface. Something may cover it, or it is dark."),
        # Translators: brief: the camera's picture is one surface.
        text("An even surface: covered, or dark?"),
    )
    STOPPED = Message(
        # Translators: told once, after the stop key. {key} is a key such as "Control Alt Shift C".
        text("Narration is paused. {key} opens the camera window, where it goes on."),
    )
    STOPPED_NO_KEY = Message(
        # Translators: told once, after the stop key.
        text("Narration is paused. In the camera window it goes on."),
    )
    BACK = Message(
        # Translators: the camera had been unplugged. {camera} is its name.
        text("The camera {camera} is back."),
    )
    VIDEO_ENDED = Message(
        # Translators: the video that was narrated came to its end.
        text("The video ends here."),
        # Translators: brief: the video that was narrated came to its end.
        text("End."),
    )

    # --- a page that is held up ---

    HOLD_PAGE = Message(
        # Translators: the user wants a page read; it is read by itself as soon as it is seen well.
        text("Hold the page before the camera. It is read as soon as it is whole and still."),
        # Translators: brief: the user wants a page read.
        text("Hold the page still."),
    )
    PAGE_TAKEN = Message(
        # Translators: the picture of a page was taken: the user may put it down.
        text("Taken, you can put it down."),
        # Translators: brief: the picture of a page was taken.
        text("Taken."),
    )
    PAGE_WELL = Message(
        # Translators: a page is held well before the camera.
        text("Good, hold still."),
    )

    # --- a thing that is looked for ---

    FIND_BEGIN = Message(
        # Translators: {thing} is what the user looks for, in the user's own words.
        text("Looking for “{thing}”. Move slowly; the tone is higher the nearer it is to the middle."),
        # Translators: brief: {thing} is what the user looks for, in the user's own words.
        text("Looking for “{thing}”."),
    )
    FIND_SEEN = Message(
        # Translators: what the user looks for came into the picture; {thing} is in the user's own words.
        text("“{thing}” is in view."),
    )
    FIND_POSSIBLY = Message(
        # Translators: the engine is not sure; {thing} is what the user looks for, in the user's own words.
        text("Possibly in view: “{thing}”."),
    )
    FIND_NOT_YET = Message(
        # Translators: {thing} is what the user looks for, in the user's own words.
        text("“{thing}” was not seen so far. Move on slowly."),
    )
    FIND_LOST = Message(
        # Translators: {thing} is what the user looks for, in the user's own words; it left the picture.
        text("“{thing}” is out of view."),
    )
    FIND_DONE = Message(
        # Translators: {thing} is what the user looks for, in the user's own words; the camera points at it.
        text("“{thing}” is in the middle, straight ahead."),
        # Translators: brief: {thing}, what the user looks for, is in the middle.
        text("“{thing}”: in the middle."),
    )
    FIND_DONE_POSSIBLY = Message(
        # Translators: as before, but the engine is not sure that it is the thing.
        text("Possibly “{thing}”: in the middle, straight ahead."),
    )


class LightMessages:
    """How bright it is, then where the light comes from, left and right as the user has them."""

    DARK = Message(
        # Translators: how bright it is before the camera.
        text("It is dark here."),
        # Translators: brief: how bright it is before the camera.
        text("Dark."),
    )
    DIM = Message(
        # Translators: how bright it is before the camera.
        text("The light is dim."),
        # Translators: brief: how bright it is before the camera.
        text("Dim."),
    )
    MEDIUM = Message(
        # Translators: how bright it is before the camera: as in a room with enough light.
        text("The light is good."),
        # Translators: brief: how bright it is before the camera.
        text("Good light."),
    )
    BRIGHT = Message(
        # Translators: how bright it is before the camera.
        text("It is very bright."),
        # Translators: brief: how bright it is before the camera.
        text("Very bright."),
    )
    FROM_LEFT = Message(
        # Translators: where a lamp or a window is; "left" is the user's own left.
        text("Most of it comes from the left."),
        # Translators: brief: the light comes from the left.
        text("From the left."),
    )
    FROM_RIGHT = Message(
        # Translators: where a lamp or a window is; "right" is the user's own right.
        text("Most of it comes from the right."),
        # Translators: brief: the light comes from the right.
        text("From the right."),
    )
    FROM_ABOVE = Message(
        # Translators: where a lamp or a window is.
        text("Most of it comes from above."),
        # Translators: brief: the light comes from above.
        text("From above."),
    )
    FROM_BELOW = Message(
        # Translators: where a lamp or a window is.
        text("Most of it comes from below."),
        # Translators: brief: the light comes from below.
        text("From below."),
    )


class _Hints:
    """How to see better. With a camera that faces the user the page or the user moves, else the camera."""

    DARK = Message(
        # Translators: the camera gets too little light.
        text("Too dark."),
    )
    BRIGHT = Message(
        # Translators: the camera gets too much light.
        text("Too bright."),
    )
    BLURRED = Message(
        # Translators: the camera's picture is not sharp.
        text("Blurred: hold still, or a little farther away."),
        # Translators: brief: the camera's picture is not sharp.
        text("Blurred."),
    )
    COVERED = Message(
        # Translators: a finger or a cap is before the camera.
        text("Something covers the camera."),
        # Translators: brief: a finger or a cap is before the camera.
        text("Covered."),
    )
    UPSIDE_DOWN = Message(
        # Translators: the page or the camera is held the wrong way up.
        text("Upside down: turn it round."),
        # Translators: brief: the page or the camera is held the wrong way up.
        text("Upside down."),
    )
    PAGE_LEFT = Message(
        # Translators: the user holds up a page; "left" is the user's own left.
        text("Move the page to the left: a part of it is cut off."),
        # Translators: brief: the page is to be moved to the user's own left.
        text("Move the page left."),
    )
    PAGE_RIGHT = Message(
        # Translators: the user holds up a page; "right" is the user's own right.
        text("Move the page to the right: a part of it is cut off."),
        # Translators: brief: the page is to be moved to the user's own right.
        text("Move the page right."),
    )
    PAGE_UP = Message(
        # Translators: the user holds up a page before the camera.
        text("Move the page up: its lower edge is cut off."),
        # Translators: brief: the page is to be moved up.
        text("Move the page up."),
    )
    PAGE_DOWN = Message(
        # Translators: the user holds up a page before the camera.
        text("Move the page down: its upper edge is cut off."),
        # Translators: brief: the page is to be moved down.
        text("Move the page down."),
    )
    CAMERA_LEFT = Message(
        # Translators: the user holds the camera over a page.
        text("Move the camera to the left: the left edge is cut off."),
        # Translators: brief: the camera is to be moved to the left.
        text("Camera left."),
    )
    CAMERA_RIGHT = Message(
        # Translators: the user holds the camera over a page.
        text("Move the camera to the right: the right edge is cut off."),
        # Translators: brief: the camera is to be moved to the right.
        text("Camera right."),
    )
    CAMERA_UP = Message(
        # Translators: the user holds the camera over a page; "up" is towards the page's upper edge.
        text("Move the camera up: the upper edge is cut off."),
        # Translators: brief: the camera is to be moved up.
        text("Camera up."),
    )
    CAMERA_DOWN = Message(
        # Translators: the user holds the camera over a page; "down" is towards the page's lower edge.
        text("Move the camera down: the lower edge is cut off."),
        # Translators: brief: the camera is to be moved down.
        text("Camera down."),
    )
    SELF_LEFT = Message(
        # Translators: a face, most likely the user's own, touches the edge of the picture.
        text("Move to your left: the face is at the edge."),
        # Translators: brief: the user is to move to the user's own left.
        text("Move left."),
    )
    SELF_RIGHT = Message(
        # Translators: a face, most likely the user's own, touches the edge of the picture.
        text("Move to your right: the face is at the edge."),
        # Translators: brief: the user is to move to the user's own right.
        text("Move right."),
    )
    TILT_DOWN = Message(
        # Translators: a face, most likely the user's own, touches the lower edge of the picture.
        text("The face is at the lower edge: tilt the camera down."),
        # Translators: brief: the camera is to be tilted down.
        text("Tilt the camera down."),
    )
    TILT_UP = Message(
        # Translators: a face, most likely the user's own, touches the upper edge of the picture.
        text("The face is at the upper edge: tilt the camera up."),
        # Translators: brief: the camera is to be tilted up.
        text("Tilt the camera up."),
    )
    FACE_LEFT = Message(
        # Translators: somebody's face touches the left edge of the picture.
        text("Move the camera to the left: a face is at the edge."),
        # Translators: brief: the camera is to be moved to the left, because of a face.
        text("Face at the left edge."),
    )
    FACE_RIGHT = Message(
        # Translators: somebody's face touches the right edge of the picture.
        text("Move the camera to the right: a face is at the edge."),
        # Translators: brief: the camera is to be moved to the right, because of a face.
        text("Face at the right edge."),
    )


_ANY = {
    Advice.DARK: _Hints.DARK,
    Advice.BRIGHT: _Hints.BRIGHT,
    Advice.BLURRED: _Hints.BLURRED,
    Advice.COVERED: _Hints.COVERED,
    Advice.UPSIDE_DOWN: _Hints.UPSIDE_DOWN,
    Advice.FACE_TOP: _Hints.TILT_UP,
    Advice.FACE_BOTTOM: _Hints.TILT_DOWN,
}
_FACING = {
    # What leaves the picture on its left leaves it on the right of whoever faces the camera, and has to go left.
    Advice.CUT_LEFT: _Hints.PAGE_LEFT,
    Advice.CUT_RIGHT: _Hints.PAGE_RIGHT,
    Advice.CUT_TOP: _Hints.PAGE_DOWN,
    Advice.CUT_BOTTOM: _Hints.PAGE_UP,
    Advice.FACE_LEFT: _Hints.SELF_LEFT,
    Advice.FACE_RIGHT: _Hints.SELF_RIGHT,
}
_AWAY = {
    Advice.CUT_LEFT: _Hints.CAMERA_LEFT,
    Advice.CUT_RIGHT: _Hints.CAMERA_RIGHT,
    Advice.CUT_TOP: _Hints.CAMERA_UP,
    Advice.CUT_BOTTOM: _Hints.CAMERA_DOWN,
    Advice.FACE_LEFT: _Hints.FACE_LEFT,
    Advice.FACE_RIGHT: _Hints.FACE_RIGHT,
}

FACING: Mapping[Advice, Message] = MappingProxyType(_ANY | _FACING)
"""Hints for a camera that faces the user, as most at a computer do: the page is moved, or the user."""

AWAY: Mapping[Advice, Message] = MappingProxyType(_ANY | _AWAY)
"""Hints for a camera that looks where the user looks: the camera is moved."""
