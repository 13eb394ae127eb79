"""What to ask of which engine, and what of its events may enter an answer.

It decides from the intent, the settings and the engines that there are; it holds no state of a request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from assistant.core import languages
from assistant.core.advice import Advice
from assistant.core.chosen_languages import AUTO, answer_language, read_languages
from assistant.core.domain import Detail, Found, Look, Picture, RegionKind, Request, Task
from assistant.core.errors import EngineUnknown
from assistant.core.honesty import MODEL_BOX, OBJECT
from assistant.core.ports import Engine
from assistant.core.settings import Settings
from assistant.core.wording import Message
from assistant.core.wording.narration import AWAY, FACING


class Models(Protocol):
    """The engines of large models, made when they are wanted."""

    def preferred(self) -> Engine | None:
        """Return the engine that the settings ask for; None where that is no model, or none is installed."""
        ...

    def named(self, wanted: str) -> Engine:
        """Return the engine of an installed model, or of the server at an address.

        Raises `ModelUnknown`, `ModelNotInstalled`, `ModelBroken`, `RemoteInsecure`, `UsageError`.
        """
        ...


SPOILS_READING = frozenset({Advice.CUT_LEFT, Advice.CUT_RIGHT, Advice.CUT_TOP, Advice.CUT_BOTTOM})
SPOILS_ALL = frozenset({Advice.DARK, Advice.BRIGHT, Advice.BLURRED, Advice.UPSIDE_DOWN})


class Planner:
    """Turns an intent into a request. `system_language` is what "auto" means."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        engines: Mapping[str, Engine],
        system_language: str,
        models: Models | None = None,
    ) -> None:
        self._settings = settings
        self._engines = engines
        self._models = models
        self._system_language = languages.match(system_language)

    def engine(self, wanted: str) -> Engine:
        """Return the engine to use: the wanted one, or for "auto" the preferred model's, else the first that there is.

        Raises `EngineUnknown`, and what `Models.named` raises.
        """
        if wanted == AUTO:
            preferred = self._models.preferred() if self._models is not None else None
            return preferred or next(iter(self._engines.values()))
        if wanted in self._engines:
            return self._engines[wanted]
        if self._models is None:
            raise EngineUnknown(engine=wanted, engines=", ".join(self._engines))
        return self._models.named(wanted)

    def request(self, request_id: int, picture_id: int, look: Look) -> Request:
        """Return the whole question for an engine: the intent, completed by the settings."""
        settings = self._settings()
        language = languages.match(look.language or answer_language(settings, self._system_language))
        return Request(
            id=request_id,
            picture_id=picture_id,
            task=look.task,
            question=look.question,
            language=language,
            read_languages=self._read_languages(look),
            detail=look.detail or Detail(settings.text("detail")),
        )

    def remarks(self, look: Look, picture: Picture) -> list[Message]:
        """Return what makes an answer worse than it could be; once, so not to who goes on about the same picture."""
        if look.is_follow_up:
            return []
        spoils = SPOILS_ALL | SPOILS_READING if look.task is Task.READ else SPOILS_ALL
        hints = FACING if self._settings().flag("camera.faces_me") else AWAY
        return [hints[advice] for advice in picture.advice if advice in spoils]

    def admits(self, found: Found) -> bool:
        """Tell whether a region may enter an answer: nothing is named that is below the floor of every engine."""
        region = found.region
        if region.kind is not RegionKind.OBJECT:
            return True
        return region.confidence >= min(OBJECT.hedged, MODEL_BOX.hedged)

    def _read_languages(self, look: Look) -> tuple[str, ...]:
        asked = [languages.match(code) for code in (look.read_language or "").split(",") if code.strip()]
        return tuple(dict.fromkeys(asked)) or read_languages(self._settings(), self._system_language)
