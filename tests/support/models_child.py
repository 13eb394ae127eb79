"""Poses as `seesay models …` for tests: says what its file of instructions has for the action, line by line.

    python models_child.py PLAN ACTION …

PLAN is JSON: `{"list": [...], "install": ["line", {"wait": "path"}, {"hang": true}, {"exit": 3}], "heard": "path"}`.
What it was called with, and what it got on its standard input, goes into `heard`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path


def main() -> int:
    plan = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    words = sys.argv[2:]
    if "heard" in plan:
        token = sys.stdin.readline().strip() if "--token-stdin" in words else ""
        with Path(plan["heard"]).open("a", encoding="utf-8") as heard:
            heard.write(json.dumps({"words": words, "token": token}) + "\n")
    for step in plan.get(words[0], []):
        if isinstance(step, str):
            print(step, flush=True)
        elif "wait" in step:
            while not Path(step["wait"]).exists():
                time.sleep(0.01)
        elif "hang" in step:
            time.sleep(600)
        elif "exit" in step:
            os._exit(step["exit"])
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(130))
    sys.exit(main())
