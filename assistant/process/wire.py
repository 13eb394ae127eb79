"""Between the house's values and their messages, in both directions.

Towards the child, text that no encoder takes (a file name or window title that is no Unicode) is mended. From an
engine, what is over a bound is cut or split, so that an honest engine never breaks the protocol.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.core.domain import Box, Done, EngineEvent, Failed, Found, Picture, Piece, Region, Request, Source, Stats
from assistant.core.errors import InternalError, PictureTooLarge, SeeSayError, UsageError
from assistant.core.nodes import Node
from assistant.process import packing, protocol
from assistant.process.protocol import (
    Answer,
    AnswerMessage,
    DoneMessage,
    FailedMessage,
    FoundMessage,
    PictureHeader,
    PieceMessage,
)


def to_answer(request: Request, picture: Picture) -> Answer:
    """Return the message that announces the picture's pixels.

    Raises `PictureTooLarge`, `UsageError` for a question too long, `InternalError` where pixels and size disagree.
    """
    if len(picture.rgb) > protocol.MAX_PIXEL_BYTES:
        raise PictureTooLarge(name=mended(picture.title)[:100], megapixels=str(protocol.MAX_PIXEL_BYTES // 3_000_000))
    if not picture.rgb or len(picture.rgb) != picture.width * picture.height * 3:
        raise InternalError(detail="PictureSize")
    if len(request.question) > protocol.MAX_QUESTION:
        raise UsageError(detail=f"the question has more than {protocol.MAX_QUESTION} characters")
    header = PictureHeader(
        id=picture.id,
        # The child gets the pixels, it has no business with the file.
        source=Source(picture.source.kind, picture.source.box, "", picture.source.monitor),
        width=picture.width,
        height=picture.height,
        taken_at=picture.taken_at,
        origin=picture.origin,
        scale=picture.scale,
        title=mended(picture.title)[: protocol.MAX_TITLE],
        nodes=tuple(_nodes(picture)),
    )
    return Answer(_mended_request(request), header)


def to_picture(header: PictureHeader, rgb: bytes) -> Picture:
    """Join a header and its pixels again."""
    return Picture(
        id=header.id,
        source=header.source,
        width=header.width,
        height=header.height,
        rgb=rgb,
        taken_at=header.taken_at,
        origin=header.origin,
        scale=header.scale,
        title=header.title,
        nodes=header.nodes,
    )


def _nodes(picture: Picture) -> Iterator[Node]:
    """Yield what the desktop knows of a window, as far as a message carries it."""
    left = protocol.MAX_NODES_TEXT
    for node in picture.nodes[: protocol.MAX_NODES]:
        name = mended(node.name)[: min(protocol.MAX_NODE_TEXT, left)]
        text = mended(node.text)[: min(protocol.MAX_NODE_TEXT, left - len(name))]
        left -= len(name) + len(text)
        yield replace(node, name=name, text=text, handle=mended(node.handle)[: protocol.MAX_HANDLE])


def mended(text: str) -> str:
    """Replace lone surrogates, which UTF-8 can't carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _mended_request(request: Request) -> Request:
    return replace(request, question=mended(request.question))


def to_messages(event: EngineEvent) -> Iterator[AnswerMessage]:
    """Yield what carries an engine's event; a long piece takes several. Raise `TypeError` for what is no answer."""
    match event:
        case Piece():
            yield from _pieces(event)
        case Found():
            yield _found(event)
        case Done(request_id, reason, stats):
            yield DoneMessage(
                request_id,
                reason,
                mended(stats.engine)[:200],
                mended(stats.model)[:200],
                None if stats.first_text_ms is None else _milliseconds(stats.first_text_ms),
                _milliseconds(stats.total_ms),
            )
        case Failed(request_id, error):
            yield failed(request_id, error)
        case _:
            raise TypeError(type(event).__name__)


def failed(request_id: int, error: SeeSayError) -> FailedMessage:
    """Return the message of a request's failure."""
    return FailedMessage(request_id, error.code, bounded_params(error))


def bounded_params(error: SeeSayError) -> dict[str, str]:
    """Return an error's parameters, cut to what the protocol takes."""
    items = list(error.params.items())[: packing.MAX_PARAMS]
    return {key: mended(str(value))[: packing.MAX_PARAM] for key, value in items}


def to_event(message: AnswerMessage) -> EngineEvent:
    """Return the event of a message that was decoded, and so is within its bounds."""
    match message:
        case PieceMessage(request_id, text, confidence, language, is_notice):
            return Piece(request_id, text, confidence, language, is_notice)
        case FoundMessage(request_id, kind, text, box, confidence, outline, handle):
            corners = None if outline is None else tuple(outline)
            return Found(request_id, Region(kind, text, Box(*box), confidence, corners, handle))
        case DoneMessage(request_id, reason, engine, model, first_text_ms, total_ms):
            return Done(request_id, reason, Stats(engine, model, first_text_ms, total_ms))
        case FailedMessage(request_id, code, params):
            return Failed(request_id, SeeSayError.from_code(code, params))


def _pieces(piece: Piece) -> Iterator[PieceMessage]:
    text, confidence = mended(piece.text), _unit(piece.confidence)
    is_code = len(piece.language) <= packing.MAX_CODE and re.search(protocol.LANGUAGE, piece.language)
    language = piece.language if is_code else ""
    for start in range(0, len(text), protocol.MAX_TEXT):
        part = text[start : start + protocol.MAX_TEXT]
        yield PieceMessage(piece.request_id, part, confidence, language, piece.is_notice)


def _found(found: Found) -> FoundMessage:
    region = found.region
    box = region.box
    corners = None
    if region.outline is not None and len(region.outline) <= protocol.MAX_CORNERS:
        corners = [(int(x), int(y)) for x, y in region.outline]
    return FoundMessage(
        found.request_id,
        region.kind,
        mended(region.text)[: protocol.MAX_TEXT],
        (int(box.x), int(box.y), int(box.width), int(box.height)),
        _unit(region.confidence),
        corners,
        mended(region.handle)[: protocol.MAX_HANDLE],
    )


def _unit(value: float) -> float:
    """Return a confidence as a plain number from 0 to 1; what is no number is no confidence."""
    value = float(value)
    return 0.0 if math.isnan(value) else min(max(value, 0.0), 1.0)


def _milliseconds(value: float) -> float:
    value = float(value)
    return min(max(value, 0.0), 1e9) if math.isfinite(value) else 0.0
