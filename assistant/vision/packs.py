"""Language packs: Tesseract's files for the scripts that the built-in recogniser can't read.

A pack is called `lang:CODE` and is one file in `<data>/tessdata/`, where the recogniser looks before the system's own.
Only `install` opens a network. The files are small: one that was cut off is fetched anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.core import languages
from assistant.core.errors import DiskFull, DownloadError, ModelBroken, ModelNotInstalled, ModelsBusy, ModelUnknown
from assistant.core.models import ModelState
from assistant.system.instance_lock import InstanceLock
from assistant.vision import packs_table
from assistant.vision.store import files
from assistant.vision.store.progress import Meter, OnProgress, State, silent

if TYPE_CHECKING:
    import httpx2

PREFIX = "lang:"
SUFFIX = ".traineddata"
_TIMEOUT = 20.0


@dataclass(frozen=True, slots=True)
class Pack:
    """A language's file: its code, Tesseract's name of it, bytes and sha256."""

    code: str
    file: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """What the command line calls it."""
        return PREFIX + self.code


def is_pack(name: str) -> bool:
    """Tell whether a name is meant as a language pack's."""
    return name.startswith(PREFIX)


def pack(name: str) -> Pack:
    """Return a pack by its name, `lang:CODE`. Raises `ModelUnknown`."""
    code = name.removeprefix(PREFIX)
    if not is_pack(name) or not languages.is_known(code):
        raise ModelUnknown(model=name)
    language = languages.LANGUAGES[languages.match(code)]
    size, sha256 = packs_table.PACK_FILES[language.tesseract]
    return Pack(language.code, language.tesseract + SUFFIX, size, sha256)


def all_packs() -> tuple[Pack, ...]:
    """Return the packs of all languages, in the order of their table."""
    return tuple(pack(PREFIX + code) for code in languages.LANGUAGES)


class Packs:
    """The packs in a data folder."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "tessdata"

    def path(self, name: str) -> Path:
        """Return where a pack lies or would lie. Raises `ModelUnknown`."""
        return self._folder / pack(name).file

    def state(self, name: str) -> ModelState:
        """Tell whether a pack is here; its size is looked at. Packs of the system's packages don't count."""
        path = self.path(name)
        if not path.is_file():
            return ModelState.ABSENT
        return ModelState.INSTALLED if path.stat().st_size == pack(name).size else ModelState.BROKEN

    def install(self, name: str, *, on_progress: OnProgress = silent) -> None:
        """Fetch a pack; one that is here and whole stays. Raises `ModelUnknown`, a `DownloadError`, `ModelsBusy`."""
        wanted = pack(name)
        with self._at_work(wanted) as part:
            if self.verify(name) is None:
                return
            files.check_room(name, self._folder, wanted.size)
            meter = Meter(name, wanted.size, on_progress)
            meter.begin(State.FETCHING)
            self._fetch(wanted, part, meter)
            self._complete(wanted, part, "wrong")
            meter.finish()

    def import_file(self, path: Path, *, on_progress: OnProgress = silent) -> Pack:
        """Copy a pack's file from elsewhere, known by its name, `rus.traineddata`; return the pack.

        Raises `ModelUnknown`, `ModelBroken` for another version or a damaged one, `DownloadError`, `ModelsBusy`.
        """
        wanted = next((each for each in all_packs() if each.file == path.name), None)
        if wanted is None:
            raise ModelUnknown(model=path.name)
        with self._at_work(wanted) as part:
            meter = Meter(wanted.name, wanted.size, on_progress)
            meter.begin(State.COPYING)
            if files.copy(path, part, meter.add) != wanted.sha256:
                raise ModelBroken(model=wanted.name, file=path.name)
            self._complete(wanted, part, "disk")
            meter.finish()
        return wanted

    def verify(self, name: str) -> str | None:
        """Compare a pack with what it must be: None where it is right, else missing, size or content."""
        wanted, path = pack(name), self.path(name)
        if not path.is_file():
            return "missing"
        if path.stat().st_size != wanted.size:
            return "size"
        return None if files.sha256_of(path) == wanted.sha256 else "content"

    def remove(self, name: str) -> None:
        """Delete a pack. Raises `ModelUnknown`, `ModelNotInstalled`, `ModelsBusy`."""
        path = self.path(name)
        if not path.is_file():
            raise ModelNotInstalled(model=name)
        with self._at_work(pack(name)):
            path.unlink()

    def _fetch(self, wanted: Pack, part: Path, meter: Meter) -> None:
        import httpx2

        try:
            with (
                httpx2.Client(follow_redirects=True, timeout=_TIMEOUT) as client,
                client.stream(
                    "GET", f"{packs_table.BASE}/{wanted.file}", headers={"Accept-Encoding": "identity"}
                ) as answer,
                part.open("wb", buffering=0) as file,
            ):
                _check_status(wanted, answer)
                for chunk in answer.iter_bytes(1 << 16):
                    if file.tell() + len(chunk) > wanted.size:
                        raise DownloadError(model=wanted.name, why="wrong", detail=wanted.file)
                    file.write(chunk)
                    meter.add(len(chunk))
        except httpx2.ConnectError as error:
            raise DownloadError(model=wanted.name, why="offline", detail=type(error).__name__) from error
        except (httpx2.HTTPError, httpx2.StreamError) as error:
            raise DownloadError(model=wanted.name, why="cut", detail=type(error).__name__) from error

    def _complete(self, wanted: Pack, part: Path, why: str) -> None:
        if part.stat().st_size != wanted.size or files.sha256_of(part) != wanted.sha256:
            raise DownloadError(model=wanted.name, why=why, detail=wanted.file)
        part.replace(self._folder / wanted.file)

    @contextmanager
    def _at_work(self, wanted: Pack) -> Iterator[Path]:
        """Hold the packs' lock; yield where a file is put together, which is gone afterwards. Turns a disk's errors."""
        part = self._folder / f".{wanted.file}.part"
        lock = InstanceLock(self._folder / ".lock")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not lock.acquire():
                raise ModelsBusy(model=wanted.name)
            yield part
        except OSError as error:
            if files.is_full(error):
                raise DiskFull(model=wanted.name, need=files.gigabytes(wanted.size), free="0") from error
            raise DownloadError(model=wanted.name, why="disk", detail=type(error).__name__) from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink()
            lock.release()


def _check_status(wanted: Pack, answer: httpx2.Response) -> None:
    if answer.status_code == 404:
        raise DownloadError(model=wanted.name, why="missing", detail=wanted.file)
    if answer.status_code != 200:
        raise DownloadError(model=wanted.name, why="server", detail=str(answer.status_code))
