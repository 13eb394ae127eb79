"""A scan as a searchable PDF: the text is taken out again by two independent readers, the pages stay as they are."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from assistant.core.box import Box
from assistant.core.documents import DocumentInfo, DocumentKind, Files, Line, Page, Sheets
from assistant.core.domain import Picture, Source, SourceKind
from assistant.core.errors import ExportNeedsPages
from support.exports import book, export, paragraph

LINES = (
    "The whole hive is warm in winter.",
    "Größe, façade, naïve — “quoted”",
    "Пчёлы живут в улье.",
    "הדבורים חיות בכוורת",
    "الملكة تضع البيض",
    "蜜蜂住在蜂箱里。",
    "ผึ้งอาศัยอยู่ในรัง",
    "मधुमक्खियाँ छत्ते में रहती हैं",
    "꿀벌은 벌집에 산다",
    "Mathematical 𝔸𝔹 and 🐝 bee",
)
MIXED = ("בשנת 1924 נוסדה Apis הכוורת", "The word כוורת means hive 12 times", "النحل 1924 يعيش")
SIZE = (1240, 1754)
"""A4 at 150 pixels per inch."""


class Read(Protocol):
    """Takes the lines of a page out of a file."""

    def __call__(self, path: Path, page: int = 0) -> list[str]: ...


def recognised(number: int, lines: Sequence[str], size: tuple[int, int] = SIZE) -> Page:
    boxes = [Box(120, 120 + 100 * index, min(900, 28 * len(text)), 44) for index, text in enumerate(lines)]
    told = tuple(Line(text, box) for text, box in zip(lines, boxes, strict=True))
    return Page(number, (), is_recognised=True, lines=told, width=size[0], height=size[1])


def by_pdfium(path: Path, page: int = 0) -> list[str]:
    with pypdfium2.PdfDocument(str(path)) as document:
        text = document[page].get_textpage().get_text_range()
    return [line.strip() for line in text.splitlines() if line.strip()]


def by_poppler(path: Path, page: int = 0) -> list[str]:
    command = ["pdftotext", "-f", str(page + 1), "-l", str(page + 1), "-enc", "UTF-8", str(path), "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    assert told.stderr == ""
    # Poppler puts marks of direction around what runs from the right.
    text = told.stdout.translate(dict.fromkeys((0x202A, 0x202B, 0x202C, 0x200E, 0x200F)))
    return [line.strip() for line in text.replace("\f", "\n").splitlines() if line.strip()]


READERS = [
    pytest.param(by_pdfium, id="pdfium"),
    pytest.param(
        by_poppler,
        id="poppler",
        marks=pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils are not installed"),
    ),
]


def scan(path: Path, rotations: Sequence[int] = (0,)) -> None:
    """Write a PDF of pictures without text, a page for each rotation."""
    image = Image.new("RGB", (620, 877), "white")
    ImageDraw.Draw(image).rectangle((60, 60, 300, 90), fill="black")
    data = io.BytesIO()
    image.save(data, "JPEG")
    picture = path.with_suffix(".jpg")
    picture.write_bytes(data.getvalue())
    canvas = Canvas(str(path), pagesize=(595, 842), pageCompression=0)
    for rotation in rotations:
        canvas.setPageRotation(rotation)
        canvas.drawImage(str(picture), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    picture.unlink()


def about(kind: DocumentKind, pages: int) -> DocumentInfo:
    return DocumentInfo("1" * 64, "A scan", kind, pages, language="en", author="A. Scanner")


@pytest.fixture(scope="module")
def searchable(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("searchable")
    source, path = folder / "scan.pdf", folder / "kept.pdf"
    scan(source)
    end = export(path, (about(DocumentKind.PDF, 1), [recognised(1, LINES)]), origin=Files((str(source),))).progress[-1]
    assert end.error is None
    return source, path


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page for each line that runs both ways: a page as a whole has one direction."""
    folder = tmp_path_factory.mktemp("mixed")
    source, path = folder / "scan.pdf", folder / "kept.pdf"
    scan(source, [0] * len(MIXED))
    pages = [recognised(number, [line]) for number, line in enumerate(MIXED, start=1)]
    export(path, (about(DocumentKind.PDF, len(pages)), pages), origin=Files((str(source),)))
    return path


@pytest.mark.parametrize("read", READERS)
def test_every_script_is_taken_out_as_it_was_read(searchable: tuple[Path, Path], read: Read) -> None:
    assert read(searchable[1]) == list(LINES)


@pytest.mark.parametrize("read", READERS)
def test_both_directions_in_one_line_keep_their_order(mixed: Path, read: Read) -> None:
    # Poppler puts the space between two directions on the other side of its marks.
    found = ["".join(read(mixed, page)).replace(" ", "") for page in range(len(MIXED))]
    assert found == [line.replace(" ", "") for line in MIXED]


def test_the_page_looks_as_before_and_its_picture_is_the_same_bytes(searchable: tuple[Path, Path]) -> None:
    source, path = searchable
    with pypdfium2.PdfDocument(str(source)) as before, pypdfium2.PdfDocument(str(path)) as after:
        assert before[0].render().to_numpy().tobytes() == after[0].render().to_numpy().tobytes()
    with pikepdf.open(source) as one, pikepdf.open(path) as two:
        pictures = [next(iter(found.pages[0].get_images().values())).read_raw_bytes() for found in (one, two)]
        assert pictures[0] == pictures[1] != b""
        assert two.pages[0].Contents[-1].read_bytes() == one.pages[0].Contents.read_bytes()


def test_text_lies_where_it_is_seen(tmp_path: Path) -> None:
    """On pages that are shown upright, on either side and upside down."""
    source, path, rotations = tmp_path / "scan.pdf", tmp_path / "kept.pdf", (0, 90, 180, 270)
    scan(source, rotations)
    pages, boxes = [], []
    with pypdfium2.PdfDocument(str(source)) as document:
        for number in range(4):
            width, height = document[number].render(scale=2).to_numpy().shape[1::-1]
            boxes.append(Box(width // 4, height // 8, width // 2, 40))
            line = Line("here", boxes[-1])
            pages.append(Page(number + 1, (), is_recognised=True, lines=(line,), width=width, height=height))
    export(path, (about(DocumentKind.PDF, 4), pages), origin=Files((str(source),)))
    with pypdfium2.PdfDocument(str(path)) as document:
        for number, (box, rotation) in enumerate(zip(boxes, rotations, strict=True)):
            wanted = [(box.x + box.width * (2 * index + 1) / 8, box.centre[1]) for index in range(4)]
            for seen, place in zip(places_of("here", document[number], rotation), wanted, strict=True):
                assert seen == pytest.approx(place, abs=6), rotation


def places_of(word: str, page: pypdfium2.PdfPage, rotation: int) -> list[tuple[float, float]]:
    """Return the middles of a word's letters in the picture that PDFium shows, two pixels a point."""
    text = page.get_textpage()
    found = text.search(word).get_next()
    assert found is not None
    wide, high = page.get_size()
    seen = []
    for index in range(found[0], found[0] + len(word)):
        left, bottom, right, top = text.get_charbox(index)
        x, y = (left + right) / 2, (bottom + top) / 2
        u, v = {0: (x, high - y), 90: (y, x), 180: (wide - x, y), 270: (wide - y, high - x)}[rotation]
        seen.append((u * 2, v * 2))
    return seen


def test_a_page_with_text_keeps_it_and_gets_no_other(tmp_path: Path) -> None:
    source, path = tmp_path / "text.pdf", tmp_path / "kept.pdf"
    canvas = Canvas(str(source))
    canvas.drawString(72, 700, "These words are in the file.")
    canvas.showPage()
    canvas.drawString(72, 700, "A second page.")
    canvas.save()
    info, pages = book([[paragraph("These words are in the file.")], [paragraph("A second page.")]], DocumentKind.PDF)
    export(path, (info, pages), origin=Files((str(source),)), first=2)
    assert by_pdfium(path) == ["A second page."]
    with pikepdf.open(path) as document:
        assert len(document.pages) == 1


def test_an_earlier_layer_of_garbage_gives_way(tmp_path: Path) -> None:
    source, path = tmp_path / "scan.pdf", tmp_path / "kept.pdf"
    canvas = Canvas(str(source), pagesize=(595, 842))
    text = canvas.beginText(72, 700)
    text.setTextRenderMode(3)
    text.textLine("xqzv rrtl")
    text.setTextRenderMode(0)
    text.textLine("A visible stamp")
    canvas.drawText(text)
    canvas.save()
    export(path, (about(DocumentKind.PDF, 1), [recognised(1, LINES[:1])]), origin=Files((str(source),)))
    found = " ".join(by_pdfium(path))
    assert "xqzv" not in found
    assert LINES[0] in found
    assert "A visible stamp" in found


def test_a_locked_document_stays_locked(tmp_path: Path) -> None:
    plain, source, path = tmp_path / "plain.pdf", tmp_path / "locked.pdf", tmp_path / "kept.pdf"
    scan(plain)
    with pikepdf.open(plain) as document:
        document.save(source, encryption=pikepdf.Encryption(owner="other", user="honey"))
    made = (about(DocumentKind.PDF, 1), [recognised(1, LINES[:1])])
    assert export(path, made, origin=Files((str(source),)), password="honey").progress[-1].error is None
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pypdfium2.PdfDocument(str(path), password="honey") as document:
        assert document[0].get_textpage().get_text_range().strip() == LINES[0]


def test_pictures_become_pages(tmp_path: Path) -> None:
    """A photograph on its side, a drawing with a clear ground and a fax of two pages."""
    drawn = Image.new("RGB", (400, 300), "navy")
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn.save(tmp_path / "1.jpg", exif=exif, dpi=(100, 100))
    Image.new("RGBA", (200, 100), (255, 0, 0, 0)).save(tmp_path / "2.png")
    fax = Image.new("1", (800, 1100), 1)
    ImageDraw.Draw(fax).text((100, 100), "fax", fill=0)
    fax.save(tmp_path / "3.tif", save_all=True, append_images=[fax.rotate(180)], dpi=(200, 200))
    names = tuple(str(tmp_path / name) for name in ("1.jpg", "2.png", "3.tif"))
    path = tmp_path / "album.pdf"
    sizes = [(300, 400), (200, 100), (800, 1100), (800, 1100)]
    pages = [recognised(n, [f"picture {n}"], size) for n, size in enumerate(sizes, start=1)]
    assert export(path, (about(DocumentKind.PICTURES, 4), pages), origin=Files(names)).progress[-1].error is None
    with pypdfium2.PdfDocument(str(path)) as document:
        assert [document[n].get_textpage().get_text_range().strip() for n in range(4)] == [
            f"picture {n}" for n in range(1, 5)
        ]
        # Upright, at 100 pixels per inch; the fax has 200.
        assert document[0].get_size() == (216, 288)
        assert document[2].get_size() == (288, 396)
        looks = [document[n].render(scale=0.5).to_pil().convert("RGB") for n in range(4)]
    assert looks[0].getpixel((20, 20)) == pytest.approx((0, 0, 128), abs=3)
    assert looks[1].getpixel((20, 20)) == (255, 255, 255)
    with pikepdf.open(path) as album:
        assert album.pages[0].Resources.XObject.Picture.read_raw_bytes() == (tmp_path / "1.jpg").read_bytes()
        assert album.docinfo.Title == "A scan"


def test_pages_held_before_a_camera_become_a_document(tmp_path: Path) -> None:
    rgb = bytes((10, 200, 30)) * (320 * 240)
    sheets = Sheets("Held up", (Picture(1, Source(SourceKind.CAMERA), 320, 240, rgb),))
    path = tmp_path / "held.pdf"
    pages = [recognised(1, ["held up"], (320, 240))]
    assert export(path, (about(DocumentKind.PICTURES, 1), pages), origin=sheets).progress[-1].error is None
    with pypdfium2.PdfDocument(str(path)) as document:
        assert document[0].render().to_pil().convert("RGB").getpixel((50, 50)) == (10, 200, 30)
        assert document[0].get_textpage().get_text_range().strip() == "held up"


def test_what_has_no_pages_to_look_at_cannot_become_a_pdf(tmp_path: Path) -> None:
    with pytest.raises(ExportNeedsPages):
        export(tmp_path / "bees.pdf", book([[paragraph("Words.")]]))


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    made = (about(DocumentKind.PDF, 1), [recognised(1, ["text"])])
    error = export(tmp_path / "kept.pdf", made, origin=Files((str(tmp_path / "gone.pdf"),))).progress[-1].error
    assert error is not None
    assert error.params["why"] == "folder"
