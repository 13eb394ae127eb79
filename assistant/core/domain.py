"""The values that travel through the house.

Everything here is frozen. Ids are never reused; an event of another request than the current one is
dropped on arrival. No value knows how it is drawn, spoken or sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from assistant.core.acts import Act
from assistant.core.advice import Advice
from assistant.core.box import Box as Box
from assistant.core.errors import SeeSayError
from assistant.core.nodes import Node


class Task(StrEnum):
    """What is wanted of a picture."""

    DESCRIBE = "describe"
    READ = "read"
    ASK = "ask"
    FIND = "find"
    OUTLINE = "outline"
    QUESTION = "question"
    PROMPT = "prompt"


class Part(StrEnum):
    """Which part of a description an engine is to tell; what it leaves out, it still hands over as regions.

    STRUCTURE: titles, text and controls. PICTURES: what the photographs and drawings show.
    """

    ALL = "all"
    STRUCTURE = "structure"
    PICTURES = "pictures"


class Detail(StrEnum):
    """How much of an answer is wanted."""

    BRIEF = "brief"
    NORMAL = "normal"
    FULL = "full"


class SourceKind(StrEnum):
    """Where a picture comes from."""

    SCREEN = "screen"
    WINDOW = "window"
    REGION = "region"
    CLIPBOARD = "clipboard"
    CAMERA = "camera"
    FILE = "file"


ON_SCREEN = frozenset({SourceKind.SCREEN, SourceKind.WINDOW, SourceKind.REGION})
"""Sources whose pictures show what can be acted on."""


class Priority(IntEnum):
    """When an utterance is spoken: NOW interrupts, NEXT goes before what waits, NORMAL waits its turn."""

    NOW = 0
    NEXT = 1
    NORMAL = 2


class Earcon(StrEnum):
    """A short sound with one meaning."""

    START = "start"
    WORKING = "working"
    DONE = "done"
    ERROR = "error"


class Reason(StrEnum):
    """Why an answer ended."""

    FINISHED = "finished"
    LENGTH = "length"
    REPEATED = "repeated"
    CANCELLED = "cancelled"


class RegionKind(StrEnum):
    """What a region of a picture is."""

    LINE = "line"
    WORD = "word"
    HEADING = "heading"
    TITLE = "title"
    WINDOW = "window"
    MENU_BAR = "menu bar"
    BUTTON = "button"
    FIELD = "field"
    CONTROL = "control"
    PICTURE = "picture"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Source:
    """What to take a picture of.

    `box` is set for REGION (desktop pixels, may be negative on a left-hand monitor), `path` for FILE ("-" is standard
    input) and for CAMERA (the camera's name, empty for the default one), `monitor` for SCREEN: "pointer" (the one with
    the pointer), "all", or a number from 1.
    """

    kind: SourceKind
    box: Box | None = None
    path: str = ""
    monitor: str = "pointer"


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels in memory: `rgb` holds height x width x 3 bytes, rows from the top.

    `origin` is the desktop position of the left upper pixel, `scale` the pixels per desktop unit;
    `title` is the window's or file's own name where it has one. `taken_at` is Unix time in seconds. `advice` is what
    would have made a camera's picture better. `nodes` is what the desktop itself knows of the active window, in reading
    order; empty where it tells nothing.
    """

    id: int
    source: Source
    width: int
    height: int
    rgb: bytes = field(repr=False)
    taken_at: float = 0.0
    origin: tuple[int, int] = (0, 0)
    scale: float = 1.0
    title: str = ""
    advice: tuple[Advice, ...] = ()
    nodes: tuple[Node, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """One question about one picture.

    `language` is the answer's (a code of the language table), `read_languages` are those that the user
    reads, the likeliest first: they route the recognisers. `question` is the words of ASK, the prompt of PROMPT, or the
    things of FIND and OUTLINE, with ";" between them. `boxes` are the parts of the picture to look at, in its pixels;
    none means all of it. Of an upright one nobody has to find out which way up it is: a frame among many of a camera.
    """

    id: int
    picture_id: int
    task: Task
    question: str = ""
    language: str = "en"
    read_languages: tuple[str, ...] = ("en",)
    detail: Detail = Detail.NORMAL
    part: Part = Part.ALL
    boxes: tuple[Box, ...] = ()
    is_upright: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a picture and what is known of it; `outline` is a polygon of (x, y) corners.

    `handle` names the control in the desktop's accessibility tree, as `Node.handle`; empty where it has none.
    """

    kind: RegionKind
    text: str
    box: Box
    confidence: float
    outline: tuple[tuple[int, int], ...] | None = None
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Stats:
    """Where an answer came from and how long it took in the engine, in milliseconds."""

    engine: str = ""
    model: str = ""
    first_text_ms: float | None = None
    total_ms: float = 0.0


# --- what an engine says of a request -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of an answer, in order. Pieces join without a separator.

    `language` is set where the engine knows it (a recognised script, its own sentence in the answer's language);
    empty means that nobody knows yet. A notice is a whole line that a model's engine says of itself, in the wording's
    words: what it can't do, that it found nothing. No word of it is the model's, so nobody has to check it.
    """

    request_id: int
    text: str
    confidence: float = 1.0
    language: str = ""
    is_notice: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A region that belongs to the answer."""

    request_id: int
    region: Region


@dataclass(frozen=True, slots=True)
class Done:
    """The answer is complete."""

    request_id: int
    reason: Reason
    stats: Stats = Stats()


@dataclass(frozen=True, slots=True)
class Failed:
    """The answer ends here, and why."""

    request_id: int
    error: SeeSayError


@dataclass(frozen=True, slots=True)
class EngineReady:
    """The engine's child has loaded what it needs; the next request starts at once."""

    engine: str


@dataclass(frozen=True, slots=True)
class EngineLost:
    """The engine's child died while it had nothing to answer; it is started again at the next request."""

    engine: str
    error: SeeSayError


@dataclass(frozen=True, slots=True)
class EngineEnded:
    """The engine's warm child is gone, idle for too long or dead: the next request finds one that still loads."""

    engine: str


EngineState = EngineReady | EngineLost | EngineEnded
"""What an engine tells of itself; it belongs to no request."""
EngineEvent = Piece | Found | Done | Failed | EngineState


# --- what is taken, and what is spoken ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Captured:
    """The picture of a request was taken."""

    request_id: int
    picture: Picture


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence to speak, cleaned; `request_id` 0 belongs to no request."""

    id: int
    request_id: int
    text: str
    language: str
    priority: Priority = Priority.NORMAL


class SpeechState(StrEnum):
    """What became of an utterance."""

    STARTED = "started"
    FINISHED = "finished"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Spoken:
    """The voice tells what became of an utterance; STARTED means that its first sample was played."""

    utterance_id: int
    state: SpeechState


@dataclass(frozen=True, slots=True)
class VoiceFailed:
    """The voice could not speak an utterance (0: it died while silent)."""

    utterance_id: int
    error: SeeSayError


@dataclass(frozen=True, slots=True)
class VoiceReplaced:
    """The back-end `old` could not speak, because of `error`; `new` speaks from now on, the utterance again."""

    old: str
    new: str
    error: SeeSayError


VoiceEvent = Spoken | VoiceFailed | VoiceReplaced


@dataclass(frozen=True, slots=True)
class VoiceStyle:
    """How to speak, on scales that every back-end can map: -100 … 100, 0 is the voice's normal; volume 0 … 100.

    `voice` is a back-end's name for a voice, for the languages that it speaks; empty leaves the choice to the back-end.
    """

    rate: int = 0
    pitch: int = 0
    volume: int = 100
    voice: str = ""


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that can be chosen: its back-end's name for it and the languages it speaks."""

    name: str
    languages: tuple[str, ...]


# --- intents ------------------------------------------------------------------------------------


class Command(StrEnum):
    """What a key, a tray entry, a window or the command line can ask for without words of its own."""

    DESCRIBE_SCREEN = "describe_screen"
    DESCRIBE_WINDOW = "describe_window"
    READ_SCREEN = "read_screen"
    ASK = "ask"
    FIND = "find"
    REPEAT = "repeat"
    SPELL = "spell"
    OPEN = "open"
    STOP = "stop"
    KEYS = "keys"
    CAMERA = "camera"
    BOOK = "book"
    FASTER = "faster"
    SLOWER = "slower"
    SHOW = "show"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Question:
    """What the user asks in the question window.

    QUESTION as the task asks for suggestions instead of an answer; the words are then what has been typed so far. A
    follow-up is about the last picture. `language` is the answer's, None for the setting's. `act` is what is done to
    what is found, None for nothing.
    """

    words: str
    task: Task = Task.ASK
    is_follow_up: bool = False
    language: str | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """The intent to learn something of a picture; None takes the setting.

    A follow-up goes on about the last picture: its source stands for the given one. `act` is what is done to what is
    found.
    """

    task: Task
    source: Source
    question: str = ""
    language: str | None = None
    read_language: str | None = None
    detail: Detail | None = None
    timeout: float | None = None
    engine: str = "auto"
    is_quiet: bool = False
    is_follow_up: bool = False
    act: Act | None = None
