"""What the welcome tells of this computer, of its keys and of its end, in sentences. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.core.domain import Command
from assistant.core.errors import HotkeysUnsupported
from assistant.core.models import Computer, ModelsListed
from assistant.core.welcome import KeysFound, Step
from assistant.core.wording import Wording
from assistant.core.wording.welcome import WelcomeEndMessages as E
from assistant.core.wording.welcome import WelcomeKeysMessages as K
from assistant.core.wording.welcome import WelcomeMessages as W
from assistant.core.wording.welcome import WelcomeModelMessages as C
from assistant.ui.model_text import size

STEP_NAMES = {
    Step.LANGUAGE: W.STEP_LANGUAGE,
    Step.VOICE: W.STEP_VOICE,
    Step.KEYS: W.STEP_KEYS,
    Step.COMPUTER: W.STEP_COMPUTER,
    Step.MODEL: W.STEP_MODEL,
    Step.FINISH: W.STEP_FINISH,
}


def hardware(wording: Wording, listed: ModelsListed | None) -> Iterator[str]:
    """Yield what this computer has, as far as it is known; nothing where it isn't yet."""
    found = listed.computer if listed is not None else None
    if listed is None or found is None:
        return
    if found.cores:
        yield " ".join(wording.count(C.PROCESSOR, found.cores, processor=found.processor).split())
    if found.memory:
        yield wording.say(C.MEMORY, total=size(wording, found.memory), free=size(wording, found.free))
    if listed.free is not None:
        yield wording.say(C.DISK, free=size(wording, listed.free))


def meaning(wording: Wording, listed: ModelsListed | None) -> Iterator[str]:
    """Yield what can run a model, which one that is, and what there is without one."""
    if listed is None or listed.computer is None:
        yield wording.say(C.UNKNOWN)
    else:
        yield from _cards(wording, listed.computer)
        yield from _best(wording, listed)
    yield wording.say(C.WITHOUT)


def _cards(wording: Wording, found: Computer) -> Iterator[str]:
    for card in found.cards:
        yield wording.say(C.CARD, card=card.name, total=size(wording, card.total), free=size(wording, card.free))
    if not found.cards:
        yield wording.say(C.NO_CARD)


def _best(wording: Wording, listed: ModelsListed) -> Iterator[str]:
    best = next((model for model in listed.models if model.name == listed.best), None)
    if best is not None:
        yield wording.say(C.BEST, model=best.name, size=size(wording, best.size), licence=best.licence or "–")
    else:
        yield wording.say(C.NONE)
    if listed.advice:
        yield listed.advice


def keys(wording: Wording, found: KeysFound) -> str:
    """Return how a key is tried, after what went wrong with others."""
    # The steps say better what to do than the error's own hint.
    errors = [each for each in found.errors if not (found.steps and isinstance(each, HotkeysUnsupported))]
    told = [*(wording.error(error).spoken for error in errors), found.steps]
    if found.key:
        told += [wording.say(K.OTHERS_WORK)] if errors else []
        told.append(wording.say(K.KEYS, key=wording.key(found.key)))
    else:
        told.append(wording.say(K.WITHOUT if found.steps or not found.is_supported else K.CHANGE_LATER))
    return " ".join(each for each in told if each)


def tried(wording: Wording, found: KeysFound, *, is_good: bool) -> str:
    """Return what came of a trial."""
    if not found.key:
        return wording.say(K.HEARD) if is_good else keys(wording, found)
    return wording.say(K.WORKS if is_good else K.FAILED, key=wording.key(found.key))


def end(wording: Wording, found: KeysFound, key_of: Callable[[Command], str]) -> str:
    """Return the keys to remember, and where everything is."""
    wanted = {
        "describe": Command.DESCRIBE_SCREEN,
        "read": Command.READ_SCREEN,
        "stop": Command.STOP,
        "keys": Command.KEYS,
    }
    shown = {name: wording.key(key_of(command)) for name, command in wanted.items()}
    known = [wording.say(E.KEYS, **shown)] if found.is_supported and all(shown.values()) else [found.steps]
    return " ".join([*(each for each in known if each), wording.say(E.WINDOW)])
