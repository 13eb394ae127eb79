"""The hub: what a repository holds at a commit, and one file of it, gone on with where it was left.

huggingface_hub does the transfer and is imported when it is needed, in a process of its own: its settings are taken
from the environment at that moment. It keeps its cache in our data folder, tells nobody of us, takes no token but ours,
and uses plain HTTP ranges, which can be gone on with after a kill.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.core.errors import (
    DiskFull,
    DownloadError,
    GateClosed,
    ModelRuntimeMissing,
    TokenNeeded,
    TokenRefused,
)
from assistant.core.models import HUB_SETTINGS
from assistant.vision.model_entry import ModelEntry
from assistant.vision.store import files

if TYPE_CHECKING:
    from types import ModuleType

_PATIENCE = "20"
"""Seconds that the hub may be silent."""
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST_FILES = 200
_CHUNK = 1 << 20
ARRIVING = 1 << 18
"""Bytes that are taken at once: whatever a connection brought of a chunk that it didn't complete is lost."""


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file as the hub's record has it: large ones by `sha256`, small ones by git's own hash, `blob`."""

    path: str
    size: int
    sha256: str | None
    blob: str | None

    @property
    def key(self) -> str:
        """Some letters that tell one version of the file from another."""
        return (self.sha256 or self.blob or "")[:16]


@dataclass(frozen=True, slots=True)
class Listing:
    """The accepted files of a repository at a commit."""

    commit: str
    files: tuple[HubFile, ...]


class Hub:
    """One repository, asked with or without a token. `home` is the library's own folder."""

    def __init__(self, entry: ModelEntry, home: Path, token: str | None) -> None:
        self._entry = entry
        self._token = token
        self._library = _load(entry.name, home)

    def listing(self) -> Listing:
        """Return what there is. Raises a `DownloadError`."""
        with self._told():
            info = self._library.HfApi(token=self._token or False).repo_info(
                self._entry.repository,
                repo_type=self._entry.kind,
                revision=self._entry.revision,
                files_metadata=True,
                timeout=float(_PATIENCE),
            )
            commit, siblings = info.sha, info.siblings or []
            if not _COMMIT.fullmatch(str(commit)) or len(siblings) > _MOST_FILES:
                raise ValueError("no commit")
            return Listing(str(commit), tuple(sorted(self._files(siblings), key=lambda file: file.size)))

    def _files(self, siblings: list[Any]) -> Iterator[HubFile]:
        for each in siblings:
            if files.is_accepted(each.rfilename, self._entry.family):
                found = HubFile(each.rfilename, each.size, each.lfs.sha256 if each.lfs else None, each.blob_id)
                if not isinstance(found.size, int) or not _is_known(found):
                    raise ValueError("no size or hash")
                yield found

    def fetch(self, file: HubFile, commit: str, part: Path, on_bytes: files.OnBytes) -> str:
        """Complete a file at `part`, where a beginning of it may lie; return its sha256.

        Raises a `DownloadError`; what has arrived stays, unless it is wrong.
        """
        with self._told(), _Part(part, file, on_bytes) as target:
            headers = self._library.utils.build_hf_headers(token=self._token or False)
            # Texts would come compressed and couldn't be gone on with.
            headers["Accept-Encoding"] = "identity"
            self._library.file_download.http_get(
                self._library.hf_hub_url(
                    self._entry.repository, file.path, repo_type=self._entry.kind, revision=commit
                ),
                target,
                resume_size=target.size,
                headers=headers,
                expected_size=file.size,
            )
        found = target.digest()
        if found is None:
            part.unlink()
            raise DownloadError(model=self._entry.name, why="wrong", detail=file.path)
        return found

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what goes wrong inside into an error of ours."""
        import httpx2
        from huggingface_hub.errors import HfHubHTTPError

        try:
            yield
        except HfHubHTTPError as error:
            raise self._refusal(error) from error
        except _TooLong as error:
            raise self._error("wrong", error) from error
        except httpx2.ConnectError as error:
            raise self._error("offline", error) from error
        except (httpx2.HTTPError, httpx2.StreamError, TimeoutError, ConnectionError) as error:
            raise self._error("cut", error) from error
        except OSError as error:
            raise self._disk(error) from error
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise self._error("garbled", error) from error

    def _disk(self, error: OSError) -> DownloadError:
        if files.is_full(error):
            return DiskFull(model=self._entry.name, need=files.gigabytes(self._entry.download), free="0")
        # The library's own check of the length has no number.
        return self._error("disk" if error.errno else "cut", error)

    def _refusal(self, error: Any) -> DownloadError:  # noqa: ANN401 - the library's types aren't looked at
        from huggingface_hub.errors import EntryNotFoundError, GatedRepoError, RevisionNotFoundError

        name, status = self._entry.name, error.response.status_code
        if not str(error.response.url).startswith(f"{self._library.constants.ENDPOINT}/"):
            # Large files lie on another server, which knows no token: its refusal says nothing of ours.
            return DownloadError(model=name, why="server", detail=str(status))
        if isinstance(error, GatedRepoError):
            page = self._entry.page
            return GateClosed(model=name, url=page) if self._token else TokenNeeded(model=name, url=HUB_SETTINGS)
        if isinstance(error, EntryNotFoundError | RevisionNotFoundError) or status == 404:
            return self._error("missing", error)
        if status in (401, 403):
            return TokenRefused(model=name) if self._token else TokenNeeded(model=name, url=HUB_SETTINGS)
        return DownloadError(model=name, why="server", detail=str(status))

    def _error(self, why: str, error: Exception) -> DownloadError:
        return DownloadError(model=self._entry.name, why=why, detail=type(error).__name__)


class _TooLong(Exception):
    """The hub sends more than its record says."""


class _Part(io.RawIOBase):
    """A file that arrives: hashed while it is written, never longer than it may be.

    Looks like a plain file to the library, which goes back to its beginning where the hub can't go on in the middle.
    """

    def __init__(self, path: Path, file: HubFile, on_bytes: files.OnBytes) -> None:
        self._file = file
        self._on_bytes = on_bytes
        self._handle = path.open("ab+", buffering=0)
        self.size = 0
        self._begin()
        self._take_up()

    def _begin(self) -> None:
        self._sha256 = hashlib.sha256()
        # Git's hash of a file: its kind, its size, its content. Only the small ones have no other.
        self._git = hashlib.sha1(b"blob %d\0" % self._file.size, usedforsecurity=False)
        self._hashes = [self._sha256] if self._file.sha256 is not None else [self._sha256, self._git]

    def _take_up(self) -> None:
        self._handle.seek(0)
        while chunk := self._handle.read(_CHUNK):
            self._count(chunk)
        if self.size > self._file.size:
            self.seek(0)
            self.truncate()

    def _count(self, chunk: bytes) -> None:
        for digest in self._hashes:
            digest.update(chunk)
        self.size += len(chunk)
        self._on_bytes(len(chunk))

    def write(self, chunk: Any) -> int:  # noqa: ANN401 - a buffer of any kind
        """Append. Raises `_TooLong`, OSError."""
        if self.size + len(chunk) > self._file.size:
            raise _TooLong
        data = memoryview(chunk)
        while data:
            data = data[self._handle.write(data) :]
        self._count(chunk)
        return len(chunk)

    def tell(self) -> int:
        """Return how much there is."""
        return self.size

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go back to the beginning, the only place that is ever gone to."""
        if offset or whence:
            raise ValueError("only the beginning")
        return 0

    def truncate(self, size: int | None = None) -> int:
        """Forget what has arrived."""
        self._handle.truncate(0)
        self._on_bytes(-self.size)
        self.size = 0
        self._begin()
        return 0

    def digest(self) -> str | None:
        """Return the sha256 of what has arrived; None where it is not what the record says."""
        if self._file.sha256 is not None:
            is_right = self._sha256.hexdigest() == self._file.sha256
        else:
            is_right = self._git.hexdigest() == self._file.blob
        return self._sha256.hexdigest() if is_right and self.size == self._file.size else None

    def close(self) -> None:
        """Let the disk have it all."""
        if not self.closed:
            try:
                os.fsync(self._handle.fileno())
            finally:
                self._handle.close()
        super().close()


def _is_known(file: HubFile) -> bool:
    if file.sha256 is not None:
        return bool(_SHA256.fullmatch(file.sha256))
    return bool(_COMMIT.fullmatch(str(file.blob)))


def settings(home: Path) -> dict[str, str]:
    """Return the environment that the library is imported in."""
    return {
        "HF_HOME": str(home),
        "HF_HUB_CACHE": str(home / "hub"),
        "HF_HUB_OFFLINE": "0",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_UPDATE_CHECK": "1",
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DOWNLOAD_TIMEOUT": _PATIENCE,
        "HF_HUB_ETAG_TIMEOUT": _PATIENCE,
        "HF_HUB_VERBOSITY": "error",
    }


def _load(model: str, home: Path) -> ModuleType:
    """Return the library, its settings as they must be. Raises `ModelRuntimeMissing`."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.update(settings(home))
    try:
        import huggingface_hub
        import huggingface_hub.file_download
        import huggingface_hub.utils
    except ImportError as error:
        raise ModelRuntimeMissing(model=model, detail="huggingface_hub") from error
    # Addresses of files can carry a signature that opens them.
    for name in ("httpx2", "httpcore2"):
        logging.getLogger(name).setLevel(logging.WARNING)
    huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE = ARRIVING
    library: ModuleType = huggingface_hub
    return library


HubMaker = Callable[[ModelEntry, str | None], Hub]
