"""From a stream of tokens to a stream of text, each bit with the probability that the model gave it.

Nothing is withheld longer than a character: the tokenizer's own incremental decoder joins the tokens. Places and mask
codes are taken out before, a loop is noticed. No sentence is cut here; that is the session's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.vision.paligemma.outputs import UNREADABLE, Vocabulary, geometric_mean

if TYPE_CHECKING:
    from tokenizers.decoders import DecodeStream

    from assistant.vision.paligemma.model import Token, Tokenizer

_LONGEST_CHARACTER = 4
_GRAM = 20
_LONGEST_PERIOD = 20
_LEAST_LOOP = 16
_TIMES = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A bit of an answer; `confidence` is the probability of the token, or of the bytes, that it came from.

    What a sentence is worth is made of these by `core.telling`, for every engine in the same way.
    """

    text: str
    confidence: float


class Decoder:
    """Decodes one answer token by token. Bytes that never become a character are left out, never shown as garbage."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._backend = tokenizer.backend_tokenizer
        self._stream = self._fresh()
        self._withheld = 0

    def feed(self, token_id: int) -> str:
        """Return the text that this token completes; empty while a character is still incomplete."""
        text = self._step(token_id)
        if text is None:
            self._withheld += 1
            if self._withheld >= _LONGEST_CHARACTER:
                self._restart()
            return ""
        self._withheld = 0
        return text.replace(UNREADABLE, "")

    def _step(self, token_id: int) -> str | None:
        try:
            text: str | None = self._stream.step(self._backend, token_id)
        except Exception:  # noqa: BLE001 - tokenizers raises no narrower type when bytes contradict each other
            self._restart()
            text = self._stream.step(self._backend, token_id)
        return text

    def _restart(self) -> None:
        self._stream = self._fresh()
        self._withheld = 0

    def _fresh(self) -> DecodeStream:
        from tokenizers.decoders import DecodeStream

        return DecodeStream(skip_special_tokens=True)


class Repetition:
    """Notices that a model turns in circles: 20 tokens that came before, or a short period over and over."""

    def __init__(self) -> None:
        self._ids: list[int] = []
        self._grams: set[tuple[int, ...]] = set()
        self._runs = [0] * (_LONGEST_PERIOD + 1)

    def feed(self, token_id: int) -> bool:
        """Add a token; tell whether the answer goes in a circle by now."""
        self._ids.append(token_id)
        return self._is_periodic() or self._came_before()

    def _is_periodic(self) -> bool:
        ids, found = self._ids, False
        for period in range(1, min(_LONGEST_PERIOD, len(ids) - 1) + 1):
            self._runs[period] = self._runs[period] + 1 if ids[-1] == ids[-1 - period] else 0
            found |= self._runs[period] + period >= max(_TIMES * period, _LEAST_LOOP) and self._runs[period] > 0
        return found

    def _came_before(self) -> bool:
        if len(self._ids) < _GRAM:
            return False
        gram = tuple(self._ids[-_GRAM:])
        if gram in self._grams:
            return True
        self._grams.add(gram)
        return False


class Telling:
    """Tells one answer: `said` yields its text as the tokens come; afterwards `is_circular` tells of a loop."""

    def __init__(self, tokenizer: Tokenizer, vocabulary: Vocabulary) -> None:
        self._decoder = Decoder(tokenizer)
        self._vocabulary = vocabulary
        self._repetition = Repetition()
        self._is_begun = False
        self.is_circular = False

    def said(self, tokens: Iterable[Token]) -> Iterator[Said]:
        """Yield text, without white space before the first word; end early where the model turns in circles."""
        pending: list[float] = []
        for token in tokens:
            if self._repetition.feed(token.id):
                self.is_circular = True
                return
            if self._vocabulary.is_place(token.id):
                continue
            pending.append(token.probability)
            text = self._decoder.feed(token.id)
            if not self._is_begun:
                text = text.lstrip()
            if not text:
                continue
            self._is_begun = True
            # A character of several bytes is as sure as its bytes are together.
            yield Said(text, geometric_mean(pending))
            pending.clear()
