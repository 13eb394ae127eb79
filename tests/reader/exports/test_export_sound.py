"""A document as sound: decoded again by FFmpeg, heard by an independent ear, its chapters read back."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from assistant.core.domain import VoiceStyle
from assistant.core.errors import PageUnreadable
from support.exports import book, export, heading, paragraph, samples_of, sound_of

BEES = book(
    [
        [heading("The hive"), paragraph("Bees live together in a hive. The queen lays the eggs.")],
        [paragraph("In winter the whole colony keeps warm by trembling.")],
        [heading("The honey"), paragraph("Honey is made of nectar. It keeps for many years.")],
    ]
)
CODECS = {".wav": ("pcm_s16le", 22_050), ".opus": ("opus", 48_000), ".mp3": ("mp3float", 22_050)}


@pytest.mark.parametrize("suffix", CODECS)
def test_every_format_holds_the_whole_document(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"bees{suffix}"
    owner = export(path, BEES)
    assert [(step.done, step.is_over) for step in owner.progress] == [
        (0, False),
        (0, False),
        (1, False),
        (2, False),
        (3, False),
        (3, True),
    ]
    assert owner.progress[-1].error is None
    sound = sound_of(path)
    assert (sound["codec"], sound["rate"], sound["channels"]) == (*CODECS[suffix], 1)
    # 36 words at 175 a minute, and the rests.
    assert 12 < sound["seconds"] < 24
    assert sound["metadata"]["title"] == "On bees"
    assert sound["metadata"]["artist"] == "A. Keeper"
    assert sound["metadata"]["language"] == "eng"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", [".opus", ".mp3"])
def test_headings_are_the_chapters(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"bees{suffix}"
    export(path, BEES)
    whole = sound_of(path)
    export(path, BEES, first=1, last=2)
    first_two = sound_of(path)
    assert [title for title, _ in whole["chapters"]] == ["The hive", "The honey"]
    assert whole["chapters"][0][1] == 0
    # The second chapter begins where the first two pages end.
    assert abs(whole["chapters"][1][1] - first_two["seconds"]) < 0.1


def test_without_headings_pages_are_the_chapters(tmp_path: Path) -> None:
    path = tmp_path / "plain.mp3"
    export(path, book([[paragraph("One sentence.")], [paragraph("Another one.")]]))
    assert [title for title, _ in sound_of(path)["chapters"]] == ["Page 1", "Page 2"]


def test_an_independent_ear_hears_the_document(tmp_path: Path, ear: Any) -> None:
    from support.ear import word_recall

    path = tmp_path / "bees.opus"
    export(path, BEES)
    import numpy as np

    heard = ear(np.frombuffer(samples_of(path), np.int16), 16_000)
    words = " ".join(block.text for page in BEES[1] for block in page.blocks)
    assert word_recall(heard, words) >= 0.75
    assert word_recall(heard, "Nothing of this was written about ships at sea under grey skies") < 0.4


def test_style_and_language_are_heard(tmp_path: Path) -> None:
    text = [paragraph("Bees live together in a hive, and the queen lays all of the eggs.")]
    seconds = {}
    for name, style, language in (
        ("slow", VoiceStyle(rate=-50), ""),
        ("fast", VoiceStyle(rate=50), ""),
        ("french", VoiceStyle(rate=-50), "fr"),
    ):
        path = tmp_path / f"{name}.wav"
        export(path, book([[paragraph(text[0].text, language)]]), style=style)
        seconds[name] = path.read_bytes()
    assert len(seconds["slow"]) > 1.5 * len(seconds["fast"])
    assert seconds["slow"] != seconds["french"]


def test_a_page_that_cannot_be_read_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    info, pages = BEES
    path = tmp_path / "bees.mp3"
    end = export(path, (info, [pages[0], PageUnreadable(page="2"), pages[2]])).progress[-1]
    assert (end.done, end.is_over, end.error, end.failed) == (3, True, None, (2,))
    assert [title for title, _ in sound_of(path)["chapters"]] == ["The hive", "The honey"]


def test_a_page_with_nothing_on_it_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "bees.opus"
    assert export(path, book([[], [paragraph("The only words.")], []])).progress[-1].error is None
    assert sound_of(path)["seconds"] > 0.5
