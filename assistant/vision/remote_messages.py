"""What an OpenAI-compatible server says, as far as it matters here; everything else in it is passed over."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from assistant.core.domain import Reason
from assistant.core.errors import RemoteGarbled, RemoteRefused


@dataclass(frozen=True, slots=True)
class Delta:
    """The next part of an answer.

    `confidence` is the geometric mean of its tokens' probabilities, None where the server does not tell them;
    `reason` is set on the last part. A part without text is a model that thinks before it speaks.
    """

    text: str = ""
    confidence: float | None = None
    reason: Reason | None = None


class _Token(msgspec.Struct):
    logprob: float


class _Probabilities(msgspec.Struct):
    content: list[_Token] | None = None


class _Message(msgspec.Struct):
    content: str | None = None
    reasoning: str | None = None
    reasoning_content: str | None = None


class _Choice(msgspec.Struct):
    delta: _Message | None = None
    message: _Message | None = None
    finish_reason: str | None = None
    logprobs: _Probabilities | None = None


class _Answer(msgspec.Struct):
    choices: list[_Choice] = []
    error: msgspec.Raw = msgspec.Raw(b"null")


class Model(msgspec.Struct):
    """A model that a server offers."""

    id: str


class Models(msgspec.Struct):
    """The models that a server offers."""

    data: list[Model]


def deltas_of_event(data: str, host: str) -> Iterator[Delta]:
    """Yield what an event of a stream says. Raises `RemoteRefused`, `msgspec.MsgspecError`, RecursionError."""
    answer = _decoded(data, host)
    for choice in answer.choices[:1]:
        delta = choice.delta or choice.message
        if delta is not None and delta.content:
            yield Delta(delta.content, _confidence(choice), _reason(choice))
        elif choice.finish_reason or (delta is not None and (delta.reasoning or delta.reasoning_content)):
            yield Delta(reason=_reason(choice))


def delta_of_whole(data: bytes, host: str) -> Delta:
    """Return an answer that came in one piece. Raises like `deltas_of_event`, and `RemoteGarbled`."""
    answer = _decoded(data, host)
    if not answer.choices or answer.choices[0].message is None:
        raise RemoteGarbled(host=host)
    choice = answer.choices[0]
    return Delta(
        (choice.message and choice.message.content) or "", _confidence(choice), _reason(choice) or Reason.FINISHED
    )


def _decoded(data: str | bytes, host: str) -> _Answer:
    answer = msgspec.json.decode(data, type=_Answer)
    if bytes(answer.error).strip() != b"null":
        raise RemoteRefused(host=host, status=_status(bytes(answer.error)))
    return answer


def _status(error: bytes) -> str:
    """Return the number in an error that came inside an answer; its words could quote the picture's text."""
    told = msgspec.json.decode(error)
    code = told.get("code") if isinstance(told, dict) else None
    return str(code) if isinstance(code, int) and 100 <= code < 600 else "500"


def _reason(choice: _Choice) -> Reason | None:
    if choice.finish_reason is None:
        return None
    return Reason.LENGTH if choice.finish_reason == "length" else Reason.FINISHED


def _confidence(choice: _Choice) -> float | None:
    tokens = choice.logprobs.content if choice.logprobs is not None else None
    if not tokens:
        return None
    mean = sum(token.logprob for token in tokens) / len(tokens)
    return math.exp(min(mean, 0.0)) if math.isfinite(mean) else None
