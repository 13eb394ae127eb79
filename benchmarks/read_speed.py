"""How soon the first line is read and how long a full screen takes, beside RapidOCR and Tesseract on the same picture.

    python benchmarks/read_speed.py [--rounds 5] [--threads 2]

Everything runs in this process, warm, in turn within each round, so that a busy machine slows all alike; medians and
ratios are printed as a Markdown table. The reader's memory is taken in a process of its own. Neither the capture nor
the voice is in these figures.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

import psutil
from _rivals import RAPID_TUNED, full_screen, rivals

from assistant.vision.embedded.ocr import Reader
from assistant.vision.embedded.pixels import Pixels


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    pixels = full_screen()
    if options.child:
        print(memory_of_reader(pixels, options.threads))
        return
    print(table(measure(pixels, options.rounds, options.threads), options.rounds))
    child = [sys.executable, __file__, "--child", "--threads", str(options.threads)]
    print(f"\nThe reader alone, resident: {subprocess.run(child, capture_output=True, text=True, check=True).stdout}")


def measure(pixels: Pixels, rounds: int, threads: int) -> dict[str, float]:
    """Return the medians, in seconds."""
    reader = Reader(["en"], None, threads)
    reader.warm()
    tools = rivals(pixels, threads)
    seconds: dict[str, list[float]] = {}
    for _ in range(rounds):
        first, whole = read(reader, pixels)
        seconds.setdefault("SeeSay, first line", []).append(first)
        seconds.setdefault("SeeSay, all", []).append(whole)
        for name, tool in tools.items():
            began = time.perf_counter()
            tool()
            seconds.setdefault(name, []).append(time.perf_counter() - began)
    return {name: statistics.median(values) for name, values in seconds.items()}


def read(reader: Reader, pixels: Pixels) -> tuple[float, float]:
    """Return the seconds to the first line and to the last."""
    began = time.perf_counter()
    lines = reader.lines(pixels)
    next(lines)
    first = time.perf_counter() - began
    list(lines)
    return first, time.perf_counter() - began


def memory_of_reader(pixels: Pixels, threads: int) -> str:
    """Tell what loading and reading cost, in a process that does nothing else."""
    process = psutil.Process()
    before = process.memory_info().rss
    began = time.perf_counter()
    reader = Reader(["en"], None, threads)
    reader.warm()
    loaded = time.perf_counter() - began
    list(reader.lines(pixels))
    rss = [value / 2**20 for value in (before, process.memory_info().rss)]
    return f"{rss[1] - rss[0]:.0f} MB more than the interpreter's {rss[0]:.0f}; loaded and warm in {loaded:.2f} s."


def table(medians: dict[str, float], rounds: int) -> str:
    """Return a Markdown table; the ratios are to tuned RapidOCR."""
    whole = medians[RAPID_TUNED]
    rows = [f"| full 1080p text screen | median of {rounds}, s | of tuned RapidOCR |", "|---|---|---|"]
    rows += [f"| {name} | {value:.2f} | {value / whole:.2f} |" for name, value in medians.items()]
    return "\n".join(rows)


if __name__ == "__main__":
    main()
