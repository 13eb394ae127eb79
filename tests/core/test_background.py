"""Work that nobody waits for never keeps anybody waiting, and is never forgotten."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from assistant.core.background import REST, SharedEngine
from assistant.core.domain import Done, EngineEvent, EngineReady, Failed, Picture, Piece, Reason, Request, Task
from assistant.core.errors import EngineDied
from assistant.core.routes import FIRST, Routes
from support.stage import FakeClock, picture


@dataclass
class OneChild:
    """An engine that does one thing at a time; the test lets it speak."""

    name: str = "embedded"
    running: int | None = None
    seen: list[int] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)

    def start(self) -> None:
        """Warm already."""

    def answer(self, request: Request, picture: Picture) -> None:
        assert self.running is None, "the former request was not cancelled"
        assert request.id not in self.seen, "a number was used twice"
        self.running = request.id
        self.seen.append(request.id)

    def cancel(self, request_id: int) -> None:
        if self.running == request_id:
            self.running = None
            self.cancelled.append(request_id)

    def close(self) -> None:
        """Nothing to end."""


class Bench:
    """A shared engine with a session on one side and listeners on the other; `told` is everything, in order."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.child = OneChild()
        self.told: list[str] = []
        self.routes = Routes(lambda event: self._note("session", event))
        self.shared = SharedEngine(self.child, self.routes, self.clock)
        self.session = 0

    def work(self, name: str) -> int:
        request = Request(0, 1, Task.READ, question=name)
        return self.shared.answer(request, picture(), lambda event: self._note(name, event))

    def ask(self) -> int:
        self.session += 1
        if self.child.running is not None and self.child.running < FIRST:
            self.shared.foreground.cancel(self.child.running)
        self.shared.foreground.answer(Request(self.session, 1, Task.DESCRIBE), picture())
        return self.session

    def says(self, text: str) -> None:
        assert self.child.running is not None
        self.shared.heard(Piece(self.child.running, text))

    def ends(self, error: EngineDied | None = None) -> None:
        running, self.child.running = self.child.running, None
        assert running is not None
        self.shared.heard(Done(running, Reason.FINISHED) if error is None else Failed(running, error))

    def _note(self, name: str, event: EngineEvent) -> None:
        match event:
            case Piece(text=text):
                self.told.append(f"{name}: {text}")
            case Done(reason=reason):
                self.told.append(f"{name} {reason}")
            case Failed(error=error):
                self.told.append(f"{name} failed: {error.code}")
            case EngineReady():
                self.told.append(f"{name} ready")


def test_work_is_done_one_after_another() -> None:
    bench = Bench()
    bench.work("page 1")
    bench.work("page 2")
    bench.says("a")
    bench.ends()
    bench.says("b")
    bench.ends(EngineDied())
    assert bench.told == ["page 1: a", "page 1 finished", "page 2: b", "page 2 failed: engine_died"]
    assert not bench.shared.is_busy
    assert bench.routes.waiting == 0


def test_the_number_of_a_work_stands_in_its_events_however_often_it_begins() -> None:
    bench = Bench()
    numbers: list[int] = []
    number = bench.shared.answer(Request(0, 1, Task.READ), picture(), lambda event: numbers.append(_number(event)))
    bench.ask()
    bench.ends()
    bench.clock.pass_seconds(REST)
    bench.says("again")
    bench.ends()
    assert numbers == [number] * 3


def test_who_waits_comes_first_and_the_work_begins_anew_afterwards() -> None:
    bench = Bench()
    bench.work("page")
    bench.says("Once upon")
    bench.ask()
    bench.says("A window.")
    bench.ends()
    assert bench.child.running is None, "the next question may come at once"
    bench.clock.pass_seconds(REST)
    bench.says("Once upon a time.")
    bench.ends()
    assert bench.told == [
        "page: Once upon",
        "page cancelled",
        "session: A window.",
        "session finished",
        "page: Once upon a time.",
        "page finished",
    ]


def test_what_was_interrupted_goes_on_before_what_waited() -> None:
    bench = Bench()
    bench.work("page 1")
    bench.work("page 2")
    bench.shared.foreground.cancel(bench.ask())
    bench.clock.pass_seconds(REST)
    bench.says("a")
    assert bench.told == ["page 1 cancelled", "page 1: a"]


def test_nothing_begins_while_somebody_waits_nor_right_behind() -> None:
    bench = Bench()
    bench.ask()
    bench.work("page")
    bench.clock.pass_seconds(10 * REST)
    assert bench.child.seen == [1]
    bench.ends()
    bench.clock.pass_seconds(REST / 2)
    bench.ask()
    bench.clock.pass_seconds(10 * REST)
    bench.ends()
    assert bench.child.seen == [1, 2]
    bench.clock.pass_seconds(REST)
    bench.ends()
    assert bench.told == ["session finished", "session finished", "page finished"]


def test_work_that_is_dropped_is_never_told_again() -> None:
    bench = Bench()
    first, second = bench.work("page 1"), bench.work("page 2")
    bench.work("page 3")
    bench.shared.drop(second)
    bench.shared.drop(first)
    bench.says("c")
    bench.ends()
    bench.shared.drop(first)
    assert bench.told == ["page 3: c", "page 3 finished"]
    assert bench.routes.waiting == 0


def test_what_is_told_may_drop_and_ask_in_the_middle_of_it() -> None:
    bench = Bench()
    numbers: list[int] = []

    def take(event: EngineEvent) -> None:
        bench.shared.drop(numbers[0])
        numbers.append(bench.work("other"))

    numbers.append(bench.shared.answer(Request(0, 1, Task.READ), picture(), take))
    bench.ask()
    bench.ends()
    bench.clock.pass_seconds(REST)
    bench.ends()
    assert bench.told == ["session finished", "other finished"]
    assert bench.routes.waiting == 0


def test_what_the_engine_tells_of_itself_is_passed_on_and_ends_nothing() -> None:
    bench = Bench()
    bench.work("page")
    bench.shared.heard(EngineReady("embedded"))
    bench.ends()
    assert bench.told == ["session ready", "page finished"]


def test_a_late_word_of_an_earlier_run_is_nobodys() -> None:
    bench = Bench()
    bench.work("page")
    former = bench.child.running
    assert former is not None
    bench.ask()
    bench.shared.heard(Piece(former, "late"))
    bench.shared.heard(Done(former, Reason.CANCELLED))
    bench.ends()
    assert bench.told == ["page cancelled", "session finished"]


class Storm:
    """A user, a reader and an engine that do anything at any time; `wanted` is what was never dropped."""

    def __init__(self, seed: int) -> None:
        self.dice, self.bench = random.Random(seed), Bench()
        self.wanted: dict[int, str] = {}

    def blow(self, step: int) -> None:
        bench, dice = self.bench, self.dice
        is_running = bench.child.running is not None
        deeds: list[Callable[[], object]] = [
            lambda: self._work(f"work {step}"),
            bench.ask,
            lambda: bench.clock.pass_seconds(dice.choice((0.1, REST, 5))),
            lambda: bench.shared.foreground.cancel(bench.session),
        ]
        deeds += [bench.ends, lambda: bench.says(str(step))] if is_running else []
        deeds += [self._drop] if self.wanted else []
        dice.choice(deeds)()

    def settle(self) -> None:
        while self.bench.shared.is_busy or self.bench.child.running is not None:
            if self.bench.child.running is not None:
                self.bench.ends()
            self.bench.clock.pass_seconds(REST)
        self.bench.clock.pass_seconds(REST)

    def _work(self, name: str) -> None:
        self.wanted[self.bench.work(name)] = name

    def _drop(self) -> None:
        number = self.dice.choice([*self.wanted])
        self.bench.shared.drop(number)
        del self.wanted[number]


@pytest.mark.parametrize("seed", range(40))
def test_a_storm(seed: int) -> None:
    storm = Storm(seed)
    for step in range(200):
        storm.blow(step)
    storm.settle()
    assert storm.bench.clock.armed == 0
    assert storm.bench.routes.waiting == 0
    for name in storm.wanted.values():
        assert storm.bench.told.count(f"{name} finished") == 1


def _number(event: EngineEvent) -> int:
    assert isinstance(event, Piece | Done | Failed)
    return event.request_id
