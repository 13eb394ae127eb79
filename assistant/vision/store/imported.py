"""A model that is in no catalogue: what can be said of it from its record."""

from __future__ import annotations

from types import MappingProxyType

from assistant.vision.model_entry import TRAINED, ModelEntry
from assistant.vision.shapes import PRECISIONS, RUNTIME
from assistant.vision.store.files import WEIGHTS
from assistant.vision.store.record import Record


def entry_of(held: Record) -> ModelEntry:
    """Return an imported model as if it were the catalogue's.

    Its shapes aren't looked at: the memory is that of its weights' files, at any precision, which is too much for the
    narrow ones and at most half for fp32.
    """
    weights = sum(file.size or 0 for file in held.files if file.path.endswith(WEIGHTS))
    return ModelEntry(
        name=held.name,
        family=held.family,
        repository=held.repository,
        revision=held.commit,
        licence=held.licence,
        licence_url="",
        is_gated=False,
        size_b=round(weights / 2e9, 3),
        resolution=held.resolution,
        training=held.training,
        files=held.files,
        tasks=TRAINED[held.training],
        memory=MappingProxyType(
            {name: weights * (2 if name == "fp32" else 1) + RUNTIME for name in PRECISIONS} if weights else {}
        ),
        download=held.size,
    )
