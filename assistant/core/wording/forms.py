"""What a sentence is before it is put into a language: the forms that the subjects' files declare.

`text`, `text_in`, `counted` and `counted_in` mark English for extraction (the keywords of
`make messages`); a comment that begins with "Translators:" right above a mark becomes the translators' note.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """English as it is looked up in a catalogue; `many` is set where a number decides."""

    one: str
    many: str = ""
    context: str = ""


def text(english: str) -> Text:
    """Mark a sentence."""
    return Text(english)


def text_in(context: str, english: str) -> Text:
    """Mark a word that means different things in different places."""
    return Text(english, context=context)


def counted(one: str, many: str) -> Text:
    """Mark the forms for one and for many; both may hold {n}."""
    return Text(one, many)


def counted_in(context: str, one: str, many: str) -> Text:
    """Mark the forms for one and for many of a word that means different things in different places."""
    return Text(one, many, context)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence: in full and, where it pays, brief."""

    full: Text
    brief: Text | None = None

    def form(self, is_brief: bool) -> Text:
        """Return the form that is wanted."""
        return self.brief if is_brief and self.brief is not None else self.full


@dataclass(frozen=True, slots=True)
class Plural(Message):
    """A sentence whose form depends on a number, {n}."""


@dataclass(frozen=True, slots=True)
class ErrorMessage:
    """What happened, and what the user can do."""

    message: Message
    hint: Message | None = None
