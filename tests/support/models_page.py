"""Writes the table in docs/models.md from the catalogue; run `python tests/support/models_page.py` after a change.

A test fails while the page is older than the catalogue.
"""

from __future__ import annotations

from pathlib import Path

from assistant.vision.catalogue import CATALOGUE, ModelEntry

PAGE = Path(__file__).parents[2] / "docs" / "models.md"
_BEGIN = "<!-- written from the catalogue: python tests/support/models_page.py -->\n"
_END = "<!-- end -->\n"
_HEAD = (
    "| name | to fetch | memory in 4 bits | 8 bits | 16 bits | licence | repository |\n|---|---|---|---|---|---|---|\n"
)


def page(found: str) -> str:
    """Return the page with the table as it should be."""
    before, _, rest = found.partition(_BEGIN)
    after = rest.partition(_END)[2]
    rows = "".join(_row(entry) for entry in CATALOGUE.values() if entry.family != "masks")
    return f"{before}{_BEGIN}{_HEAD}{rows}{_END}{after}"


def _row(entry: ModelEntry) -> str:
    sizes = [entry.download, *(entry.memory[name] for name in ("nf4", "int8", "bf16"))]
    shown = " | ".join(f"{size / 1e9:.1f}" for size in sizes)
    gate = ", token" if entry.is_gated else ""
    return f"| `{entry.name}` | {shown} | [{entry.licence}]({entry.licence_url}){gate} | `{entry.repository}` |\n"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
