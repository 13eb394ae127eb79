"""One press is one command, however long the key is held."""

from __future__ import annotations

import pytest

from assistant.hotkeys.presses import Presses

D, W = 40, 25


def test_a_held_key_is_one_press_where_repeats_are_told() -> None:
    presses = Presses(tells_repeats=True)
    assert [presses.is_new(D, time) for time in (0, 660, 700, 740)] == [True, False, False, False]
    presses.release(D, 745)
    assert presses.is_new(D, 745)


def test_a_held_key_is_one_press_where_a_server_repeats_both_halves() -> None:
    presses = Presses(tells_repeats=False)
    assert presses.is_new(D, 0)
    for time in (660, 700, 740):
        presses.release(D, time)
        assert not presses.is_new(D, time)
    presses.release(D, 760)
    assert presses.is_new(D, 800)


@pytest.mark.parametrize("tells_repeats", [True, False])
def test_keys_do_not_hide_each_other(tells_repeats: bool) -> None:
    presses = Presses(tells_repeats)
    assert presses.is_new(D, 0)
    assert presses.is_new(W, 0)
    presses.release(W, 100)
    assert presses.is_new(W, 200)


@pytest.mark.parametrize("tells_repeats", [True, False])
def test_a_release_that_went_missing_mutes_a_key_for_seconds_only(tells_repeats: bool) -> None:
    presses = Presses(tells_repeats)
    assert presses.is_new(D, 0)
    assert presses.is_new(D, 3001)


def test_the_servers_clock_starts_again_after_49_days() -> None:
    presses = Presses(tells_repeats=True)
    assert presses.is_new(D, 2**32 - 10)
    assert not presses.is_new(D, 20)
    presses.release(D, 30)
    assert presses.is_new(D, 40)
