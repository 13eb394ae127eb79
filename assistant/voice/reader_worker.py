"""The child that talks to a screen reader through prismatoid: native code, 13 MB of libraries and calls that may block.

Everything happens on the main thread, in order: NVDA's and JAWS's interfaces want one thread. It waits for nothing; how
long a screen reader takes to say a text, hardly any of them tells.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import Protocol

from assistant.process.frames import ProtocolError
from assistant.process.link import Link
from assistant.voice import reader_messages as m

_log = logging.getLogger("assistant.voice.reader_worker")


class Features(Protocol):
    """What prismatoid knows of a screen reader."""

    is_supported_at_runtime: bool
    supports_output: bool
    supports_speak: bool
    supports_braille: bool


class Context(Protocol):
    """What prismatoid finds screen readers by; once nobody keeps it, it shuts down what they are reached through."""

    def create(self, backend_id: int) -> Reader:
        """Return one of them. Raises an error of prismatoid's where it isn't known here."""
        ...


class Reader(Protocol):
    """A screen reader as prismatoid hands it out."""

    @property
    def name(self) -> str:
        """How it is called."""
        ...

    @property
    def features(self) -> Features:
        """What it can do."""
        ...

    def output(self, text: str, interrupt: bool = False) -> None:
        """Speak, and show in braille where it does."""
        ...

    def speak(self, text: str, interrupt: bool = False) -> None:
        """Speak."""
        ...

    def braille(self, text: str) -> None:
        """Show in braille."""
        ...

    def stop(self) -> None:
        """Be silent."""
        ...


def main() -> int:
    """Serve until the host is gone."""
    link: Link[m.ToReader, m.FromReader] = Link(m.decode_to_reader, m.encode, max_frame=m.MAX_FRAME)
    context: Context | None = None
    reader: Reader | None = None
    try:
        for message, _ in link.messages():
            match message:
                case m.OpenMessage(readers):
                    context = context or _opened()
                    name, reader = find(context, readers)
                    link.send(m.OpenedMessage(name, reader is not None and reader.features.supports_braille))
                case m.SayMessage(identity, text):
                    link.send(_given(reader, identity, text))
                case m.StopMessage():
                    _silence(reader)
                case m.CloseMessage():
                    return 0
    except ProtocolError as error:
        _log.warning("the host broke the protocol: %s", error)
        return 1
    return 0


def _opened() -> Context:
    import prism

    context: Context = prism.Context()
    return context


def find(context: Context, names: Sequence[str]) -> tuple[str, Reader | None]:
    """Return the first of the screen readers that runs, with its name; an empty name and None where none does."""
    import prism

    for name in names:
        try:
            reader = context.create(prism.BackendId[name])
        except (KeyError, ValueError, prism.PrismError) as error:
            _log.debug("%s: %s", name, type(error).__name__)
            continue
        features = reader.features
        if features.is_supported_at_runtime and (features.supports_output or features.supports_speak):
            return reader.name, reader
    return "", None


def _given(reader: Reader | None, identity: int, text: str) -> m.TakenMessage | m.RefusedMessage:
    import prism

    if reader is None:
        return m.RefusedMessage(identity, "none")
    try:
        _present(reader, text)
    except (prism.PrismError, OSError) as error:
        return m.RefusedMessage(identity, type(error).__name__)
    return m.TakenMessage(identity)


def _present(reader: Reader, text: str) -> None:
    features = reader.features
    if features.supports_output:
        reader.output(text, interrupt=False)
        return
    reader.speak(text, interrupt=False)
    if features.supports_braille:
        reader.braille(text)


def _silence(reader: Reader | None) -> None:
    import prism

    if reader is None:
        return
    try:
        reader.stop()
    except (prism.PrismError, OSError) as error:
        _log.debug("not silenced: %s", type(error).__name__)


if __name__ == "__main__":
    sys.exit(main())
