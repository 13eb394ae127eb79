"""Outlines in the running application: around what a search found, gone with the next wish, and in no picture."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from support.desktop import VirtualDesktop
from support.look_alikes import look_alikes
from support.processes import wait_until
from support.seesay import RunningSeeSay, running

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def app(desktop: VirtualDesktop) -> Iterator[RunningSeeSay]:
    with running(desktop) as app:
        yield app


def yellow(desktop: VirtualDesktop) -> int:
    """Return how many pixels have the colour of the bright band."""
    return int(np.count_nonzero((np.asarray(desktop.screenshot()) == (255, 255, 0)).all(axis=2)))


def test_what_is_found_is_outlined_until_something_else_is_wanted(app: RunningSeeSay) -> None:
    desktop = app.desktop
    with look_alikes(desktop, "Letter"):
        before = app.ask("find", "Save all")
        wait_until(lambda: yellow(desktop) > 400, what="an outline")
        again = app.ask("find", "Save all", "--quiet")
        assert again["regions"] == before["regions"], "the outline was in the picture"
        wait_until(lambda: yellow(desktop) > 400, what="the outline to be back")
        desktop.key("ctrl+alt+shift+s")
        wait_until(lambda: yellow(desktop) == 0, what="the outline to go with a stop")
