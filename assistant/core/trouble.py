"""Why the model does not answer, told once and not at every request."""

from __future__ import annotations

from assistant.core.domain import Failed
from assistant.core.errand import Late
from assistant.core.errors import EngineDied, EngineStalled
from assistant.core.wording import M, Wording


class Trouble:
    """Remembers what was told of the model's trouble until it is over.

    `is_told_always` is for a model that the user asked for by name: each time it does not answer is told.
    """

    def __init__(self, *, is_told_always: bool = False) -> None:
        self._is_told_always = is_told_always
        self._told = ""

    def sentence(self, ending: Failed | Late, wording: Wording) -> str:
        """Return why, or nothing where the user knows it already."""
        kind = _kind(ending)
        if kind == self._told and not self._is_told_always:
            return ""
        self._told = kind
        match ending:
            case Late(was_loading=True):
                return wording.say(M.MODEL_LOADING)
            case Late():
                return wording.say(M.MODEL_SLOW)
            case Failed(error=EngineDied() | EngineStalled()):
                return wording.say(M.MODEL_DIED)
            case Failed(error=error):
                return wording.say(M.MODEL_FAILED, trouble=wording.error(error).message)

    def is_over(self, kind: str = "") -> None:
        """Forget what was told: the model answers again, or (a kind) that reason is gone."""
        if not kind or kind == self._told:
            self._told = ""


def _kind(ending: Failed | Late) -> str:
    if isinstance(ending, Late):
        return "loading" if ending.was_loading else "slow"
    return ending.error.code
