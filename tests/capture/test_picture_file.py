"""Files and standard input: every readable picture comes right, everything else ends in one typed error."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from assistant.capture import file as picture_file
from assistant.capture.file import decode, read_picture
from assistant.core.errors import FileTooLarge, FileUnreadable, NotAPicture, PictureTooLarge, SourceError

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def quarters(size: tuple[int, int] = (80, 60)) -> Image.Image:
    """Red, green over blue, white: turned or mirrored, it looks different."""
    image = Image.new("RGB", size, "white")
    width, height = size[0] // 2, size[1] // 2
    image.paste(RED, (0, 0, width, height))
    image.paste(GREEN, (width, 0, size[0], height))
    image.paste(BLUE, (0, height, width, size[1]))
    return image


def encoded(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def colours(image: Image.Image) -> list[str]:
    """Name the colour in the middle of each quarter, row by row."""
    names = {RED: "red", GREEN: "green", BLUE: "blue", (255, 255, 255): "white"}
    places = [(x, y) for y in (1, 3) for x in (1, 3)]
    found = []
    for x, y in places:
        pixel = image.getpixel((image.width * x // 4, image.height * y // 4))
        assert isinstance(pixel, tuple)
        nearest = min(names, key=lambda name: sum(abs(a - b) for a, b in zip(name, pixel, strict=True)))
        found.append(names[nearest])
    return found


UPRIGHT = ["red", "green", "blue", "white"]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "AVIF", "PPM", "ICO", "TGA", "JPEG2000"])
def test_formats(form: str) -> None:
    image = decode(encoded(quarters((64, 64)), form), "x")
    assert (image.mode, image.size, colours(image)) == ("RGB", (64, 64), UPRIGHT)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_turned(orientation: int) -> None:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = quarters().transpose(turns[orientation]) if orientation in turns else quarters()
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = decode(encoded(stored, "JPEG", quality=95, exif=exif), "x")
    assert (image.size, colours(image)) == ((80, 60), UPRIGHT)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_does_not_hide_the_picture() -> None:
    image = decode(encoded(quarters(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff garbage"), "x")
    assert colours(image) == UPRIGHT


@pytest.mark.parametrize("mode", ["P", "CMYK", "YCbCr", "RGBA"])
def test_modes(mode: str) -> None:
    form = {"CMYK": "TIFF", "YCbCr": "TIFF"}.get(mode, "PNG")
    assert colours(decode(encoded(quarters().convert(mode), form), "x")) == UPRIGHT


@pytest.mark.parametrize("mode", ["1", "L", "LA"])
def test_grey_modes(mode: str) -> None:
    image = decode(encoded(Image.linear_gradient("L").convert(mode)), "x")
    assert image.mode == "RGB"
    top, bottom = (image.crop((0, row, 256, row + 1)).convert("L").getextrema() for row in (0, 255))
    assert (top, bottom) == ((0, 0), (255, 255))


def test_sixteen_bit_grey_keeps_its_scale() -> None:
    deep = Image.frombytes("I;16", (2, 2), b"\x00\x00\xff\xff\x00\x80\x01\x01")
    image = decode(encoded(deep), "x")
    assert [image.getpixel((x, y)) for y in (0, 1) for x in (0, 1)] == [
        (0, 0, 0),
        (255, 255, 255),
        (127, 127, 127),
        (1, 1, 1),
    ]


def test_floating_point_grey_is_spread() -> None:
    ramp = Image.linear_gradient("L").convert("F").point(lambda level: level * (1 / 255) + 0)
    image = decode(encoded(ramp, "TIFF"), "x")
    assert image.getpixel((9, 0)) == (0, 0, 0)
    assert image.getpixel((9, 255)) == (255, 255, 255)


def test_transparent_parts_become_white() -> None:
    layer = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    layer.paste((255, 0, 0, 255), (10, 10, 30, 30))
    image = decode(encoded(layer), "x")
    assert image.getpixel((1, 1)) == (255, 255, 255)
    assert image.getpixel((20, 20)) == RED


def test_white_writing_on_nothing_stays_readable() -> None:
    layer = Image.new("RGBA", (80, 40), (255, 255, 255, 0))
    ImageDraw.Draw(layer).text((5, 5), "white", fill=(255, 255, 255, 255))
    extrema = decode(encoded(layer), "x").convert("L").getextrema()
    assert extrema[0] == 0


def test_a_wholly_transparent_picture_is_white() -> None:
    assert decode(encoded(Image.new("RGBA", (9, 9), (0, 0, 0, 0))), "x").getextrema() == ((255, 255),) * 3


def test_first_of_several_frames() -> None:
    frames = [Image.new("RGB", (30, 30), colour) for colour in (RED, GREEN, BLUE)]
    for form in ("GIF", "WEBP", "TIFF"):
        data = encoded(frames[0], form, save_all=True, append_images=frames[1:])
        assert decode(data, "x").tobytes()[0] > 250, form


def test_the_title_is_the_name_and_the_content_decides(tmp_path: Path) -> None:
    path = tmp_path / "Ünter \N{SNOWMAN}.txt"
    path.write_bytes(encoded(quarters(), "WEBP", lossless=True))
    shot = read_picture(str(path))
    assert (shot.title, colours(shot.image)) == ("Ünter \N{SNOWMAN}.txt", UPRIGHT)


def test_a_name_of_odd_bytes_can_be_printed(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.png")
    Path(path).write_bytes(b"nothing")
    with pytest.raises(NotAPicture) as raised:
        read_picture(path)
    assert raised.value.params["name"].encode("utf-8") == "caf\ufffd.png".encode()


def test_standard_input() -> None:
    shot = read_picture("-", io.BytesIO(encoded(quarters())))
    assert (shot.title, colours(shot.image)) == ("", UPRIGHT)


def why(path: object) -> str:
    with pytest.raises(FileUnreadable) as raised:
        read_picture(str(path))
    return raised.value.params["why"]


def test_what_is_no_file_is_told_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "empty.png").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        found = {
            name: why(tmp_path / name) for name in ("fifo", "empty.png", "loop", "s", "gone.png", "empty.png/x", ".")
        }
    assert found == {
        "fifo": "special",
        "empty.png": "empty",
        "loop": "missing",
        "s": "special",
        "gone.png": "missing",
        "empty.png/x": "missing",
        ".": "directory",
    }
    assert why("/dev/zero") == "special"
    assert why("/dev/tty") == "special"
    assert why("a\0b") == "missing"
    assert why("") == "missing"
    assert why("x" * 5000) == "missing"


def test_a_forbidden_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "secret.png").touch()
    monkeypatch.setattr(os, "open", refuse)
    assert why(tmp_path / "secret.png") == "forbidden"


def test_empty_standard_input_is_told() -> None:
    with pytest.raises(FileUnreadable, match="empty"):
        read_picture("-", io.BytesIO(b""))


def test_too_many_bytes_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_file, "MAX_BYTES", 1024 * 1024)
    path = tmp_path / "long.png"
    path.write_bytes(encoded(quarters()) + bytes(2 * 1024 * 1024))
    with pytest.raises(FileTooLarge) as raised:
        read_picture(str(path))
    assert raised.value.params == {"name": "long.png", "megabytes": "1"}
    endless = io.BytesIO(bytes(2 * 1024 * 1024))
    with pytest.raises(FileTooLarge):
        read_picture("-", endless)
    assert endless.tell() == 1024 * 1024 + 1


@pytest.mark.parametrize("size", [(9000, 9000), (60000, 60000), (1, 64_000_001)])
def test_decompression_bombs_are_refused_before_they_are_decoded(size: tuple[int, int]) -> None:
    header = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size[0].to_bytes(4) + size[1].to_bytes(4) + b"\x08\x02\0\0\0")
    with pytest.raises(PictureTooLarge) as raised:
        decode(header + chunk(b"IDAT", b"x"), "bomb.png")
    assert raised.value.params == {"name": "bomb.png", "megapixels": "64"}


def test_the_largest_picture_allowed_is_read() -> None:
    assert decode(encoded(Image.new("1", (8000, 8000))), "x").size == (8000, 8000)


def chunk(kind: bytes, body: bytes) -> bytes:
    import zlib

    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


@pytest.mark.parametrize(
    "data",
    [
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"%PDF-1.7\n",
        b"plain text, no picture at all\n" * 40,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        bytes(4096),
        b"\xff" * 4096,
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b"P6 0 0 255\n",
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(8) + b"\x08\x02\0\0\0"),
    ],
    ids=["eps", "pdf", "text", "svg", "zeros", "ones", "gif header", "png header", "zero ppm", "zero png"],
)
def test_what_is_no_picture_is_told(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        decode(data, "x.png")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "AVIF", "BMP", "JPEG2000", "TGA", "ICO", "PSD"])
def test_truncated_at_each_tenth(form: str) -> None:
    if form == "PSD":
        data = b"8BPS\0\1" + bytes(6) + b"\0\3\0\0\0\x08\0\0\0\x08\0\x08\0\3" + bytes(12) + b"\0\0" + bytes(192)
    else:
        data = encoded(Image.effect_noise((90, 70), 60).convert("RGB"), form)
    for tenth in range(10):
        part = data[: len(data) * tenth // 10]
        try:
            image = decode(part, "x")
        except SourceError:
            continue
        assert image.mode == "RGB"


SEEDS = [encoded(quarters(), form) for form in ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "ICO", "TGA", "AVIF")]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4)), max_size=8))
def test_damaged_bytes_give_a_picture_or_a_typed_error(seed: bytes, damage: list[tuple[float, bytes]]) -> None:
    data = bytearray(seed)
    for where, what in damage:
        at = int(where * len(data))
        data[at : at + len(what)] = what
    try:
        image = decode(bytes(data), "x")
    except SourceError:
        return
    assert image.mode == "RGB"


def test_importing_the_room_stays_light() -> None:
    code = "import sys, assistant.capture.worker, assistant.capture.grabber as g; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"numpy", "cv2", "onnxruntime", "PIL.Image", "Xlib", "mss", "PySide6", "jeepney"} & set(loaded)
    assert not heavy
