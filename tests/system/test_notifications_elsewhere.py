"""Notifications on Windows and macOS, which the tray icon shows: *not yet run there*."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.system import notifications
from assistant.system.desktop import Desktop, SessionKind


@pytest.fixture
def shown() -> Iterator[list[tuple[str, str]]]:
    texts: list[tuple[str, str]] = []
    notifications.show_by(lambda title, text: texts.append((title, text)))
    yield texts
    notifications.show_by(None)


@pytest.mark.parametrize(
    ("kind", "count"), [(SessionKind.WINDOWS, 1), (SessionKind.MACOS, 1), (SessionKind.X11, 0), (SessionKind.NONE, 0)]
)
def test_the_icon_shows_what_no_service_takes(
    shown: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch, kind: SessionKind, count: int
) -> None:
    monkeypatch.setattr(notifications, "detect", lambda: Desktop(kind, ""))
    notifications.notify("No voice", "x" * 1000).join(20)
    assert shown == [("No voice", "x" * notifications.LONGEST)] * count


def test_without_an_icon_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "detect", lambda: Desktop(SessionKind.WINDOWS, ""))
    notifications.notify("No voice").join(20)
