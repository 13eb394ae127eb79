"""What a chat model is told, and how long its answer may be; the same for a model on this machine and on a server.

Models that were trained on task words (PaliGemma) are not told sentences: see `paligemma.tasks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.domain import Detail, Request, Task
from assistant.core.wording import Wording
from assistant.core.wording.instructions import InstructionMessages as I

SENTENCES: Mapping[Detail, int] = MappingProxyType({Detail.BRIEF: 1, Detail.NORMAL: 3, Detail.FULL: 8})
TASKS = frozenset(Task) - {Task.FIND, Task.OUTLINE}
"""What a chat model can be asked for; places and outlines take a model that answers with coordinates."""
_LIMITS: Mapping[Task, int] = MappingProxyType({Task.READ: 2000, Task.PROMPT: 600})
_TOKENS_OF_A_SENTENCE = 80


def instruction(request: Request, wording: Wording) -> str:
    """Return what to tell a chat model for a request.

    `wording` is that of the answer's language; where there is no translation it is English, and names that language.
    An open-ended prompt is handed over as it was written. `request.task` is one of TASKS.
    """
    match request.task:
        case Task.PROMPT:
            return request.question
        case Task.READ:
            return wording.full(I.READ)
        case Task.ASK:
            told = wording.full(I.ASK, question=request.question)
        case Task.QUESTION:
            told = wording.full(I.QUESTIONS)
        case _:
            told = wording.count(I.DESCRIBE, SENTENCES[request.detail])
    language = wording.full(I.LANGUAGE, language=wording.language_name(request.language))
    return f"{told} {wording.full(I.RULES)} {language}"


def token_limit(request: Request) -> int:
    """Return how many tokens the answer may have; beyond, it is cut, and the user is told."""
    if request.task in _LIMITS:
        return _LIMITS[request.task]
    return _TOKENS_OF_A_SENTENCE * max(SENTENCES[request.detail], 3)
