"""What stands in a document that was kept, beside its own words."""

from __future__ import annotations

from assistant.core.wording.forms import Message, Plural, counted, text


class ExportMessages:
    """Lines of a text file, titles of chapters, and what the command line tells meanwhile."""

    PAGE = Message(
        # Translators: begins a page in a file that was kept, also the title of a chapter; {page} is e.g. "12" or "iv".
        text("Page {page}"),
    )
    FIGURE = Message(
        # Translators: stands for a picture in a text file; {text} is what the document itself says of it.
        text("Figure: {text}"),
    )
    FIGURE_BARE = Message(
        # Translators: stands for a picture in a text file, of which the document says nothing.
        text("Figure"),
    )
    PROGRESS = Message(
        # Translators: printed while a document is saved.
        text("{done} of {total} pages"),
    )
    SAVED = Plural(
        # Translators: printed when a document was saved; {path} is the new file, {n} its number of pages.
        counted("{path} is saved, one page.", "{path} is saved, {n} pages."),
    )
    PASSWORD = Message(
        # Translators: asks for a document's password in a terminal; {name} is the file's name.
        text("Password of {name}:"),
    )
