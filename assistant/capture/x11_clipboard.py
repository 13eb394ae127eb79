"""The clipboard on X11, asked of the program that owns it, on the thread that calls.

Qt would let the GUI thread wait for that program; here a hanging one costs the caller three seconds and nobody else
anything, and no GUI is needed at all. Text is asked for only where it is wanted.
"""

from __future__ import annotations

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from assistant.capture.file import MAX_BYTES
from assistant.capture.shot import Clipping
from assistant.capture.x11 import X11Backend
from assistant.core.errors import FileTooLarge, NoClipboardPicture, NoScreen, SourceStalled

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.protocol.rq import Event
    from Xlib.xobject.drawable import Window

PATIENCE = 3.0
FILES = "text/uri-list"
# PNG first: nearly every program offers it, and it keeps every pixel.
PICTURES = ("image/png", "image/webp", "image/tiff", "image/bmp", "image/jpeg", "image/gif")
TEXTS = ("UTF8_STRING", "text/plain;charset=utf-8")
PROPERTY = "SEESAY_CLIPBOARD"


class X11Clipboard(X11Backend):
    """Reads the CLIPBOARD selection over a connection of its own per question."""

    def read(self, *, is_text_wanted: bool = False) -> Clipping:
        """Return the copied file's path, the text where it is wanted, or the picture's bytes.

        Raises `NoClipboardPicture`, `FileTooLarge`, `NoScreen`, or `SourceStalled` when its owner does not answer.
        """
        with _conversation() as owner:
            offered = set(owner.names(owner.ask("TARGETS")))
            # Desktops put a copied file's icon beside its path: the file is what was meant.
            path = _local_path(owner.ask(FILES)) if FILES in offered else ""
            if path:
                return Clipping(path=path)
            for name in TEXTS if is_text_wanted else ():
                if name in offered and (text := owner.ask(name).decode("utf-8", "replace").strip("\0")).strip():
                    return Clipping(text=text)
            for name in PICTURES:
                if name in offered and (encoded := owner.ask(name)):
                    return Clipping(encoded=encoded)
        raise NoClipboardPicture


class _Owner:
    """The conversation with the owner of the clipboard: one question after another, within one deadline."""

    def __init__(self, display: Display) -> None:
        from Xlib.X import CopyFromParent, PropertyChangeMask

        self._display = display
        self._deadline = time.monotonic() + PATIENCE
        root = display.screen().root
        self._window: Window = root.create_window(0, 0, 1, 1, 0, CopyFromParent, event_mask=PropertyChangeMask)
        self._property = display.intern_atom(PROPERTY)

    def ask(self, target: str) -> bytes:
        """Return the clipboard in that form, b"" where its owner has none (or nobody owns it)."""
        from Xlib.X import CurrentTime, SelectionNotify

        display, window = self._display, self._window
        selection, form = display.intern_atom("CLIPBOARD"), display.intern_atom(target)
        window.convert_selection(selection, form, self._property, CurrentTime)
        answer = self._await(SelectionNotify)
        while answer.target != form:
            answer = self._await(SelectionNotify)
        if not answer.property:
            return b""
        data, kind = self._take()
        return self._parts() if kind == display.intern_atom("INCR") else data

    def names(self, atoms: bytes) -> list[str]:
        """Return the names of the atoms in an answer to TARGETS; odd ones are left out."""
        from Xlib.error import BadAtom

        found = []
        for start in range(0, min(len(atoms), 4 * 256), 4):
            try:
                found.append(self._display.get_atom_name(int.from_bytes(atoms[start : start + 4], "little")))
            except BadAtom:
                continue
        return found

    def _parts(self) -> bytes:
        """Collect a large answer, which comes in parts until an empty one."""
        from Xlib.X import PropertyNewValue, PropertyNotify

        parts: list[bytes] = []
        while True:
            event = self._await(PropertyNotify)
            if event.atom != self._property or event.state != PropertyNewValue:
                continue
            part, _ = self._take()
            if not part:
                return b"".join(parts)
            parts.append(part)
            if sum(map(len, parts)) > MAX_BYTES:
                raise FileTooLarge(name="clipboard", megabytes=str(MAX_BYTES // 1024**2))

    def _take(self) -> tuple[bytes, int]:
        """Return and delete the property: its bytes and its type."""
        from Xlib.X import AnyPropertyType

        found = self._window.get_full_property(self._property, AnyPropertyType, sizehint=1 << 16)
        self._window.delete_property(self._property)
        if found is None:
            return b"", 0
        value = found.value if isinstance(found.value, bytes) else _packed(found.value, found.format)
        return value, int(found.property_type)

    def _await(self, kind: int) -> Event:
        while True:
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == kind:
                    return event
            remaining = self._deadline - time.monotonic()
            if remaining <= 0 or not select.select([self._display], [], [], remaining)[0]:
                raise SourceStalled(source="clipboard")


@contextmanager
def _conversation() -> Iterator[_Owner]:
    from Xlib.display import Display
    from Xlib.error import ConnectionClosedError, DisplayError

    try:
        display = Display()
    except (DisplayError, ConnectionClosedError, OSError) as error:
        raise NoScreen from error
    try:
        yield _Owner(display)
    except (ConnectionClosedError, OSError) as error:
        raise NoScreen from error
    finally:
        display.close()


def _packed(values: list[int], form: int) -> bytes:
    return b"".join(int(value).to_bytes(form // 8, "little") for value in values)


def _local_path(listed: bytes) -> str:
    """Return the first local file of a list of addresses, "" where there is none."""
    for line in listed.decode("utf-8", "replace").splitlines():
        try:
            address = urlsplit(line.strip("\0 "))
        except ValueError:
            continue
        if address.scheme == "file" and address.netloc in {"", "localhost"}:
            return unquote(address.path, errors="surrogateescape")
    return ""
