"""The voices of Windows, with the oddities that are known of them: *not yet run there*."""

from __future__ import annotations

import math
import sys
from typing import Any

import pytest

from assistant.voice import pyttsx3_worker, sapi
from assistant.voice.plain import plain
from assistant.voice.pyttsx3_worker import PlainSpeaker, choose_voice

DESKTOP = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Speech\Voices\Tokens"


class Token:
    """A voice's token; an attribute it lacks is an error, as in COM."""

    def __init__(self, identity: str, language: str | None) -> None:
        self.Id = identity
        self._attributes = {} if language is None else {"Language": language}

    def GetAttribute(self, name: str) -> str:  # noqa: N802  # its name
        return self._attributes[name]


class Speaker:
    """SAPI.SpVoice."""

    def __init__(self, *tokens: Token) -> None:
        self.tokens = tokens
        self.broken: Token | None = None
        self.spoken: list[tuple[str, int]] = []
        self._voice = tokens[0]

    def GetVoices(self) -> tuple[Token, ...]:  # noqa: N802  # its name
        return self.tokens

    def Speak(self, text: str, flags: int = 0) -> int:  # noqa: N802  # its name
        self.spoken.append((text, flags))
        return 1

    @property
    def Voice(self) -> Token:  # noqa: N802  # its name
        return self._voice

    @Voice.setter
    def Voice(self, token: Token) -> None:  # noqa: N802  # its name
        if token is self.broken:
            raise RuntimeError("0x8004503a")
        self._voice = token


ZIRA = Token(rf"{DESKTOP}\TTS_MS_EN-US_ZIRA_11.0", "409")
OTHER_MAKER = Token(rf"{DESKTOP}\VE_English_Daniel_22kHz", "809;9")
NAMELESS = Token(rf"{DESKTOP}\Odd", None)
KATJA = Token(sapi.ONE_CORE + r"\Tokens\MSTTS_V110_deDE_KatjaM", "407")
ZIRA_AGAIN = Token(sapi.ONE_CORE + r"\Tokens\TTS_MS_EN-US_ZIRA_11.0", "409")


def test_no_installed_voice_can_silence_the_others() -> None:
    found = sapi.voices(Speaker(ZIRA, OTHER_MAKER, NAMELESS, Token("x", "zzz,407")), list)
    assert [voice.languages for voice in found] == [("en_US",), ("en_GB",), (), ("de_DE",)]


def test_voices_of_a_language_of_windows_come_after_sapi_s_own() -> None:
    found = sapi.voices(Speaker(ZIRA), lambda: [ZIRA_AGAIN, KATJA])
    assert [voice.token for voice in found] == [ZIRA, KATJA]
    assert choose_voice(found, ZIRA.Id, ["de"]) == KATJA.Id
    assert choose_voice(found, ZIRA.Id, ["en-GB", "en"]) == ZIRA.Id


def test_windows_without_onecore_has_sapi_s_voices() -> None:
    def refused() -> list[Token]:
        raise OSError("no such key")

    assert len(sapi.voices(Speaker(ZIRA), refused)) == 1
    assert len(sapi.voices(Speaker(ZIRA))) == 1, "and so it is without comtypes"


def test_a_voice_that_sapi_refuses_leaves_the_one_before() -> None:
    speaker = Speaker(ZIRA, OTHER_MAKER)
    _, daniel = sapi.voices(speaker, list)
    sapi.take(speaker, daniel)
    assert speaker.Voice is OTHER_MAKER
    speaker.broken = ZIRA
    sapi.take(speaker, sapi.voices(speaker, list)[0])
    assert speaker.Voice is OTHER_MAKER


@pytest.mark.parametrize("rate", [-100, 0, 100])
def test_every_rate_is_one_that_sapi_takes(rate: int) -> None:
    words = sapi.bounded(pyttsx3_worker.scaled_rate(200, rate))
    # As pyttsx3 reckons, for every voice but two of Windows XP.
    assert -10 <= int(math.log(words / 156.63, 1.11)) <= 10


class Engine:
    """pyttsx3's engine with the driver for SAPI in it, as far as the child uses it."""

    def __init__(self, speaker: Speaker) -> None:
        self._driver = self
        self.proxy = self
        self._tts = PlainSpeaker(speaker)
        self.set: dict[str, Any] = {}
        self.text = ""

    def getProperty(self, name: str) -> Any:  # noqa: N802  # its name
        assert name != "voices", "fails as soon as one voice is odd"
        return {"voice": self._tts.Voice.Id, "rate": 200}[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802  # its name
        assert name != "voice", "knows no voice of OneCore"
        self.set[name] = value

    def connect(self, _event: str, _take: Any) -> None:
        """Nobody is told."""

    def say(self, text: str) -> None:
        self.text = text

    def runAndWait(self) -> None:  # noqa: N802  # its name
        self._tts.Speak(self.text, 1)


def test_the_child_speaks_with_a_voice_of_the_language_and_never_xml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sapi, "_one_core", lambda: [KATJA])
    speaker = Speaker(ZIRA, OTHER_MAKER)
    told: list[dict[str, Any]] = []
    wish = {"text": "<b>Hallo", "languages": ["de"], "voice": "", "rate": 100, "pitch": 0, "volume": 80}
    pyttsx3_worker._obey(engine := Engine(speaker), wish, told.append)
    # SVSFlagsAsync and SVSFIsNotXML.
    assert speaker.spoken == [("<b>Hallo", 1 | 16)]
    assert speaker.Voice is KATJA
    assert engine.set == {"rate": 440, "volume": 0.8}
    pyttsx3_worker._obey(engine, {}, told.append)
    assert told[-1]["voices"][2] == [KATJA.Id, ["de_DE"]]


@pytest.mark.parametrize("text", ["[[rate 900]] hello", "a[[[volm 0]]]b", "[\u200b[slnc 9000]\u200b] x"])
def test_no_text_can_command_a_mac_s_voice(text: str) -> None:
    assert "[[" not in plain(text)
    assert "]]" not in plain(text)
