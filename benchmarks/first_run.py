"""A new user's first run, from the start to the first spoken description: what was said when, as a table.

    python benchmarks/first_run.py [--command seesay] [--write docs/first-run.md --title "From the source tree"]

Nothing is faked and nothing is configured: SeeSay starts in an empty home on a virtual desktop, keys are pressed
through XTEST, each step is heard to its end, and an independent recogniser tells what it understood. `--command` is
another SeeSay, such as an installed one. `--write` puts the table under that title into the page, in place of an
earlier one. No screen reader of the same user may run meanwhile: SeeSay would leave the windows to it.
"""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.core.wording import Message, Wording
from assistant.core.wording.welcome import WelcomeEndMessages as E
from assistant.core.wording.welcome import WelcomeKeysMessages as K
from assistant.core.wording.welcome import WelcomeLanguageMessages as L
from assistant.core.wording.welcome import WelcomeMessages as W
from assistant.core.wording.welcome import WelcomeModelMessages as C
from support.desktop import VirtualDesktop
from support.ear import PASS, word_recall
from support.first_run import TITLE, FirstRun, Told, first_run
from support.seesay import PRACTICE, PRACTICE_TEXT, SEESAY

DESCRIBE = "ctrl+alt+shift+d"
KEY = "Control Alt Shift D"


def say(message: Message, **params: str) -> str:
    """Return a sentence as it is written."""
    return Wording().say(message, **params)


def steps(run: FirstRun) -> Iterator[Told]:
    """Go through the welcome, listening to each step to its end."""
    yield run.do("1 language", expected=f"{say(W.WHAT)} {say(L.LANGUAGE)} {say(W.HOW)}")
    run.await_window(TITLE)
    yield run.do("… German says itself", "Down")
    yield run.do("… English says itself", "Up", expected=say(L.LANGUAGE_THIS, language="English"))
    yield run.do("2 voice", "Return", expected=say(L.VOICE))
    yield run.do("… the rate, faster", "Tab", "Tab", "Right", expected="Speech rate 5.")
    yield run.do("3 keys", "Return", expected=say(K.KEYS, key=KEY))
    yield run.do("… the practice page", "Return", expected=say(K.NOW, key=KEY))
    run.await_window(PRACTICE)
    yield run.do("… **the first description**", DESCRIBE, expected=f"{PRACTICE_TEXT} {say(K.WORKED, key=KEY)}")
    yield run.do("… back", "Escape", expected=say(K.WORKS, key=KEY))
    run.await_window(TITLE)
    computer = run.do("4 this computer", "Return")
    yield computer
    # Where nothing can run a model, there is nothing to be tried, and all is told at once.
    if word_recall(computer.heard, say(C.WITHOUT)) < PASS:
        yield run.do("… what it means for a model", expected=say(C.WITHOUT))
    yield run.do("5 a model", "Return", expected=say(C.MODEL))
    yield run.do("6 the end", "Return", expected=say(E.WINDOW))
    yield run.do("done", "Return", expected=say(W.DONE_SAID))


def row(told: Told) -> str:
    """Return a line of the table; times are seconds since the start."""
    keys = " ".join(f"`{key}`" for key in told.keys) or "–"
    delay = f"{told.began - told.pressed:.2f}" if told.keys else "–"
    share = "–" if told.recall is None else f"{100 * told.recall:.0f} %"
    pressed = f"{told.pressed:.1f}" if told.keys else "–"
    return (
        f"| {told.name} | {keys} | {pressed} | {delay} | {told.began:.1f} | {told.ended:.1f} | {share} | {told.heard} |"
    )


def table(told: Sequence[Told]) -> str:
    """Return all lines."""
    head = "| step | keys | pressed | key → sound | first sound | told | recognised | what the recogniser understood |"
    return "\n".join([head, "|---|---|---|---|---|---|---|---|", *(row(each) for each in told)])


def write(page: Path, title: str, text: str) -> None:
    """Put a section into a page, in place of an earlier one of that title."""
    before = page.read_text("utf-8") if page.exists() else ""
    section = f"## {title}\n\n{text}\n"
    pattern = re.compile(rf"## {re.escape(title)}\n.*?(?=\n## |\Z)", re.S)
    after = pattern.sub(lambda found: section, before) if pattern.search(before) else f"{before.rstrip()}\n\n{section}"
    page.write_text(after.rstrip() + "\n", "utf-8")


def main() -> None:
    """Run once and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--command", default=SEESAY)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--title", default="From the source tree")
    options = parser.parse_args()
    told: list[Told] = []
    with VirtualDesktop(1280, 800) as desktop, first_run(desktop, shlex.split(options.command)) as run:
        for each in steps(run):
            told.append(each)
            print(f"{each.ended:6.1f} s {each.name}", flush=True)
    described = next(each for each in told if "first description" in each.name)
    times = f"first sound after {told[0].began:.1f} s, the first description from {described.began:.1f} to"
    times = f"{times} {described.ended:.1f} s, each step heard to its end, done after {told[-1].ended:.1f} s"
    summary = f"{datetime.now(UTC):%Y-%m-%d}: {times}."
    text = f"{summary}\n\n{table(told)}"
    print(text)
    if options.write:
        write(options.write, options.title, text)


if __name__ == "__main__":
    main()
