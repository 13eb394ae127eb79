"""Which kind of session this is, read from the environment.

What a program can see and grab differs by session, so every room asks here. Nothing is connected to: the answer is
what the environment says, and a back-end may still find out that it is wrong.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class SessionKind(StrEnum):
    """How programs reach the screen."""

    X11 = "x11"
    WAYLAND = "wayland"
    WINDOWS = "windows"
    MACOS = "macos"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Desktop:
    """The session and the desktop's own name ("" where nobody tells)."""

    kind: SessionKind
    name: str


NAMES = {
    "gnome": "GNOME",
    "gnome-classic": "GNOME",
    "unity": "Unity",
    "kde": "KDE Plasma",
    "xfce": "Xfce",
    "mate": "MATE",
    "x-cinnamon": "Cinnamon",
    "cinnamon": "Cinnamon",
    "lxqt": "LXQt",
    "lxde": "LXDE",
    "budgie": "Budgie",
    "pantheon": "Pantheon",
    "cosmic": "COSMIC",
    "deepin": "Deepin",
    "sway": "Sway",
    "hyprland": "Hyprland",
    "wlroots": "wlroots",
    "i3": "i3",
    "openbox": "Openbox",
}


def detect(environ: Mapping[str, str] | None = None, platform: str | None = None) -> Desktop:
    """Tell the session from its environment; a pure function of the arguments, which default to this process's."""
    env = os.environ if environ is None else environ
    system = sys.platform if platform is None else platform
    if system == "win32":
        return Desktop(SessionKind.WINDOWS, "Windows")
    if system == "darwin":
        return Desktop(SessionKind.MACOS, "macOS")
    return Desktop(_kind(env), _name(env))


def _kind(env: Mapping[str, str]) -> SessionKind:
    # A Wayland session has a DISPLAY too (Xwayland), behind which the screen is black and keys are not heard.
    if env.get("WAYLAND_DISPLAY") or env.get("XDG_SESSION_TYPE", "").lower() == "wayland":
        return SessionKind.WAYLAND
    return SessionKind.X11 if env.get("DISPLAY") else SessionKind.NONE


def _name(env: Mapping[str, str]) -> str:
    flavours = [part.strip() for part in env.get("XDG_CURRENT_DESKTOP", "").split(":") if part.strip()]
    others = [env.get("XDG_SESSION_DESKTOP", ""), env.get("DESKTOP_SESSION", "")]
    candidates = [part for part in (*flavours, *others) if part]
    known = (NAMES[part.lower()] for part in candidates if part.lower() in NAMES)
    name = next(known, candidates[0] if candidates else "")
    return name[:40]
