"""The camera key on a computer without a camera: the window opens, one sentence says why nothing is told."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from support.desktop import VirtualDesktop
from support.ear import PASS, word_recall
from support.seesay import running, wait_for_speech

pytestmark = pytest.mark.real


def test_the_camera_key_tells_that_there_is_no_camera(
    fresh_desktop: VirtualDesktop, ear: Callable[[NDArray[np.int16], int], str]
) -> None:
    with running(fresh_desktop), fresh_desktop.record() as recording:
        fresh_desktop.key("ctrl+alt+shift+c")
        fresh_desktop.wait_for_window("Camera")
        wait_for_speech(recording)
        recording.wait_for_silence(lasting=2.0)
        heard = ear(recording.samples, recording.rate)
        assert word_recall(heard, "No camera was found. Connect one and try again.") >= PASS, heard
