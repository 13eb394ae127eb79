"""What the session says of itself: that it works, how an answer ended, start and keys."""

from __future__ import annotations

from assistant.core.wording.forms import Message, text


class SessionMessages:
    """Spoken while an answer is made, and around it."""

    STILL_WORKING = Message(
        # Translators: spoken when an answer takes longer than a few seconds.
        text("Still working on it."),
        # Translators: the brief form of "Still working on it."
        text("Still working."),
    )
    NOTHING_TO_REPEAT = Message(
        # Translators: the user pressed the repeat key, but nothing was said so far.
        text("There is nothing to repeat yet. Ask for a description first."),
        # Translators: brief: the repeat key was pressed, but nothing was said so far.
        text("Nothing to repeat yet."),
    )
    NO_ANSWER_YET = Message(
        # Translators: the user wants to open the last answer in a window, but there is none.
        text("There is no answer to open yet. Ask for a description first."),
        # Translators: brief: no last answer that could be opened.
        text("No answer to open yet."),
    )
    NOTHING_FOUND = Message(
        # Translators: the picture was looked at; no text and nothing known was in it.
        text("Nothing that can be read or recognised was found."),
        # Translators: brief: no text and nothing known was in the picture.
        text("Nothing found."),
    )
    ANSWER_CUT = Message(
        # Translators: the answer reached its greatest length and ends here.
        text("The answer was longer than allowed and ends here."),
        # Translators: brief: the answer was cut off at its greatest length.
        text("Cut off here."),
    )
    ANSWER_REPEATED = Message(
        # Translators: the model began to repeat itself, so that its answer was ended.
        text("The answer began to repeat itself and was ended."),
        # Translators: brief: the answer repeated itself and was ended.
        text("It repeats itself. Ended."),
    )
    VOICE_REPLACED = Message(
        # Translators: the voice {old} gave no sound; {new} is the name of the one that speaks this sentence.
        text("The voice {old} made no sound. Now {new} speaks."),
        # Translators: brief: {new} speaks in place of the voice {old}.
        text("{new} speaks instead of {old}."),
    )
    RATE_IS = Message(
        # Translators: spoken after the user changed the speech rate; {rate} is a number from -100 to 100, 0 is normal.
        text("Speech rate {rate}."),
        # Translators: brief: the new speech rate, a number from -100 to 100.
        text("Rate {rate}."),
    )
    RATE_FASTEST = Message(
        # Translators: the speech rate can't go up any more.
        text("This is the fastest speech rate."),
        # Translators: brief: the speech rate can't go up any more.
        text("Fastest."),
    )
    RATE_SLOWEST = Message(
        # Translators: the speech rate can't go down any more.
        text("This is the slowest speech rate."),
        # Translators: brief: the speech rate can't go down any more.
        text("Slowest."),
    )
    COPIED = Message(
        # Translators: the text was put on the clipboard.
        text("Copied to the clipboard."),
        # Translators: brief: the text was put on the clipboard.
        text("Copied."),
    )
    LINE_BLANK = Message(
        # Translators: spoken in the answer's window when the cursor comes to an empty line.
        text("blank"),
    )
    SPELLED_CUT = Message(
        # Translators: a text was spelled, but only its beginning.
        text("And so on."),
    )
    ORIGIN = Message(
        # Translators: where an answer came from; {engine} is e.g. "embedded engine", {seconds} e.g. "1.2".
        text("Answered by {engine} in {seconds} seconds."),
        # Translators: brief: {engine} is e.g. "embedded engine", {seconds} e.g. "1.2".
        text("{engine}, {seconds} seconds."),
    )
    ORIGIN_MODEL = Message(
        # Translators: like "Answered by …", with the model's name.
        text("Answered by {engine} with the model {model} in {seconds} seconds."),
        # Translators: brief: {engine}, then the model's name and the time.
        text("{engine}, {model}, {seconds} seconds."),
    )
    ENGINE_EMBEDDED = Message(
        # Translators: the name of the engine that comes with SeeSay, inside sentences such as "Answered by …".
        text("the embedded engine"),
        # Translators: brief name of the engine that comes with SeeSay.
        text("embedded engine"),
    )


class StartMessages:
    """Spoken at the start and about keys."""

    READY = Message(
        # Translators: SeeSay has started; {key} is the key that describes the screen, {keys} lists all keys.
        text("SeeSay is ready. {key} describes the screen, {keys} lists the keys."),
        # Translators: brief: SeeSay has started.
        text("SeeSay is ready."),
    )
    READY_PLAIN = Message(
        # Translators: SeeSay has started; the user took away the keys that could be named here.
        text("SeeSay is ready."),
    )
    READY_WITHOUT_KEYS = Message(
        # Translators: SeeSay has started on a desktop that gives it no global keys.
        text("SeeSay is ready, without global keys."),
    )
    KEY_LINE = Message(
        # Translators: one line of the list of keys: "Ctrl+Alt+Shift+D: describe the screen".
        text("{key}: {action}."),
    )
    KEY_NONE = Message(
        # Translators: in the list of keys, in place of a key: this action has none.
        text("no key"),
    )
    LAYER_PRESSED = Message(
        # Translators: the command layer's key was pressed; a letter is awaited.
        text("Which command? Press its letter, or Escape."),
        # Translators: brief: the command layer waits for a letter.
        text("Command?"),
    )
    NO_TRAY = Message(
        # Translators: this desktop shows no tray icons; don't translate "seesay".
        text("This desktop has no tray. SeeSay's window opens when you start “seesay” again."),
        # Translators: brief: no tray on this desktop; starting SeeSay again opens its window.
        text("No tray here. Start “seesay” again for its window."),
    )
    NO_SOUND = Message(
        # Translators: shown as a notification, because nothing can be heard.
        text("No sound device was found. SeeSay shows its answers in its window until there is one."),
    )
