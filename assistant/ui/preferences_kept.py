"""What the page about privacy tells: what is kept, which is nothing, and what the user keeps on purpose, and where."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit

from assistant.core.preferences_ports import KeptThing, Preferences
from assistant.core.servers import is_address, parse_server
from assistant.core.wording import Message, Wording
from assistant.core.wording.preferences import PrivacyMessages as P
from assistant.ui.reviewer import ReviewCalls, Reviewer, make_readable

_THINGS: dict[KeptThing, Message] = {
    KeptThing.SETTINGS: P.KEPT_SETTINGS,
    KeptThing.PLACES: P.KEPT_PLACES,
    KeptThing.MODELS: P.KEPT_MODELS,
    KeptThing.SECRETS: P.KEPT_SECRETS,
}


_LINES = 12


class KeptText(QPlainTextEdit):
    """The text for reading by line and word, as an answer is read."""

    def __init__(
        self, wording: Wording, preferences: Preferences, say: Callable[[str], None], *, has_reader: bool
    ) -> None:
        super().__init__()
        self._wording = wording
        self._preferences = preferences
        self._reviewer = Reviewer(self, wording, ReviewCalls(lambda text, language: say(text), lambda line: ""))
        self._reviewer.is_speaking = not has_reader
        make_readable(self)
        self.setAccessibleName(wording.say(P.KEPT_TITLE))
        self.setMinimumHeight(_LINES * self.fontMetrics().lineSpacing())
        self.write()

    def write(self) -> None:
        """Show what is true by now."""
        self.setPlainText(kept_text(self._wording, self._preferences))


def kept_text(wording: Wording, preferences: Preferences) -> str:
    """Return it, one thing to a line."""
    kept = preferences.kept
    things = [wording.full(message, path=kept[thing]) for thing, message in _THINGS.items() if thing in kept]
    return "\n".join(
        (
            wording.full(P.KEPT_NOTHING),
            sent_text(wording, preferences) or wording.full(P.KEPT_OFFLINE),
            wording.full(P.KEPT_ON_PURPOSE),
            *things,
            wording.full(P.KEPT_EXPORTS),
        )
    )


def sent_text(wording: Wording, preferences: Preferences) -> str:
    """Return where pictures are sent; empty where they stay here."""
    settings = preferences.settings
    model = settings.text("engine.model")
    if is_address(model):
        server = parse_server(model)
        if server.is_loopback or settings.flag("privacy.network"):
            return wording.full(P.KEPT_SENT, server=server.host)
    return ""
