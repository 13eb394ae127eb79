"""How well text is read, beside Tesseract's page mode on the same pictures: character error rates.

    python benchmarks/text_accuracy.py [--quick] [--only LANGUAGE]

True text is set in real fonts on 1920 x 1080 screens: own sentences in 18 languages, the translated help pages of
gnome-user-docs (used in place, left out with a word where absent), and in English a terminal, two columns, a dark
theme, 200 % scaling and a scan. Spaces and line ends count as one space each; order counts. Prints Markdown.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import tesserocr
from rapidfuzz.distance import Levenshtein

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from assistant.core.languages import LANGUAGES
from assistant.vision.embedded.ocr import Reader
from assistant.vision.embedded.pixels import Pixels
from assistant.vision.embedded.tesseract import pack_folders
from support.sentences import FAMILIES, RIGHT_TO_LEFT, SENTENCES
from support.typeset import Column, Page, typeset

HELP = Path("/usr/share/help")
HELP_LANGUAGES = {
    "C": "en", "de": "de", "fr": "fr", "es": "es", "pt_BR": "pt", "it": "it", "nl": "nl", "sv": "sv", "cs": "cs",
    "pl": "pl", "hu": "hu", "ru": "ru", "el": "el", "ja": "ja", "ko": "ko", "zh_CN": "zh", "vi": "vi", "tr": "tr",
}  # fmt: skip
TERMINAL = [
    "user@host:~$ ls -la /usr/share/doc",
    "total 128",
    "drwxr-xr-x 4 root root 4096 Nov 21 06:21 .",
    "-rw-r--r-- 1 root root 855841 Oct 30 2019 ben.traineddata",
    'user@host:~$ python3 -m pip install --upgrade "numpy>=1.26,<3"',
    "ERROR: Could not find a version that satisfies the requirement (from versions: none)",
    'user@host:~$ git commit -m "fix: lose no lines" && echo $?',
    "[main 84200cb] fix: lose no lines",
    " 2 files changed, 17 insertions(+), 3 deletions(-)",
    'user@host:~$ for f in *.txt; do mv "$f" "${f%.txt}.md"; done',
]


@dataclass(frozen=True)
class Case:
    """A picture and what stands on it, in reading order."""

    name: str
    language: str
    pixels: Pixels
    truth: str


@dataclass(frozen=True)
class Result:
    """Character error rates of one case, 0 … 1 and above; None where that engine lacks the language."""

    case: Case
    ours: float
    tesseract: float | None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="own sentences only, one size")
    parser.add_argument("--only", default="", metavar="LANGUAGE")
    options = parser.parse_args()
    sizes = (17,) if options.quick else (12, 17, 30)
    groups: list[tuple[str, Callable[[], Iterator[Case]]]] = [("Own sentences", lambda: own_sentences(sizes))]
    if not options.quick:
        groups += [("Screens", screens), ("gnome-user-docs", help_pages)]
    for title, cases in groups:
        results = [measure(case) for case in cases() if options.only in ("", case.language)]
        if results:
            print(table(title, results), flush=True)
        else:
            print(f"\n{title}: not measured, nothing of it is here.\n")


def measure(case: Case) -> Result:
    """Read a case with both."""
    languages = list(dict.fromkeys(["en", case.language]))
    lines = Reader(languages, None, 2).lines(case.pixels)
    ours = error_rate(" ".join(line.text for line in lines), case.truth)
    return Result(case, ours, tesseract_error(case))


def tesseract_error(case: Case) -> float | None:
    """Return what Tesseract's page mode gets wrong; None where its language file isn't installed."""
    name = LANGUAGES[case.language].tesseract
    folder = next((f for f in pack_folders(None) if (f / f"{name}.traineddata").is_file()), None)
    if folder is None:
        return None
    names = name if name == "eng" or not (folder / "eng.traineddata").is_file() else f"{name}+eng"
    with tesserocr.PyTessBaseAPI(path=str(folder), lang=names, psm=tesserocr.PSM.AUTO) as api:
        height, width = case.pixels.shape[:2]
        api.SetImageBytes(case.pixels.tobytes(), width, height, 3, width * 3)
        return error_rate(api.GetUTF8Text(), case.truth)


def error_rate(text: str, truth: str) -> float:
    """Return edits per character of the truth."""
    wanted, got = " ".join(truth.split()), " ".join(text.split())
    return Levenshtein.distance(got, wanted) / max(1, len(wanted))


def table(title: str, results: list[Result]) -> str:
    """Return a Markdown table, cases of one name averaged."""
    rows = [f"\n### {title}\n", "| case | screens | SeeSay | Tesseract page mode |", "|---|---|---|---|"]
    names = list(dict.fromkeys(result.case.name for result in results))
    ours, theirs = [], []
    for name in names:
        of_name = [result for result in results if result.case.name == name]
        mean = statistics.mean(result.ours for result in of_name)
        other = [result.tesseract for result in of_name if result.tesseract is not None]
        ours.append(mean)
        theirs += [statistics.mean(other)] if other else []
        shown = f"{theirs[-1]:.1%}" if other else "no file"
        rows.append(f"| {name} | {len(of_name)} | {mean:.2%} | {shown} |")
    mean_of_theirs = f"{statistics.mean(theirs):.1%}" if theirs else "-"
    rows.append(f"| **mean of {len(names)}** | {len(results)} | **{statistics.mean(ours):.2%}** | {mean_of_theirs} |")
    return "\n".join(rows)


def own_sentences(sizes: tuple[int, ...]) -> Iterator[Case]:
    """Yield a screen of own sentences per language and letter size."""
    for language, sentences in SENTENCES.items():
        for size in sizes:
            yield case(LANGUAGES[language].english, language, [text_column(language, sentences * 2, size=size)])


def help_pages() -> Iterator[Case]:
    """Yield a full screen of translated help per language that gnome-user-docs really has."""
    english = set(paragraphs(HELP / "C", set()))
    for folder, language in HELP_LANGUAGES.items():
        texts = paragraphs(HELP / folder, set() if folder == "C" else english)
        if len(texts) >= 40:
            yield case(LANGUAGES[language].english, language, [text_column(language, texts)])


def paragraphs(folder: Path, without: set[str]) -> list[str]:
    """Return the help's paragraphs that are translated, in the files' order."""
    found = []
    for file in sorted((folder / "gnome-help").glob("*.page")):
        root = ET.parse(file).getroot()
        for element in root.iter("{http://projectmallard.org/1.0/}p"):
            text = " ".join("".join(element.itertext()).split())
            if len(text) > 25 and text not in without:
                found.append(text)
    return found


def screens() -> Iterator[Case]:
    """Yield the kinds of screens, in English."""
    texts = [sentence for _ in range(6) for sentence in SENTENCES["en"]]
    column = text_column("en", texts)
    left = replace(column, width=820)
    right = replace(left, x=1000, paragraphs=texts[1:])
    yield case("one column", "en", [column])
    yield case("two columns", "en", [left, right])
    heading = replace(column, y=20, height=60, paragraphs=["A heading over both columns"], size=34)
    yield case(
        "a heading over two columns",
        "en",
        [heading, replace(left, y=110, height=800), replace(right, y=110, height=800)],
    )
    terminal = replace(column, paragraphs=TERMINAL, size=15, family="DejaVu Sans Mono", colour="#d0d0d0")
    yield case("a terminal", "en", [terminal], background="#101418")
    yield case("a dark theme", "en", [replace(column, colour="#e6e6e6")], background="#1e1e1e")
    large = replace(column, x=80, y=80, width=3600, height=2000, size=34)
    yield case("200 % scaling", "en", [large], width=3840, height=2160)
    flat = case("a scan", "en", [replace(column, width=1000, size=26, height=1500)], width=1200, height=1600)
    yield replace(flat, pixels=scanned(flat.pixels))


def scanned(pixels: Pixels) -> Pixels:
    """Return the page as a scanner gives it: tilted by 1.5 degrees, soft, grained, not quite white."""
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 1.5, 1.0)
    tilted = cv2.warpAffine(pixels, turn, (width, height), borderValue=(255, 255, 255))
    grained = cv2.GaussianBlur(tilted, (3, 3), 0) * 0.9 + np.random.default_rng(7).normal(10, 9, tilted.shape)
    scan: Pixels = np.clip(grained, 0, 255).astype(np.uint8)
    return scan


def text_column(language: str, texts: list[str], size: int = 17) -> Column:
    """Return a column over the whole screen, as the language is written."""
    return Column(60, 40, 1800, 1000, texts, size, FAMILIES.get(language, "Noto Sans"), rtl=language in RIGHT_TO_LEFT)


def case(
    name: str, language: str, columns: list[Column], width: int = 1920, height: int = 1080, background: str = "#ffffff"
) -> Case:
    """Set the columns on a screen."""
    pixels, truth = typeset(Page(columns, width, height, background))
    return Case(name, language, pixels, " ".join(line for column in truth for line in column))


if __name__ == "__main__":
    main()
