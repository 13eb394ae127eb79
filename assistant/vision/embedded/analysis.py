"""What is known of one picture so far: computed when it is asked for, kept for the next question.

It belongs to one picture and one list of languages. Nothing of it is written anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assistant.core.domain import SourceKind
from assistant.core.honesty import LIKENESS, OBJECT, Naming, agreed, naming_of
from assistant.vision.embedded import surfaces
from assistant.vision.embedded.drawings import drawing
from assistant.vision.embedded.joined import Told
from assistant.vision.embedded.known import Known
from assistant.vision.embedded.letters import ink_box, letter_size, words_in_bar
from assistant.vision.embedded.pixels import quad_from_box
from assistant.vision.embedded.scene import Item, Role, Scene, is_writing
from assistant.vision.embedded.structure import find_shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.core.domain import Box, Picture
    from assistant.core.errors import EngineError
    from assistant.vision.embedded.classify import Classifier, Likeness
    from assistant.vision.embedded.objects import Detection, Detector
    from assistant.vision.embedded.ocr import Reader
    from assistant.vision.embedded.pixels import Pixels


_MOST_MISSED = 12
_UNREADABLE_LINES = 3
_LETTERS_OF_A_LINE = 20
_EARLY_TITLES = 3
_EARLY_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Eyes:
    """The networks that look at a picture, loaded once."""

    reader: Reader
    detector: Detector
    classifier: Classifier


@dataclass(frozen=True, slots=True)
class Sighting:
    """An object in the picture's pixels; `naming` is NAMED or HEDGED: what is unsaid never gets here."""

    label: str
    confidence: float
    box: Box
    naming: Naming


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photograph in a picture: things that may be said of it, the surest first, and what it looks like."""

    box: Box
    things: tuple[Sighting, ...] = ()
    likeness: Likeness | None = None


class Analysis:
    """Lines with their roles come one by one; shapes and photographs are found once."""

    def __init__(self, picture: Picture, eyes: Eyes) -> None:
        self.picture = picture
        self._eyes = eyes
        self._items: list[Item] = []
        self._lines: list[Item] = []
        self._source: Iterator[Item] | None = None
        self._is_complete = False
        self._unreadable = 0
        self._is_cancelled: Callable[[], bool] = lambda: False
        self._photographs: tuple[Photograph, ...] | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it was read in."""
        return self._eyes.reader.languages

    @property
    def missing(self) -> tuple[EngineError, ...]:
        """What can't be read for want of a recogniser, an error for each language."""
        return self._eyes.reader.missing

    @property
    def is_mostly_unreadable(self) -> bool:
        """Tell whether most lines are in a script that nobody here reads, and the desktop didn't tell them.

        A few such lines are icons as a rule, and what looks like lines in a photograph is no writing at all.
        """
        told = sum(1 + len(item.line.text) // _LETTERS_OF_A_LINE for item in self.known.items)
        if self._unreadable < _UNREADABLE_LINES or self._unreadable <= max(len(self._lines), told):
            return False
        return not surfaces.photographs(self.surfaces, [])

    @cached_property
    def pixels(self) -> Pixels:
        """The picture as height x width x 3, RGB, read only."""
        picture = self.picture
        return np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)

    @cached_property
    def is_uniform(self) -> bool:
        """Tell whether the whole picture is one colour: nobody knows then what is behind it."""
        return bool((self.pixels == self.pixels[:1, :1]).all())

    @cached_property
    def scene(self) -> Scene:
        """The shapes of the picture; a photograph has none."""
        return Scene(find_shapes(self.pixels))

    @cached_property
    def surfaces(self) -> surfaces.Surfaces:
        """What the parts of the picture are made of."""
        return surfaces.look(self.pixels, is_from_camera=self.picture.source.kind is SourceKind.CAMERA)

    @cached_property
    def known(self) -> Known:
        """What the desktop knows of the active window, as far as the pixels bear it out."""
        return Known(self.picture.nodes, self.pixels, self.languages)

    @property
    def is_read(self) -> bool:
        """Tell whether all lines are known."""
        return self._is_complete

    def items(self, is_cancelled: Callable[[], bool]) -> Iterator[Item]:
        """Yield what stands in the picture: what the desktop tells at once, then in reading order all other lines.

        Ends early once `is_cancelled` tells so; then the next caller begins anew. An iterator that is merely left is
        read on by the next caller.
        """
        self._is_cancelled = is_cancelled
        if self._source is None and not self._is_complete:
            self._items.clear()
            self._lines.clear()
            self.scene.restart()
            self._source = self._all()
        yield from tuple(self._items)
        while self._source is not None and not is_cancelled():
            item = next(self._source, None)
            if item is None:
                self._source = None
                self._is_complete = not is_cancelled()
                self._unreadable = self._eyes.reader.unreadable
                return
            self._items.append(item)
            yield item

    def all_items(self, is_cancelled: Callable[[], bool]) -> list[Item]:
        """Return all items, or those so far where it was cancelled."""
        return list(self.items(is_cancelled))

    def lines(self, is_cancelled: Callable[[], bool]) -> list[Item]:
        """Return all recognised lines, those that the desktop told as well, or those so far where it was cancelled."""
        self.all_items(is_cancelled)
        return list(self._lines)

    def early_titles(self, is_cancelled: Callable[[], bool]) -> Iterator[Item]:
        """Yield the titles of the largest windows, read from their bars before all text is looked for."""
        for window in sorted(self.scene.windows, key=lambda each: -each.box.area)[:_EARLY_TITLES]:
            for box in words_in_bar(self.pixels, window.bar):
                line = None if is_cancelled() else self._eyes.reader.recognise(self.pixels, quad_from_box(box))
                if line is None or line.confidence < _EARLY_SURE:
                    continue
                item = Item(Role.TITLE, line, window.box)
                if is_writing(item):
                    yield item
                    break

    def photographs(self, is_cancelled: Callable[[], bool]) -> tuple[Photograph, ...]:
        """Return the photographs in the picture, the largest first.

        The text is read before, because what is mostly text holds no things to name.
        """
        if self._photographs is None:
            texts = [item.line.box for item in self.lines(is_cancelled) if is_writing(item)]
            if is_cancelled():
                return ()
            boxes = surfaces.photographs(self.surfaces, texts)
            found = [self._photograph(self._snapped(box)) for box in boxes if not is_cancelled()]
            if is_cancelled():
                return ()
            self._photographs = tuple(found)
        return self._photographs

    def drawing(self, is_cancelled: Callable[[], bool]) -> Box | None:
        """Return the whole picture where it is a drawing, and no photograph stands in it. The text is read before."""
        if self.photographs(is_cancelled) or is_cancelled():
            return None
        texts = [item.line.box for item in self.lines(is_cancelled) if is_writing(item)]
        return drawing(self.pixels, self.picture.source.kind, self.scene.shapes, texts)

    def _all(self) -> Iterator[Item]:
        yield from self.known.spoken()
        for line in self._eyes.reader.lines(self.pixels, is_cancelled=lambda: self._is_cancelled()):
            yield from self._beside_known(replace(self.scene.place(line), size=letter_size(self.pixels, line)))
        for item in self._missed_buttons():
            yield from self._beside_known(item)

    def _beside_known(self, item: Item) -> Iterator[Item]:
        """Yield a recognised line as far as the desktop did not tell it already."""
        self._lines.append(item)
        told, text = self.known.told_by(item.line)
        if told is Told.NEW:
            yield item
        elif told is Told.CONTROL:
            yield replace(item, role=Role.ECHO, line=replace(item.line, text=text))

    def _missed_buttons(self) -> Iterator[Item]:
        """Read the buttons in which the search for text saw none: beside a photograph it can overlook them."""
        for frame in self.scene.unread_buttons(self._lines)[:_MOST_MISSED]:
            if self._is_cancelled():
                return
            box = ink_box(self.pixels, frame)
            line = None if box is None else self._eyes.reader.recognise(self.pixels, quad_from_box(box))
            item = None if line is None else self.scene.place(line)
            if item is not None and item.role is Role.BUTTON:
                yield item

    def _snapped(self, box: Box) -> Box:
        return box if self.surfaces.is_photograph else surfaces.snap(self.pixels, box)

    def _photograph(self, box: Box) -> Photograph:
        part = self.pixels[box.y : box.bottom, box.x : box.right]
        likeness = self._eyes.classifier.likeness(part)
        if likeness is not None and naming_of(likeness.probability, LIKENESS) is Naming.UNSAID:
            likeness = None
        found = self._eyes.detector.detect(part, floor=OBJECT.hedged)
        return Photograph(box, tuple(_sighting(thing, box, likeness) for thing in found), likeness)


def _sighting(thing: Detection, within: Box, likeness: Likeness | None) -> Sighting:
    naming = naming_of(thing.score)
    if likeness is not None and likeness.label == thing.label:
        naming = agreed(naming, likeness.probability)
    box = replace(thing.box, x=thing.box.x + within.x, y=thing.box.y + within.y)
    return Sighting(thing.label, thing.score, box, naming)
