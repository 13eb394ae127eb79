"""What windows keep in the settings by themselves: the questions that are asked often, the size of answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.core.errors import SeeSayError
from assistant.core.settings_store import SettingsStore

_PRESETS, _SIZE = "questions.presets", "ui.text_size"


class WindowSettings:
    """Reads at the moment when it counts; what can't be kept is told by `report`."""

    def __init__(self, store: SettingsStore, report: Callable[[SeeSayError], None]) -> None:
        self._store = store
        self._report = report

    def presets(self) -> Sequence[str]:
        """Return the questions that the user often asks."""
        return self._store.settings.words(_PRESETS)

    def save_presets(self, questions: Sequence[str]) -> None:
        """Keep them."""
        self._set(_PRESETS, tuple(questions))

    @property
    def text_size(self) -> int:
        """The size of an answer's text, in per cent of the usual one."""
        return self._store.settings.number(_SIZE)

    def set_text_size(self, percent: int) -> None:
        """Keep it."""
        self._set(_SIZE, percent)

    def _set(self, name: str, value: object) -> None:
        try:
            self._store.set(name, value)
        except SeeSayError as error:
            self._report(error)
