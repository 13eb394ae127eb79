"""A pytest plugin: tells per tier what ran, what was skipped and why, and refuses skips where all must run.

A tier is known by its marker; what has none is fast. With SEESAY_REQUIRE_REAL=1 a skipped test of the real tier
is a failure: on the machine that guards the project nothing may be left out silently.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Collection, Generator
from typing import Any

import pytest

TIERS = ("fast", "real", "model", "gpu", "long")


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


def tier_of(keywords: Collection[str]) -> str:
    """Return the slowest tier whose marker is among a test's keywords."""
    return next((tier for tier in reversed(TIERS[1:]) if tier in keywords), TIERS[0])


class Counting:
    """Counts in the process that prints: tests may run in others (pytest-xdist), their reports all come here."""

    def __init__(self, config: pytest.Config) -> None:
        self.tally = Tally()
        # Set in a process that only runs tests; what it puts in is read where the counting is.
        self._to_counter: dict[str, object] | None = getattr(config, "workeroutput", None)

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Count what the command line left out."""
        self.tally.deselected.update(tier_of(item.keywords) for item in items)
        if self._to_counter is not None:
            self._to_counter["deselected"] = dict(self.tally.deselected)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take from a process what it left out; all of them collect the same tests."""
        self.tally.deselected = Counter(getattr(node, "workeroutput", {}).get("deselected", {}))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one phase of a test."""
        tally, tier = self.tally, tier_of(report.keywords)
        tally.seconds[tier] += report.duration  # type: ignore[assignment]  # Counter takes floats as well
        if report.when == "call" or report.outcome != "passed":
            is_error = report.failed and report.when != "call"
            tally.outcomes[tier]["error" if is_error else report.outcome] += 1
        if report.skipped:
            tally.reasons[tier][_reason(report)] += 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table before pytest's own last line."""
        terminalreporter.section("tiers")
        for line in self.tally.lines():
            terminalreporter.write_line(line)


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count."""
    config.pluginmanager.register(Counting(config), "tiers-counting")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make a failure of a real or model test that was skipped where all must run."""
    report = yield
    must_run = not item.get_closest_marker("gpu") and any(map(item.get_closest_marker, ("real", "model")))
    if report.skipped and must_run and not hasattr(report, "wasxfail") and os.environ.get("SEESAY_REQUIRE_REAL") == "1":
        report.outcome = "failed"
        report.longrepr = f"SEESAY_REQUIRE_REAL=1, but this was skipped: {_reason(report)}"
    return report


def _reason(report: pytest.TestReport) -> str:
    if hasattr(report, "wasxfail"):
        return f"known defect: {report.wasxfail}"
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return str(report.longrepr)
