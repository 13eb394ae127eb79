"""The values that travel through the house, and the typed errors that end a journey.

Everything here is frozen. Ids are never reused; an event of another request than the current one is
dropped on arrival. No value knows how it is drawn, spoken or sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import ClassVar


class Task(StrEnum):
    """What is wanted of a picture."""

    DESCRIBE = "describe"
    READ = "read"
    ASK = "ask"
    FIND = "find"
    OUTLINE = "outline"
    QUESTION = "question"


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
    PICTURE = "picture"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the picture's pixels: left, top, width, height."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column to the right of the box."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below the box."""
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        """The middle as (x, y)."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def area(self) -> int:
        """Pixels covered."""
        return self.width * self.height

    def intersection(self, other: Box) -> int:
        """Pixels that both boxes cover."""
        width = min(self.right, other.right) - max(self.x, other.x)
        height = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(width, 0) * max(height, 0)

    def contains(self, other: Box) -> bool:
        """Tell whether the other box lies wholly inside this one."""
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom


@dataclass(frozen=True, slots=True)
class Source:
    """What to take a picture of.

    `box` is set for REGION (desktop pixels, may be negative on a left-hand monitor), `path` for FILE ("-" is
    standard input), `monitor` for SCREEN: "pointer" (the one with the pointer), "all", or a number from 1.
    """

    kind: SourceKind
    box: Box | None = None
    path: str = ""
    monitor: str = "pointer"


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels in memory: `rgb` holds height x width x 3 bytes, rows from the top.

    `origin` is the desktop position of the left upper pixel, `scale` the pixels per desktop unit;
    `title` is the window's or file's own name where it has one. `taken_at` is Unix time in seconds.
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


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one answer; None is no bound."""

    seconds: float | None = None
    characters: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One question about one picture.

    `language` is the answer's (a code of the language table), `read_languages` are those that the user
    reads, the likeliest first: they route the recognisers. `question` is the words of ASK or the thing of FIND.
    """

    id: int
    picture_id: int
    task: Task
    question: str = ""
    language: str = "en"
    read_languages: tuple[str, ...] = ("en",)
    detail: Detail = Detail.NORMAL
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a picture and what is known of it; `outline` is a polygon of (x, y) corners."""

    kind: RegionKind
    text: str
    box: Box
    confidence: float
    outline: tuple[tuple[int, int], ...] | None = None


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
    empty means that nobody knows yet.
    """

    request_id: int
    text: str
    confidence: float = 1.0
    language: str = ""


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


EngineEvent = Piece | Found | Done | Failed | EngineReady | EngineLost


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
    """How to speak, on scales that every back-end can map: -100 … 100, 0 is the voice's normal; volume 0 … 100."""

    rate: int = 0
    pitch: int = 0
    volume: int = 100


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
    FASTER = "faster"
    SLOWER = "slower"
    SHOW = "show"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Look:
    """The intent to learn something of a picture; None takes the setting."""

    task: Task
    source: Source
    question: str = ""
    language: str | None = None
    read_language: str | None = None
    detail: Detail | None = None
    timeout: float | None = None
    engine: str = "auto"
    is_quiet: bool = False


# --- errors -------------------------------------------------------------------------------------


class SeeSayError(Exception):
    """An ending that the user is told in one sentence.

    `code` finds the sentence and the hint in `wording`, `params` fill it, `exit_code` is the command line's.
    Adapters raise, only the session speaks. Values never hold recognised text.
    """

    code: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 4
    types: ClassVar[dict[str, type[SeeSayError]]] = {}

    def __init__(self, **params: str) -> None:
        super().__init__(self.code, params)
        self.params = params

    def __init_subclass__(cls) -> None:
        """Keep every error by its code, so that it can be rebuilt on this side of a pipe."""
        SeeSayError.types[cls.code] = cls

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, SeeSayError) and self.params == other.params

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.params.items()))))

    @staticmethod
    def from_code(code: str, params: dict[str, str]) -> SeeSayError:
        """Rebuild an error; an unknown code is an internal error that names it."""
        kind = SeeSayError.types.get(code)
        return kind(**params) if kind else InternalError(detail=code)


class InternalError(SeeSayError):
    """A defect of ours; `detail` is the exception's type, never its data."""

    code = "internal"
    exit_code = 4


class UsageError(SeeSayError):
    """The command line was off; `detail` says how."""

    code = "usage"
    exit_code = 2


class NotRunning(SeeSayError):
    """A command is for the running SeeSay, and none runs."""

    code = "not_running"
    exit_code = 4


class AlreadyRunning(SeeSayError):
    """Another process of this user is the instance, and does not answer or must not be joined."""

    code = "already_running"
    exit_code = 4


class SourceError(SeeSayError):
    """No picture could be had."""

    code = "source"
    exit_code = 3


class NoScreen(SourceError):
    """There is no display to look at."""

    code = "no_screen"


class ScreenUnseeable(SourceError):
    """The desktop does not let programs see the screen; `desktop` names it (a Wayland session, say)."""

    code = "screen_unseeable"


class ScreenLocked(SourceError):
    """The session is locked."""

    code = "screen_locked"


class PictureBlank(SourceError):
    """The picture is one colour; `colour` is "black", "white" or "uniform", `source` what was grabbed."""

    code = "picture_blank"


class NoWindow(SourceError):
    """No window is active."""

    code = "no_window"


class RegionOffScreen(SourceError):
    """The region lies outside every monitor or is empty."""

    code = "region_off_screen"


class NoClipboardPicture(SourceError):
    """The clipboard holds no picture."""

    code = "no_clipboard_picture"


class SourceNotBuilt(SourceError):
    """This version has no such source; `source` names it."""

    code = "source_not_built"


class FileUnreadable(SourceError):
    """The file can't be opened; `name` is its name, `why` one of missing, directory, special, forbidden, empty."""

    code = "file_unreadable"


class NotAPicture(SourceError):
    """The file is no picture that can be read, or is broken; `name` is its name."""

    code = "not_a_picture"


class PictureTooLarge(SourceError):
    """The picture has more pixels than is safe; `name` is its name, `megapixels` the bound."""

    code = "picture_too_large"


class FileTooLarge(SourceError):
    """The file or stream has more bytes than is safe; `name` is its name, `megabytes` the bound."""

    code = "file_too_large"


class SourceStalled(SourceError):
    """The source did not answer in time (a frozen display, a dead network folder); `source` is its kind."""

    code = "source_stalled"


class EngineError(SeeSayError):
    """The engine could not answer."""

    code = "engine"
    exit_code = 4


class EngineDied(EngineError):
    """The engine's process ended by itself; it is started again."""

    code = "engine_died"


class EngineStalled(EngineError):
    """The engine was silent past its deadline and was ended; it is started again."""

    code = "engine_stalled"


class EngineStartFailed(EngineError):
    """The engine can't be started; `detail` names the part that is missing."""

    code = "engine_start_failed"


class EngineUnknown(EngineError):
    """There is no engine `engine`; `engines` lists those that there are."""

    code = "engine_unknown"


class ModelNeeded(EngineError):
    """Only the big model could answer that honestly."""

    code = "model_needed"


class LanguagePackMissing(EngineError):
    """Text of `language` (a code) needs a recogniser's file `pack` that isn't there."""

    code = "language_pack_missing"


class VoiceError(SeeSayError):
    """The voice failed."""

    code = "voice"
    exit_code = 5


class VoiceUnavailable(VoiceError):
    """The back-end `voice` can't speak; `detail` is the reason."""

    code = "voice_unavailable"


class VoiceSilent(VoiceError):
    """The back-end `voice` said that it speaks, but no sound came."""

    code = "voice_silent"


class NoVoice(VoiceError):
    """No back-end can speak."""

    code = "no_voice"


class TimedOut(SeeSayError):
    """The answer was not complete within the time that was given, `seconds`."""

    code = "timed_out"
    exit_code = 6


class HotkeyError(SeeSayError):
    """A hotkey can't be had."""

    code = "hotkey"
    exit_code = 4


class HotkeyTaken(HotkeyError):
    """Another program holds `key`; `free` is one that can be had (empty when none was found)."""

    code = "hotkey_taken"


class HotkeyUnknown(HotkeyError):
    """`key` is no key of this keyboard."""

    code = "hotkey_unknown"


class HotkeysUnsupported(HotkeyError):
    """This desktop gives no global hotkeys to programs; `desktop` names it."""

    code = "hotkeys_unsupported"


class SettingInvalid(SeeSayError):
    """The setting `name` can't take that value; `choices` says what it takes."""

    code = "setting_invalid"
    exit_code = 2


class SettingUnknown(SeeSayError):
    """There is no setting `name`."""

    code = "setting_unknown"
    exit_code = 2


class SettingsUnwritable(SeeSayError):
    """The settings file can't be written; the settings hold until the end."""

    code = "settings_unwritable"
    exit_code = 4
