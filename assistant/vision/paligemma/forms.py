"""The forms in which a model is loaded here: the one that fits this computer, and smaller ones when memory runs out.

What fits is decided by `hardware`; what there is, `probing` finds, and only where somebody has to know: a model whose
device and precision were both named is loaded as it was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from assistant.core.errors import ModelBroken, ModelTooLarge
from assistant.core.wording.hardware import HardwareMessages
from assistant.system import paths
from assistant.vision.catalogue import CATALOGUE
from assistant.vision.hardware import AUTO, Hardware, Plan, Reason, Wish, plan, step_down
from assistant.vision.offline import stay_offline
from assistant.vision.paligemma import files
from assistant.vision.probing import find_hardware
from assistant.vision.store import record
from assistant.vision.store.imported import entry_of

if TYPE_CHECKING:
    from assistant.vision.model_entry import ModelEntry
    from assistant.vision.paligemma.model import PaliGemmaModel


@dataclass(frozen=True, slots=True)
class Form:
    """A model's files, where and at which precision; `reason` says why, None where the user wanted it so."""

    name: str
    folder: Path
    device: str = AUTO
    precision: str = AUTO
    threads: int | None = None
    reason: Reason | None = None


class Loaded(Protocol):
    """A loaded model: where and at which precision it really is."""

    @property
    def device(self) -> str:
        """What computes, as torch calls it."""
        ...

    @property
    def precision(self) -> str:
        """What its numbers are, as the settings call it."""
        ...


Model = TypeVar("Model", bound=Loaded)
Model_co = TypeVar("Model_co", bound=Loaded, covariant=True)


class Load(Protocol[Model_co]):
    """Loads a model's files; see `loading.load`."""

    def __call__(
        self,
        folder: Path,
        *,
        name: str,
        device: str,
        precision: str,
        cache: Path | None,
        threads: int | None,
        memory_limit: int | None,
    ) -> Model_co:
        """Return the model. Raises the errors of loading."""
        ...


class Forms(Generic[Model]):
    """Loads one form after the other, each smaller than the former; there is no way back up in this process."""

    def __init__(self, first: Form, smaller: Callable[[Form], Form | None], loader: Callable[[Form], Model]) -> None:
        """`smaller` gets the form that was too large, with the device and precision that were really taken."""
        self._form = first
        self._smaller = smaller
        self._loader = loader

    @property
    def form(self) -> Form:
        """The form that it is at."""
        return self._form

    def load(self) -> Model:
        """Load the form that it is at. Raises the errors of loading."""
        model = self._loader(self._form)
        form = self._form
        self._form = Form(form.name, form.folder, model.device, model.precision, form.threads, form.reason)
        return model

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
        return ModelTooLarge(model=self._form.name, need=files.gigabytes(need), free=files.gigabytes(free))


def forms_of(options: Mapping[str, str], name: str, folder: Path) -> Forms[PaliGemmaModel]:
    """Return the forms of a PaliGemma that an engine's options allow. Raises what `hardware.plan` does."""
    from assistant.vision.paligemma.loading import load

    return forms_by(load, options, name, folder)


def forms_by(load: Load[Model], options: Mapping[str, str], name: str, folder: Path) -> Forms[Model]:
    """Return the forms of a model that `load` loads. Raises what `hardware.plan` does."""
    # Before the libraries' first import, which alone heeds it: there is no network.
    stay_offline()
    cache = Path(options["cache"]) if options.get("cache") else None
    limit = int(options["memory_limit"]) if options.get("memory_limit") else None

    def loader(form: Form) -> Model:
        return load(
            form.folder,
            name=form.name,
            device=form.device,
            precision=form.precision,
            cache=cache,
            threads=form.threads,
            memory_limit=limit,
        )

    return Forms(_first(options, name, folder), _smaller, loader)


def _first(options: Mapping[str, str], name: str, folder: Path) -> Form:
    """Return the form to begin with: as it was asked for, else as it fits."""
    device, precision = options.get("device") or AUTO, options.get("precision") or AUTO
    threads = int(options["threads"]) if options.get("threads") else None
    known = _installed(folder, name)
    if AUTO not in (device, precision) or name not in known:
        return Form(name, folder, device, precision, threads)
    planned = plan(_hardware(), list(known.values()), Wish(name, precision, device))
    return Form(name, folder, planned.device.option, planned.precision, threads or planned.threads, planned.reason)


def _smaller(form: Form) -> Form | None:
    """Return what to load after memory ran out; None where nothing smaller is here."""
    known = _installed(form.folder, form.name)
    if form.name not in known:
        return None
    hardware = _hardware()
    smaller = step_down(_planned(form, hardware, known), hardware)
    if smaller is None:
        return None
    folder = form.folder if smaller.model == form.name else form.folder.parent / smaller.model
    return Form(smaller.model, folder, smaller.device.option, smaller.precision, form.threads, smaller.reason)


def _hardware() -> Hardware:
    """Return what there is; while another process tries it out, this one loads its libraries."""
    with ThreadPoolExecutor(1, "probe") as probe:
        found = probe.submit(find_hardware, paths.state_dir_if_any())
        # What can't be imported is told by loading.
        with suppress(Exception):
            import_module("transformers.models.paligemma.modeling_paligemma")
        return found.result()


def _planned(form: Form, hardware: Hardware, known: Mapping[str, ModelEntry]) -> Plan:
    """Return a form as if it had been planned."""
    device = next((each for each in hardware.devices if each.option == form.device), hardware.processor)
    entry = known[form.name]
    reason = form.reason or Reason(HardwareMessages.PLAN, {})
    threads = form.threads or hardware.cores
    return Plan(form.name, device, form.precision, entry.resolution, threads, reason, installed=tuple(known.values()))


def _installed(folder: Path, name: str) -> dict[str, ModelEntry]:
    """Return what lies beside a model, itself included, by name; a folder that isn't the store's is passed over."""
    known = {name: CATALOGUE[name]} if name in CATALOGUE else {}
    for path in folder.parent.glob(f"*/{record.NAME}"):
        try:
            held = record.read(path.parent)
        except ModelBroken:
            continue
        known[held.name] = CATALOGUE.get(held.name) or entry_of(held)
    family = known[name].family if name in known else ""
    return {each: entry for each, entry in known.items() if entry.family == family}
