"""How long a command takes that reaches the running instance, as a whole process, beside a Python that does nothing.

    python benchmarks/socket_command.py [--runs 40]

Every kind runs once per round, in turn, so that a busy machine slows them alike; medians and ratios are printed as a
Markdown table. The instance is the real server with a handler that answers at once.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.system.instance import Call, InstanceServer
from assistant.system.places import socket_path

BUDGET_MS = 50.0
MINIMAL = (
    "import sys; from assistant.system.client import connect; client = connect(sys.argv[1]); "
    "client.send('stop'); print(*dict(client.replies(5)))"
)
QUICK = "from assistant.system.quick import hand_over; assert hand_over(['stop'])"


def answer(call: Call) -> None:
    """Do nothing, successfully."""
    call.finish({})


def commands(path: Path) -> dict[str, list[str]]:
    """Return what is compared; the first is the floor."""
    return {
        "`python -c pass`": [sys.executable, "-c", "pass"],
        "client alone, `stop`": [sys.executable, "-c", MINIMAL, str(path)],
        "`system.quick`, `stop`": [sys.executable, "-c", QUICK],
        "`python -m assistant stop`": [sys.executable, "-m", "assistant", "stop"],
        "`python -m assistant repeat --json`": [sys.executable, "-m", "assistant", "repeat", "--json"],
    }


def milliseconds(command: Sequence[str]) -> float:
    """Run a whole process and return how long it took; anything but success ends the benchmark."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def table(times: dict[str, list[float]]) -> str:
    """Return the figures as Markdown."""
    floor = statistics.median(next(iter(times.values())))
    lines = ["| whole process | median ms | p95 ms | over the floor ms | ratio |", "|---|---|---|---|---|"]
    for name, each in times.items():
        median, high = statistics.median(each), statistics.quantiles(each, n=20)[-1]
        lines.append(f"| {name} | {median:.1f} | {high:.1f} | {median - floor:.1f} | {median / floor:.2f} |")
    return "\n".join(lines)


def main() -> int:
    """Measure; the exit status is 1 where the command's median is over the budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="seesay-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        path = Path(socket_path())
        server = InstanceServer(path, answer)
        try:
            kinds = commands(path)
            times: dict[str, list[float]] = {name: [] for name in kinds}
            for number in range(runs + 1):
                for name, command in kinds.items():
                    taken = milliseconds(command)
                    if number:
                        times[name].append(taken)
        finally:
            server.close()
    print(table(times))
    return int(statistics.median(times["`python -m assistant stop`"]) > BUDGET_MS)


if __name__ == "__main__":
    sys.exit(main())
