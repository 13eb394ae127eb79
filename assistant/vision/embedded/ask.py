"""ASK: the questions that can be answered from what was found; for all others the big model is needed.

Where is, how many, is there, what is the title, what does it say, what is this. It never guesses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.core.domain import Found, SourceKind
from assistant.core.errors import ModelNeeded
from assistant.core.honesty import Naming
from assistant.core.languages import UNSPACED, script_of
from assistant.core.names import label_of
from assistant.core.places import place_of
from assistant.core.questions import understand
from assistant.core.wording import M
from assistant.core.wording.question_words import Asked
from assistant.vision.embedded.describe import Describer
from assistant.vision.embedded.find import find_thing, name_of
from assistant.vision.embedded.finding import look_for
from assistant.vision.embedded.phrases import quoted
from assistant.vision.embedded.read import read
from assistant.vision.embedded.scene import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.core.domain import EngineEvent, Request
    from assistant.core.questions import Thing
    from assistant.vision.embedded.analysis import Analysis
    from assistant.vision.embedded.phrases import Phrases

_WORDS_AT_MOST = 4
"""A longer "thing" is a question of its own: "is there a mistake in the second paragraph"."""


def ask(
    request: Request, analysis: Analysis, phrases: Phrases, is_cancelled: Callable[[], bool]
) -> Iterator[EngineEvent]:
    """Return the answer's events; raises `ModelNeeded` at once where only the big model could answer."""
    question = understand(request.question, request.language)
    if question is None:
        raise ModelNeeded
    thing = question.thing
    if thing is not None and not _is_answerable(question.asked, thing, phrases):
        raise ModelNeeded
    match question.asked:
        case Asked.READ:
            return read(request, analysis, phrases, is_cancelled)
        case Asked.TITLE:
            return _title(request, analysis, phrases, is_cancelled)
        case Asked.WHERE if thing is not None:
            return find_thing(thing, request, analysis, phrases, is_cancelled)
        case Asked.HOW_MANY if thing is not None:
            return _how_many(thing, request, analysis, phrases, is_cancelled)
        case Asked.IS_THERE if thing is not None:
            return _is_there(thing, request, analysis, phrases, is_cancelled)
        case _:
            return Describer(request, analysis, phrases, is_cancelled).events()


def _is_answerable(asked: Asked, thing: Thing, phrases: Phrases) -> bool:
    """Tell whether the thing is one that is looked for by name; only known classes and kinds can be counted."""
    is_known = thing.kind is not None or bool(thing.label or label_of(thing.name, phrases.wording))
    return is_known if asked is Asked.HOW_MANY else is_known or _words_in(thing.name) <= _WORDS_AT_MOST


def _words_in(name: str) -> int:
    """Count words; where no spaces part them, two characters are taken for one."""
    return (len(name) + 1) // 2 if script_of(name) in UNSPACED else len(name.split())


def _title(
    request: Request, analysis: Analysis, phrases: Phrases, is_cancelled: Callable[[], bool]
) -> Iterator[EngineEvent]:
    picture = analysis.picture
    titles = [picture.title] if picture.title and picture.source.kind is SourceKind.WINDOW else []
    if not titles:
        titles = [item.line.text for item in analysis.all_items(is_cancelled) if item.role is Role.TITLE]
    if is_cancelled():
        return
    names = list(dict.fromkeys(map(quoted, titles)))
    if not names:
        yield phrases.say(request, M.TITLE_NONE)
    elif len(names) == 1:
        yield phrases.say(request, M.TITLE_IS, title=names[0])
    else:
        yield phrases.count(request, M.WINDOWS, len(names), titles=phrases.wording.join(names))


def _how_many(
    thing: Thing, request: Request, analysis: Analysis, phrases: Phrases, is_cancelled: Callable[[], bool]
) -> Iterator[EngineEvent]:
    hits = look_for(thing, analysis, phrases.wording, is_cancelled)
    if is_cancelled():
        return
    for hit in hits:
        yield Found(request.id, hit.region)
    sure = sum(hit.naming is Naming.NAMED for hit in hits)
    unsure = len(hits) - sure
    if sure:
        yield phrases.count(request, M.COUNT, sure, what=thing.words)
    elif not unsure:
        yield phrases.say(request, M.COUNT_NONE, what=thing.words)
    if unsure:
        yield phrases.count(request, M.COUNT_POSSIBLY if sure else M.COUNT_UNSURE, unsure, what=thing.words)


def _is_there(
    thing: Thing, request: Request, analysis: Analysis, phrases: Phrases, is_cancelled: Callable[[], bool]
) -> Iterator[EngineEvent]:
    hits = look_for(thing, analysis, phrases.wording, is_cancelled)
    if is_cancelled():
        return
    for hit in hits:
        yield Found(request.id, hit.region)
    if not hits:
        yield phrases.say(request, M.NOT_SEEN, what=thing.words)
        return
    best = hits[0]
    picture = analysis.picture
    place = phrases.wording.place(place_of(best.region.box, picture.width, picture.height), is_short=True)
    message = M.YES_THERE if best.naming is Naming.NAMED else M.FOUND_POSSIBLY
    yield phrases.say(request, message, best.region.confidence, what=name_of(best, phrases), place=place)
