"""Whatever user, voice, engine and file do: one voice at a time, no word after a stop, a place that is there."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from assistant.core.documents import Block, BlockKind, Position, Unit
from assistant.core.domain import Done, Piece, Reason, SpeechState, Spoken
from assistant.core.errors import NoVoice, PageUnreadable
from assistant.core.reader_ports import PlayerState
from support.reading_stage import SEEN, BookStage, Content, heading, letter, paragraph

WORDS = ("One two three. ", "Vier fünf. ", "And a half", "!\n", "第一。第二。", "... ", "\n")


def a_page(dice: random.Random) -> Content:
    match dice.randrange(5):
        case 0:
            return SEEN
        case 1:
            return PageUnreadable(page="1")
        case 2:
            return ()
        case 3:
            return (heading("A title"), paragraph("Short. Longer than that."), Block(BlockKind.FIGURE, "", figure=0))
    return tuple(paragraph(f"Paragraph {number}. It ends.") for number in range(dice.randrange(1, 4)))


class Storm:
    """A document of any pages, and everybody around it."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        titles = ("a", "b")
        documents = [
            letter(*[a_page(self.dice) for _ in range(self.dice.randrange(1, 7))], title=name) for name in titles
        ]
        self.stage = BookStage(*documents)
        self.stage.has_model = self.dice.random() < 0.5
        self.stage.player.watch(self.stage.view)

    def blow(self) -> None:
        stage, dice, player = self.stage, self.dice, self.stage.player
        deeds: list[tuple[int, Callable[[], object]]] = [
            (20, self._speak),
            (20, lambda: stage.pending and stage.pending.popleft()()),
            (10, self._recognise),
            (4, player.play_pause),
            (2, stage.session.stop),
            (6, lambda: player.step(dice.choice(list(Unit)), dice.choice((-3, -1, 1, 2)))),
            (2, lambda: player.search(dice.choice(("that", "ends", "nothing")), dice.choice((-1, 1)))),
            (2, lambda: player.go_to_page(dice.randrange(0, 9))),
            (2, lambda: player.go_to(Position(dice.randrange(0, 9), dice.randrange(5), dice.randrange(30)))),
            (1, lambda: player.open([dice.choice("abc"), "b"])),
            (2, player.where),
            (1, player.spell),
            (1, lambda: player.add_bookmark("")),
            (4, lambda: stage.clock.pass_seconds(dice.choice((0.1, 3, 100)))),
            (1, lambda: player.give_way(lambda: stage.session.announce("A window."))),
            (3, self._describe),
        ]
        dice.choices([deed for _, deed in deeds], [weight for weight, _ in deeds])[0]()

    def _speak(self) -> None:
        stage, utterance = self.stage, self.stage.voice.speaking
        if utterance is None:
            return
        if self.dice.random() < 0.03:
            stage.voice_fails(NoVoice())
            return
        stage.session.voiced(Spoken(utterance.id, SpeechState.STARTED))
        if self.dice.random() < 0.8 and stage.voice.speaking is utterance:
            stage.voice.speaking = None
            ends = SpeechState.FINISHED if self.dice.random() < 0.97 else SpeechState.CANCELLED
            stage.session.voiced(Spoken(utterance.id, ends))

    def _recognise(self) -> None:
        background = self.stage.background
        if background.works:
            deed = self.dice.choice((background.ends, background.ends, background.fails, background.interrupted, None))
            if deed is None:
                background.reads(self.dice.choice(WORDS))
            else:
                deed()

    def _describe(self) -> None:
        if self.stage.described:
            take = self.stage.described[-1]
            take(self.dice.choice((Piece(1, "A cat. "), Done(1, Reason.FINISHED))))


@pytest.mark.parametrize("seed", range(60))
def test_a_storm(seed: int) -> None:
    storm = Storm(seed)
    stage = storm.stage
    stage.player.open(["a", "b"])
    for _ in range(250):
        storm.blow()
        document = stage.player.document
        if document is not None and document.info is not None:
            assert 1 <= document.place.page <= document.info.pages
        if stage.player.state is PlayerState.PLAYING:
            assert not stage.speech.is_idle
    stage.session.stop()
    said = len(stage.said)
    while stage.background.works:
        stage.background.ends()
        stage.settle()
    stage.settle()
    stage.clock.pass_seconds(1000)
    later = stage.said[said:]
    assert all(text.startswith(("a, ", "b, ", "Opening", "Going on", "The document c")) for text in later), later
    stage.player.close()
    assert stage.clock.armed == 0
    assert all(file.is_closed for file in stage.files)
    assert not stage.background.works


@pytest.mark.parametrize("seed", range(20))
def test_whatever_comes_a_document_is_read_to_its_end(seed: int) -> None:
    dice = random.Random(seed)
    pages = [a_page(dice) for _ in range(6)]
    stage = BookStage(letter(*pages))
    stage.opens("Letter")
    for _ in range(400):
        if stage.player.state is PlayerState.ENDED:
            break
        if stage.player.state is PlayerState.PAUSED:
            # So many pages in a row that can't be read: the user goes on.
            stage.player.play()
        if stage.background.works:
            stage.background.reads(dice.choice(WORDS))
            stage.background.ends()
            stage.settle()
        if not stage.is_silent:
            stage.hears()
    assert stage.player.state is PlayerState.ENDED
    assert stage.said[-1] == "This is the end of Letter."
