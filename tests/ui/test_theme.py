"""The looks: light, dark and strong contrast, by WCAG's measure, and back to the system's."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QPushButton

from assistant.ui.theme import AUTO, CONTRAST, DARK, LIGHT, Theme, palette

R = QPalette.ColorRole
PAIRS = [(R.WindowText, R.Window), (R.Text, R.Base), (R.ButtonText, R.Button), (R.ToolTipText, R.ToolTipBase)]


@pytest.fixture
def theme(qapp: Any) -> Any:
    made = Theme(qapp)
    yield made
    made.show(AUTO)
    made.deleteLater()


def luminance(colour: QColor) -> float:
    def linear(share: float) -> float:
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", [LIGHT, DARK, CONTRAST])
def test_text_stands_out_from_its_ground(name: str) -> None:
    colours = palette(name)
    least = 21 if name == CONTRAST else 12
    for text, ground in PAIRS:
        assert contrast(colours.color(text), colours.color(ground)) >= least - 0.01, text
    assert contrast(colours.color(R.HighlightedText), colours.color(R.Highlight)) >= 7
    assert contrast(colours.color(R.Link), colours.color(R.Base)) >= 7
    assert contrast(colours.color(R.PlaceholderText), colours.color(R.Base)) >= 4.5
    disabled = QPalette.ColorGroup.Disabled
    for text, ground in PAIRS[:3]:
        assert contrast(colours.color(disabled, text), colours.color(disabled, ground)) >= 4.1, text


def test_a_theme_changes_open_windows_and_auto_gives_the_system_s_back(qapp: Any, theme: Theme) -> None:
    before = qapp.palette().color(R.Window)
    button = QPushButton("Save")
    button.show()
    for name, ground in ((DARK, "#1c1c1c"), (CONTRAST, "#000000"), (LIGHT, "#f4f4f4")):
        theme.show(name)
        qapp.processEvents()
        assert button.palette().color(R.Window).name() == ground
        assert bool(qapp.styleSheet()) is (name == CONTRAST), "frames are drawn where the style's can't be seen"
    theme.show(AUTO)
    assert qapp.palette().color(R.Window) == before
    assert qapp.styleSheet() == ""
    button.close()


def test_who_asks_the_desktop_for_contrast_gets_it_unless_another_look_is_set(
    qapp: Any, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    hints = qapp.styleHints().accessibility()
    wish = Qt.ContrastPreference.HighContrast
    monkeypatch.setattr(type(hints), "contrastPreference", lambda self: wish)
    hints.contrastPreferenceChanged.emit(wish)
    assert qapp.palette().color(R.Window).name() == "#000000"
    theme.show(LIGHT)
    assert qapp.palette().color(R.Window).name() == "#f4f4f4"
    theme.show(AUTO)
    assert qapp.palette().color(R.Window).name() == "#000000"
    wish = Qt.ContrastPreference.NoPreference
    hints.contrastPreferenceChanged.emit(wish)
    assert qapp.palette().color(R.Window).name() != "#000000"
