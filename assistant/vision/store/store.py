"""The models on this computer: which are here and whole, and how they come, are checked and go.

A model lies in `<data>/models/<name>/` with its record, and is there or isn't: it is put together beside, in
`.partial/<name>/`, and gets its name in one step. Only `install` and `repair` open a network. One process at a time
works on a model; the lock goes with the process, however it ends.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.core.errors import (
    DiskFull,
    DownloadError,
    ModelBroken,
    ModelError,
    ModelNotInstalled,
    ModelsBusy,
    ModelUnknown,
)
from assistant.core.models import ModelState
from assistant.system.instance_lock import InstanceLock
from assistant.vision import catalogue
from assistant.vision.model_entry import ModelEntry, ModelFile
from assistant.vision.store import files, record
from assistant.vision.store.comparing import (
    bin_of,
    check_listing,
    check_sizes,
    compare,
    delete,
    empty,
    settle,
    size_of,
    unlink,
)
from assistant.vision.store.hub import Hub, HubFile, HubMaker, Listing
from assistant.vision.store.imported import entry_of
from assistant.vision.store.progress import Meter, OnProgress, State, silent
from assistant.vision.store.record import Record
from assistant.vision.store.source import Source

_LISTING = ".listing.json"
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Damage:
    """A file of a model that isn't what it must be; `why` is missing, size, content or foreign."""

    path: str
    why: str


class Store:
    """The models in a data folder. Every error is a `ModelError`, but for `ModelsBusy`."""

    def __init__(self, data: Path, make_hub: HubMaker | None = None) -> None:
        self._data = data
        self._models = data / "models"
        self._make_hub = make_hub or (lambda entry, token: Hub(entry, data / "hub", token))

    # --- what there is ----------------------------------------------------------------------------

    def installed(self) -> tuple[Record, ...]:
        """Return the records of the models that are here and whole as far as their sizes tell, by name."""
        found = []
        for name in self._held():
            with contextlib.suppress(ModelBroken):
                found.append(self._whole(name))
        return tuple(found)

    def state(self, name: str) -> ModelState:
        """Tell how much of a model is here; sizes are looked at, contents aren't."""
        if self._final(name).is_dir():
            with contextlib.suppress(ModelBroken):
                self._whole(name)
                return ModelState.INSTALLED
            return ModelState.BROKEN
        return ModelState.PARTIAL if self.arrived(name) else ModelState.ABSENT

    def folder(self, name: str) -> Path:
        """Return the folder of an installed model; its files have the sizes that they must have.

        Raises `ModelUnknown`, `ModelNotInstalled` and `ModelBroken`.
        """
        folder = self._final(name)
        if not folder.is_dir():
            raise ModelNotInstalled(model=name) if name in catalogue.CATALOGUE else ModelUnknown(model=name)
        self._whole(name)
        return folder

    def record(self, name: str) -> Record:
        """Return what lies beside an installed model. Raises `ModelBroken`, also where it is another model's."""
        held = record.read(self._final(name))
        if held.name != name:
            raise ModelBroken(model=name, file=record.NAME)
        return held

    def entry(self, name: str) -> ModelEntry:
        """Return what is known of a model: the catalogue's, or that of one that was imported.

        Raises `ModelUnknown` and `ModelBroken`.
        """
        if name in catalogue.CATALOGUE or not self._final(name).is_dir():
            return catalogue.entry(name)
        return entry_of(self.record(name))

    def names(self) -> tuple[str, ...]:
        """Return every model that can be named: the catalogue's, then those that were imported."""
        return (*catalogue.CATALOGUE, *(name for name in self._held() if name not in catalogue.CATALOGUE))

    def _held(self) -> list[str]:
        """Return the names of the folders that could be a model's; strangers may lie beside."""
        with contextlib.suppress(OSError):
            return sorted(path.name for path in self._models.glob("[!.]*/") if _is_name(path.name))
        return []

    def _whole(self, name: str) -> Record:
        """Return the record of a model whose files have the sizes that they must have. Raises `ModelBroken`."""
        held = self.record(name)
        check_sizes(self._final(name), held)
        return held

    def arrived(self, name: str) -> int:
        """Return how many bytes of a model that isn't complete are here."""
        partial = self._partial(name)
        if not partial.is_dir():
            return 0
        return sum(size_of(path) or 0 for path in partial.iterdir() if path.name != _LISTING)

    def size(self, name: str) -> int:
        """Return a model's bytes: exact once the hub was asked, else about. Raises `ModelUnknown`."""
        with contextlib.suppress(ModelBroken):
            if self._final(name).is_dir():
                return self.record(name).size
        if listing := self._listed(name):
            return sum(file.size for file in listing.files)
        return self.entry(name).download

    def quantised(self, name: str) -> Path:
        """Return the folder for a model's quantised copies; it goes with the model. It need not be there."""
        return self._data / "quantised" / _checked(name)

    @property
    def free(self) -> int | None:
        """Bytes that are free for models; None where the system doesn't tell."""
        with contextlib.suppress(OSError):
            return shutil.disk_usage(self._data).free
        return None

    # --- coming -----------------------------------------------------------------------------------

    def install(self, name: str, *, token: str | None = None, on_progress: OnProgress = silent) -> Record:
        """Fetch a model of the catalogue, or go on where it was left; return its record. One that is here stays.

        Raises `ModelUnknown`, a `DownloadError`, `ModelRuntimeMissing` and `ModelsBusy`. What has arrived is kept, also
        when the process is ended.
        """
        entry = catalogue.entry(name)
        with self._at_work(name):
            if self.state(name) is ModelState.INSTALLED:
                return self.record(name)
            self._back_to_partial(name)
            return self._fetch_all(entry, token, on_progress)

    def _back_to_partial(self, name: str) -> None:
        """Make what is left of a broken model a beginning of the whole one."""
        if self._final(name).is_dir():
            shutil.rmtree(self._partial(name), ignore_errors=True)
            (self._final(name) / record.NAME).unlink(missing_ok=True)
            self._final(name).rename(self._partial(name))

    def _fetch_all(self, entry: ModelEntry, token: str | None, on_progress: OnProgress) -> Record:
        hub = self._make_hub(entry, token)
        meter = Meter(entry.name, self.size(entry.name), on_progress)
        meter.begin(State.ASKING)
        pinned = self._listed(entry.name)
        listing = pinned or self._ask(entry, hub)
        try:
            found = self._fetch_listed(entry, hub, listing, meter)
        except DownloadError as error:
            if pinned is None or error.params.get("why") != "missing":
                raise
            # The version that was begun isn't published any more; what both have is kept.
            listing = self._ask(entry, hub)
            found = self._fetch_listed(entry, hub, listing, meter)
        made = Record(
            name=entry.name,
            family=entry.family,
            training=entry.training,
            resolution=entry.resolution,
            files=found,
            repository=entry.repository,
            commit=listing.commit,
            licence=entry.licence,
        )
        self._complete(made)
        meter.finish()
        return made

    def _fetch_listed(self, entry: ModelEntry, hub: Hub, listing: Listing, meter: Meter) -> tuple[ModelFile, ...]:
        total = sum(file.size for file in listing.files)
        files.check_room(entry.name, self._models, total - min(total, self.arrived(entry.name)))
        meter.begin(State.FETCHING, total)
        return tuple(self._fetch(entry.name, hub, file, listing.commit, meter) for file in listing.files)

    def _ask(self, entry: ModelEntry, hub: Hub) -> Listing:
        """Ask the hub for its record and pin it: from now on this commit is fetched, whatever comes after it."""
        listing = hub.listing()
        check_listing(entry, listing)
        (self._partial(entry.name) / _LISTING).write_text(json.dumps(asdict(listing)), encoding="utf-8")
        return listing

    def _listed(self, name: str) -> Listing | None:
        try:
            held = json.loads((self._partial(name) / _LISTING).read_text(encoding="utf-8"))
            listing = Listing(held["commit"], tuple(HubFile(**each) for each in held["files"]))
            check_listing(catalogue.entry(name), listing)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, ModelError):
            return None
        return listing

    def _fetch(self, name: str, hub: Hub, file: HubFile, commit: str, meter: Meter) -> ModelFile:
        target = self._partial(name) / file.path
        part = target.with_name(f"{file.path}.{file.key}{_PART}")
        if target.is_symlink():
            # Nothing is written to where it leads.
            target.unlink()
        elif target.is_file():
            # Complete, or left by a model that got damaged: it is compared as if it had just come.
            target.replace(part)
        found = hub.fetch(file, commit, part, meter.add)
        part.replace(target)
        return ModelFile(file.path, file.size, found)

    # --- from a folder ----------------------------------------------------------------------------

    def import_from(self, source: Source, on_progress: OnProgress = silent) -> Record:
        """Copy a model out of a folder; return its record. One of the same name is replaced.

        Raises `ModelBroken` (a file isn't what its own record says), `DiskFull`, `DownloadError` and `ModelsBusy`.
        """
        name = source.record.name
        with self._at_work(name):
            shutil.rmtree(self._partial(name), ignore_errors=True)
            self._partial(name).mkdir()
            files.check_room(name, self._models, source.size)
            meter = Meter(name, source.size, on_progress)
            meter.begin(State.COPYING, source.size)
            try:
                made = source.copy_to(self._partial(name), meter.add)
                self._complete(made)
            except BaseException:
                shutil.rmtree(self._partial(name), ignore_errors=True)
                raise
            meter.finish()
            return made

    def _complete(self, made: Record) -> None:
        """Look at the form of every file, write the record, and give the folder its name."""
        partial, final = self._partial(made.name), self._final(made.name)
        for file in made.files:
            files.check_form(made.name, partial / file.path)
        wanted = {file.path for file in made.files}
        for path in partial.iterdir():
            if path.name not in wanted:
                unlink(path)
        record.write(partial, made)
        settle(partial)
        if final.is_dir():
            delete(final)
        partial.rename(final)
        settle(self._models)

    # --- checking ---------------------------------------------------------------------------------

    def verify(self, name: str, on_progress: OnProgress = silent) -> tuple[Damage, ...]:
        """Compare every file of a model with its record; return what is wrong. Opens no network.

        Raises `ModelUnknown`, `ModelNotInstalled`, `ModelBroken` where the record itself is gone, `ModelsBusy`.
        """
        with self._at_work(name):
            return self._damages(name, on_progress)

    def _damages(self, name: str, on_progress: OnProgress) -> tuple[Damage, ...]:
        folder = self._final(name)
        if not folder.is_dir():
            self.folder(name)
        held = self.record(name)
        meter = Meter(name, held.size, on_progress)
        meter.begin(State.CHECKING, held.size)
        wrong = [Damage(file.path, why) for file in held.files if (why := compare(folder, file, meter.add))]
        wanted = {file.path for file in held.files} | {record.NAME}
        wrong += [Damage(path.name, "foreign") for path in sorted(folder.iterdir()) if path.name not in wanted]
        meter.finish()
        return tuple(wrong)

    def repair(self, name: str, *, token: str | None = None, on_progress: OnProgress = silent) -> tuple[Damage, ...]:
        """Compare, then fetch again what is wrong, at the commit of the record; return what was wrong.

        A file that doesn't belong to the model is deleted. Raises as `verify` and `install`, and `ModelBroken` for a
        model that came from a folder: nobody knows where its files can be had.
        """
        with self._at_work(name):
            wrong = self._damages(name, on_progress)
            lost = [damage for damage in wrong if damage.why != "foreign"]
            if lost:
                self._fetch_lost(name, lost, token, on_progress)
            for damage in wrong:
                if damage.why == "foreign":
                    unlink(self._final(name) / damage.path)
            self._discard_partial(name)
            return wrong

    def _fetch_lost(self, name: str, lost: list[Damage], token: str | None, on_progress: OnProgress) -> None:
        held = self.record(name)
        if not held.commit or name not in catalogue.CATALOGUE:
            raise ModelBroken(model=name, file=lost[0].path)
        hub = self._make_hub(catalogue.entry(name), token)
        by_path = {file.path: HubFile(file.path, file.size or 0, file.sha256, None) for file in held.files}
        wanted = [by_path[damage.path] for damage in lost]
        files.check_room(name, self._models, sum(file.size for file in wanted))
        meter = Meter(name, 0, on_progress)
        meter.begin(State.FETCHING, sum(file.size for file in wanted))
        for file in wanted:
            self._fetch(name, hub, file, held.commit, meter)
            (self._partial(name) / file.path).replace(self._final(name) / file.path)
        settle(self._final(name))
        meter.finish()

    # --- going ------------------------------------------------------------------------------------

    def remove(self, name: str) -> None:
        """Delete a model, what has arrived of one, and its quantised copies.

        Raises `ModelUnknown`, `ModelsBusy`, and `ModelNotInstalled` where there is nothing.
        """
        if self.state(name) is ModelState.ABSENT and not self.quantised(name).is_dir():
            self.folder(name)
        with self._at_work(name):
            for folder in (self._final(name), self._partial(name), self.quantised(name)):
                if folder.is_dir():
                    delete(folder)

    # --- places -----------------------------------------------------------------------------------

    def _final(self, name: str) -> Path:
        return self._models / _checked(name)

    def _partial(self, name: str) -> Path:
        return self._models / ".partial" / _checked(name)

    def _discard_partial(self, name: str) -> None:
        shutil.rmtree(self._partial(name), ignore_errors=True)

    @contextlib.contextmanager
    def _at_work(self, name: str) -> Iterator[None]:
        """Hold the model's lock, its partial folder being there. Turns a disk's error into one of ours."""
        _checked(name)
        lock: InstanceLock | None = None
        try:
            self._models.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self._models / ".locks").mkdir(exist_ok=True)
            lock = InstanceLock(self._models / ".locks" / name)
            if not lock.acquire():
                raise ModelsBusy(model=name)
            # A process that was killed while it deleted has left some of it.
            for folder in (self._final(name), self.quantised(name)):
                empty(bin_of(folder))
            self._partial(name).mkdir(parents=True, exist_ok=True)
            yield
        except OSError as error:
            if files.is_full(error):
                need, free = self.size(name) - self.arrived(name), self.free or 0
                raise DiskFull(model=name, need=files.gigabytes(max(0, need)), free=files.gigabytes(free)) from error
            raise DownloadError(model=name, why="disk", detail=type(error).__name__) from error
        finally:
            with contextlib.suppress(OSError):
                self._partial(name).rmdir()
            if lock is not None:
                lock.release()


def _checked(name: str) -> str:
    """Return a model's name. Raises `ModelUnknown` for what can't be one, a path above all."""
    if not _is_name(name):
        raise ModelUnknown(model=name)
    return name


def _is_name(name: str) -> bool:
    return bool(name) and name == name.strip(". ") and not any(sign in name for sign in "/\\:\0")
