"""Compares what is there with what must be there: a folder with its record, the hub's listing with the catalogue.

What isn't wanted is deleted here as well.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from assistant.core.errors import DownloadError, ModelBroken
from assistant.vision.model_entry import ModelEntry, ModelFile
from assistant.vision.store import files
from assistant.vision.store.hub import Listing
from assistant.vision.store.record import Record


def check_sizes(folder: Path, held: Record) -> None:
    """Raise `ModelBroken` for the first file that is missing or longer or shorter than the record says."""
    for file in held.files:
        if size_of(folder / file.path) != file.size:
            raise ModelBroken(model=held.name, file=file.path)


def size_of(path: Path) -> int | None:
    """Return a file's bytes; None where there is none, perhaps because another process has just renamed it."""
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None


def check_listing(entry: ModelEntry, listing: Listing) -> None:
    """Raise a `DownloadError` where a repository has no model in it, or another one than the catalogue knows."""
    there = {file.path: file for file in listing.files if files.is_accepted(file.path, entry.family)}
    if len(there) != len(listing.files):
        raise DownloadError(model=entry.name, why="garbled", detail="path")
    for known in entry.files:
        found = there.get(known.path)
        if found is None:
            raise DownloadError(model=entry.name, why="missing", detail=known.path)
        if known.sha256 and found.sha256 != known.sha256:
            raise DownloadError(model=entry.name, why="wrong", detail=known.path)
    has_weights = any(path.endswith(files.WEIGHTS) for path in there)
    if entry.family != "masks" and not (has_weights and "config.json" in there):
        raise DownloadError(model=entry.name, why="missing", detail="*" + files.WEIGHTS)


def compare(folder: Path, file: ModelFile, on_bytes: files.OnBytes) -> str:
    """Return what is wrong with a file, "" where nothing is."""
    path = folder / file.path
    if path.is_symlink() or not path.is_file():
        return "missing"
    if path.stat().st_size != file.size:
        return "size"
    return "" if files.sha256_of(path, on_bytes) == file.sha256 else "content"


def unlink(path: Path) -> None:
    """Delete a file or a folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def bin_of(folder: Path) -> Path:
    """Return where a folder lies while it is deleted: beside it, for another place may be on another disk."""
    return folder.parent / ".removed" / folder.name


def delete(folder: Path) -> None:
    """Delete a folder; its name goes first, so that half of it is never taken for the whole. Raises OSError."""
    bin_ = bin_of(folder)
    empty(bin_)
    bin_.parent.mkdir(exist_ok=True)
    folder.rename(bin_)
    empty(bin_)


def empty(bin_: Path) -> None:
    """Delete what lies in a bin."""
    shutil.rmtree(bin_, ignore_errors=True)
    with contextlib.suppress(OSError):
        bin_.parent.rmdir()


def settle(folder: Path) -> None:
    """Let the disk have a folder's names, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
