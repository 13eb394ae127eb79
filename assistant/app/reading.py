"""Documents aloud, as the application puts them together: files in children, the warm engine, places, media keys."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from assistant.app.documents import DocumentParts
from assistant.app.house import House, style_of, system_language
from assistant.core.chosen_languages import read_languages
from assistant.core.documents import Pasted, Sheets, Unit
from assistant.core.domain import Picture
from assistant.core.errors import SeeSayError
from assistant.core.reader_ports import PlayerState, Progress
from assistant.core.wording.reading import ReadingMessages
from assistant.reader.exports import AskPage, ExportJob, SpeakPage
from assistant.reader.exports.exporter import Exporter
from assistant.reader.opening import book_of
from assistant.reader.places import Places
from assistant.reader.player import Player
from assistant.reader.player_ports import PlayerPorts, TakeOrigins
from assistant.system import paths
from assistant.system.mpris import MediaKey, MediaKeys, MediaStatus

_PLACES = "places.json"
_STATUS = {PlayerState.PLAYING: MediaStatus.PLAYING, PlayerState.WAITING: MediaStatus.PLAYING}


class DocumentReader(Player):
    """The `Book` of the application, ended by the house's stack. Nothing is started before a document opens."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._parts = DocumentParts(house.bridge, house)
        self._keys = MediaKeys(house.bridge.poster(self._pressed))
        self._kept = Places(_places_file)
        super().__init__(self._player_ports(), self._changed)
        house.session.when_stopped(self.stopped)
        house.stack.callback(self._kept.close)
        house.stack.callback(self.close)

    def _player_ports(self) -> PlayerPorts:
        house = self._house
        return PlayerPorts(
            speech=house.speech,
            wording=house.wording,
            settings=lambda: house.store.settings,
            read_languages=lambda: read_languages(house.store.settings, system_language()),
            sounds=house.sounds,
            timer=house.bridge,
            now=time.monotonic,
            stop=house.session.stop,
            report=house.session.report,
            open_file=self._parts.open_file,
            pages=self._parts.pages,
            places=self._kept,
            find=self._parts.find,
            clipboard=self._copied,
            export=self._export,
            style=lambda: style_of(house.store.settings),
            describer=self._parts.describer,
        )

    # --- the rooms around it ----------------------------------------------------------------------

    def _export(self, job: ExportJob, ask: AskPage, speak: SpeakPage, tell: Callable[[Progress], None]) -> Exporter:
        return self._parts.export(self._house.wording, job, ask, speak, tell)

    def _copied(self, take: TakeOrigins) -> None:
        """Make a document of the clipboard on a thread: the program that owns it may be slow."""
        title = self._house.wording.say(ReadingMessages.CLIPBOARD)
        post = self._house.bridge.poster(take)

        def read() -> None:
            try:
                copied = self._house.clipboard()
            except SeeSayError as error:
                post(error)
                return
            if isinstance(copied, Picture):
                post([Sheets(title, (copied,))])
            else:
                post(book_of([copied.path]) if copied.path else [Pasted(title, copied.text)])

        threading.Thread(target=read, name="clipboard", daemon=True).start()

    # --- media keys -------------------------------------------------------------------------------

    def _changed(self, state: PlayerState) -> None:
        if state is PlayerState.EMPTY:
            self._keys.close()
        elif state is not PlayerState.OPENING:
            self._keys.show(_STATUS.get(state, MediaStatus.PAUSED))

    def _pressed(self, key: MediaKey) -> None:
        match key:
            case MediaKey.PLAY:
                self.play()
            case MediaKey.PLAY_PAUSE:
                self.play_pause()
            case MediaKey.PAUSE | MediaKey.STOP:
                self.pause()
            case MediaKey.NEXT:
                self.step(Unit.PARAGRAPH, 1)
            case MediaKey.PREVIOUS:
                self.step(Unit.PARAGRAPH, -1)


def _places_file() -> Path | None:
    folder = paths.state_dir_if_any()
    return None if folder is None else folder / _PLACES
