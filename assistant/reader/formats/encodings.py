"""Bytes as text: byte order marks, UTF-8 where it fits, what the document says, then a guess by frequencies."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TOLD = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})|^\s*<\?xml[^>]{0,200}encoding=["']([\w.-]{1,40})""",
    re.I,
)
_LOOK_AT = 1 << 20
# As browsers do: who says Latin 1 means the code page with the curly quotes.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8"}


def unmarked(data: bytes) -> str:
    """Return the encoding that the first bytes show: a byte order mark, or the zeros of UTF-16; "" where none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:4000]
    if len(sample) >= 4 and sample.count(0) > len(sample) // 5:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if min(even, odd) * 20 < max(even, odd):
            return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def to_text(data: bytes) -> str:
    """Return the text that bytes mean; what no encoding explains becomes U+FFFD."""
    shown = unmarked(data)
    if shown:
        return data.decode(shown, "replace").lstrip("\ufeff")
    if b"\x1b$" in data[:_LOOK_AT] and (text := _decoded(data, "iso2022_jp_2")) is not None:
        return text
    if (text := _decoded(data, "utf-8")) is not None:
        return text
    mended = data.decode("utf-8", "replace")
    wrong = mended.count("\ufffd")
    if wrong * 20 < sum(1 for character in mended[:_LOOK_AT] if character > "\x7f"):
        return mended
    for encoding in (_told(data), _guessed(data)):
        if encoding and (text := _decoded(data, encoding)) is not None:
            return text
    return data.decode(_guessed(data) or "cp1252", "replace")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _told(data: bytes) -> str:
    """Return the encoding that HTML or XML says it has, as Python calls it."""
    match = _TOLD.search(data[:4096])
    if match is None:
        return ""
    try:
        found = codecs.lookup((match.group(1) or match.group(2)).decode("ascii", "replace"))
    except LookupError:
        return ""
    # Not every codec of Python's is an encoding of text.
    return _MEANT.get(found.name, found.name) if getattr(found, "_is_text_encoding", True) else ""


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_LOOK_AT]).best()
    return best.encoding if best is not None else ""
