"""Pieces of an answer in the user's words: the wording's sentences, each ended so that it can be spoken at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.core.domain import Piece
from assistant.core.wording import M

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.core.domain import Request
    from assistant.core.wording import Message, Plural, Wording
    from assistant.vision.embedded.analysis import Analysis


class Phrases:
    """Makes pieces; `wording` is in the answer's language and at the wanted length."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording

    def piece(self, request: Request, sentence: str, confidence: float = 1.0) -> Piece:
        """Return a sentence as a piece of its own line: nothing after it is needed to speak it."""
        return Piece(request.id, f"{sentence}\n", confidence, self.wording.language)

    def say(self, request: Request, message: Message, confidence: float = 1.0, **params: object) -> Piece:
        """Return a message as a piece."""
        return self.piece(request, capitalised(self.wording.say(message, **params)), confidence)

    def count(self, request: Request, message: Plural, n: int, **params: object) -> Piece:
        """Return a message with a number as a piece."""
        return self.piece(request, capitalised(self.wording.count(message, n, **params)))

    def not_read(self, request: Request, analysis: Analysis) -> Iterator[Piece]:
        """Tell what could not be read, a missing recogniser or a script nobody asked for, and what to do."""
        if analysis.is_mostly_unreadable:
            yield self.say(request, M.SCRIPT_UNREAD)
        for error in analysis.missing:
            yield self.piece(request, self.wording.error(error).spoken)


def capitalised(sentence: str) -> str:
    """Return a sentence with its first letter as a capital: some forms begin in lower case."""
    return sentence[:1].upper() + sentence[1:]


def quoted(text: str) -> str:
    """Return text of the picture for the inside of a sentence: one line, without a full stop of its own."""
    return " ".join(text.split()).rstrip(".。：:;,")
