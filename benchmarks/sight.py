"""What the camera's child sees, side by side with plain frame differencing, on films of which the truth is known.

    python benchmarks/sight.py [PHOTOGRAPHS OF EACH SET, all if left out]

Thresholds were set on one set of photographs ("set"); the other one is only reported. Times are processor time of one
thread. Each table has its own photographs' figures, nothing is averaged over both.

Pages are held before the photograph and before three plain scenes, which are the same for every photograph of both
sets: those repeat, and are no independent report.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import cv2  # noqa: E402 - the path is set above
import numpy as np  # noqa: E402 - the path is set above

from assistant.core.camera import Advice, WatchMode  # noqa: E402 - the path is set above
from assistant.narration.faces import find_faces  # noqa: E402 - the path is set above
from assistant.narration.frames import Frame, Views  # noqa: E402 - the path is set above
from assistant.narration.quality import faults  # noqa: E402 - the path is set above
from assistant.narration.sheet import find_sheet  # noqa: E402 - the path is set above
from assistant.narration.sight import Sight  # noqa: E402 - the path is set above
from support import film_sets  # noqa: E402 - the path is set above
from support.film_sets import DISTURBANCES, Case, Score, judged  # noqa: E402 - the path is set above
from support.films import REPORTING, SETTING, Film, background, noise  # noqa: E402 - the path is set above
from support.photographs import photograph  # noqa: E402 - the path is set above

RATE = 8.0


class Differencing:
    """What tutorials do: blurred grey against the last frame told, a threshold, an area; told when two looks agree."""

    def __init__(self) -> None:
        self._told: Frame | None = None
        self._latest: Frame | None = None

    def look(self, frame: Frame, seconds: float) -> bool:
        """Tell whether a frame is worth telling."""
        small = cv2.resize(frame, (256, 144), interpolation=cv2.INTER_AREA)
        grey = np.asarray(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (9, 9), 0), np.uint8)
        before, self._latest = self._latest, grey
        if self._told is None:
            return True
        has_changed = (cv2.absdiff(grey, self._told) > 25).mean() > 0.0013
        is_at_rest = before is not None and (cv2.absdiff(grey, before) > 25).mean() <= 0.0013
        return bool(has_changed and is_at_rest)

    def hand_over(self) -> None:
        """Compare with the latest frame from now on."""
        self._told = self._latest


class Ours:
    """`Sight` in the same clothes."""

    def __init__(self) -> None:
        self._sight = Sight(WatchMode.CHANGES)

    def look(self, frame: Frame, seconds: float) -> bool:
        """Tell whether a frame is worth telling."""
        return self._sight.look(frame, seconds).amount is not None

    def hand_over(self) -> None:
        """Compare with the latest frame from now on."""
        self._sight.hand_over()


Arm = Ours | Differencing
ARMS: dict[str, Callable[[], Arm]] = {"SeeSay": Ours, "differencing": Differencing}


def watched(film: Film, arms: dict[str, Arm], cost: Counter[str]) -> dict[str, list[float]]:
    """Show a film to all arms, frame by frame; return when each told something after the first frame."""
    told: dict[str, list[float]] = {name: [] for name in arms}
    for seconds, frame in film.frames(RATE):
        for name, arm in arms.items():
            before = time.process_time()
            is_worth = arm.look(frame, seconds)
            if is_worth:
                arm.hand_over()
                told[name].append(seconds)
            cost[name] += round(1e6 * (time.process_time() - before))
        cost["frames"] += 1
    return {name: seconds[1:] for name, seconds in told.items()}


def changes(photos: tuple[str, ...]) -> Iterator[str]:
    """Yield the table of events: found, missed, false, and what a frame costs."""
    cost: Counter[str] = Counter()
    events = {name: Score() for name in ARMS}
    spoilt: Counter[str] = Counter()
    films = 0
    for index, photo in enumerate(photos):
        for film in (each for kind in DISTURBANCES for each in film_sets.eventful(photo, kind, index)):
            for name, told in watched(film, {name: make() for name, make in ARMS.items()}, cost).items():
                score = judged(film, told)
                events[name].add(score)
                for event in score.missed:
                    print(f"  {name} missed: {film.name}, {event}", file=sys.stderr)
                if score.extra and name == "SeeSay":
                    print(f"  {name} extra: {film.name}, {score.extra}", file=sys.stderr)
        for film in film_sets.quiet(photo):
            films += 1
            for name, told in watched(film, {name: make() for name, make in ARMS.items()}, cost).items():
                spoilt[name] += bool(told)
                if told and name == "SeeSay":
                    print(f"  {name} false: {film.name}, {told}", file=sys.stderr)
    yield "| detector | events found | missed | told besides | quiet films with a false change | ms a frame |"
    yield "|---|---|---|---|---|---|"
    for name, score in events.items():
        all_events, ms = score.found + len(score.missed), cost[name] / 1000 / cost["frames"]
        yield (
            f"| {name} | {score.found} of {all_events} | {len(score.missed)} | {len(score.extra)} "
            f"| {spoilt[name]} of {films} | {ms:.2f} |"
        )


def advice(photos: tuple[str, ...]) -> Iterator[str]:
    """Yield the table of advice: right per kind, and false on good frames."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for photo in photos:
        for case in film_sets.good_frames(photo):
            _count("none (good frames)", case, seen(case.frame), right, total)
        for case in film_sets.bad_frames(photo):
            _count(str(next(iter(case.advice))), case, seen(case.frame), right, total)
        for case in film_sets.cut_pages(photo):
            _count(str(next(iter(case.advice))), case, seen(case.frame), right, total)
    yield "| advice | right |"
    yield "|---|---|"
    for name, count in total.items():
        yield f"| {name} | {right[name]} of {count} |"


def seen(frame: Frame) -> frozenset[Advice]:
    """Return what is wrong with one frame, before it is held to be steady."""
    views = Views(frame)
    sheet = find_sheet(views)
    return faults(views) | (sheet.cut if sheet is not None else frozenset())


def _count(name: str, case: Case, found: frozenset[Advice], right: Counter[str], total: Counter[str]) -> None:
    total[name] += 1
    is_right = case.advice <= found if case.advice else not found
    right[name] += is_right
    if not is_right:
        print(f"  wrong: {case.name}: {sorted(found)}", file=sys.stderr)


def pages(photos: tuple[str, ...]) -> Iterator[str]:
    """Yield the table of pages: found whole, and how far off the corners are (share of the page's long side)."""
    off: list[float] = []
    count = 0
    for photo in photos:
        for name, frame, corners in film_sets.whole_pages(photo):
            count += 1
            sheet = find_sheet(Views(frame))
            if sheet is None or not sheet.is_whole:
                print(
                    f"  page: {name} ({photo}): {'not found' if sheet is None else sorted(sheet.cut)}", file=sys.stderr
                )
                continue
            true = np.array(corners)
            length = max(np.hypot(*(true[1] - true[0])), np.hypot(*(true[3] - true[0])))
            worst = max(min(np.hypot(*(each - corner)) for each in sheet.corners) for corner in true)
            off.append(float(worst / length))
    near = sum(share <= 0.05 for share in off)
    yield "| pages | found whole | corners within 5 % | median error |"
    yield "|---|---|---|---|"
    yield f"| {count} | {len(off)} | {near} | {100 * float(np.median(off)):.1f} % |"


def faces() -> Iterator[str]:
    """Yield the table of faces: of the "Labeled Faces in the Wild" that come with scikit-image, 25 pixels small."""
    crops = np.load(photograph("skimage/data/lfw_subset.npy"))
    found = [0, 0]
    for index, crop in enumerate(crops):
        frame = np.full((360, 640), 128, np.uint8)
        frame[130:230, 270:370] = cv2.resize((255 * crop).astype(np.uint8), (100, 100), interpolation=cv2.INTER_CUBIC)
        found[index >= len(crops) // 2] += bool(find_faces(frame))
    scenes = [Views(Film(background(name)).frame(0.0)).grey for name in SETTING + REPORTING]
    yield "| faces found | in what is no face | in photographs without a whole face |"
    yield "|---|---|---|"
    half, seen_there = len(crops) // 2, sum(bool(find_faces(grey)) for grey in scenes)
    yield f"| {found[0]} of {half} | {found[1]} of {half} | {seen_there} of {len(scenes)} |"


def static_scene(seconds: float = 20.0, rate: float = 10.0) -> str:
    """Return what a static, noisy scene costs at the rate looked at, in per cent of a core."""
    film = Film(background("coffee", (1280, 720)), wrongs=(noise(4),), seconds=seconds)
    frames = [film.frame(index / rate) for index in range(10)]
    sight = Sight(WatchMode.CHANGES)
    sight.look(frames[0], 0.0)
    sight.hand_over()
    began = time.process_time()
    for index in range(1, int(seconds * rate)):
        sight.look(frames[index % len(frames)], index / rate)
    used = time.process_time() - began
    return f"A static scene, 1280 x 720, {rate:.0f} frames a second: {100 * used / seconds:.1f} % of a core."


def main() -> int:
    cv2.setNumThreads(1)
    most = int(sys.argv[1]) if len(sys.argv) > 1 else None
    for name, photos in (("set", SETTING[:most]), ("reported", REPORTING[:most])):
        print(f"\n### {name}: {', '.join(photos)}\n")
        for table in (changes, advice, pages):
            print("\n".join(table(photos)), end="\n\n", flush=True)
    print("### faces\n")
    print("\n".join(faces()), end="\n\n")
    print(static_scene())
    return 0


if __name__ == "__main__":
    sys.exit(main())
