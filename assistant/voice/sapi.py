"""The voices of Windows as SAPI and OneCore list them, for the child that speaks through pyttsx3 (*not yet run*).

pyttsx3 fails altogether where one installed voice names two languages ("409;9") or no gender, and it knows none of the
OneCore voices, which come with a language of Windows. Used on the thread that made the speaker, as COM wants it.
"""

from __future__ import annotations

import importlib
import locale
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

ONE_CORE = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Speech_OneCore\Voices"
SLOWEST, FASTEST = 60, 440
"""Words a minute that pyttsx3 turns into -9 … 9; SAPI takes -10 … 10 and may refuse the rest."""

Untyped: TypeAlias = Any
"""What COM hands out; it has no types."""


@dataclass(frozen=True, slots=True)
class SapiVoice:
    """A voice by its token's id, with the languages it names ("en_US")."""

    id: str
    languages: tuple[str, ...]
    token: Untyped


def voices(speaker: Untyped, one_core: Callable[[], Iterable[Untyped]] | None = None) -> list[SapiVoice]:
    """List SAPI's own voices, then OneCore's, which SAPI speaks with too."""
    own = [_voice(token) for token in speaker.GetVoices()]
    known = {voice.id.rpartition("\\")[2] for voice in own}
    others = [_voice(token) for token in _tokens(one_core or _one_core)]
    return own + [voice for voice in others if voice.id.rpartition("\\")[2] not in known]


def take(speaker: Untyped, wanted: SapiVoice) -> None:
    """Speak with this voice; one that SAPI refuses leaves the one it had."""
    before = speaker.Voice
    try:
        speaker.Voice = wanted.token
    except Exception:  # noqa: BLE001 - a damaged voice must not cost the sentence; comtypes has errors of its own
        speaker.Voice = before


def bounded(words: int) -> int:
    """Return a rate that SAPI can be told."""
    return max(SLOWEST, min(FASTEST, words))


def _one_core() -> Iterable[Untyped]:
    client = importlib.import_module("comtypes.client")
    category = client.CreateObject("SAPI.SpObjectTokenCategory")
    category.SetId(ONE_CORE, False)
    found: Iterable[Untyped] = category.EnumerateTokens()
    return found


def _tokens(listed: Callable[[], Iterable[Untyped]]) -> Iterator[Untyped]:
    try:
        yield from listed()
    except Exception:  # noqa: BLE001 - Windows without OneCore has no such key; comtypes has errors of its own
        return


def _voice(token: Untyped) -> SapiVoice:
    try:
        told = str(token.GetAttribute("Language"))
    except Exception:  # noqa: BLE001 - an attribute that is missing is an error of comtypes' own
        told = ""
    return SapiVoice(str(token.Id), tuple(_languages(told)), token)


def _languages(told: str) -> Iterator[str]:
    """Yield the names of language numbers in hexadecimal: "409;9" is English of the United States, and English."""
    for number in told.replace(",", ";").split(";"):
        try:
            name = locale.windows_locale.get(int(number, 16))
        except ValueError:
            continue
        if name:
            yield name
