"""How VoiceOver is noticed, as documented: *not yet run on macOS*."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assistant.voice import screen_reader_macos


@pytest.mark.parametrize("is_on", [True, False])
def test_voiceover_is_on_or_off(is_on: bool) -> None:
    workspace = SimpleNamespace(isVoiceOverEnabled=lambda: is_on)
    kit = SimpleNamespace(NSWorkspace=SimpleNamespace(sharedWorkspace=lambda: workspace))
    assert screen_reader_macos.is_running(kit) is is_on


def test_without_pyobjc_nobody_knows() -> None:
    assert not screen_reader_macos.is_running()
