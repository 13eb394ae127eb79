"""The language of a running SeeSay: the one way in which it changes.

Whoever changed `ui.language`, `language` or `speech.verbosity` in the settings calls `take_up` (windows do it through
`WindowCalls.reword`). Everything that holds the `Wording` says the next sentence in the new language; windows and tray
are told, because they have written theirs down.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.wording import Wording


class Rewording:
    """Lets a `Wording` follow the settings. `load` makes one as they are now; `then` is called after a change."""

    def __init__(self, wording: Wording, load: Callable[[], Wording], then: Callable[[], None]) -> None:
        self._wording = wording
        self._load = load
        self._then = then

    def take_up(self) -> None:
        """Speak and write as the settings ask; nothing happens where that is as before."""
        wanted = self._load()
        if (wanted.language, wanted.is_brief) != (self._wording.language, self._wording.is_brief):
            self._wording.become(wanted)
            self._then()
