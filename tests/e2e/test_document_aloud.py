"""A document from the command to the ear: read in order, stopped by a key, remembered over a kill, nothing faked."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.desktop import VirtualDesktop
from support.ear import PASS, word_recall
from support.processes import wait_until
from support.seesay import RunningSeeSay, running, wait_for_speech

pytestmark = pytest.mark.real

Ear = Callable[[Any, int], str]
SENTENCES = (
    "The morning is cold and clear.",
    "Rain comes from the west in the afternoon.",
    "The old bridge is closed until the end of August.",
    "Yesterday seven students visited the museum.",
    "Bread and butter stand on the kitchen table.",
    "The train to the mountains leaves at nine.",
    "My grandmother planted three apple trees.",
    "Nobody remembers the name of the old captain.",
)
WRONG = "Elephants paint yellow bicycles under seventeen quiet bridges every winter"
STOP = "ctrl+alt+shift+s"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text("\n\n".join(SENTENCES), encoding="utf-8")
    return path


@pytest.fixture
def seesay(desktop: VirtualDesktop) -> Iterator[RunningSeeSay]:
    with running(desktop) as app:
        yield app


def block_of(app: RunningSeeSay) -> int:
    """Return the block at which the document was left, as it is on the disk."""
    path = Path(app.env["XDG_STATE_HOME"]) / "seesay" / "places.json"
    if not path.exists():
        return 0
    (kept,) = json.loads(path.read_text(encoding="utf-8"))["documents"].values()
    return int(kept.get("position", {}).get("block", 0))


def test_a_document_is_read_in_order_and_a_stop_is_heard_at_once(seesay: RunningSeeSay, letter: Path, ear: Ear) -> None:
    with seesay.desktop.record() as recording:
        seesay.command("document", str(letter))
        wait_for_speech(recording)
        wait_until(lambda: block_of(seesay) >= 3, seconds=60, what="the fourth sentence")
        seesay.desktop.run(["xdotool", "key", "Control_L"])
        pressed = time.monotonic()
        ended = recording.wait_for_silence(lasting=3.0)
        heard = ear(recording.samples, recording.rate)
    assert ended - pressed < 0.5, f"it spoke on for {ended - pressed:.2f} s"
    wanted = " ".join(SENTENCES[:3])
    assert word_recall(heard, wanted) >= PASS, f"heard: {heard}"
    assert word_recall(heard, WRONG) < 0.4, f"heard: {heard}"
    found = [heard.lower().find(word) for word in ("morning", "rain", "bridge")]
    assert found == sorted(found), f"heard in another order: {heard}"


def test_the_place_survives_a_kill_and_another_name(desktop: VirtualDesktop, letter: Path, ear: Ear) -> None:
    with running(desktop) as first:
        first.command("document", str(letter))
        wait_until(lambda: block_of(first) >= 2, seconds=60, what="the third sentence")
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
        left = block_of(first)
    renamed = letter.rename(letter.with_name("another name.txt"))
    with running(desktop, XDG_STATE_HOME=first.env["XDG_STATE_HOME"]) as second, desktop.record() as recording:
        second.command("document", str(renamed))
        wait_until(lambda: block_of(second) > left, seconds=60, what="the next sentence")
        second.command("stop")
        recording.wait_for_silence(lasting=1.0)
        heard = ear(recording.samples, recording.rate)
    assert word_recall(heard, SENTENCES[left]) >= PASS, f"heard: {heard}"
    assert word_recall(heard, SENTENCES[0]) < 0.4, f"heard: {heard}"
