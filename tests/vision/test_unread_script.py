"""Text in letters that the user never asked for is told, not left out in silence."""

from __future__ import annotations

import pytest

from assistant.core.domain import Task
from support.embedded import ask_engine, form, picture
from support.sentences import FAMILIES, SENTENCES
from support.typeset import Column, Page, typeset

TOLD = "not told to read"


@pytest.mark.parametrize("task", [Task.READ, Task.DESCRIBE])
def test_a_page_in_another_script_says_so(task: Task) -> None:
    column = Column(60, 60, 800, 900, SENTENCES["ru"] * 2, size=24, family=FAMILIES.get("ru", "Noto Sans"))
    page = typeset(Page([column], width=920, height=700))[0]
    assert TOLD in ask_engine(task, picture(page)).text


@pytest.mark.parametrize("task", [Task.READ, Task.DESCRIBE])
def test_a_screen_in_the_users_script_says_nothing_of_it(task: Task) -> None:
    assert TOLD not in ask_engine(task, picture(form().image)).text
