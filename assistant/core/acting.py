"""Acting on what an answer told of: the pointer goes to a thing, clicks it, or its program focuses or presses it.

One act at a time, each on the user's explicit key. Nothing is done to a screen that has changed since the picture was
taken: the hands compare, and say so.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType

from assistant.core.acting_errors import NoAccessibleAction
from assistant.core.acts import BY_POINTER, Act, Acted, Errand, NotActed, Target
from assistant.core.aiming import target_of_search
from assistant.core.answers import Answer
from assistant.core.domain import Look
from assistant.core.errors import SeeSayError
from assistant.core.ports import Hands
from assistant.core.wording import Message, Wording
from assistant.core.wording.acting import ActingMessages as A

log = logging.getLogger(__name__)

SAID: Mapping[Act, Message] = MappingProxyType(
    {Act.MOVE: A.MOVED, Act.CLICK: A.CLICKED, Act.FOCUS: A.FOCUSED, Act.PRESS: A.PRESSED}
)
"""What is said once it is done."""
Then = Callable[[SeeSayError | None], None]


def require_possible(act: Act, target: Target) -> None:
    """Refuse at once what no hands could do. Raises `NoAccessibleAction`."""
    if act not in BY_POINTER and not target.handle:
        raise NoAccessibleAction(act=str(act))


def said(act: Act, target: Target, wording: Wording) -> str:
    """Return the sentence that says that it was done."""
    return wording.say(SAID[act], what=target.name)


class Acting:
    """Sends errands to the hands, on the owner's thread: each ends in one call, unless `leave` comes first."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._ids = itertools.count(1)
        self._current: tuple[int, Then] | None = None

    def begin(self, act: Act, target: Target, then: Then) -> None:
        """Do it in the background; `then` gets None once it was done, else why it was not. What waits is left."""
        self.leave()
        errand = Errand(next(self._ids), act, target)
        self._current = (errand.id, then)
        try:
            require_possible(act, target)
        except NoAccessibleAction as error:
            self.heard(NotActed(errand.id, error))
        else:
            self._hands.act(errand)

    def act_on_found(
        self, look: Look, answer: Answer, wording: Wording, then: Callable[[Target | SeeSayError], None]
    ) -> None:
        """Do what a look wants done to the one thing that it found; `then` gets that thing, or why nothing was done."""
        assert look.act is not None
        try:
            target = target_of_search(answer, look.question, look.act, wording)
        except SeeSayError as error:
            then(error)
        else:
            self.begin(look.act, target, lambda error: then(target if error is None else error))

    def leave(self) -> None:
        """Do no more what has not been done; nobody is called."""
        if self._current is not None:
            number, _ = self._current
            self._current = None
            self._hands.leave(number)

    def heard(self, event: Acted | NotActed) -> None:
        """Take what the hands tell; what belongs to an errand that was left is dropped."""
        if self._current is None or self._current[0] != event.errand_id:
            return
        _, then = self._current
        self._current = None
        error = event.error if isinstance(event, NotActed) else None
        if error is not None:
            log.info("act %d was not done: %s", event.errand_id, error.code)
        then(error)
