"""Whether a screen reader runs on Windows: by the flag that they set, and Narrator, which sets none (*not yet run*)."""

from __future__ import annotations

import ctypes
import logging

from assistant.system import native
from assistant.system.native import BOOL, DWORD, HANDLE

log = logging.getLogger(__name__)

GET_SCREEN_READER = 0x0046
NARRATOR = r"Software\Microsoft\Narrator\NoRoam"
RUNNING = "RunningState"


def is_running(user32: native.Library | None = None) -> bool:
    """Tell whether NVDA, JAWS or another has announced itself, or Narrator runs. Never raises."""
    try:
        return _is_announced(user32 or native.windows_library("user32")) or _is_narrator_running()
    except OSError as error:
        log.debug("nobody knows whether a screen reader runs: %s", error)
        return False


def _is_announced(user: native.Library) -> bool:
    is_on = BOOL()
    ask = user.function("SystemParametersInfoW", BOOL, DWORD, DWORD, HANDLE, DWORD)
    return bool(ask(GET_SCREEN_READER, 0, ctypes.byref(is_on), 0)) and bool(is_on.value)


def _is_narrator_running() -> bool:
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, NARRATOR) as key:  # type: ignore[attr-defined,unused-ignore]  # only there
            return bool(winreg.QueryValueEx(key, RUNNING)[0])  # type: ignore[attr-defined,unused-ignore]  # only there
    except FileNotFoundError:  # it never ran here
        return False
