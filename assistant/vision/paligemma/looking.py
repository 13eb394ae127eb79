"""One request on its way: the model, the picture's parts, and how a prompt is put to them. Each task works on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from assistant.core.domain import Piece, Reason
from assistant.core.errors import ModelTooLarge
from assistant.vision.paligemma.outputs import Vocabulary
from assistant.vision.paligemma.tasks import Choice, Skill, Training, choose, prompt
from assistant.vision.paligemma.text import Repetition, Said, Telling
from assistant.vision.paligemma.views import areas

if TYPE_CHECKING:
    from collections.abc import Generator

    from assistant.core.domain import Box, Picture, Request
    from assistant.core.errors import ModelBroken
    from assistant.core.wording import Message, Wording
    from assistant.vision.paligemma.masks import MaskDecoder
    from assistant.vision.paligemma.model import IsCancelled, PaliGemmaModel, Token
    from assistant.vision.paligemma.views import Views


_TOKENS_TOGETHER = 4096
"""Picture tokens of one batch: 4 parts at 448 pixels, 16 at 224; keys and values of a 3B take 106 kilobytes a token."""
MOST_AREAS = 12
"""Parts of one picture that are looked at in one answer: each takes a prefill."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What every request of one loaded model is answered with.

    `decoder` is None where there is no mask decoder, or the error of one that is broken. `told` are the skills of which
    the user knows by now that they stand in for others.
    """

    model: PaliGemmaModel
    views: Views
    training: Training
    decoder: MaskDecoder | ModelBroken | None = None
    told: set[Skill] = field(default_factory=set)


class Looking:
    """One request about one picture; `reason` is how its streams have ended, the worst so far."""

    def __init__(
        self, request: Request, picture: Picture, wording: Wording, tools: Answering, is_cancelled: IsCancelled
    ) -> None:
        self.request = request
        self.picture = picture
        self.wording = wording
        self.tools = tools
        self.is_cancelled = is_cancelled
        self.reason = Reason.FINISHED
        self.areas = self.few(areas(picture, request.boxes))
        self.vocabulary = Vocabulary(tools.model.tokenizer)
        self.last: list[Token] = []

    def few(self, parts: list[Box]) -> list[Box]:
        """Return as many parts as one answer may look at; what is left out cuts the answer short."""
        if len(parts) > MOST_AREAS:
            self.ended(Reason.LENGTH)
        return parts[:MOST_AREAS]

    @property
    def is_parallel(self) -> bool:
        """Tell whether long answers to several prompts are faster together: not on a processor.

        There the prefill takes as long together as one by one, and an answer that turns in circles holds up the others.
        """
        return self.tools.model.device != "cpu"

    def choice(self) -> Choice:
        """Return how the task is put to this model. Raises `ModelCannot`."""
        request, tools = self.request, self.tools
        return choose(request.task, request.detail, request.language, tools.training, tools.model.name)

    # --- own sentences --------------------------------------------------------------------------------

    def say(self, message: Message, confidence: float = 1.0, **params: object) -> Piece:
        """Return a sentence of SeeSay's own as a piece of its own line."""
        return self.notice(self.wording.say(message, **params), confidence)

    def notice(self, sentence: str, confidence: float = 1.0) -> Piece:
        """Return a sentence that is no word of the model."""
        return replace(self.line(sentence, confidence, self.wording.language), is_notice=True)

    def line(self, sentence: str, confidence: float, language: str) -> Piece:
        """Return a whole line."""
        return Piece(self.request.id, f"{sentence[:1].upper()}{sentence[1:]}\n", confidence, language)

    # --- the model ------------------------------------------------------------------------------------

    def said(self, area: Box, choice: Choice, words: str = "") -> Iterator[Said]:
        """Yield an answer's text about a part of the picture as its tokens come. Raises `Cancelled`."""
        model = self.tools.model
        features = self.tools.views.features(self.picture, area, self.is_cancelled)
        asked = prompt(choice.skill, choice.language, words)
        telling = Telling(model.tokenizer, self.vocabulary)
        stream = model.generate(features, asked, choice.limit, self.is_cancelled)
        with closing(cast("Generator[Token]", stream)):
            yield from telling.said(self._noted(stream))
        if telling.is_circular:
            self.ended(Reason.REPEATED)
        elif model.ended_by == "length":
            self.ended(Reason.LENGTH)

    def _noted(self, stream: Iterator[Token]) -> Iterator[Token]:
        """Keep the tokens of the last answer as they pass: an open prompt's may hold places."""
        self.last.clear()
        for token in stream:
            self.last.append(token)
            yield token

    def said_together(self, areas: Sequence[Box], choice: Choice, words: str = "") -> Iterator[list[Said]]:
        """Yield the whole answer about each part, computed at once."""
        asked = prompt(choice.skill, choice.language, words)
        for tokens in self.batch([(area, asked) for area in areas], choice):
            yield list(Telling(self.tools.model.tokenizer, self.vocabulary).said(tokens))

    def tokens(self, asked: Sequence[tuple[Box, str]], choice: Choice) -> list[list[Token]]:
        """Return the whole answers to several prompts, each about its part: at once where that is faster."""
        if len(asked) > 1 and self.is_parallel:
            return self.batch(asked, choice)
        return [self._one(area, prompted, choice.limit) for area, prompted in asked]

    def batch(self, asked: Sequence[tuple[Box, str]], choice: Choice) -> list[list[Token]]:
        """Return the whole answers to several prompts, computed together, as many at a time as memory is sure to hold.

        Where it holds fewer, they are computed one by one: that is slower, but no reason for a smaller model.
        """
        together = max(1, _TOKENS_TOGETHER // self.tools.model.image_tokens)
        answers: list[list[Token]] = []
        for start in range(0, len(asked), together):
            part = asked[start : start + together]
            # Not in the handler of the error: its traceback holds the memory that is wanted.
            answers += self._together(part, choice.limit) or [
                self._one(area, prompted, choice.limit) for area, prompted in part
            ]
        return answers

    def _together(self, asked: Sequence[tuple[Box, str]], limit: int) -> list[list[Token]] | None:
        """Return the answers of one batch; None where memory was too short for several."""
        views = self.tools.views
        features = [views.features(self.picture, area, self.is_cancelled) for area, _ in asked]
        prompts = [prompted for _, prompted in asked]
        try:
            answers = self.tools.model.generate_batch(features, prompts, limit, self.is_cancelled)
        except ModelTooLarge:
            if len(asked) == 1:
                raise
            return None
        return [self._uncircular(tokens, limit) for tokens in answers]

    def ended(self, reason: Reason) -> None:
        """Note how a stream ended; a loop is worse than a length."""
        if self.reason is not Reason.REPEATED:
            self.reason = reason

    def _one(self, area: Box, prompted: str, limit: int) -> list[Token]:
        features = self.tools.views.features(self.picture, area, self.is_cancelled)
        repetition = Repetition()
        tokens: list[Token] = []
        stream = self.tools.model.generate(features, prompted, limit, self.is_cancelled)
        with closing(cast("Generator[Token]", stream)):
            for token in stream:
                if repetition.feed(token.id):
                    self.ended(Reason.REPEATED)
                    return tokens
                tokens.append(token)
        if len(tokens) >= limit:
            self.ended(Reason.LENGTH)
        return tokens

    def _uncircular(self, tokens: list[Token], limit: int) -> list[Token]:
        repetition = Repetition()
        for place, token in enumerate(tokens):
            if repetition.feed(token.id):
                self.ended(Reason.REPEATED)
                return tokens[:place]
        if len(tokens) >= limit:
            self.ended(Reason.LENGTH)
        return tokens
