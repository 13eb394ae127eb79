"""Secrets: the keyring first, an owner-only file else, and nobody else ever sees them."""

from __future__ import annotations

import json
import logging
import stat
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from assistant.system import paths, secrets

SECRET = "hf_öäü_not_a_real_one"


class Keyring(KeyringBackend):
    """A keyring in memory; `priority` is what a system's own has, `is_locked` refuses."""

    priority = 5

    def __init__(self, *, is_locked: bool = False) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.is_locked = is_locked

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError

    def _check(self) -> None:
        if self.is_locked:
            raise KeyringLocked("the user pressed cancel")


class Plaintext(Keyring):
    priority = 0.5  # type: ignore[assignment]  # as keyrings.alt's file of readable secrets has


def use(monkeypatch: pytest.MonkeyPatch, backend: KeyringBackend) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)


def file() -> Path:
    return paths.data_dir() / "secrets.json"


def test_the_keyring_keeps_it_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = Keyring()
    use(monkeypatch, backend)
    assert secrets.get(secrets.HUB) is None
    assert secrets.put(secrets.HUB, SECRET) == secrets.KEYRING
    assert secrets.get(secrets.HUB) == SECRET
    assert list(backend.held.values()) == [SECRET]
    assert SECRET not in file().read_text()
    assert secrets.has(secrets.HUB)
    secrets.forget(secrets.HUB)
    assert secrets.get(secrets.HUB) is None
    assert (backend.held, secrets.has(secrets.HUB)) == ({}, False)


def test_the_keyring_is_not_asked_for_what_it_never_got(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> KeyringBackend:
        pytest.fail("this could wait for somebody to unlock it")

    monkeypatch.setattr(keyring, "get_keyring", asked)
    assert secrets.get(secrets.server("desk.example")) is None
    assert not secrets.has(secrets.HUB)
    secrets.forget(secrets.HUB)


def test_a_keyring_that_is_locked_later_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = Keyring()
    use(monkeypatch, backend)
    secrets.put(secrets.HUB, SECRET)
    backend.is_locked = True
    assert secrets.get(secrets.HUB) is None


@pytest.mark.parametrize("backend", [Keyring(is_locked=True), Plaintext()], ids=["locked", "readable by others"])
def test_else_a_file_that_only_its_owner_can_read(monkeypatch: pytest.MonkeyPatch, backend: KeyringBackend) -> None:
    use(monkeypatch, backend)
    assert secrets.put(secrets.HUB, SECRET) == str(file())
    assert secrets.put(secrets.server("Desk.example"), "key") == str(file())
    assert stat.S_IMODE(file().stat().st_mode) == 0o600
    assert (secrets.get(secrets.HUB), secrets.get(secrets.server("desk.example"))) == (SECRET, "key")
    secrets.forget(secrets.HUB)
    secrets.forget("never put")
    assert (secrets.get(secrets.HUB), secrets.get(secrets.server("desk.example"))) == (None, "key")


def test_a_file_that_can_not_be_read_is_not_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Plaintext())
    secrets.put(secrets.HUB, SECRET)
    kept = file().rename(file().with_name("kept"))
    file().mkdir()
    with pytest.raises(OSError, match=r"secrets\.json"):
        secrets.put(secrets.server("desk.example"), "key")
    file().rmdir()
    kept.rename(file())
    assert secrets.get(secrets.HUB) == SECRET
    assert [path.name for path in file().parent.iterdir()] == [file().name]


def test_a_machine_without_any_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> KeyringBackend:
        raise RuntimeError("no recommended backend was available")

    monkeypatch.setattr(keyring, "get_keyring", none)
    assert secrets.put(secrets.HUB, SECRET) == str(file())
    assert secrets.get(secrets.HUB) == SECRET


def test_a_secret_moves_out_of_the_file_once_there_is_a_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Keyring(is_locked=True))
    secrets.put(secrets.HUB, "old")
    use(monkeypatch, Keyring())
    assert secrets.put(secrets.HUB, SECRET) == secrets.KEYRING
    assert SECRET not in file().read_text()
    assert "old" not in json.loads(file().read_text()).values()
    assert secrets.get(secrets.HUB) == SECRET


@pytest.mark.parametrize("content", ["", "{", "[1]", "\0"])
def test_a_broken_file_holds_nothing_and_is_replaced(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    use(monkeypatch, Plaintext())
    file().write_text(content)
    assert secrets.get(secrets.HUB) is None
    secrets.put(secrets.HUB, SECRET)
    assert secrets.get(secrets.HUB) == SECRET


def test_nothing_of_it_is_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    use(monkeypatch, Keyring(is_locked=True))
    secrets.put(secrets.HUB, SECRET)
    secrets.get(secrets.HUB)
    secrets.forget(secrets.HUB)
    assert SECRET not in caplog.text
