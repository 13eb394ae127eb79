"""The window that reads documents aloud: its page, its states, and what it says itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.documents import BlockKind
from assistant.core.reader_ports import PlayerState
from assistant.core.wording.forms import Message, text, text_in


class BookWindowMessages:
    """Titles, names, states and sentences of the window that reads documents."""

    OPEN_WINDOW = Message(
        # Translators: title of the window that reads documents, while none is open.
        text("Read a document"),
    )
    TITLE = Message(
        # Translators: title of the window that reads documents; {title} is that of the document.
        text("{title}: SeeSay reads"),
    )
    NOTHING_OPEN = Message(
        # Translators: shown and spoken while no document is open; Control O and Control V are keys.
        text(
            "No document is open. Control O opens one, Control V reads the clipboard; files can be dropped here. "
            "F10 opens the menu, which holds all keys."
        ),
    )
    TEXT = Message(
        # Translators: accessible name of the page's text.
        text("Page text"),
    )
    TEXT_HELP = Message(
        # Translators: description of the page's text for screen readers; the words with capitals are keys.
        text("Read-only. Space plays and pauses, Enter reads from the cursor, F10 opens the menu with all keys."),
    )
    STATUS = Message(
        # Translators: the line that tells what is done; {state} is e.g. "Paused", {page} and {pages} are numbers.
        text("{state}. Page {page} of {pages}."),
    )
    STATUS_ONLY = Message(
        # Translators: the line that tells what is done, while there is no page; {state} is e.g. "Opening".
        text("{state}."),
    )
    PAGE_MARK = Message(
        # Translators: stands above the text of a page; {page} is its number or what the document calls it.
        text("Page {page}"),
    )
    SIZE_IS = Message(
        # Translators: spoken when the text became larger or smaller; {percent} is a number.
        text("Text size {percent} percent."),
    )
    SIZE_LARGEST = Message(
        # Translators: spoken when the text can't become larger.
        text("The text is as large as it gets."),
    )
    SIZE_SMALLEST = Message(
        # Translators: spoken when the text can't become smaller.
        text("The text is as small as it gets."),
    )
    CLOSED_SAVING = Message(
        # Translators: spoken when the window is closed while a document is being saved.
        text("The window is closed; saving goes on, and you hear when it ends."),
        # Translators: brief: the window is closed, the document is still being saved.
        text("Saving goes on."),
    )


class BookBlockMessages:
    """What stands before a part of a page, and a space, so that eyes and screen readers know what it is."""

    HEADING = Message(
        # Translators: stands before a heading; {level} is a number, 1 the highest.
        text_in("page", "Heading {level}:"),
    )
    ITEM = Message(
        # Translators: stands before an item of a list; a sign, not a word.
        text_in("page", "•"),
    )
    TABLE = Message(
        # Translators: stands where a table begins; both are numbers, {rows} without the header.
        text_in("page", "Table, columns: {columns}, rows: {rows}."),
    )
    FIGURE = Message(
        # Translators: stands before the description of a figure or picture.
        text_in("page", "Figure:"),
    )
    CAPTION = Message(
        # Translators: stands before the caption of a figure or table.
        text_in("page", "Caption:"),
    )
    FOOTNOTE = Message(
        # Translators: stands before a footnote.
        text_in("page", "Footnote:"),
    )
    QUOTE = Message(
        # Translators: stands before a quotation.
        text_in("page", "Quotation:"),
    )
    CODE = Message(
        # Translators: stands before the text of a program.
        text_in("page", "Code:"),
    )


class ReadingStyleMessages:
    """What is said when the voice is changed while it reads."""

    PITCH_IS = Message(
        # Translators: spoken after the pitch was changed; {pitch} is a number from -100 to 100, 0 is normal.
        text("Pitch {pitch}."),
    )
    PITCH_HIGHEST = Message(
        # Translators: spoken when the pitch can't be higher.
        text("This is the highest pitch."),
    )
    PITCH_LOWEST = Message(
        # Translators: spoken when the pitch can't be lower.
        text("This is the lowest pitch."),
    )
    VOICE_IS = Message(
        # Translators: spoken by a voice that was chosen; {name} is its name.
        text("This is {name}."),
    )
    VOICE_USUAL = Message(
        # Translators: spoken when the usual voice was chosen.
        text("This is the usual voice."),
    )


_STATES = {
    PlayerState.EMPTY: Message(text_in("reader", "No document is open")),
    PlayerState.OPENING: Message(text_in("reader", "Opening")),
    PlayerState.PAUSED: Message(text_in("reader", "Paused")),
    PlayerState.PLAYING: Message(text_in("reader", "Reading")),
    PlayerState.WAITING: Message(text_in("reader", "Waiting for the page")),
    PlayerState.ENDED: Message(text_in("reader", "The end")),
}
STATES: Mapping[PlayerState, Message] = MappingProxyType(_STATES)
"""What the player does, without a full stop."""

_PREFIXES = {
    BlockKind.HEADING: BookBlockMessages.HEADING,
    BlockKind.ITEM: BookBlockMessages.ITEM,
    BlockKind.TABLE: BookBlockMessages.TABLE,
    BlockKind.FIGURE: BookBlockMessages.FIGURE,
    BlockKind.CAPTION: BookBlockMessages.CAPTION,
    BlockKind.FOOTNOTE: BookBlockMessages.FOOTNOTE,
    BlockKind.QUOTE: BookBlockMessages.QUOTE,
    BlockKind.CODE: BookBlockMessages.CODE,
}
PREFIXES: Mapping[BlockKind, Message] = MappingProxyType(_PREFIXES)
"""What stands before a block; paragraphs and rows stand alone."""
