"""What several windows need: the focus on loan, a size that fits the screen, Escape, buttons and labels with names."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from assistant.system.active_window import activate, active_window

INSIST_MS = 80
INSIST_TIMES = 6
SHARE_OF_SCREEN = 0.9
"""The rest is for panels and the frame, whose size is known only once the window stands."""


class FocusLoan(QObject):
    """The focus that a window takes because the user asked for it.

    Control flow: `present` remembers who has the focus, shows the window and insists until it is active; when the
    window hides while it is active, the lender becomes active again. Where the user has gone elsewhere meanwhile, or
    off X11, the desktop decides.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._lender = 0
        self._is_active = False
        self._tries = 0
        self._timer = QTimer(self)
        self._timer.setInterval(INSIST_MS)
        self._timer.timeout.connect(self._insist)
        window.installEventFilter(self)

    def present(self) -> None:
        """Show the window in front and with the focus."""
        if not self._window.isVisible():
            self._lender = active_window() if _is_x11() else 0
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
        self._tries = INSIST_TIMES
        if _is_x11():
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Follow the window's comings and goings."""
        match event.type():
            case QEvent.Type.WindowActivate:
                self._is_active = True
            case QEvent.Type.WindowDeactivate:
                self._is_active = not self._window.isVisible() and self._is_active
            case QEvent.Type.Hide if not event.spontaneous():
                self._give_back()
        return super().eventFilter(watched, event)

    def _insist(self) -> None:
        self._tries -= 1
        if self._is_active or not self._tries or not self._window.isVisible():
            self._timer.stop()
        else:
            activate(int(self._window.winId()))

    def _give_back(self) -> None:
        self._timer.stop()
        lender, self._lender = self._lender, 0
        was_active, self._is_active = self._is_active, False
        if was_active and lender:
            activate(lender)


def scrolled(window: QWidget, content: QWidget, width: int) -> None:
    """Fill a window with content that scrolls where the screen is small, and give it the size that shows most."""
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(scrolled_area(content))
    wide = max(width, content.sizeHint().width())
    height = content.heightForWidth(wide) if content.hasHeightForWidth() else content.sizeHint().height()
    fit(window, QSize(wide, height))


def scrolled_area(content: QWidget) -> QScrollArea:
    """Return what shows content whole where there is room and scrolls it where there isn't; Tab passes it by."""
    area = _Scrolled()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


class _Scrolled(QScrollArea):
    """Keeps its content as high as the texts need at their width; else they would be cut before it scrolls.

    No event filter: one in Python may be called while Qt takes the window apart, and finds nothing left.
    """

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Follow the width, and what asks for another height."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            content, width = self.widget(), self.viewport().width()
            layout = content.layout() if content is not None else None
            if content is not None and layout is not None and layout.hasHeightForWidth():
                need = layout.totalMinimumHeightForWidth(width)
                if content.minimumHeight() != need:
                    content.setMinimumHeight(need)
        return super().viewportEvent(event)


def fit(window: QWidget, wanted: QSize) -> None:
    """Give a window the wanted size, or as much of it as the screen has."""
    free = window.screen().availableSize() * SHARE_OF_SCREEN
    window.resize(wanted.boundedTo(free))


def close_by_escape(window: QWidget) -> None:
    """Let Escape close the window."""
    QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), window, window.close)


def button(text: str, do: Callable[[], object], description: str = "") -> QPushButton:
    """Return a button that a screen reader names by its text and explains by its description."""
    made = QPushButton(text)
    made.setAccessibleDescription(description)
    made.setAutoDefault(True)
    made.clicked.connect(lambda: do())
    return made


def label(text: str = "") -> QLabel:
    """Return a label that wraps and never takes a text for markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    return made


def readable(text: str = "") -> QLabel:
    """Return a label that Tab stops at, so that it can be read by ear and copied."""
    made = label(text)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
    )
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def _is_x11() -> bool:
    return QGuiApplication.platformName() == "xcb"
