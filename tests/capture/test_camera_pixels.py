"""A camera's frames by Qt: upright, never a mirror's, and not converted larger than they are looked at."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtMultimedia import QtVideo, QVideoFrame, QVideoFrameFormat

from assistant.capture.camera import FrameBroken, QtFrame
from assistant.core.frames import Pixels

PixelFormat = QVideoFrameFormat.PixelFormat

# What Qt says once of a machine without a graphics card.
pytestmark = [pytest.mark.usefixtures("qapp"), pytest.mark.logs("No RHI backend")]


def picture(width: int = 64, height: int = 32) -> QImage:
    """Return a grey picture with a red upper left corner."""
    image = QImage(width, height, QImage.Format.Format_RGB888)
    image.fill(QColor(90, 90, 90))
    for x in range(width // 2):
        for y in range(height // 2):
            image.setPixelColor(x, y, QColor(230, 10, 10))
    return image


def _bits(frame: QVideoFrame) -> memoryview:
    bits = frame.bits(0)
    assert isinstance(bits, memoryview)
    return bits


def encoded(form: PixelFormat, data: bytes, size: QSize) -> QVideoFrame:
    """Return a frame that holds these bytes."""
    frame = QVideoFrame(QVideoFrameFormat(size, form))
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    _bits(frame)[: len(data)] = data
    frame.unmap()
    return frame


def jpeg(width: int, height: int) -> bytes:
    image = picture(width, height)
    out = io.BytesIO()
    Image.frombytes("RGB", (width, height), bytes(image.constBits()), "raw", "RGB", image.bytesPerLine()).save(
        out, "JPEG"
    )
    return out.getvalue()


def is_red(pixels: Pixels, where: tuple[float, float]) -> bool:
    place = (int(where[1] * pixels.height) * pixels.width + int(where[0] * pixels.width)) * 3
    red, green, _ = pixels.rgb[place : place + 3]
    return red > green + 80


CORNERS = {"upper left": (0.2, 0.2), "upper right": (0.8, 0.2), "lower left": (0.2, 0.8), "lower right": (0.8, 0.8)}


def red_corners(pixels: Pixels) -> list[str]:
    return [name for name, where in CORNERS.items() if is_red(pixels, where)]


@pytest.mark.parametrize(
    ("rotation", "corner", "size"),
    [
        (QtVideo.Rotation.None_, "upper left", (64, 32)),
        (QtVideo.Rotation.Clockwise90, "upper right", (32, 64)),
        (QtVideo.Rotation.Clockwise180, "lower right", (64, 32)),
        (QtVideo.Rotation.Clockwise270, "lower left", (32, 64)),
    ],
)
def test_frames_are_upright_and_never_a_mirror_s(
    rotation: QtVideo.Rotation, corner: str, size: tuple[int, int]
) -> None:
    frame = QVideoFrame(picture())
    frame.setRotation(rotation)
    frame.setMirrored(True)
    shown = QtFrame(frame, 1.5)
    assert shown.at == 1.5
    assert red_corners(shown.whole()) == red_corners(shown.small(16)) == [corner]
    assert (shown.whole().width, shown.whole().height) == size
    assert max(shown.small(16).width, shown.small(16).height) == 16


def test_what_a_camera_s_format_tells_of_its_place_is_put_right() -> None:
    form = QVideoFrameFormat(QSize(64, 32), PixelFormat.Format_RGBX8888)
    form.setRotation(QtVideo.Rotation.Clockwise90)
    frame = QVideoFrame(form)
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    _bits(frame)[:] = bytes(picture().convertToFormat(QImage.Format.Format_RGBX8888).constBits())
    frame.unmap()
    assert red_corners(QtFrame(frame, 0).whole()) == ["upper right"]


def test_rows_without_padding_come_from_a_width_that_needs_some() -> None:
    pixels = QtFrame(QVideoFrame(picture(63, 31)), 0).whole()
    assert (pixels.width, pixels.height, len(pixels.rgb)) == (63, 31, 63 * 31 * 3)
    assert red_corners(pixels) == ["upper left"]


def test_a_camera_that_sends_jpeg_is_decoded_no_larger_than_it_is_looked_at() -> None:
    shown = QtFrame(encoded(PixelFormat.Format_Jpeg, jpeg(640, 320), QSize(640, 320)), 0)
    whole, small = shown.whole(), shown.small(160)
    assert (whole.width, whole.height, small.width, small.height) == (640, 320, 160, 80)
    assert red_corners(whole) == red_corners(small) == ["upper left"]


@pytest.mark.parametrize("data", [b"", b"no picture"], ids=["nothing", "noise"])
def test_a_broken_jpeg_is_no_frame(data: bytes) -> None:
    frame = encoded(PixelFormat.Format_Jpeg, data, QSize(640, 320))
    with pytest.raises(FrameBroken):
        QtFrame(frame, 0).small(160)
