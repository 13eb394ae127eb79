"""eSpeak NG as a function from text to samples, through the library that espeakng-loader brings, else the system's.

It opens no sound device, starts no thread and knows no Qt. Only plain UTF-8 text goes in: the flags for SSML and
phonemes are never set, since with them text from a screen could run programs or silence the voice.
"""

from __future__ import annotations

import ctypes
import functools
import importlib.util
import sys
import threading
from collections.abc import Callable

from assistant.core.domain import VoiceInfo, VoiceStyle
from assistant.core.errors import VoiceUnavailable
from assistant.core.languages import DEFAULT, LANGUAGES, is_known, match
from assistant.voice.plain import plain, segments

_SYNCHRONOUS = 2
_BUFFER_MS = 30
_DONT_EXIT = 0x8000
_CHARS_UTF8 = 1
_POSITION_CHARACTER = 1
_RATE, _VOLUME, _PITCH, _RANGE, _PUNCTUATION, _CAPITALS, _WORDGAP = range(1, 8)

_SLOWEST, _NORMAL, _FASTEST = 80, 175, 450
"""Words a minute at rate -100, 0 and 100; eSpeak NG's own bounds and its default."""

_OF_THE_SYSTEM = {"win32": "libespeak-ng.dll", "darwin": "libespeak-ng.dylib"}


class _Voice(ctypes.Structure):
    """espeak_VOICE of speak_lib.h."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class EspeakLibrary:
    """The one loaded library; its state is global, so a lock lets one text through at a time.

    `synthesize` blocks the calling thread and hands out chunks as they are made; the consumer ends the work by
    answering False. Voice, rate, pitch and volume are set anew for every segment, so nothing that a text does to them
    outlives it.
    """

    def __init__(self) -> None:
        name, data = _found()
        try:
            self._lib = ctypes.CDLL(name)
        except OSError as error:
            raise VoiceUnavailable(voice="espeak", detail="library" if data else "missing") from error
        self._lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        self.sample_rate: int = self._lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, data, _DONT_EXIT)
        if self.sample_rate <= 0:
            raise VoiceUnavailable(voice="espeak", detail="data")
        self._lock = threading.Lock()
        self._take: Callable[[bytes], bool] = lambda pcm: False
        self._is_cancelled = False
        self._error: BaseException | None = None
        self._callback = _Callback(self._on_samples)  # the library keeps the pointer, so we keep the object
        self._lib.espeak_SetSynthCallback(self._callback)

    def synthesize(self, text: str, voice: str, style: VoiceStyle, take: Callable[[bytes], bool]) -> bool:
        """Make the samples of a text, 16 bit mono; return False where `take` ended it by returning False.

        `voice` is an eSpeak voice name ("en-gb", "cmn"). Raises `VoiceUnavailable` and whatever `take` raises.
        """
        with self._lock:
            self._take, self._is_cancelled, self._error = take, False, None
            for segment in segments(plain(text)):
                self._set(voice, style)
                self._synthesize_segment(segment)
                if self._error is not None:
                    raise self._error
                if self._is_cancelled:
                    return False
            return True

    def voices(self) -> list[VoiceInfo]:
        """List the voices with their languages, as eSpeak names them."""
        with self._lock:
            listed = self._lib.espeak_ListVoices(None)
            infos = []
            index = 0
            while listed[index]:
                voice = listed[index].contents
                infos.append(VoiceInfo(_language_of(voice), (_language_of(voice),)))
                index += 1
        return infos

    def has_voice(self, name: str) -> bool:
        """Tell whether a voice of that name exists."""
        with self._lock:
            return bool(self._lib.espeak_SetVoiceByName(name.encode()) == 0)

    def _synthesize_segment(self, segment: str) -> None:
        data = segment.encode("utf-8", "replace") + b"\0"
        status = self._lib.espeak_Synth(data, len(data), 0, _POSITION_CHARACTER, 0, _CHARS_UTF8, None, None)
        if status != 0 and not self._is_cancelled:
            raise VoiceUnavailable(voice="espeak", detail=f"status {status}")

    def _set(self, voice: str, style: VoiceStyle) -> None:
        if self._lib.espeak_SetVoiceByName(voice.encode()) != 0:
            raise VoiceUnavailable(voice="espeak", detail=f"no voice {voice}")
        values = {
            _RATE: words_per_minute(style.rate),
            _VOLUME: max(0, min(100, style.volume)),
            _PITCH: max(0, min(100, 50 + style.pitch // 2)),
            _RANGE: 50,
            _PUNCTUATION: 0,
            _CAPITALS: 0,
            _WORDGAP: 0,
        }
        for parameter, value in values.items():
            self._lib.espeak_SetParameter(parameter, value, 0)

    def _on_samples(self, samples: object, count: int, _events: object) -> int:
        if self._is_cancelled:
            return 1
        try:
            pcm = ctypes.string_at(samples, count * 2) if count > 0 else b""  # type: ignore[arg-type]  # a ctypes pointer
            self._is_cancelled = bool(pcm) and not self._take(pcm)
        except BaseException as error:  # noqa: BLE001  # an exception can't cross C; it is raised again on our side
            self._error, self._is_cancelled = error, True
        return 1 if self._is_cancelled else 0


def words_per_minute(rate: int) -> int:
    """Map -100 … 100 onto eSpeak's speed, evenly on both sides of its default."""
    rate = max(-100, min(100, rate))
    span = _FASTEST - _NORMAL if rate > 0 else _NORMAL - _SLOWEST
    return _NORMAL + span * rate // 100


@functools.cache
def library() -> EspeakLibrary:
    """Return the process's one library, loaded at first use. Raises `VoiceUnavailable`."""
    return EspeakLibrary()


def is_there() -> bool:
    """Tell whether there is a library to load, ours or the system's; that of a wheel isn't loaded for it."""
    name, data = _found()
    if data is not None:
        return True
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


@functools.cache
def _found() -> tuple[str, bytes | None]:
    """Return the library and its data: a wheel's, else the system's, which knows where its own data are (None)."""
    if importlib.util.find_spec("espeakng_loader") is None:
        return _OF_THE_SYSTEM.get(sys.platform, "libespeak-ng.so.1"), None
    import espeakng_loader

    return str(espeakng_loader.get_library_path()), str(espeakng_loader.get_data_path()).encode()


def voice_for(language: str, wanted: str = "") -> str:
    """Return eSpeak's name of the voice for a language tag: a dialect of its own, else the table's, else English.

    The wanted voice goes before all where it is there and speaks the language ("en-us", with a variant "en-us+f3").
    """
    spoken = wanted.partition("+")[0].lower()
    if spoken and match(spoken) == match(language) and wanted.isascii() and library().has_voice(wanted):
        return wanted
    tag = language.replace("_", "-").lower()
    if ("-" in tag or not is_known(tag)) and tag.isascii() and library().has_voice(tag):
        return tag
    return LANGUAGES[match(language)].espeak or LANGUAGES[DEFAULT].espeak


def _language_of(voice: _Voice) -> str:
    # The first byte is a priority, then the language up to a zero byte.
    raw: bytes = ctypes.cast(voice.languages, ctypes.c_char_p).value or b"\0"
    return raw[1:].decode("ascii", "replace")
