"""What a player asks of the application around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.core.documents import DocumentInfo, Origin, Page, Span
from assistant.core.domain import VoiceStyle
from assistant.core.errors import SeeSayError
from assistant.core.ports import Sounds, Timer
from assistant.core.reader_ports import DocumentFile, PostDocument, Progress
from assistant.core.settings import Settings
from assistant.core.speech import SpeechQueue
from assistant.core.wording import Wording
from assistant.reader.exports import AskPage, ExportJob, SpeakPage
from assistant.reader.exports.exporter import Exporter
from assistant.reader.figures import Describe
from assistant.reader.pages import PageCalls
from assistant.reader.places import Places

TakeOrigins = Callable[[Sequence[Origin] | SeeSayError], None]
MakeExport = Callable[[ExportJob, AskPage, SpeakPage, Callable[[Progress], None]], Exporter]


@dataclass(frozen=True, slots=True)
class PlayerPorts:
    """What surrounds a player; `now` is a monotonic clock in seconds.

    `stop` silences everybody and leaves what is asked, `report` tells an error. `find` makes documents of paths and
    `clipboard` one of the clipboard: both answer later, on the owner's thread. `style` is how exports sound.
    `describer` returns who describes figures, None where nobody is there who could.
    """

    speech: SpeechQueue
    wording: Wording
    settings: Callable[[], Settings]
    read_languages: Callable[[], Sequence[str]]
    sounds: Sounds
    timer: Timer
    now: Callable[[], float]
    stop: Callable[[], None]
    report: Callable[[SeeSayError], None]
    open_file: Callable[[PostDocument], DocumentFile]
    pages: PageCalls
    places: Places
    find: Callable[[Sequence[str], TakeOrigins], None]
    clipboard: Callable[[TakeOrigins], None]
    export: MakeExport
    style: Callable[[], VoiceStyle]
    describer: Callable[[], Describe | None] = lambda: None


@dataclass(frozen=True, slots=True)
class ReadingCalls:
    """What reading tells: that the document's end was heard, that its state may have changed, what is to be seen."""

    ended: Callable[[DocumentInfo], None]
    changed: Callable[[], None]
    show: Callable[[Page], None]
    highlight: Callable[[Span], None]
