"""The second half of reading a window by AT-SPI: what stands in its parts, headings' levels, sliders' values.

What is typed into a password field is never asked for. Of a long text only what its view shows is taken, and where
nobody tells what that is, nothing: the pixels tell of it then.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from assistant.capture import atspi_roles as roles
from assistant.capture.atspi_bus import AccessibilityBus, Call, Place, get
from assistant.capture.atspi_parts import Part, number_of, places_of, value_of
from assistant.capture.tree_nodes import MAX_TEXT
from assistant.core.nodes import Role

ACCESSIBLE = "org.a11y.atspi.Accessible"
TEXT = "org.a11y.atspi.Text"
VALUE = "org.a11y.atspi.Value"
_INSET, _LEFT, _HIGHEST = 3, 14, 100
_LINE = 3
_LONGEST_LINE = 400
_TEXTS = frozenset(
    {
        Role.HEADING,
        Role.PARAGRAPH,
        Role.LABEL,
        Role.LINK,
        Role.FIELD,
        Role.LIST_ITEM,
        Role.CELL,
        Role.ALERT,
        Role.TERMINAL,
        Role.STATUS_BAR,
        Role.OTHER,
    }
)
_NAMED = frozenset({Role.HEADING, Role.LABEL, Role.LINK})
"""Their names are what stands there, in every toolkit."""
_VALUES = frozenset({Role.SLIDER, Role.PROGRESS})
_LABELLED = frozenset({Role.FIELD, Role.PASSWORD, Role.COMBO_BOX, Role.SLIDER, Role.PROGRESS, Role.CHECK_BOX})
_LABELLED_BY = 2


def fill_in(bus: AccessibilityBus, parts: Sequence[Part], until: float) -> None:
    """Learn texts, levels and values of parts, as far as they come until then."""
    texts, measured = _speaking(bus, parts, until)
    headings = [part for part in parts if part.number == roles.HEADING]
    calls = [get(part.place, TEXT, "CharacterCount") for part in texts]
    calls += [Call(part.place, ACCESSIBLE, "GetAttributes") for part in headings]
    calls += [get(part.place, VALUE, "CurrentValue") for part in measured]
    answers = iter(bus.ask(calls, until))
    counted = [(part, _count(next(answers))) for part in texts]
    for part in headings:
        part.level = _level(next(answers))
    for part in measured:
        part.text = _figure(value_of(next(answers)))
    ranges = [(part, 0, min(count, MAX_TEXT)) for part, count in counted if not _is_long(part)]
    ranges += _views(bus, [(part, count) for part, count in counted if count and _is_long(part)], until)
    calls = [Call(part.place, TEXT, "GetText", "ii", (first, end)) for part, first, end in ranges if end > first]
    told = [part for part, first, end in ranges if end > first]
    for part, answer in zip(told, bus.ask(calls, until), strict=True):
        part.text = _words(answer)
    _fill_names(bus, parts, until)


def _fill_names(bus: AccessibilityBus, parts: Sequence[Part], until: float) -> None:
    """Name what has no name of its own but a label that its program says is its label."""
    unnamed = [part for part in parts if not part.name and roles.role_of(part.number) in _LABELLED]
    answers = bus.ask([Call(part.place, ACCESSIBLE, "GetRelationSet") for part in unnamed], until)
    by_place = {part.place: part for part in parts}
    for part, answer in zip(unnamed, answers, strict=True):
        labels = [by_place[place] for place in _labels(answer) if place in by_place]
        part.name = " ".join(label.name or label.text for label in labels)[:MAX_TEXT]


def _labels(answer: tuple[Any, ...] | None) -> list[Place]:
    relations = answer[0] if answer and isinstance(answer[0], list) else []
    pairs = [relation for relation in relations if isinstance(relation, tuple) and len(relation) == 2]
    return [place for kind, targets in pairs if kind == _LABELLED_BY for place in places_of(targets)]


def _speaking(bus: AccessibilityBus, parts: Sequence[Part], until: float) -> tuple[list[Part], list[Part]]:
    """Return what has a text and what has a value: who has none and is asked for it may take it amiss."""
    likely = [part for part in parts if _has_text(part) or roles.role_of(part.number) in _VALUES]
    answers = bus.ask([Call(part.place, ACCESSIBLE, "GetInterfaces") for part in likely], until)
    told = [
        (part, answer[0] if answer and isinstance(answer[0], list) else [])
        for part, answer in zip(likely, answers, strict=True)
    ]
    texts = [part for part, interfaces in told if _has_text(part) and TEXT in interfaces]
    return texts, [part for part, interfaces in told if not _has_text(part) and VALUE in interfaces]


def _has_text(part: Part) -> bool:
    """Tell whether a text is worth asking for: never a password's, nor one that is the name already."""
    role = roles.role_of(part.number)
    is_named = bool(part.name) and role in _NAMED and not roles.has(part.bits, roles.MULTI_LINE)
    return part.number != roles.PASSWORD_TEXT and role in _TEXTS and not is_named


def _is_long(part: Part) -> bool:
    role = roles.role_of(part.number)
    return role is Role.TERMINAL or (roles.has(part.bits, roles.MULTI_LINE) and role in (Role.FIELD, Role.LABEL))


def _views(bus: AccessibilityBus, counted: Sequence[tuple[Part, int]], until: float) -> list[tuple[Part, int, int]]:
    """Return which characters of long texts are in view; a text of which nobody can tell is left out."""
    points = [_points(part) for part, _ in counted]
    calls = [
        Call(part.place, TEXT, "GetOffsetAtPoint", "iiu", (x, y, 0))
        for (part, _), (firsts, lasts) in zip(counted, points, strict=True)
        for x, y in (*firsts, *lasts)
    ]
    answers = iter(bus.ask(calls, until))
    seen: list[tuple[Part, int, int, int]] = []
    for (part, count), (firsts, lasts) in zip(counted, points, strict=True):
        first = next((offset for offset in [number_of(next(answers)) for _ in firsts] if offset >= 0), -1)
        last = next((offset for offset in [number_of(next(answers)) for _ in lasts] if offset >= 0), -1)
        if last < 0 <= first:
            last = count - 1  # it ends above the lower edge
        if 0 <= first <= last < first + MAX_TEXT:
            seen.append((part, first, last, count))
    lines = bus.ask(
        [Call(part.place, TEXT, "GetStringAtOffset", "iu", (last, _LINE)) for part, _, last, _ in seen], until
    )
    return [
        (part, first, max(last + 1, min(_line_end(line), last + _LONGEST_LINE, count)))
        for (part, first, last, count), line in zip(seen, lines, strict=True)
    ]


def _points(part: Part) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return where the first character in view may stand, and where the last, the likeliest first.

    Toolkits tell of a point between letters or behind a line's end what they like.
    """
    box = part.box
    firsts = [(box.x + inset, box.y + inset) for inset in (_INSET, 12, 24)]
    lasts = [(box.right - _INSET, box.bottom - _INSET)]
    lasts += [(box.x + _LEFT, box.bottom - above) for above in range(_INSET, _HIGHEST, 9) if above < box.height]
    return firsts, lasts


def _line_end(answer: tuple[Any, ...] | None) -> int:
    return answer[2] if answer and len(answer) == 3 and isinstance(answer[2], int) else -1


def _count(answer: tuple[Any, ...] | None) -> int:
    value = value_of(answer)
    return value if isinstance(value, int) and value > 0 else 0


def _words(answer: tuple[Any, ...] | None) -> str:
    return answer[0][:MAX_TEXT] if answer and isinstance(answer[0], str) else ""


def _level(answer: tuple[Any, ...] | None) -> int:
    attributes = answer[0] if answer and isinstance(answer[0], dict) else {}
    level = attributes.get("level", "")
    return int(level) if isinstance(level, str) and level.isdecimal() and len(level) == 1 else 0


def _figure(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) and math.isfinite(value) else ""
