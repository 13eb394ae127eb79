"""The accessibility tree of the active window on Linux, over AT-SPI's own bus.

Control flow of `read`: the programs on the bus → the one of the active window → its windows → the active one → level by
level what is shown, batches of questions at a time → texts. A browser that keeps a list of what it shows is asked for
that. What would make the other program walk through thousands of parts is never
asked; the pixels tell of those. SeeSay reads what is there: it switches no program's accessibility on.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import time
from collections.abc import Sequence
from typing import Any, ClassVar

from assistant.capture import atspi_roles as roles
from assistant.capture.atspi_bus import AccessibilityBus, Call, Place, get, is_enabled, open_bus
from assistant.capture.atspi_parts import Part, box_of, is_place, number_of, places_of, string_of, value_of
from assistant.capture.atspi_texts import fill_in
from assistant.capture.shot import ActiveWindow
from assistant.capture.tree_nodes import MAX_NODES, RawPart
from assistant.core.nodes import Role
from assistant.system.desktop import SessionKind

log = logging.getLogger(__name__)

ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
COLLECTION = "org.a11y.atspi.Collection"
ROOT = "/org/a11y/atspi/accessible/root"
REGISTRY = Place("org.a11y.atspi.Registry", ROOT)
BUS = Place("org.freedesktop.DBus", "/org/freedesktop/DBus")
MAX_PROGRAMS = 60
MAX_WINDOWS = 40
MAX_PARTS = 2 * MAX_NODES
LISTING = frozenset({"Chromium"})
"""Toolkits whose windows are asked for as one list: a page is deep, and most of it is out of sight."""
ANSWERING = 2.0
FINDING = 0.2
"""Seconds until a program that doesn't answer is left out of the search for the active window."""
_RULE = "(aiia{ss}iaiiasib)uib"
_ALL, _CANONICAL = 1, 1


class AtspiTree:
    """Reads the active window's tree. For one thread; keeps its connection."""

    name: ClassVar[str] = "at-spi"
    install_hint: ClassVar[str] = "at-spi2-core"
    is_in_desktop_units: ClassVar[bool] = False
    switch: ClassVar[str] = "gsettings set org.gnome.desktop.interface toolkit-accessibility true"

    def __init__(self) -> None:
        self._bus: AccessibilityBus | None = None

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether that kind of session has AT-SPI."""
        return session in {SessionKind.X11, SessionKind.WAYLAND}

    def is_installed(self) -> bool:
        """Tell whether there is a session bus to ask for it."""
        return importlib.util.find_spec("jeepney") is not None and bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS"))

    def is_on(self) -> bool:
        """Tell whether the session asks its programs to be accessible; raises `OSError` without a bus."""
        return is_enabled(time.monotonic() + ANSWERING)

    def read(self, window: ActiveWindow, until: float) -> list[RawPart]:
        """Return the window's parts that are shown, the window first; none where nobody tells until then.

        Raises whatever a broken bus or a hostile program brings about; the connection is closed then.
        """
        try:
            bus = self._bus = self._bus or open_bus(until)
            if bus is None:
                return []
            root = _active(bus, window, until)
            parts = [] if root is None else _Walk(bus, until).parts(root)
            if time.monotonic() >= until:
                self._close()  # answers that are still to come would be taken for those of the next questions
            return parts
        except BaseException:
            self._close()
            raise

    def _close(self) -> None:
        bus, self._bus = self._bus, None
        if bus is not None:
            bus.close()


# --- which window -------------------------------------------------------------------------------------------------


def _active(bus: AccessibilityBus, window: ActiveWindow, until: float) -> Part | None:
    """Return the active window among those of its program; of several, the one with its title and its size."""
    soon = min(until, time.monotonic() + FINDING)
    programs = [Place(place.bus, ROOT) for place in _children(bus, [REGISTRY], soon)[0][:MAX_PROGRAMS]]
    own = _of_process(bus, programs, window.pid, soon)
    programs = own or programs
    found = [place for places in _children(bus, programs, soon) for place in places[:MAX_WINDOWS]]
    parts = [Part(place) for place in found]
    _look(bus, parts, soon)
    shown = [part for part in parts if part.is_shown or roles.has(part.bits, roles.ACTIVE)]
    likely = [part for part in shown if _fits(part, window, is_own=bool(own))]
    return max(likely, key=lambda part: _likeness(part, window), default=None)


def _of_process(bus: AccessibilityBus, programs: list[Place], pid: int, until: float) -> list[Place]:
    """Return the window's program, none where nobody knows: a sandbox has process numbers of its own."""
    question = "GetConnectionUnixProcessID"
    calls = [Call(BUS, BUS.bus, question, "s", (place.bus,)) for place in programs] if pid else []
    answers = bus.ask(calls, until)
    return [place for place, answer in zip(programs, answers, strict=False) if answer and answer[0] == pid]


def _fits(part: Part, window: ActiveWindow, *, is_own: bool) -> bool:
    is_active, is_named = roles.has(part.bits, roles.ACTIVE), bool(part.name) and part.name == window.title
    return is_active or is_named if is_own else is_active and is_named


def _likeness(part: Part, window: ActiveWindow) -> tuple[bool, bool, int]:
    outer = window.inner or window.box
    off = abs(part.box.width - outer.width) + abs(part.box.height - outer.height)
    return part.name == window.title, roles.has(part.bits, roles.ACTIVE), -off


def _children(bus: AccessibilityBus, places: Sequence[Place], until: float) -> list[list[Place]]:
    answers = bus.ask([Call(place, ACCESSIBLE, "GetChildren") for place in places], until)
    return [places_of(answer[0]) if answer else [] for answer in answers]


# --- what is in it ------------------------------------------------------------------------------------------------


class _Walk:
    """One walk through a window, in batches: a level of the tree after the other."""

    def __init__(self, bus: AccessibilityBus, until: float) -> None:
        self._bus = bus
        self._until = until
        self._met: set[Place] = set()

    def parts(self, root: Part) -> list[RawPart]:
        """Return the window and what is shown in it, in document order."""
        self._met.add(root.place)
        level = [] if self._is_listed(root) and self._list(root) else [root]
        while level and len(self._met) < MAX_PARTS and time.monotonic() < self._until:
            level = self._open([part for part in level if part.is_open])
        ordered = _in_order(root)
        fill_in(self._bus, [part for part, _ in ordered], self._until)
        return [_raw(part, parent) for part, parent in ordered]

    def _open(self, parts: list[Part]) -> list[Part]:
        """Put to parts what is shown directly in them; return all of that."""
        answers = _children(self._bus, [part.place for part in parts], self._until)
        new = [
            (part, Part(place, part.depth + 1))
            for part, places in zip(parts, answers, strict=True)
            for place in places
            if self._is_new(place)
        ]
        _look(self._bus, [child for _, child in new], self._until)
        shown = [(part, child) for part, child in new if child.is_shown]
        for part, child in shown:
            part.children.append(child)
        return [child for _, child in shown]

    def _is_listed(self, root: Part) -> bool:
        """Tell whether its program finds what it shows without walking through everything: Chromium keeps a list."""
        question = get(Place(root.place.bus, ROOT), "org.a11y.atspi.Application", "ToolkitName")
        return string_of(self._bus.ask([question], self._until)[0]) in LISTING

    def _list(self, window: Part) -> bool:
        """Put to a window all that it shows, as its program lists it; tell whether it does."""
        rule: tuple[Any, ...] = (
            [1 << roles.SHOWING | 1 << roles.VISIBLE, 0],
            _ALL,
            {},
            _ALL,
            [],
            _ALL,
            [],
            _ALL,
            False,
        )
        question = Call(window.place, COLLECTION, "GetMatches", _RULE, (rule, _CANONICAL, MAX_PARTS, True))
        answer = self._bus.ask([question], self._until)[0]
        parts = [Part(place) for place in (places_of(answer[0]) if answer else []) if self._is_new(place)]
        _look(self._bus, parts, self._until, is_count_wanted=False)
        parents = self._bus.ask([get(part.place, ACCESSIBLE, "Parent") for part in parts], self._until)
        known = {window.place: window}
        for part, parent in zip(parts, parents, strict=True):
            value = value_of(parent)
            above = known.get(Place(*value), window) if is_place(value) else window
            part.depth = above.depth + 1
            above.children.append(part)
            known[part.place] = part
        return bool(parts)

    def _is_new(self, place: Place) -> bool:
        """Tell whether a place is met for the first time and there is room for it: a tree may go round in circles."""
        if place in self._met or len(self._met) >= MAX_PARTS:
            return False
        self._met.add(place)
        return True


def _look(bus: AccessibilityBus, parts: Sequence[Part], until: float, *, is_count_wanted: bool = True) -> None:
    """Learn role, states, place, name and number of children of parts."""
    looks = [
        (
            Call(part.place, ACCESSIBLE, "GetRole"),
            Call(part.place, ACCESSIBLE, "GetState"),
            Call(part.place, COMPONENT, "GetExtents", "u", (0,)),
            get(part.place, ACCESSIBLE, "Name"),
        )
        for part in parts
    ]
    counts = [get(part.place, ACCESSIBLE, "ChildCount") for part in parts] if is_count_wanted else []
    answers = iter(bus.ask([call for look in looks for call in look] + counts, until))
    for part in parts:
        role, state, extents, name = (next(answers) for _ in range(4))
        if role is None or state is None:
            continue  # too late, or gone: without its states it isn't shown
        part.number = max(number_of(role), 0)
        part.bits = roles.bits_of(state[0]) if isinstance(state[0], list) else 0
        part.box = box_of(extents)
        part.name = string_of(name)
    for part, count in zip(parts, answers, strict=False):
        part.count = number if isinstance(number := value_of(count), int) else 0


def _in_order(root: Part) -> list[tuple[Part, int]]:
    """Return parts as a document has them, each before what is in it, with the place of what it is in."""
    ordered: list[tuple[Part, int]] = []
    waiting = [(root, -1)]
    while waiting:
        part, parent = waiting.pop()
        waiting += [(child, len(ordered)) for child in reversed(part.children)]
        ordered.append((part, parent))
    return ordered


def _raw(part: Part, parent: int) -> RawPart:
    role = roles.role_of(part.number)
    if parent < 0 and role is not Role.DIALOG:
        role = Role.WINDOW  # Qt calls a plain window a filler
    return RawPart(
        role,
        part.box,
        parent,
        part.name,
        part.text,
        roles.states_of(part.bits, role),
        part.level,
        part.place.handle,
        is_leaf_text=part.number == roles.STATIC,
        is_viewport=part.number in roles.SCROLLERS,
    )
