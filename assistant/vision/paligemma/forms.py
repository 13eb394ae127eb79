"""The forms in which a model can be loaded here, from the planned one down to the smallest that makes sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.core.errors import ModelTooLarge
from assistant.vision.paligemma import files

if TYPE_CHECKING:
    from assistant.vision.paligemma.model import PaliGemmaModel


@dataclass(frozen=True, slots=True)
class Form:
    """A model's files at a precision."""

    name: str
    folder: Path
    precision: str


Loader = Callable[[Form], "PaliGemmaModel"]


class Forms:
    """Loads one form after the other, each smaller than the former; there is no way back up in this process."""

    def __init__(self, first: Form, smaller: Callable[[Form], Form | None], loader: Loader) -> None:
        self._form = first
        self._smaller = smaller
        self._loader = loader

    @property
    def name(self) -> str:
        """The name of the model that is loaded."""
        return self._form.name

    def load(self) -> PaliGemmaModel:
        """Load the form that it is at. Raises the errors of loading."""
        return self._loader(self._form)

    def step_down(self) -> bool:
        """Go to the next smaller form; False where there is none."""
        form = self._smaller(self._form)
        if form is None:
            return False
        self._form = form
        return True

    def too_large(self) -> ModelTooLarge:
        """Return the error for memory that ran out at the last form."""
        need = sum(path.stat().st_size for path in self._form.folder.glob("*.safetensors"))
        free = files.free_memory()
        return ModelTooLarge(model=self.name, need=files.gigabytes(need), free=files.gigabytes(free))


_LADDER: Mapping[str, str] = {"fp32": "bf16", "bf16": "int8", "fp16": "int8", "int8": "nf4"}


def forms_of(options: Mapping[str, str], name: str, folder: Path) -> Forms:
    """Return the forms that an engine's options allow."""
    from assistant.vision.paligemma.loading import load

    loaded: list[str] = []

    def loader(form: Form) -> PaliGemmaModel:
        model = load(
            form.folder,
            name=form.name,
            device=options.get("device") or "auto",
            precision=form.precision,
            cache=Path(options["cache"]) if options.get("cache") else None,
            threads=int(options["threads"]) if options.get("threads") else None,
            memory_limit=int(options["memory_limit"]) if options.get("memory_limit") else None,
        )
        loaded.append(model.precision)
        return model

    return Forms(Form(name, folder, options.get("precision") or "auto"), _smaller_of(loaded), loader)


def _smaller_of(loaded: Sequence[str]) -> Callable[[Form], Form | None]:
    def smaller(form: Form) -> Form | None:
        precision = loaded[-1] if loaded else form.precision
        if precision in _LADDER:
            return Form(form.name, form.folder, _LADDER[precision])
        return _at_224(form)

    return smaller


def _at_224(form: Form) -> Form | None:
    """Return the same model for small pictures, where it is installed beside the one that is loaded."""
    stem, _, resolution = form.name.rpartition("-")
    folder = form.folder.parent / f"{stem}-224"
    if not resolution.isdigit() or int(resolution) <= 224 or not folder.is_dir():
        return None
    return Form(folder.name, folder, form.precision)
