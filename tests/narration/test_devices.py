"""The cameras that there are, as a child tells them."""

from __future__ import annotations

import queue

import pytest

from assistant.core.camera import CameraInfo
from assistant.core.errors import CameraForbidden, CameraSilent, InternalError
from assistant.narration.devices import CameraList, cameras
from support.hosts import importable_tests

BUILT_IN, LOGI = CameraInfo("Built in", is_default=True), CameraInfo("Logi")


def test_the_cameras_are_told_and_told_again_when_one_goes() -> None:
    told: queue.SimpleQueue[tuple[CameraInfo, ...]] = queue.SimpleQueue()
    with importable_tests():
        watched = CameraList(told.put, lister="support.reel:two_then_one")
        assert told.get(timeout=20) == (BUILT_IN, LOGI)
        assert told.get(timeout=20) == (BUILT_IN,)
        watched.close()
    assert told.empty()


def test_where_none_can_be_found_out_there_are_none() -> None:
    told: queue.SimpleQueue[tuple[CameraInfo, ...]] = queue.SimpleQueue()
    with importable_tests():
        watched = CameraList(told.put, lister="support.reel:forbidden")
        assert told.get(timeout=20) == ()
        watched.close()


def test_who_asks_once_gets_the_first_answer() -> None:
    with importable_tests():
        assert cameras(lister="support.reel:two_then_one") == (BUILT_IN, LOGI)


def test_who_asks_once_is_told_why_there_is_no_answer() -> None:
    with importable_tests():
        with pytest.raises(CameraForbidden) as told:
            cameras(lister="support.reel:forbidden")
        assert told.value.params == {"group": "video"}
        with pytest.raises(CameraSilent):
            cameras(0.3, lister="support.reel:no_answer")
        with pytest.raises(InternalError):
            cameras(lister="support.reel:nothing_of_that_name")


def test_this_computer_is_asked_without_harm() -> None:
    for camera in cameras():
        assert camera.name
