"""The head's 4-bit shortlist chooses what the whole head chooses, on states that make it hard."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from support.paligemma import needs_model_runtime

pytestmark = [pytest.mark.model, needs_model_runtime]

ROWS, WIDTH = 8192, 256


@pytest.fixture(scope="module")
def head() -> Any:
    """Rows of noise whose lengths differ by a factor of five."""
    import torch

    noise = torch.Generator().manual_seed(0)
    lengths = torch.empty(ROWS, 1).uniform_(0.02, 0.1, generator=noise)
    return (torch.randn(ROWS, WIDTH, generator=noise) * lengths).to(torch.bfloat16)


@pytest.fixture(scope="module")
def shortlist(head: Any) -> Any:
    import torch

    from assistant.vision.paligemma.head import Shortlist

    made = Shortlist.of(head, torch.bfloat16)
    if made is None:
        pytest.skip("this processor has no quick 4-bit product")
    return made


def states(head: Any, kind: str, count: int = 200) -> Any:
    """Return states: noise, noise with a few large numbers, one large number alone, states that mean a token."""
    import torch

    noise = torch.Generator().manual_seed(1)
    made = torch.randn(count, WIDTH, generator=noise)
    places = torch.randint(WIDTH, (count, 4), generator=noise)
    if kind == "outliers":
        made.scatter_(1, places, made.gather(1, places) * 60)
    elif kind == "one":
        made = made.mul(0.01).scatter_(1, places[:, :1], 80.0)
    elif kind == "token":
        made += 20 * torch.nn.functional.normalize(head[:: ROWS // count][:count].float())
    return made.to(torch.bfloat16)


@pytest.mark.parametrize("kind", ["noise", "outliers", "one", "token"])
def test_the_choice_and_its_probability_are_the_whole_heads(head: Any, shortlist: Any, kind: str) -> None:
    import torch

    for state in states(head, kind):
        whole = torch.nn.functional.linear(state[None], head).float()
        short = shortlist.scores(state[None], head).float()
        assert short.argmax() == whole.argmax()
        chance, expected = (each.softmax(-1).max().item() for each in (short, whole))
        assert chance == pytest.approx(expected, abs=0.01)


def test_few_rows_are_multiplied(head: Any, shortlist: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from assistant.vision.paligemma import head as module

    asked: list[int] = []
    linear = torch.nn.functional.linear

    def counting(state: Any, weight: Any) -> Any:
        asked.append(weight.shape[0])
        return linear(state, weight)

    monkeypatch.setattr(module, "functional", SimpleNamespace(linear=counting))
    for state in states(head, "noise", 20):
        shortlist.scores(state[None], head)
    assert max(asked) < ROWS // 4


def test_where_too_many_rows_are_open_the_whole_head_is_asked(
    head: Any, shortlist: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    from assistant.vision.paligemma import head as module

    monkeypatch.setattr(module, "_MOST", 1)
    state = states(head, "noise", 1)
    assert torch.equal(shortlist.scores(state, head), torch.nn.functional.linear(state, head))


def test_a_state_that_is_no_number_stays_none(head: Any, shortlist: Any) -> None:
    import torch

    state = torch.full((1, WIDTH), float("nan"), dtype=torch.bfloat16)
    assert shortlist.scores(state, head).isnan().any()


def test_the_shortlist_is_kept_and_mapped(head: Any, shortlist: Any) -> None:
    import torch

    from assistant.vision.paligemma.head import Shortlist

    again = Shortlist.from_tensors(shortlist.tensors(), torch.bfloat16)
    state = states(head, "noise", 1)
    assert torch.equal(again.scores(state, head), shortlist.scores(state, head))
