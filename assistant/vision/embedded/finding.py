"""Everything in a picture that answers to a name: controls, words, objects, whole kinds. Says nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.core.domain import Box, Region, RegionKind
from assistant.core.honesty import Naming
from assistant.core.names import label_of
from assistant.core.questions import Thing
from assistant.core.wording.question_words import Kind
from assistant.vision.embedded.matching import Match, matches
from assistant.vision.embedded.scene import Role, heading_items

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from assistant.core.nodes import Node
    from assistant.core.wording import Wording
    from assistant.vision.embedded.analysis import Analysis
    from assistant.vision.embedded.scene import Item

_KIND_OF_ROLE = {
    Role.TITLE: RegionKind.WINDOW,
    Role.MENU: RegionKind.MENU_BAR,
    Role.BUTTON: RegionKind.BUTTON,
    Role.LABEL: RegionKind.FIELD,
    Role.HEADING: RegionKind.HEADING,
    Role.CONTROL: RegionKind.CONTROL,
}
_ROLE_OF_KIND = {
    Kind.BUTTON: Role.BUTTON,
    Kind.FIELD: Role.LABEL,
    Kind.HEADING: Role.HEADING,
    Kind.MENU: Role.MENU,
    Kind.WINDOW: Role.TITLE,
}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its region, how it may be told, how well it answers (1 is exactly), the desktop's node of it."""

    region: Region
    naming: Naming
    score: float
    node: Node | None = None


def look_for(thing: Thing, analysis: Analysis, wording: Wording, is_cancelled: Callable[[], bool]) -> list[Hit]:
    """Return what answers to a thing, the best first; ends early where cancelled."""
    items = _candidates(analysis, is_cancelled)
    label = thing.label or label_of(thing.name, wording)
    hits: list[Hit] = []
    if thing.kind is Kind.PICTURE and not thing.name:
        hits += [
            Hit(Region(RegionKind.PICTURE, "", photograph.box, 1.0), Naming.NAMED, 1.0)
            for photograph in analysis.photographs(is_cancelled)
        ]
    elif thing.kind is not None and not thing.name:
        hits += [_control(item, 1.0) for item in items if item.role is _ROLE_OF_KIND.get(thing.kind)]
    else:
        hits += _in_text(thing, items)
    if label:
        hits += _objects(label, analysis, is_cancelled)
    return _best(hits)


def _candidates(analysis: Analysis, is_cancelled: Callable[[], bool]) -> list[Item]:
    """Return what can be found by its words: what the desktop names, then every recognised line.

    Lines that the desktop told are words only: they tell where in a long text a word stands.
    """
    new = heading_items(analysis.all_items(is_cancelled))
    named = [item for item in new if item.node is not None and item.role in _KIND_OF_ROLE]
    unnamed = [item for item in new if item.node is None and item.role is not Role.ECHO]
    told = {id(item.line) for item in unnamed}
    lines = analysis.lines(is_cancelled)
    words = [replace(item, role=Role.TEXT, box=item.line.box) for item in lines if id(item.line) not in told]
    read = {item.box for item in words}
    # A text in letters that no recogniser here reads is found as a whole.
    unread = [item for item in new if item.role is Role.TEXT and item.node and not _holds_any(item.box, read)]
    return [*named, *unnamed, *words, *unread]


def _holds_any(box: Box, others: Iterable[Box]) -> bool:
    return any(box.intersection(other) > 0 for other in others)


def _in_text(thing: Thing, items: Iterable[Item]) -> list[Hit]:
    hits = []
    role = _ROLE_OF_KIND.get(thing.kind) if thing.kind is not None else None
    for item in items:
        for match in matches(thing.name, item.line.text):
            is_control = item.role in _KIND_OF_ROLE and item.role is not Role.MENU
            if role is not None and item.role is not role:
                # The kind is the user's word, the picture may draw the thing in another way: told as words.
                hits.append(_words(item, match, match.score * 0.6))
            elif is_control and (match.is_whole or item.role is role or item.role is Role.TITLE):
                hits.append(_control(item, match.score))
            elif is_control and item.node is not None:
                hits.append(_control(item, match.score * 0.97))
            else:
                hits.append(_words(item, match, match.score * (1.0 if match.is_whole else 0.97)))
    return hits


def _control(item: Item, score: float) -> Hit:
    kind = _KIND_OF_ROLE[item.role]
    region = Region(kind, item.line.text, item.box, item.line.confidence, handle=item.handle)
    return Hit(region, Naming.NAMED, score, item.node)


def _words(item: Item, match: Match, score: float) -> Hit:
    line = item.line
    if match.is_whole:
        return Hit(Region(RegionKind.LINE, line.text, line.box, line.confidence * match.score), Naming.NAMED, score)
    # Letters are taken to be equally wide: near enough to point at the word.
    start, end = round(match.start * line.box.width), round(match.end * line.box.width)
    box = Box(line.box.x + start, line.box.y, max(1, end - start), line.box.height)
    return Hit(Region(RegionKind.WORD, line.text, box, line.confidence * match.score), Naming.NAMED, score)


def _objects(label: str, analysis: Analysis, is_cancelled: Callable[[], bool]) -> list[Hit]:
    hits = []
    for photograph in analysis.photographs(is_cancelled):
        for thing in photograph.things:
            if thing.label == label:
                region = Region(RegionKind.OBJECT, label, thing.box, thing.confidence)
                hits.append(Hit(region, thing.naming, 1.0 if thing.naming is Naming.NAMED else 0.99))
    return hits


def _best(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits without the inexact ones where exact ones are, each place once."""
    top = max((hit.score for hit in hits), default=0.0)
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: -hit.score):
        if hit.score < top - 0.1 or any(_is_same_place(hit, other) for other in kept):
            continue
        kept.append(hit)
    return kept


def _is_same_place(hit: Hit, other: Hit) -> bool:
    if RegionKind.WINDOW in (hit.region.kind, other.region.kind):
        return hit.region == other.region
    shared = hit.region.box.intersection(other.region.box)
    return shared > 0.8 * min(hit.region.box.area, other.region.box.area) and (
        hit.region.kind is other.region.kind or hit.region.kind in (RegionKind.LINE, RegionKind.WORD)
    )
