"""Knowing a place again: what changed by itself is the same place, what the user would call another thing is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.core.acts import Imprint
from assistant.core.domain import Box, Picture, Region, RegionKind, Source, SourceKind
from assistant.core.imprints import imprint_of, is_same

SIZE = (400, 200)
BOX = Box(100, 60, 150, 40)
Draw = Callable[[ImageDraw.ImageDraw], None]


def picture(
    text: str, *, ground: int = 239, ink: int = 10, at: tuple[int, int] = (130, 70), also: Draw = lambda _: None
) -> Picture:
    image = Image.new("RGB", SIZE, (200, 210, 220))
    pen = ImageDraw.Draw(image)
    pen.rectangle((BOX.x, BOX.y, BOX.right - 1, BOX.bottom - 1), fill=(ground,) * 3)
    pen.text(at, text, fill=(ink,) * 3, font=ImageFont.load_default(15))
    also(pen)
    return Picture(1, Source(SourceKind.SCREEN), *SIZE, image.tobytes(), origin=(-1000, 50))


def imprint(text: str, kind: RegionKind = RegionKind.FIELD) -> Imprint:
    found = imprint_of(picture(text), Region(kind, text, BOX, 1.0))
    assert found is not None
    return found


def now(of: Imprint, whole: Picture) -> Picture:
    """Return what the screen shows at an imprint's place."""
    left, top = of.box.x - whole.origin[0], of.box.y - whole.origin[1]
    image = Image.frombytes("RGB", (whole.width, whole.height), whole.rgb)
    part = image.crop((left, top, left + of.box.width, top + of.box.height))
    return Picture(2, Source(SourceKind.REGION, box=of.box), *part.size, part.tobytes(), origin=(of.box.x, of.box.y))


def test_the_box_is_in_desktop_units_also_on_a_monitor_to_the_left() -> None:
    assert imprint("Save").box == Box(-1000 + 100 - 3, 50 + 60 - 3, 156, 46)


def test_the_same_is_the_same() -> None:
    assert is_same(imprint("Save"), now(imprint("Save"), picture("Save")))


@pytest.mark.parametrize("other", ["Same", "Safe", "Save as", "Open", ""])
def test_another_text_in_the_same_place_is_another_thing(other: str) -> None:
    assert not is_same(imprint("Save"), now(imprint("Save"), picture(other)))


@pytest.mark.parametrize(("then", "later"), [("Item 8", "Item 6"), ("Item 14", "Item 15"), ("Room 1", "Room 7")])
def test_a_list_that_was_scrolled_by_a_line_is_another_thing(then: str, later: str) -> None:
    assert not is_same(imprint(then, RegionKind.LINE), now(imprint(then, RegionKind.LINE), picture(later)))


@pytest.mark.parametrize(("then", "later"), [("Part I", "Part II"), ("Chapter 1", "Chapter 10"), ("Save", "Save as")])
@pytest.mark.parametrize("is_tight", [True, False])
def test_a_longer_name_that_begins_alike_is_another_thing(then: str, later: str, is_tight: bool) -> None:
    def shown(text: str) -> tuple[Picture, Region]:
        image = Image.new("RGB", SIZE, (239, 239, 239))
        pen, font = ImageDraw.Draw(image), ImageFont.load_default(15)
        pen.text((130, 70), text, (10, 10, 10), font=font)
        left, top, right, bottom = (round(each) for each in pen.textbbox((130, 70), text, font))
        box = Box(left - 1, top - 1, right - left + 2, bottom - top + 2) if is_tight else BOX
        return Picture(1, Source(SourceKind.SCREEN), *SIZE, image.tobytes()), Region(RegionKind.LINE, text, box, 1.0)

    made = imprint_of(*shown(then))
    assert made is not None
    assert is_same(made, now(made, shown(then)[0]))
    assert not is_same(made, now(made, shown(later)[0]))


def test_a_text_cursor_in_a_text_changes_nothing() -> None:
    def cursor(pen: ImageDraw.ImageDraw) -> None:
        pen.line((172, 66, 172, 94), fill=(0, 0, 0))

    then = imprint("Save", RegionKind.LINE)
    assert is_same(then, now(then, picture("Save", also=cursor)))


def test_a_window_that_moved_by_a_few_pixels_is_another_place() -> None:
    assert not is_same(imprint("Save"), now(imprint("Save"), picture("Save", at=(135, 70))))


@pytest.mark.parametrize(("ground", "ink"), [(250, 10), (225, 0), (60, 255)])
def test_a_highlight_changes_nothing(ground: int, ink: int) -> None:
    # Under the pointer lighter, pressed darker, selected white on dark.
    later, then = picture("Save", ground=ground, ink=ink), imprint("Save", RegionKind.BUTTON)
    assert is_same(then, now(then, later))


def test_a_text_cursor_that_shows_or_not_changes_nothing() -> None:
    def cursor(pen: ImageDraw.ImageDraw) -> None:
        pen.line((172, 66, 172, 94), fill=(0, 0, 0))

    assert is_same(imprint("Save"), now(imprint("Save"), picture("Save", also=cursor)))


def test_the_line_under_a_link_changes_nothing() -> None:
    def line(pen: ImageDraw.ImageDraw) -> None:
        pen.line((130, 90, 168, 90), fill=(10, 10, 10))

    assert is_same(imprint("Save"), now(imprint("Save"), picture("Save", also=line)))


def test_a_window_of_one_colour_in_front_is_noticed_also_over_an_empty_field() -> None:
    def covered(pen: ImageDraw.ImageDraw) -> None:
        pen.rectangle((0, 0, *SIZE), fill=(90, 90, 90))

    for text in ("Save", ""):
        assert not is_same(imprint(text), now(imprint(text), picture(text, also=covered)))


def test_another_size_is_another_place() -> None:
    smaller = Picture(3, Source(SourceKind.REGION), 100, 40, bytes(3 * 100 * 40))
    assert not is_same(imprint("Save"), smaller)


@pytest.mark.parametrize("box", [Box(500, 10, 40, 20), Box(10, -90, 40, 20), Box(5, 5, 0, 0)])
def test_what_lies_outside_has_no_imprint(box: Box) -> None:
    place = imprint_of(picture("Save"), Region(RegionKind.LINE, "", box, 1.0))
    assert place is None or place.box.width <= 6


def test_it_holds_less_than_the_pixels_and_never_the_text() -> None:
    made = imprint("Save")
    assert len(made.marks) < 3 * BOX.width * BOX.height / 10
    assert "Save" not in repr(made)
