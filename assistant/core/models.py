"""What the windows know of models: what there is, what is being done with one, what came of it.

Whoever does the work is behind the port `ModelManager`. Sizes are bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from assistant.core.errors import SeeSayError

HUB_SETTINGS = "https://huggingface.co/settings/tokens"
"""Where the hub's tokens are made."""


class ModelState(StrEnum):
    """How much of a model is on this computer."""

    ABSENT = "absent"
    PARTIAL = "partial"
    INSTALLED = "installed"
    BROKEN = "broken"


class ModelAction(StrEnum):
    """What can be done with models."""

    LIST = "list"
    INSTALL = "install"
    IMPORT = "import"
    VERIFY = "verify"
    REPAIR = "repair"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One model of the catalogue, or one that was imported.

    `fits` tells whether this computer can run it, None where that isn't known; `reason` says why, a sentence in the
    user's language. `arrived` is what of `size` is here already. `page` is the model's page, `licence_page` that of its
    licence. `has_token` tells that the hub's token is kept already. `tasks` are what it was trained for.
    """

    name: str
    size: int = 0
    licence: str = ""
    licence_page: str = ""
    page: str = ""
    is_gated: bool = False
    state: ModelState = ModelState.ABSENT
    arrived: int = 0
    fits: bool | None = None
    reason: str = ""
    folder: str = ""
    has_token: bool = False
    tasks: tuple[str, ...] = ()
    token_page: str = HUB_SETTINGS


@dataclass(frozen=True, slots=True)
class ModelJob:
    """Something that is being done; `model` is "" for LIST."""

    action: ModelAction
    model: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A graphics card that could run a model, with its memory."""

    name: str
    total: int = 0
    free: int = 0


@dataclass(frozen=True, slots=True)
class Computer:
    """What there is to run a model: the processor ("" where nobody knows its name), its cores, memory, cards."""

    processor: str = ""
    cores: int = 0
    memory: int = 0
    free: int = 0
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelsListed:
    """Which models there are, and how many bytes are free for them (None: nobody knows).

    `computer` is what was looked at (None where nobody could), `best` the model that suits it best, "" where none does,
    and `advice` a sentence that says why. Only a thorough look finds graphics cards.
    """

    models: tuple[ModelInfo, ...]
    free: int | None = None
    computer: Computer | None = None
    best: str = ""
    advice: str = ""
    is_thorough: bool = False


@dataclass(frozen=True, slots=True)
class ModelProgressed:
    """How far a job is."""

    job: ModelJob
    done: int
    total: int

    @property
    def percent(self) -> int:
        """Whole percents, 0 … 100."""
        return min(100, max(0, 100 * self.done // self.total)) if self.total > 0 else 0


@dataclass(frozen=True, slots=True)
class ModelJobEnded:
    """A job is over: done, left by the user (`is_paused`), or ended by `error`.

    `told` and `hint` are what happened and what to do, in the user's language, where whoever did the work has told it.
    """

    job: ModelJob
    is_paused: bool = False
    error: SeeSayError | None = None
    told: str = ""
    hint: str = ""


ModelEvent = ModelsListed | ModelProgressed | ModelJobEnded
PostModelEvent = Callable[[ModelEvent], None]
