"""Answers and errors as the plain values of the command line's `--json` contract; docs/cli.md holds the schema."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.core.answers import Answer
from assistant.core.domain import Region, Source, SourceKind
from assistant.core.errors import ActError, VoiceError
from assistant.core.wording import ErrorText

Json = dict[str, object]
BESIDE = (VoiceError, ActError)
"""Errors after which the answer stands all the same: it could not be spoken, or what it found not be acted on."""


@dataclass(frozen=True, slots=True)
class Audio:
    """What was heard or written: `file` is None where it was played; `seconds` None where nobody counted."""

    file: str | None
    voice: str
    seconds: float | None


def source_text(source: Source) -> str:
    """Return the source as the command line writes it."""
    if source.kind is SourceKind.FILE:
        return source.path
    if source.kind is SourceKind.REGION and source.box is not None:
        box = source.box
        return f"region:{box.x},{box.y},{box.width},{box.height}"
    return str(source.kind)


def answer_report(answer: Answer, audio: Audio | None) -> Json:
    """Return the one object that `--json` prints for an answer that ended well."""
    timings = answer.timings
    return {
        "task": str(answer.task),
        "source": source_text(answer.source),
        "engine": answer.stats.engine,
        "model": answer.stats.model,
        "language": answer.language,
        "text": answer.text,
        "sentences": [sentence.text for sentence in answer.sentences],
        "regions": [region_report(region) for region in answer.regions],
        "confidence": answer.confidence,
        "acted": _act_report(answer),
        "finish": None if answer.reason is None else str(answer.reason),
        "audio": audio_report(audio),
        "timings_ms": {
            "capture": timings.capture,
            "first_text": timings.first_text,
            "first_audio": timings.first_audio,
            "total": timings.total,
        },
    }


def _act_report(answer: Answer) -> Json | None:
    if answer.acted is None:
        return None
    act, target = answer.acted
    return {"act": str(act), "region": target.region, "point": list(target.point)}


def audio_report(audio: Audio | None) -> Json | None:
    """Return what was heard or written, as a value."""
    return None if audio is None else {"file": audio.file, "voice": audio.voice, "seconds": audio.seconds}


def error_report(code: str, text: ErrorText) -> Json:
    """Return the object that `--json` prints for an error."""
    return {"error": {"code": code, "message": text.message, "hint": text.hint}}


def region_report(region: Region) -> Json:
    """Return a region as a value."""
    box = region.box
    return {
        "kind": str(region.kind),
        "text": region.text,
        "box": [box.x, box.y, box.width, box.height],
        "confidence": round(region.confidence, 4),
        "outline": None if region.outline is None else [list(corner) for corner in region.outline],
    }
