"""`seesay models list` and `show`: what there is, in sentences or as objects. Nothing heavy is imported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.core.errors import ModelBroken, ModelError
from assistant.core.languages import LANGUAGES
from assistant.core.models import ModelState
from assistant.core.wording import M
from assistant.core.wording.models import MODEL_STATES, TASK_NAMES
from assistant.system import secrets
from assistant.vision.fitting import fit
from assistant.vision.hardware import Hardware, Reason, plan
from assistant.vision.packs import Packs, all_packs, pack
from assistant.vision.store import Store
from assistant.vision.store.files import gigabytes

if TYPE_CHECKING:
    from assistant.core.wording import Wording
    from assistant.vision.model_entry import ModelEntry

    Json = dict[str, object]


def model_records(store: Store, hardware: Hardware | None, words: Wording) -> Json:
    """Return all models that answer, the bytes free for more, what there is to run one, and the best for that."""
    found = [record(store, name, hardware, words) for name in _answering(store)]
    best, advice = _best(store, hardware, words)
    return {
        "models": found + [_unreadable(name) for name in _broken(store)],
        "free": store.free,
        "computer": _computer(hardware),
        "best": best,
        "advice": advice,
    }


def _computer(hardware: Hardware | None) -> Json | None:
    if hardware is None:
        return None
    processor = hardware.processor
    cards = [device for device in hardware.devices if not device.is_processor]
    return {
        "processor": processor.name,
        "cores": hardware.cores,
        "memory": processor.total,
        "free": processor.free,
        "cards": [{"name": card.name, "total": card.total, "free": card.free} for card in cards],
    }


def _best(store: Store, hardware: Hardware | None, words: Wording) -> tuple[str, str]:
    """Return the model that would be taken if all were here, and why; "" and why none is."""
    if hardware is None:
        return "", ""
    entries = [entry for entry in map(store.entry, _answering(store)) if entry.memory]
    try:
        planned = plan(hardware, entries)
    except ModelError as error:
        return "", words.error(error).spoken
    return planned.model, planned.reason.told(words, is_full=True)


def model_lines(store: Store, hardware: Hardware | None, words: Wording) -> Iterator[str]:
    """Yield a line for each model that answers, then what else there is to know."""
    for name in _answering(store):
        entry = store.entry(name)
        line = words.full(
            M.MODEL_LINE,
            name=name,
            state=_state(store, name, words),
            size=gigabytes(store.size(name)),
            licence=entry.licence or "–",
            gate=words.full(M.MODEL_GATED) if _is_gate_ahead(store, entry) else "",
            fits=_fits_briefly(fit(entry, hardware).does, words),
        )
        yield " ".join(line.split())
    for name in _broken(store):
        yield words.full(M.MODEL_BROKEN, name=name, state=words.full(MODEL_STATES["broken"]))
    if store.free is not None:
        yield words.full(M.MODEL_DISK, free=gigabytes(store.free))
    yield words.full(M.MODEL_MORE)


def _answering(store: Store) -> list[str]:
    """Return the models that answer."""
    broken = _broken(store)
    return [name for name in store.names() if name not in broken and store.entry(name).family != "masks"]


def _broken(store: Store) -> list[str]:
    """Return the imported models that nothing is known of any more: their records are damaged."""
    found = []
    for name in store.names():
        try:
            store.entry(name)
        except ModelBroken:
            found.append(name)
    return found


def _unreadable(name: str) -> Json:
    return {"name": name, "state": str(ModelState.BROKEN)}


def _is_gate_ahead(store: Store, entry: ModelEntry) -> bool:
    return entry.is_gated and store.state(entry.name) is ModelState.ABSENT and not secrets.has(secrets.HUB)


def record(store: Store, name: str, hardware: Hardware | None, words: Wording) -> Json:
    """Return a model as an object of docs/cli.md. Raises `ModelUnknown`, `ModelBroken`."""
    entry, state = store.entry(name), store.state(name)
    does_fit, reason = _fits(entry, hardware, words)
    is_here = state in (ModelState.INSTALLED, ModelState.BROKEN)
    return {
        "name": name,
        "family": entry.family,
        "state": str(state),
        "size": store.size(name),
        "arrived": store.size(name) if state is ModelState.INSTALLED else store.arrived(name),
        "licence": entry.licence,
        "licence_url": entry.licence_url,
        "page": entry.page if entry.repository else "",
        "repository": entry.repository,
        "gated": entry.is_gated,
        "token": secrets.has(secrets.HUB),
        "parameters_b": entry.size_b,
        "resolution": entry.resolution,
        "training": entry.training,
        "tasks": sorted(entry.tasks),
        "memory": dict(entry.memory),
        "fits": does_fit,
        "reason": reason,
        "folder": str(store.folder(name)) if is_here and state is ModelState.INSTALLED else "",
        "commit": store.record(name).commit if state is ModelState.INSTALLED else "",
    }


def show_lines(store: Store, name: str, hardware: Hardware | None, words: Wording) -> Iterator[str]:
    """Yield what is known of a model, a sentence a line. Raises `ModelUnknown`, `ModelBroken`."""
    entry = store.entry(name)
    yield name
    yield from _about(store, entry, words)
    if entry.tasks:
        named = words.join(words.say(message) for task, message in TASK_NAMES.items() if task in entry.tasks)
        yield words.full(M.SHOW_TASKS, tasks=named)
    if entry.memory:
        yield words.full(M.SHOW_MEMORY, precisions=_memory(entry, words))
    if reason := _fits(entry, hardware, words)[1]:
        yield reason
    yield from _here(store, name, words)


def _about(store: Store, entry: ModelEntry, words: Wording) -> Iterator[str]:
    if entry.repository:
        yield words.full(M.SHOW_PAGE, page=entry.page)
    yield words.full(M.SHOW_SIZE, parameters=f"{entry.size_b:g}", download=gigabytes(store.size(entry.name)))
    if store.state(entry.name) is ModelState.ABSENT:
        yield words.full(M.SHOW_ABOUT)
    if entry.resolution:
        yield words.full(M.SHOW_SIDE, pixels=entry.resolution)
    if entry.licence:
        yield words.full(M.SHOW_LICENCE, licence=entry.licence, page=entry.licence_url or "–")
    if _is_gate_ahead(store, entry):
        yield words.full(M.MODEL_GATED)


def _here(store: Store, name: str, words: Wording) -> Iterator[str]:
    if store.state(name) is not ModelState.INSTALLED:
        yield words.full(M.SHOW_ABSENT, state=_state(store, name, words))
        return
    yield words.full(M.SHOW_STATE, state=_state(store, name, words), folder=store.folder(name))
    if commit := store.record(name).commit:
        yield words.full(M.SHOW_PINNED, commit=commit)


def _memory(entry: ModelEntry, words: Wording) -> str:
    said = {
        precision: words.full(M.SHOW_PRECISION, need=gigabytes(need), precision=precision)
        for precision, need in entry.memory.items()
        if precision != "fp16"
    }
    return ", ".join(said.values())


def _state(store: Store, name: str, words: Wording) -> str:
    percent = min(99, 100 * store.arrived(name) // max(1, store.size(name)))
    return words.full(MODEL_STATES[store.state(name)], percent=percent)


def _fits_briefly(does: bool | None, words: Wording) -> str:
    if does is None:
        return ""
    return words.full(M.FITS if does else M.FITS_NOT)


def _fits(entry: ModelEntry, hardware: Hardware | None, words: Wording) -> tuple[bool | None, str]:
    """Return whether a model would run here, and why, as a sentence; empty where nobody knows."""
    told = fit(entry, hardware)
    if isinstance(told.why, Reason):
        return told.does, told.why.told(words, is_full=True)
    return told.does, words.error(told.why).message if told.why else ""


# --- language packs ---------------------------------------------------------------------------------


def pack_records(packs: Packs) -> list[Json]:
    """Return every language pack as an object of docs/cli.md."""
    return [pack_record(packs, each.name) for each in all_packs()]


def pack_record(packs: Packs, name: str) -> Json:
    """Return a language pack as an object of docs/cli.md. Raises `ModelUnknown`."""
    known = pack(name)
    return {
        "name": known.name,
        "language": known.code,
        "file": known.file,
        "size": known.size,
        "sha256": known.sha256,
        "state": str(packs.state(name)),
    }


def pack_lines(packs: Packs, words: Wording) -> Iterator[str]:
    """Yield a line for each language."""
    for code in LANGUAGES:
        yield pack_line(packs, pack(f"lang:{code}").name, words)


def pack_line(packs: Packs, name: str, words: Wording) -> str:
    """Return the line of one language pack. Raises `ModelUnknown`."""
    known = pack(name)
    return words.full(
        M.PACK_LINE,
        name=known.name,
        language=words.language_name(known.code),
        state=words.full(MODEL_STATES[packs.state(name)], percent=0),
        size=f"{known.size / 1e6:.1f}",
    )
