"""How NVDA, JAWS and Narrator are noticed on Windows, as documented: *not yet run there*."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from assistant.voice import screen_reader_windows
from support.fake_native import FakeLibrary

USER32 = "BOOL SystemParametersInfoW(UINT, UINT, PVOID, UINT)"


class Machine:
    """The flag and the registry's value; None where there is no such thing."""

    def __init__(self, flag: int | None, narrator: int | None) -> None:
        self.flag, self.narrator = flag, narrator
        self.user32 = FakeLibrary(self, USER32)
        self.winreg = SimpleNamespace(HKEY_CURRENT_USER=1, OpenKey=self.open_key, QueryValueEx=self.query)

    def SystemParametersInfoW(self, action: int, size: int, answer: int, change: int) -> int:  # noqa: N802  # Windows' name
        assert (action, size, change) == (0x46, 0, 0)
        if self.flag is None:
            return 0
        ctypes.c_int32.from_address(answer).value = self.flag
        return 1

    @contextmanager
    def open_key(self, root: int, key: str) -> Iterator[str]:
        assert (root, key) == (1, r"Software\Microsoft\Narrator\NoRoam")
        if self.narrator is None:
            raise FileNotFoundError(key)
        yield key

    def query(self, key: str, name: str) -> tuple[int, int]:
        assert name == "RunningState"
        return int(self.narrator or 0), 4


@pytest.mark.parametrize(
    ("flag", "narrator", "is_running"),
    [
        (1, None, True),
        (0, None, False),
        (0, 0, False),
        (0, 1, True),
        (1, 1, True),
        (None, 1, True),
        (None, None, False),
    ],
)
def test_who_announces_itself_and_narrator_are_noticed(
    monkeypatch: pytest.MonkeyPatch, flag: int | None, narrator: int | None, is_running: bool
) -> None:
    machine = Machine(flag, narrator)
    monkeypatch.setitem(sys.modules, "winreg", machine.winreg)
    assert screen_reader_windows.is_running(machine.user32) == is_running
    machine.user32.assert_all_asked()


def test_elsewhere_nobody_knows() -> None:
    assert not screen_reader_windows.is_running()
