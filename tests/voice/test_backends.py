"""Which voice comes first, and how a screen reader is noticed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.core.domain import VoiceEvent, VoiceStyle
from assistant.voice import announcement, backends, screen_reader
from assistant.voice.espeak_library import words_per_minute
from assistant.voice.level import Meter, is_too_short
from assistant.voice.null import NullVoice
from assistant.voice.pyttsx3_worker import PlainSpeaker, choose_voice, scaled_rate
from support.processes import wait_until


def keys(preferred: str = "auto") -> list[str]:
    return [backend.key for backend in backends.backends(preferred)]


def test_espeak_comes_first_where_no_screen_reader_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_reader, "is_running", lambda: False)
    assert keys() == ["espeak", "speech_dispatcher", "pyttsx3"]


def test_the_screen_readers_service_comes_first_where_one_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_reader, "is_running", lambda: True)
    assert keys() == ["speech_dispatcher", "espeak", "pyttsx3"]
    assert keys("pyttsx3") == ["pyttsx3", "espeak", "speech_dispatcher"], "the user's choice goes before"


def test_other_systems_have_their_own_voices_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(screen_reader, "is_running", lambda: False)
    assert keys() == ["pyttsx3", "espeak"]
    assert keys("screen_reader") == ["pyttsx3", "espeak"]


def test_elsewhere_a_screen_reader_speaks_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(screen_reader, "is_running", lambda: True)
    assert keys() == ["screen_reader", "announcements", "pyttsx3", "espeak"]
    assert keys("espeak") == ["espeak", "pyttsx3"]


@pytest.mark.parametrize(
    ("takes_texts", "version", "first"),
    [
        (True, 49, ["screen_reader", "announcements", "speech_dispatcher"]),
        (False, 47, ["announcements", "speech_dispatcher", "espeak"]),
        (False, 43, ["speech_dispatcher", "espeak", "pyttsx3"]),
    ],
)
def test_who_wants_orca_itself_gets_it_as_far_as_it_can(
    takes_texts: bool, version: int, first: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_reader, "is_running", lambda: True)
    monkeypatch.setattr(screen_reader, "takes_texts", lambda: takes_texts)
    monkeypatch.setattr(announcement, "orca_version", lambda: version)
    assert keys("screen_reader")[:3] == first


def test_the_version_of_orca_is_read_from_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    orca = tmp_path / "orca"
    orca.write_text("#!/bin/sh\necho 'orca 49.1'\n", encoding="utf-8")
    orca.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    announcement.orca_version.cache_clear()
    assert announcement.orca_version() == 49
    announcement.orca_version.cache_clear()


def test_no_voice_is_a_choice_as_well() -> None:
    posted: list[VoiceEvent] = []
    assert isinstance(backends.open_voice(posted.append, "none"), NullVoice)


def test_every_back_end_says_why_and_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_reader, "is_running", lambda: False)
    for backend in backends.backends():
        assert backend.reason
        assert backend.install_hint
        assert backend.patience > 0


@contextmanager
def orca_of(folder: Path, environment: dict[str, str]) -> Iterator[None]:
    """Run a program that has Orca's name, started in that environment."""
    orca = folder / "orca"
    shutil.copy(shutil.which("sleep") or "/bin/sleep", orca)
    with subprocess.Popen([orca, "30"], env=environment) as process:
        try:
            name = Path(f"/proc/{process.pid}/comm")
            wait_until(lambda: name.read_text().strip() == "orca", what="Orca's name")
            yield
        finally:
            process.kill()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Orca is Linux's")
@pytest.mark.parametrize(("display", "is_ours"), [(":4711", True), (":4711.0", True), (":4712", False)])
def test_only_an_orca_of_this_session_is_a_screen_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, display: str, is_ours: bool
) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    assert not screen_reader.is_running()
    with orca_of(tmp_path, {"DISPLAY": display}):
        assert screen_reader.is_running() == is_ours
    assert not screen_reader.is_running()


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, {"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "/run/user/1000/wayland-0"}, {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-1", "DISPLAY": ":1"}, False),
        ({"DISPLAY": "localhost:10.0"}, {"DISPLAY": ":0"}, False),
        ({"DISPLAY": ":0", "DBUS_SESSION_BUS_ADDRESS": "unix:a"}, {"DBUS_SESSION_BUS_ADDRESS": "unix:b"}, False),
        ({"DBUS_SESSION_BUS_ADDRESS": "unix:a,guid=1"}, {"DBUS_SESSION_BUS_ADDRESS": "unix:a"}, True),
        ({}, {"DISPLAY": ":0"}, True),
    ],
)
def test_what_tells_sessions_apart(one: dict[str, str], other: dict[str, str], is_one: bool) -> None:
    assert screen_reader.is_of_one_session(one, other) == is_one
    assert screen_reader.is_of_one_session(other, one) == is_one


@pytest.mark.parametrize(("rate", "words"), [(-100, 80), (0, 175), (100, 450), (500, 450), (-500, 80)])
def test_rates(rate: int, words: int) -> None:
    assert words_per_minute(rate) == words


def test_rates_of_a_foreign_engine_keep_its_normal() -> None:
    assert [scaled_rate(200, rate) for rate in (-100, 0, 100, 900)] == [80, 200, 500, 500]


def test_silence_is_told_from_sound() -> None:
    meter = Meter("word", VoiceStyle())
    meter.hear(bytes(1000))
    was_mute = [meter.is_mute]
    meter.hear(b"\x00\x00\x00\x90")
    assert [*was_mute, meter.is_mute] == [True, False]
    assert not Meter("…", VoiceStyle()).is_mute, "nothing was to be heard"
    assert not Meter("word", VoiceStyle(volume=0)).is_mute, "silence was wanted"


def test_what_ends_too_soon() -> None:
    text = "a sentence of thirty letters or more than that"
    assert is_too_short(text, VoiceStyle(), 0.05)
    assert not is_too_short(text, VoiceStyle(), 0.5)
    assert not is_too_short("short", VoiceStyle(), 0.0)


def voices(*pairs: tuple[str, Iterable[str]]) -> list[SimpleNamespace]:
    return [SimpleNamespace(id=name, languages=list(languages)) for name, languages in pairs]


@pytest.mark.parametrize(
    ("current", "languages", "chosen"),
    [
        ("david", ["en"], "david"),
        ("hedda", ["en"], "zira"),
        ("david", ["en-GB"], "hazel"),
        ("david", ["de"], "hedda"),
        ("david", ["no", "nb"], "jon"),
        ("david", ["xx"], None),
    ],
)
def test_the_voice_for_a_language(current: str, languages: list[str], chosen: str | None) -> None:
    known = voices(
        ("zira", ["en-US"]), ("david", ["en-US"]), ("hazel", ["en_GB"]), ("hedda", ["de-DE"]), ("jon", ["nb-NO"])
    )
    assert choose_voice(known, current, languages) == chosen


def test_sapi_never_parses_text() -> None:
    calls: list[tuple[str, int]] = []

    class Speaker:
        Rate = 0

        def Speak(self, text: str, flags: int) -> None:  # noqa: N802  # SAPI's name
            calls.append((text, flags))

    speaker = Speaker()
    plain = PlainSpeaker(speaker)
    plain.Speak("<speak>", 1)
    plain.Rate = 5
    assert calls == [("<speak>", 17)]
    assert (plain.Rate, speaker.Rate) == (5, 5)


def test_the_tray_process_never_imports_pyttsx3_nor_qt_multimedia() -> None:
    code = (
        "import sys; from assistant.voice import backends, sounds, wav, watch; "
        "print([name for name in sys.modules if name.startswith(('pyttsx3', 'PySide6', 'numpy'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
