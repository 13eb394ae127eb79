"""What is known of one model, and what each training knows: values without a table.

Nothing heavy is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from assistant.core.domain import Task

Family = Literal["paligemma", "chat", "masks"]
Training = Literal["mix", "pt", "docci", "refcoco-seg", "chat", "masks"]
HUB = "https://huggingface.co"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model: its path in the repository, its bytes, its sha256 in hex; None where that isn't known."""

    path: str
    size: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A model of the catalogue.

    `revision` is a commit, or a branch whose commit is taken from the hub's record at the first install and pinned
    then. `files` are those that are known beforehand; where there are none, the hub's record says which there are.
    `size_b` is billions of parameters, `resolution` the side of the square picture in pixels (0: any), `memory` the
    bytes needed by precision ("nf4", "int8", "bf16", "fp16", "fp32"), computed by `shapes.memory_needed`.
    `download` is about how many bytes are fetched, computed from the shapes where the files' sizes aren't known.
    """

    name: str
    family: Family
    repository: str
    revision: str
    licence: str
    licence_url: str
    is_gated: bool
    size_b: float
    resolution: int
    training: Training
    files: tuple[ModelFile, ...]
    tasks: frozenset[str]
    memory: Mapping[str, int]
    download: int
    kind: Literal["model", "space"] = "model"

    @property
    def page(self) -> str:
        """The model's page, where a gate is opened."""
        return f"{HUB}/{'spaces/' if self.kind == 'space' else ''}{self.repository}"


TRAINED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "mix": frozenset(Task),
        # Its pre-training knows prompts of these forms only, none of one's own.
        "pt": frozenset(Task) - {Task.PROMPT},
        "docci": frozenset({Task.DESCRIBE}),
        "refcoco-seg": frozenset({Task.OUTLINE, Task.FIND}),
        "chat": frozenset({Task.DESCRIBE, Task.READ, Task.ASK, Task.QUESTION, Task.PROMPT}),
        "masks": frozenset(),
    }
)
"""What each training knows, as tasks of the core."""
