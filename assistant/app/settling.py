"""What becomes of a changed setting: the one way from the difference to whoever must act.

Everything that changes settings, a window, a key, another process, goes through the store, and the store tells its
watchers. Most settings are read at the moment when they count; here stands what must be done for the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.core.errors import AutostartFailed, HotkeyError, SeeSayError
from assistant.core.settings_store import SettingsStore
from assistant.system import autostart

if TYPE_CHECKING:
    from assistant.app.house import House

START = "ui.start_with_session"
MODELS = (
    "engine.model",
    "engine.precision",
    "engine.device",
    "engine.model_start",
    "engine.model_idle_minutes",
    "engine.threads",
    "privacy.network",
)
"""What a model's child is started with, or whether."""


@dataclass(frozen=True, slots=True)
class Act:
    """What is done once when any of these has changed: names of settings, or beginnings that end with a dot."""

    names: tuple[str, ...]
    do: Callable[[], object]

    def concerns(self, changed: Iterable[str]) -> bool:
        """Tell whether one of the changed settings is meant."""
        beginnings = tuple(each for each in self.names if each.endswith("."))
        return any(name in self.names or name.startswith(beginnings) for name in changed)


class Settling:
    """Watches the store and acts, in the order of the acts; one that fails is told by `report` and stops no other."""

    def __init__(self, store: SettingsStore, acts: Sequence[Act], report: Callable[[SeeSayError], None]) -> None:
        self._acts = tuple(acts)
        self._report = report
        store.watch(self.settle)

    def settle(self, changed: frozenset[str]) -> None:
        """Have everybody act whom a change concerns."""
        for act in self._acts:
            if act.concerns(changed):
                try:
                    act.do()
                except SeeSayError as error:
                    self._report(error)


def house_acts(house: House) -> Sequence[Act]:
    """Return what is done in every way of running that stays: engines, patience, the start with the session."""
    store = house.store

    def settle_patience() -> None:
        house.session.still_working = store.settings.decimal("engine.still_working_seconds")

    return (
        Act(MODELS, house.settle_models),
        Act(("engine.threads", "engine.idle_minutes"), house.embedded.settle),
        Act(("engine.still_working_seconds",), settle_patience),
        Act((START,), lambda: start_with_session(store)),
    )


class Rebinding:
    """Binds the keys of the settings, at once and anew; `errors` are those of the last time.

    The first are told at the start; what could not be had before either is not told again.
    """

    def __init__(self, bind: Callable[[], list[HotkeyError]], report: Callable[[SeeSayError], None]) -> None:
        self._bind = bind
        self._report = report
        self.errors = bind()

    def bind(self) -> None:
        """Have the keys as they are set now."""
        known, self.errors = self.errors, self._bind()
        for error in self.errors:
            if error not in known:
                self._report(error)


def start_with_session(store: SettingsStore) -> None:
    """Have SeeSay started at log-in, or no more, as the setting says. Raises `AutostartFailed`."""
    backend = autostart.backend()
    wanted = store.settings.flag(START)
    try:
        if backend.is_on() != wanted:
            backend.switch(autostart.command(), wanted)
    except OSError as error:
        raise AutostartFailed(detail=backend.where()) from error


def settle_outside(store: SettingsStore) -> None:
    """Have what lies outside SeeSay follow the settings where it may not run: what it starts with. Raises likewise."""

    def settle(changed: frozenset[str]) -> None:
        if START in changed:
            start_with_session(store)

    store.watch(settle)


def is_started_with_session() -> bool | None:
    """Tell what the system really does at log-in; None where that can't be told."""
    try:
        return autostart.backend().is_on()
    except OSError:
        return None
