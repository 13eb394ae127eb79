"""The client of speech-dispatcher against a server that a test scripts: order, framing, death, hanging, Orca."""

from __future__ import annotations

import os
import queue
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.core.domain import SpeechState, Spoken, Utterance, VoiceEvent, VoiceFailed, VoiceStyle
from assistant.core.errors import VoiceSilent, VoiceUnavailable
from assistant.voice import speech_dispatcher, ssip
from assistant.voice.speech_dispatcher import SpeechDispatcherVoice

STARTED, FINISHED, CANCELLED = SpeechState.STARTED, SpeechState.FINISHED, SpeechState.CANCELLED
LONG = "A sentence that is long enough to be missed."


class FakeServer:
    """Answers like speech-dispatcher; a test takes what was spoken and sends events when it wants."""

    def __init__(self, path: Path, modules: tuple[str, ...] = ("espeak-ng", "dummy")) -> None:
        self.lines: list[str] = []
        self.spoken: queue.Queue[tuple[str, str]] = queue.Queue()
        self.cancels: queue.Queue[str] = queue.Queue()
        self.is_mute = False
        self._modules = modules
        self._count = 0
        self._clients: list[socket.socket] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def event(self, message: str, code: int) -> None:
        """Tell 701 BEGIN, 702 END or 703 CANCELED of a message."""
        self._clients[-1].sendall(f"{code}-{message}\r\n{code}-7\r\n{code} WORD\r\n".encode())

    def hang_up(self) -> None:
        """Die for all who are connected."""
        for client in self._clients:
            client.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for client in self._clients:
            client.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._clients.append(client)
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        file = client.makefile("rwb")
        try:
            for raw in file:
                line = raw.decode().rstrip("\r\n")
                self.lines.append(line)
                if self.is_mute:
                    continue
                for answer in self._answers(line, file):
                    file.write(answer.encode() + b"\r\n")
                file.flush()
        except (OSError, ValueError):
            return

    def _answers(self, line: str, file: object) -> list[str]:
        if line == "SPEAK":
            return self._speak(file)
        if line == "CANCEL SELF":
            self.cancels.put(line)
        if line == "LIST OUTPUT_MODULES":
            return [*(f"250-{name}" for name in self._modules), "250 OK MODULE LIST SENT"]
        return ["200 OK"]

    def _speak(self, file: object) -> list[str]:
        file.write(b"230 OK RECEIVING DATA\r\n")  # type: ignore[attr-defined]  # a socket's file
        file.flush()  # type: ignore[attr-defined]  # a socket's file
        body = []
        while (row := file.readline().decode().rstrip("\r\n")) != ".":  # type: ignore[attr-defined]  # the same
            body.append(row)
        self._count += 1
        self.spoken.put((str(self._count), "\n".join(body)))
        return [f"225-{self._count}", "225 OK MESSAGE QUEUED"]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    path = Path(os.environ["XDG_RUNTIME_DIR"]) / "ssip"
    monkeypatch.setenv("SPEECHD_ADDRESS", f"unix_socket:{path}")
    fake = FakeServer(path)
    yield fake
    fake.close()


class Listener:
    """What the voice posted, one by one."""

    def __init__(self) -> None:
        self.posted: queue.Queue[VoiceEvent] = queue.Queue()

    def next(self) -> VoiceEvent:
        return self.posted.get(timeout=10)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def voice(server: FakeServer, listener: Listener) -> Iterator[SpeechDispatcherVoice]:
    speaker = SpeechDispatcherVoice(listener.posted.put)
    yield speaker
    speaker.close()


def say(voice: SpeechDispatcherVoice, identity: int, text: str = LONG, language: str = "en") -> None:
    voice.say(Utterance(identity, 0, text, language), VoiceStyle())


def spoken(server: FakeServer) -> tuple[str, str]:
    return server.spoken.get(timeout=10)


def test_a_sentence_from_begin_to_end(
    server: FakeServer, voice: SpeechDispatcherVoice, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech_dispatcher, "is_too_short", lambda *args: False)
    say(voice, 1)
    message, text = spoken(server)
    assert text == LONG
    server.event(message, 701)
    assert listener.next() == Spoken(1, STARTED)
    server.event(message, 702)
    assert listener.next() == Spoken(1, FINISHED)


def test_it_introduces_itself_and_never_turns_markup_on(server: FakeServer, voice: SpeechDispatcherVoice) -> None:
    say(voice, 1, "x", "zh")
    spoken(server)
    assert server.lines[0].startswith("SET SELF CLIENT_NAME ")
    assert server.lines[0].endswith(":seesay:main")
    assert "SET SELF SSML_MODE off" in server.lines
    assert "SET SELF LANGUAGE cmn" in server.lines
    assert "SET SELF PRIORITY text" in server.lines


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        (".", ".."),
        ("..x", "...x"),
        ("a\r\n.\r\nSET ALL VOLUME -100", "a . SET ALL VOLUME -100"),
        ("\x010Aquiet", "0Aquiet"),
    ],
)
def test_no_text_can_leave_its_message(server: FakeServer, voice: SpeechDispatcherVoice, text: str, wire: str) -> None:
    say(voice, 1, text)
    assert spoken(server)[1] == wire
    assert not any("VOLUME -100" in line for line in server.lines if line.startswith("SET"))


def test_stop_cancels_on_the_server_and_tells(
    server: FakeServer, voice: SpeechDispatcherVoice, listener: Listener
) -> None:
    say(voice, 1)
    message, _ = spoken(server)
    server.event(message, 701)
    assert listener.next() == Spoken(1, STARTED)
    voice.stop()
    server.cancels.get(timeout=10)
    assert listener.next() == Spoken(1, CANCELLED)
    server.event(message, 703)
    say(voice, 2)
    assert spoken(server)[1] == LONG
    assert listener.posted.empty(), "the server's own word on what was stopped is not told again"


def test_what_orca_cuts_off_is_sent_again_and_told_once(
    server: FakeServer, voice: SpeechDispatcherVoice, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech_dispatcher, "is_too_short", lambda *args: False)
    monkeypatch.setattr(speech_dispatcher, "_TOO_SOON", 0.0)
    say(voice, 1)
    first, _ = spoken(server)
    server.event(first, 701)
    assert listener.next() == Spoken(1, STARTED)
    server.event(first, 703)
    second, text = spoken(server)
    assert text == LONG
    server.event(second, 701)
    server.event(second, 702)
    assert listener.next() == Spoken(1, FINISHED)


def test_who_silences_everything_is_obeyed(
    server: FakeServer, voice: SpeechDispatcherVoice, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech_dispatcher, "_TOO_SOON", 60.0)
    say(voice, 1)
    first, _ = spoken(server)
    server.event(first, 701)
    assert listener.next() == Spoken(1, STARTED)
    server.event(first, 703)
    second, _ = spoken(server)
    server.event(second, 701)
    assert listener.next() == Spoken(1, CANCELLED)
    server.cancels.get(timeout=10)


def test_after_long_patience_it_insists_on_its_turn(
    server: FakeServer, voice: SpeechDispatcherVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech_dispatcher, "_PATIENCE", 0.0)
    say(voice, 1)
    first, _ = spoken(server)
    server.event(first, 703)
    spoken(server)
    assert server.lines.index("SET SELF PRIORITY text") < server.lines.index("SET SELF PRIORITY message")


def test_an_end_that_comes_too_soon_is_silence(
    server: FakeServer, voice: SpeechDispatcherVoice, listener: Listener
) -> None:
    say(voice, 1)
    message, _ = spoken(server)
    server.event(message, 701)
    server.event(message, 702)
    assert listener.next() == Spoken(1, STARTED)
    assert listener.next() == VoiceFailed(1, VoiceSilent(voice="speech-dispatcher"))


def test_the_servers_death_is_told_and_the_next_sentence_finds_a_new_one(
    server: FakeServer, voice: SpeechDispatcherVoice, listener: Listener
) -> None:
    say(voice, 1)
    spoken(server)
    server.hang_up()
    failed = listener.next()
    assert isinstance(failed, VoiceFailed)
    assert isinstance(failed.error, VoiceUnavailable)
    say(voice, 2)
    assert spoken(server)[1] == LONG


def test_a_server_that_left_while_silent_is_replaced_unnoticed(
    server: FakeServer, voice: SpeechDispatcherVoice, listener: Listener
) -> None:
    say(voice, 1, "")
    assert [listener.next(), listener.next()] == [Spoken(1, STARTED), Spoken(1, FINISHED)]
    server.hang_up()
    say(voice, 2)
    message, _ = spoken(server)
    server.event(message, 701)
    assert listener.next() == Spoken(2, STARTED)


def test_a_hanging_server_has_a_deadline(
    server: FakeServer, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech_dispatcher, "_ANSWER_TIMEOUT", 0.2)
    server.is_mute = True
    voice = SpeechDispatcherVoice(listener.posted.put)
    say(voice, 1)
    assert listener.next() == VoiceFailed(1, VoiceUnavailable(voice="speech-dispatcher", detail="timeout"))
    voice.close()


def test_what_was_stopped_before_it_was_sent_is_never_sent(
    server: FakeServer, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_connect = threading.Event()
    connect = speech_dispatcher._connect

    def wait(*, timeout: float) -> ssip.Connection:
        may_connect.wait(10)
        return connect(timeout=timeout)

    monkeypatch.setattr(speech_dispatcher, "_connect", wait)
    voice = SpeechDispatcherVoice(listener.posted.put)
    say(voice, 1)
    voice.stop()
    say(voice, 2, "Two.")
    may_connect.set()
    assert listener.next() == Spoken(1, CANCELLED)
    assert spoken(server)[1] == "Two."
    voice.close()


def test_a_server_without_a_synthesiser_is_no_voice(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(os.environ["XDG_RUNTIME_DIR"]) / "ssip"
    monkeypatch.setenv("SPEECHD_ADDRESS", f"unix_socket:{path}")
    server = FakeServer(path, modules=("dummy",))
    voice = SpeechDispatcherVoice(listener.posted.put)
    say(voice, 1)
    assert listener.next() == VoiceFailed(1, VoiceUnavailable(voice="speech-dispatcher", detail="no synthesiser"))
    voice.close()
    server.close()


def test_no_server_and_none_to_start(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    voice = SpeechDispatcherVoice(listener.posted.put)
    say(voice, 1)
    assert listener.next() == VoiceFailed(1, VoiceUnavailable(voice="speech-dispatcher", detail="not started"))
    voice.close()


@pytest.mark.parametrize("address", ["inet_socket:example.org:6560", "inet_socket:10.0.0.1", "inet_socket:localhost:x"])
def test_text_never_leaves_the_machine(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHD_ADDRESS", address)
    with pytest.raises(VoiceUnavailable):
        ssip.address()


def test_where_the_server_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHD_ADDRESS", "inet_socket:127.0.0.1:7000")
    assert ssip.address() == (socket.AF_INET, ("127.0.0.1", 7000))
    monkeypatch.delenv("SPEECHD_ADDRESS")
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1")
    assert ssip.address() == (socket.AF_UNIX, "/run/user/1/speech-dispatcher/speechd.sock")
