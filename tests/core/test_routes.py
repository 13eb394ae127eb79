"""Events find who asked, whoever else uses the same engine."""

from __future__ import annotations

import gc

from assistant.core.domain import Done, EngineEvent, EngineReady, Piece, Reason, Stats
from assistant.core.routes import FIRST, Routes
from assistant.core.wording import Wording


class Listener:
    def __init__(self) -> None:
        self.heard: list[EngineEvent] = []

    def take(self, event: EngineEvent) -> None:
        self.heard.append(event)


def test_a_question_inside_an_answer_gets_its_own_events_and_the_rest_is_delivered() -> None:
    session, ensemble = Listener(), Listener()
    routes = Routes(session.take)
    number = routes.open(ensemble.take)
    routes.heard(Piece(number, "inside"))
    routes.heard(Piece(5, "straight"))
    assert ensemble.heard == [Piece(number, "inside")]
    assert session.heard == [Piece(5, "straight")]


def test_nothing_of_a_closed_number_reaches_anybody() -> None:
    session, ensemble = Listener(), Listener()
    routes = Routes(session.take)
    number = routes.open(ensemble.take)
    routes.close(number)
    routes.heard(Done(number, Reason.FINISHED))
    assert ensemble.heard == session.heard == []


def test_numbers_are_never_given_twice_and_never_a_sessions() -> None:
    routes = Routes(Listener().take)
    numbers = [routes.open(Listener().take) for _ in range(3)]
    for number in numbers:
        routes.close(number)
    numbers.append(routes.open(Listener().take))
    assert len(set(numbers)) == 4
    assert min(numbers) >= FIRST


def test_everybody_hears_that_an_engine_is_ready_as_long_as_they_live() -> None:
    session, one = Listener(), Listener()
    routes = Routes(session.take)
    routes.listen(one.take)
    two = Listener()
    routes.listen(two.take)
    del two
    gc.collect()
    routes.heard(EngineReady("paligemma"))
    assert one.heard == session.heard == [EngineReady("paligemma")]


def test_where_an_answer_came_from_names_both_engines() -> None:
    stats = Stats("embedded+paligemma", "", 1.0, 2500.0)
    assert Wording().origin(stats) == "Answered by the embedded engine and paligemma in 2.5 seconds."
