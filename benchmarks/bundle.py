"""How fast the bundle starts and works beside the source tree, in turn, and how large what users download is.

    python benchmarks/bundle.py [--rounds 9] [--bundle build/package/seesay/dist/seesay]

Whole processes: the version, a picture described without a running instance, and the tray application until its
socket answers. Needs a bundle (`make package`) and a display (`make bench` brings one).
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "build" / "package" / "seesay" / "dist" / "seesay"
SAMPLE = ROOT / "resources" / "samples" / "letter.png"
PATIENCE = 60.0
SLOWEST = 1.5
"""A bundle may take so many times as long as the sources."""


def once(command: list[str], environment: dict[str, str]) -> float:
    """Return the milliseconds of a whole process; anything but success ends the benchmark."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    return (time.perf_counter() - began) * 1000


def until_it_answers(command: list[str], environment: dict[str, str]) -> float:
    """Return the milliseconds from the start of the tray application until a command of its own kind is answered."""
    began = time.perf_counter()
    tray = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        socket = Path(environment["XDG_RUNTIME_DIR"], "seesay", "socket")
        while not socket.exists():
            if time.perf_counter() - began > PATIENCE or tray.poll() is not None:
                raise SystemExit(f"{command[0]} did not start")
            time.sleep(0.002)
        taken = (time.perf_counter() - began) * 1000
        subprocess.run([*command, "stop"], check=True, stdout=subprocess.DEVNULL, env=environment)
        return taken
    finally:
        tray.terminate()
        tray.wait(PATIENCE)


def size(folder: Path) -> float:
    """Return the megabytes of a file, or of everything in a folder."""
    files = [folder] if folder.is_file() else [each for each in folder.rglob("*") if each.is_file()]
    return sum(each.lstat().st_size for each in files if not each.is_symlink()) / 1e6


def measure(commands: dict[str, list[str]], rounds: int) -> dict[str, dict[str, list[float]]]:
    """Run everything in turn, once beforehand; times by what was done, then by who did it."""
    times: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory(prefix="seesay-") as folder:
        run = Path(folder, "run")
        run.mkdir(mode=0o700)
        environment = {**os.environ, "HOME": folder, "XDG_RUNTIME_DIR": str(run)}
        for number in range(rounds + 1):
            for who, command in commands.items():
                seen = {
                    "`seesay --version`": once([*command, "--version"], environment),
                    "`seesay describe letter.png --quiet`": once(
                        [*command, "describe", str(SAMPLE), "--quiet"], environment
                    ),
                    "the tray application until it answers": until_it_answers(command, environment),
                }
                for what, taken in seen.items() if number else ():
                    times.setdefault(what, {}).setdefault(who, []).append(taken)
    return times


def main() -> int:
    """Print both tables; the exit status is 1 where the bundle is much slower."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--bundle", type=Path, default=BUNDLE)
    options = parser.parse_args()
    program = options.bundle / "seesay"
    if not program.exists():
        print(f"There is no {program}: run make package first.")
        return 0
    commands = {"sources": [str(Path(sys.executable).with_name("seesay"))], "bundle": [str(program)]}
    ratios = []
    print("| | sources, ms | bundle, ms | ratio |\n|---|---|---|---|")
    for what, by in measure(commands, options.rounds).items():
        sources, bundle = (statistics.median(by[who]) for who in commands)
        ratios.append(bundle / sources)
        print(f"| {what} | {sources:.0f} | {bundle:.0f} | {ratios[-1]:.2f} |")
    print("\n| | MB |\n|---|---|")
    for folder in (options.bundle, *sorted((ROOT / "dist").glob("seesay*"))):
        print(f"| {folder.name if folder.is_file() else 'installed'} | {size(folder):.0f} |")
    return int(max(ratios) > SLOWEST)


if __name__ == "__main__":
    sys.exit(main())
