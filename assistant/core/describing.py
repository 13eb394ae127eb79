"""DESCRIBE with two engines: the certain things at once, then what each picture shows, checked, then what was wrong.

The model is asked about pictures only, never about a screen as a whole, and never where the embedded engine found no
picture: a blank, locked or empty picture and one that is text get no description.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from dataclasses import replace

from assistant.core.checking import Checker, Known, Said
from assistant.core.desk import Desk
from assistant.core.domain import (
    Box,
    Detail,
    Done,
    Failed,
    Found,
    Part,
    Piece,
    Reason,
    Region,
    RegionKind,
    Request,
    Task,
)
from assistant.core.errand import Happening, Idle, Limits, Way
from assistant.core.facts import Facts
from assistant.core.folding import fold
from assistant.core.honesty import MODEL_BOX, Naming, naming_of
from assistant.core.names import Mention, Names
from assistant.core.places import Place, place_of
from assistant.core.telling import Stream, Told
from assistant.core.wording import M

log = logging.getLogger(__name__)


class Describing:
    """One description. Flow: structure → the chosen pictures, one by one → the other pictures → corrections → end.

    Where the model does not answer, the embedded engine tells its pictures, and one sentence says why.
    """

    def __init__(self, desk: Desk, names: Callable[[str], Names]) -> None:
        self._desk = desk
        self._names = names
        self._facts = Facts(desk.picture)
        self._said = Said()
        self._doubts: list[tuple[Box, Mention]] = []

    def way(self) -> Way:
        """Go the way."""
        desk, request = self._desk, self._desk.request
        structure = yield from desk.ask_embedded(
            replace(request, task=Task.DESCRIBE, question="", part=Part.STRUCTURE), self._take_structure
        )
        if isinstance(structure, Failed):
            desk.fail(structure.error)
            return
        left, is_model_well = yield from self._pictures(self._facts.chosen(request.detail))
        if left:
            asked = replace(request, task=Task.DESCRIBE, question="", part=Part.PICTURES, boxes=tuple(left))
            pictures = yield from desk.ask_embedded(asked, self._take_rest)
            if isinstance(pictures, Failed):
                desk.fail(pictures.error)
                return
        if self._doubts and is_model_well and request.detail is not Detail.BRIEF:
            yield from self._correct()
        desk.done()

    def _take_structure(self, event: Piece | Found) -> None:
        self._desk.pass_on(event)
        if isinstance(event, Piece):
            self._said.told(event.text)
            return
        if event.region.kind is RegionKind.PICTURE and not self._facts.pictures:
            # It loads while the text is still being read.
            self._desk.parts.model.start()
        self._facts.add(event.region)

    def _take_rest(self, event: Piece | Found) -> None:
        is_known = isinstance(event, Found) and event.region in (*self._facts.pictures, *self._facts.things)
        if not is_known:
            self._desk.pass_on(event)

    # --- what the pictures show -----------------------------------------------------------------------

    def _pictures(self, chosen: list[Box]) -> Generator[None, Happening, tuple[list[Box], bool]]:
        """Let the model tell the chosen pictures; return those that are left to the embedded engine."""
        left = [box for box in self._facts.boxes if box not in chosen]
        for place, box in enumerate(chosen):
            telling = _Telling(self._desk, self._facts, box, self._said, self._checker(box))
            ending = yield from self._desk.ask_model(self._question(box), telling.take, self._desk.limits)
            if isinstance(ending, Done):
                telling.end()
            self._doubts += [(box, mention) for mention in telling.doubted]
            if not isinstance(ending, Done):
                self._desk.tell_trouble(ending)
                is_enough = telling.has_told and self._facts.labels(box) <= telling.named
                return [*left, *([] if is_enough else [box]), *chosen[place + 1 :]], False
            if not telling.has_told:
                left.append(box)
        return left, True

    def _question(self, box: Box) -> Request:
        boxes = () if self._facts.is_whole(box) else (box,)
        return replace(self._desk.request, task=Task.DESCRIBE, question="", boxes=boxes)

    def _checker(self, box: Box) -> Checker:
        return Checker(Known.of(self._facts, box), self._names, self._desk.request.language)

    # --- what was wrong ---------------------------------------------------------------------------------

    def _correct(self) -> Generator[None, Happening, None]:
        """Let the model look for what was told as possible; say only what it does not find."""
        labels = dict.fromkeys(mention.label for _, mention in self._doubts)
        boxes = tuple(dict.fromkeys(box for box, _ in self._doubts if not self._facts.is_whole(box)))
        # The classes' English names: the words that models were trained to look for.
        asked = replace(self._desk.request, task=Task.FIND, question="; ".join(labels), language="en", boxes=boxes)
        found: list[Region] = []

        def take(event: Piece | Found | Idle) -> bool:
            if isinstance(event, Found):
                found.append(event.region)
            return True

        ending = yield from self._desk.ask_model(asked, take, Limits(whole=self._desk.parts.patience.check))
        if not isinstance(ending, Done) or ending.reason is not Reason.FINISHED:
            # Half a look proves nothing.
            log.info("the check of what was told as possible did not end")
            return
        wrong = [mention.words for box, mention in self._doubts if not self._confirm(box, mention, found)]
        if wrong:
            self._desk.say(M.CORRECTION, things=self._desk.wording.join(dict.fromkeys(wrong)))

    def _confirm(self, box: Box, mention: Mention, found: list[Region]) -> bool:
        """Pass on where a thing was found in a picture; tell whether it was."""
        seen = [
            replace(region, kind=RegionKind.OBJECT, text=mention.label)
            for region in found
            if fold(region.text) == mention.label
            and region.box.intersection(box)
            and naming_of(region.confidence, MODEL_BOX) is not Naming.UNSAID
        ]
        for region in seen:
            self._desk.show(region)
        return bool(seen)


class _Telling:
    """What the model says of one picture: `has_told` that something of it is known to the user by now."""

    def __init__(self, desk: Desk, facts: Facts, box: Box, said: Said, checker: Checker) -> None:
        self._desk = desk
        self._facts = facts
        self._box = box
        self._said = said
        self._checker = checker
        self._stream = Stream(desk.request.language, first_clause=not desk.has_told)
        self._is_placed = False
        self.has_told = False
        self.doubted: list[Mention] = []
        self.named: frozenset[str] = frozenset()
        said.begins_picture()

    def take(self, event: Piece | Found | Idle) -> bool:
        """Tell what is complete; regions are taken from the detector alone."""
        if isinstance(event, Piece) and event.is_notice:
            self._pass_on(event)
        elif isinstance(event, Piece):
            self._tell(self._stream.feed(event))
        elif isinstance(event, Idle):
            self._tell(self._stream.idle())
        return not self._stream.is_full

    def end(self) -> None:
        """Tell what is left."""
        self._tell(self._stream.flush())

    def _pass_on(self, piece: Piece) -> None:
        """Pass on what the model's engine says of itself, once; that the model is silent, the embedded engine mends."""
        # It may have begun anew, in a smaller form.
        self._stream.begin_again()
        is_silence = piece.text.strip() == self._desk.wording.say(M.NOTHING_SAID)
        if not is_silence and not self._said.has(piece.text):
            self._said.told(piece.text)
            self._desk.pass_on(piece)

    def _tell(self, sentences: list[Told]) -> None:
        for told in sentences:
            verdict = self._checker.judge(told)
            if verdict.naming is Naming.UNSAID:
                self._desk.leave_out()
                continue
            self.has_told = True
            if self._checker.repeats_text(told) or not self._said.is_new(told.text):
                continue
            self._place()
            self.named |= self._checker.labels(told)
            self.doubted += verdict.doubted
            self._desk.tell(told, verdict.naming)

    def _place(self) -> None:
        """Say where the picture is, before the first word about it, unless it is all that there is."""
        if self._is_placed:
            return
        self._is_placed = True
        picture = self._desk.picture
        place = place_of(self._box, picture.width, picture.height)
        if len(self._facts.boxes) > 1 or place is not Place.ALL_OVER:
            self._desk.say(M.PICTURE_PLACE, place=self._desk.wording.place(place))
