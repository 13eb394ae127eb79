"""The recogniser of macOS, Vision's VNRecognizeTextRequest, through pyobjc (*not yet run*).

It knows nothing of when it is asked: see `system_recognisers`.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any, TypeAlias

import cv2

from assistant.system.desktop import SessionKind, detect
from assistant.vision.embedded.recognisers import Reading

if TYPE_CHECKING:
    from assistant.vision.embedded.pixels import Pixels

name = "Vision"
install_hint = "pip install pyobjc-framework-Vision"

Untyped: TypeAlias = Any
"""What pyobjc hands out; it has no types."""


def is_compatible() -> bool:
    """Tell whether this is macOS."""
    return detect().kind is SessionKind.MACOS


def is_installed() -> bool:
    """Tell whether the bridge is there."""
    return importlib.util.find_spec("Vision") is not None


def tags() -> list[str]:
    """Return the languages that this version of macOS reads."""
    found, error = _request().supportedRecognitionLanguagesAndReturnError_(None)
    if error is not None:
        raise OSError("Vision names no languages")
    return [str(tag) for tag in found]


def open(tag: str, *, is_rtl: bool, widest: int) -> VisionReader:  # noqa: A001 - a back-end's word, never imported bare
    """Return the reader of a language; Vision takes pictures of any width."""
    return VisionReader(tag, is_rtl=is_rtl)


class VisionReader:
    """Reads pictures of a line in one language; one thread."""

    def __init__(self, tag: str, *, is_rtl: bool) -> None:
        self._tag = tag
        self._is_rtl = is_rtl

    def read(self, picture: Pixels) -> Reading:
        """Return the text of a picture (height x width, grey, dark on light). Raises OSError where Vision fails."""
        # The child has no run loop that would ever empty a pool of its own.
        with importlib.import_module("objc").autorelease_pool():
            return self._read(picture)

    def _read(self, picture: Pixels) -> Reading:
        encoded = cv2.imencode(".png", picture)[1].tobytes()
        data = importlib.import_module("Foundation").NSData.dataWithBytes_length_(encoded, len(encoded))
        request = _request()
        request.setRecognitionLanguages_([self._tag])
        # It makes words out of what stands there, and would speak them as if they stood there.
        request.setUsesLanguageCorrection_(False)
        handler = _vision().VNImageRequestHandler.alloc().initWithData_options_(data, None)
        is_done, _ = handler.performRequests_error_([request], None)
        if not is_done:
            raise OSError("Vision failed")
        parts = sorted(_part(found) for found in request.results() or ())
        letters = sum(len(text) for _, text, _ in parts)
        confidence = sum(len(text) * sure for _, text, sure in parts) / max(1, letters)
        ordered = reversed(parts) if self._is_rtl else parts
        return Reading(" ".join(text for _, text, _ in ordered), float(confidence))


def _part(found: Untyped) -> tuple[float, str, float]:
    """Return where a run of text begins, what it says and how sure that is (Vision knows .3, .5 and 1)."""
    best = found.topCandidates_(1)
    left = float(found.boundingBox().origin.x)
    return (left, str(best[0].string()), float(best[0].confidence())) if best else (left, "", 0.0)


def _request() -> Untyped:
    request = _vision().VNRecognizeTextRequest.alloc().init()
    request.setRecognitionLevel_(_vision().VNRequestTextRecognitionLevelAccurate)
    return request


def _vision() -> Untyped:
    return importlib.import_module("Vision")
