"""What is said when the big model answers beside the built-in engine: hedges, corrections, waiting, stepping down."""

from __future__ import annotations

from assistant.core.wording.forms import Message, text


class TwoEnginesMessages:
    """What is said when two engines answer together."""

    HEDGED = Message(
        # Translators: the model is not sure of what it says; {sentence} is a whole sentence of it.
        text("Possibly: {sentence}"),
    )
    CORRECTION = Message(
        # Translators: something that was told as possible turned out not to be there; {things} is e.g. "dog and cat".
        text("Correction: no {things}."),
    )
    PICTURE_PLACE = Message(
        # Translators: what the picture shows is told next; {place} is e.g. "in the upper left".
        text("A picture {place}."),
    )
    MODEL_LOADING = Message(
        # Translators: the large model takes a while to start; the small built-in engine answers in its place.
        text("The model is still loading; the built-in engine answers meanwhile."),
        # Translators: brief: the large model still loads, the built-in engine answers.
        text("The model still loads."),
    )
    MODEL_SLOW = Message(
        # Translators: the large model was given up because it took too long; the small built-in engine answers.
        text("The model takes too long; the built-in engine answers instead."),
        # Translators: brief: the large model was too slow, the built-in engine answers.
        text("The model is too slow."),
    )
    MODEL_DIED = Message(
        # Translators: the large model crashed; the small built-in engine answers, the model is started again.
        text("The model stopped working and is started again; the built-in engine answers meanwhile."),
        # Translators: brief: the large model crashed, the built-in engine answers.
        text("The model stopped working."),
    )
    MODEL_FAILED = Message(
        # Translators: {trouble} is a sentence that says why the large model can't answer.
        text("{trouble} The built-in engine answers instead."),
        # Translators: brief: {trouble} is a sentence that says why the large model can't answer.
        text("{trouble}"),
    )
    MODEL_UNSURE = Message(
        # Translators: the model has an answer to the user's question, but so unsure a one that it is not told.
        text("The model is too unsure to answer that."),
        # Translators: brief: the model has no answer that is sure enough.
        text("No sure answer."),
    )
    REST_UNSURE = Message(
        # Translators: the beginning of a sentence was told; the model is too unsure of how it ends.
        text("The rest is too unsure to tell."),
        # Translators: brief: how the sentence ends is not told.
        text("Rest unsure."),
    )
    NO_OUTLINE = Message(
        # Translators: the user wants the outline of a thing; this model only knows where it is.
        text("This model can't draw outlines; it only tells the place."),
        # Translators: brief: this model only tells where a thing is.
        text("No outline, only the place."),
    )
