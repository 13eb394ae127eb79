"""What errors advise where SeeSay came as a bundle: never to install something into it with pip."""

from __future__ import annotations

import sys

import pytest

from assistant.core.errors import ModelRuntimeMissing, PlotterMissing, VoiceUnavailable
from assistant.core.wording import ErrorMessage, Wording
from assistant.core.wording.bundle import IN_BUNDLE
from assistant.core.wording.errors import ERRORS
from assistant.system import paths


def words(form: ErrorMessage) -> list[str]:
    return " ".join(message.full.one for message in (form.message, form.hint) if message).split()


def test_no_error_of_a_bundle_speaks_of_pip() -> None:
    advising = {code for code, form in ERRORS.items() if "pip" in words(form)}
    assert "model_runtime_missing" in advising
    assert advising <= IN_BUNDLE.keys()
    assert not [code for code, form in IN_BUNDLE.items() if "pip" in words(form)]


def test_the_light_bundle_says_how_to_get_the_full_one() -> None:
    error = ModelRuntimeMissing(model="m", detail="torch")
    assert "seesay-full" in Wording(is_bundle=True).error(error).hint
    assert "pip install" in Wording().error(error).hint
    assert "pip" not in Wording(is_bundle=True).error(PlotterMissing(detail="matplotlib")).spoken


def test_a_bundle_keeps_its_advice_when_its_language_changes() -> None:
    wording = Wording(is_bundle=True)
    wording.become(Wording(is_brief=True))
    assert "seesay-full" in wording.error(ModelRuntimeMissing(model="m", detail="torch")).hint


def test_a_voice_that_is_not_installed_is_told_as_that() -> None:
    told = Wording().error(VoiceUnavailable(voice="espeak", detail="missing"))
    assert told.message == "The voice espeak is not installed."
    assert "espeak-ng" in told.hint
    assert "library" in Wording().error(VoiceUnavailable(voice="espeak", detail="library")).message


def test_a_frozen_program_is_a_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not paths.is_bundle()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert paths.is_bundle()
