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
    """The session, the desktop's own name ("" where nobody tells), and whether it usually shows tray icons."""

    kind: SessionKind
    name: str
    has_tray: bool


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
# These desktops show no tray icons unless the user adds a part; Ubuntu, Pop and Zorin ship GNOME with it.
WITHOUT_TRAY = {"GNOME", "Sway", "Hyprland", "wlroots", "Pantheon", "Openbox"}
GNOME_WITH_TRAY = {"ubuntu", "pop", "zorin"}


def detect(environ: Mapping[str, str] | None = None, platform: str | None = None) -> Desktop:
    """Tell the session from its environment; a pure function of the arguments, which default to this process's."""
    env = os.environ if environ is None else environ
    system = sys.platform if platform is None else platform
    if system == "win32":
        return Desktop(SessionKind.WINDOWS, "Windows", has_tray=True)
    if system == "darwin":
        return Desktop(SessionKind.MACOS, "macOS", has_tray=True)
    kind = _kind(env)
    name, flavours = _name(env)
    if kind is SessionKind.NONE:
        return Desktop(kind, name, has_tray=False)
    has_tray = bool(name) and (name not in WITHOUT_TRAY or bool(GNOME_WITH_TRAY & flavours))
    return Desktop(kind, name, has_tray)


def _kind(env: Mapping[str, str]) -> SessionKind:
    # A Wayland session has a DISPLAY too (Xwayland), behind which the screen is black and keys are not heard.
    if env.get("WAYLAND_DISPLAY") or env.get("XDG_SESSION_TYPE", "").lower() == "wayland":
        return SessionKind.WAYLAND
    return SessionKind.X11 if env.get("DISPLAY") else SessionKind.NONE


def _name(env: Mapping[str, str]) -> tuple[str, set[str]]:
    flavours = [part.strip() for part in env.get("XDG_CURRENT_DESKTOP", "").split(":") if part.strip()]
    others = [env.get("XDG_SESSION_DESKTOP", ""), env.get("DESKTOP_SESSION", "")]
    candidates = [part for part in (*flavours, *others) if part]
    known = (NAMES[part.lower()] for part in candidates if part.lower() in NAMES)
    name = next(known, candidates[0] if candidates else "")
    return name[:40], {part.lower() for part in flavours}
