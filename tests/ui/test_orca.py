"""What Orca says of SeeSay's windows, key by key: names and their order are exact, its own words are Orca's affair."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest

from assistant.core.wording import Wording
from assistant.ui.main_window import LOOKS, OTHERS, ROOMS
from support.fixtures import start_desktop
from support.orca import Orca, golden, leave, running_orca
from support.seesay import RunningSeeSay, running

pytestmark = [pytest.mark.real, pytest.mark.skipif(shutil.which("orca") is None, reason="needs orca")]

MODEL = "paligemma2-3b-mix-224"
ORIGIN = "Answered by the embedded engine"


@pytest.fixture(scope="module")
def heard() -> Iterator[tuple[Orca, RunningSeeSay]]:
    with start_desktop(with_speechd=True) as desktop, running_orca(desktop) as orca, running(desktop) as app:
        yield orca, app


def test_the_main_window_by_tab(heard: tuple[Orca, RunningSeeSay]) -> None:
    orca, app = heard
    words = Wording()
    names = [words.command(command) for command in (*LOOKS, *ROOMS, *OTHERS)]
    app.command()
    opened = orca.await_saying("Control Alt Shift D")
    assert any(text.startswith(names[0]) for text in opened), opened
    stops = [*names[1:], "Models", "Preferences", "Practice page", "Welcome: set up again", "Quit SeeSay", names[0]]
    golden(orca.walk(stops), stops, "button")
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
    names = ["Move the pointer there", "Click it", "Focus or press it", "Say again", "Copy", "Spell", "Close"]
    golden(orca.walk(names), names, "button")
    app.desktop.key("Escape")


def test_finding_by_tab(heard: tuple[Orca, RunningSeeSay]) -> None:
    orca, app = heard
    app.desktop.key("ctrl+alt+shift+f")
    orca.await_saying("Word or thing to find")
    golden(orca.walk(["When it is found"]), ["When it is found"], "combo box")
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
