"""Places what a Linux desktop finds a program by (menu entry, icons, AppStream data, man page) below a prefix."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

import icons
import recipe
from contents import APP_ID

SOURCES = recipe.INSTALLERS / "linux" / "desktop"
AUTOSTART = SOURCES / "seesay-autostart.desktop"


def place(prefix: Path) -> None:
    """Write everything below the prefix (/usr, or a home's .local)."""
    share = prefix / "share"
    write(share / "applications" / f"{APP_ID}.desktop", (SOURCES / f"{APP_ID}.desktop").read_text("utf-8"))
    write(share / "metainfo" / f"{APP_ID}.metainfo.xml", recipe.filled(SOURCES / f"{APP_ID}.metainfo.xml"))
    write_gz(share / "man" / "man1" / "seesay.1.gz", recipe.filled(SOURCES / "seesay.1"))
    hicolor = share / "icons" / "hicolor"
    copy(icons.SOURCE, hicolor / "scalable" / "apps" / f"{APP_ID}.svg")
    for size in icons.SIZES:
        copy(icons.FOLDER / f"seesay-{size}.png", hicolor / f"{size}x{size}" / "apps" / f"{APP_ID}.png")


def write(file: Path, text: str) -> None:
    """Write a text that everybody may read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    file.chmod(0o644)


def write_gz(file: Path, text: str) -> None:
    """Write a compressed text whose bytes depend on nothing but the text."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    file.chmod(0o644)


def copy(source: Path, file: Path) -> None:
    """Copy a file that everybody may read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, file)
    file.chmod(0o644)


def settle(folder: Path) -> None:
    """Give everything below one time and the plain rights: the same sources make the same package."""
    time = recipe.source_date()
    for path in sorted(folder.rglob("*"), reverse=True):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or (os.access(path, os.X_OK) and _is_program(path)) else 0o644)
        os.utime(path, (time, time), follow_symlinks=False)
    folder.chmod(0o755)
    os.utime(folder, (time, time))


def _is_program(file: Path) -> bool:
    return ".so" not in file.name and file.suffix not in {".py", ".pyc", ".txt"}
