"""Tesseract for the scripts that PP-OCR can't read: its language files, and one line at a time through `tesserocr`.

Files come from the system's packages or from the data folder; nothing is ever fetched here.
"""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from assistant.core.errors import LanguagePackMissing
from assistant.core.languages import LANGUAGES, UNSPACED, script_of_character
from assistant.vision.embedded.recognisers import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.vision.embedded.pixels import Pixels

_log = logging.getLogger(__name__)

SUFFIX = ".traineddata"
SYSTEM_FOLDERS = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tesseract-ocr/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)
ENGLISH = "eng"


@dataclass(frozen=True, slots=True)
class Packs:
    """Language files of one folder that are used together; `english` stands by for words in Latin letters."""

    folder: Path
    languages: tuple[str, ...]
    has_english: bool

    def names(self, *, with_english: bool) -> str:
        """Return the files as Tesseract wants them named: "rus+eng"."""
        files = dict.fromkeys(LANGUAGES[code].tesseract for code in self.languages)
        if with_english and self.has_english:
            files[ENGLISH] = None
        return "+".join(files)


def pack_folders(data_folder: Path | None) -> list[Path]:
    """Return the folders that may hold language files: the user's own first, then the system's."""
    folders = [data_folder, data_folder / "tessdata"] if data_folder else []
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        folders += [Path(prefix), Path(prefix) / "tessdata"]
    for pattern in SYSTEM_FOLDERS:
        root = Path(pattern.partition("*")[0])
        folders += sorted(root.glob(pattern[len(str(root)) + 1 :])) if "*" in pattern else [root]
    return [folder for folder in folders if folder.is_dir()]


def find_packs(languages: Sequence[str], folders: Iterable[Path]) -> tuple[list[Packs], list[LanguagePackMissing]]:
    """Return the files there are for the languages, by folder, and an error for each language without one."""
    known = list(folders)
    found: dict[Path, list[str]] = {}
    missing = []
    for code in languages:
        pack = LANGUAGES[code].tesseract
        folder = next((folder for folder in known if _is_pack(folder, pack)), None)
        if folder is None:
            missing.append(LanguagePackMissing(language=code, pack=pack))
        else:
            found.setdefault(folder, []).append(code)
    packs = [Packs(folder, tuple(codes), _is_pack(folder, ENGLISH)) for folder, codes in found.items()]
    return packs, missing


def is_loadable() -> bool:
    """Tell whether the library runs here; on older Macs with Apple's processor there is no wheel of it that does."""
    try:
        import tesserocr  # noqa: F401 - only whether it can be had is asked
    except ImportError as error:
        _log.warning("Tesseract can't be loaded: %s", error)
        return False
    return True


class TesseractRecogniser:
    """Reads strips with the files of one folder. Not thread-safe: the library keeps the strip between calls."""

    def __init__(self, packs: Packs) -> None:
        self.packs = packs
        self._apis: dict[str, Any] = {}

    def read(self, strip: Pixels, *, with_english: bool = False) -> Reading:
        """Return the text of an upright strip (height x width x 3, RGB), English words in it where wanted."""
        grey = dark_on_light(strip)
        height, width = grey.shape
        api = self._api(self.packs.names(with_english=with_english))
        api.SetImageBytes(grey.tobytes(), width, height, 1, width)
        text = api.GetUTF8Text()
        confidence = api.MeanTextConf() / 100
        api.Clear()
        return Reading(cleaned(text), confidence)

    def _api(self, names: str) -> Any:  # noqa: ANN401 - tesserocr carries no types
        if names not in self._apis:
            import tesserocr

            # RAW_LINE: SINGLE_LINE looks for lines of its own and loses a whole one now and then (measured:
            # Arabic and Bengali at 30 px); any margin beside the detector's own adds false full stops.
            api = tesserocr.PyTessBaseAPI(
                path=str(self.packs.folder),
                lang=names,
                psm=tesserocr.PSM.RAW_LINE,
                oem=tesserocr.OEM.LSTM_ONLY,
            )
            # The strip comes dark on light already; a second try with its brightness turned only costs time.
            api.SetVariable("tessedit_do_invert", "0")
            self._apis[names] = api
        return self._apis[names]

    def close(self) -> None:
        """Give the library's memory back."""
        for api in self._apis.values():
            api.End()
        self._apis.clear()


def dark_on_light(strip: Pixels) -> Pixels:
    """Return the strip in grey, its letters dark on light, whatever they are on the screen."""
    grey = cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY)
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    return 255 - grey if np.median(edge) < 128 else np.ascontiguousarray(grey)


def cleaned(text: str) -> str:
    """Return the text as it is written: no spaces between letters of scripts without any, one form of each letter."""
    joined = re.sub(r"(?<=(\S)) (?=(\S))", _kept_space, " ".join(text.split()))
    # The Thai vowel am comes apart, the Greek mu comes as the micro sign.
    return joined.replace("\u0e4d\u0e32", "\u0e33").replace("\u00b5", "\u03bc")


def _kept_space(match: re.Match[str]) -> str:
    before, after = match.group(1), match.group(2)
    is_unspaced = script_of_character(before) in UNSPACED and script_of_character(after) in UNSPACED
    return "" if is_unspaced else " "


def _is_pack(folder: Path, pack: str) -> bool:
    return bool(pack) and (folder / (pack + SUFFIX)).is_file()
