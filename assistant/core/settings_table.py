"""The one table of settings: it feeds the file, the command line, the dialog and the docs page.

A setting's name is its path in the file: "speech.rate" is `rate` under `[speech]`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.core import languages
from assistant.core.domain import Command
from assistant.core.errors import SeeSayError, SettingInvalid
from assistant.core.servers import is_address, parse_server
from assistant.core.wording.forms import Message
from assistant.core.wording.settings import SettingMessages as S

Value = bool | int | float | str | tuple[str, ...]


class Kind(StrEnum):
    """What a setting takes."""

    FLAG = "flag"
    INTEGER = "integer"
    DECIMAL = "decimal"
    CHOICE = "choice"
    LANGUAGE = "language"
    LANGUAGES = "languages"
    KEY = "key"
    MODEL = "model"
    TEXTS = "texts"
    NAME = "name"


AUTO = "auto"
_TRUE = ("true", "yes", "on", "1")
_FALSE = ("false", "no", "off", "0")
NONE = "none"
BETWEEN = "|"
"""What stands between the texts of a list on the command line; a question may hold any other sign."""
_LONGEST = 200
_MOST_WORDS = 64
_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_KEY = re.compile(
    r"auto|none|(?:(?:ctrl|alt|shift|super)\s*\+\s*)+[^\s+]{1,20}|f\d{1,2}|pause|print|menu|scrolllock", re.I
)


@dataclass(frozen=True, slots=True)
class Setting:
    """A declared setting.

    `sentence` tells what it is for; `command` fills it for keys. `low` and `high` bound numbers, both included.
    """

    name: str
    kind: Kind
    default: Value
    sentence: Message
    choices: tuple[str, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    command: Command | None = None

    @property
    def subject(self) -> str:
        """The part of the name before the dot: the file's table and the dialog's page; empty for the common ones."""
        return self.name.rpartition(".")[0]

    @property
    def key(self) -> str:
        """The part of the name after the dot."""
        return self.name.rpartition(".")[2]

    @property
    def takes(self) -> str:
        """What it takes, as short technical words."""
        match self.kind:
            case Kind.FLAG:
                return "true, false"
            case Kind.INTEGER | Kind.DECIMAL:
                return f"{self.low:g} … {self.high:g}"
            case Kind.CHOICE:
                return ", ".join(self.choices)
            case Kind.LANGUAGE:
                return ", ".join((AUTO, *languages.LANGUAGES))
            case Kind.LANGUAGES:
                return ", ".join(languages.LANGUAGES)
            case Kind.KEY:
                return "auto, none, Ctrl+Alt+Shift+D"
            case Kind.MODEL:
                return "auto, none, paligemma2-3b-mix-448, https://desk.example:8000"
            case Kind.TEXTS:
                return f"What is new? {BETWEEN} Is there an error?"
            case Kind.NAME:
                return "a name; empty: the system's own choice"

    def check(self, value: object) -> Value:
        """Return a value from a file or a dialog in its normal form. Raises `SettingInvalid`."""
        match self.kind:
            case Kind.FLAG if isinstance(value, bool):
                return value
            case Kind.INTEGER | Kind.DECIMAL if isinstance(value, (int, float)) and not isinstance(value, bool):
                return self._number(value)
            case Kind.LANGUAGES | Kind.TEXTS if isinstance(value, (list, tuple)):
                return self._list(value)
            case Kind.CHOICE | Kind.LANGUAGE | Kind.KEY | Kind.MODEL | Kind.NAME if isinstance(value, str):
                return self._text(value.strip())
        raise self._invalid()

    def parse(self, text: str) -> Value:
        """Return the value that a text means. Raises `SettingInvalid`."""
        word = text.strip()
        match self.kind:
            case Kind.FLAG if word.lower() in (*_TRUE, *_FALSE):
                return word.lower() in _TRUE
            case Kind.INTEGER | Kind.DECIMAL:
                return self._number(self._number_of(word))
            case Kind.LANGUAGES:
                return self._list([part for part in (part.strip() for part in word.split(",")) if part])
            case Kind.TEXTS:
                return self._list([part for part in (part.strip() for part in word.split(BETWEEN)) if part])
        return self.check(word)

    def show(self, value: Value) -> str:
        """Return a value as `parse` takes it."""
        if isinstance(value, bool):
            return "true" if value else "false"
        between = f" {BETWEEN} " if self.kind is Kind.TEXTS else ", "
        return between.join(value) if isinstance(value, tuple) else str(value)

    def _number_of(self, word: str) -> float:
        try:
            return int(word) if self.kind is Kind.INTEGER else float(word)
        except ValueError:
            raise self._invalid() from None

    def _number(self, value: float) -> int | float:
        if not self.low <= value <= self.high or (self.kind is Kind.INTEGER and value != int(value)):
            raise self._invalid()
        return int(value) if self.kind is Kind.INTEGER else float(value)

    def _text(self, value: str) -> str:
        lower = value.lower()
        if self.kind is Kind.CHOICE and lower in self.choices:
            return lower
        if self.kind is Kind.LANGUAGE and lower == AUTO:
            return AUTO
        if self.kind is Kind.LANGUAGE and languages.is_known(value):
            return languages.match(value)
        if self.kind is Kind.KEY and len(value) <= _LONGEST and _KEY.fullmatch(value):
            return lower if lower in (AUTO, NONE) else value
        if self.kind is Kind.NAME and len(value) <= _LONGEST and value.isprintable():
            return value
        if self.kind is Kind.MODEL and _is_model(value):
            return lower if lower in (AUTO, NONE) else value
        raise self._invalid()

    def _list(self, values: list[object] | tuple[object, ...]) -> tuple[str, ...]:
        words = tuple(value.strip() for value in values if isinstance(value, str) and len(value) <= _LONGEST)
        if len(words) != len(values) or len(words) > _MOST_WORDS:
            raise self._invalid()
        if self.kind is Kind.TEXTS:
            return tuple(dict.fromkeys(" ".join(word.split()) for word in words if word))
        if not all(languages.is_known(word) for word in words):
            raise self._invalid()
        return tuple(dict.fromkeys(languages.match(word) for word in words))

    def _invalid(self) -> SettingInvalid:
        if self.kind in (Kind.INTEGER, Kind.DECIMAL):
            return SettingInvalid(name=self.name, choices=self.takes, low=f"{self.low:g}", high=f"{self.high:g}")
        return SettingInvalid(name=self.name, choices=self.takes)


def _is_model(value: str) -> bool:
    if not is_address(value):
        return _MODEL.fullmatch(value) is not None
    try:
        return len(value) <= _LONGEST and bool(parse_server(value))
    except SeeSayError:
        return False


def _hotkey(command: Command) -> Setting:
    return Setting(f"hotkeys.{command}", Kind.KEY, AUTO, S.COMMAND_KEY, command=command)


_MONITORS = ("pointer", "all", *(str(number) for number in range(1, 10)))
_PRECISIONS = (AUTO, "nf4", "int8", "bf16", "fp16", "fp32")
_DEVICES = (AUTO, "cuda", "mps", "xpu", "cpu")
_WELCOME_STEPS = (NONE, "language", "voice", "keys", "computer", "model", "finish")
_BACKENDS = (AUTO, "screen_reader", "speech_dispatcher", "espeak", "pyttsx3", "none")

SETTINGS: tuple[Setting, ...] = (
    Setting("language", Kind.LANGUAGE, AUTO, S.LANGUAGE),
    Setting("read_languages", Kind.LANGUAGES, (), S.READ_LANGUAGES),
    Setting("detail", Kind.CHOICE, "normal", S.DETAIL, ("brief", "normal", "full")),
    Setting("speech.beside_reader", Kind.CHOICE, AUTO, S.SPEECH_BESIDE_READER, (AUTO, "both", "own")),
    Setting("speech.backend", Kind.CHOICE, AUTO, S.SPEECH_BACKEND, _BACKENDS),
    Setting("speech.language", Kind.LANGUAGE, AUTO, S.SPEECH_LANGUAGE),
    Setting("speech.rate", Kind.INTEGER, 0, S.SPEECH_RATE, low=-100, high=100),
    Setting("speech.pitch", Kind.INTEGER, 0, S.SPEECH_PITCH, low=-100, high=100),
    Setting("speech.volume", Kind.INTEGER, 100, S.SPEECH_VOLUME, low=0, high=100),
    Setting("speech.voice", Kind.NAME, "", S.SPEECH_VOICE),
    Setting("speech.sounds", Kind.FLAG, True, S.SPEECH_SOUNDS),
    Setting("speech.verbosity", Kind.CHOICE, "full", S.SPEECH_VERBOSITY, ("brief", "full")),
    Setting("speech.control_stops", Kind.FLAG, True, S.SPEECH_CONTROL_STOPS),
    Setting("hotkeys.layer", Kind.CHOICE, AUTO, S.HOTKEYS_LAYER, (AUTO, "on", "off")),
    Setting("hotkeys.layer_key", Kind.KEY, AUTO, S.HOTKEYS_LAYER_KEY),
    *(_hotkey(command) for command in Command),
    Setting("capture.monitor", Kind.CHOICE, "pointer", S.CAPTURE_MONITOR, _MONITORS),
    Setting("engine.model", Kind.MODEL, AUTO, S.ENGINE_MODEL),
    Setting("engine.precision", Kind.CHOICE, AUTO, S.ENGINE_PRECISION, _PRECISIONS),
    Setting("engine.device", Kind.CHOICE, AUTO, S.ENGINE_DEVICE, _DEVICES),
    Setting("engine.model_start", Kind.CHOICE, "first need", S.ENGINE_MODEL_START, ("first need", "with seesay")),
    Setting("engine.model_idle_minutes", Kind.INTEGER, 15, S.ENGINE_MODEL_IDLE, low=0, high=1440),
    Setting("engine.idle_minutes", Kind.INTEGER, 0, S.ENGINE_IDLE, low=0, high=1440),
    Setting("engine.threads", Kind.INTEGER, 0, S.ENGINE_THREADS, low=0, high=256),
    Setting("engine.still_working_seconds", Kind.DECIMAL, 8.0, S.ENGINE_STILL_WORKING, low=0, high=600),
    Setting("camera.device", Kind.NAME, "", S.CAMERA_DEVICE),
    Setting("camera.faces_me", Kind.FLAG, True, S.CAMERA_FACES),
    Setting("narration.verbosity", Kind.CHOICE, "normal", S.NARRATION_VERBOSITY, ("brief", "normal", "full")),
    Setting("narration.least_seconds", Kind.DECIMAL, 2.0, S.NARRATION_LEAST, low=0.5, high=60),
    Setting("narration.most_seconds", Kind.DECIMAL, 0.0, S.NARRATION_MOST, low=0, high=3600),
    Setting("reading.figures", Kind.CHOICE, "describe", S.READING_FIGURES, ("describe", "announce", "skip")),
    Setting("reading.pages", Kind.FLAG, False, S.READING_PAGES),
    Setting("reading.footnotes", Kind.FLAG, True, S.READING_FOOTNOTES),
    Setting("reading.text_size", Kind.INTEGER, 100, S.READING_TEXT_SIZE, low=50, high=500),
    Setting("questions.presets", Kind.TEXTS, (), S.QUESTIONS_PRESETS),
    Setting("privacy.network", Kind.FLAG, True, S.PRIVACY_NETWORK),
    Setting("ui.language", Kind.LANGUAGE, AUTO, S.UI_LANGUAGE),
    Setting("ui.theme", Kind.CHOICE, AUTO, S.UI_THEME, (AUTO, "light", "dark", "contrast")),
    Setting("ui.text_size", Kind.INTEGER, 100, S.UI_TEXT_SIZE, low=50, high=500),
    Setting("ui.outlines", Kind.FLAG, True, S.UI_OUTLINES),
    Setting("ui.start_with_session", Kind.FLAG, False, S.UI_START_WITH_SESSION),
    Setting("ui.show_tray", Kind.FLAG, True, S.UI_TRAY),
    Setting("ui.first_start_done", Kind.FLAG, False, S.UI_FIRST_START),
    Setting("ui.welcome_step", Kind.CHOICE, NONE, S.UI_WELCOME_STEP, _WELCOME_STEPS),
)
