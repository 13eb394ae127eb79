"""What who sees a little gets: the theme of the windows and the outlines on the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from assistant.app.outlines import Outlines
from assistant.app.settling import Act
from assistant.core.ports import Timer
from assistant.core.settings import Settings
from assistant.ui.theme import Theme

_THEME = "ui.theme"


class Looks:
    """The theme as it is set, from the start on, and the outlines; `now` is a monotonic clock."""

    def __init__(
        self, application: QApplication, settings: Callable[[], Settings], timer: Timer, now: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._theme = Theme(application)
        self.outlines = Outlines(settings, timer, now)
        self._settle()

    @property
    def acts(self) -> tuple[Act, ...]:
        """What is done when settings change."""
        return Act((_THEME,), self._settle), Act(("ui.outlines",), self.outlines.hide)

    def _settle(self) -> None:
        self._theme.show(self._settings().text(_THEME))
