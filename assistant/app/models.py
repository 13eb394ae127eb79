"""Wires what looks after models: its events to the windows and to what is said of them, its end to the house's."""

from __future__ import annotations

from collections.abc import Callable

from assistant.app.house import House
from assistant.core.model_news import ModelNews, NewsCalls
from assistant.core.models import ModelEvent, ModelJobEnded
from assistant.core.wording import Wording
from assistant.process.model_commands import ModelCommands
from assistant.ui.bridge import Bridge


class TrayModels:
    """The manager of models in the tray application. `show` gets every event, on the owner's thread."""

    def __init__(self, bridge: Bridge, house: House, wording: Wording, show: Callable[[ModelEvent], None]) -> None:
        self._show = show
        self._house = house
        self.manager = ModelCommands(bridge.poster(self._heard))
        self._news = ModelNews(
            wording,
            NewsCalls(house.session.announce, lambda: house.session.is_busy or not house.speech.is_idle, bridge),
        )

    def close(self) -> None:
        """Leave what is under way; what has arrived is kept."""
        self._news.close()
        self.manager.close()

    def _heard(self, event: ModelEvent) -> None:
        self._show(event)
        self._news.take(event)
        if isinstance(event, ModelJobEnded):
            self._house.settle_models()
