"""The tray application: start order, the wires between the rooms, and the end.

The keys come first, because someone who cannot see presses them to find out whether SeeSay runs; windows and tray
are made when the loop already turns.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from assistant.app.calls import Switchboard
from assistant.app.desktop_keys import DesktopKeys
from assistant.app.display import require_display
from assistant.app.held_page import HeldPage, PageCalls
from assistant.app.house import Furniture, build, keys_of, load_wording, open_store
from assistant.app.keys import BoundKeys
from assistant.app.looks import Looks
from assistant.app.models import TrayModels
from assistant.app.narrating import make_narrator
from assistant.app.once import Interruptible, audio_of
from assistant.app.preferences import SettledPreferences
from assistant.app.reading import DocumentReader
from assistant.app.reading_style import SettledStyle
from assistant.app.rewording import Rewording
from assistant.app.settled_voice import SettledVoice
from assistant.app.settling import Act, Rebinding, Settling, house_acts
from assistant.app.speaking import earcons, is_screen_reader_running, speaking_voice
from assistant.app.tray_icon import TrayIcon
from assistant.app.welcoming import SettledWelcoming, WelcomingCalls
from assistant.app.window_settings import WindowSettings
from assistant.core.answers import Answer
from assistant.core.commands import Commander
from assistant.core.domain import Command, EngineEvent, EngineReady, Spoken, VoiceEvent, VoiceFailed
from assistant.core.errors import (
    AlreadyRunning,
    HotkeyError,
    InternalError,
    NoVoice,
)
from assistant.core.ports import Voice
from assistant.core.reader_ports import PlayerState
from assistant.core.report import Audio
from assistant.core.wording import M
from assistant.system import paths
from assistant.system.desktop import SessionKind, detect
from assistant.system.instance import InstanceLock, InstanceServer
from assistant.system.logs import set_up
from assistant.system.memory import keep_low
from assistant.system.notifications import notify
from assistant.system.places import lock_path, socket_path
from assistant.system.portal import APP_ID
from assistant.ui.bridge import Bridge
from assistant.ui.windows import DesktopWindows, WindowCalls

if TYPE_CHECKING:
    from assistant.ui.tray import Tray

log = logging.getLogger(__name__)

LARGE = 2**20
"""Bytes: pictures are larger, and given back as soon as the engine has them."""


def run_tray() -> int:
    """Run until the user quits; return the exit code. Raises `AlreadyRunning`."""
    with own_instance() as application, TrayApplication(application).running():
        return application.exec()


@contextmanager
def own_instance() -> Iterator[QApplication]:
    """Be the only instance, with Qt's application, as long as the context lasts. Raises `AlreadyRunning`."""
    set_up()
    keep_low(LARGE)
    require_display()
    lock = InstanceLock(lock_path())
    if not lock.acquire():
        raise AlreadyRunning
    try:
        application = QApplication(["seesay"])
        application.setApplicationName("SeeSay")
        application.setDesktopFileName(APP_ID)
        application.setQuitOnLastWindowClosed(False)
        try:
            yield application
        finally:
            # Qt's objects end here, on their own thread, and not wherever the interpreter finds them at its exit.
            application.shutdown()
    finally:
        lock.release()


class TrayApplication:
    """Everything that lives as long as the program: made, then `running` around Qt's loop.

    `wav` takes the speech instead of the sound device; `greets` tells whether the start is heard; `on_answer` gets
    every answer when it has ended. What is spoken goes `through` another voice.
    """

    def __init__(
        self,
        application: QApplication,
        *,
        wav: Path | None = None,
        greets: bool = True,
        on_answer: Callable[[Answer], None] = lambda answer: None,
        through: Callable[[Voice], Voice] = lambda voice: voice,
    ) -> None:
        self._began = time.monotonic()
        self._application = application
        self._wav = wav
        self._greets = greets
        self._is_ready = False
        self._when_ready: Callable[[], None] = lambda: None
        self.bridge = Bridge(self._defect)
        self._store = open_store()
        self._wording = load_wording(self._store.settings)
        self.windows = DesktopWindows(application, self._wording)
        self._rewording = Rewording(self._wording, lambda: load_wording(self._store.settings), self._reworded)
        self._is_mute = self._is_speaking = self._is_control_held = False
        self._on_answer = on_answer
        self._through = through
        self._keys = DesktopKeys(self._wording, lambda: keys_of(self._store.settings), lambda: self._house)
        self._hotkeys = BoundKeys(
            self.bridge.poster(self._do), self.bridge.poster(self._keys.heard), self._wording.command
        )
        self._bound = Rebinding(self._bind, lambda error: self._house.session.report(error))
        log.info("hotkeys ready after %.0f ms", (time.monotonic() - self._began) * 1000)
        self._voice: SettledVoice | None = None
        self._sounds = earcons(lambda: self._store.settings)
        self._looks = Looks(application, lambda: self._store.settings, self.bridge, time.monotonic)
        furniture = Furniture(
            windows=self.windows,
            voice=self._make_voice,
            sounds=self._sounds,
            on_speaking=self._speaking,
            on_ended=self._ended,
            on_engine=self._heard_engine,
            uncover=self._looks.outlines.uncover,
        )
        self._house = build(self.bridge, self._store, self._wording, furniture)
        self._house.stack.callback(self._sounds.close)
        self._house.stack.callback(self._looks.outlines.hide)
        self._house.session.when_stopped(self._looks.outlines.hide)
        self._house.stack.callback(self._hotkeys.close)
        self._models = TrayModels(self.bridge, self._house, self._wording, self.windows.models_changed)
        self._house.stack.callback(self._models.close)
        self._book = DocumentReader(self._house)
        self._narration = make_narrator(
            self.bridge,
            self._house,
            self._store,
            self._wording,
            self._sounds,
            key=lambda: self.commander.key_of(Command.CAMERA),
            held=lambda page: self._page.held(page),
        )
        self._page = HeldPage(
            self.bridge,
            self._wording,
            PageCalls(
                pause=self._narration.pause,
                open=lambda title, page: self._book.open_sheets(title, [page]),
                show=self.windows.show_book,
                announce=self._house.session.announce,
            ),
        )
        self._style = SettledStyle(
            self._store, self._house.session, self._wording, lambda: self._voice, self.bridge.post
        )
        self.commander = Commander(
            self._house.session,
            self._store,
            self._wording,
            self.windows,
            keys=self._keys.plan,
            now=time.monotonic,
        )
        self._welcoming = SettledWelcoming(
            self._store,
            self._house.session,
            self._wording,
            self.bridge,
            WelcomingCalls(
                do=self.commander.do,
                key_of=self.commander.key_of,
                key_errors=lambda: self._bound.errors,
                is_mute=lambda: self._is_mute,
                list_voices=self._style.list_voices,
                show=self.windows.show_welcome,
            ),
        )
        self._icon = TrayIcon(
            lambda: self._store.settings.flag("ui.show_tray"), self._make_tray, self.bridge, self._tell_of_no_tray
        )
        self._house.stack.callback(self._icon.close)
        self._preferences = SettledPreferences(
            self._store, self._wording, self._hotkeys, self._style.list_voices, self.bridge.post, sys.platform
        )
        Settling(self._store, self._acts(), self._house.session.report)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Take commands and greet while the context lasts; then end every part, softly first."""
        with self._house.stack, Interruptible(self._application):
            self._open_socket()
            kept = WindowSettings(self._store, self._house.session.report)
            self.windows.connect(
                WindowCalls(
                    do=self.commander.do,
                    key_of=self.commander.key_of,
                    say=self._say,
                    is_screen_reader_running=is_screen_reader_running,
                    models=self._models.manager,
                    book=self._book,
                    style=self._style,
                    narration=self._narration,
                    keep_page=self._page.keep,
                    announce=self._house.session.announce,
                    hold_control=self._hold_control,
                    act=self._house.act,
                    presets=kept.presets,
                    save_presets=kept.save_presets,
                    view=kept,
                    reword=self._rewording.take_up,
                    welcoming=self._welcoming,
                    preferences=self._preferences,
                )
            )
            self._house.stack.callback(self.windows.close)
            if detect().kind not in (SessionKind.WAYLAND, SessionKind.MACOS):  # they ask the user, or flash the screen
                self._house.capture.warm_up()
            if self._greets:
                self.bridge.post(lambda: self._welcoming.greet(detect()))
            self.bridge.post(self._icon.settle)
            yield

    def when_ready(self, call: Callable[[], None]) -> None:
        """Call once the engine is warm; at once if it already is."""
        self._when_ready = call
        if self._is_ready:
            call()

    @property
    def is_busy(self) -> bool:
        """Tell whether a document is read or about to be, or anything is spoken."""
        is_reading = self._book.state not in (PlayerState.EMPTY, PlayerState.PAUSED, PlayerState.ENDED)
        return is_reading or not self._house.speech.is_idle

    def read(self, documents: Sequence[str]) -> None:
        """Open the window that reads documents, and read these aloud."""
        # In this order: the window says what is open, and would say that nothing is.
        self._book.open(documents)
        self.windows.show_book()

    @property
    def spoken(self) -> Audio | None:
        """What was heard or written so far, None before anything was."""
        voice = self._voice
        if voice is None:
            return None
        file = None if self._wav is None else str(self._wav)
        return Audio(file, voice.name, None if voice.seconds is None else round(voice.seconds, 2))

    def audio(self, answer: Answer) -> Audio | None:
        """Return what of an answer was heard or written."""
        return audio_of(answer, self._voice, self._wav) if self._voice else None

    def _open_socket(self) -> None:
        switchboard = Switchboard(
            self._house.session,
            self.commander,
            lambda: self._store.settings,
            voice_name=lambda: self._voice.name if self._voice else "",
            post=self.bridge.post,
            reload=self._reload,
            read=self.read,
        )
        server = InstanceServer(socket_path(), switchboard.handle)
        self._house.stack.callback(server.close)

    def _make_tray(self) -> Tray:
        from assistant.ui.tray import Tray

        icon = paths.resources() / "icons" / "seesay.svg"
        windows, commander = self.windows, self.commander
        return Tray(self._wording, icon, commander.do, commander.key_of, lambda: windows.more, self.bridge.after)

    def _tell_of_no_tray(self) -> None:
        if self._greets and not self._welcoming.has_welcomed:
            self._house.session.announce(self._wording.say(M.NO_TRAY))

    def _reworded(self) -> None:
        self.windows.reword()
        self._icon.reword()

    def _bind(self) -> list[HotkeyError]:
        return self._hotkeys.bind(keys_of(self._store.settings))

    def _make_voice(self, post: Callable[[VoiceEvent], None]) -> Voice:
        def heard(event: VoiceEvent) -> None:
            self.bridge.post(lambda: self._heard_voice(event))
            post(event)

        self._voice = SettledVoice(lambda: speaking_voice(self._store.settings, heard, wav=self._wav))
        return self._through(self._voice)

    def _heard_voice(self, event: VoiceEvent) -> None:
        """Tell once, in the way that remains, that nothing can be heard."""
        was_mute = self._is_mute
        if isinstance(event, Spoken):
            self._is_mute = False
        elif isinstance(event, VoiceFailed) and isinstance(event.error, NoVoice) and not self._is_mute:
            self._is_mute = True
            notify("SeeSay", self._wording.full(M.NO_SOUND), is_urgent=True)
        if was_mute != self._is_mute:
            self.windows.sound_changed()

    def _ended(self, answer: Answer) -> None:
        if isinstance(answer.error, NoVoice) and answer.sentences:
            self.windows.show_answer(answer)
        elif answer.error is not None and self._is_mute:
            notify("SeeSay", self._wording.error(answer.error).spoken, is_urgent=True)
        self._welcoming.answered(answer)
        self._looks.outlines.ended(answer)
        self._on_answer(answer)

    def _do(self, command: Command) -> None:
        self._welcoming.pressed(command)
        self.commander.do(command)

    def _say(self, text: str, language: str) -> None:
        """Say what a window has to say, in place of what is spoken; a document goes on behind it."""

        def say() -> None:
            self._house.speech.stop()
            self._house.speech.say(text, language)

        self._book.give_way(say)

    def _speaking(self, is_speaking: bool) -> None:
        self._is_speaking = is_speaking
        self._listen_for_control()

    def _hold_control(self, is_held: bool) -> None:
        self._is_control_held = is_held
        self._listen_for_control()

    def _listen_for_control(self) -> None:
        is_wanted = self._is_speaking and not self._is_control_held
        self._hotkeys.listen_for_control(is_wanted and self._store.settings.flag("speech.control_stops"))

    def _heard_engine(self, event: EngineEvent) -> None:
        if isinstance(event, EngineReady) and not self._is_ready:
            self._is_ready = True
            log.info("engine ready after %.0f ms", (time.monotonic() - self._began) * 1000)
            self._when_ready()

    def _acts(self) -> Sequence[Act]:
        """Return what is done when settings change that are not merely read when they count."""
        house = self._house
        return (
            Act(("hotkeys.",), self._bound.bind),
            Act(("speech.backend", "speech.beside_reader"), self._renew_voice),
            Act(("speech.control_stops",), self._listen_for_control),
            Act(("language", "ui.language", "speech.verbosity"), self._rewording.take_up),
            Act(("hotkeys.",), self._icon.reword),
            Act(("ui.show_tray",), self._icon.settle),
            *self._looks.acts,
            *house_acts(house),
        )

    def _renew_voice(self) -> None:
        self._house.speech.stop()
        # What is written goes on into the same file, which a new voice would begin anew.
        if self._voice is not None and self._wav is None:
            self._voice.renew()

    def _reload(self) -> None:
        told = self._store.notices
        for notice in self._store.load().notices:
            if notice not in told:
                self._house.session.announce(self._wording.say(notice.message, **notice.params))
        # A model may have come or gone, which no setting tells.
        self._house.settle_models()

    def _defect(self, error: BaseException) -> None:
        self._house.session.report(InternalError(detail=type(error).__name__))
