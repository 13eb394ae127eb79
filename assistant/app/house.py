"""The parts that every way of running needs, in the order in which they start; they end in the reverse.

It decides nothing about answers; it wires rooms to the core and posts between threads.
"""

from __future__ import annotations

import itertools
import locale
import logging
import os
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.app.embedded import EmbeddedEngine
from assistant.app.engines import ModelEngines
from assistant.app.hands import HandsWorker
from assistant.app.outlines import UncoveredCapture
from assistant.capture.grabber import SCREENS, DesktopGrabber
from assistant.capture.portal import PortalScreen, name_of_desktop
from assistant.capture.shot import Clipping
from assistant.capture.sway import outputs
from assistant.capture.worker import ASKING_DEADLINES, DEADLINES, CaptureWorker
from assistant.core.acting import Acting, said
from assistant.core.acts import Act, Target
from assistant.core.answers import Answer
from assistant.core.background import SharedEngine
from assistant.core.chosen_languages import read_languages, voice_language, window_language
from assistant.core.domain import EngineEvent, EngineState, Picture, Priority, VoiceEvent, VoiceStyle
from assistant.core.ensemble import Outside, Patience
from assistant.core.errors import SeeSayError
from assistant.core.keys import KeyPlan, key_plan
from assistant.core.planner import Planner
from assistant.core.ports import PostEngine, Sounds, Timer, Voice, Windows
from assistant.core.reader_ports import Background
from assistant.core.routes import Routes
from assistant.core.session import Ports, Session
from assistant.core.settings import Settings
from assistant.core.settings_store import SettingsStore
from assistant.core.speech import SpeechQueue
from assistant.core.wording import M, Wording, load_translations
from assistant.core.wording.remote import RemoteMessages
from assistant.narration.snapshot import CameraSnapshots
from assistant.process.host import EngineHost
from assistant.system import paths
from assistant.system.desktop import SessionKind, detect
from assistant.system.file_lock import changing

if TYPE_CHECKING:
    from assistant.ui.bridge import Bridge

log = logging.getLogger(__name__)

EMBEDDED = "embedded"
EMBEDDED_SERVICE = "assistant.vision.embedded.engine:create"
START_DEADLINE = 60.0
"""Seconds for an engine's child to load on a slow disk."""
MOST_THREADS = 4
"""Beyond this the networks gain little and the desktop loses."""
FORGET_AFTER = 120.0
"""Seconds after an answer for which the engine keeps its picture, so that a question about it is answered at once."""
CANCEL_DEADLINE = 4.0
"""Seconds that a cancelled child gets to reach its next step: on a busy machine a restart costs more than patience."""
SILENCE_DEADLINE = 20.0
"""Seconds without a word or a sign of life from a busy engine after which it is taken for dead."""
PATIENCE = Patience()
"""With a large model: the built-in engine is there already."""
_SETTINGS_FILE = "settings.toml"


def open_store() -> SettingsStore:
    """Return the user's settings, loaded."""
    path = _folder(paths.config_dir) / _SETTINGS_FILE
    store = SettingsStore(path, Wording(system_language()), lock=lambda: changing(path))
    store.load()
    return store


def _folder(make: Callable[[], Path]) -> Path:
    """Return the folder; where it can't be made, one that never can be, so that SeeSay works on its defaults."""
    try:
        return make()
    except (OSError, RuntimeError) as error:  # RuntimeError: nobody knows where home is
        log.warning("a folder can't be made: %s", error)
        return Path(os.devnull) / paths.APPLICATION


def data_folder() -> Path:
    """Return the folder of models and language packs; where there can be none, one that is never there."""
    return _folder(paths.data_dir)


def system_language() -> str:
    """Return the desktop's language as a code, "en" where nobody tells."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value.partition(".")[0].replace("_", "-")
    return (locale.getlocale()[0] or "en").replace("_", "-")


def load_wording(settings: Settings | None = None) -> Wording:
    """Return SeeSay's sentences in the language and length that the settings ask for."""
    chosen = settings or open_store().settings
    language = window_language(chosen, system_language())
    translations = load_translations(paths.resources() / "locale", language)
    is_brief = chosen.text("speech.verbosity") == "brief"
    return Wording(language, translations, is_brief=is_brief, is_bundle=paths.is_bundle())


def keys_of(settings: Settings) -> KeyPlan:
    """Return the keys of this platform."""
    return key_plan(settings, sys.platform)


def style_of(settings: Settings) -> VoiceStyle:
    """Return how the settings want speech to sound."""
    return VoiceStyle(
        settings.number("speech.rate"),
        settings.number("speech.pitch"),
        settings.number("speech.volume"),
        settings.text("speech.voice"),
    )


def embedded_options(settings: Settings) -> dict[str, str]:
    """Return what the embedded engine's child is told when it starts."""
    languages = read_languages(settings, system_language())
    return {
        "threads": str(settings.number("engine.threads") or min(os.cpu_count() or 1, MOST_THREADS)),
        "data": str(data_folder()),
        "resources": str(paths.resources()),
        "languages": ",".join(languages),
    }


@dataclass(frozen=True, slots=True)
class House:
    """The parts that every way of running needs; `stack` ends them in the reverse order of their start."""

    bridge: Bridge
    store: SettingsStore
    wording: Wording
    sounds: Sounds
    session: Session
    speech: SpeechQueue
    capture: CaptureWorker
    acting: Acting
    clipboard: Callable[[], Picture | Clipping]
    snapshots: CameraSnapshots
    embedded: EmbeddedEngine
    models: ModelEngines
    planner: Planner
    background: Background
    routes: Routes
    stack: ExitStack

    def act(self, act: Act, target: Target) -> None:
        """Act on a thing of an answer, in place of what is spoken, and say how it went."""

        def then(error: SeeSayError | None) -> None:
            if error is None:
                self.session.announce(said(act, target, self.wording))
            else:
                self.session.report(error)

        self.session.stop()
        self.acting.begin(act, target, then)

    def settle_models(self) -> None:
        """Take up what was changed about models; while somebody waits for an answer, the next request does."""
        if not self.session.is_busy:
            self.models.settle()


@dataclass(frozen=True, slots=True)
class Furniture:
    """What differs between the tray application and a one-shot command.

    `patience` is that with a large model. `uncover` takes away what of ours lies over the screen, and returns in how
    many seconds none of it is in a picture any more.
    """

    windows: Windows
    voice: Callable[[Callable[[VoiceEvent], None]], Voice]
    sounds: Sounds
    on_speaking: Callable[[bool], None] = lambda is_speaking: None
    on_ended: Callable[[Answer], None] = lambda answer: None
    on_engine: Callable[[EngineEvent], None] = lambda event: None
    patience: Patience = PATIENCE
    uncover: Callable[[], float] = lambda: 0.0


def build(bridge: Bridge, store: SettingsStore, wording: Wording, furniture: Furniture) -> House:
    """Put the house together and start its engine; everything is on the caller's thread from now on."""
    session: Session
    acting: Acting
    stack = ExitStack()

    def answered(event: EngineEvent) -> None:
        session.answered(event)
        if not isinstance(event, EngineState) or event.engine == EMBEDDED:
            furniture.on_engine(event)

    def tell_server(host: str) -> bool:
        if session.is_quiet:
            return False
        session.announce(wording.say(RemoteMessages.PICTURES_GO, host=host), Priority.NEXT)
        return True

    def tell_asked() -> None:
        if not session.is_quiet:
            session.announce(wording.say(M.SCREEN_ASKED, desktop=name_of_desktop()), Priority.NEXT)

    def forget() -> None:
        session.forget()
        engine.forget()
        models.forget()

    stack.callback(bridge.close)
    engine, shared, models, routes = _engines(bridge, store, answered, tell_server, furniture.patience, stack)
    voice = furniture.voice(bridge.poster(lambda event: session.voiced(event)))
    stack.callback(voice.close)
    speech = SpeechQueue(
        voice,
        style=lambda: style_of(store.settings),
        voice_language=lambda language: voice_language(store.settings, language),
        on_event=lambda utterance, event: session.utterance_told(utterance, event),
        on_speaking=furniture.on_speaking,
    )
    snapshots = CameraSnapshots(lambda: store.settings.text("camera.device"))
    grabber = _grabber(bridge, snapshots, tell_asked)
    deadlines = ASKING_DEADLINES if detect().kind is SessionKind.WAYLAND else DEADLINES
    capture = CaptureWorker(grabber, bridge.poster(lambda event: session.captured(event)), deadlines)
    stack.callback(capture.close)
    hands = HandsWorker(grabber.glance, bridge.poster(lambda event: acting.heard(event)))
    stack.callback(hands.close)
    acting = Acting(hands)
    planner = Planner(lambda: store.settings, {EMBEDDED: shared.foreground}, system_language(), models)
    ports = Ports(
        capture=UncoveredCapture(capture, bridge, furniture.uncover),
        planner=planner,
        sounds=furniture.sounds,
        timer=bridge,
        windows=furniture.windows,
        acting=acting,
        now=time.monotonic,
    )
    session = Session(
        ports,
        speech,
        wording,
        still_working=store.settings.decimal("engine.still_working_seconds"),
        on_ended=_Forgetting(bridge, forget, lambda: session.is_busy, furniture.on_ended).ended,
    )
    session.when_stopped(acting.leave)
    models.start()
    return House(
        bridge=bridge,
        store=store,
        wording=wording,
        sounds=furniture.sounds,
        session=session,
        speech=speech,
        capture=capture,
        acting=acting,
        clipboard=grabber.copied,
        snapshots=snapshots,
        embedded=engine,
        models=models,
        planner=planner,
        background=shared,
        routes=routes,
        stack=stack,
    )


def _engines(
    bridge: Bridge,
    store: SettingsStore,
    answered: PostEngine,
    tell_server: Callable[[str], bool],
    patience: Patience,
    stack: ExitStack,
) -> tuple[EmbeddedEngine, SharedEngine, ModelEngines, Routes]:
    """Start the built-in engine, and make what makes the models' engines; the stack ends both."""
    shared: SharedEngine
    routes = Routes(answered)
    post = bridge.poster(routes.heard)

    def heard(event: EngineEvent) -> None:
        shared.heard(event)
        engine.heard(event)

    engine = EmbeddedEngine(lambda: store.settings, _embedded_engine, bridge.poster(heard))
    shared = SharedEngine(engine, routes, bridge)
    stack.callback(engine.close)
    engine.start()
    outside = Outside(routes.heard, bridge, time.monotonic, wording_in)
    models = ModelEngines(
        shared.foreground, lambda: store.settings, routes, outside, post, tell_server, data_folder(), patience
    )
    stack.callback(models.close)
    return engine, shared, models, routes


def _grabber(bridge: Bridge, snapshots: CameraSnapshots, tell_asked: Callable[[], None]) -> DesktopGrabber:
    from assistant.capture.clipboard import ClipboardReader
    from assistant.capture.qt_monitors import QtMonitors

    clipboard, monitors = ClipboardReader(bridge), QtMonitors(bridge)
    portal = PortalScreen(lambda: outputs() or monitors.boxes(), lambda: bridge.post(tell_asked))
    return DesktopGrabber(
        itertools.count(1).__next__,
        clipboard=clipboard.read,
        camera=snapshots.take,
        screens=[portal if isinstance(screen, PortalScreen) else screen for screen in SCREENS],
    )


def wording_in(language: str, is_brief: bool) -> Wording:
    """Return SeeSay's sentences in a language."""
    return Wording(language, load_translations(paths.resources() / "locale", language), is_brief=is_brief)


def _embedded_engine(settings: Settings, post: PostEngine, before: Callable[[], None]) -> EngineHost:
    return EngineHost(
        EMBEDDED,
        EMBEDDED_SERVICE,
        embedded_options(settings),
        post,
        start_deadline=START_DEADLINE,
        silence_deadline=SILENCE_DEADLINE,
        cancel_deadline=CANCEL_DEADLINE,
        idle_seconds=60.0 * settings.number("engine.idle_minutes") or None,
        before=before,
    )


class _Forgetting:
    """Lets the engine drop its pictures once nobody has asked for a while."""

    def __init__(
        self,
        timer: Timer,
        forget: Callable[[], None],
        is_busy: Callable[[], bool],
        then: Callable[[Answer], None],
    ) -> None:
        self._timer = timer
        self._forget = forget
        self._is_busy = is_busy
        self._then = then
        self._disarm: Callable[[], None] = lambda: None

    def ended(self, answer: Answer) -> None:
        """Begin to wait anew, then pass the answer on."""
        self._disarm()
        self._disarm = self._timer.after(FORGET_AFTER, self._due)
        self._then(answer)

    def _due(self) -> None:
        # An answer that is under way needs its picture; its own end begins to wait anew.
        if not self._is_busy():
            self._forget()
