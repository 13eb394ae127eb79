"""What the windows write of a model: a line of the list, its details, a size."""

from __future__ import annotations

from assistant.core.models import ModelInfo, ModelState
from assistant.core.wording import M, Wording
from assistant.core.wording.model_windows import STATES
from assistant.core.wording.model_windows import ModelWindowMessages as W
from assistant.core.wording.models import TASK_NAMES

_GIGA, _MEGA = 10**9, 10**6


def size(wording: Wording, count: int) -> str:
    """Return a number of bytes as one says it."""
    if count < _GIGA:
        return wording.say(W.MEGABYTES, n=round(count / _MEGA))
    return wording.say(W.GIGABYTES, n=f"{count / _GIGA:.1f}")


def line(wording: Wording, model: ModelInfo) -> str:
    """Return a model as a line of the list."""
    is_gate_ahead = model.is_gated and model.state is not ModelState.INSTALLED
    return wording.say(
        W.LINE_GATED if is_gate_ahead else W.LINE,
        name=model.name,
        size=size(wording, model.size),
        state=wording.say(STATES[model.state]),
        fits=_fits(wording, model),
        licence=_licence(wording, model),
    )


def details(wording: Wording, model: ModelInfo) -> str:
    """Return all that is known of a model, in sentences."""
    told = [
        wording.say(
            W.DETAILS,
            name=model.name,
            state=wording.say(STATES[model.state]),
            size=size(wording, model.size),
            licence=_licence(wording, model),
        ),
        tasks(wording, model),
        model.reason,
    ]
    if model.is_gated and model.state is not ModelState.INSTALLED:
        told.append(wording.say(W.DETAILS_GATED))
    if model.state is ModelState.PARTIAL and model.arrived:
        arrived = size(wording, model.arrived)
        told.append(wording.say(W.DETAILS_ARRIVED, arrived=arrived, size=size(wording, model.size)))
    told.append(model.folder)
    return " ".join(each.strip() for each in told if each)


def tasks(wording: Wording, model: ModelInfo) -> str:
    """Return what a model was trained for, as a sentence; empty where nobody knows."""
    known = [wording.say(message) for task, message in TASK_NAMES.items() if task in model.tasks]
    return wording.say(M.SHOW_TASKS, tasks=wording.join(known)) if known else ""


def _licence(wording: Wording, model: ModelInfo) -> str:
    return model.licence or wording.say(W.LICENCE_UNKNOWN)


def _fits(wording: Wording, model: ModelInfo) -> str:
    messages = {True: W.FITS, False: W.FITS_NOT, None: W.FITS_UNKNOWN}
    return wording.say(messages[model.fits])
