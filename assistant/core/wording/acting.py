"""What is said of acting on the screen: that it was done, why it was not, and what the windows offer."""

from __future__ import annotations

from assistant.core.wording.forms import ErrorMessage, Message, text, text_in


class ActingMessages:
    """Spoken after an act, and the labels of the windows that act."""

    MOVED = Message(
        # Translators: spoken after the mouse pointer was moved; {what} is the text of a button or a word: "Save".
        text("The pointer is on {what}."),
        # Translators: brief: the mouse pointer was moved to {what}.
        text("Pointer on {what}."),
    )
    CLICKED = Message(
        # Translators: spoken after SeeSay clicked; {what} is the text of a button or a word: "Save".
        text("Clicked {what}."),
    )
    FOCUSED = Message(
        # Translators: spoken after the keyboard focus was moved to a control; {what} is its name.
        text("The keyboard is in {what} now."),
        # Translators: brief: the keyboard focus is on {what}.
        text("In {what}."),
    )
    PRESSED = Message(
        # Translators: spoken after a button, check box or menu was pressed by the program itself; {what} is its name.
        text("Pressed {what}."),
    )
    POINT = Message(
        # Translators: a button of the answer's window: moves the mouse pointer to the word at the cursor.
        text_in("button", "&Move the pointer there"),
    )
    CLICK = Message(
        # Translators: a button of the answer's window: clicks the word at the cursor.
        text_in("button", "Cl&ick it"),
    )
    USE = Message(
        # Translators: a button of the answer's window: focuses a field or presses a button through its program.
        text_in("button", "&Focus or press it"),
    )
    HELP = Message(
        # Translators: description of the answer's text, after how to move in it: what Enter does. These are keys.
        text(
            "Enter moves the pointer to the word or control at the cursor, Control Enter clicks it, "
            "Alt Enter focuses or presses it."
        ),
    )
    WHEN_FOUND = Message(
        # Translators: label of a box of choices in the window for what is to be found.
        text("When i&t is found:"),
    )
    ONLY_TELL = Message(
        # Translators: a choice: nothing is done with what is found, its place is told.
        text("Only tell where it is"),
    )
    THEN_MOVE = Message(
        # Translators: a choice: what is done with what is found.
        text("Move the pointer there"),
    )
    THEN_CLICK = Message(
        # Translators: a choice: what is done with what is found.
        text("Click it"),
    )
    THEN_FOCUS = Message(
        # Translators: a choice: the keyboard focus goes to what is found.
        text("Focus it"),
    )
    THEN_PRESS = Message(
        # Translators: a choice: what is found is pressed through its program, without the mouse.
        text("Press it"),
    )


_ASK_AGAIN = Message(
    # Translators: what to do where the screen has changed since its picture was taken.
    text("Ask again, and act on the new answer."),
    # Translators: brief: what to do where the screen has changed.
    text("Ask again."),
)
_CLICK_INSTEAD = Message(
    # Translators: what to do where a control has no action of its own: use the mouse pointer.
    text("Move the pointer to it or click it instead."),
    # Translators: brief hint where a control has no action of its own.
    text("Click it instead."),
)
_MORE_OF_ITS_NAME = Message(
    # Translators: what to do where several things have the name that was searched for.
    text("Give more of its name, or say what it is, such as “Save button”; or open the answer and choose one there."),
    # Translators: brief: what to do where several things have that name.
    text("Give more of its name, or choose in the answer."),
)

ACTING_ERRORS = {
    "act": ErrorMessage(
        # Translators: acting on the screen failed, for a reason that is not known better.
        Message(text("Nothing was done.")),
        _ASK_AGAIN,
    ),
    "nothing_to_act_on": ErrorMessage(
        # Translators: the word at the cursor stands for no place on the screen.
        Message(text("No place on the screen is known for this word.")),
        # Translators: hint: the text cursor has to be on a word that was seen on the screen.
        Message(text("Move to a word that stands on the screen, such as a button's name.")),
    ),
    "not_of_screen": ErrorMessage(
        # Translators: {source} is e.g. "a file" or "the camera": nothing in such a picture can be clicked.
        Message(text("This answer is about {source}: there is nothing to click in it.")),
        # Translators: hint: only pictures of the screen can be acted on.
        Message(text("Answers about the screen or a window can be acted on.")),
    ),
    "target_unclear": ErrorMessage(
        # Translators: it can't be told which thing is meant, so nothing was done.
        Message(text("It isn't clear which one is meant, so nothing was done.")),
        _MORE_OF_ITS_NAME,
    ),
    "target_unclear:none": ErrorMessage(
        # Translators: a thing was searched for to be clicked, and was not found.
        Message(text("So nothing was done.")),
        # Translators: hint: where something that was not found may be.
        Message(text("It may be hidden, further down, or in another window.")),
    ),
    "target_unclear:several": ErrorMessage(
        # Translators: several things have the name that was asked for, so none was clicked.
        Message(text("Several are called so, so nothing was done.")),
        _MORE_OF_ITS_NAME,
    ),
    "target_unclear:inexact": ErrorMessage(
        # Translators: what was found is called a little differently from what was searched for.
        Message(text("It isn't called exactly so, so nothing was done.")),
        # Translators: hint: the name has to be given as it stands on the screen.
        Message(text("Give its name as it was just told.")),
    ),
    "target_unclear:unsure": ErrorMessage(
        # Translators: a thing was recognised, but not with certainty.
        Message(text("It is only possibly that, so nothing was done.")),
        # Translators: hint: moving the pointer does no harm, so it is done with unsure things too.
        Message(text("The pointer can be moved there; whether to click is up to you.")),
    ),
    "target_changed": ErrorMessage(
        Message(
            # Translators: the screen has changed since its picture was taken, so that nothing was clicked.
            text("That place has changed since the picture was taken, so nothing was done."),
            # Translators: brief: the screen has changed since its picture was taken.
            text("It has changed. Nothing was done."),
        ),
        _ASK_AGAIN,
    ),
    "no_accessible_action": ErrorMessage(
        # Translators: a program offers no way to press or focus this thing without the mouse.
        Message(text("Its program offers no way to focus or press it.")),
        _CLICK_INSTEAD,
    ),
    "control_silent": ErrorMessage(
        # Translators: a program was asked to press its button, and did not answer.
        Message(text("The program did not answer; it may have done it all the same.")),
        # Translators: hint: have the window described, to find out whether it was done.
        Message(text("Have the window described to be sure.")),
    ),
    "control_refused": ErrorMessage(
        # Translators: a program was asked to press or focus its control, and said that it can't.
        Message(text("The program did not let it be done.")),
        # Translators: hint: a control may be greyed out.
        Message(text("It may be unavailable at the moment.")),
    ),
    "pointer_forbidden": ErrorMessage(
        # Translators: {desktop} is a desktop's name; programs can't move the mouse pointer there.
        Message(text("{desktop} lets no program move the pointer.")),
        # Translators: hint where the pointer can't be moved; Alt Enter are keys.
        Message(text("Alt Enter focuses or presses what its program offers; an X11 session lets the pointer move.")),
    ),
    "pointer_forbidden:how": ErrorMessage(
        # Translators: {desktop} is a desktop's name, such as macOS; programs can't move the mouse pointer there.
        Message(text("{desktop} does not let SeeSay move the pointer.")),
        # Translators: hint on a Mac; these are the names of its settings.
        Message(text("Allow SeeSay in the system settings, under Privacy and Security, Accessibility.")),
    ),
    "pointer_refused": ErrorMessage(
        # Translators: the desktop asked the user whether SeeSay may move the pointer, and the answer was no.
        Message(text("The desktop did not allow SeeSay to move the pointer.")),
        # Translators: hint: the desktop asks again the next time.
        Message(text("Try once more, and allow it in the window that asks.")),
    ),
    "pointer_held": ErrorMessage(
        # Translators: another program, such as a game, holds the mouse pointer.
        Message(text("The pointer did not go there: another program holds it.")),
        # Translators: hint: what to do where a program holds the mouse pointer.
        Message(text("Leave that program's menu or game first.")),
    ),
    "keys_held": ErrorMessage(
        # Translators: Control, Alt or Shift is still held down, and a click would mean something else.
        Message(text("Nothing was clicked, because Control, Alt, Shift or Super is held down.")),
        # Translators: hint: keys have to be let go of.
        Message(text("Let go of all keys and try again.")),
    ),
    "hands_stalled": ErrorMessage(
        # Translators: the desktop did not answer when the pointer was to be moved.
        Message(text("The desktop did not answer in time, so nothing was done.")),
        _ASK_AGAIN,
    ),
}
