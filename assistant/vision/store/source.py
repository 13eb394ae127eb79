"""A folder that a model is imported from: another SeeSay's, a snapshot of the hub's cache, or plain files.

Whatever the folder says of its own files is compared while they are copied: the sha256 of a SeeSay's record, and the
names of the hub's cache, which are the files' hashes.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast, get_args

from assistant.core.errors import ModelBroken, ModelUnsafe, UsageError
from assistant.vision import catalogue
from assistant.vision.model_entry import Family, ModelEntry, ModelFile, Training
from assistant.vision.store import files, record
from assistant.vision.store.record import Record

_CACHE = re.compile(r"models--([^-].*?)--(.+)")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CONFIG = "config.json"
_USUAL_SIDE = 224
# What `--engine` and the settings mean something else by is no name of a model.
_OWN_NAME = re.compile(r"(?!(?:auto|none|embedded)\Z)[a-z0-9][a-z0-9.\-]{0,60}")


@dataclass(frozen=True, slots=True)
class Source:
    """What would be imported: the record it will have, sha256 None where nobody tells, and where each file lies."""

    record: Record
    paths: tuple[Path, ...]

    @property
    def size(self) -> int:
        """Bytes to be copied."""
        return self.record.size

    def copy_to(self, folder: Path, on_bytes: files.OnBytes) -> Record:
        """Copy every file; return the record with their sha256. Raises `ModelBroken` and OSError."""
        copied = tuple(
            self._copied(file, path, folder, on_bytes) for file, path in zip(self.record.files, self.paths, strict=True)
        )
        return replace(self.record, files=copied)

    def _copied(self, file: ModelFile, path: Path, folder: Path, on_bytes: files.OnBytes) -> ModelFile:
        target = folder / file.path
        found = files.copy(path, target, on_bytes)
        told = path.resolve().name
        is_wrong = file.sha256 not in (None, found) or target.stat().st_size != file.size
        if _COMMIT.fullmatch(told):
            is_wrong = is_wrong or _git_hash(target) != told
        if is_wrong:
            raise ModelBroken(model=self.record.name, file=file.path)
        return ModelFile(file.path, file.size, found)


def look_at(folder: Path, *, name: str = "", family: str = "", training: str = "") -> Source:
    """Return what a folder has to import.

    `name` is what the model is to be called; needed where neither a record nor the cache's folder tells. For a name
    that is not the catalogue's, `training` is needed, and `family` where config.json doesn't tell.

    Raises `UsageError` (what is missing, or a folder that can't be read, is named), `ModelBroken` and `ModelUnsafe`.
    """
    try:
        return _look_at(folder, name, family, training)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(detail=str(folder)) from error


def _look_at(folder: Path, name: str, family: str, training: str) -> Source:
    root, repository, commit = _snapshot(folder)
    if not root.is_dir():
        raise UsageError(detail=str(folder))
    if (root / record.NAME).is_file():
        return _of_seesay(root, name)
    entry = catalogue.entry_of_repository(repository) if repository else None
    called = name or (entry.name if entry else "")
    if called not in catalogue.CATALOGUE and not _OWN_NAME.fullmatch(called):
        raise UsageError(detail=f"--name {called}".strip())
    made = _record(root, called, family, training)
    is_same = entry is not None and entry.name == called
    made = replace(made, repository=repository, commit=commit if is_same else "")
    return Source(made, tuple(root / file.path for file in made.files))


def _snapshot(folder: Path) -> tuple[Path, str, str]:
    """Return where the files lie, and what the hub's cache tells by its folders' names: repository and commit."""
    folder = folder.absolute()
    if _CACHE.fullmatch(folder.name):
        main = folder / "refs" / "main"
        commits = sorted(path for path in (folder / "snapshots").glob("*") if path.is_dir())
        wanted = main.read_text(encoding="utf-8").strip() if main.is_file() else ""
        folder = next((path for path in commits if path.name == wanted), commits[0] if commits else folder)
    outer = folder.parent.parent.name
    match = _CACHE.fullmatch(outer)
    if match and folder.parent.name == "snapshots" and _COMMIT.fullmatch(folder.name):
        return folder, f"{match[1]}/{match[2]}", folder.name
    return folder, "", ""


def _of_seesay(root: Path, name: str) -> Source:
    held = record.read(root)
    if name and name != held.name:
        if name in catalogue.CATALOGUE or held.name in catalogue.CATALOGUE:
            raise UsageError(detail=f"--name {name}")
        held = replace(held, name=name)
    entry = catalogue.CATALOGUE.get(held.name)
    if entry is not None:
        held = _as_known(entry, held)
    elif not _OWN_NAME.fullmatch(held.name):
        raise UsageError(detail=f"--name {name}".strip())
    if lost := next((file.path for file in held.files if not (root / file.path).is_file()), None):
        raise ModelBroken(model=held.name, file=lost)
    return Source(held, tuple(root / file.path for file in held.files))


def _as_known(entry: ModelEntry, held: Record) -> Record:
    """Return a record with the sha256 that the catalogue has. Raises `ModelBroken` where it is of another model."""
    if (held.family, held.training, held.resolution) != (entry.family, entry.training, entry.resolution):
        raise ModelBroken(model=held.name, file=record.NAME)
    known = {file.path: file.sha256 for file in entry.files}
    return replace(held, files=tuple(replace(file, sha256=known.get(file.path) or file.sha256) for file in held.files))


def _record(root: Path, name: str, family: str, training: str) -> Record:
    entry = catalogue.CATALOGUE.get(name)
    kind = entry.family if entry else family
    paths = sorted(path.name for path in root.iterdir() if path.is_file())
    if kind == "masks":
        return _masks(root, name, paths)
    taken = tuple(_file(root / path) for path in paths if files.is_accepted(path, kind))
    _check_contents(name, paths, taken)
    found, resolution = _told_by_config(name, root / _CONFIG)
    if entry is not None:
        if found != entry.family or entry.resolution not in (0, resolution, 512):
            raise ModelBroken(model=name, file=_CONFIG)
        return Record(name, entry.family, entry.training, entry.resolution, taken, licence=entry.licence)
    own_family = family or found
    own_training = training or ("chat" if own_family == "chat" else "")
    if own_family not in get_args(Family) or own_training not in get_args(Training):
        raise UsageError(detail="--family paligemma|chat --training mix|pt|docci|refcoco-seg|chat")
    return Record(name, cast("Family", own_family), cast("Training", own_training), resolution, taken)


def _masks(root: Path, name: str, paths: list[str]) -> Record:
    entry = catalogue.entry(name)
    known = {file.path: file for file in entry.files}
    taken = tuple(replace(_file(root / path), sha256=known[path].sha256) for path in paths if path in known)
    if not taken:
        raise ModelBroken(model=name, file=entry.files[0].path)
    return Record(name, entry.family, entry.training, entry.resolution, taken, licence=entry.licence)


def _check_contents(name: str, paths: list[str], taken: tuple[ModelFile, ...]) -> None:
    if not any(file.path.endswith(files.WEIGHTS) for file in taken):
        if pickle := next((path for path in paths if files.is_pickle(path)), None):
            raise ModelUnsafe(model=name, file=pickle)
        raise ModelBroken(model=name, file="model" + files.WEIGHTS)
    for file in taken:
        if not file.size:
            raise ModelBroken(model=name, file=file.path)


def _told_by_config(name: str, path: Path) -> tuple[str, int]:
    """Return a model's family and the side of its picture, from its config.json. Raises `ModelBroken`."""
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
        vision = config.get("vision_config") or {}
        kind = config["model_type"]
        # What is as the library has it anyhow isn't written: the checkpoints at 224 don't tell their side.
        side = vision.get("image_size", _USUAL_SIDE if kind == "paligemma" else 0)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelBroken(model=name, file=_CONFIG) from error
    return ("paligemma" if kind == "paligemma" else "chat"), side if isinstance(side, int) else 0


def _file(path: Path) -> ModelFile:
    """Return a file, its sha256 where the hub's cache tells it: large files lie there under it."""
    told = path.resolve().name
    return ModelFile(path.name, path.stat().st_size, told if _SHA256.fullmatch(told) else None)


def _git_hash(path: Path) -> str:
    digest = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
