"""Documents aloud, as the application puts them together: files in children, the warm engine, places, media keys."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.app.house import House, style_of, system_language
from assistant.core.documents import Origin, Page, PageSeen, Pasted, Sheets, Unit
from assistant.core.domain import Look, Picture, Request, Task
from assistant.core.errors import DocumentEmpty, InternalError, SeeSayError
from assistant.core.planner import read_languages
from assistant.core.reader_ports import DocumentFile, PlayerState, PostDocument, Progress
from assistant.core.wording.reading import ReadingMessages
from assistant.reader.exports import AskPage, ExportJob, SpeakPage
from assistant.reader.exports.exporter import Exporter
from assistant.reader.file import ChildSetup, DocumentChild
from assistant.reader.opening import book_of
from assistant.reader.pages import PageCalls, Recognised
from assistant.reader.places import Places
from assistant.reader.player import Player
from assistant.reader.player_ports import PlayerPorts, TakeOrigins
from assistant.system import paths
from assistant.system.mpris import MediaKey, MediaKeys, MediaStatus

DECODER = "assistant.capture.file:decode_frame"
"""What decodes pictures in a document's child."""
_PLACES = "places.json"
_STATUS = {PlayerState.PLAYING: MediaStatus.PLAYING, PlayerState.WAITING: MediaStatus.PLAYING}


class Reading(Player):
    """The `Book` of the application, ended by the house's stack. Nothing is started before a document opens."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._setup = ChildSetup(itertools.count(1).__next__, DECODER)
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
            open_file=self._open_file,
            pages=PageCalls(house.background, self._request, _recognised),
            places=self._kept,
            find=self._find,
            clipboard=self._copied,
            export=self._export,
            style=lambda: style_of(house.store.settings),
        )

    # --- the rooms around it ----------------------------------------------------------------------

    def _open_file(self, post: PostDocument) -> DocumentFile:
        return DocumentChild(self._setup, self._house.bridge.poster(post))

    def _request(self, picture: Picture) -> Request:
        return self._house.planner.request(0, picture.id, Look(Task.READ, picture.source))

    def _export(self, job: ExportJob, ask: AskPage, speak: SpeakPage, tell: Callable[[Progress], None]) -> Exporter:
        return Exporter(job, ask, speak, self._house.wording, self._house.bridge.post, tell)

    def _find(self, wanted: Sequence[str], take: TakeOrigins) -> None:
        def find() -> Sequence[Origin]:
            found = book_of(wanted)
            if not found:
                raise DocumentEmpty(name=", ".join(Path(path).name for path in wanted))
            return found

        self._later(find, take)

    def _copied(self, take: TakeOrigins) -> None:
        title = self._house.wording.say(ReadingMessages.CLIPBOARD)

        def read() -> Sequence[Origin]:
            copied = self._house.clipboard()
            if isinstance(copied, Picture):
                return [Sheets(title, (copied,))]
            return book_of([copied.path]) if copied.path else [Pasted(title, copied.text)]

        self._later(read, take)

    def _later(self, find: Callable[[], Sequence[Origin]], take: TakeOrigins) -> None:
        """Find documents on a thread: disks and other programs may be slow."""

        def run() -> None:
            found: Sequence[Origin] | SeeSayError
            try:
                found = find()
            except SeeSayError as error:
                found = error
            except Exception as error:  # noqa: BLE001 - whoever waits must hear of a defect as well
                found = InternalError(detail=type(error).__name__)
            self._house.bridge.post(lambda: take(found))

        threading.Thread(target=run, name="find-documents", daemon=True).start()

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


def _recognised(seen: PageSeen, earlier: Sequence[Page]) -> Recognised:
    from assistant.reader.recognised import RecognisedPage

    return RecognisedPage(seen, earlier)


def _places_file() -> Path | None:
    folder = paths.state_dir_if_any()
    return None if folder is None else folder / _PLACES
