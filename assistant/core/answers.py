"""An answer as it grows and as it is kept: in memory only, the last few, for repeat, spell, copy and review."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from assistant.core.acts import Act, Imprint, Target
from assistant.core.domain import ON_SCREEN, Detail, Picture, Reason, Region, Source, Stats, Task
from assistant.core.errors import SeeSayError
from assistant.core.imprints import imprint_of


@dataclass(frozen=True, slots=True)
class Sentence:
    """One spoken sentence and the language it is in (a code)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds since the request was made; None: did not happen."""

    capture: float | None = None
    first_text: float | None = None
    first_audio: float | None = None
    total: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request, complete or not.

    `confidence` is the lowest of the answer's pieces, None where nothing was said. `error` is set where the answer
    ended badly; what was said before it is kept. `origin` and `scale` place the regions on the desktop, and
    `imprints`, one for each region where the picture shows the screen, tell how they looked. `acted` is what was done
    to what was found. `picture_id` is 0 where none was taken.
    """

    request_id: int
    task: Task
    source: Source
    title: str
    language: str
    detail: Detail
    sentences: tuple[Sentence, ...]
    regions: tuple[Region, ...]
    confidence: float | None
    reason: Reason | None
    error: SeeSayError | None
    stats: Stats
    timings: Timings
    origin: tuple[int, int] = (0, 0)
    scale: float = 1.0
    imprints: tuple[Imprint | None, ...] = ()
    acted: tuple[Act, Target] | None = None
    picture_id: int = 0

    @property
    def text(self) -> str:
        """All sentences, one a line."""
        return "\n".join(sentence.text for sentence in self.sentences)


@dataclass(slots=True)
class AnswerDraft:
    """The answer of the current request while it grows; `started` is a monotonic time in seconds."""

    request_id: int
    task: Task
    source: Source
    language: str
    detail: Detail
    started: float
    title: str = ""
    origin: tuple[int, int] = (0, 0)
    scale: float = 1.0
    sentences: list[Sentence] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    confidence: float | None = None
    reason: Reason | None = None
    error: SeeSayError | None = None
    stats: Stats = field(default_factory=Stats)
    capture: float | None = None
    first_text: float | None = None
    first_audio: float | None = None
    imprints: list[Imprint | None] = field(default_factory=list)
    acted: tuple[Act, Target] | None = None
    picture: Picture | None = None

    def place(self, picture: Picture) -> None:
        """Note where the picture lies on the desktop and what it is called; it is kept while the answer grows."""
        self.title, self.origin, self.scale, self.picture = picture.title, picture.origin, picture.scale, picture

    def admit(self, region: Region) -> None:
        """Take a region, and how it looks where the picture shows the screen."""
        self.regions.append(region)
        if self.picture is not None and self.picture.source.kind in ON_SCREEN:
            self.imprints.append(imprint_of(self.picture, region))

    def trust(self, confidence: float) -> None:
        """Make the answer as sure as its least sure piece."""
        self.confidence = confidence if self.confidence is None else min(self.confidence, confidence)

    def freeze(self, now: float) -> Answer:
        """Return the answer as it is now."""

        def since(moment: float | None) -> float | None:
            return None if moment is None else round((moment - self.started) * 1000, 1)

        return Answer(
            request_id=self.request_id,
            task=self.task,
            source=self.source,
            title=self.title,
            language=self.language,
            detail=self.detail,
            sentences=tuple(self.sentences),
            regions=tuple(self.regions),
            confidence=self.confidence,
            reason=self.reason,
            error=self.error,
            stats=self.stats,
            timings=Timings(since(self.capture), since(self.first_text), since(self.first_audio), since(now)),
            origin=self.origin,
            scale=self.scale,
            imprints=tuple(self.imprints),
            acted=self.acted,
            picture_id=self.picture.id if self.picture is not None else 0,
        )


class History:
    """The last answers, the newest last. They live until the program ends, nowhere else."""

    def __init__(self, keep: int = 20) -> None:
        self._answers: deque[Answer] = deque(maxlen=keep)

    def add(self, answer: Answer) -> None:
        """Keep an answer that said something; a later state of the same request replaces the earlier."""
        if not answer.sentences:
            return
        if self._answers and self._answers[-1].request_id == answer.request_id:
            self._answers.pop()
        self._answers.append(answer)

    @property
    def last(self) -> Answer | None:
        """The newest answer."""
        return self._answers[-1] if self._answers else None
