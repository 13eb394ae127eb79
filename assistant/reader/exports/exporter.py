"""Drives one export on the owner's thread: asks for pages, hands them to the child that writes, tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.errors import ExportUnknown, SeeSayError
from assistant.core.reader_ports import Progress
from assistant.core.wording import Wording
from assistant.reader.exports import AskPage, ExportJob, SpeakPage

Post = Callable[[Callable[[], None]], None]

FORMATS = (".wav", ".opus", ".mp3", ".txt", ".pdf")
SAMPLES = "assistant.app.samples:create"
"""What makes the samples of speech, in the child."""


class Exporter:
    """One export from its start to its end.

    All of it is on the owner's thread; `post` brings the child's messages there. `tell` gets a `Progress` at the start,
    after every page, and one with `is_over` at the end: saved, failed with its error, or cancelled, where `done` is less
    than `total` without one. What was left is taken up by the next export of the same document to the same path.
    """

    def __init__(
        self,
        job: ExportJob,
        ask: AskPage,
        speak: SpeakPage,
        wording: Wording,
        post: Post,
        tell: Callable[[Progress], None],
    ) -> None:
        """Prepare; raises `ExportUnknown` for an ending that is none of `FORMATS`."""
        if job.path.suffix.lower() not in FORMATS:
            raise ExportUnknown(name=job.path.name)
        self._job = job
        self._ask = ask
        self._speak = speak
        self._wording = wording
        self._post = post
        self._tell = tell
        self._error: SeeSayError | None = None

    def start(self) -> None:
        """Begin, or go on where an earlier export to the same path was left."""

    def cancel(self) -> None:
        """Leave it; what is done is kept beside the target until the next time. Harmless when it is over."""
