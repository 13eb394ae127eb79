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
_INSET = 3
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
_VALUES = frozenset({Role.SLIDER, Role.PROGRESS})
_LABELLED = frozenset({Role.FIELD, Role.PASSWORD, Role.COMBO_BOX, Role.SLIDER, Role.PROGRESS, Role.CHECK_BOX})
_LABELLED_BY = 2


def fill_in(bus: AccessibilityBus, parts: Sequence[Part], until: float) -> None:
    """Learn texts, levels and values of parts, as far as they come until then."""
    plain = [part for part in parts if _has_text(part) and not _is_long(part)]
    views = [part for part in parts if _has_text(part) and _is_long(part)]
    headings = [part for part in parts if part.number == roles.HEADING]
    measured = [part for part in parts if roles.role_of(part.number) in _VALUES]
    calls = [Call(part.place, TEXT, "GetText", "ii", (0, MAX_TEXT)) for part in plain]
    calls += [Call(part.place, ACCESSIBLE, "GetAttributes") for part in headings]
    calls += [get(part.place, VALUE, "CurrentValue") for part in measured]
    calls += [corner for part in views for corner in _corners(part)]
    answers = iter(bus.ask(calls, until))
    for part in plain:
        part.text = _words(next(answers))
    for part in headings:
        part.level = _level(next(answers))
    for part in measured:
        part.text = _figure(value_of(next(answers)))
    seen = [(part, number_of(next(answers)), number_of(next(answers))) for part in views]
    _fill_views(bus, seen, until)
    _fill_names(bus, parts, until)


def _fill_names(bus: AccessibilityBus, parts: Sequence[Part], until: float) -> None:
    """Name what has no name of its own but a label that its program says is its label."""
    unnamed = [part for part in parts if not part.name and roles.role_of(part.number) in _LABELLED]
    answers = bus.ask([Call(part.place, ACCESSIBLE, "GetRelationSet") for part in unnamed], until)
    by_place = {part.place: part for part in parts}
    for part, answer in zip(unnamed, answers, strict=True):
        labels = [by_place[place] for place in _labels(answer) if place in by_place]
        part.name = " ".join(label.name or label.text for label in labels)


def _labels(answer: tuple[Any, ...] | None) -> list[Place]:
    relations = answer[0] if answer and isinstance(answer[0], list) else []
    pairs = [relation for relation in relations if isinstance(relation, tuple) and len(relation) == 2]
    return [place for kind, targets in pairs if kind == _LABELLED_BY for place in places_of(targets)]


def _has_text(part: Part) -> bool:
    return part.number != roles.PASSWORD_TEXT and roles.role_of(part.number) in _TEXTS


def _is_long(part: Part) -> bool:
    is_terminal = roles.role_of(part.number) is Role.TERMINAL
    return is_terminal or (roles.has(part.bits, roles.MULTI_LINE) and roles.role_of(part.number) is Role.FIELD)


def _corners(part: Part) -> tuple[Call, Call]:
    """Return the questions for the first and the last character in view."""
    left, top = part.box.x + _INSET, part.box.y + _INSET
    right, bottom = part.box.right - _INSET, part.box.bottom - _INSET
    return tuple(  # type: ignore[return-value]  # two points make two calls
        Call(part.place, TEXT, "GetOffsetAtPoint", "iiu", (x, y, 0)) for x, y in ((left, top), (right, bottom))
    )


def _fill_views(bus: AccessibilityBus, seen: Sequence[tuple[Part, int, int]], until: float) -> None:
    known = [(part, first, last + 1) for part, first, last in seen if 0 <= first <= last < first + MAX_TEXT]
    calls = [Call(part.place, TEXT, "GetText", "ii", (first, end)) for part, first, end in known]
    for (part, _, _), answer in zip(known, bus.ask(calls, until), strict=True):
        part.text = _words(answer)


def _words(answer: tuple[Any, ...] | None) -> str:
    return answer[0] if answer and isinstance(answer[0], str) else ""


def _level(answer: tuple[Any, ...] | None) -> int:
    attributes = answer[0] if answer and isinstance(answer[0], dict) else {}
    level = attributes.get("level", "")
    return int(level) if isinstance(level, str) and level.isdecimal() and len(level) == 1 else 0


def _figure(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) and math.isfinite(value) else ""
