"""The models that SeeSay knows: where each is published, under which licence, what it can do and what it needs.

The look-up; the values are in `model_entry`, the table in `models_table`. Nothing is fetched or measured here, and
nothing heavy is imported. The family "masks" answers nothing: it is what PaliGemma's outlines are made with.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.errors import ModelUnknown
from assistant.vision.model_entry import Family, ModelEntry, ModelFile, Training
from assistant.vision.models_table import MASKS, TABLE

__all__ = [
    "CATALOGUE",
    "MASKS",
    "Family",
    "ModelEntry",
    "ModelFile",
    "Training",
    "entry",
    "entry_of_repository",
]

CATALOGUE: Mapping[str, ModelEntry] = MappingProxyType({each.name: each for each in TABLE})


def entry(name: str) -> ModelEntry:
    """Return a model of the catalogue. Raises `ModelUnknown`."""
    if name not in CATALOGUE:
        raise ModelUnknown(model=name)
    return CATALOGUE[name]


def entry_of_repository(repository: str) -> ModelEntry | None:
    """Return the model that is published under that name, `owner/name`; None where the catalogue has none."""
    return next((each for each in TABLE if each.repository.lower() == repository.lower()), None)
