"""What SeeSay's reading is measured against, on the same networks and the same picture, and that picture."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Self

import tesserocr
from rapidocr import RapidOCR

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from assistant.process.limits import step_back
from assistant.vision.embedded.ocr import DETECTOR_FILE, RECOGNISER_FILE, models_folder
from assistant.vision.embedded.pixels import Pixels
from assistant.vision.embedded.tesseract import pack_folders
from support.sentences import SENTENCES
from support.typeset import Column, Page, typeset

RAPID_TUNED = "RapidOCR tuned, all"
_TUNED = {
    "Global.use_cls": False,
    "Rec.rec_batch_num": 1,
    "Det.score_mode": "slow",
    "Det.box_thresh": 0.35,
    "Det.limit_type": "max",
    "Det.limit_side_len": 1920,
}


def full_screen() -> Pixels:
    """Return a 1080p screen full of text."""
    words = [sentence for _ in range(9) for sentence in SENTENCES["en"]]
    joined = [" ".join(words[index : index + 4]) for index in range(0, len(words), 4)]
    return typeset(Page([Column(60, 40, 1800, 1000, joined, size=18)]))[0]


def rivals(pixels: Pixels, threads: int) -> dict[str, Callable[[], object]]:
    """Return the others by name, loaded; a call reads the whole picture."""
    tuned, plain = _rapid(threads, _TUNED), _rapid(threads, {})
    bgr = pixels[:, :, ::-1].copy()
    return {
        RAPID_TUNED: lambda: tuned(bgr),
        "RapidOCR as it comes, all": lambda: plain(bgr),
        "Tesseract page mode, all": lambda: _tesseract(pixels),
    }


class RivalProcess:
    """The others in a process of their own, that steps back for the voice and the desktop as SeeSay's engine does."""

    def __init__(self, pixels: Pixels, threads: int) -> None:
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), _load, (pixels, threads))
        self.names: list[str] = self._pool.submit(_names).result()

    def seconds(self, name: str) -> float:
        """Let one of them read the picture; return how long it took."""
        return self._pool.submit(_seconds, name).result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()


_loaded: dict[str, Callable[[], object]] = {}


def _load(pixels: Pixels, threads: int) -> None:
    os.setsid()
    step_back(None)
    _loaded.update(rivals(pixels, threads))


def _names() -> list[str]:
    return list(_loaded)


def _seconds(name: str) -> float:
    began = time.perf_counter()
    _loaded[name]()
    return time.perf_counter() - began


def _rapid(threads: int, settings: dict[str, object]) -> RapidOCR:
    folder = models_folder()
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Det.model_path": str(folder / DETECTOR_FILE),
            "Rec.model_path": str(folder / RECOGNISER_FILE),
            "Cls.model_path": str(next(folder.glob("*cls*.onnx"))),
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            **settings,
        }
    )


def _tesseract(pixels: Pixels) -> str:
    folder = next(folder for folder in pack_folders(None) if (folder / "eng.traineddata").is_file())
    with tesserocr.PyTessBaseAPI(path=str(folder), lang="eng", psm=tesserocr.PSM.AUTO) as api:
        height, width = pixels.shape[:2]
        api.SetImageBytes(pixels.tobytes(), width, height, 3, width * 3)
        return str(api.GetUTF8Text())
