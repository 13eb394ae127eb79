"""The tray application: start order, the wires between the rooms, what is said at the start, and the end.

The keys come first, because someone who cannot see presses them to find out whether SeeSay runs; windows and tray are made
when the loop already turns.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QApplication

from assistant.app.calls import Switchboard
from assistant.app.house import Furniture, House, build, keys_of, load_wording, open_store
from assistant.app.once import Interruptible
from assistant.app.speaking import earcons, is_screen_reader_running, speaking_voice
from assistant.core.commands import Commander
from assistant.core.domain import Command, HotkeysUnsupported, InternalError, SeeSayError, VoiceEvent
from assistant.core.ports import Hotkeys, Voice
from assistant.core.settings_store import SettingsStore
from assistant.core.wording import M, Wording
from assistant.hotkeys.backends import open_hotkeys
from assistant.system import paths
from assistant.system.desktop import SessionKind, detect
from assistant.system.instance import InstanceLock, InstanceServer
from assistant.system.places import lock_path, socket_path
from assistant.ui.bridge import Bridge
from assistant.ui.windows import DesktopWindows, WindowCalls

log = logging.getLogger(__name__)

TRAY_PATIENCE = 5.0
"""Seconds that a desktop which just started gets to offer a tray."""


def run_tray() -> int:
    """Run until the user quits; return the exit code. The lock file makes this instance the only one."""
    lock = InstanceLock(lock_path())
    if not lock.acquire():
        log.warning("SeeSay is running already")
        return 0
    try:
        application = QApplication(["seesay"])
        application.setApplicationName("SeeSay")
        application.setDesktopFileName("seesay")
        application.setQuitOnLastWindowClosed(False)
        tray_application = TrayApplication(application)
        with tray_application.house.stack, Interruptible(application):
            tray_application.start()
            return application.exec()
    finally:
        lock.release()


class TrayApplication:
    """Everything that lives as long as the program. `start` is called once, right before the loop."""

    def __init__(self, application: QApplication) -> None:
        self._began = time.monotonic()
        self._bridge = Bridge(self._defect)
        self._store: SettingsStore = open_store()
        loaded = self._store.load()
        self._notices = loaded.notices
        self._wording: Wording = load_wording(self._store.settings)
        self._windows = DesktopWindows(application, self._wording)
        self._hotkeys: Hotkeys = open_hotkeys(self._bridge.poster(self._do))
        self._hotkey_errors = self._bind()
        log.info("hotkeys ready after %.0f ms", (time.monotonic() - self._began) * 1000)
        self._voice: Voice | None = None
        furniture = Furniture(self._windows, self._make_voice, earcons(lambda: self._store.settings), self._speaking)
        self.house: House = build(self._bridge, self._store, self._wording, furniture)
        self.house.stack.callback(self._hotkeys.close)
        self.commander = Commander(
            self.house.session,
            self._store,
            self._wording,
            self._windows,
            keys=lambda: keys_of(self._store.settings),
            now=time.monotonic,
        )

    def start(self) -> None:
        """Open the socket, then leave the rest to the loop."""
        switchboard = Switchboard(
            self.house.session,
            self.commander,
            lambda: self._store.settings,
            voice_name=lambda: self._voice.name if self._voice else "",
            post=self._bridge.post,
            reload=self._reload,
        )
        server = InstanceServer(socket_path(), switchboard.handle)
        self.house.stack.callback(server.close)
        self._windows.connect(
            WindowCalls(
                do=self.commander.do,
                key_of=self.commander.key_of,
                say=self._say,
                is_screen_reader_running=is_screen_reader_running,
            )
        )
        self.house.capture.warm_up()
        self._bridge.post(self._greet)
        self._bridge.post(self._show_tray)

    # --- the start is heard -----------------------------------------------------------------------

    def _greet(self) -> None:
        session, say = self.house.session, self._wording.say
        for notice in self._notices:
            session.announce(say(notice.message, **notice.params))
        has_keys = not any(isinstance(error, HotkeysUnsupported) for error in self._hotkey_errors)
        if self._store.settings.flag("ui.first_start_done"):
            session.announce(self._ready(has_keys))
        else:
            self._introduce(has_keys)
        for text in self._limits():
            session.announce(text)
        for error in self._hotkey_errors:
            if not isinstance(error, HotkeysUnsupported):
                session.report(error)

    def _ready(self, has_keys: bool) -> str:
        if not has_keys:
            return self._wording.say(M.READY_WITHOUT_KEYS)
        key_of = self.commander.key_of
        return self._wording.say(M.READY, key=key_of(Command.DESCRIBE_SCREEN), keys=key_of(Command.KEYS))

    def _introduce(self, has_keys: bool) -> None:
        key_of, say = self.commander.key_of, self._wording.say
        sentences = [say(M.FIRST_WHAT)]
        if has_keys:
            sentences += [
                say(
                    M.FIRST_KEYS,
                    describe=key_of(Command.DESCRIBE_SCREEN),
                    read=key_of(Command.READ_SCREEN),
                    stop=key_of(Command.STOP),
                    keys=key_of(Command.KEYS),
                ),
                say(M.FIRST_CHANGE, faster=key_of(Command.FASTER), slower=key_of(Command.SLOWER)),
            ]
        else:
            sentences += [say(M.FIRST_NO_KEYS), say(M.FIRST_CHANGE_NO_KEYS)]
        for sentence in sentences:
            self.house.session.announce(sentence)
        self._remember_first_start()

    def _remember_first_start(self) -> None:
        try:
            self._store.set("ui.first_start_done", value=True)
        except SeeSayError as error:
            self.house.session.report(error)

    def _limits(self) -> list[str]:
        """Return what this desktop keeps from SeeSay, one sentence each."""
        desktop = detect()
        if desktop.kind is not SessionKind.WAYLAND:
            return []
        name = desktop.name or "Wayland"
        return [self._wording.say(message, desktop=name) for message in (M.WAYLAND_NO_KEYS, M.WAYLAND_NO_SCREEN)]

    def _show_tray(self) -> None:
        if not self._store.settings.flag("ui.show_tray"):
            return
        from assistant.ui.tray import Tray

        if Tray.is_available():
            self._tray = Tray(
                self._wording,
                paths.resources() / "icons" / "seesay.svg",
                self.commander.do,
                self.commander.key_of,
                {self._wording.say(M.PRACTICE_OPEN): self._windows.show_practice},
                self._bridge.after,
            )
            self.house.stack.callback(self._tray.close)
        elif time.monotonic() - self._began < TRAY_PATIENCE:
            self._bridge.after(1.0, self._show_tray)
        else:
            self.house.session.announce(self._wording.say(M.NO_TRAY))

    # --- wires ------------------------------------------------------------------------------------

    def _bind(self) -> Sequence[SeeSayError]:
        plan = keys_of(self._store.settings)
        return list(self._hotkeys.bind(plan.keys))

    def _make_voice(self, post: Callable[[VoiceEvent], None]) -> Voice:
        self._voice = speaking_voice(self._store.settings, post)
        return self._voice

    def _do(self, command: Command) -> None:
        self.commander.do(command)

    def _say(self, text: str, language: str) -> None:
        self.house.speech.stop()
        self.house.speech.say(text, language)

    def _speaking(self, is_speaking: bool) -> None:
        wanted = is_speaking and self._store.settings.flag("speech.control_stops")
        self._hotkeys.listen_for_control(wanted)

    def _reload(self) -> None:
        self._store.load()
        for error in self._bind():
            self.house.session.report(error)

    def _defect(self, error: BaseException) -> None:
        self.house.session.report(InternalError(detail=type(error).__name__))
