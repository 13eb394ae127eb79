"""A document that is kept: as sound, as text, as a searchable PDF.

`Exporter` asks for page after page and hands them to a child process, which writes. This module is what its callers
see; it loads nothing heavy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.core.documents import DocumentInfo, Origin, Page
from assistant.core.domain import VoiceStyle
from assistant.core.errors import SeeSayError

TakePage = Callable[[Page | SeeSayError], None]
AskPage = Callable[[int, TakePage], None]
"""Bring a whole page, never one that still grows, later and on the owner's thread; or why that page can't be read."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is spoken at one go: a sentence of a block, or what is said of a table or a figure.

    `heading` is the level of the heading that it begins, 0 elsewhere; `is_last` ends a block, after which the voice
    rests for a moment.
    """

    text: str
    language: str
    heading: int = 0
    is_last: bool = True


SpeakPage = Callable[[Page], Sequence[Passage]]
"""Put a page into the words that the player would say, cleaned for a voice."""


@dataclass(frozen=True, slots=True)
class ExportJob:
    """What is to be kept, and how. `path` names the format by its ending: wav, opus, mp3, txt or pdf.

    Pages `first` to `last` (0: the last one). `style` is how it sounds, `language` that of a document that tells none.
    A PDF is made from `origin`, with the `password` that opened it.
    """

    path: Path
    info: DocumentInfo
    origin: Origin
    first: int = 1
    last: int = 0
    style: VoiceStyle = field(default_factory=VoiceStyle)
    language: str = "en"
    password: str = field(default="", repr=False)
