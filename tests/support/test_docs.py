"""Pages of docs/ that are written from the code: they may not fall behind it."""

from __future__ import annotations

from support import settings_page


def test_the_page_of_settings_is_up_to_date() -> None:
    found = settings_page.PAGE.read_text(encoding="utf-8")
    assert found == settings_page.page(), "run: python tests/support/settings_page.py"
