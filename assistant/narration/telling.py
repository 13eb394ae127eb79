"""Changes in the user's words: one whole sentence each."""

from __future__ import annotations

from assistant.core.cleaning import plain
from assistant.core.domain import Detail
from assistant.core.honesty import Naming
from assistant.core.places import Place
from assistant.core.wording import Message, Wording
from assistant.core.wording.narration import NarrationMessages as N
from assistant.narration.comparing import MOVERS, Change, ChangeKind

_LETTERS = {Detail.BRIEF: 60, Detail.NORMAL: 240, Detail.FULL: 1200}
"""Letters of new text that are told."""
_LEFT = frozenset({Place.UPPER_LEFT, Place.LEFT, Place.LOWER_LEFT})
_RIGHT = frozenset({Place.UPPER_RIGHT, Place.RIGHT, Place.LOWER_RIGHT})
_BRIEF = frozenset(
    {ChangeKind.SCENE, ChangeKind.DARK, ChangeKind.LIGHT, ChangeKind.CAME, ChangeKind.MORE, ChangeKind.TEXT}
)
"""What is told where little is wanted: what came, not what went or moved."""


def is_told(change: Change, detail: Detail) -> bool:
    """Tell whether a change is told at that verbosity."""
    if detail is not Detail.BRIEF:
        return True
    return change.kind in _BRIEF and change.naming is Naming.NAMED


def sentence_of(change: Change, wording: Wording, detail: Detail) -> str:
    """Return what to say of a change, empty for SCENE, which is described."""
    match change.kind:
        case ChangeKind.DARK:
            said = wording.say(N.DARKER)
        case ChangeKind.LIGHT:
            said = wording.say(N.LIGHTER)
        case ChangeKind.CAME:
            said = _came(change, wording)
        case ChangeKind.MORE:
            said = _more(change, wording)
        case ChangeKind.GONE:
            thing = wording.thing(change.label, change.count)
            said = wording.say(N.GONE if change.count == 1 else N.GONE_MANY, thing=thing)
        case ChangeKind.FEWER:
            said = wording.count(N.FEWER, change.count, things=wording.thing(change.label, change.total))
        case ChangeKind.MOVED:
            place = wording.place(change.place or Place.MIDDLE)
            said = wording.say(N.MOVED, thing=wording.thing(change.label), place=place)
        case ChangeKind.TEXT:
            said = _text(change.text, wording, detail)
        case _:
            said = ""
    return said[:1].upper() + said[1:]


def _came(change: Change, wording: Wording) -> str:
    thing = wording.thing(change.label, change.count)
    place = wording.place(change.place) if change.place not in (None, Place.ALL_OVER) else ""
    if change.naming is not Naming.NAMED:
        return wording.say(N.POSSIBLY_NEW_AT if place else N.POSSIBLY_NEW, thing=thing, place=place)
    if change.label in MOVERS:
        return wording.say(_way_in(change.place), thing=thing)
    return wording.say(N.NEW_AT if place else N.NEW, thing=thing, place=place)


def _way_in(place: Place | None) -> Message:
    if place in _LEFT:
        return N.CAME_LEFT
    return N.CAME_RIGHT if place in _RIGHT else N.CAME


def _more(change: Change, wording: Wording) -> str:
    things = wording.thing(change.label, change.total)
    if change.place is None or change.place is Place.ALL_OVER:
        return wording.count(N.MORE, change.count, things=things)
    return wording.count(N.MORE_AT, change.count, things=things, place=wording.place(change.place))


def _text(words: str, wording: Wording, detail: Detail) -> str:
    words = " ".join(plain(words).split())
    most = _LETTERS[detail]
    if len(words) <= most:
        return wording.say(N.NEW_TEXT, words=words)
    return wording.say(N.MORE_TEXT, words=words[:most].rpartition(" ")[0] or words[:most])
