"""`narrate`: what a camera or a video shows, a sentence a line as it is told, or an object a line for programs.

It always watches by itself: a running SeeSay that narrates has its camera, and then it is told who has it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli import print_json, wording
from assistant.core import languages
from assistant.core.errors import FileUnreadable, UsageError
from assistant.core.report import audio_report, region_report

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from assistant.narration.announcer import Telling


def run(options: Namespace) -> int:
    """Narrate until it ends; return the exit code."""
    settings = _settings(options)
    if options.video is not None:
        _require_file(options.video)
    return _narrate(options, options.video, settings, is_quiet=options.quiet, timeout=options.timeout)


def show_demo(options: Namespace) -> int:
    """Narrate the sample film; return the exit code."""
    from assistant.system import paths

    return _narrate(options, str(paths.resources() / "samples" / "room.mkv"), {})


def _narrate(
    options: Namespace,
    video: str | None,
    settings: Mapping[str, object],
    *,
    is_quiet: bool = False,
    timeout: float | None = None,
) -> int:
    from assistant.app.narrate_once import Wanted, narrate

    wanted = Wanted(
        video="" if video is None else str(Path(video).absolute()),
        settings=settings,
        wav=Path(options.wav) if options.wav else None,
        is_quiet=is_quiet,
        timeout=timeout,
    )
    over = narrate(wanted, _print_object if options.json else _print_sentence)
    if options.json:
        print_json({"kind": "end", "audio": audio_report(over.audio)})
    if over.error is None:
        return 0
    told = wording().error(over.error)
    if options.json:
        print_json({"error": {"code": over.error.code, "message": told.message, "hint": told.hint}})
    else:
        print(told.spoken, file=sys.stderr)
    return over.error.exit_code


def _settings(options: Namespace) -> dict[str, object]:
    """Return what the options ask for, as settings of this command alone. Raises `UsageError`."""
    settings: dict[str, object] = {}
    read = [code.strip() for code in (options.read_language or "").split(",") if code.strip()]
    for code in filter(None, [options.language, *read]):
        if not languages.is_known(code):
            raise UsageError(detail=f"language {code}")
    if options.camera is not None:
        settings["camera.device"] = options.camera
    if options.language:
        settings["language"] = settings["ui.language"] = options.language
    if read:
        settings["read_languages"] = read
    if options.detail:
        settings["narration.verbosity"] = options.detail
    if options.engine != "auto":
        settings["engine.model"] = "none" if options.engine == "embedded" else options.engine
    return settings


def _require_file(path: str) -> None:
    """Raise why a video can't be opened before anything is started for it."""
    from assistant.system.files import open_file, shown_name

    with open_file(path, shown_name(path)) as opened:
        if not opened.read(1):
            raise FileUnreadable(name=shown_name(path), why="empty")


def _print_sentence(telling: Telling, seconds: float) -> None:
    if telling.text:
        print(telling.text, flush=True)


def _print_object(telling: Telling, seconds: float) -> None:
    print_json(
        {
            "kind": telling.kind,
            "text": telling.text,
            "language": telling.language,
            "time": round(seconds, 2),
            "objects": [region_report(region) for region in telling.regions],
        }
    )
