"""The stream between synthesiser and device: bounded, cancellable from any side, never stuck."""

from __future__ import annotations

import threading
from collections.abc import Callable

from assistant.voice.playback import AHEAD_MS, Stream

RATE = 1000


def stream() -> Stream:
    return Stream(lambda outcome, reason: None, RATE)


def beside(call: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    return thread


def test_samples_come_out_as_they_went_in() -> None:
    between = stream()
    between.put(b"abcd")
    between.put(b"efghij")
    between.end()
    was_exhausted = [between.is_exhausted]
    assert between.take(5) == b"abcd"
    assert between.wait_and_take(100) == b"efghij"
    assert [*was_exhausted, between.is_exhausted] == [False, True]
    assert between.wait_and_take(100) == b""


def test_a_long_text_flows_through_while_both_sides_wait_for_each_other() -> None:
    between = stream()
    total = 5 * RATE * AHEAD_MS // 1000 * 2
    got = bytearray()

    def consume() -> None:
        while not between.is_exhausted:
            got.extend(between.wait_and_take(64))

    consumer = beside(consume)
    for _ in range(total // 100):
        assert between.put(bytes(100))
    between.end()
    consumer.join(10)
    assert len(got) == total


def test_a_cancel_frees_the_one_who_waits_for_room() -> None:
    between = stream()
    accepted: list[bool] = []

    def produce() -> None:
        while between.put(bytes(1000)):
            accepted.append(True)

    producer = beside(produce)
    between.cancel()
    producer.join(10)
    assert not producer.is_alive()
    assert between.take(10) == b""
    assert not between.put(b"ab")


def test_a_cancel_frees_the_one_who_waits_for_samples() -> None:
    between = stream()
    consumer = beside(lambda: between.wait_and_take(10))
    between.cancel()
    consumer.join(10)
    assert not consumer.is_alive()
    assert between.wait_for_cancel(0.0)
