"""What PaliGemma says of itself: what it was not trained for, what is missing, that it found nothing to say."""

from __future__ import annotations

from assistant.core.wording.forms import Message, text


class PaliGemmaMessages:
    """Sentences of the big model's own engine."""

    ONLY_CAPTIONS = Message(
        # Translators: a long description was asked for; this model only gives short ones, one follows.
        text("This model gives short descriptions only."),
        # Translators: brief: this model only gives short descriptions.
        text("Short description only."),
    )
    ONLY_DESCRIPTIONS = Message(
        # Translators: a short description was asked for; this model only gives long ones, one follows.
        text("This model gives long descriptions only."),
        # Translators: brief: this model only gives long descriptions.
        text("Long description only."),
    )
    NO_MASK_DECODER = Message(
        # Translators: the outline of a thing was asked for, the file that draws outlines is not on this computer; don't
        # translate the command.
        text("Only the place is told; “seesay models install mask-decoder” fetches what draws outlines."),
        # Translators: brief: the file that draws outlines is not on this computer.
        text("No outline: the mask decoder is not installed."),
    )
    OUTLINE_UNCLEAR = Message(
        # Translators: the outline of a thing was asked for; the model gave none that makes sense.
        text("The model drew no outline of it."),
        # Translators: brief: the model gave no outline.
        text("No outline."),
    )
    UNANSWERABLE = Message(
        # Translators: the model's answer to a question: the picture does not show it.
        text("The model can't tell that from this picture."),
        # Translators: brief: the picture does not show it.
        text("The picture doesn't tell."),
    )
    NOTHING_SAID = Message(
        # Translators: the large model gave an empty answer.
        text("The model has nothing to say about that."),
        # Translators: brief: the large model gave an empty answer.
        text("The model says nothing."),
    )
    NO_QUESTIONS = Message(
        # Translators: the model was asked for questions worth asking about the picture; it has none.
        text("The model has no question to suggest."),
        # Translators: brief: the model suggests no question.
        text("No question."),
    )
