"""One look of the engine at a time, in the background: a request about a frame, and the regions that it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.core.domain import (
    Detail,
    Done,
    EngineEvent,
    Failed,
    Found,
    Look,
    Picture,
    Reason,
    Region,
    Source,
    SourceKind,
    Task,
)
from assistant.core.errors import SeeSayError
from assistant.core.planner import Planner
from assistant.core.reader_ports import Background

CAMERA = Source(SourceKind.CAMERA)
Take = Callable[[tuple[Region, ...]], None]


class Looks:
    """Asks the built-in engine. A look that was left is never told of; the foreground comes first, then it begins anew.

    `failed` gets why a look ended badly.
    """

    def __init__(self, background: Background, planner: Planner, failed: Callable[[SeeSayError], None]) -> None:
        self._background = background
        self._planner = planner
        self._failed = failed
        self._number: int | None = None
        self._regions: list[Region] = []

    @property
    def is_busy(self) -> bool:
        """Tell whether a look is under way."""
        return self._number is not None

    def look(self, picture: Picture, take: Take, task: Task = Task.DESCRIBE, question: str = "") -> None:
        """Look at a frame; `take` gets the regions that were found, all of them. An earlier look is left."""
        self.leave()
        self._regions = []
        wanted = Look(task, CAMERA, question=question, detail=Detail.BRIEF)
        # Which way up it is takes a third of a look; a camera that is held wrongly is told by its advice.
        request = replace(self._planner.request(0, picture.id, wanted), is_upright=True)
        self._number = self._background.answer(request, as_seen(picture), lambda event: self._hear(event, take))

    def leave(self) -> None:
        """Forget the look that is under way."""
        number, self._number = self._number, None
        if number is not None:
            self._background.drop(number)

    def _hear(self, event: EngineEvent, take: Take) -> None:
        match event:
            case Found(region=region) if self._planner.admits(event):
                self._regions.append(region)
            case Done(reason=Reason.CANCELLED):
                self._regions = []
            case Done():
                self._number = None
                take(tuple(self._regions))
            case Failed(error=error):
                self._number = None
                self._failed(error)


def as_seen(picture: Picture) -> Picture:
    """Return a frame as what it is to the engine, a camera's picture, also where a video plays it."""
    return replace(picture, source=CAMERA, title="")
