"""The score of a model on the user's own pictures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.wording.forms import Message, text, text_in


class EvaluateMessages:
    """The score of a model on the user's own pictures."""

    BEGINS = Message(
        # Translators: told before a model is tried on the user's own pictures; {precision} is e.g. "nf4".
        text("{model} in {precision}: {questions} questions about {pictures} pictures."),
    )
    PROGRESS = Message(
        # Translators: how far a long measurement is; {done} of {total} questions were asked.
        text("{done} of {total}"),
    )
    FAILED = Message(
        # Translators: one precision could not be measured; {precision} is e.g. "nf4", {why} a whole sentence.
        text("{precision} could not be measured. {why}"),
    )
    PUBLISHED = Message(
        # Translators: heading of published results, printed beside the user's own; {source} is an address.
        text("For comparison, published for PaliGemma 2 3B on TextVQA ({source}); your pictures are others:"),
    )
    WRITTEN = Message(
        # Translators: a picture of the results was written; {path} is a file.
        text("The plot is in {path}."),
    )


COLUMNS: Mapping[str, Message] = MappingProxyType(
    {
        # Translators: heads of the columns of a table of results, as short as can be.
        "precision": Message(text_in("column", "precision")),
        "accuracy": Message(text_in("column", "accuracy %")),
        "words": Message(text_in("column", "words a caption")),
        "sentences": Message(text_in("column", "sentences a caption")),
        "load": Message(text_in("column", "load s")),
        "first": Message(text_in("column", "first word s")),
        "answer": Message(text_in("column", "answer s")),
        "memory": Message(text_in("column", "memory GB")),
    }
)
