"""Models for tests of windows: a catalogue of four, and a manager that does nothing until the test says what came."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.core.errors import ModelsBusy, SeeSayError
from assistant.core.models import (
    Computer,
    ModelAction,
    ModelEvent,
    ModelInfo,
    ModelJob,
    ModelJobEnded,
    ModelProgressed,
    ModelsListed,
    ModelState,
    PostModelEvent,
)

GB = 10**9
GATED = ModelInfo(
    name="paligemma2-3b-mix-448",
    size=6 * GB,
    licence="Gemma",
    licence_page="https://licence.example/gemma",
    page="https://hub.example/paligemma2-3b-mix-448",
    is_gated=True,
    fits=True,
    reason="It runs on the processor, slowly.",
    tasks=("ask", "describe", "read"),
)
FREE = ModelInfo(
    name="smolvlm-256m",
    size=GB // 2,
    licence="Apache-2.0",
    licence_page="https://licence.example/apache",
    page="https://hub.example/smolvlm-256m",
    fits=True,
    reason="It is small.",
)
LARGE = ModelInfo(name="paligemma2-28b-mix-448", size=57 * GB, fits=False, reason="It needs 17 GB of memory.")
HERE = ModelInfo(
    name="qwen2-vl-2b", size=4 * GB, state=ModelState.INSTALLED, arrived=4 * GB, folder="/data/qwen2-vl-2b"
)
MODELS = (GATED, FREE, LARGE, HERE)


@dataclass
class FakeModelManager:
    """Keeps what it was asked; `progress`, `end` and `listed` are what came of it, posted at once."""

    post: PostModelEvent = lambda event: None
    models: tuple[ModelInfo, ...] = MODELS
    free: int | None = 100 * GB
    computer: Computer | None = None
    best: str = ""
    advice: str = ""
    lists_at_once: bool = True
    asked: list[tuple[str, ...]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    job: ModelJob | None = None
    is_closed: bool = False

    def refresh(self, *, is_thorough: bool = False) -> None:
        self.asked.append(("list", "thorough") if is_thorough else ("list",))
        if self.lists_at_once:
            self.listed()

    def install(self, model: str, token: str = "") -> None:
        self.tokens.append(token)
        self._begin(ModelAction.INSTALL, model)

    def import_folder(self, model: str, folder: str) -> None:
        self._begin(ModelAction.IMPORT, model, folder)

    def verify(self, model: str) -> None:
        self._begin(ModelAction.VERIFY, model)

    def repair(self, model: str) -> None:
        self._begin(ModelAction.REPAIR, model)

    def remove(self, model: str) -> None:
        self._begin(ModelAction.REMOVE, model)

    def pause(self) -> None:
        self.asked.append(("pause",))
        if self.job is not None:
            self._end(is_paused=True)

    def close(self) -> None:
        self.is_closed, self.job = True, None

    # --- what the test says ---------------------------------------------------------------------------

    def listed(self, *, is_thorough: bool | None = None) -> None:
        """Tell of the look that was asked for last, or of one of that kind."""
        wanted = ("list", "thorough") in self.asked[-1:] if is_thorough is None else is_thorough
        self._tell(ModelsListed(self.models, self.free, self.computer, self.best, self.advice, wanted))

    def progress(self, done: int, total: int) -> None:
        assert self.job is not None, "nothing is being done"
        self._tell(ModelProgressed(self.job, done, total))

    def end(self, error: SeeSayError | None = None, told: str = "") -> None:
        self._end(error=error, told=told)

    def _begin(self, action: ModelAction, model: str, *more: str) -> None:
        job = ModelJob(action, model)
        self.asked.append((str(action), model, *more))
        if self.job is not None:
            self._tell(ModelJobEnded(job, error=ModelsBusy(model=self.job.model)))
        elif not self.is_closed:
            self.job = job

    def _end(self, *, is_paused: bool = False, error: SeeSayError | None = None, told: str = "") -> None:
        job, self.job = self.job, None
        assert job is not None, "nothing is being done"
        self._tell(ModelJobEnded(job, is_paused, error, told))

    def _tell(self, event: ModelEvent) -> None:
        if not self.is_closed:
            self.post(event)
