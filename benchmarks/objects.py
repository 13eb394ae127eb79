"""How often a named and a hedged thing is right, on photographs that set the thresholds and on others.

    python benchmarks/objects.py [FOLDER …]

Without folders only the photographs of the test dependencies are looked at. With folders, those pictures of them that
`photographs.tsv` knows: the `data/images` folder of github.com/dusty-nv/jetson-inference (MIT) and the `data` folder of
github.com/pjreddie/darknet. None of them is part of this repository. Every second picture of the first was used to set
the thresholds ("set"), all others only to report ("report").
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from assistant.core.domain import SourceKind  # noqa: E402 - the path is set above
from assistant.vision.embedded.analysis import Analysis, Eyes, Sighting  # noqa: E402 - the path is set above
from support import photographs  # noqa: E402 - the path is set above
from support.embedded import engine, picture  # noqa: E402 - the path is set above


@dataclass(frozen=True)
class Photo:
    """A picture, what it is used to, the classes on it, and boxes' middles where a right class stands wrong."""

    path: Path
    use: str
    classes: frozenset[str]
    misplaced: tuple[tuple[str, int, int], ...] = ()


@dataclass
class Score:
    """Right and wrong of one way of telling."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, photo: Photo, name: str, *, is_right: bool) -> None:
        """Count one thing."""
        if is_right:
            self.right += 1
        else:
            self.wrong.append(f"{photo.path.name}: {name}")

    def row(self) -> str:
        """Return "right of all, share, 95 % interval (Wilson)"."""
        total = self.right + len(self.wrong)
        low, high = wilson(self.right, total)
        share = f"{100 * self.right / total:.1f} %" if total else "–"
        return f"{self.right} of {total} | {share} | {100 * low:.0f}–{100 * high:.0f} %"


def wilson(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Return the interval in which the true share lies with 95 %."""
    if not total:
        return 0.0, 1.0
    share, square = right / total, z * z / total
    middle = share + square / 2
    half = z * math.sqrt(share * (1 - share) / total + square / (4 * total))
    return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))


def of_folders(folders: list[Path]) -> Iterator[Photo]:
    """Yield the pictures of the folders that the table knows."""
    for line in (Path(__file__).parent / "photographs.tsv").read_text("utf-8").splitlines()[1:]:
        name, use, classes, misplaced = [*line.split("\t"), "", ""][:4]
        for path in (folder / name for folder in folders if (folder / name).is_file()):
            yield Photo(path, use, _names(classes), tuple(map(_spot, filter(None, misplaced.split("; ")))))
            break


def of_packages() -> Iterator[Photo]:
    """Yield the photographs of the test dependencies."""
    for name, classes in photographs.THINGS.items():
        yield Photo(photographs.photograph(name), "report", classes)


def _names(text: str) -> frozenset[str]:
    return frozenset(filter(None, text.split(", ")))


def _spot(text: str) -> tuple[str, int, int]:
    label, _, spot = text.partition("@")
    x, _, y = spot.partition(",")
    return label, int(x), int(y)


def is_right(photo: Photo, thing: Sighting) -> bool:
    """Tell whether a thing is on the picture, and not at a place known to be wrong."""
    box = thing.box
    is_off = any(
        label == thing.label and abs(x - box.centre[0]) < box.width / 4 and abs(y - box.centre[1]) < box.height / 4
        for label, x, y in photo.misplaced
    )
    return thing.label in photo.classes and not is_off


def main() -> int:
    """Look at every picture and print the table."""
    scores: dict[tuple[str, str], Score] = {}
    counts: dict[str, int] = {}
    times = []
    eyes = Eyes(engine().reader(("en",)), engine().detector, engine().classifier)
    for photo in [*of_packages(), *of_folders([Path(folder) for folder in sys.argv[1:]])]:
        counts[photo.use] = counts.get(photo.use, 0) + 1
        analysis = Analysis(picture(photographs.pixels(photo.path), SourceKind.FILE), eyes)
        analysis.all_items(lambda: False)
        started = time.perf_counter()
        seen = analysis.photographs(lambda: False)
        times.append(time.perf_counter() - started)
        for thing in (thing for shown in seen for thing in shown.things):
            score = scores.setdefault((photo.use, str(thing.naming)), Score())
            score.add(photo, thing.label, is_right=is_right(photo, thing))
    print("| pictures | told | right | share | 95 % interval |\n|---|---|---|---|---|")
    for (use, naming), score in sorted(scores.items()):
        print(f"| {use} ({counts[use]}) | {naming} | {score.row()} |")
    for (use, naming), score in sorted(scores.items()):
        print(f"wrong, {use}, {naming}: {', '.join(score.wrong) or 'none'}")
    print(f"objects and likeness of a picture: {1000 * statistics.median(times):.0f} ms (median)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
