"""A model installed in the running application by keys alone: heard, with the window closed, and kept when it quits."""

from __future__ import annotations

import contextlib
import json
import signal
import threading
from collections.abc import Iterator

import pytest

from support.desktop import VirtualDesktop
from support.fixtures import start_desktop
from support.hub import FakeHub, model_files, serving
from support.processes import wait_until
from support.seesay import RunningSeeSay, running, wait_for_speech

pytestmark = pytest.mark.real

MODEL = "smolvlm-256m"
TITLE, GUIDE = "SeeSay models", f"Install {MODEL}"


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    pytest.importorskip("huggingface_hub", reason="needs the extra `model`")
    with serving() as fake:
        fake.add("HuggingFaceTB/SmolVLM-256M-Instruct", model_files(2_000_000))
        fake.trouble.pause = threading.Event()
        yield fake
        fake.trouble.pause.set()


@pytest.fixture
def seesay(hub: FakeHub) -> Iterator[RunningSeeSay]:
    with start_desktop() as desktop, running(desktop, HF_ENDPOINT=hub.url) as app:
        yield app


def state(app: RunningSeeSay) -> str:
    listed = json.loads(app.command("models", "list", "--json").stdout)
    return next(str(model["state"]) for model in listed["models"] if model["name"] == MODEL)


def await_active(desktop: VirtualDesktop, title: str) -> None:
    wait_until(lambda: desktop.active_window_title() == title, what=f"{title!r} to be active")


def install_half(app: RunningSeeSay, hub: FakeHub) -> None:
    """Choose the model and go through its steps; return when half of a file has come."""
    desktop = app.desktop
    app.command()
    await_active(desktop, "SeeSay")
    desktop.key("alt+m")
    await_active(desktop, TITLE)
    choose_when_listed(desktop)
    await_active(desktop, GUIDE)
    desktop.key("Return", "Return", "Return")
    assert hub.reached_half.wait(30)


def choose_when_listed(desktop: VirtualDesktop) -> None:
    """Type the model's name and press Enter, which does nothing until the list is there."""
    for _ in range(10):
        desktop.type(MODEL)
        desktop.key("Return")
        with contextlib.suppress(TimeoutError):
            desktop.wait_for_window(GUIDE, seconds=2)
            return


def test_a_download_goes_on_with_the_window_closed_and_its_end_is_heard(seesay: RunningSeeSay, hub: FakeHub) -> None:
    install_half(seesay, hub)
    seesay.desktop.key("Escape")
    wait_until(lambda: TITLE not in [each.title for each in seesay.desktop.windows()], what="the window to close")
    seesay.command("stop")
    assert state(seesay) == "partial"
    assert hub.trouble.pause is not None
    with seesay.desktop.record() as recording:
        hub.trouble.pause.set()
        wait_for_speech(recording)
    wait_until(lambda: state(seesay) == "installed", what="the model to be installed")
    assert "Traceback" not in seesay.log


def test_quitting_ends_the_download_and_keeps_what_arrived(seesay: RunningSeeSay, hub: FakeHub) -> None:
    install_half(seesay, hub)
    seesay.process.send_signal(signal.SIGTERM)
    assert seesay.process.wait(15) == 0, seesay.log
    assert "Traceback" not in seesay.log
    left = [each for each in seesay.desktop.processes() if "models" in each.cmdline()]
    assert left == []
    assert state(seesay) == "partial"
