"""Zip files that may be an attack: what unfolds is counted before it is unfolded, names are names and never paths."""

from __future__ import annotations

import zipfile
import zlib

from assistant.core.errors import DocumentLocked, DocumentProtected, DocumentTooLarge, DocumentUnreadable
from assistant.reader.formats.content import Content

MAX_ENTRIES = 50_000
MAX_ENTRY = 64 << 20
MAX_TOTAL = 512 << 20
"""What is read of an archive in all, while it is opened."""

_ENCRYPTED = 1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, KeyError, NotImplementedError)


class Archive:
    """An open zip file. Everything raises a `DocumentError`; an entry that is missing is a `KeyError`.

    The size that an entry's head tells is trusted, because no more than that is ever unfolded of it.
    """

    def __init__(self, content: Content, password: str = "") -> None:
        self._content = content
        self._password = password.encode()
        self._read = 0
        try:
            content.stream.seek(0)
            self._zip = zipfile.ZipFile(content.stream)
            infos = self._zip.infolist()
        except _BROKEN as error:
            raise DocumentUnreadable(name=content.name) from error
        if len(infos) > MAX_ENTRIES:
            raise DocumentTooLarge(name=content.name)
        self._infos = {info.filename: info for info in infos}
        self._others = {name.casefold(): name for name in self._infos}

    @property
    def names(self) -> list[str]:
        """The names of the entries."""
        return list(self._infos)

    def check(self) -> None:
        """See that a library may unfold every entry; raise `DocumentTooLarge`, `DocumentProtected`."""
        infos = self._infos.values()
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise DocumentProtected(name=self._content.name, how="program")
        if sum(info.file_size for info in infos) > MAX_TOTAL or any(info.file_size > MAX_ENTRY for info in infos):
            raise DocumentTooLarge(name=self._content.name)

    def find(self, name: str) -> str | None:
        """Return an entry's name as the archive writes it, whatever case it is asked in."""
        return name if name in self._infos else self._others.get(name.casefold())

    def read(self, name: str, most: int = MAX_ENTRY) -> bytes:
        """Return an entry's bytes.

        Raises `KeyError`, `DocumentTooLarge`, `DocumentLocked`, `DocumentProtected` or `DocumentUnreadable`.
        """
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        info = self._infos[found]
        self._read += info.file_size
        if info.file_size > most or self._read > MAX_TOTAL:
            raise DocumentTooLarge(name=self._content.name)
        if info.flag_bits & _ENCRYPTED:
            self._check_password(info)
        elif info.compress_type not in _METHODS:
            raise DocumentUnreadable(name=self._content.name)
        try:
            return self._zip.read(info, self._password or None)
        except _BROKEN as error:
            raise self._refused(info) from error

    def read_figure(self, name: str) -> bytes:
        """Return a picture's bytes: as `read`, but looked at one by one, so they don't add up."""
        before = self._read
        try:
            return self.read(name)
        finally:
            self._read = before

    def _check_password(self, info: zipfile.ZipInfo) -> None:
        if info.compress_type not in _METHODS:
            raise DocumentProtected(name=self._content.name, how="program")
        if not self._password:
            raise DocumentLocked(name=self._content.name)

    def _refused(self, info: zipfile.ZipInfo) -> DocumentLocked | DocumentUnreadable:
        """Return why an entry can't be read. A wrong password shows as one, or, one time in 256, as broken data."""
        if info.flag_bits & _ENCRYPTED:
            return DocumentLocked(name=self._content.name, is_wrong="yes")
        return DocumentUnreadable(name=self._content.name)
