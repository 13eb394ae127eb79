"""What is said around a document that is read aloud: its title, where it goes on, its figures, where one is."""

from __future__ import annotations

from assistant.core.wording.forms import Message, Plural, counted, text, text_in


class ReadingMessages:
    """Spoken between the sentences of a document."""

    OPENING = Message(
        # Translators: spoken when opening a document takes longer than a moment; {title} is its file's name.
        text("Opening {title}."),
    )
    OPENED = Plural(
        # Translators: spoken when a document is open; {title} is its title, {n} its number of pages.
        counted("{title}, one page.", "{title}, {n} pages."),
    )
    GOES_ON = Message(
        # Translators: a document was opened that was read before; reading goes on at the remembered page.
        text("Going on at page {page}."),
        # Translators: brief: reading goes on at that page.
        text("At page {page}."),
    )
    END = Message(
        # Translators: spoken when a document was read to its end; {title} is its title.
        text("This is the end of {title}."),
        # Translators: brief: the document's end.
        text("The end."),
    )
    BEGINNING = Message(
        # Translators: the user wants to go back, but this is the document's first sentence.
        text("This is the beginning of {title}."),
        # Translators: brief: the document's beginning.
        text("The beginning."),
    )
    NO_LATER_HEADING = Message(
        # Translators: the user wants to go to the next heading, but there is none.
        text("No heading comes after this place."),
        # Translators: brief: there is no next heading.
        text("No next heading."),
    )
    NO_EARLIER_HEADING = Message(
        # Translators: the user wants to go to the former heading, but there is none.
        text("No heading comes before this place."),
        # Translators: brief: there is no former heading.
        text("No former heading."),
    )
    PAGE = Message(
        # Translators: spoken when reading comes to another page; {page} is a number, or a name such as "iv".
        text("Page {page}."),
    )
    PAGE_EMPTY = Message(
        # Translators: nothing was found on this page.
        text("Page {page} is empty."),
    )
    PAGE_COMES = Message(
        # Translators: spoken when a page takes long to be read or recognised.
        text("Page {page} is being read."),
        # Translators: brief: the page isn't ready yet.
        text("Reading page {page}."),
    )
    PAGES_FAIL = Message(
        # Translators: several pages in a row can't be read, so that reading was paused.
        text("Several pages in a row can't be read. Reading is paused."),
        # Translators: brief: reading was paused because pages can't be read.
        text("Paused: these pages can't be read."),
    )
    FIGURE = Message(
        # Translators: reading comes to a picture or diagram; what the document says of it may follow.
        text("Figure."),
    )
    FIGURE_COMES = Message(
        # Translators: spoken when it takes long until a picture or diagram of a document is described.
        text("The figure is being described."),
        # Translators: brief: the description of a picture or diagram isn't ready yet.
        text("Describing the figure."),
    )
    TABLE = Message(
        # Translators: reading comes to a table; {rows} is "3 rows", {columns} "one column".
        text("Table with {rows} and {columns}."),
        # Translators: brief: a table; {rows} is "3 rows", {columns} "one column".
        text("Table, {rows}, {columns}."),
    )
    ROWS = Plural(
        # Translators: inside "Table with … and …".
        counted("one row", "{n} rows"),
    )
    COLUMNS = Plural(
        # Translators: inside "Table with … and …".
        counted("one column", "{n} columns"),
    )
    FOOTNOTE = Message(
        # Translators: reading comes to a footnote, whose text follows.
        text("Footnote."),
    )
    WHERE = Message(
        # Translators: where one is in a document: page, number of pages, per cent of the whole.
        text("Page {page} of {pages}, {percent} per cent."),
        # Translators: brief: page, number of pages, per cent of the whole.
        text("Page {page} of {pages}, {percent} %."),
    )
    MINUTES_LEFT = Plural(
        # Translators: follows where one is: how long it takes to listen to the rest.
        counted("About one minute left.", "About {n} minutes left."),
    )
    HOURS_LEFT = Plural(
        # Translators: follows where one is, in a long document; {minutes} is a number below 60.
        counted("About one hour and {minutes} minutes left.", "About {n} hours and {minutes} minutes left."),
    )
    LITTLE_LEFT = Message(
        # Translators: follows where one is, near the end.
        text("Less than a minute left."),
    )
    SEARCHING = Message(
        # Translators: spoken now and then while words are looked for; {page} is the page that is looked through.
        text("Searching page {page}."),
    )
    NOT_AFTER = Message(
        # Translators: {words} is what was looked for; it doesn't come between this place and the end.
        text("“{words}” does not come after this place."),
        # Translators: brief: {words} was not found between this place and the end.
        text("“{words}” not found after this place."),
    )
    NOT_BEFORE = Message(
        # Translators: {words} is what was looked for; it doesn't come between the beginning and this place.
        text("“{words}” does not come before this place."),
        # Translators: brief: {words} was not found between the beginning and this place.
        text("“{words}” not found before this place."),
    )
    MARKED = Message(
        # Translators: a bookmark was put at the place that is read.
        text("Bookmark on page {page}."),
    )
    UNMARKED = Message(
        # Translators: a bookmark was taken away.
        text("Bookmark removed."),
    )
    NO_WORD = Message(
        # Translators: the user wants the word at this place spelled, but there is none: a figure, an empty page.
        text("There is no word here."),
    )
    CAMERA_PAGE = Message(
        # Translators: the title of a document that is a page which was held before the camera.
        text_in("document", "Page from the camera"),
    )
    CLIPBOARD = Message(
        # Translators: the title of a document that is the clipboard's text or picture.
        text_in("document", "Clipboard"),
    )
