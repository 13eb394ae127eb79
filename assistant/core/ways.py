"""Which way a request goes when two engines answer: the one table from tasks to ways."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.answering import Answering
from assistant.core.describing import Describing
from assistant.core.desk import Desk
from assistant.core.domain import Task
from assistant.core.errand import Way
from assistant.core.names import Names
from assistant.core.questions import understand
from assistant.core.wording.question_words import Asked

_AFTER_A_THING = frozenset({Asked.WHERE, Asked.HOW_MANY, Asked.IS_THERE})


def way_of(desk: Desk, names: Callable[[str], Names]) -> Way:
    """Return the way of the desk's request, not begun.

    A model that was asked for by name answers all but descriptions itself: those go the checked way always.
    """
    answering = Answering(desk)
    match desk.request.task:
        case Task.DESCRIBE:
            return Describing(desk, names).way()
        case Task.OUTLINE:
            return answering.look()
        case Task.QUESTION | Task.PROMPT:
            return answering.model()
        case Task.FIND:
            return answering.look() if desk.parts.is_named else answering.find()
        case Task.READ:
            return answering.model() if desk.parts.is_named else answering.embedded()
        case Task.ASK:
            return _asking(desk, names, answering)


def _asking(desk: Desk, names: Callable[[str], Names], answering: Answering) -> Way:
    if desk.parts.is_named:
        return answering.model()
    question = understand(desk.request.question, desk.request.language)
    if question is not None and question.asked is Asked.DESCRIBE:
        return Describing(desk, names).way()
    return answering.question(may_be_missed=question is not None and question.asked in _AFTER_A_THING)
