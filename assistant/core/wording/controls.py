"""What a window's controls are called, and what they are like: the sentences about what the desktop itself knows.

A form that is put into a sentence begins in lower case and has no full stop.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.nodes import Role, State
from assistant.core.wording.forms import Message, Plural, counted, text, text_in


class ControlMessages:
    """Controls in a description and in an answer."""

    FOCUS = Message(
        # Translators: which control the keyboard acts on; {what} is e.g. "the Save button" or "the input field Name".
        text("The focus is on {what}."),
        # Translators: brief: which control the keyboard acts on; {what} is e.g. "the Save button".
        text("Focus: {what}."),
    )
    FOCUS_VALUE = Message(
        # Translators: the keyboard acts on {what}, e.g. "the input field Name"; {value} is what stands in it.
        text("The focus is on {what}; in it stands: {value}."),
        # Translators: brief: the keyboard acts on {what}; {value} is what stands in it.
        text("Focus: {what}: {value}."),
    )
    DIALOG = Message(
        # Translators: a dialog window inside the window; {title} is its title.
        text("Dialog: {title}."),
    )
    WITH_STATE = Message(
        # Translators: in a list of controls; {name} is a control's name, {state} e.g. "checked" or "unavailable".
        text("{name} ({state})"),
    )
    WITH_VALUE = Message(
        # Translators: in a list of controls; {name} is e.g. the name of a field or a slider, {value} what it is set to.
        text("{name}: {value}"),
    )
    CHECK_BOXES = Message(
        # Translators: {names} is a list of names of check boxes, checked ones say so.
        text("Check boxes: {names}."),
    )
    RADIO_BUTTONS = Message(
        # Translators: {names} is a list of names of radio buttons, the chosen one says so.
        text("Radio buttons: {names}."),
    )
    COMBO_BOXES = Message(
        # Translators: {names} is a list of names of drop-down lists with what is chosen in each.
        text("Drop-down lists: {names}."),
    )
    SLIDERS = Message(
        # Translators: {names} is a list of names of sliders with their values.
        text("Sliders: {names}."),
    )
    PROGRESS_BARS = Message(
        # Translators: {names} is a list of names of progress bars with their values.
        text("Progress: {names}."),
    )
    TABS = Message(
        # Translators: {names} is a list of the tabs of a window, the one that is shown says so.
        text("Tabs: {names}."),
    )
    MENU_OPEN = Message(
        # Translators: a menu that is open; {names} is a list of its entries.
        text("Open menu: {names}."),
    )
    IMAGES = Message(
        # Translators: {names} is a list of the names that a window's own pictures and icons bear (alternative texts).
        text("Named pictures: {names}."),
    )
    LINKS = Plural(
        # Translators: {names} is a list of what links say.
        counted("{n} link: {names}.", "{n} links: {names}."),
    )
    NAMES_MORE = Plural(
        # Translators: the end of a list of names of which only the first are told.
        counted("{n} more", "{n} more"),
    )
    UNNAMED = Message(
        # Translators: a control that its program gives no name; {kind} is e.g. "an input field".
        text("{kind} without a name"),
    )


_THE = {
    Role.LINK: Message(text_in("found control", "the link {name}")),
    Role.CHECK_BOX: Message(text_in("found control", "the check box {name}")),
    Role.RADIO_BUTTON: Message(text_in("found control", "the radio button {name}")),
    Role.COMBO_BOX: Message(text_in("found control", "the drop-down list {name}")),
    Role.SLIDER: Message(text_in("found control", "the slider {name}")),
    Role.PROGRESS: Message(text_in("found control", "the progress bar {name}")),
    Role.MENU: Message(text_in("found control", "the menu {name}")),
    Role.MENU_ITEM: Message(text_in("found control", "the menu entry {name}")),
    Role.TAB: Message(text_in("found control", "the tab {name}")),
    Role.LIST_ITEM: Message(text_in("found control", "the list entry {name}")),
    Role.TREE_ITEM: Message(text_in("found control", "the entry {name}")),
    Role.CELL: Message(text_in("found control", "the cell {name}")),
    Role.IMAGE: Message(text_in("found control", "the picture {name}")),
    Role.DOCUMENT: Message(text_in("found control", "the page {name}")),
    Role.PASSWORD: Message(text_in("found control", "the password field {name}")),
    Role.TERMINAL: Message(text_in("found control", "the terminal {name}")),
}

THE_CONTROLS: Mapping[Role, Message] = MappingProxyType(_THE)
"""A control with its name inside a sentence; buttons, fields and headings have messages of their own."""

_KINDS = {
    Role.LINK: Message(text_in("control", "a link")),
    Role.BUTTON: Message(text_in("control", "a button")),
    Role.TOGGLE: Message(text_in("control", "a button")),
    Role.CHECK_BOX: Message(text_in("control", "a check box")),
    Role.RADIO_BUTTON: Message(text_in("control", "a radio button")),
    Role.FIELD: Message(text_in("control", "an input field")),
    Role.PASSWORD: Message(text_in("control", "a password field")),
    Role.COMBO_BOX: Message(text_in("control", "a drop-down list")),
    Role.SLIDER: Message(text_in("control", "a slider")),
    Role.LIST: Message(text_in("control", "a list")),
    Role.TABLE: Message(text_in("control", "a table")),
    Role.DOCUMENT: Message(text_in("control", "a page")),
    Role.TERMINAL: Message(text_in("control", "a terminal")),
}

KINDS: Mapping[Role, Message] = MappingProxyType(_KINDS)
"""A kind of control inside a sentence."""

_STATES = {
    State.CHECKED: Message(text_in("state", "checked")),
    State.SELECTED: Message(text_in("state", "selected")),
    State.PRESSED: Message(text_in("state", "pressed")),
    State.EXPANDED: Message(text_in("state", "expanded")),
    State.COLLAPSED: Message(text_in("state", "collapsed")),
    State.DISABLED: Message(text_in("state", "unavailable")),
    State.READ_ONLY: Message(text_in("state", "read only")),
    State.REQUIRED: Message(text_in("state", "required")),
    State.INVALID: Message(text_in("state", "invalid entry")),
}

STATES: Mapping[State, Message] = MappingProxyType(_STATES)
"""What a control is like, behind its name."""
NOT_CHECKED = Message(text_in("state", "not checked"))
"""Of a check box that could be: its state is always told."""
