"""From a stream of tokens to a stream of text, each bit with how sure the model is of the sentence it belongs to.

Nothing is withheld longer than a character: the tokenizer's own incremental decoder joins the tokens. Places and mask
codes are taken out before, a loop is noticed. No sentence is cut here; that is the session's business.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.vision.paligemma.outputs import Vocabulary, geometric_mean

if TYPE_CHECKING:
    from tokenizers.decoders import DecodeStream

    from assistant.vision.paligemma.model import Token, Tokenizer

_UNREADABLE = "\ufffd"
_LONGEST_CHARACTER = 4
_SPACED_ENDS = ".!?…؟।॥"
_UNSPACED_ENDS = "。！？｡\n"
_SETTLED = 3
"""Tokens with letters after which a sentence's probability is taken as it is."""
_GRAM = 20
_LONGEST_PERIOD = 20
_LEAST_LOOP = 16
_TIMES = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A bit of an answer; `confidence` is that of its sentence as far as it is known."""

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
        return text.replace(_UNREADABLE, "")

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


class Trust:
    """How sure the model is of the sentence it is in: the geometric mean of its content tokens' probabilities.

    That is the sentence's own probability, made independent of its length, so one threshold serves all sentences.
    Content is what holds a letter or a digit: commas and spaces are nearly certain and would hide a guess. It
    can't tell a doubtful noun from a free choice of words (both lower it), and one weak word among ten strong ones
    lowers it by a fifth only; which words are things is for whoever checks them against other evidence.

    Until a sentence has three content tokens they are taken to be certain, or the first word, a free choice, would
    stand for all; with the sentence's end the value becomes exact.
    """

    def __init__(self) -> None:
        self._logarithms: list[float] = []
        self._is_over = False
        self._needs_space = False

    def feed(self, text: str, probability: float) -> float:
        """Add a token with its text; return the confidence of its sentence so far."""
        if self._is_over and (not self._needs_space or text[:1].isspace()):
            self._logarithms.clear()
            self._is_over = False
        if any(character.isalnum() for character in text):
            self._logarithms.append(math.log(max(probability, 1e-9)))
        end = text.rstrip(" ")[-1:]
        if text.strip(" "):
            self._is_over = end != "" and end in _SPACED_ENDS + _UNSPACED_ENDS
            self._needs_space = end != "" and end in _SPACED_ENDS
        return self.exact() if self._is_over else self._mean(max(len(self._logarithms), _SETTLED))

    def exact(self) -> float:
        """Return the confidence of the sentence as it stands now, taken to be complete."""
        return self._mean(max(len(self._logarithms), 1))

    def _mean(self, count: int) -> float:
        return math.exp(sum(self._logarithms) / count)


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
        self._trust = Trust()
        self._repetition = Repetition()
        self._is_begun = False
        self.is_circular = False

    @property
    def confidence(self) -> float:
        """How sure the model is of the last sentence."""
        return self._trust.exact()

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
            yield Said(text, self._trust.feed(text, geometric_mean(pending)))
            pending.clear()
