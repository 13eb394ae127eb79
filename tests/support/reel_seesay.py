"""SeeSay as it is, but that its cameras are made up: `python -m support.reel_seesay PLAYER WORDS…`; see `reel`."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from assistant.__main__ import main
from assistant.core.domain import SourceKind
from assistant.narration import watcher
from support.commands import bare_env
from support.hosts import TESTS


def seesay_seeing(player: str, *words: str, timeout: float = 60.0, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, before a camera of that player."""
    return subprocess.run(
        [sys.executable, "-m", __name__, player, *words],
        env=bare_env(PYTHONPATH=str(TESTS)),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        **options,
    )


def _make_up(player: str) -> None:
    class Stream(watcher._Stream):
        """Plays that player in place of any camera."""

        def open(self, player_of_a_camera: str) -> None:
            if self._source.kind is SourceKind.CAMERA:
                player_of_a_camera = f"support.reel:{player}"
            super().open(player_of_a_camera)

    watcher._Stream = Stream  # type: ignore[misc]  # where the child is told who plays


if __name__ == "__main__":
    _make_up(sys.argv.pop(1))
    sys.exit(main())
