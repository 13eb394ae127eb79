from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from assistant.core.errors import LanguagePackMissing
from assistant.vision.embedded.recognisers import Reading
from assistant.vision.embedded.routing import Router
from assistant.vision.embedded.tesseract import Packs, cleaned, dark_on_light, find_packs, pack_folders

STRIP = np.zeros((20, 100, 3), np.uint8)
LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüß")


@dataclass
class PaddleStub:
    reading: Reading

    def read(self, strip: object) -> Reading:
        return self.reading

    def can_write(self, letter: str) -> bool:
        return letter in LATIN


@dataclass
class TesseractStub:
    reading: Reading
    asked: list[bool] = field(default_factory=list)

    def read(self, strip: object, *, with_english: bool = False) -> Reading:
        self.asked.append(with_english)
        return self.reading


@pytest.mark.parametrize(
    ("languages", "paddle", "tesseract", "stands", "asked"),
    [
        pytest.param(["en"], Reading("Save", 0.99), None, "Save", [], id="only Latin languages"),
        pytest.param(["en", "ru"], Reading("Save", 0.99), Reading("Ѕаvе", 0.9), "Save", [], id="all ink is read"),
        pytest.param(
            ["en", "ru"],
            Reading(", .", 0.93, 0.9),
            Reading("Файл, диск.", 0.9),
            "Файл, диск.",
            [False],
            id="ink of another script",
        ),
        pytest.param(
            ["en", "ru"],
            Reading("Firefox", 0.97, 0.6),
            Reading("Откройте Firefox", 0.8),
            "Откройте Firefox",
            [True],
            id="Latin words among another script",
        ),
        pytest.param(
            ["en", "ru"],
            Reading("Menu", 0.97, 0.3),
            Reading("= Menu", 0.9),
            "Menu",
            [True],
            id="an icon beside a word",
        ),
        pytest.param(
            ["en", "th"],
            Reading("sauwvnāιu", 0.6, 0.03),
            Reading("บันทึกไฟล์", 0.9),
            "บันทึกไฟล์",
            [False],
            id="Latin look-alikes that nobody would use",
        ),
        pytest.param(
            ["el"],
            Reading("Αρχείο", 0.8, 0.01),
            Reading("Αρχείο", 0.9),
            "Αρχείο",
            [False],
            id="Greek letters",
        ),
        pytest.param(["vi"], Reading("Tp tin", 0.99), Reading("Tập tin", 0.9), "Tập tin", [True], id="Vietnamese"),
        pytest.param(["vi"], Reading("Save", 0.99), Reading("Save", 0.9), "Save", [True], id="not Vietnamese"),
    ],
)
def test_the_recogniser_that_can_reads(
    languages: list[str], paddle: Reading, tesseract: Reading | None, stands: str, asked: list[bool]
) -> None:
    stub = TesseractStub(tesseract) if tesseract else None
    router = Router(languages, PaddleStub(paddle), [stub] if stub else [])  # type: ignore[arg-type]  # a stub
    reading, _ = router.read(STRIP)
    assert reading.text == stands
    assert (stub.asked if stub else []) == asked


def pack(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.traineddata").touch()
    return folder


def test_packs_are_found_by_folder_and_missing_ones_named(tmp_path: Path) -> None:
    own, system = pack(tmp_path / "own", "kor"), pack(tmp_path / "system", "rus", "eng")
    packs, missing = find_packs(["ru", "ko", "th"], [own, system])
    assert packs == [Packs(system, ("ru",), has_english=True), Packs(own, ("ko",), has_english=False)]
    assert [packs[0].names(with_english=True), packs[0].names(with_english=False)] == ["rus+eng", "rus"]
    assert packs[1].names(with_english=True) == "kor"
    assert [type(error) for error in missing] == [LanguagePackMissing]


def test_the_users_own_folder_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, other = pack(tmp_path / "data"), pack(tmp_path / "env" / "tessdata")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path / "env"))
    folders = pack_folders(own)
    assert folders[0] == own
    assert other in folders


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("日 本 語 です", "日本語です"),
        ("ภาษา ไทย", "ภาษาไทย"),
        ("ส\u0e4d\u0e32รอง", "สำรอง"),
        ("한국어 문장", "한국어 문장"),
        ("Файл и диск", "Файл и диск"),
        ("日本 Firefox", "日本 Firefox"),
        ("αυτ\u00b5", "αυτμ"),
        (" a \n b ", "a b"),
    ],
)
def test_what_tesseract_says_is_written_as_people_write(text: str, written: str) -> None:
    assert cleaned(text) == written


def test_light_letters_come_dark() -> None:
    dark = np.full((20, 100, 3), 20, np.uint8)
    dark[8:12, 10:90] = 240
    grey = dark_on_light(dark)
    assert grey[0, 0] > 200
    assert grey[10, 50] < 50
