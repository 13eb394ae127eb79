"""What stands in a document that was kept, beside its own words."""

from __future__ import annotations

from assistant.core.wording.forms import Message, text


class ExportMessages:
    """Lines of a text file, titles of chapters."""

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
