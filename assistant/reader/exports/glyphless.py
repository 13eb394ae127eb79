"""The font of an invisible text layer: every character has a code of its own, and its glyph is no shape.

A reader of the PDF takes the characters from the ToUnicode table, which is made for exactly those of the document. So
text in every script is found and copied, also characters beyond the first plane.
"""

from __future__ import annotations

import struct

from pikepdf import Array, Dictionary, Name, Pdf, Stream

ADVANCE = 500
"""How wide every character is, in thousandths of the font's size."""

_UNITS = 1000
_MOST = 0xFFFF
_LINE = 100


class Glyphless:
    """Gives characters their codes; `embed` puts the font into a PDF when all are known."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def encoded(self, text: str) -> bytes:
        """Return a text in the font's codes; characters beyond the 65,535th different one become the first."""
        return b"".join(struct.pack(">H", self._code(character)) for character in text)

    def embed(self, pdf: Pdf, font: Dictionary) -> None:
        """Fill the font's dictionary."""
        flat = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name.SeeSayGlyphless,
            Flags=5,
            FontBBox=Array([0, 0, ADVANCE, _UNITS]),
            ItalicAngle=0,
            Ascent=_UNITS,
            Descent=-1,
            CapHeight=_UNITS,
            StemV=80,
            FontFile2=Stream(pdf, truetype()),
        )
        below = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name.SeeSayGlyphless,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(flat),
            DW=ADVANCE,
            # Every code shows the one glyph.
            CIDToGIDMap=Stream(pdf, bytes(2 * (len(self._codes) + 1))),
        )
        font.Type, font.Subtype, font.BaseFont = Name.Font, Name.Type0, Name.SeeSayGlyphless
        font.Encoding = Name("/Identity-H")
        font.DescendantFonts = Array([pdf.make_indirect(below)])
        font.ToUnicode = Stream(pdf, self._to_unicode())

    def _code(self, character: str) -> int:
        if (code := self._codes.get(character)) is None:
            code = len(self._codes) + 1 if len(self._codes) < _MOST else 1
            self._codes.setdefault(character, code)
        return code

    def _to_unicode(self) -> bytes:
        """Return the CMap from codes to UTF-16, ISO 32000-1, 9.10.3."""
        rows = [
            f"<{code:04X}> <{character.encode('utf-16-be', 'replace').hex().upper()}>"
            for character, code in self._codes.items()
        ]
        lines = [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
        ]
        for start in range(0, len(rows), _LINE):
            some = rows[start : start + _LINE]
            lines += [f"{len(some)} beginbfchar", *some, "endbfchar"]
        lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end", ""]
        return "\n".join(lines).encode("ascii")


def truetype() -> bytes:
    """Return a TrueType font, OpenType 1.9: what a PDF font must carry to need no other.

    Its one glyph goes from one corner of its box to the other and back. That is no area and paints nothing, yet it is
    as wide and high as a letter: PDFium leaves out a text that runs upwards and has no height.
    """
    glyph = struct.pack(">hhhhhHHBBhh", 1, 0, 0, ADVANCE, _UNITS, 1, 0, 0x31, 0x01, ADVANCE, _UNITS)
    head = struct.pack(
        ">IIIIHHQQhhhhHHhhh",
        0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0, 0, 0, ADVANCE, _UNITS, 0, 8, 2, 0, 0,
    )  # fmt: skip
    hhea = struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, _UNITS, -1, 0, ADVANCE, 0, 0, ADVANCE, 1, 0, 0, 0, 0, 0, 0, 0, 1)
    maxp = struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
    tables = {
        b"glyf": glyph,
        b"head": head,
        b"hhea": hhea,
        b"hmtx": struct.pack(">Hh", ADVANCE, 0),
        b"loca": struct.pack(">HH", 0, len(glyph) // 2),
        b"maxp": maxp,
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 1, 0, 0, 0, 0),
    }
    return _sfnt(tables)


def _sfnt(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    header = struct.pack(">IHHHH", 0x10000, count, 16 << power, power, (count - (1 << power)) * 16)
    directory, body = b"", b""
    start = len(header) + 16 * count
    for tag, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", tag, checksum, start + len(body), len(data))
        body += padded
    font = header + directory + body
    total = sum(struct.unpack(f">{len(font) // 4}I", font)) & 0xFFFFFFFF
    at = font.index(struct.pack(">I", 0x5F0F3CF5)) - 4
    return font[:at] + struct.pack(">I", (0xB1B0AFBA - total) & 0xFFFFFFFF) + font[at + 4 :]
