"""What Orca says of SeeSay's windows, key by key: names and their order are exact, its own words are Orca's affair."""

from __future__ import annotations

import contextlib
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.core.wording import Wording
from assistant.ui.main_window import LOOKS, OTHERS, ROOMS
from support.desktop import VirtualDesktop
from support.fixtures import start_desktop
from support.processes import wait_until
from support.seesay import RunningSeeSay, running

pytestmark = [pytest.mark.real, pytest.mark.skipif(shutil.which("orca") is None, reason="needs orca")]

POKE_EVERY = 1.0
"""Seconds: a key stops what Orca is about to say, so it comes only where nothing else does."""
MODEL = "paligemma2-3b-mix-224"
ORIGIN = "Answered by the embedded engine"
_SPOKEN = re.compile(r"SPEECH OUTPUT: '(.*?)'")
_KEY_ECHO = re.compile(r"^(tab|escape|(left|right) (control|alt|shift)|[a-z]|return) $")


class Orca:
    """A running screen reader, heard through its log."""

    def __init__(self, desktop: VirtualDesktop, log: Path) -> None:
        self._desktop = desktop
        self._log = log
        self._read = 0

    def await_saying(self, start: str) -> list[str]:
        """Return all that was said, echoes of keys left out, once something began with `start`."""
        said: list[str] = []
        poked = time.monotonic()

        def is_said() -> bool:
            said[:] = self._said()
            if any(text.startswith(start) for text in said):
                return True
            # Orca keeps the last 8 kB of its log to itself: a key that does nothing makes it write more.
            nonlocal poked
            if time.monotonic() - poked > POKE_EVERY:
                poked = time.monotonic()
                self._desktop.run(["xdotool", "key", "Shift_R", "Shift_R", "Shift_R", "Shift_R"])
            return False

        try:
            wait_until(is_said, seconds=15, what=f"Orca to say {start!r}")
        except TimeoutError as error:
            raise AssertionError(f"Orca was to say {start!r} and said {said}") from error
        self._read = len(self._text())
        return said

    def walk(self, names: list[str]) -> list[str]:
        """Press Tab once for each name; return what Orca said first after each press."""
        return [self._first_after("Tab", start) for start in names]

    def _first_after(self, key: str, start: str) -> str:
        self._desktop.key(key)
        return next(text for text in self.await_saying(start) if text.startswith(start))

    def _said(self) -> list[str]:
        found = _SPOKEN.findall(self._text()[self._read :])
        return [text for text in found if not _KEY_ECHO.match(text)]

    def _text(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""


@contextlib.contextmanager
def running_orca(desktop: VirtualDesktop) -> Iterator[Orca]:
    log = desktop.root / "orca.log"
    command = ["orca", "--replace", "--debug", f"--debug-file={log}", "-e", "speech"]
    with (desktop.root / "orca.out").open("wb") as output, desktop.popen(command, stdout=output, stderr=output):
        orca = Orca(desktop, log)
        orca.await_saying("Screen reader on")
        yield orca


@pytest.fixture(scope="module")
def heard() -> Iterator[tuple[Orca, RunningSeeSay]]:
    with start_desktop(with_speechd=True) as desktop, running_orca(desktop) as orca, running(desktop) as app:
        yield orca, app


def golden(said: list[str], names: list[str], role: str = "") -> None:
    """Compare by names, the role where it is the same for all."""
    assert [text.startswith(name) for text, name in zip(said, names, strict=True)] == [True] * len(names), said
    assert [text for text in said if role not in text] == []


def test_the_main_window_by_tab(heard: tuple[Orca, RunningSeeSay]) -> None:
    orca, app = heard
    words = Wording()
    names = [words.command(command) for command in (*LOOKS, *ROOMS, *OTHERS)]
    app.command()
    opened = orca.await_saying("Control Alt Shift D")
    assert any(text.startswith(names[0]) for text in opened), opened
    golden(
        orca.walk([*names[1:], "Models", "Practice page", "Quit SeeSay", names[0]]),
        [*names[1:], "Models", "Practice page", "Quit SeeSay", names[0]],
        "button",
    )
    app.desktop.key("Escape")


def test_the_practice_page_by_tab(heard: tuple[Orca, RunningSeeSay]) -> None:
    orca, app = heard
    app.open_practice_page()
    opened = orca.await_saying("Your town")
    assert any(text.startswith("SeeSay practice page") for text in opened)
    names = ["Save", "Print", "Close"]
    golden(orca.walk(names), names, "button")
    golden(orca.walk(["Your town"]), ["Your town"])


def test_the_answer_by_arrows_and_tab(heard: tuple[Orca, RunningSeeSay]) -> None:
    orca, app = heard
    answer = app.ask("describe", "--quiet")["text"]
    app.command("open")
    opened = orca.await_saying("Read-only")
    assert any(text.startswith("Answer: the screen") for text in opened)
    assert any(text.startswith("Answer") and "read only" in text for text in opened)
    second = answer.splitlines()[1] if "\n" in answer else ""
    app.desktop.key("Down")
    orca.await_saying(second[:10])
    golden(orca.walk([ORIGIN]), [ORIGIN])
    names = ["Say again", "Copy", "Spell", "Close"]
    golden(orca.walk(names), names, "button")
    app.desktop.key("Escape")


def test_finding_by_tab(heard: tuple[Orca, RunningSeeSay]) -> None:
    orca, app = heard
    app.desktop.key("ctrl+alt+shift+f")
    orca.await_saying("Word or thing to find")
    golden(orca.walk(["Find", "Cancel"]), ["Find", "Cancel"], "button")
    golden(orca.walk(["Word or thing to find"]), ["Word or thing to find"])
    leave(app, "Find on the picture")


def test_asking_by_tab_and_arrows(heard: tuple[Orca, RunningSeeSay]) -> None:
    orca, app = heard
    app.desktop.key("ctrl+alt+shift+a")
    orca.await_saying("Question")
    golden(orca.walk(["Ready questions"]), ["Ready questions"])
    app.desktop.key("Down")
    orca.await_saying("2: Is there a captcha?")
    golden(orca.walk(["Suggest questions", "Edit the list"]), ["Suggest questions", "Edit the list"], "button")
    golden(orca.walk(["About", "Answer in"]), ["About", "Answer in"], "combo box")
    golden(orca.walk(["Ask", "Cancel"]), ["Ask", "Cancel"], "button")
    golden(orca.walk(["Question"]), ["Question"])
    leave(app, "Ask about the picture")


def test_the_models_by_arrows_and_tab(heard: tuple[Orca, RunningSeeSay]) -> None:
    orca, app = heard
    open_models(orca, app)
    for key, model in (("Down", "paligemma2-3b-mix-448, "), ("Up", f"{MODEL}, ")):
        app.desktop.key(key)
        said = next(text for text in orca.await_saying(model) if text.startswith(model))
        assert "gigabytes, not installed, " in said
    golden(orca.walk([f"{MODEL}: not installed. Size: "]), [f"{MODEL}: not installed. Size: "])
    names = ["Install", "Import folder", "Close"]
    golden(orca.walk(names), names, "button")
    leave(app, "SeeSay models")


def test_the_guide_step_by_step(heard: tuple[Orca, RunningSeeSay]) -> None:
    orca, app = heard
    open_models(orca, app)
    app.desktop.key("Home", "alt+i")
    orca.await_saying("Step 1 of 5. ")
    for step in ("Step 2 of 5. The licence", "Step 3 of 5. The makers", "Step 4 of 5. The download needs a token"):
        app.desktop.key("alt+n")
        orca.await_saying(step)
    golden(orca.walk(["Address of the page"]), ["Address of the page"])
    golden(orca.walk(["Open the page", "Copy the address"]), ["Open the page", "Copy the address"], "button")
    golden(orca.walk(["Token"]), ["Token"], "password")
    names = ["Back", "Next", "Continue later"]
    golden(orca.walk(names), names, "button")
    leave(app, f"Install {MODEL}")
    leave(app, "SeeSay models")


def open_models(orca: Orca, app: RunningSeeSay) -> None:
    app.command()
    app.desktop.wait_for_window("SeeSay")
    app.desktop.key("alt+m")
    app.desktop.wait_for_window("SeeSay models")
    orca.await_saying(MODEL)


def leave(app: RunningSeeSay, title: str) -> None:
    app.desktop.key("Escape")
    wait_until(lambda: title not in [window.title for window in app.desktop.windows()], what=f"{title} to close")


def test_beside_orca_seesay_speaks_through_the_same_service_only(heard: tuple[Orca, RunningSeeSay]) -> None:
    _, app = heard
    with app.desktop.record() as recording:
        app.desktop.key("ctrl+alt+shift+k")
        recording.wait_for_sound(seconds=30.0)
        playing = app.desktop.run(["pactl", "list", "sink-inputs"]).stdout
        app.command("stop")
    streams = {(stream["application.name"], stream["media.name"]) for stream in properties(playing)}
    assert streams - {("SeeSay", "earcons")} == {("speech-dispatcher-espeak-ng", "playback")}, playing


def properties(listing: str) -> list[dict[str, str]]:
    """Return the properties of each stream in pactl's listing."""
    return [dict(re.findall(r'(\S+) = "(.*?)"', stream)) for stream in listing.split("Sink Input #")[1:]]
