"""Makes resources/samples/bees.pdf: a page with a heading, a list and a table, and a page as a scanner gives it.

Run it with the packages of the extra `test`: .venv/bin/python tools/sample_document.py
"""

from __future__ import annotations

import io
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Image as Figure
from reportlab.platypus import ListFlowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

TARGET = Path(__file__).parents[1] / "resources" / "samples" / "bees.pdf"
LETTER = (
    "Dear neighbour,",
    "your bees were in my garden",
    "all summer, and I have never",
    "had so many apples.",
    "Thank you for the honey.",
)
MONTHS = [["Month", "Jars of honey"], ["May", "3"], ["June", "12"], ["July", "9"]]


def scan() -> bytes:
    """Return the second page: grey, a little crooked, with the noise of a scanner."""
    chance = random.Random(1)  # noqa: S311 - noise
    page = Image.new("L", (1240, 1754), 248)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(LETTER):
        draw.text((150, 200 + 90 * number), line, font=ImageFont.load_default(46), fill=30)
    page = page.rotate(0.4, resample=Image.Resampling.BICUBIC, fillcolor=248).filter(ImageFilter.GaussianBlur(0.6))
    for _ in range(1500):
        page.putpixel((chance.randrange(1240), chance.randrange(1754)), chance.randrange(150, 240))
    data = io.BytesIO()
    page.save(data, "JPEG", quality=45)
    return data.getvalue()


def main() -> None:
    """Write the file."""
    styles = getSampleStyleSheet()
    body = styles["BodyText"]
    table = Table(MONTHS, hAlign="LEFT")
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("PADDING", (0, 0), (-1, -1), 6)]))
    things = ["a box for the bees", "a veil and gloves", "a little smoke"]
    document = SimpleDocTemplate(
        str(TARGET), pagesize=A4, title="Keeping bees", author="SeeSay", lang="en", invariant=1, leftMargin=60
    )
    document.build(
        [
            Paragraph("Keeping bees", styles["Heading1"]),
            Paragraph(
                "Bees are easy to keep. They find their food themselves, and they need little of your time.", body
            ),
            Paragraph("What you need", styles["Heading2"]),
            ListFlowable([Paragraph(thing, body) for thing in things], bulletType="bullet", start="•"),
            Paragraph("What they give", styles["Heading2"]),
            Spacer(1, 6),
            table,
            PageBreak(),
            Figure(io.BytesIO(scan()), width=440, height=622),
        ]
    )


if __name__ == "__main__":
    main()
