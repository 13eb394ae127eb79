"""Starting with the session: one contract for the plain files and for the registry, faked; and what a desktop reads."""

from __future__ import annotations

import configparser
import plistlib
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.system import autostart, autostart_macos, autostart_windows, autostart_xdg

COMMAND = ["/opt/See Say/bin/seesay"]


class FakeRegistry(SimpleNamespace):
    """The calls of `winreg` that are used, on a dictionary."""

    def __init__(self) -> None:
        super().__init__(HKEY_CURRENT_USER=1, REG_SZ=1)
        self.values: dict[str, str] = {}
        self.has_key = False

    @contextmanager
    def OpenKey(self, root: int, key: str) -> Iterator[str]:  # noqa: N802  # winreg's name
        assert (root, key) == (1, autostart_windows.KEY)
        if not self.has_key:
            raise FileNotFoundError(key)
        yield key

    @contextmanager
    def CreateKey(self, root: int, key: str) -> Iterator[str]:  # noqa: N802  # winreg's name
        self.has_key = True
        with self.OpenKey(root, key):
            yield key

    def QueryValueEx(self, key: str, name: str) -> tuple[str, int]:  # noqa: N802  # winreg's name
        if name not in self.values:
            raise FileNotFoundError(name)
        return self.values[name], self.REG_SZ

    def SetValueEx(self, key: str, name: str, reserved: int, kind: int, value: str) -> None:  # noqa: N802  # winreg's
        assert (reserved, kind) == (0, self.REG_SZ)
        self.values[name] = value

    def DeleteValue(self, key: str, name: str) -> None:  # noqa: N802  # winreg's name
        self.QueryValueEx(key, name)
        del self.values[name]


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> FakeRegistry:
    made = FakeRegistry()
    monkeypatch.setitem(sys.modules, "winreg", made)
    return made


@pytest.fixture(params=autostart.BACKENDS, ids=lambda each: each.name)
def backend(request: Any, registry: FakeRegistry) -> Any:
    return request.param


def test_it_is_off_until_it_is_switched_on_and_off_again(backend: Any) -> None:
    assert not backend.is_on()
    backend.switch(COMMAND, False)
    assert not backend.is_on()
    backend.switch(COMMAND, True)
    backend.switch(COMMAND, True)
    assert backend.is_on()
    backend.switch(COMMAND, False)
    assert not backend.is_on()


def test_it_says_where_it_writes(backend: Any) -> None:
    assert backend.where().strip()


def test_one_back_end_is_for_this_platform() -> None:
    assert [each.name for each in autostart.BACKENDS if each.is_compatible()] == [autostart.backend().name]


def test_the_command_is_one_that_exists() -> None:
    assert Path(autostart.command()[0]).exists()


@pytest.mark.parametrize(
    ("variable", "value", "wanted"),
    [
        ("APPIMAGE", "/home/me/SeeSay.AppImage", ["/home/me/SeeSay.AppImage"]),
        ("FLATPAK_ID", "org.seesay.SeeSay", ["flatpak", "run", "org.seesay.SeeSay"]),
        ("NOTHING", "", [sys.executable]),
    ],
)
def test_a_bundle_is_started_from_outside_of_it(
    variable: str, value: str, wanted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv(variable, value)
    assert autostart.command() == wanted


def test_a_flatpak_writes_where_the_desktop_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLATPAK_ID", "org.seesay.SeeSay")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/home/me/.var/app/org.seesay.SeeSay/config")
    assert autostart_xdg.where() == str(Path.home() / ".config" / "autostart" / "seesay.desktop")


def test_the_registry_gets_one_quoted_line(registry: FakeRegistry) -> None:
    autostart_windows.switch([r"C:\Program Files\SeeSay\seesay.exe"], True)
    assert registry.values == {"SeeSay": r'"C:\Program Files\SeeSay\seesay.exe"'}


def test_the_agent_starts_the_command_at_log_in() -> None:
    autostart_macos.switch(COMMAND, True)
    agent = plistlib.loads(Path(autostart_macos.where()).read_bytes())
    assert (agent["ProgramArguments"], agent["RunAtLoad"]) == (COMMAND, True)


def test_an_agent_that_is_disabled_or_broken_is_off() -> None:
    autostart_macos.switch(COMMAND, True)
    file = Path(autostart_macos.where())
    agent = plistlib.loads(file.read_bytes())
    file.write_bytes(plistlib.dumps({**agent, "Disabled": True}))
    assert not autostart_macos.is_on()
    for broken in (
        b"nothing",
        b"<?xml version='1.0'?><plist><dict>",
        b"<?xml version='1.0'?><plist><date>x</date></plist>",
    ):
        file.write_bytes(broken)
        assert not autostart_macos.is_on()


@pytest.mark.parametrize("path", ["/usr/bin/seesay", "/opt/See Say/seesay", '/opt/50% "odd" $x\\y/seesay'])
def test_the_desktop_file_leads_back_to_the_command(path: str) -> None:
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # the file's own way to set it
    parser.read_string(autostart_xdg.entry([path]))
    entry = parser["Desktop Entry"]
    assert (entry["Type"], entry["Name"]) == ("Application", "SeeSay")
    value = entry["Exec"].replace("\\\\", "\\").replace("%%", "%")
    # shlex leaves the mark before a dollar sign, which the specification takes away.
    assert shlex.split(value.replace("\\$", "$")) == [path]


def test_what_the_desktop_switched_off_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    autostart_xdg.switch(COMMAND, True)
    file = Path(autostart_xdg.where())
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "Hidden=true\n", encoding="utf-8")
    assert not autostart_xdg.is_on()
    file.write_text(text.replace("enabled=true", "enabled=false"), encoding="utf-8")
    assert not autostart_xdg.is_on()


def test_a_folder_that_cannot_be_written_is_an_error() -> None:
    folder = Path(autostart_xdg.where()).parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file", encoding="utf-8")
    assert not autostart_xdg.is_on()
    with pytest.raises(OSError, match="autostart"):
        autostart_xdg.switch(COMMAND, True)
