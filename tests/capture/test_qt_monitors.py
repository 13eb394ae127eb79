"""The monitors as Qt has them, kept for other threads."""

from __future__ import annotations

from typing import Any

from assistant.capture.qt_monitors import QtMonitors
from assistant.core.domain import Box


def test_the_monitors_are_qt_s(qapp: Any) -> None:
    monitors = QtMonitors()
    geometry = qapp.primaryScreen().geometry()
    assert monitors.boxes()[0] == Box(geometry.x(), geometry.y(), geometry.width(), geometry.height())
    assert len(monitors.boxes()) == len(qapp.screens())
    before = monitors.boxes()
    qapp.primaryScreen().geometryChanged.emit(geometry)
    assert monitors.boxes() == before
