"""Pictures as pages: every frame of a TIFF, several files as one book, upright and within bounds."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from assistant.core.errors import DocumentUnreadable, NotAPicture
from assistant.reader.formats import pixels
from assistant.reader.formats.format import Opened, PagePicture
from assistant.reader.formats.pictures import open_document, open_pictures
from support.document_files import content, opened, picture


def frames(*colours: str) -> bytes:
    """Return a TIFF with a page of each colour, 300 dots per inch."""
    data = io.BytesIO()
    first, *others = [Image.new("RGB", (30, 20), colour) for colour in colours]
    first.save(data, "TIFF", save_all=True, append_images=others, dpi=(300, 300))
    return data.getvalue()


def seen(document: Opened, number: int) -> PagePicture:
    """Return a page, which is a picture."""
    page = document.page(number)
    assert isinstance(page, PagePicture)
    return page


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP", "PPM"])
def test_every_common_form(form: str) -> None:
    page = seen(opened(open_document, picture(40, 30, "white", form)), 1)
    assert (page.pixels.width, page.pixels.height, page.pixels.rgb) == (40, 30, b"\xff" * 3600)


def test_every_frame_of_a_tiff_is_a_page() -> None:
    document = opened(open_document, frames("red", "lime", "blue"))
    assert document.info.pages == 3
    assert [seen(document, number).pixels.rgb[:3] for number in (3, 1, 2)] == [b"\0\0\xff", b"\xff\0\0", b"\0\xff\0"]
    assert seen(document, 1).pixels.scale == 300 / 96


def test_an_animation_is_one_page() -> None:
    data = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(data, "GIF", save_all=True, append_images=[Image.new("RGB", (4, 4), "blue")])
    assert opened(open_document, data.getvalue()).info.pages == 1


def test_several_files_are_one_book_and_a_broken_one_is_one_bad_page() -> None:
    document = open_pictures(
        [content(picture()), content(b"\x89PNG\r\n\x1a\nbroken", "bad.png"), content(frames("red", "blue"))]
    )
    assert document.info.pages == 4
    with pytest.raises(NotAPicture):
        document.page(2)
    assert seen(document, 4).pixels.rgb[:3] == b"\0\0\xff"


def test_a_lone_broken_picture_is_a_broken_document() -> None:
    with pytest.raises(DocumentUnreadable):
        opened(open_document, picture()[:60])


def test_a_photograph_on_its_side_is_turned() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    page = seen(opened(open_document, picture(40, 20, form="JPEG", exif=exif)), 1)
    assert (page.pixels.width, page.pixels.height) == (20, 40)


def test_more_dots_than_help_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pixels, "MAX_PIXELS", 3000)
    page = seen(opened(open_document, picture(120, 100, "white", dpi=(600, 600))), 1)
    assert (page.pixels.width, page.pixels.height) == (60, 50)
    assert page.pixels.scale == pytest.approx(300 / 96, rel=0.01)


def test_the_same_pictures_are_the_same_book() -> None:
    one, two = content(picture(colour="red")), content(picture(colour="blue"))
    first = open_pictures([one, two]).info.id
    assert open_pictures([content(picture(colour="red"), "renamed"), two]).info.id == first
    assert open_pictures([two, one]).info.id != first


def test_a_tiff_whose_pages_go_round_in_a_circle_ends() -> None:
    data = bytearray(frames("red", "blue"))
    first = int.from_bytes(data[4:8], "little")
    count = int.from_bytes(data[first : first + 2], "little")
    second = int.from_bytes(data[first + 2 + 12 * count : first + 6 + 12 * count], "little")
    count = int.from_bytes(data[second : second + 2], "little")
    place = second + 2 + 12 * count
    data[place : place + 4] = first.to_bytes(4, "little")
    document = opened(open_document, bytes(data))
    assert document.info.pages == 2
    assert seen(document, 2).pixels.rgb[:3] == b"\0\0\xff"
