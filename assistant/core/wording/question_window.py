"""What the question window offers besides its field: ready questions, suggestions, which picture, which language.

An ampersand marks the letter that Alt opens; it may stand elsewhere, or nowhere, in a translation.
"""

from __future__ import annotations

from assistant.core.wording.forms import Message, Plural, counted, text, text_in


class QuestionMessages:
    """Labels, buttons and sentences of the question window."""

    READY = Message(
        # Translators: label of a list of questions that can be asked at once.
        text("&Ready questions"),
    )
    READY_HINT = Message(
        # Translators: description of the list of questions; Alt is a key.
        text(
            "Up and Down choose, Enter asks, a digit asks the question of that number; Alt and a digit work everywhere."
        ),
    )
    READY_LINE = Message(
        # Translators: one question of the list; {n} is its number.
        text("{n}: {question}"),
    )
    EMPTY = Message(
        # Translators: spoken when Enter is pressed in the question window and nothing was typed or chosen.
        text("Type something first, or leave with Escape."),
    )
    SUGGEST = Message(
        # Translators: a button: the model suggests three questions about the picture.
        text_in("button", "&Suggest questions"),
    )
    EDIT = Message(
        # Translators: a button: opens a window in which the list of questions is changed.
        text_in("button", "&Edit the list…"),
    )
    SUGGESTING = Message(
        # Translators: spoken while the model looks for questions.
        text("Looking for questions."),
    )
    SUGGESTED = Plural(
        # Translators: spoken before the questions that the model suggests.
        counted("One question is suggested.", "{n} questions are suggested."),
    )
    NO_SUGGESTION = Message(
        # Translators: spoken when the model has no question to suggest.
        text("There is no question to suggest."),
    )
    ABOUT = Message(
        # Translators: label of a box of choices: which picture the question is about.
        text("A&bout:"),
    )
    ABOUT_NEW = Message(
        # Translators: a choice: the question is about the picture that was just taken.
        text("What is on the screen now"),
    )
    ABOUT_LAST = Message(
        # Translators: a choice: the question goes on about the picture of the last answer.
        text("The last picture, as a follow-up"),
    )
    LANGUAGE = Message(
        # Translators: label of a box of choices: the language of the answer.
        text("Answer &in:"),
    )
    LANGUAGE_USUAL = Message(
        # Translators: a choice: the answer comes in the language of the settings.
        text("The usual language"),
    )
    EDIT_TITLE = Message(
        # Translators: title of the window in which the list of questions is changed.
        text("Ready questions"),
    )
    EDIT_LABEL = Message(
        # Translators: label of a field with several lines.
        text("&Questions, one a line:"),
    )
    EDIT_HINT = Message(
        # Translators: description of the field with the questions; an empty field brings the first list back.
        text("The first nine have a digit. An empty field brings back the questions that SeeSay came with."),
    )
    SAVE = Message(
        # Translators: a button: keeps the changed list of questions.
        text_in("button", "&Save"),
    )
    DEFAULT_ERROR = Message(
        # Translators: a question that many users ask of their screen; short, as one says it.
        text_in("question", "What is the error?"),
    )
    DEFAULT_CAPTCHA = Message(
        # Translators: a question: a captcha is a picture puzzle that keeps programs out.
        text_in("question", "Is there a captcha?"),
    )
    DEFAULT_PEOPLE = Message(
        # Translators: a question.
        text_in("question", "How many people are there?"),
    )
    DEFAULT_TITLE = Message(
        # Translators: a question.
        text_in("question", "What is the title?"),
    )
    DEFAULT_PICTURE = Message(
        # Translators: a question.
        text_in("question", "What does the picture show?"),
    )
    DEFAULTS = (DEFAULT_ERROR, DEFAULT_CAPTCHA, DEFAULT_PEOPLE, DEFAULT_TITLE, DEFAULT_PICTURE)
    """The ready questions of whoever has not chosen any."""
