"""A window's controls in a description: by their kinds, with their values and what they are like; and the focus.

Those that only the pixels show and those that the desktop knows are told alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.core.domain import Detail, Found, Region, RegionKind
from assistant.core.nodes import Role as Part
from assistant.core.nodes import State
from assistant.core.wording import M
from assistant.core.wording.controls import KINDS, NOT_CHECKED, STATES, THE_CONTROLS
from assistant.vision.embedded.phrases import quoted
from assistant.vision.embedded.scene import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.core.domain import EngineEvent, Request
    from assistant.core.nodes import Node
    from assistant.core.wording import Message, Wording
    from assistant.vision.embedded.phrases import Phrases
    from assistant.vision.embedded.scene import Item

NAMES_AT_MOST = {Detail.BRIEF: 4, Detail.NORMAL: 12, Detail.FULL: 200}
_IMAGE_SIDE = 48
"""Pixels: a smaller named picture is an icon, told in full detail only."""
_VALUE_LETTERS = 80
_BY_ROLE: tuple[tuple[Message, frozenset[Part]], ...] = (
    (M.TABS, frozenset({Part.TAB})),
    (M.BUTTONS, frozenset({Part.BUTTON, Part.TOGGLE})),
    (M.FIELDS, frozenset({Part.FIELD, Part.PASSWORD})),
    (M.CHECK_BOXES, frozenset({Part.CHECK_BOX})),
    (M.RADIO_BUTTONS, frozenset({Part.RADIO_BUTTON})),
    (M.COMBO_BOXES, frozenset({Part.COMBO_BOX})),
    (M.SLIDERS, frozenset({Part.SLIDER})),
    (M.PROGRESS_BARS, frozenset({Part.PROGRESS})),
    (M.IMAGES, frozenset({Part.IMAGE})),
)
_PART_OF_ROLE = {Role.BUTTON: Part.BUTTON, Role.LABEL: Part.FIELD}
_BRIEF = frozenset({Part.BUTTON, Part.TOGGLE, Part.FIELD, Part.PASSWORD})
_ALWAYS = (State.CHECKED, State.SELECTED, State.PRESSED, State.DISABLED, State.INVALID)
_IN_FULL = (*_ALWAYS, State.EXPANDED, State.COLLAPSED, State.READ_ONLY, State.REQUIRED)


class Controls:
    """Tells controls; `phrases` is in the answer's language and at the wanted length."""

    def __init__(self, request: Request, phrases: Phrases) -> None:
        self._request = request
        self._phrases = phrases
        self._states = _IN_FULL if request.detail is Detail.FULL else _ALWAYS

    def focus(self, node: Node) -> Iterator[EngineEvent]:
        """Tell which control the keyboard acts on; a window or a page as a whole says nothing new."""
        wording = self._phrases.wording
        what = the_control(node, wording)
        if not what or node.role is Part.DOCUMENT:
            return
        value = quoted(node.text)
        if node.role in (Part.FIELD, Part.COMBO_BOX, Part.SLIDER) and value and len(value) <= _VALUE_LETTERS:
            yield self._phrases.say(self._request, M.FOCUS_VALUE, what=with_states(what, node, wording), value=value)
        else:
            yield self._phrases.say(self._request, M.FOCUS, what=with_states(what, node, wording, self._states))

    def told(self, items: Sequence[Item]) -> Iterator[EngineEvent]:
        """Tell the controls, kind by kind."""
        detail = self._request.detail
        if detail is not Detail.BRIEF:
            yield from self._menus(items)
        for message, roles in _BY_ROLE:
            named = [item for item in items if _part_of(item) in roles and self._is_told(item)]
            if named and (detail is not Detail.BRIEF or roles & _BRIEF):
                yield self._phrases.say(self._request, message, names=self._names(named))
        links = [item for item in items if item.node_role is Part.LINK and self._is_told(item)]
        if links and detail is not Detail.BRIEF:
            yield self._phrases.count(self._request, M.LINKS, len(links), names=self._names(links))
        for item in items:
            if item.role is Role.LABEL:
                text, line = quoted(item.line.text), item.line
                region = Region(RegionKind.FIELD, text, item.box, line.confidence, handle=item.handle)
                yield Found(self._request.id, region)

    def _is_told(self, item: Item) -> bool:
        if self._request.detail is Detail.FULL or item.node is None:
            return True
        box = item.node.box
        is_icon = item.node.role is Part.IMAGE and min(box.width, box.height) < _IMAGE_SIDE
        return not is_icon and not item.is_inline

    def _menus(self, items: Sequence[Item]) -> Iterator[EngineEvent]:
        for item in items:
            if item.role is Role.MENU:
                words = ", ".join(item.line.text.split())
                yield self._phrases.say(self._request, M.MENU_BAR, items=words)
        entries = [item for item in items if item.node_role in (Part.MENU, Part.MENU_ITEM)]
        in_bar = [item for item in entries if item.is_in_bar]
        if in_bar:
            yield self._phrases.say(self._request, M.MENU_BAR, items=", ".join(quoted(i.line.text) for i in in_bar))
        if len(in_bar) < len(entries):
            names = self._names([item for item in entries if not item.is_in_bar])
            yield self._phrases.say(self._request, M.MENU_OPEN, names=names)

    def _names(self, items: Sequence[Item]) -> str:
        wording = self._phrases.wording
        most = NAMES_AT_MOST[self._request.detail]
        names = [self._name(item) for item in items[:most]]
        if len(items) > most and items[0].node is not None:
            names.append(wording.count(M.NAMES_MORE, len(items) - most))
        return wording.join(names)

    def _name(self, item: Item) -> str:
        wording, node = self._phrases.wording, item.node
        name = quoted(item.line.text)
        if node is None:
            return name
        if item.role is Role.VALUE:  # it has no name: told by what stands in it
            return name if len(name) <= _VALUE_LETTERS else f"{name[:_VALUE_LETTERS]}…"
        value = quoted(node.text)
        if node.role in (Part.FIELD, Part.COMBO_BOX, Part.SLIDER, Part.PROGRESS) and 0 < len(value) <= _VALUE_LETTERS:
            name = wording.say(M.WITH_VALUE, name=name, value=value)
        return with_states(name, node, wording, self._states)


def the_control(node: Node, wording: Wording) -> str:
    """Return what a node is called inside a sentence, "" where it is nothing that one acts on."""
    name = quoted(node.name or ("" if node.role in (Part.FIELD, Part.TERMINAL) else node.text))[:_VALUE_LETTERS]
    if not name:
        return wording.say(M.UNNAMED, kind=wording.say(KINDS[node.role])) if node.role in KINDS else ""
    message = _named(node.role)
    return wording.say(message, name=name) if message is not None else ""


def with_states(
    name: str, node: Node, wording: Wording, states: Sequence[State] = (State.CHECKED, State.DISABLED)
) -> str:
    """Return a control's name with what it is like, as far as that is wanted."""
    said = [wording.say(STATES[state]) for state in node.states if state in states]
    if node.role is Part.CHECK_BOX and State.CHECKED not in node.states:
        said.insert(0, wording.say(NOT_CHECKED))
    return wording.say(M.WITH_STATE, name=name, state=", ".join(said)) if said else name


def _named(role: Part) -> Message | None:
    by_form = {
        Part.BUTTON: M.THE_BUTTON,
        Part.TOGGLE: M.THE_BUTTON,
        Part.FIELD: M.THE_FIELD,
        Part.HEADING: M.THE_HEADING,
        Part.WINDOW: M.THE_WINDOW,
        Part.DIALOG: M.THE_WINDOW,
    }
    return by_form.get(role) or THE_CONTROLS.get(role)


def _part_of(item: Item) -> Part | None:
    return item.node_role or _PART_OF_ROLE.get(item.role)
