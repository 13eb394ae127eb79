"""The hub's token and servers' keys: in the system's keyring, else in a file that only its owner can read.

`HUB` and `server(host)` are the names. A secret is never logged, shown in a repr or handed over in an argument list.
The file also has the names of those that the keyring keeps, so that it is only asked for what it has: asking may wait
for the user to unlock it, which is nothing for the thread that draws windows.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.system import paths

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

log = logging.getLogger(__name__)

HUB = "hub"
KEYRING = "keyring"
"""What `put` returns where the system's keyring has the secret."""
_SERVICE = "SeeSay"
_FILE = "secrets.json"
_IN_KEYRING = ""
_SAFE = 1
"""Back-ends below this priority keep secrets readable, or nowhere."""


def server(host: str) -> str:
    """Return the name of the key of a server, by its host as `core.servers` has it."""
    return f"server:{host.lower()}"


def has(name: str) -> bool:
    """Tell whether a secret was put, without asking the keyring."""
    return name in _read()


def get(name: str) -> str | None:
    """Return a secret; None where none was put, or the keyring doesn't give it."""
    held = _read().get(name)
    if held != _IN_KEYRING:
        return held
    backend = _keyring()
    if backend is not None:
        with contextlib.suppress(Exception):  # a locked or crashed keyring has nothing to give
            return backend.get_password(_SERVICE, name)
    return None


def put(name: str, secret: str) -> str:
    """Keep a secret; return `KEYRING`, or the path of the file that has it. Raises OSError where neither works."""
    backend = _keyring()
    if backend is not None:
        try:
            backend.set_password(_SERVICE, name, secret)
        except Exception as error:  # noqa: BLE001 - each platform's keyring fails in its own way; the file is next
            log.info("the keyring did not take it: %s", type(error).__name__)
        else:
            _write({**_held(), name: _IN_KEYRING})
            return KEYRING
    _write({**_held(), name: secret})
    return str(_path())


def forget(name: str) -> None:
    """Drop a secret wherever it is; harmless where it isn't. Raises OSError where the file can't be written."""
    held = _held()
    if name not in held:
        return
    backend = _keyring() if held[name] == _IN_KEYRING else None
    if backend is not None:
        with contextlib.suppress(Exception):  # the back-ends raise also for what they don't have
            backend.delete_password(_SERVICE, name)
    del held[name]
    _write(held)


def _keyring() -> KeyringBackend | None:
    """Return the system's keyring; None where there is none that protects what it is given."""
    try:
        import keyring

        backend = keyring.get_keyring()
        return backend if backend.priority >= _SAFE else None
    except Exception as error:  # noqa: BLE001 - back-ends of strangers are probed; none of their faults may cost the file
        log.info("there is no keyring: %s", type(error).__name__)
        return None


# --- the file -----------------------------------------------------------------------------------


def _path() -> Path:
    return paths.data_dir() / _FILE


def _read() -> dict[str, str]:
    """Return what the file holds; nothing where it can't be read."""
    try:
        return _held()
    except (OSError, RuntimeError):  # RuntimeError: nobody knows where home is
        return {}


def _held() -> dict[str, str]:
    """Return what the file holds. Raises OSError where it is there and can't be read: it must not be written anew."""
    try:
        held = json.loads(_path().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {str(name): str(secret) for name, secret in held.items()} if isinstance(held, dict) else {}


def _write(held: dict[str, str]) -> None:
    path = _path()
    # Made owner-only from its first byte on, under a name that no other process has.
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(held, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
