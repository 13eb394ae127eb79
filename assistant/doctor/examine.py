"""Tries every part for real and says what works, what doesn't, and the command that mends it.

A check does the thing itself: it grabs, recognises, speaks into a file, takes a key and frees it. Nothing is
kept: no picture, no text, no sound.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.core.errors import SeeSayError, TimedOut
from assistant.core.wording import M, Message, Wording

log = logging.getLogger(__name__)

PATIENCE = 20.0
"""Seconds after which a check is given up: a report that never ends helps nobody."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check saw; `mend` is a command or a sentence, empty where nothing is to be mended."""

    works: bool
    found: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A part by its name in words, and the trial. The trial may raise anything: that is a finding too."""

    part: Message
    run: Callable[[], Outcome]
    mend: str = ""
    seconds: float = PATIENCE


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the report."""

    part: str
    works: bool
    message: str
    mend: str


def examine(checks: Sequence[Check], wording: Wording) -> Iterator[Finding]:
    """Do the checks one after the other; each finding comes as soon as it is known."""
    for check in checks:
        part = wording.say(check.part)
        outcome = _in_time(check, wording)
        yield Finding(part, outcome.works, outcome.found, outcome.mend)


def _in_time(check: Check, wording: Wording) -> Outcome:
    """Try it on a thread of its own, which is left behind where it hangs."""
    found: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    threading.Thread(target=lambda: found.put(_outcome(check, wording)), name="doctor", daemon=True).start()
    try:
        return found.get(timeout=check.seconds)
    except queue.Empty:
        text = wording.error(TimedOut(seconds=f"{check.seconds:g}"))
        return Outcome(False, text.message, check.mend)


def _outcome(check: Check, wording: Wording) -> Outcome:
    try:
        return check.run()
    except SeeSayError as error:
        text = wording.error(error)
        return Outcome(False, text.message, check.mend or text.hint)
    except Exception as error:
        log.debug("check failed", exc_info=True)
        return Outcome(False, type(error).__name__, check.mend)


def line(finding: Finding, wording: Wording) -> str:
    """Return the finding as one line to read or hear."""
    if finding.works:
        return wording.full(M.DOCTOR_WORKS, part=finding.part, detail=finding.message).strip()
    told = wording.full(M.DOCTOR_FAILS, part=finding.part, detail=finding.message).strip()
    return f"{told} {wording.full(M.DOCTOR_MEND, command=finding.mend)}" if finding.mend else told


def summary(findings: Sequence[Finding], wording: Wording) -> str:
    """Return the last line: that all is well, or how much is not."""
    failures = sum(not finding.works for finding in findings)
    return wording.count(M.DOCTOR_FAILURES, failures) if failures else wording.full(M.DOCTOR_ALL_WORKS)
