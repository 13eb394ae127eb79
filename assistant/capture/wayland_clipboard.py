"""The clipboard on Wayland by `wl-paste`, where a program without the keyboard may read it at all.

wlroots' desktops, KDE Plasma and COSMIC let clipboard managers read (the data-control protocols); GNOME doesn't, and
there wl-paste would open a window to steal the keyboard for a moment, so it isn't asked.
"""

from __future__ import annotations

import shutil
import subprocess
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from assistant.capture.file import MAX_BYTES
from assistant.capture.shot import Clipping
from assistant.core.errors import ClipboardHidden, FileTooLarge, NoClipboardPicture, SourceStalled
from assistant.system.desktop import SessionKind, detect

PROGRAM = "wl-paste"
SECONDS = 3.0
# Desktops whose clipboard managers may read without the keyboard, by the names of `system.desktop`.
OPEN_DESKTOPS = frozenset({"Sway", "Hyprland", "wlroots", "KDE Plasma", "COSMIC", "LXQt"})
PICTURES = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp", "image/gif")
_TEXTS = ("text/plain;charset=utf-8", "text/plain", "UTF8_STRING")
_FILES = "text/uri-list"


class WaylandClipboard:
    """Reads what was copied, through pipes: nothing of it becomes a file or an argument."""

    name: ClassVar[str] = "wl-paste"
    install_hint: ClassVar[str] = "wl-clipboard"

    def is_compatible(self, session: SessionKind) -> bool:
        """Tell whether this desktop lets programs in the background read the clipboard."""
        return session is SessionKind.WAYLAND and detect().name in OPEN_DESKTOPS

    def is_installed(self) -> bool:
        """Tell whether wl-paste is there."""
        return shutil.which(PROGRAM) is not None

    def read(self, *, is_text_wanted: bool = False) -> Clipping:
        """Return a copied file or picture, or where it is wanted text, which goes before a picture.

        Raises `NoClipboardPicture`, `ClipboardHidden`, `FileTooLarge` or `SourceStalled`.
        """
        kinds = _pasted("--list-types").decode(errors="replace").split("\n")
        if _FILES in kinds and (path := _first_file(_pasted("--no-newline", "--type", _FILES))):
            return Clipping(path=path)
        text = next((kind for kind in _TEXTS if kind in kinds), "")
        if is_text_wanted and text:
            words = _pasted("--no-newline", "--type", text).decode(errors="replace")
            if words.strip():
                return Clipping(text=words)
        picture = next((kind for kind in PICTURES if kind in kinds), "")
        if not picture:
            raise NoClipboardPicture
        return Clipping(encoded=_pasted("--no-newline", "--type", picture))


def _first_file(listed: bytes) -> str:
    """Return the first local file of a list of addresses, "" where there is none."""
    for line in listed.decode(errors="replace").splitlines():
        parts = urlsplit(line.strip())
        if parts.scheme == "file" and parts.netloc in ("", "localhost"):
            return unquote(parts.path)
    return ""


def _pasted(*options: str) -> bytes:
    """Return what wl-paste gives; the program that owns the clipboard may be slow, or never end."""
    try:
        done = subprocess.run(
            [PROGRAM, *options], stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceStalled(source="clipboard") from None
    if len(done.stdout) > MAX_BYTES:
        raise FileTooLarge(name="clipboard", megabytes=str(MAX_BYTES // 2**20))
    if done.returncode == 0:
        return done.stdout
    if b"data-control" in done.stderr or b"data control" in done.stderr:
        raise ClipboardHidden(desktop=detect().name)
    raise NoClipboardPicture
