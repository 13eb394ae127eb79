"""With the network switched off nothing leaves this computer; with it on the same commands do, or try to."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.app.specs import Specs
from assistant.core.errors import NetworkOff
from assistant.core.settings import Settings
from assistant.system import paths

SERVER = "https://192.0.2.7:8000"
"""An address that belongs to nobody."""
WATCHED = """
import os, sys

def hook(event, arguments):
    is_far = event == "socket.connect" and isinstance(arguments[1], tuple)
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto") or is_far:
        os.write(2, b"CONNECTS\\n")
        os._exit(99)

sys.addaudithook(hook)
from assistant.__main__ import main
sys.exit(main())
"""
COMMANDS = (
    ["models", "install", "smolvlm-256m", "--json"],
    ["models", "install", "lang:ru", "--json"],
)


def run(words: list[str], *, network: bool) -> subprocess.CompletedProcess[str]:
    (paths.config_dir() / "settings.toml").write_text(
        f"[privacy]\nnetwork = {str(network).lower()}\n", encoding="utf-8"
    )
    return subprocess.run(
        [sys.executable, "-c", WATCHED, *words], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:3]))
def test_what_would_fetch_opens_no_connection_and_says_how_to_switch_it_on(words: list[str]) -> None:
    ended = run(words, network=False)
    assert "CONNECTS" not in ended.stderr
    told = json.loads(ended.stdout)["error"]
    assert (told["code"], ended.returncode) == ("network_off", 4)
    assert "seesay settings set privacy.network true" in told["hint"]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:3]))
def test_with_the_network_on_the_same_command_does_connect(words: list[str]) -> None:
    assert "CONNECTS" in run(words, network=True).stderr


def test_a_server_elsewhere_gets_no_child_and_one_on_this_computer_does(tmp_path: Path) -> None:
    off = Specs(lambda: Settings({"privacy.network": False}), tmp_path)
    with pytest.raises(NetworkOff):
        off.of(SERVER)
    with pytest.raises(NetworkOff):
        Specs(lambda: Settings({"privacy.network": False, "engine.model": SERVER}), tmp_path).preferred()
    assert off.of("http://127.0.0.1:8000").server is not None
    assert Specs(lambda: Settings({"engine.model": SERVER}), tmp_path).of(SERVER).server is not None
