"""The watcher's child: frames that leave it one at a time, and whatever may become of a camera and of the child."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from assistant.core.camera import Advice, Advised, FrameTaken, Measured, WatchEnded, WatchMode, WatchOpened
from assistant.core.domain import Source, SourceKind
from assistant.core.errors import (
    CameraBusy,
    CameraCovered,
    CameraHelperDied,
    CameraLost,
    CameraSilent,
    FileUnreadable,
    InternalError,
    SeeSayError,
    VideoUnreadable,
)
from assistant.core.ports import GrabLeft
from assistant.narration import watcher as watcher_module
from assistant.narration.snapshot import CameraSnapshots
from assistant.narration.watcher import CameraChild
from support.hosts import importable_tests
from support.processes import wait_until
from support.reel import CAMERA, NAME, SWITCHED, Heard, camera, number_of


def children() -> list[psutil.Process]:
    """Return the cameras' children that live."""
    found = []
    for each in psutil.Process().children():
        with contextlib.suppress(psutil.Error):  # it just ended
            if "--camera-worker" in each.cmdline():
                found.append(each)
    return found


def test_no_frame_leaves_the_child_before_it_is_asked_for_and_each_time_one() -> None:
    with camera("endless") as (watcher, heard):
        assert heard.next() == WatchOpened(NAME)
        watcher.measure()
        heard.wait_for(Measured)
        watcher.ready()
        first = heard.wait_for(FrameTaken).picture
        watcher.measure()
        heard.wait_for(Measured)
        assert not [event for event in heard.drain() if isinstance(event, FrameTaken)]
        watcher.ready()
        second = heard.wait_for(FrameTaken).picture
        assert (first.width, first.height, first.title, first.source) == (320, 240, NAME, CAMERA)
        assert number_of(second) > number_of(first) + 1, "frames queue up"
        assert second.id > first.id


def test_the_newest_frame_is_there_on_request_although_nothing_changes() -> None:
    with camera("endless", mode=WatchMode.CHANGES) as (watcher, heard):
        watcher.ready()
        first = heard.wait_for(FrameTaken)
        watcher.ready()
        watcher.now()
        now = heard.wait_for(FrameTaken)
        assert first.amount == 1
        assert number_of(now.picture) > number_of(first.picture)
        assert now.amount < 0.05


def test_a_change_at_the_very_end_waits_for_a_host_that_was_busy() -> None:
    with camera("short") as (watcher, heard):
        watcher.ready()
        assert number_of(heard.wait_for(FrameTaken).picture) < 20
        # Longer than the rest of the film.
        with pytest.raises(queue.Empty):
            heard.wait_for(WatchEnded, 1.5)
        watcher.ready()
        assert number_of(heard.wait_for(FrameTaken).picture) >= 20
        assert heard.wait_for(WatchEnded) == WatchEnded(None)


def test_twelve_megapixels_come_whole() -> None:
    with camera("large") as (watcher, heard):
        watcher.ready()
        picture = heard.wait_for(FrameTaken).picture
        assert (picture.width, picture.height, len(picture.rgb)) == (4000, 3000, 36_000_000)


@pytest.mark.parametrize(
    ("player", "error"),
    [
        ("busy", CameraBusy(camera=NAME)),
        ("unplugged", CameraLost(camera=NAME)),
        ("killed", CameraHelperDied()),
        ("broken", InternalError(detail="ZeroDivisionError")),
        ("nothing_of_that_name", InternalError(detail="AttributeError")),
    ],
)
def test_whatever_goes_wrong_is_one_ending(player: str, error: SeeSayError) -> None:
    with camera(player) as (watcher, heard):
        assert heard.wait_for(WatchEnded) == WatchEnded(error)
        watcher.ready()
        watcher.now()
        watcher.watch(WatchMode.PAGE)
        wait_until(lambda: not children(), what="the child's end")
        assert heard.drain() == []


def test_a_child_that_is_killed_is_one_sentence_and_the_next_one_works() -> None:
    with camera("endless") as (watcher, heard):
        heard.wait_for(WatchOpened)
        (child,) = children()
        child.kill()
        assert heard.wait_for(WatchEnded) == WatchEnded(CameraHelperDied())
        watcher.open(CAMERA, WatchMode.FRAMES)
        watcher.ready()
        heard.wait_for(FrameTaken)


def test_a_child_that_hangs_is_given_up() -> None:
    with camera("hanging", stall=1.5) as (_, heard):
        assert heard.wait_for(WatchEnded) == WatchEnded(CameraSilent(camera=NAME))
        wait_until(lambda: not children(), what="the child's end")


def test_a_video_that_hangs_is_told_as_one() -> None:
    with camera("hanging", mode=None, stall=1.5) as (watcher, heard):
        watcher.open(Source(SourceKind.FILE, path="/films/cat.mp4"), WatchMode.CHANGES)
        assert heard.wait_for(WatchEnded) == WatchEnded(VideoUnreadable(name=NAME))


def test_after_close_nothing_is_posted_and_the_child_is_gone() -> None:
    with camera("endless") as (watcher, heard):
        heard.wait_for(WatchOpened)
        watcher.ready()
        watcher.close()
        heard.drain()
        wait_until(lambda: not children(), what="the child's end")
        watcher.ready()
        assert heard.drain() == []


def test_another_source_leaves_the_former_one_without_a_word() -> None:
    with camera("endless") as (watcher, heard):
        heard.wait_for(WatchOpened)
        watcher.open(Source(SourceKind.CAMERA, path="Another"), WatchMode.FRAMES)
        heard.wait_for(WatchOpened)
        watcher.ready()
        assert heard.wait_for(FrameTaken).picture.source.path == "Another"
        wait_until(lambda: len(children()) == 1, what="the former child's end")


# --- children that are not believed -----------------------------------------------------------------------


LIAR = """
import sys
from assistant.narration.messages import *
from assistant.process.frames import write_frame
out = open(1, "wb", buffering=0)
def say(message, *pixels):
    write_frame(out, encode(message))
    for each in pixels:
        write_frame(out, each)
say(OpenedMessage("Liar"))
{body}
sys.stdin.buffer.read()
"""


@pytest.mark.parametrize(
    "body",
    [
        "write_frame(out, b'no message')",
        "out.write(b'\\xff' * 64)",
        "say(FrameMessage(4, 4, 0.0, 1.0), b'too short')",
        "write_frame(out, encode(FrameMessage(32768, 32768, 0.0, 1.0)))",
        "import msgspec; write_frame(out, msgspec.msgpack.encode({'type': 'measured', 'rgb': [999, 0, 0]}))",
        "write_frame(out, encode(Ready()))",
        "sys.exit()",
    ],
    ids=["no message", "no frame", "wrong pixels", "a huge frame", "a colour that is none", "the host's", "the end"],
)
def test_a_child_that_breaks_the_protocol_is_given_up(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-c", LIAR.format(body=body)]
    monkeypatch.setattr(watcher_module, "helper_command", lambda flag: command)
    heard = Heard()
    watcher = CameraChild(heard)
    watcher.open(CAMERA, WatchMode.CHANGES)
    watcher.ready()
    assert heard.next() == WatchOpened("Liar")
    assert heard.next() == WatchEnded(CameraHelperDied())
    watcher.close()


def test_frames_that_nobody_asked_for_reach_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "for _ in range(500): say(FrameMessage(4, 4, 0.0, 1.0), bytes(48))\nsay(EndedMessage())"
    command = [sys.executable, "-c", LIAR.format(body=body)]
    monkeypatch.setattr(watcher_module, "helper_command", lambda flag: command)
    heard = Heard()
    watcher = CameraChild(heard)
    watcher.open(CAMERA, WatchMode.CHANGES)
    watcher.ready()
    events = [heard.next(), heard.next(), heard.next()]
    assert [type(event) for event in events] == [WatchOpened, FrameTaken, WatchEnded]
    watcher.close()


def test_a_child_that_talks_without_end_is_heard_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    body = """
for number in range(20000):
    say(AdvisedMessage(["dark"] if number % 2 else []))
    say(MeasuredMessage((1, 2, 3), 0.5, 0.0, 0.0, True))
    say(OpenedMessage("again"))
say(EndedMessage())"""
    command = [sys.executable, "-c", LIAR.format(body=body)]
    monkeypatch.setattr(watcher_module, "helper_command", lambda flag: command)
    heard = Heard()
    watcher = CameraChild(heard)
    watcher.open(CAMERA, WatchMode.CHANGES)
    events = [heard.next()]
    while not isinstance(events[-1], WatchEnded):
        events.append(heard.next(60))
    assert [type(event) for event in events if not isinstance(event, Advised)] == [WatchOpened, WatchEnded]
    assert len(events) < 500, "the window would be busy with nothing else"
    watcher.close()


def test_a_child_without_a_host_ends(tmp_path: Path) -> None:
    with importable_tests():
        ended = subprocess.run(
            [sys.executable, "-m", "assistant", "--camera-worker"], input=b"", capture_output=True, timeout=30
        )
    assert (ended.returncode, ended.stdout) == (0, b"")


# --- one picture ------------------------------------------------------------------------------------------


def snapshots(player: str) -> CameraSnapshots:
    players = dict.fromkeys(SourceKind, f"support.reel:{player}")
    return CameraSnapshots(make=lambda post: CameraChild(post, players=players))


def test_a_picture_is_taken_when_the_exposure_has_settled() -> None:
    with importable_tests():
        picture = snapshots("adjusting").take(CAMERA)
    assert number_of(picture) >= 40
    assert (picture.title, picture.advice) == (NAME, ())
    wait_until(lambda: not children(), what="the camera's release")


def test_the_setting_chooses_the_camera_where_the_source_names_none() -> None:
    players = dict.fromkeys(SourceKind, "support.reel:busy")
    taker = CameraSnapshots(lambda: "Chosen", lambda post: CameraChild(post, players=players))
    with importable_tests():
        with pytest.raises(CameraBusy, match="Chosen"):
            taker.take(CAMERA)
        with pytest.raises(CameraBusy, match="Named"):
            taker.take(Source(SourceKind.CAMERA, path="Named"))


def test_a_picture_in_the_dark_comes_with_the_advice() -> None:
    with importable_tests():
        picture = snapshots("dim").take(CAMERA)
    assert Advice.DARK in picture.advice


def test_a_covered_camera_is_told_and_never_described() -> None:
    with importable_tests(), pytest.raises(CameraCovered):
        snapshots("dark").take(CAMERA)


def test_a_picture_that_nobody_wants_any_more_gives_the_camera_back_at_once() -> None:
    with importable_tests(), pytest.raises(GrabLeft):
        snapshots("hanging").take(CAMERA, lambda: bool(children()))
    wait_until(lambda: not children(), what="the camera's release")


def test_a_camera_that_is_narrated_lends_its_picture_and_is_not_opened_twice() -> None:
    with camera("endless", mode=WatchMode.CHANGES) as (watcher, heard):
        heard.wait_for(WatchOpened)
        watcher.ready()
        heard.wait_for(FrameTaken)
        taker = snapshots("busy")
        taker.lent_by(watcher)
        for named in (CAMERA, Source(SourceKind.CAMERA, path=NAME.upper())):
            assert taker.take(named).title == NAME
        with pytest.raises(CameraBusy):
            taker.take(Source(SourceKind.CAMERA, path="another one"))
        assert not [event for event in heard.drain() if isinstance(event, FrameTaken)], "meant for somebody else"
        watcher.close()
        with pytest.raises(CameraBusy):
            taker.take(CAMERA)


def test_a_change_before_a_picture_was_lent_is_still_told_of() -> None:
    with camera("switched", mode=WatchMode.CHANGES) as (watcher, heard):
        taker = snapshots("busy")
        taker.lent_by(watcher)
        watcher.ready()
        assert number_of(heard.wait_for(FrameTaken).picture) < SWITCHED
        while number_of(taker.take(CAMERA)) < SWITCHED + 50:
            assert not [event for event in heard.drain() if isinstance(event, FrameTaken)]
        watcher.ready()
        assert heard.wait_for(FrameTaken).amount > 0.1


def test_what_is_lent_comes_with_what_is_wrong_with_it() -> None:
    with camera("dark", mode=WatchMode.CHANGES) as (watcher, heard):
        heard.wait_for(Advised)
        taker = snapshots("busy")
        taker.lent_by(watcher)
        with pytest.raises(CameraCovered):
            taker.take(CAMERA)


@pytest.mark.parametrize("ending", ["closed", "killed"])
def test_a_lender_that_ends_meanwhile_leaves_nobody_waiting(ending: str) -> None:
    with camera("hanging") as (watcher, heard):
        heard.wait_for(WatchOpened)
        borrowed = Heard()
        assert watcher.peek(CAMERA, borrowed)
        if ending == "closed":
            watcher.close()
        else:
            children()[0].kill()
        expected = WatchEnded(None if ending == "closed" else CameraHelperDied())
        assert borrowed.wait_for(WatchEnded) == expected
        assert not watcher.peek(CAMERA, borrowed)


def test_a_missing_video_is_told_by_name() -> None:
    heard = Heard()
    watcher = CameraChild(heard)
    watcher.open(Source(SourceKind.FILE, path="/nowhere/cat\udcff.mp4"), WatchMode.CHANGES)
    ended = heard.wait_for(WatchEnded)
    assert ended.error == FileUnreadable(name="cat\ufffd.mp4", why="missing")
    watcher.close()


def test_advice_is_told_once_when_it_changes() -> None:
    with camera("dark", mode=WatchMode.CHANGES) as (_, heard):
        advised = heard.wait_for(Advised)
        assert advised.advice
        assert not [event for event in heard.drain() if event == advised]
