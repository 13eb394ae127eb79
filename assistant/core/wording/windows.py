"""Names of the tray's entries, the windows and their controls, as eyes and screen readers get them.

An ampersand marks the letter that Alt opens; it may stand elsewhere, or nowhere, in a translation.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.domain import Command
from assistant.core.wording.forms import Message, Plural, counted, text, text_in


class WindowMessages:
    """Titles, labels and texts of the windows."""

    APP_NAME = Message(
        # Translators: the program's name; don't translate.
        text("SeeSay"),
    )
    TRAY_TIP = Message(
        # Translators: what the icon in the tray is called.
        text("SeeSay: describes the screen"),
    )
    MAIN_TITLE = Message(
        # Translators: title of the main window.
        text("SeeSay"),
    )
    MAIN_INTRO = Message(
        # Translators: the text at the top of the main window.
        text("What would you like to hear? The window closes before the picture is taken."),
    )
    MAIN_ACTIONS = Message(
        # Translators: accessible name of the group of buttons in the main window.
        text("Actions"),
    )
    MAIN_CLOSE_HINT = Message(
        # Translators: {key} is the key of the stop command; shown at the foot of the main window.
        text("Escape closes this window; SeeSay keeps running. {key} stops the speech."),
    )
    PRACTICE_OPEN = Message(
        # Translators: a button and a tray entry that open a page to practise on.
        text("&Practice page"),
    )
    ANSWER_TITLE = Message(
        # Translators: title of the window that shows an answer; {source} is e.g. "the screen".
        text("Answer: {source}"),
    )
    ANSWER_TEXT = Message(
        # Translators: accessible name of the read-only text of an answer.
        text("Answer"),
    )
    ANSWER_COPY = Message(
        # Translators: a button: puts the answer on the clipboard.
        text("&Copy"),
    )
    ANSWER_SPELL = Message(
        # Translators: a button: spells the word or line at the cursor.
        text("&Spell"),
    )
    ANSWER_SAY = Message(
        # Translators: a button: says the answer again.
        text("Say &again"),
    )
    ANSWER_CLOSE = Message(
        # Translators: a button: closes the window.
        text_in("button", "C&lose"),
    )
    ANSWER_HELP = Message(
        # Translators: description of the answer's text for screen readers.
        text(
            "Read-only. Up and Down move by line, Left and Right by character, with Control by word. "
            "Shift with them selects. Tab goes to the buttons. Escape closes."
        ),
    )
    ANSWER_LOOK_HELP = Message(
        # Translators: end of the description of the answer's text: keys.
        text("Control with plus or minus changes the size."),
    )
    ANSWER_PICTURE = Message(
        # Translators: accessible name of the picture beside an answer, for people who see a little.
        text("The picture; what the cursor is at has an outline."),
    )
    ANSWER_ALL_SELECTED = Message(
        # Translators: spoken in the answer's window after Control A.
        text("Everything is selected."),
    )
    ANSWER_NONE_SELECTED = Message(
        # Translators: spoken in the answer's window when a selection has become empty.
        text("Nothing is selected."),
    )
    ASK_TITLE = Message(
        # Translators: title of the window for a question.
        text("Ask about the picture"),
    )
    ASK_LABEL = Message(
        # Translators: label of the input field for a question.
        text("&Question:"),
    )
    ASK_HINT = Message(
        # Translators: description of the input field for a question.
        text(
            "For example: where is Save? How many people are there? "
            "Enter asks, Up brings earlier questions, Tab goes to ready ones, Escape leaves."
        ),
    )
    FIND_TITLE = Message(
        # Translators: title of the window for what is to be found.
        text("Find on the picture"),
    )
    FIND_LABEL = Message(
        # Translators: label of the input field for a thing to find.
        text("&Word or thing to find:"),
    )
    FIND_HINT = Message(
        # Translators: description of the input field for a thing to find.
        text("A word, a button or a thing such as “dog”. Enter looks for it, Up brings earlier ones, Escape leaves."),
    )
    BUTTON_ASK = Message(
        # Translators: a button: sends the question.
        text_in("button", "&Ask"),
    )
    BUTTON_FIND = Message(
        # Translators: a button: looks for the thing.
        text_in("button", "&Find"),
    )
    BUTTON_CANCEL = Message(
        # Translators: a button: leaves the window without doing anything.
        text_in("button", "Cancel"),
    )


class PracticeMessages:
    """The page to practise on: what it says must be easy to recognise by ear."""

    TITLE = Message(
        # Translators: title of the practice page's window.
        text("SeeSay practice page"),
    )
    HEADING = Message(
        # Translators: heading of the practice page.
        text("The weather today"),
    )
    TEXT = Message(
        # Translators: text of the practice page; short, plain sentences that a voice says clearly.
        text(
            "The morning is cold and clear. Rain comes from the west in the afternoon. "
            "Take an umbrella when you leave the house."
        ),
    )
    FIELD = Message(
        # Translators: label of an input field on the practice page.
        text("Your town"),
    )
    BUTTON_SAVE = Message(
        # Translators: a button on the practice page.
        text_in("button", "Save"),
    )
    BUTTON_PRINT = Message(
        # Translators: a button on the practice page.
        text_in("button", "Print"),
    )
    BUTTON_CLOSE = Message(
        # Translators: a button on the practice page.
        text_in("button", "Close"),
    )
    MENU_FILE = Message(
        # Translators: a menu on the practice page.
        text_in("menu", "File"),
    )
    MENU_EDIT = Message(
        # Translators: a menu on the practice page.
        text_in("menu", "Edit"),
    )
    MENU_HELP = Message(
        # Translators: a menu on the practice page.
        text_in("menu", "Help"),
    )
    TRY = Message(
        # Translators: spoken when the practice page opens; {describe} and {read} are keys.
        text("This is a page to practise on. Press {describe} to have it described, or {read} to have it read."),
    )


class ReportMessages:
    """What the command line prints beside answers: doctor, voices, settings."""

    DOCTOR_WORKS = Message(
        # Translators: one line of "seesay doctor"; {part} is e.g. "Screen", {detail} what was measured.
        text("{part}: works. {detail}"),
    )
    DOCTOR_FAILS = Message(
        # Translators: one line of "seesay doctor"; {detail} is what went wrong.
        text("{part}: does not work. {detail}"),
    )
    DOCTOR_MEND = Message(
        # Translators: {command} is a command line that mends what does not work.
        text("To mend it: {command}"),
    )
    DOCTOR_ALL_WORKS = Message(
        # Translators: the last line of "seesay doctor".
        text("Everything works."),
    )
    DOCTOR_FAILURES = Plural(
        # Translators: the last line of "seesay doctor".
        counted("{n} part does not work.", "{n} parts do not work."),
    )
    PART_SCREEN = Message(text_in("part", "Screen"))
    PART_ENGINE = Message(text_in("part", "Recognition"))
    PART_LANGUAGES = Message(text_in("part", "Language packs"))
    PART_VOICE = Message(text_in("part", "Voice"))
    PART_SOUND = Message(text_in("part", "Sound"))
    PART_SCREEN_READER = Message(text_in("part", "Screen reader"))
    PART_ACCESSIBILITY = Message(text_in("part", "Accessibility"))
    ACCESSIBILITY_ON = Message(
        # Translators: doctor: the desktop makes programs tell what their buttons and fields are called.
        text("Programs tell what their controls are called."),
    )
    ACCESSIBILITY_OFF = Message(
        # Translators: doctor: the desktop's accessibility is switched off. That is no fault; less can be told.
        text("It is off: many programs don't tell what their controls are called; SeeSay goes by what it sees."),
    )
    ACCESSIBILITY_SWITCH = Message(
        # Translators: doctor, after “It is off: …”; {command} is a command line.
        text("To switch it on: {command}"),
    )
    PART_KEYS = Message(text_in("part", "Keys"))
    PART_SETTINGS = Message(text_in("part", "Settings"))
    PART_INSTANCE = Message(text_in("part", "Running instance"))
    SCREEN_READER_ON = Message(
        # Translators: doctor: a screen reader runs, and its speech service is used.
        text("One runs; its speech service is used."),
    )
    SCREEN_READER_OFF = Message(
        # Translators: doctor: no screen reader runs, which is fine.
        text("None runs; SeeSay speaks with its own voice."),
    )
    INSTANCE_RUNS = Message(
        # Translators: doctor: SeeSay runs and answers commands.
        text("SeeSay runs and takes commands."),
    )
    INSTANCE_NONE = Message(
        # Translators: doctor: SeeSay does not run, which is fine; don't translate "seesay".
        text("SeeSay does not run at the moment; “seesay” starts it."),
    )
    DETAIL_TOOK = Message(
        # Translators: how long a part took; {milliseconds} is a number.
        text("It took {milliseconds} milliseconds."),
    )
    VOICE_LINE = Message(
        # Translators: one line of "seesay voices".
        text("{name}: {languages}"),
    )
    SETTING_LINE = Message(
        # Translators: one line of "seesay settings list"; {sentence} tells what the setting is for.
        text("{name} = {value}  ({sentence})"),
    )


_COMMANDS = {
    Command.DESCRIBE_SCREEN: Message(text_in("command", "Describe the screen")),
    Command.DESCRIBE_WINDOW: Message(text_in("command", "Describe the active window")),
    Command.READ_SCREEN: Message(text_in("command", "Read the screen")),
    Command.ASK: Message(text_in("command", "Ask about the screen")),
    Command.FIND: Message(text_in("command", "Find on the screen")),
    Command.REPEAT: Message(text_in("command", "Repeat the last answer")),
    Command.SPELL: Message(text_in("command", "Spell the last sentence")),
    Command.OPEN: Message(text_in("command", "Open the last answer")),
    Command.STOP: Message(text_in("command", "Stop")),
    Command.KEYS: Message(text_in("command", "List the keys")),
    Command.CAMERA: Message(text_in("command", "Tell what is in front of the camera")),
    Command.BOOK: Message(text_in("command", "Read a document")),
    Command.FASTER: Message(text_in("command", "Speak faster")),
    Command.SLOWER: Message(text_in("command", "Speak more slowly")),
    Command.SHOW: Message(text_in("command", "Show SeeSay's window")),
    Command.QUIT: Message(text_in("command", "Quit SeeSay")),
}

COMMANDS: Mapping[Command, Message] = MappingProxyType(_COMMANDS)
"""What each command does, for the tray, the main window, the list of keys and the settings."""
