"""What lies beside a model's files: whose they are, what they can do, and the size and sha256 of each.

`seesay-model.toml` is written last, when everything is there and was compared; a folder without it is no model.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from assistant.core.errors import ModelBroken
from assistant.vision.model_entry import Family, ModelFile, Training
from assistant.vision.store.files import is_accepted

NAME = "seesay-model.toml"
_VERSION = 1
_HEADER = "What SeeSay knows of this model. `seesay models verify` compares the files with it."


@dataclass(frozen=True, slots=True)
class Record:
    """An installed model. `commit` is the repository's, empty for a model that came from a folder only."""

    name: str
    family: Family
    training: Training
    resolution: int
    files: tuple[ModelFile, ...]
    repository: str = ""
    commit: str = ""
    licence: str = ""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size or 0 for file in self.files)


def write(folder: Path, record: Record) -> None:
    """Write a model's record. Raises OSError."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(_HEADER))
    document["version"] = _VERSION
    for field in ("name", "family", "training", "resolution", "repository", "commit", "licence"):
        document[field] = getattr(record, field)
    listed = tomlkit.aot()
    for file in record.files:
        item = tomlkit.table()
        item.update({"path": file.path, "size": file.size, "sha256": file.sha256})
        listed.append(item)
    document["file"] = listed
    (folder / NAME).write_text(tomlkit.dumps(document), encoding="utf-8")


def read(folder: Path) -> Record:
    """Return the record in a folder. Raises `ModelBroken` where it is missing, broken or names what it may not."""
    try:
        held = tomllib.loads((folder / NAME).read_text(encoding="utf-8"))
        return _parse(held)
    except (OSError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise ModelBroken(model=folder.name, file=NAME) from error


def _parse(held: dict[str, Any]) -> Record:
    if held["version"] != _VERSION or held["family"] not in get_args(Family):
        raise ValueError("of another version")
    if held["training"] not in get_args(Training):
        raise ValueError("an unknown training")
    files = tuple(ModelFile(str(each["path"]), int(each["size"]), str(each["sha256"])) for each in held["file"])
    if not files or not all(is_accepted(file.path, held["family"]) for file in files):
        raise ValueError("no files, or such as are none of a model")
    return Record(
        name=str(held["name"]),
        family=cast("Family", held["family"]),
        training=cast("Training", held["training"]),
        resolution=int(held["resolution"]),
        files=files,
        repository=str(held["repository"]),
        commit=str(held["commit"]),
        licence=str(held["licence"]),
    )
