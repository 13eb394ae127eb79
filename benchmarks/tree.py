"""How soon a window is told with its accessibility tree and without, on real programs, side by side.

    installers/linux/virtual-screen.sh python benchmarks/tree.py [--runs 20] [--only page]

Needs an X display with a window manager and a session bus. It shows a form and a text by Qt, and where they are
installed a GTK program and a page in Chromium. Each step runs once per round, in turn, so that a busy machine slows
them alike. "first words" is what an engine that is warm says first of a new picture; of a description the first words
after the window's title, which nobody has to look for. The goal is the median of the page: tree and first words
together within 200 ms.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from assistant.capture.grabber import DesktopGrabber
from assistant.capture.tree import Trees
from assistant.core.domain import Picture, Piece, Request, Source, SourceKind, Task
from assistant.core.errors import SourceError
from assistant.vision.embedded.engine import EmbeddedEngine, create
from support import gtk_program, screens_app
from support.processes import wait_until

GOAL = 200.0
WINDOW = Source(SourceKind.WINDOW)
PAGE = """<!doctype html><html lang="en"><title>The Harbour Almanac</title><h1>The Harbour Almanac</h1>
<nav>{links}</nav>{articles}"""
ARTICLE = """<h2>News of day {n}</h2><p>The wind rose on <a href="#">Tuesday morning</a> and did not fall until the
boats were in. Three of them had lost their nets, and one its mast.</p>
<ul><li>Herring: {n} crates<li>Cod: 4 crates</ul>"""
_IDS = itertools.count(1)


def programs(folder: Path) -> dict[str, tuple[list[str], str]]:
    """Return what is shown: a command and the window's title."""
    app = [sys.executable, screens_app.__file__]
    found = {
        "a form, Qt": ([*app, "form"], screens_app.TITLES["form"]),
        "a text, Qt": ([*app, "text"], screens_app.TITLES["text"]),
    }
    if gtk_program.is_there():
        found["an editor, GTK"] = (gtk_program.COMMAND, gtk_program.TITLE)
    if chromium := shutil.which("chromium"):
        page = folder / "page.html"
        links = " ".join(f'<a href="#{n}">Section {n}</a>' for n in range(12))
        articles = "".join(ARTICLE.format(n=n) for n in range(60))
        page.write_text(PAGE.format(links=links, articles=articles), encoding="utf-8")
        options = ["--no-sandbox", "--no-first-run", "--disable-gpu", "--force-renderer-accessibility"]
        options += ["--window-size=1400,1000", f"--user-data-dir={folder}/browser"]
        found["a page, Chromium"] = ([chromium, *options, page.as_uri()], "The Harbour Almanac")
    return found


@contextmanager
def shown(command: list[str], title: str, grabber: DesktopGrabber) -> Iterator[None]:
    """Show a program until its window is in front and its tree is whole."""
    switches = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "GNOME_ACCESSIBILITY": "1", "ACCESSIBILITY_ENABLED": "1"}
    environment = {**os.environ, **switches}
    sizes: list[int] = []

    def is_settled() -> bool:
        time.sleep(0.3)
        try:
            picture = grabber.grab(WINDOW)
        except SourceError:
            return False
        sizes.append(len(picture.nodes) if title in picture.title else 0)
        return len(sizes) > 2 and sizes[-1] > 1 and len(set(sizes[-3:])) == 1

    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(is_settled, seconds=40.0, what=title)
            yield
        finally:
            process.terminate()


def first_words(engine: EmbeddedEngine, picture: Picture, task: Task) -> None:
    """Ask and leave at the first words; those of a description come behind the window's title."""
    engine.forget()
    fresh = replace(picture, id=next(_IDS))
    pieces = (each for each in engine.answer(Request(1, fresh.id, task), fresh) if isinstance(each, Piece))
    next(itertools.islice(pieces, int(task is Task.DESCRIBE), None), None)


def steps(engine: EmbeddedEngine, picture: Picture) -> dict[str, Callable[[], object]]:
    """Return what is compared of the window in front."""
    alone = DesktopGrabber(_IDS.__next__, trees=Trees(()))
    both = DesktopGrabber(_IDS.__next__)
    plain = replace(picture, nodes=())
    return {
        "grab": lambda: alone.grab(WINDOW),
        "grab + tree": lambda: both.grab(WINDOW),
        "READ, tree": lambda: first_words(engine, picture, Task.READ),
        "READ, pixels": lambda: first_words(engine, plain, Task.READ),
        "DESCRIBE, tree": lambda: first_words(engine, picture, Task.DESCRIBE),
        "DESCRIBE, pixels": lambda: first_words(engine, plain, Task.DESCRIBE),
    }


def medians(compared: dict[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Return each step's median in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in compared}
    for _ in range(runs):
        for name, step in compared.items():
            began = time.perf_counter()
            step()
            times[name].append(1000 * (time.perf_counter() - began))
    return {name: statistics.median(each) for name, each in times.items()}


def main() -> None:
    """Measure each window and print a table of milliseconds."""
    parser = argparse.ArgumentParser(description="A window told with its accessibility tree and without.")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--only", default="", help="a word in the window's name: page, form, text, editor")
    given = parser.parse_args()
    runs = given.runs
    engine = create({})
    grabber = DesktopGrabber(_IDS.__next__)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        chosen = {name: each for name, each in programs(folder).items() if given.only in name}
        for number, (name, (command, title)) in enumerate(chosen.items()):
            with shown(command, title, grabber):
                picture = grabber.grab(WINDOW)
                told = medians(steps(engine, picture), runs)
            if not number:
                print("| window | nodes | " + " | ".join(told) + " | key to READ: tree / pixels |")
                print("|" + "---|" * (len(told) + 3))
            with_tree, without = told["grab + tree"] + told["READ, tree"], told["grab"] + told["READ, pixels"]
            figures = " | ".join(f"{value:.0f}" for value in told.values())
            print(f"| {name} | {len(picture.nodes)} | {figures} | {with_tree:.0f} / {without:.0f} |", flush=True)
            if "page" in name:
                print(f"\nThe page: {with_tree:.0f} ms, the goal is {GOAL:.0f}.", file=sys.stderr)


if __name__ == "__main__":
    main()
