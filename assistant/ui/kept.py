"""A window that is made when it is first wanted, kept while it is hidden, and made anew once its words are old."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

W = TypeVar("W", bound=QWidget)


class Kept(Generic[W]):
    """One window and how it is made. `before_gone` is called before it goes, so that nobody tells it anything more.

    `reword` puts other words on a window that can do that while it is open; it leaves the focus where it is.
    """

    def __init__(
        self,
        make: Callable[[], W],
        before_gone: Callable[[W], object] = lambda window: None,
        reword: Callable[[W], None] | None = None,
    ) -> None:
        self._make = make
        self._before_gone = before_gone
        self._reword = reword
        self._is_old = False
        self.window: W | None = None

    def get(self) -> W:
        """Return the window; one with old words is replaced."""
        if self._is_old:
            self.take_away()
        if self.window is None:
            self.window = self._make()
        return self.window

    def reword(self) -> None:
        """Take up other words: now where the window can do that, else when it is opened the next time."""
        if self.window is None:
            return
        if self._reword is not None:
            self._reword(self.window)
        elif self.window.isVisible():
            # Nothing vanishes under who works in it.
            self._is_old = True
        else:
            self.take_away()

    def take_away(self) -> None:
        """End the window. What it has to say when the user closes it is not said."""
        self._is_old = False
        window, self.window = self.window, None
        if window is not None:
            self._before_gone(window)
            # Hidden first: it gives the focus back, and is not closed by the user.
            window.hide()
            window.close()
            Shiboken.delete(window)
