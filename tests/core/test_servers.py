"""The address of a server: what is one, whose it is, and that no picture ever travels unprotected."""

from __future__ import annotations

import pytest

from assistant.core.errors import RemoteInsecure, UsageError
from assistant.core.servers import Server, host_of, is_address, parse_server


@pytest.mark.parametrize(
    ("text", "base", "host", "is_loopback"),
    [
        ("https://desk.example", "https://desk.example/v1", "desk.example", False),
        ("https://desk.example:443/", "https://desk.example/v1", "desk.example", False),
        ("https://Desk.Example:8000/v1/", "https://desk.example:8000/v1", "desk.example:8000", False),
        ("https://desk.example/llm/v2", "https://desk.example/llm/v2", "desk.example", False),
        ("https://desk.example/v1/chat/completions", "https://desk.example/v1", "desk.example", False),
        ("https://bücher.example", "https://xn--bcher-kva.example/v1", "xn--bcher-kva.example", False),
        ("http://localhost:8000", "http://localhost:8000/v1", "localhost:8000", True),
        ("http://127.0.0.1", "http://127.0.0.1/v1", "127.0.0.1", True),
        ("http://127.9.9.9:1/v1", "http://127.9.9.9:1/v1", "127.9.9.9:1", True),
        ("http://[::1]:11434/v1", "http://[::1]:11434/v1", "[::1]:11434", True),
        (" https://[2001:db8::1] ", "https://[2001:db8::1]/v1", "[2001:db8::1]", False),
    ],
)
def test_addresses(text: str, base: str, host: str, is_loopback: bool) -> None:
    assert is_address(text)
    assert parse_server(text) == Server(base, host, is_loopback)


@pytest.mark.parametrize(
    "text",
    [
        "http://desk.example",
        "http://192.168.1.4:8000/v1",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://0.0.0.0:8000",
        "http://[2001:db8::1]",
        "http://2130706433",
    ],
)
def test_without_encryption_nothing_but_this_computer(text: str) -> None:
    with pytest.raises(RemoteInsecure):
        parse_server(text)


@pytest.mark.parametrize(
    "text",
    [
        "ftp://desk.example",
        "https://",
        "https://:8000",
        "https://desk.example:99999",
        "https://user:secret@desk.example",
        "https://desk.example/v1?key=secret",
        "https://desk.example/v1#a%20b",
        "https://desk.example/v1#a%0ab",
        "https://desk.example/v1#" + "x" * 300,
        "https://desk.example /v1",
        "https://[::1",
        "desk://",
        "https://" + "a" * 300 + ".example",
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_server(text)
    assert "secret" not in str(raised.value.params)


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("https://desk.example", ""),
        ("https://desk.example#", ""),
        ("https://desk.example/v1#google/paligemma2-3b-mix-448", "google/paligemma2-3b-mix-448"),
        ("http://localhost:11434#qwen2.5vl:7b", "qwen2.5vl:7b"),
    ],
)
def test_an_address_may_name_the_model(text: str, model: str) -> None:
    assert parse_server(text).model == model
    assert "#" not in parse_server(text).base


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("desk.example", "desk.example"),
        ("Desk.Example:443", "desk.example"),
        ("desk.example:8000", "desk.example:8000"),
        ("https://desk.example:8000/v1#gemma", "desk.example:8000"),
        ("http://localhost:8000", "localhost:8000"),
    ],
)
def test_a_key_is_found_however_the_server_is_named(text: str, host: str) -> None:
    assert host_of(text) == host


def test_names_are_no_addresses() -> None:
    assert not is_address("paligemma2-3b-mix-448")
