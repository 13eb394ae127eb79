"""The small windows of the window that reads documents: what they ask for, and saving.

An ampersand marks the letter that Alt opens; it may stand elsewhere, or nowhere, in a translation.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.wording.forms import Message, text, text_in


class BookDialogMessages:
    """The small windows of the window that reads documents."""

    OK_GO = Message(text_in("button", "&Go there"))
    OK_SEARCH = Message(text_in("button", "&Search"))
    OK_KEEP = Message(
        # Translators: a button: keeps a bookmark.
        text_in("button", "&Keep"),
    )
    OK_OPEN = Message(text_in("button", "&Open"))
    OK_SAVE = Message(text_in("button", "&Save"))
    OK_CHOOSE = Message(
        # Translators: a button: takes what is chosen in a list.
        text_in("button", "C&hoose"),
    )
    OPEN_TITLE = Message(
        # Translators: title of the window in which files are chosen.
        text("Open documents"),
    )
    OPEN_FOLDER_TITLE = Message(
        # Translators: title of the window in which a folder is chosen.
        text("Open a folder of pictures"),
    )
    PAGE_TITLE = Message(
        # Translators: title of the window that asks for a page.
        text("Go to page"),
    )
    PAGE_LABEL = Message(
        # Translators: label of the field for a page's number; {pages} is the number of pages.
        text("&Page, 1 to {pages}:"),
    )
    SEARCH_TITLE = Message(
        # Translators: title of the window that asks for words to look for.
        text("Search the document"),
    )
    SEARCH_LABEL = Message(
        # Translators: label of the field for words to look for.
        text("&Words:"),
    )
    SEARCH_HINT = Message(
        # Translators: description of the field for words to look for; F3 and Shift are keys.
        text("Enter searches from here on; F3 goes to the next place, Shift and F3 back."),
    )
    NOTE_TITLE = Message(
        # Translators: title of the window that asks for a bookmark's note.
        text("Add a bookmark"),
    )
    NOTE_LABEL = Message(
        # Translators: label of the field for a bookmark's note; it may stay empty.
        text("&Note, if you like:"),
    )
    PASSWORD_TITLE = Message(
        # Translators: title of the window that asks for a document's password.
        text("Password"),
    )
    PASSWORD_LABEL = Message(
        # Translators: label of the field for a document's password; {title} is the document's.
        text("&Password of {title}:"),
    )
    PASSWORD_WRONG = Message(
        # Translators: shown in the window that asks for a password, after a wrong one.
        text("That was not the password. Enter it once more."),
    )
    CONTENTS_TITLE = Message(
        # Translators: title of the window with the table of contents.
        text("Contents"),
    )
    CONTENTS_LABEL = Message(
        # Translators: accessible name of the table of contents.
        text("Table of &contents"),
    )
    CONTENTS_LINE = Message(
        # Translators: a line of the table of contents; {page} is a number.
        text("{text}, page {page}"),
    )
    CONTENTS_LINE_BELOW = Message(
        # Translators: a line of the table of contents below another one; {level} is 2 or more, {page} a number.
        text("{text}, level {level}, page {page}"),
    )
    NO_CONTENTS = Message(
        # Translators: spoken when a document has no table of contents; the words with capitals are keys.
        text("This document has no table of contents. Alt and Page Down go to the next heading."),
    )
    BOOKMARKS_TITLE = Message(
        # Translators: title of the window with the bookmarks.
        text("Bookmarks"),
    )
    BOOKMARKS_LABEL = Message(
        # Translators: accessible name of the list of bookmarks.
        text("&Bookmarks"),
    )
    BOOKMARK_LINE = Message(
        # Translators: a bookmark; {page} is a number, {note} what the user wrote.
        text("Page {page}: {note}"),
    )
    BOOKMARK_LINE_BARE = Message(
        # Translators: a bookmark without a note; {page} is a number.
        text("Page {page}"),
    )
    NO_BOOKMARKS = Message(
        # Translators: spoken when there are no bookmarks; Control B is a key.
        text("There are no bookmarks. Control B adds one."),
    )
    DELETE = Message(
        # Translators: a button: deletes a bookmark.
        text_in("button", "&Delete"),
    )
    DELETED = Message(
        # Translators: spoken when a bookmark was deleted.
        text("The bookmark is deleted."),
    )
    VOICE_TITLE = Message(
        # Translators: title of the window with the voices.
        text("Voice"),
    )
    VOICE_LABEL = Message(
        # Translators: accessible name of the list of voices.
        text("&Voices"),
    )
    VOICE_USUAL = Message(
        # Translators: the first line of the list of voices: the system chooses.
        text("The usual voice"),
    )
    VOICE_LINE = Message(
        # Translators: a voice; {languages} are names of languages.
        text("{name}, {languages}"),
    )
    VOICES_SOUGHT = Message(
        # Translators: the only line of the list of voices while they are looked for.
        text("Looking which voices there are."),
    )


class BookSaveMessages:
    """Saving a document as sound, text or PDF: the window that asks, and what is told meanwhile."""

    TITLE = Message(
        # Translators: title of the window that asks where to save a document.
        text("Save the document"),
    )
    FORMAT = Message(
        # Translators: label of a box of choices: the kind of file.
        text("&Kind of file:"),
    )
    FILE = Message(
        # Translators: label of the field for the name of a file.
        text("&File:"),
    )
    BROWSE = Message(
        # Translators: a button: chooses where to save.
        text_in("button", "&Choose…"),
    )
    FIRST = Message(
        # Translators: label of the field for the first page to save.
        text("F&rom page:"),
    )
    LAST = Message(
        # Translators: label of the field for the last page to save.
        text("&To page:"),
    )
    EXISTS = Message(
        # Translators: shown and spoken before a file is replaced; {name} is its name, Save a button.
        text("{name} exists. Press Save again to replace it."),
    )
    PROGRESS = Message(
        # Translators: accessible name of the bar that shows how much of a document is saved.
        text("Saving"),
    )
    BEGUN = Message(
        # Translators: spoken when saving begins; {name} is the name of the file.
        text("Saving {name}."),
    )
    PERCENT = Message(
        # Translators: spoken at every tenth; {percent} is a number.
        text("{percent} percent saved."),
    )
    SAVED = Message(
        # Translators: spoken when a document is saved; {name} is the name of the file.
        text("{name} is saved."),
    )
    LEFT = Message(
        # Translators: spoken when saving was left; {name} is the name of the file.
        text("Saving {name} is cancelled. Saved to the same file again, it goes on from there."),
        # Translators: brief: saving was left.
        text("Saving is cancelled."),
    )


class BookFormatMessages:
    """Kinds of files that a document can be saved as."""

    WAV = Message(text_in("file", "Sound, WAV"))
    OPUS = Message(text_in("file", "Sound, Opus, with chapters"))
    MP3 = Message(text_in("file", "Sound, MP3, with chapters"))
    TEXT = Message(text_in("file", "Plain text"))
    PDF = Message(text_in("file", "PDF that can be searched"))


FORMATS: Mapping[str, Message] = MappingProxyType(
    {
        ".wav": BookFormatMessages.WAV,
        ".opus": BookFormatMessages.OPUS,
        ".mp3": BookFormatMessages.MP3,
        ".txt": BookFormatMessages.TEXT,
        ".pdf": BookFormatMessages.PDF,
    }
)
"""The endings of files that can be saved, and what they are."""
