"""The bridge: everything posted is done on the owner's thread, in order, and nothing after the end."""

from __future__ import annotations

import gc
import os
import subprocess
import threading
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QTimer

from assistant.ui.bridge import Bridge
from support.processes import wait_until

THREADS, POSTS = 8, 200


class Owner:
    def __init__(self, application: Any) -> None:
        self.application = application
        self.errors: list[BaseException] = []
        self.bridge = Bridge(self.errors.append)

    def run_until(self, condition: Callable[[], bool]) -> None:
        def holds() -> bool:
            self.application.processEvents()
            return condition()

        wait_until(holds, what="the bridge")

    def run_to_the_end(self) -> None:
        """Let everything that was posted so far be done: a marker of the same loop comes last."""
        ended: list[bool] = []
        QTimer.singleShot(0, lambda: ended.append(True))
        self.run_until(lambda: bool(ended))


@pytest.fixture
def owner(qapp: Any) -> Iterator[Owner]:
    made = Owner(qapp)
    yield made
    made.bridge.close()


def test_posts_of_many_threads_are_done_on_the_owners_thread_in_the_order_of_each(owner: Owner) -> None:
    done: list[tuple[int, int, int]] = []

    def note(thread: int, number: int) -> None:
        done.append((thread, number, threading.get_ident()))

    def post(thread: int) -> None:
        for number in range(POSTS):
            owner.bridge.post(partial(note, thread, number))

    threads = [threading.Thread(target=post, args=(thread,)) for thread in range(THREADS)]
    for thread in threads:
        thread.start()
    owner.run_until(lambda: len(done) == THREADS * POSTS)
    for thread in threads:
        thread.join()
    assert {ident for _, _, ident in done} == {threading.get_ident()}
    for wanted in range(THREADS):
        assert [number for each, number, _ in done if each == wanted] == list(range(POSTS))


def test_a_post_from_the_owners_thread_waits_for_its_turn(owner: Owner) -> None:
    done: list[str] = []

    def now() -> None:
        owner.bridge.post(partial(done.append, "later"))
        done.append("now")

    owner.bridge.post(now)
    assert done == []
    owner.run_until(lambda: len(done) == 2)
    assert done == ["now", "later"]


def test_a_poster_hands_its_argument_over(owner: Owner) -> None:
    taken: list[object] = []
    thread = threading.Thread(target=owner.bridge.poster(taken.append), args=("event",))
    thread.start()
    thread.join()
    assert taken == []
    owner.run_until(lambda: taken == ["event"])


def test_after_the_end_nothing_is_done_neither_posted_before_nor_timed(owner: Owner) -> None:
    done: list[str] = []
    owner.bridge.after(0.0, lambda: done.append("timed"))
    owner.bridge.post(lambda: done.append("before"))
    owner.bridge.close()
    owner.bridge.post(lambda: done.append("after"))
    owner.run_to_the_end()
    owner.run_to_the_end()
    assert done == []


@pytest.mark.logs("a posted call failed")
def test_an_error_is_told_and_stops_nothing(owner: Owner) -> None:
    done: list[str] = []
    owner.bridge.post(partial(done.remove, "missing"))
    owner.bridge.after(0.0, partial(owner.errors.__delitem__, 9))
    owner.bridge.post(lambda: done.append("next"))
    owner.run_until(lambda: len(owner.errors) == 2)
    assert done == ["next"]
    assert {type(error) for error in owner.errors} == {ValueError, IndexError}


def test_a_timer_fires_once_and_can_be_taken_back_twice(owner: Owner) -> None:
    done: list[str] = []
    cancel = owner.bridge.after(0.0, lambda: done.append("cancelled"))
    cancel()
    cancel()
    late = owner.bridge.after(0.01, lambda: done.append("fired"))
    owner.run_until(lambda: bool(done))
    late()
    owner.run_to_the_end()
    assert done == ["fired"]


def test_a_cancel_that_comes_late_takes_no_other_timer_with_it(owner: Owner) -> None:
    done: list[int] = []
    call = partial(done.append, 1)
    late = [owner.bridge.after(0.0, call) for _ in range(3)]
    owner.run_until(lambda: len(done) == 3)
    for _ in range(3):
        owner.bridge.after(0.0, call)
    for cancel in late:
        cancel()
    owner.run_until(lambda: len(done) == 6)


def test_timers_let_go_of_what_they_called(owner: Owner) -> None:
    class Held:
        def call(self) -> None:
            fired.append(True)

    fired: list[bool] = []
    held = [Held() for _ in range(50)]
    gone = [weakref.ref(each) for each in held]
    for number, each in enumerate(held):
        cancel = owner.bridge.after(0.0, partial(Held.call, each))
        if number % 2:
            cancel()
    del held, each, cancel
    owner.run_until(lambda: len(fired) == 25)
    gc.collect()
    assert [reference for reference in gone if reference() is not None] == []


MANY_TIMERS = """
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from assistant.ui.bridge import Bridge
application = QApplication([])
bridge = Bridge(print)
for _ in range(500):
    bridge.after(0.0, lambda: None)
    application.processEvents()
bridge.close()
window = QWidget()
QVBoxLayout(window).addWidget(QLineEdit())
window.show()
application.processEvents()
print("whole")
"""


def test_hundreds_of_timers_leave_qt_whole(python: list[str]) -> None:
    """Regression: a QTimer for each, deleted when it had fired, ended in a crash of the next window."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([*python, "-c", MANY_TIMERS], env=env, capture_output=True, text=True, check=False)
    assert done.stdout == "whole\n", f"status {done.returncode}\n{done.stderr[-2000:]}"
