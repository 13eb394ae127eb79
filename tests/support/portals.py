"""The tests' hands on a portal of their own (`portal_service`)."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_SERVICE = Path(__file__).with_name("portal_service.py")
_SECONDS = 15.0


class PortalService:
    """The running service: what it was asked, and what it is told to do."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.calls: list[dict[str, Any]] = []
        self.await_call("ready")

    def order(self, **order: Any) -> None:
        """Press a key, change triggers, close the session, or behave differently from now on."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")

    def await_call(self, name: str) -> dict[str, Any]:
        """Return the next call of that name; the ones before are kept in `calls`."""
        assert self._process.stdout is not None
        while True:
            assert select.select([self._process.stdout], [], [], _SECONDS)[0], f"nobody called {name}: {self.calls}"
            line = self._process.stdout.readline()
            assert line, f"the portal of the tests ended before {name}"
            self.calls.append(json.loads(line))
            if self.calls[-1]["call"] == name:
                return self.calls[-1]


def startable_portal(folder: Path, picture: Path) -> None:
    """Let the bus of that folder start the portal when somebody asks it, as a desktop's does."""
    (folder / "services").mkdir()
    os.mkfifo(folder / "orders")
    # Opened for both, so that it never ends.
    command = f"exec {sys.executable} {_SERVICE} front gives 0<>{folder}/orders"
    (folder / "services" / "portal.service").write_text(
        "[D-BUS Service]\nName=org.freedesktop.portal.Desktop\n"
        f"Exec=/usr/bin/env PORTAL_PICTURE={picture} /bin/sh -c '{command}'\n"
    )


@contextlib.contextmanager
def portal_service(
    address: str, role: str, behaviour: str = "gives", *, picture: Path | None = None, triggers: Mapping[str, str] = {}
) -> Iterator[PortalService]:
    """Run the service as long as the context lasts; `triggers` are what a desktop gives in place of what is wanted."""
    env = {"DBUS_SESSION_BUS_ADDRESS": address, "PORTAL_TRIGGERS": json.dumps(dict(triggers))}
    env |= {"PORTAL_PICTURE": str(picture)} if picture else {}
    command = [sys.executable, str(_SERVICE), role, behaviour]
    process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    try:
        yield PortalService(process)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
