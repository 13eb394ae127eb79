"""UI Automation and AX against recorded answers: what is asked, what becomes of it, that no password is asked for."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

from assistant.capture.ax import AxTree
from assistant.capture.shot import ActiveWindow
from assistant.capture.uia import UiaTree
from assistant.core.domain import Box
from assistant.core.nodes import Role, State
from assistant.system.desktop import SessionKind

WINDOW = ActiveWindow(Box(0, 0, 400, 300), "Letter", pid=7, number=99)
SOON = 20.0


# --- Windows -------------------------------------------------------------------------------------------------


class Element:
    """A UI Automation element with its cached properties; `asked` keeps what was asked of the live program."""

    def __init__(self, kind: int, name: str, *children: Element, value: str = "", **more: Any) -> None:
        self.asked: list[int] = []
        self._value = value
        self._children = children
        self._properties = {30003: kind, 30005: name, 30001: (10.0, 20.0, 30.0, 40.0), 30010: True, 30000: (42, 7)}
        self._properties |= {int(key[1:]): more[key] for key in more}

    def GetCachedPropertyValue(self, number: int) -> Any:  # noqa: N802 - COM's name
        return self._properties.get(number, SimpleNamespace())

    def GetCurrentPropertyValue(self, number: int) -> Any:  # noqa: N802 - COM's name
        self.asked.append(number)
        return self._value

    def GetCachedChildren(self) -> Any:  # noqa: N802 - COM's name
        if not self._children:
            return None
        return SimpleNamespace(Length=len(self._children), GetElement=lambda place: self._children[place])


class Automation:
    """The UI Automation of a desktop with one window."""

    ControlViewCondition = "control view"

    def __init__(self, root: Element) -> None:
        self._root = root
        self.asked: list[int] = []
        self.request = SimpleNamespace(AddProperty=self.asked.append, TreeScope=0, TreeFilter=None)
        self.ConnectionTimeout = self.TransactionTimeout = 0

    def CreateCacheRequest(self) -> Any:  # noqa: N802 - COM's name
        return self.request

    def CreatePropertyCondition(self, number: int, value: object) -> Any:  # noqa: N802 - COM's name
        return number, value

    def CreateAndCondition(self, one: object, other: object) -> Any:  # noqa: N802 - COM's name
        return one, other

    def ElementFromHandleBuildCache(self, number: int, request: object) -> Element:  # noqa: N802 - COM's name
        assert (number, request) == (99, self.request)
        return self._root


def test_a_windows_window() -> None:
    secret = Element(50004, "PIN", value="1234", p30019=True)
    field = Element(50004, "Name", value="Ada", p30008=True)
    automation = Automation(
        Element(
            50032,
            "Letter",
            Element(50002, "Bold", p30086=1, p30010=False),
            Element(50020, "Dear Ada", p30173=80052),
            field,
            secret,
            Element(50014, "a scroll bar", Element(50000, "up")),
            Element(50015, "Volume", p30047=3.0),
        )
    )
    parts = UiaTree(lambda: (automation, None)).read(WINDOW, time.monotonic() + SOON)
    assert [(each.role, each.name, each.text, each.parent, each.level) for each in parts] == [
        (Role.WINDOW, "Letter", "", -1, 0),
        (Role.CHECK_BOX, "Bold", "", 0, 0),
        (Role.HEADING, "Dear Ada", "Dear Ada", 0, 2),
        (Role.FIELD, "Name", "Ada", 0, 0),
        (Role.PASSWORD, "PIN", "", 0, 0),
        (Role.SLIDER, "Volume", "3", 0, 0),
    ]
    assert parts[1].states == (State.CHECKED, State.DISABLED)
    assert parts[3].states == (State.FOCUSED,)
    assert (parts[1].box, parts[1].handle) == (Box(10, 20, 30, 40), "uia:42.7")
    assert (field.asked, secret.asked) == ([30045], []), "no password is asked for"
    assert 30045 not in automation.asked, "nor does it come with the rest"
    assert automation.request.TreeFilter == ("control view", (30022, False))
    assert 0 < automation.TransactionTimeout <= 1000 * SOON


def test_no_window_no_question() -> None:
    tree = UiaTree(lambda: (None, None))
    assert tree.read(ActiveWindow(Box(0, 0, 1, 1), ""), time.monotonic() + SOON) == []
    assert [kind for kind in SessionKind if tree.is_compatible(kind)] == [SessionKind.WINDOWS]
    assert not tree.is_installed()


# --- macOS ---------------------------------------------------------------------------------------------------


class Ax:
    """pyobjc's ApplicationServices over elements that are dictionaries of attributes."""

    kAXValueCGPointType = 1  # noqa: N815 - macOS' name
    kAXValueCGSizeType = 2  # noqa: N815 - macOS' name

    def __init__(self, window: dict[str, Any] | None, *, is_trusted: bool = True) -> None:
        self._window = window
        self._is_trusted = is_trusted
        self.asked: list[tuple[str, str]] = []

    def AXIsProcessTrusted(self) -> bool:  # noqa: N802 - macOS' name
        return self._is_trusted

    def AXUIElementCreateApplication(self, pid: int) -> dict[str, Any]:  # noqa: N802 - macOS' name
        assert pid == WINDOW.pid
        return {"AXFocusedWindow": self._window}

    def AXUIElementSetMessagingTimeout(self, element: object, seconds: float) -> int:  # noqa: N802 - macOS' name
        del element
        assert 0 < seconds <= SOON
        return 0

    def AXUIElementCopyAttributeValue(self, element: dict[str, Any], name: str, _: None) -> tuple[int, Any]:  # noqa: N802 - macOS' name
        self.asked.append((str(element.get("AXTitle")), name))
        return (0, element[name]) if name in element else (-25212, None)

    def AXUIElementCopyMultipleAttributeValues(  # noqa: N802 - macOS' name
        self, element: dict[str, Any], names: list[str], options: int, _: None
    ) -> tuple[int, list[Any]]:
        assert options == 0
        return 0, [element.get(name, SimpleNamespace()) for name in names]

    def AXValueGetValue(self, value: Any, kind: int, _: None) -> tuple[bool, Any]:  # noqa: N802 - macOS' name
        return isinstance(value, tuple), SimpleNamespace(
            **dict(zip(("x", "y") if kind == 1 else ("width", "height"), value, strict=True))
        ) if isinstance(value, tuple) else None


def element(role: str, title: str, *children: dict[str, Any], **more: Any) -> dict[str, Any]:
    place = {"AXPosition": (10.4, 20.0), "AXSize": (30.0, 40.0)}
    return {"AXRole": role, "AXTitle": title, "AXChildren": list(children), **place, **more}


def test_a_mac_window() -> None:
    ax = Ax(
        element(
            "AXWindow",
            "Letter",
            element("AXCheckBox", "Bold", AXValue=1, AXEnabled=False),
            element("AXHeading", "Dear Ada", AXValue=2),
            element("AXTextField", "Name", AXValue="Ada", AXFocused=True),
            element("AXTextField", "PIN", AXValue="••••", AXSubrole="AXSecureTextField"),
            element("AXScrollBar", "a scroll bar"),
            element("AXStaticText", "", AXValue="Hello"),
        )
    )
    parts = AxTree(ax).read(WINDOW, time.monotonic() + SOON)
    assert [(each.role, each.name, each.text, each.level) for each in parts] == [
        (Role.WINDOW, "Letter", "", 0),
        (Role.CHECK_BOX, "Bold", "", 0),
        (Role.HEADING, "Dear Ada", "", 2),
        (Role.FIELD, "Name", "Ada", 0),
        (Role.PASSWORD, "PIN", "", 0),
        (Role.LABEL, "", "Hello", 0),
    ]
    assert parts[1].states == (State.DISABLED, State.CHECKED)
    assert parts[3].states == (State.FOCUSED,)
    assert parts[1].box == Box(10, 20, 30, 40)
    assert ("PIN", "AXValue") not in ax.asked


def test_a_mac_that_does_not_let_us_in() -> None:
    assert AxTree(Ax(element("AXWindow", "Letter"), is_trusted=False)).read(WINDOW, time.monotonic() + SOON) == []
    assert AxTree(Ax(None)).read(WINDOW, time.monotonic() + SOON) == []
