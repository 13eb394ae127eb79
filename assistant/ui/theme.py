"""How windows look: as the system does, light, dark, or with strong contrast. Sizes stay the system's.

Where the system tells Qt nothing of a dark mode, as plain X11 desktops do, the palettes here make one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

AUTO, LIGHT, DARK, CONTRAST = "auto", "light", "dark", "contrast"
_STYLE = "Fusion"
"""The style that takes every colour from the palette, on each platform."""

_R = QPalette.ColorRole
_SCHEMES = MappingProxyType({LIGHT: Qt.ColorScheme.Light, DARK: Qt.ColorScheme.Dark, CONTRAST: Qt.ColorScheme.Dark})

# Ratios by WCAG 2: text on its ground 15:1 or more in every palette, what is disabled 4.5:1, the highlight 7:1.
_COLOURS: Mapping[str, Mapping[QPalette.ColorRole, str]] = MappingProxyType(
    {
        LIGHT: {
            _R.Window: "#f4f4f4",
            _R.WindowText: "#111111",
            _R.Base: "#ffffff",
            _R.AlternateBase: "#ececec",
            _R.Text: "#111111",
            _R.Button: "#e4e4e4",
            _R.ButtonText: "#111111",
            _R.ToolTipBase: "#ffffff",
            _R.ToolTipText: "#111111",
            _R.PlaceholderText: "#595959",
            _R.Highlight: "#003e8a",
            _R.HighlightedText: "#ffffff",
            _R.Accent: "#003e8a",
            _R.Link: "#003e8a",
            _R.LinkVisited: "#5c1f7a",
        },
        DARK: {
            _R.Window: "#1c1c1c",
            _R.WindowText: "#f2f2f2",
            _R.Base: "#121212",
            _R.AlternateBase: "#262626",
            _R.Text: "#f2f2f2",
            _R.Button: "#303030",
            _R.ButtonText: "#f7f7f7",
            _R.ToolTipBase: "#121212",
            _R.ToolTipText: "#f2f2f2",
            _R.PlaceholderText: "#a6a6a6",
            _R.Highlight: "#9ecbff",
            _R.HighlightedText: "#000000",
            _R.Accent: "#9ecbff",
            _R.Link: "#9ecbff",
            _R.LinkVisited: "#d9b3ff",
        },
        CONTRAST: {
            _R.Window: "#000000",
            _R.WindowText: "#ffffff",
            _R.Base: "#000000",
            _R.AlternateBase: "#000000",
            _R.Text: "#ffffff",
            _R.Button: "#000000",
            _R.ButtonText: "#ffffff",
            _R.ToolTipBase: "#000000",
            _R.ToolTipText: "#ffffff",
            _R.PlaceholderText: "#d0d0d0",
            _R.Highlight: "#ffff00",
            _R.HighlightedText: "#000000",
            _R.Accent: "#ffff00",
            _R.Link: "#ffff00",
            _R.LinkVisited: "#ffff00",
            # Fusion draws frames from these.
            _R.Light: "#ffffff",
            _R.Midlight: "#ffffff",
            _R.Mid: "#ffffff",
            _R.Dark: "#ffffff",
            _R.Shadow: "#ffffff",
        },
    }
)
_DISABLED = MappingProxyType({LIGHT: "#6a6a6a", DARK: "#949494", CONTRAST: "#c0c0c0"})
_FADED = (_R.WindowText, _R.Text, _R.ButtonText)


# The style draws its frames a shade from the ground, which on black is black.
_FRAMES = """
QPushButton, QLineEdit, QPlainTextEdit, QTextEdit, QAbstractItemView, QAbstractSpinBox, QComboBox {
    border: 2px solid #ffffff; padding: 4px; background: #000000; color: #ffffff;
}
QPushButton:focus, QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractItemView:focus,
QAbstractSpinBox:focus, QComboBox:focus { border: 4px solid #ffff00; padding: 2px; }
QPushButton:pressed, QAbstractItemView::item:selected { background: #ffff00; color: #000000; }
QPushButton:disabled, QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
    border: 2px dashed #c0c0c0; color: #c0c0c0;
}
QCheckBox:focus, QRadioButton:focus, QSlider:focus, QTabBar::tab:focus { border: 4px solid #ffff00; }
QMenuBar::item:selected, QMenu::item:selected { background: #ffff00; color: #000000; }
"""


class Theme(QObject):
    """The look of an application's windows; `show` changes it while they are open.

    "auto" leaves the system's own palette, and takes the one with strong contrast where the user has asked the desktop
    for more of it: few desktops hand Qt such a palette.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._usual_style = application.style().name()
        self._theme = AUTO
        self._used = AUTO
        application.styleHints().accessibility().contrastPreferenceChanged.connect(self._settle)

    def show(self, theme: str) -> None:
        """Look like this: "auto", "light", "dark" or "contrast"."""
        self._theme = theme
        self._settle()

    def _settle(self) -> None:
        hints = self._application.styleHints()
        wants_contrast = hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
        # Windows hands its contrast themes over as a palette.
        is_ours = wants_contrast and self._application.platformName() != "windows"
        used = CONTRAST if self._theme == AUTO and is_ours else self._theme
        if used == self._used:
            return
        self._used = used
        self._application.setStyleSheet(_FRAMES if used == CONTRAST else "")
        if used == AUTO:
            hints.unsetColorScheme()
            self._application.setStyle(QStyleFactory.create(self._usual_style))
            self._application.setPalette(QPalette())
        else:
            hints.setColorScheme(_SCHEMES[used])
            self._application.setStyle(QStyleFactory.create(_STYLE))
            self._application.setPalette(palette(used))


def palette(theme: str) -> QPalette:
    """Return the colours of "light", "dark" or "contrast"."""
    made = QPalette()
    for role, colour in _COLOURS[theme].items():
        made.setColor(role, QColor(colour))
    for role in _FADED:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(_DISABLED[theme]))
    return made
