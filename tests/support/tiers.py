"""A pytest plugin: tells per tier what ran, what was skipped and why, and refuses skips where all must run.

A tier is known by its marker; what has none is fast. With SEESAY_REQUIRE_REAL=1 a skipped test of the real tier
is a failure: on the machine that guards the project nothing may be left out silently.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Generator

import pytest

TIERS = ("fast", "real", "model", "gpu", "long")
_KEY = pytest.StashKey["Tally"]()


class Tally:
    """What became of the tests of each tier."""

    def __init__(self) -> None:
        self.outcomes: dict[str, Counter[str]] = defaultdict(Counter)
        self.seconds: Counter[str] = Counter()
        self.reasons: dict[str, Counter[str]] = defaultdict(Counter)
        self.deselected: Counter[str] = Counter()

    def lines(self) -> list[str]:
        """Return one line per tier, then the reasons of its skips."""
        result = []
        for tier in TIERS:
            counts = self.outcomes[tier]
            told = [f"{counts[name]} {name}" for name in ("passed", "failed", "error", "skipped") if counts[name]]
            if self.deselected[tier]:
                told.append(f"{self.deselected[tier]} not asked for")
            result.append(f"{tier:5}  {', '.join(told) or 'no tests'}  ({self.seconds[tier]:.0f} s)")
            result += [f"       skipped {count}: {why}" for why, count in self.reasons[tier].most_common()]
        return result


def tier_of(item: pytest.Item) -> str:
    """Return the slowest tier whose marker the test has."""
    return next((tier for tier in reversed(TIERS[1:]) if item.get_closest_marker(tier)), TIERS[0])


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count."""
    config.stash[_KEY] = Tally()


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Count what the command line left out."""
    for item in items:
        item.config.stash[_KEY].deselected[tier_of(item)] += 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Count one phase of a test; a real test that must not be skipped fails instead."""
    report = yield
    tally, tier = item.config.stash[_KEY], tier_of(item)
    is_real = item.get_closest_marker("real") is not None
    if report.skipped and is_real and not hasattr(report, "wasxfail") and os.environ.get("SEESAY_REQUIRE_REAL") == "1":
        report.outcome = "failed"
        report.longrepr = f"SEESAY_REQUIRE_REAL=1, but this was skipped: {_reason(report)}"
    tally.seconds[tier] += report.duration  # type: ignore[assignment]  # Counter takes floats as well
    if report.when == "call" or report.outcome != "passed":
        is_error = report.failed and report.when != "call"
        tally.outcomes[tier]["error" if is_error else report.outcome] += 1
    if report.skipped:
        tally.reasons[tier][_reason(report)] += 1
    return report


def _reason(report: pytest.TestReport) -> str:
    if hasattr(report, "wasxfail"):
        return f"known defect: {report.wasxfail}"
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return str(report.longrepr)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table before pytest's own last line."""
    terminalreporter.section("tiers")
    for line in config.stash[_KEY].lines():
        terminalreporter.write_line(line)
