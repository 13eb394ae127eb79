"""The remote engine against servers on loopback: every fault once, cancels, TLS, proxies."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.core.domain import (
    Done,
    EngineEvent,
    Failed,
    Piece,
    Reason,
    Stats,
    Task,
)
from assistant.core.errors import (
    RemoteGarbled,
    RemoteInsecure,
    RemoteKeyRefused,
    RemoteRefused,
    RemoteStalled,
    RemoteUnreachable,
    SeeSayError,
)
from assistant.core.servers import Server
from assistant.system import secrets
from assistant.vision import remote, remote_calls
from support.hosts import bench
from support.remote import ASKED, asked, engine, picture, text_of
from support.servers import (
    STREAM,
    LoopbackServer,
    Script,
    event_of,
    part,
    says,
    self_signed,
    sends,
    serving,
    streams,
    then_hangs,
    without_end,
)


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_calls, "BACK_OFF", (0.01, 0.01))


# --- faults ---------------------------------------------------------------------------------------------

SECONDS = 0.4
"""What a server gets until its first word."""
HALF = event_of(part("A house stands"))[:-20]
GARBLED: dict[str, Script] = {
    "no HTTP": sends(b"\x00\x01garbage\r\n\r\n"),
    "no JSON in an event": streams(part("A "), "{"),
    "no JSON at all": says("200 OK", "<html>Welcome</html>", "Content-Type: text/html"),
    "other JSON": says("200 OK", '{"hello": 1}', "Content-Type: application/json"),
    "another type": streams({"choices": [{"delta": {"content": 5}}]}),
    "deep JSON": streams("[" * 100_000),
    "10 MB in a line": sends(STREAM, b"data: " + b"x" * 10_000_000 + b"\n\n"),
    "10 MB without a stream": says("200 OK", b" " * 10_000_000, "Content-Type: application/json"),
    "a packed answer": says("200 OK", b"\x1f\x8b", "Content-Encoding: gzip", "Content-Type: text/event-stream"),
}
STALLED: dict[str, Script] = {
    "silence": then_hangs(),
    "a head and silence": then_hangs(STREAM),
    "half a line": then_hangs(STREAM, HALF),
    "a word and silence": then_hangs(STREAM, event_of(part("A house"))),
    "closed in the middle of a line": sends(STREAM, HALF),
    "closed before the end": streams(part("A house")),
    "closed in the middle of a chunk": sends(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\ndata: "
    ),
    "only signs of life": without_end(b": ping\n\n"),
    "half a head": then_hangs(b"HTTP/1.1 200 OK\r\nContent-"),
}


@pytest.mark.parametrize("script", GARBLED.values(), ids=GARBLED)
def test_what_is_no_answer(script: Script) -> None:
    with serving(script) as server, pytest.raises(RemoteGarbled) as raised:
        asked(server.url)
    assert raised.value.params == {"host": f"127.0.0.1:{server.port}"}


@pytest.mark.parametrize("script", STALLED.values(), ids=STALLED)
def test_servers_that_stop(script: Script) -> None:
    began = time.monotonic()
    with serving(script) as server, pytest.raises(RemoteStalled):
        asked(server.url, timeout=str(SECONDS))
    # A word within the time starts it anew.
    assert time.monotonic() - began < 2 * SECONDS + 5


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("401 Unauthorized", RemoteKeyRefused),
        ("403 Forbidden", RemoteKeyRefused),
        ("404 Not Found", RemoteRefused),
        ("500 Oh", RemoteRefused),
        ("503 Busy", RemoteRefused),
        ("204 Nothing", RemoteRefused),
    ],
)
def test_refusals(status: str, error: type[SeeSayError]) -> None:
    with serving(says(status, "the screen says: secret")) as server, pytest.raises(error) as raised:
        asked(server.url)
    assert raised.value.params.get("status", status[:3]) == status[:3]
    assert "secret" not in str(raised.value)


def test_an_error_inside_a_stream() -> None:
    refused = {"error": {"message": "out of memory", "code": 507}}
    with serving(streams(part("A "), refused)) as server, pytest.raises(RemoteRefused) as raised:
        asked(server.url)
    assert raised.value.params["status"] == "507"
    assert len(server.calls) == 1


def test_another_key_is_taken_after_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter(("old", "new"))
    monkeypatch.setattr(secrets, "get", lambda name: next(keys))
    with serving(says("401 Who?"), streams(part("Yes.", "stop"))) as server:
        one = remote.create({"url": f"{server.url}#chat-2b"})
        with pytest.raises(RemoteKeyRefused):
            list(one.answer(ASKED, picture(), lambda: False))
        assert text_of(list(one.answer(ASKED, picture(), lambda: False))) == "Yes."
        one.close()
    assert [call.headers["authorization"] for call in server.calls] == ["Bearer old", "Bearer new"]


def test_nobody_listens() -> None:
    with serving(says("200 OK")) as server:
        pass
    with pytest.raises(RemoteUnreachable):
        asked(server.url)


def test_a_busy_server_is_asked_again() -> None:
    busy = says("503 Busy", b"", "Retry-After: 0.01")
    with serving(busy, says("429 Slowly"), streams(part("Yes.", "stop"))) as server:
        assert text_of(asked(server.url)) == "Yes."
    assert len(server.calls) == 3


def test_a_server_that_wants_a_minute_is_not_waited_for() -> None:
    with serving(says("429 Slowly", b"", "Retry-After: 60")) as server, pytest.raises(RemoteRefused):
        asked(server.url)
    assert len(server.calls) == 1


def test_nothing_is_asked_again_once_it_answers() -> None:
    with serving(streams(part("A "))) as server, pytest.raises(RemoteStalled):
        asked(server.url)
    assert len(server.calls) == 1


def test_words_without_end_are_cut() -> None:
    with serving(without_end(*(event_of(part(f"{number} ")) for number in range(5000)))) as server:
        events = asked(server.url, timeout="5")
        assert server.left.wait(5)
    assert isinstance(events[-1], Done)
    assert events[-1].reason is Reason.LENGTH
    assert len(events) < 1000


def test_large_parts_without_end_are_cut() -> None:
    with serving(without_end(*(event_of(part(str(number) * 1000)) for number in range(5000)))) as server:
        events = asked(server.url, timeout="5")
    assert isinstance(events[-1], Done)
    assert events[-1].reason is Reason.LENGTH
    assert len(text_of(events)) < 20_000


def test_an_answer_that_turns_in_circles_is_ended() -> None:
    with serving(without_end(event_of(part("dog ")))) as server:
        events = asked(server.url, timeout="5")
    assert isinstance(events[-1], Done)
    assert events[-1].reason is Reason.REPEATED
    assert len(text_of(events)) < 100


@pytest.mark.parametrize("cut", [1, 3, 7, 100])
def test_thoughts_are_no_answer(cut: int) -> None:
    text = "<think>A dog? <b>No.</think>\n\nA house."
    script = streams(*(part(text[at : at + cut]) for at in range(0, len(text), cut)), part("", "stop"))
    with serving(script) as server:
        assert text_of(asked(server.url)).strip() == "A house."


@pytest.mark.parametrize("text", ["<b>A house", "<", "<think>for ever"])
def test_what_is_no_thought_is_told(text: str) -> None:
    with serving(streams(part(text), part("", "stop"))) as server:
        assert text_of(asked(server.url)) == ("" if text.startswith("<think>") else text)


def test_no_other_host_gets_the_picture() -> None:
    with serving(streams(part("Thanks.", "stop"))) as thief:
        elsewhere = says("307 Elsewhere", b"", f"Location: {thief.url}/v1/chat/completions")
        with serving(elsewhere) as server, pytest.raises(RemoteRefused) as raised:
            asked(server.url)
    assert raised.value.params["status"] == "307"
    assert thief.calls == []


def test_another_path_of_the_same_host_is_followed() -> None:
    moved = says("308 Moved", b"", "Location: /v1/chat/completions/")
    with serving(moved, streams(part("Yes.", "stop"))) as server:
        assert text_of(asked(server.url)) == "Yes."
    assert server.calls[1].json()["model"] == "chat-2b"


# --- cancel ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent", [b"", STREAM, STREAM + HALF], ids=["before the head", "after the head", "within a line"]
)
def test_cancel_closes_the_connection(sent: bytes) -> None:
    with serving(then_hangs(sent)) as server:
        one = engine(server.url, timeout="30")
        began = time.monotonic()
        events = list(one.answer(ASKED, picture(), lambda: bool(server.calls)))
        took = time.monotonic() - began
        assert server.left.wait(2)
        one.close()
    assert took < 2
    assert events == [Done(7, Reason.CANCELLED, Stats(f"127.0.0.1:{server.port}", "chat-2b", None, _total(events)))]


def _total(events: list[EngineEvent]) -> float:
    [done] = events
    assert isinstance(done, Done)
    return done.stats.total_ms


def test_leaving_the_answer_closes_the_connection() -> None:
    with serving(then_hangs(STREAM, event_of(part("A house. A dog")))) as server:
        one = engine(server.url, timeout="30")
        answer = one.answer(ASKED, picture(), lambda: False)
        assert isinstance(next(answer), Piece)
        answer.close()
        assert server.left.wait(2)
        one.close()


def test_cancel_while_waiting_to_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_calls, "BACK_OFF", (60.0, 60.0))
    with serving(says("503 Busy")) as server:
        one = engine(server.url, timeout="100")
        [done] = one.answer(ASKED, picture(), lambda: bool(server.calls))
        one.close()
    assert isinstance(done, Done)
    assert done.reason is Reason.CANCELLED


def test_stop_in_the_child_closes_the_connection() -> None:
    with serving(then_hangs(STREAM, event_of(part("A house. A dog")))) as server:
        options = {"url": f"{server.url}#chat-2b", "key": ""}
        with bench("assistant.vision.remote:create", options) as host:
            number = host.ask("", task=Task.DESCRIBE)
            host.recorder.await_event(lambda event: isinstance(event, Piece))
            pid = host.pid()
            host.host.cancel(number)
            assert server.left.wait(5)
            # The child stays for the next question.
            host.ask("", task=Task.DESCRIBE)
            host.recorder.await_event(lambda event: isinstance(event, Piece))
            assert host.pid() == pid


def test_a_fault_ends_the_request_and_not_the_child() -> None:
    with serving(says("500 Oh"), streams(part("Yes.", "stop"))) as server:
        options = {"url": f"{server.url}#chat-2b", "key": ""}
        with bench("assistant.vision.remote:create", options) as host:
            ends = [host.recorder.await_end(host.ask("", task=Task.DESCRIBE)) for _ in range(2)]
    assert isinstance(ends[0], Failed)
    assert isinstance(ends[0].error, RemoteRefused)
    assert isinstance(ends[1], Done)


# --- TLS ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return self_signed(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def strangers(certificate: Path) -> Iterator[Callable[[], LoopbackServer]]:
    """A server that signed its own certificate."""
    with serving(streams(part("Yes.", "stop")), certificate=certificate) as server:
        yield lambda: server


def test_this_computer_may_sign_its_own(strangers: Callable[[], LoopbackServer]) -> None:
    assert text_of(asked(strangers().url)) == "Yes."


def test_nobody_else_may(strangers: Callable[[], LoopbackServer]) -> None:
    server = strangers()
    # As if it were another computer: only the name decides.
    caller = remote_calls.Caller(Server(f"{server.url}/v1", "desk.example", is_loopback=False), "key", 5)
    with pytest.raises(RemoteInsecure):
        list(caller.chat({"model": "x"}, lambda: False))
    caller.close()
    assert server.calls == []


def test_whom_the_user_trusts_may(
    strangers: Callable[[], LoopbackServer], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = strangers()
    caller = remote_calls.Caller(Server(f"{server.url}/v1", "desk.example", is_loopback=False), "key", 5)
    assert "".join(delta.text for delta in caller.chat({"model": "x"}, lambda: False)) == "Yes."
    caller.close()


def test_pictures_never_go_unprotected() -> None:
    with pytest.raises(RemoteInsecure):
        remote.create({"url": "http://desk.example:8000"})


def test_this_computer_is_reached_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says("500 Mine")) as proxy, serving(streams(part("Yes.", "stop"))) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert text_of(asked(server.url)) == "Yes."
    assert proxy.calls == []


def test_the_proxy_of_the_environment_sees_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says("502 No")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        caller = remote_calls.Caller(Server("https://desk.example/v1", "desk.example", is_loopback=False), "k3y", 5)
        with pytest.raises(RemoteUnreachable):
            list(caller.chat({"model": "x"}, lambda: False))
        caller.close()
    assert {call.line for call in proxy.calls} == {"CONNECT desk.example:443 HTTP/1.1"}
    assert not any(call.body or "k3y" in str(call.headers) for call in proxy.calls)
