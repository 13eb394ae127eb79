"""What the doctor tries: each part of this house, for real, with the command that mends it."""

from __future__ import annotations

import itertools
import queue
import tempfile
import time
import wave
from collections.abc import Callable
from pathlib import Path

from assistant.app.desktop_keys import how_to_bind
from assistant.app.house import EMBEDDED, EMBEDDED_SERVICE, START_DEADLINE, data_folder, embedded_options, open_store
from assistant.app.network import require_network
from assistant.app.speaking import has_sound, is_screen_reader_running, write_wav
from assistant.app.specs import Specs
from assistant.capture.grabber import DesktopGrabber
from assistant.capture.tree import backend_of
from assistant.core.answers import Sentence
from assistant.core.domain import (
    Command,
    Done,
    EngineEvent,
    EngineLost,
    EngineReady,
    Failed,
    Picture,
    Piece,
    Request,
    Source,
    SourceKind,
    Task,
)
from assistant.core.errors import EngineStalled, HotkeysUnsupported, HotkeyTaken, NoScreen, SeeSayError, VoiceSilent
from assistant.core.languages import LANGUAGES, Recogniser
from assistant.core.servers import is_address, parse_server
from assistant.core.settings import Settings
from assistant.core.wording import M, Wording
from assistant.core.wording.cameras import CameraMessages
from assistant.core.wording.hardware import HardwareMessages
from assistant.core.wording.remote import RemoteMessages
from assistant.doctor.examine import Check, Outcome
from assistant.doctor.model import model_checks
from assistant.hotkeys import portal
from assistant.hotkeys.backends import choose, open_hotkeys
from assistant.narration.devices import cameras
from assistant.process.host import EngineHost
from assistant.system import paths
from assistant.system.desktop import detect

SAMPLE = "letter.png"
SAMPLE_WORDS = ("weather", "morning", "umbrella")
PATIENCE = 60.0
SERVER_PATIENCE = 15.0
MODEL_PATIENCE = 300.0
TRIED_KEYS = ("Ctrl+Alt+Shift+F9", "Ctrl+Alt+Shift+F10")
PREREQUISITES = "installers/linux/prerequisites.sh"


def checks(wording: Wording) -> list[Check]:
    """Return every check of this system, in the order of the way from a key to a voice."""
    store = open_store()

    def took(since: float) -> str:
        return wording.say(M.DETAIL_TOOK, milliseconds=round((time.monotonic() - since) * 1000))

    return [
        Check(M.PART_SETTINGS, lambda: Outcome(True, str(store.path))),
        Check(M.PART_KEYS, lambda: _keys(wording, took)),
        Check(M.PART_SCREEN, lambda: _screen(took)),
        Check(M.PART_ACCESSIBILITY, lambda: _accessibility(wording)),
        Check(CameraMessages.PART_CAMERAS, lambda: _cameras(wording, took)),
        Check(M.PART_ENGINE, lambda: _engine(store.settings, took), seconds=START_DEADLINE + PATIENCE),
        *model_checks(store.settings, wording),
        *_server_checks(store.settings, wording, took),
        # A second copy of the model beside the running SeeSay's may be too large for the memory.
        *([] if _is_running() else _model_checks(store.settings, took)),
        Check(M.PART_LANGUAGES, lambda: _packs(store.settings, wording)),
        Check(M.PART_SOUND, lambda: _sound(wording, took)),
        # Of a bundle's parts none is missing there; the error itself tells what else can be done.
        Check(M.PART_VOICE, lambda: _voice(store.settings, took), "" if paths.is_bundle() else PREREQUISITES),
        Check(M.PART_SCREEN_READER, lambda: _screen_reader(wording)),
        Check(M.PART_INSTANCE, lambda: _instance(wording)),
    ]


def _keys(wording: Wording, took: Callable[[float], str]) -> Outcome:
    began = time.monotonic()
    if choose().name == portal.name:  # trying a key out would make the desktop ask the user for it
        return Outcome(True, f"{portal.name}. {took(began)}")
    hotkeys = open_hotkeys(lambda command: None)
    try:
        errors = [error for key in TRIED_KEYS for error in hotkeys.bind({Command.STOP: key})]
    finally:
        hotkeys.close()
    for error in errors:
        if isinstance(error, HotkeysUnsupported) and not error.params.get("desktop"):
            raise NoScreen
        if isinstance(error, HotkeysUnsupported):
            return Outcome(False, wording.error(error).message, how_to_bind(wording, detect()))
        if len(errors) == len(TRIED_KEYS) or not isinstance(error, HotkeyTaken):
            raise error
    return Outcome(True, f"{choose().name}. {took(began)}")


def _screen(took: Callable[[float], str]) -> Outcome:
    began = time.monotonic()
    picture = DesktopGrabber(itertools.count(1).__next__).grab(Source(SourceKind.SCREEN, monitor="all"))
    return Outcome(True, f"{picture.width} × {picture.height}. {took(began)}")


def _accessibility(wording: Wording) -> Outcome:
    """Tell whether programs tell what their controls are called; where they don't, SeeSay works on by the pixels."""
    backend = backend_of(detect().kind)
    try:
        is_on = backend is not None and backend.is_on()
    except (OSError, ImportError):
        is_on = False
    if is_on:
        return Outcome(True, wording.full(M.ACCESSIBILITY_ON))
    off, switch = wording.full(M.ACCESSIBILITY_OFF), backend.switch if backend is not None else ""
    return Outcome(True, f"{off} {wording.full(M.ACCESSIBILITY_SWITCH, command=switch)}" if switch else off)


def _cameras(wording: Wording, took: Callable[[float], str]) -> Outcome:
    """Name the cameras; none is opened, its light would frighten."""
    began = time.monotonic()
    found = cameras()
    if not found:
        return Outcome(True, wording.full(CameraMessages.NONE))
    return Outcome(True, f"{wording.join(camera.name for camera in found)}. {took(began)}")


def _engine(settings: Settings, took: Callable[[float], str]) -> Outcome:
    sample = paths.resources() / "samples" / SAMPLE
    picture = DesktopGrabber(lambda: 1).grab(Source(SourceKind.FILE, path=str(sample)))
    events: queue.SimpleQueue[EngineEvent] = queue.SimpleQueue()
    host = EngineHost(
        EMBEDDED,
        EMBEDDED_SERVICE,
        embedded_options(settings),
        events.put,
        start_deadline=START_DEADLINE,
        silence_deadline=PATIENCE,
    )
    try:
        host.start()
        began = time.monotonic()
        text = _read(host, picture, events).lower()
    finally:
        host.close()
    missed = [word for word in SAMPLE_WORDS if word not in text]
    return Outcome(not missed, took(began) if not missed else ", ".join(missed))


def _server_checks(settings: Settings, wording: Wording, took: Callable[[float], str]) -> list[Check]:
    address = settings.text("engine.model")
    if not is_address(address):
        return []
    return [Check(RemoteMessages.PART_SERVER, lambda: _server(address, wording, took), seconds=2 * SERVER_PATIENCE)]


def _server(address: str, wording: Wording, took: Callable[[float], str]) -> Outcome:
    """Ask the server for its models; no picture is sent."""
    from assistant.system import secrets
    from assistant.vision.remote_calls import Caller

    began = time.monotonic()
    server = parse_server(address)
    if not server.is_loopback:
        require_network(open_store().settings)
    caller = Caller(server, secrets.get(secrets.server(server.host)) or "", SERVER_PATIENCE)
    try:
        caller.models(lambda: False)
    finally:
        caller.close()
    told = RemoteMessages.PICTURES_STAY if server.is_loopback else RemoteMessages.PICTURES_GO
    return Outcome(True, f"{wording.full(told, host=server.host)} {took(began)}")


def _model_checks(settings: Settings, took: Callable[[float], str]) -> list[Check]:
    """Return the check of the model that the settings ask for; none where that is no model of this computer."""
    if is_address(settings.text("engine.model")):
        return []
    specs = Specs(lambda: settings, data_folder())
    try:
        if specs.preferred() is None:
            return []
    except SeeSayError:  # told by the check itself
        pass
    return [Check(HardwareMessages.PART_MODEL, lambda: _model(specs, took), seconds=MODEL_PATIENCE + PATIENCE)]


def _model(specs: Specs, took: Callable[[float], str]) -> Outcome:
    """Load the model as it is loaded for an answer."""
    spec = specs.preferred()
    assert spec is not None
    events: queue.SimpleQueue[EngineEvent] = queue.SimpleQueue()
    host = EngineHost(
        spec.name,
        spec.service,
        dict(spec.options),
        events.put,
        start_deadline=MODEL_PATIENCE,
        silence_deadline=PATIENCE,
    )
    began = time.monotonic()
    try:
        host.start()
        event = events.get(timeout=MODEL_PATIENCE + PATIENCE / 2)
    except queue.Empty:
        raise EngineStalled from None
    finally:
        host.close()
    if isinstance(event, EngineLost):
        raise event.error
    return Outcome(True, f"{spec.name}. {took(began)}")


def _read(host: EngineHost, picture: Picture, events: queue.SimpleQueue[EngineEvent]) -> str:
    host.answer(Request(1, picture.id, Task.READ), picture)
    heard: list[str] = []
    while True:
        try:
            event = events.get(timeout=PATIENCE)
        except queue.Empty:
            raise EngineStalled from None
        match event:
            case Piece():
                heard.append(event.text)
            case Failed():
                raise event.error
            case Done():
                return "".join(heard)
            case EngineReady():
                continue


def _packs(settings: Settings, wording: Wording) -> Outcome:
    from assistant.vision.embedded.tesseract import find_packs, pack_folders

    wanted = embedded_options(settings)["languages"].split(",")
    needed = [code for code in wanted if LANGUAGES[code].recogniser is Recogniser.TESSERACT]
    _, missing = find_packs(needed, pack_folders(data_folder()))
    if missing:
        packages = [LANGUAGES[error.params["language"]].debian_package for error in missing]
        text = wording.error(missing[0])
        return Outcome(False, text.message, f"apt install {' '.join(packages)}")
    return Outcome(True, wording.join(wording.language_name(code) for code in wanted) + ".")


def _sound(wording: Wording, took: Callable[[float], str]) -> Outcome:
    began = time.monotonic()
    return Outcome(True, took(began)) if has_sound() else Outcome(False, wording.full(M.NO_SOUND))


def _voice(settings: Settings, took: Callable[[float], str]) -> Outcome:
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "voice.wav"
        write_wav([Sentence("SeeSay", "en")], path)
        with wave.open(str(path)) as file:
            is_mute = not any(file.readframes(file.getnframes()))
    if is_mute:
        raise VoiceSilent(voice="espeak")
    from assistant.voice.backends import backends

    names = [backend.key for backend in backends(settings.text("speech.backend")) if backend.is_installed()]
    return Outcome(True, f"{', '.join(names)}. {took(began)}")


def _screen_reader(wording: Wording) -> Outcome:
    return Outcome(True, wording.say(M.SCREEN_READER_ON if is_screen_reader_running() else M.SCREEN_READER_OFF))


def _instance(wording: Wording) -> Outcome:
    return Outcome(True, wording.say(M.INSTANCE_RUNS if _is_running() else M.INSTANCE_NONE))


def _is_running() -> bool:
    from assistant.system.client import connect
    from assistant.system.places import socket_path

    try:
        client = connect(socket_path())
    except OSError:  # no folder for a socket: then nothing can listen there
        client = None
    if client is not None:
        client.close()
    return client is not None
