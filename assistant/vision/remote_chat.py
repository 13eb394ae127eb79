"""A chat about a picture with a server: asked with as many wishes as the server takes, left when it does not end."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace

from assistant.core.domain import Reason
from assistant.core.errors import RemoteGarbled, RemoteRefused
from assistant.vision.remote_calls import Caller
from assistant.vision.remote_messages import Delta

_SLACK = 2
"""A server that heeds no limit is left after so many times the parts and characters that it was asked for."""
_CHARACTERS_OF_A_TOKEN = 12
_UNWANTED = ("400", "422")
"""What servers answer to a wish that they don't know; then it is asked without it."""
_WISHES: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("max_tokens", {"temperature": 0, "logprobs": True}),
    ("max_tokens", {"temperature": 0}),
    ("max_completion_tokens", {}),
)
_THOUGHT, _THOUGHT_ENDS = "<think>", "</think>"


@dataclass(frozen=True, slots=True)
class Told:
    """What a model is told: the words, the tokens that its answer may have, the language it will be in."""

    text: str
    limit: int
    language: str


class Chat:
    """One server's chats, one at a time; it remembers which wishes the server takes."""

    def __init__(self, caller: Caller, host: str) -> None:
        self._caller = caller
        self._host = host
        self._first_wish = 0

    def close(self) -> None:
        """Close the connection."""
        self._caller.close()

    def first_model(self, is_cancelled: Callable[[], bool]) -> str:
        """Return the server's first model; nothing where it was cancelled. Raises a `RemoteError`."""
        names = self._caller.models(is_cancelled)
        if not names and not is_cancelled():
            raise RemoteGarbled(host=self._host)
        return next(iter(names), "")

    def ask(self, model: str, told: Told, uri: str, is_cancelled: Callable[[], bool]) -> Generator[Delta, None, None]:
        """Yield the answer about the picture in `uri`, without thoughts, the last part with the reason.

        Raises a `RemoteError`. Closing the generator closes the connection.
        """
        parts = ({"type": "image_url", "image_url": {"url": uri}}, {"type": "text", "text": told.text})
        body = {"model": model, "messages": [{"role": "user", "content": parts}], "stream": True}
        count = characters = 0
        with closing(self._asked(body, told.limit, is_cancelled)) as deltas:
            for delta in _without_thoughts(deltas):
                yield delta
                count += 1
                characters += len(delta.text)
                if count > _SLACK * told.limit or characters > _SLACK * told.limit * _CHARACTERS_OF_A_TOKEN:
                    yield Delta(reason=Reason.LENGTH)
                    return

    def _asked(
        self, body: Mapping[str, object], limit: int, is_cancelled: Callable[[], bool]
    ) -> Generator[Delta, None, None]:
        for number in range(self._first_wish, len(_WISHES)):
            name, wishes = _WISHES[number]
            has_begun = False
            with closing(self._caller.chat({**body, **wishes, name: limit}, is_cancelled)) as deltas:
                try:
                    for delta in deltas:
                        has_begun = True
                        self._first_wish = number
                        yield delta
                except RemoteRefused as error:
                    is_last = number == len(_WISHES) - 1
                    if has_begun or is_last or error.params["status"] not in _UNWANTED:
                        raise
                    continue
            return


def _without_thoughts(deltas: Iterable[Delta]) -> Iterator[Delta]:
    """Leave out what a model thinks before it answers, where the server does not take it out itself."""
    begun = ""
    may_think = True
    for delta in deltas:
        if not may_think:
            yield delta
            continue
        begun += delta.text
        start = begun.lstrip()[: len(_THOUGHT)]
        is_thinking = start == _THOUGHT
        if is_thinking and _THOUGHT_ENDS in begun:
            may_think = False
            yield replace(delta, text=begun.partition(_THOUGHT_ENDS)[2].lstrip())
        elif not _THOUGHT.startswith(start) or (delta.reason is not None and not is_thinking):
            may_think = False
            yield replace(delta, text=begun)
        else:
            # Nothing to tell yet, but a sign of life, and perhaps the end.
            yield replace(delta, text="")
