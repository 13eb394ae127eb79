"""Whatever engines, clock and user do in whatever order: every answer ends once, and nothing speaks after stop."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from assistant.core.domain import Detail, Picture, Reason, RegionKind, Request, Task
from assistant.core.errors import EngineDied, ModelCannot, ModelNeeded
from support.duet import HEIGHT, ICON, LEFT, RIGHT, WHOLE, WIDTH, Duet, Player
from support.stage import SCREEN

QUESTIONS = {
    Task.ASK: ("Is there a dog?", "What is this?", "Why is it blue?", "Where is Save?"),
    Task.FIND: ("dog", "dog; cat"),
    Task.OUTLINE: ("dog",),
    Task.PROMPT: ("caption en",),
}
WORDS = ("A dog", " runs. ", "It says “OPEN”", ",", " a cat\n", " <loc0001>", "。", "\x00", "The model is not sure.\n")


class Storm:
    """A user, two engines and a clock that do anything at any time."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.duet = Duet(is_named=self.dice.random() < 0.3, is_ready=self.dice.random() < 0.5)
        self.asked = 0

    def blow(self) -> None:
        """Let one thing happen."""
        deeds: list[tuple[int, Callable[[], None]]] = [
            (2, self._ask),
            (1, self.duet.session.stop),
            (3, lambda: self.duet.clock.pass_seconds(self.dice.choice((0.1, 2.5, 12, 40)))),
            (2, self.duet.hear_all),
            (1, self.duet.model.ready),
            (1, lambda: self.duet.model.lost(ModelCannot(model="m", task="t"))),
            (20, lambda: self._answer(self.dice.choice((self.duet.embedded, self.duet.model)))),
        ]
        self.dice.choices([deed for _, deed in deeds], [weight for weight, _ in deeds])[0]()

    def _ask(self) -> None:
        task = self.dice.choice(list(Task))
        question = self.dice.choice(QUESTIONS.get(task, ("",)))
        self.duet.asks(task, question, self.dice.choice(list(Detail)))
        self.asked += 1

    def _answer(self, player: Player) -> None:
        if not player.requests:
            return
        deeds: list[tuple[int, Callable[[], None]]] = [
            (6, lambda: player.says(self.dice.choice(WORDS), self.dice.random(), self.dice.choice(("", "en", "de")))),
            (2, lambda: player.notes(self.dice.choice(("The model has nothing to say about that.", "Slow.")))),
            (4, lambda: self._show(player)),
            (4, lambda: player.ends(self.dice.choice((Reason.FINISHED, Reason.FINISHED, Reason.LENGTH)))),
            (
                1,
                lambda: player.fails(self.dice.choice((EngineDied(), ModelNeeded(), ModelCannot(model="m", task="t")))),
            ),
        ]
        self.dice.choices([deed for _, deed in deeds], [weight for weight, _ in deeds])[0]()

    def _show(self, player: Player) -> None:
        kind = self.dice.choice((RegionKind.PICTURE, RegionKind.OBJECT, RegionKind.LINE))
        text = "" if kind is RegionKind.PICTURE else self.dice.choice(("dog", "cat", "open"))
        player.shows(kind, text, self.dice.choice((WHOLE, LEFT, RIGHT, ICON)), self.dice.random())


@pytest.mark.parametrize("seed", range(60))
def test_a_storm(seed: int) -> None:
    storm = Storm(seed)
    duet = storm.duet
    for _ in range(150):
        storm.blow()
        assert duet.routes.waiting <= 1
    duet.session.stop()
    duet.hear_all()
    said = len(duet.said)
    for player in (duet.embedded, duet.model):
        if player.requests:
            player.says("Too late. Much too late.\n")
            player.ends()
    duet.clock.pass_seconds(1000)
    assert len(duet.said) == said
    assert duet.clock.armed == 0
    ids = [answer.request_id for answer in duet.sink.answers]
    assert len(ids) == len(set(ids)) == storm.asked


def test_a_request_that_nobody_waits_for_any_more_leaves_nothing_behind() -> None:
    duet = Duet()
    picture = Picture(1, SCREEN, WIDTH, HEIGHT, b"")
    for number in range(1, 200):
        duet.ensemble.answer(Request(number, number, Task.DESCRIBE), picture)
    duet.ensemble.close()
    assert duet.routes.waiting == 0
    assert len(duet.embedded.cancelled) == len(duet.embedded.requests)
