"""What a PDF page draws besides text: pictures that are figures, and straight lines that rule tables."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from assistant.reader.lines import hull
from assistant.reader.tables import Rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pypdfium2 import PdfPage

    from assistant.core.layout import Edges
    from assistant.reader.formats.pdf_text import Geometry

Handle = Any
"""One of pdfium's own: an opaque pointer."""
MAX_OBJECTS = 20_000
"""A map or a drawing of a million strokes is no table; what is beyond isn't looked at."""
_MAX_SEGMENTS = 8_000
_MAX_DEPTH = 4
_FIGURE = 0.02
"""A picture that covers less of the page is an ornament, an icon, a rule made of pixels."""
_LEAST_SIDE = 30.0
_MAX_IMAGES = 400
_NEAR = 3.0
_THIN = 3.0
_LEAST_RULE = 8.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is on a page besides text: its figures as seen, what is said of each, and its rules.

    `cover` is the part of the page that its largest picture takes, 0 to 1; `is_bare` tells that nothing is drawn.
    """

    figures: tuple[Edges, ...]
    alternatives: tuple[str, ...]
    cover: float
    rules: Rules
    is_bare: bool


def look(page: PdfPage, geometry: Geometry, told: Mapping[int, str]) -> Drawn:
    """Return what a page draws, as it is seen. `told` are a tagged file's texts for figures, by their mark."""
    images: list[_Figure] = []
    across: list[tuple[float, float, float]] = []
    down: list[tuple[float, float, float]] = []
    segments = 0
    is_bare = True
    for handle, kind, matrix in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            is_bare = False
            text = told.get(pdfium.FPDFPageObj_GetMarkedContentID(handle), "") if told else ""
            images.append((_seen(geometry, _bounds(handle), matrix), text))
        elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING):
            is_bare = False
            if told and (text := told.get(pdfium.FPDFPageObj_GetMarkedContentID(handle), "")):
                images.append((_seen(geometry, _bounds(handle), matrix), text))
            elif kind == pdfium.FPDF_PAGEOBJ_PATH and segments < _MAX_SEGMENTS:
                for x1, y1, x2, y2 in _strokes(handle, matrix):
                    segments += 1
                    _sort_rule(geometry.edges(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)), across, down)
    figures, cover = _figures(images, geometry.size)
    return Drawn(
        tuple(edges for edges, _ in figures),
        tuple(text for _, text in figures),
        cover,
        Rules(tuple(across), tuple(down)),
        is_bare,
    )


_Figure = tuple["Edges", str]
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _objects(page: PdfPage) -> Iterator[tuple[Handle, int, _Matrix]]:
    """Yield the page's objects, those in forms with the form's matrix; bounded in number and depth."""
    count = pdfium.FPDFPage_CountObjects(page.raw)
    waiting = [(pdfium.FPDFPage_GetObject(page.raw, index), _IDENTITY, 0) for index in range(min(count, MAX_OBJECTS))]
    waiting.reverse()
    seen = 0
    while waiting and seen < MAX_OBJECTS:
        handle, matrix, depth = waiting.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield handle, kind, matrix
        elif depth < _MAX_DEPTH:
            inner = _times(_matrix_of(handle), matrix)
            inside = min(pdfium.FPDFFormObj_CountObjects(handle), MAX_OBJECTS - seen)
            waiting += [
                (pdfium.FPDFFormObj_GetObject(handle, index), inner, depth + 1) for index in reversed(range(inside))
            ]


def _matrix_of(handle: Handle) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(handle: Handle) -> Edges:
    """Return left, bottom, right, top in the object's own space."""
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *edges):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def _seen(geometry: Geometry, bounds: Edges, matrix: _Matrix) -> Edges:
    left, bottom, right, top = bounds
    corners = [_moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*corners, strict=True)
    return geometry.edges(min(xs), min(ys), max(xs), max(ys))


# --- rules --------------------------------------------------------------------------------------------------


def _strokes(handle: Handle, matrix: _Matrix) -> Iterator[tuple[float, float, float, float]]:
    """Yield a path's straight segments; a thin filled rectangle is one line, a drawn rectangle four."""
    count = pdfium.FPDFPath_CountSegments(handle)
    if not 2 <= count <= _MAX_SEGMENTS:
        return
    matrix = _times(_matrix_of(handle), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    points: list[tuple[float, float]] = []
    strokes: list[tuple[float, float, float, float]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            return
        point = _moved(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            strokes.append((*last, *point))
            if pdfium.FPDFPathSegment_GetClose(segment):
                strokes.append((*point, *start))
        else:
            # Curves: a drawing, no table.
            return
        points.append(point)
        last = point
    yield from _flattened(strokes, points)


def _flattened(
    strokes: list[tuple[float, float, float, float]], points: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float, float, float]]:
    xs, ys = zip(*points, strict=True)
    left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
    if len(points) <= 5 and right - left < _THIN < top - bottom:
        yield (left + right) / 2, bottom, (left + right) / 2, top
    elif len(points) <= 5 and top - bottom < _THIN < right - left:
        yield left, (top + bottom) / 2, right, (top + bottom) / 2
    else:
        yield from strokes


def _sort_rule(edges: Edges, across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]) -> None:
    left, top, right, bottom = edges
    if bottom - top < 1.0 and right - left > _LEAST_RULE:
        across.append(((top + bottom) / 2, left, right))
    elif right - left < 1.0 and bottom - top > _LEAST_RULE:
        down.append(((left + right) / 2, top, bottom))


# --- figures ------------------------------------------------------------------------------------------------


def _figures(images: Sequence[_Figure], size: tuple[float, float]) -> tuple[list[_Figure], float]:
    """Return pictures large enough to be figures, strips of one joined, and the part of the page the largest covers."""
    width, height = size
    area = max(width * height, 1.0)
    whole = [(_clipped(edges, width, height), text) for edges, text in images]
    groups = _joined([(edges, text) for edges, text in whole if _area(edges) > 0])
    cover = max((_area(edges) / area for edges, _ in groups), default=0.0)
    kept = [
        (edges, text)
        for edges, text in groups
        if text or (_area(edges) > _FIGURE * area and min(edges[2] - edges[0], edges[3] - edges[1]) >= _LEAST_SIDE)
    ]
    return sorted(kept, key=lambda figure: (figure[0][1], figure[0][0])), cover


def _joined(images: Sequence[_Figure]) -> list[_Figure]:
    """Join what overlaps or touches: writers cut large pictures into strips and tiles."""
    groups: list[_Figure] = []
    for edges, text in images[:_MAX_IMAGES]:
        near = [group for group in groups if _touch(group[0], edges) and (not text or group[1] in ("", text))]
        groups = [group for group in groups if not any(group is other for other in near)]
        texts = [known for _, known in [*near, (edges, text)] if known]
        groups.append((hull([edges, *(other for other, _ in near)]), texts[0] if texts else ""))
    return groups


def _touch(one: Edges, other: Edges) -> bool:
    """Tell whether two pictures are parts of one: one on the other, or strips with the same ends."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    if across > 0 and down > 0:
        return True
    is_same_width = abs(one[0] - other[0]) < _NEAR and abs(one[2] - other[2]) < _NEAR
    is_same_height = abs(one[1] - other[1]) < _NEAR and abs(one[3] - other[3]) < _NEAR
    return (is_same_width and down > -_NEAR) or (is_same_height and across > -_NEAR)


def _clipped(edges: Edges, width: float, height: float) -> Edges:
    return max(edges[0], 0.0), max(edges[1], 0.0), min(edges[2], width), min(edges[3], height)


def _area(edges: Edges) -> float:
    return max(edges[2] - edges[0], 0.0) * max(edges[3] - edges[1], 0.0)
