"""The menus of the window that reads documents.

An ampersand marks the letter that Alt opens; it may stand elsewhere, or nowhere, in a translation.
"""

from __future__ import annotations

from assistant.core.wording.forms import Message, text_in


class BookMenuMessages:
    """Menus and their entries; some are buttons, too."""

    MENU_DOCUMENT = Message(
        # Translators: a menu of the window that reads documents.
        text_in("menu", "&Document"),
    )
    OPEN = Message(
        # Translators: a menu entry: choose one or more files to be read aloud.
        text_in("menu", "&Open…"),
    )
    OPEN_FOLDER = Message(
        # Translators: a menu entry: all pictures of a folder are read as one book.
        text_in("menu", "Open a &folder of pictures…"),
    )
    OPEN_CLIPBOARD = Message(
        # Translators: a menu entry: the text or the picture that was copied is read aloud.
        text_in("menu", "Read the &clipboard"),
    )
    SAVE = Message(
        # Translators: a menu entry: the document is saved as sound, text or PDF.
        text_in("menu", "&Save as…"),
    )
    CANCEL_SAVING = Message(
        # Translators: a menu entry and a button: leaves saving; it can be gone on with later.
        text_in("menu", "Ca&ncel saving"),
    )
    CLOSE = Message(
        # Translators: a menu entry: closes the window.
        text_in("menu", "C&lose the window"),
    )
    MENU_LISTEN = Message(
        # Translators: a menu of the window that reads documents: what has to do with hearing.
        text_in("menu", "&Listen"),
    )
    PLAY = Message(
        # Translators: a menu entry and a button: begins to read aloud, or goes on.
        text_in("menu", "&Play"),
    )
    PAUSE = Message(
        # Translators: a menu entry and a button: the reading pauses.
        text_in("menu", "&Pause"),
    )
    FROM_CURSOR = Message(
        # Translators: a menu entry: reads aloud from the text cursor on.
        text_in("menu", "Read from the &cursor"),
    )
    TO_SPOKEN = Message(
        # Translators: a menu entry: moves the text cursor to the sentence that is, or was, spoken.
        text_in("menu", "Cursor to the &spoken place"),
    )
    WHERE = Message(
        # Translators: a menu entry: says the page, the per cent and the minutes that are left.
        text_in("menu", "&Where am I?"),
    )
    SPELL = Message(
        # Translators: a menu entry: spells the word at the spoken place.
        text_in("menu", "Spell the w&ord"),
    )
    FASTER = Message(
        # Translators: a menu entry: speaks faster.
        text_in("menu", "&Faster"),
    )
    SLOWER = Message(
        # Translators: a menu entry: speaks more slowly.
        text_in("menu", "Slowe&r"),
    )
    HIGHER = Message(
        # Translators: a menu entry: speaks in a higher voice.
        text_in("menu", "&Higher voice"),
    )
    LOWER = Message(
        # Translators: a menu entry: speaks in a lower voice.
        text_in("menu", "&Lower voice"),
    )
    VOICE = Message(
        # Translators: a menu entry: opens a list of voices.
        text_in("menu", "&Voice…"),
    )
    MENU_GO = Message(
        # Translators: a menu of the window that reads documents: places to go to.
        text_in("menu", "&Go"),
    )
    NEXT_WORD = Message(text_in("menu", "Next w&ord"))
    LAST_WORD = Message(text_in("menu", "Previo&us word"))
    NEXT_SENTENCE = Message(text_in("menu", "Next &sentence"))
    LAST_SENTENCE = Message(text_in("menu", "Previous s&entence"))
    NEXT_PARAGRAPH = Message(text_in("menu", "Next &paragraph"))
    LAST_PARAGRAPH = Message(text_in("menu", "Previous p&aragraph"))
    NEXT_HEADING = Message(text_in("menu", "Next &heading"))
    LAST_HEADING = Message(text_in("menu", "Previous hea&ding"))
    NEXT_PAGE = Message(text_in("menu", "Ne&xt page"))
    LAST_PAGE = Message(text_in("menu", "Pre&vious page"))
    GO_TO_PAGE = Message(
        # Translators: a menu entry: asks for the number of a page.
        text_in("menu", "&Go to page…"),
    )
    CONTENTS = Message(
        # Translators: a menu entry: opens the table of contents.
        text_in("menu", "&Contents…"),
    )
    SEARCH = Message(
        # Translators: a menu entry: asks for words to look for in the document.
        text_in("menu", "Sea&rch…"),
    )
    SEARCH_NEXT = Message(
        # Translators: a menu entry: goes to the next place with the words that were looked for.
        text_in("menu", "Search &next"),
    )
    SEARCH_LAST = Message(
        # Translators: a menu entry: goes to the place before with the words that were looked for.
        text_in("menu", "Search back&wards"),
    )
    ADD_BOOKMARK = Message(
        # Translators: a menu entry: keeps this place, with a note.
        text_in("menu", "Add a &bookmark…"),
    )
    BOOKMARKS = Message(
        # Translators: a menu entry: opens the list of bookmarks.
        text_in("menu", "Book&marks…"),
    )
    MENU_VIEW = Message(
        # Translators: a menu of the window that reads documents: how large the text is.
        text_in("menu", "&View"),
    )
    LARGER = Message(text_in("menu", "&Larger text"))
    SMALLER = Message(text_in("menu", "&Smaller text"))
    NORMAL_SIZE = Message(
        # Translators: a menu entry: the text gets its usual size.
        text_in("menu", "&Normal size"),
    )
