"""The session as its environment tells it."""

from __future__ import annotations

import pytest

from assistant.system.desktop import Desktop, SessionKind, detect

CASES = {
    "nothing at all": ({}, Desktop(SessionKind.NONE, "")),
    "bare X": ({"DISPLAY": ":0"}, Desktop(SessionKind.X11, "")),
    "GNOME on Wayland": (
        {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "XDG_CURRENT_DESKTOP": "GNOME"},
        Desktop(SessionKind.WAYLAND, "GNOME"),
    ),
    "Ubuntu's GNOME": (
        {"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland", "XDG_CURRENT_DESKTOP": "ubuntu:GNOME"},
        Desktop(SessionKind.WAYLAND, "GNOME"),
    ),
    "KDE on X": (
        {"DISPLAY": ":1", "XDG_SESSION_TYPE": "x11", "XDG_CURRENT_DESKTOP": "KDE"},
        Desktop(SessionKind.X11, "KDE Plasma"),
    ),
    "Cinnamon": ({"DISPLAY": ":0", "XDG_CURRENT_DESKTOP": "X-Cinnamon"}, Desktop(SessionKind.X11, "Cinnamon")),
    "sway": (
        {"WAYLAND_DISPLAY": "wayland-1", "XDG_CURRENT_DESKTOP": "sway"},
        Desktop(SessionKind.WAYLAND, "Sway"),
    ),
    "an old login manager": ({"DISPLAY": ":0", "DESKTOP_SESSION": "xfce"}, Desktop(SessionKind.X11, "Xfce")),
    "a desktop that nobody knows": (
        {"DISPLAY": ":0", "XDG_CURRENT_DESKTOP": "Sugar::"},
        Desktop(SessionKind.X11, "Sugar"),
    ),
    "a text console": ({"XDG_SESSION_TYPE": "tty"}, Desktop(SessionKind.NONE, "")),
    "empty variables": (
        {"DISPLAY": "", "WAYLAND_DISPLAY": "", "XDG_CURRENT_DESKTOP": ""},
        Desktop(SessionKind.NONE, ""),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_linux(case: str) -> None:
    environ, wanted = CASES[case]
    assert detect(environ, "linux") == wanted


def test_other_platforms() -> None:
    assert detect({}, "win32") == Desktop(SessionKind.WINDOWS, "Windows")
    assert detect({"DISPLAY": ":0"}, "darwin") == Desktop(SessionKind.MACOS, "macOS")


def test_a_name_without_end_is_cut() -> None:
    assert len(detect({"DISPLAY": ":0", "XDG_CURRENT_DESKTOP": "x" * 5000}, "linux").name) == 40


def test_this_process_is_asked_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":5")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "MATE")
    assert detect(platform="linux") == Desktop(SessionKind.X11, "MATE")
