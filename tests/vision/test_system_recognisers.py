"""The recognisers of Windows and macOS behind Tesseract, against their documented interfaces: *not yet run there*."""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest

from assistant.core.errors import LanguagePackMissing, RecogniserUnloadable
from assistant.vision.embedded import apple_vision, ocr, windows_ocr
from assistant.vision.embedded.readable import readable, scripts_of
from assistant.vision.embedded.recognisers import Reading
from assistant.vision.embedded.routing import Router
from assistant.vision.embedded.system_recognisers import (
    MARGIN,
    WIDEST,
    Backend,
    SystemRecogniser,
    open_recognisers,
    prepared,
    tags_by_code,
)
from assistant.vision.embedded.tesseract import Packs

STRIP = np.full((12, 300, 3), 30, np.uint8)
STRIP[4:8, 20:280:3] = 240
# Where a run of text begins, what it says.
Parts = Sequence[tuple[float, str]]


@dataclass
class FakeWinRT:
    """The winrt packages as far as they are used, named as they name what the documentation calls otherwise."""

    parts: Parts = ()
    installed: tuple[str, ...] = ("de-DE", "ru", "sr-Latn-RS", "sr-Cyrl-RS", "ar-SA", "xx-YY")
    max_image_dimension: int = 2600
    seen: list[tuple[int, int]] = field(default_factory=list)
    breaks: bool = False

    def modules(self) -> dict[str, object]:
        words = SimpleNamespace
        engine = SimpleNamespace(
            available_recognizer_languages=[words(language_tag=tag) for tag in self.installed],
            max_image_dimension=self.max_image_dimension,
            try_create_from_language=lambda language: self if language.tag in self.installed else None,
        )
        bitmaps = SimpleNamespace(create_copy_from_buffer=self._bitmap)
        return {
            "media.ocr": SimpleNamespace(OcrEngine=engine),
            "globalization": SimpleNamespace(Language=lambda tag: words(tag=tag)),
            "graphics.imaging": SimpleNamespace(SoftwareBitmap=bitmaps, BitmapPixelFormat=words(BGRA8=87)),
        }

    def _bitmap(self, buffer: bytes, pixel_format: int, width: int, height: int) -> str:
        assert isinstance(buffer, bytes)
        assert pixel_format == 87
        assert len(buffer) == width * height * 4, "blue, green, red, opacity"
        assert max(width, height) <= self.max_image_dimension
        self.seen.append((width, height))
        return "bitmap"

    def recognize_async(self, bitmap: str) -> Any:
        assert bitmap == "bitmap"

        async def recognise() -> SimpleNamespace:
            if self.breaks:
                raise OSError("0x80070057")
            lines = [
                SimpleNamespace(text=text, words=[SimpleNamespace(bounding_rect=SimpleNamespace(x=x))])
                for x, text in self.parts
            ]
            return SimpleNamespace(lines=lines, text="", text_angle=None)

        return recognise()


@dataclass
class FakeVision:
    """pyobjc's Vision, Foundation and objc as far as they are used."""

    parts: Parts = ()
    sure: tuple[float, ...] = (1.0,)
    installed: tuple[str, ...] = ("en-US", "ru-RU", "ar-SA", "th-TH")
    breaks: bool = False
    asked: list[str] = field(default_factory=list)
    pools: int = 0
    VNRequestTextRecognitionLevelAccurate = 0

    def __post_init__(self) -> None:
        self.VNRecognizeTextRequest = _allocated(lambda: self)
        self.VNImageRequestHandler = _allocated(lambda: self)
        self.NSData = SimpleNamespace(dataWithBytes_length_=self._data)

    def _data(self, encoded: bytes, length: int) -> bytes:
        assert len(encoded) == length
        decoded = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_UNCHANGED)
        assert decoded is not None
        assert decoded.ndim == 2
        return encoded

    @contextlib.contextmanager
    def autorelease_pool(self) -> Iterator[None]:
        self.pools += 1
        yield

    def init(self) -> FakeVision:
        return self

    def initWithData_options_(self, data: bytes, options: None) -> FakeVision:  # noqa: N802  # its name
        assert data.startswith(b"\x89PNG")
        assert options is None
        return self

    def setRecognitionLevel_(self, level: int) -> None:  # noqa: N802  # its name
        assert level == 0

    def setRecognitionLanguages_(self, tags: list[str]) -> None:  # noqa: N802  # its name
        self.asked += tags

    def setUsesLanguageCorrection_(self, is_used: bool) -> None:  # noqa: N802  # its name
        assert is_used is False, "words that don't stand there"

    def supportedRecognitionLanguagesAndReturnError_(self, error: None) -> tuple[tuple[str, ...], None]:  # noqa: N802  # its name
        assert error is None
        return self.installed, None

    def performRequests_error_(self, requests: list[FakeVision], error: None) -> tuple[bool, str | None]:  # noqa: N802  # its name
        assert requests == [self]
        assert error is None
        return (False, "NSError") if self.breaks else (True, None)

    def results(self) -> list[Any]:
        return [self._found(*part, sure) for part, sure in zip(self.parts, itertools.cycle(self.sure), strict=False)]

    def _found(self, x: float, text: str, sure: float) -> SimpleNamespace:
        best = SimpleNamespace(string=lambda: text, confidence=lambda: sure)
        box = SimpleNamespace(origin=SimpleNamespace(x=x))
        return SimpleNamespace(topCandidates_=lambda count: [best][:count], boundingBox=lambda: box)


def _allocated(make: Callable[[], FakeVision]) -> SimpleNamespace:
    return SimpleNamespace(alloc=make)


Fake = FakeWinRT | FakeVision


@pytest.fixture(params=[windows_ocr, apple_vision], ids=["windows", "macos"])
def back_end(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Both systems, each with its fake beneath."""
    module: Any = request.param
    monkeypatch.setattr(module, "is_compatible", lambda: True)
    monkeypatch.setattr(module, "is_installed", lambda: True)
    return module


@pytest.fixture
def fake(back_end: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Fake:
    made: Fake = FakeWinRT() if back_end is windows_ocr else FakeVision()
    if isinstance(made, FakeWinRT):
        monkeypatch.setattr(windows_ocr, "_module", lambda part: made.modules()[part])
    else:
        for name in ("Vision", "Foundation", "objc"):
            monkeypatch.setitem(sys.modules, name, made)
    return made


def opened(back_end: Any, *codes: str) -> Any:
    recognisers, read = open_recognisers(codes, (back_end,))
    assert read == set(codes)
    return recognisers[0]


def test_a_line_in_parts_is_read_from_left_to_right(back_end: Backend, fake: Fake) -> None:
    fake.parts = ((0.6, "диск"), (0.1, "Новый"))
    assert opened(back_end, "ru").read(STRIP, with_english=True).text == "Новый диск"


def test_arabic_is_read_from_right_to_left(back_end: Backend, fake: Fake) -> None:
    fake.parts = ((0.1, "جديد"), (0.6, "ملف"))
    assert opened(back_end, "ar").read(STRIP).text == "ملف جديد"


def test_what_holds_nothing_is_nothing(back_end: Backend, fake: Fake) -> None:
    assert opened(back_end, "ru").read(STRIP) == Reading("", 0.0)


def test_a_failure_reads_nothing(back_end: Backend, fake: Fake) -> None:
    recogniser = opened(back_end, "ru")
    fake.breaks, fake.parts = True, ((0.1, "Файл"),)
    assert recogniser.read(STRIP) == Reading("", 0.0)


def test_only_languages_that_the_system_has_are_taken(back_end: Backend, fake: Fake) -> None:
    recognisers, read = open_recognisers(["he", "ru"], (back_end,))
    assert [recogniser.code for recogniser in recognisers if isinstance(recogniser, SystemRecogniser)] == ["ru"]
    assert read == {"ru"}


def test_no_language_is_asked_for_where_none_is_missing(back_end: Backend) -> None:
    assert open_recognisers([], (back_end,)) == ([], set())


def test_without_the_bridge_nothing_is_read(back_end: Backend) -> None:
    assert open_recognisers(["ru"], (back_end,)) == ([], set())


def test_vision_tells_how_sure_it_is_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeVision(((0.1, "Файл"), (0.5, "да")), (1.0, 0.5))
    for name in ("Vision", "Foundation", "objc"):
        monkeypatch.setitem(sys.modules, name, fake)
    reading = apple_vision.open("ru-RU", is_rtl=False, widest=WIDEST).read(prepared(STRIP))
    assert (reading.text, round(reading.confidence, 3)) == ("Файл да", 0.833)
    assert fake.asked == ["ru-RU"]
    assert fake.pools == 1


def test_what_windows_says_is_said_but_for_a_lone_sign() -> None:
    scripts = scripts_of(["ru"])
    assert readable("Файл", windows_ocr.UNTOLD, scripts, ocr.TESSERACT_LEAST) == "Файл"
    assert readable("7", windows_ocr.UNTOLD, scripts, ocr.TESSERACT_LEAST) == ""


@pytest.mark.parametrize("size", [(8, 30), (40, 9000), (300, 500), (1, 1)])
def test_every_strip_is_of_a_size_that_windows_takes(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeWinRT()
    monkeypatch.setattr(windows_ocr, "_module", lambda part: fake.modules()[part])
    windows_ocr.open("ru", is_rtl=False, widest=WIDEST).read(prepared(np.zeros((*size, 3), np.uint8)))
    ((width, height),) = fake.seen
    assert width <= WIDEST
    assert min(width, height) > 2 * MARGIN


def test_an_engine_that_wants_narrower_pictures_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeWinRT(max_image_dimension=1000)
    monkeypatch.setattr(windows_ocr, "_module", lambda part: fake.modules()[part])
    with pytest.raises(LookupError):
        windows_ocr.open("ru", is_rtl=False, widest=WIDEST)


def test_light_letters_come_dark_on_their_own_paper() -> None:
    picture = prepared(STRIP)
    assert picture.ndim == 2
    assert picture[0, 0] == picture[MARGIN, MARGIN] == 225


def test_tags_are_languages_of_ours_in_their_script() -> None:
    tags = ["en-GB", "en-US", "nb-NO", "sr-Latn-RS", "sr-Cyrl-RS", "zh-Hant-TW", "xx"]
    assert tags_by_code(tags) == {"en": "en-GB", "no": "nb-NO", "sr": "sr-Cyrl-RS", "zh": "zh-Hant-TW"}


class Unread:
    """PP-OCR before a line in another script."""

    def read(self, strip: object) -> Reading:
        return Reading("", 0.0, 1.0)

    def can_write(self, letter: str) -> bool:
        return letter.isascii()


def test_the_system_reads_after_tesseract_and_by_its_rule(back_end: Backend, fake: Fake) -> None:
    fake.parts = ((0.1, "Файл"),)
    system = opened(back_end, "ru")
    first: Any = Unread()
    reading, stands = Router(["en", "ru"], first, [system]).read(STRIP)
    assert (reading.text, stands) == ("Файл", system)
    fake.parts = ((0.1, "Ok"),)
    assert Router(["en", "ru"], first, [system]).read(STRIP)[1] is first, "no letter of the user's script"


PACK = Packs(Path("/packs"), ("ru", "he"), has_english=True)


@pytest.mark.parametrize(
    ("loads", "reads", "missing"),
    [
        (True, {"el"}, []),
        (True, set(), [LanguagePackMissing(language="el")]),
        (False, {"ru", "el"}, [RecogniserUnloadable(language="he")]),
    ],
    ids=["the system has the language", "nobody has it", "the library doesn't load"],
)
def test_what_is_missing_is_what_nobody_reads(
    monkeypatch: pytest.MonkeyPatch, loads: bool, reads: set[str], missing: list[Exception]
) -> None:
    found = ([PACK], [LanguagePackMissing(language="el")])
    asked: list[str] = []

    def recognisers(codes: dict[str, object]) -> tuple[list[object], set[str]]:
        asked.extend(codes)
        return [object()] * len(reads), reads

    monkeypatch.setattr(ocr, "find_packs", lambda _wanted, _folders: found)
    monkeypatch.setattr(ocr, "is_loadable", lambda: loads)
    monkeypatch.setattr(ocr, "open_recognisers", recognisers)
    seconds, told = ocr._seconds(["ru", "he", "el"], None)
    assert len(seconds) == loads + len(reads)
    assert asked == (["el"] if loads else ["el", "ru", "he"])
    assert [(type(error), error.params) for error in told] == [(type(error), error.params) for error in missing]  # type: ignore[attr-defined]  # both are errors of ours
