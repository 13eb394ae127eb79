"""A document as sound: decoded again by FFmpeg, heard by an independent ear, its chapters read back."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from assistant.core.domain import VoiceStyle
from assistant.core.errors import PageUnreadable
from support.ear import PASS, word_recall
from support.exports import Owner, book, export, heading, paragraph, samples_of, sound_of

BEES = book(
    [
        [heading("The hive"), paragraph("Bees live together in a hive. The queen lays the eggs.")],
        [paragraph("In winter the whole colony keeps warm by trembling.")],
        [heading("The honey"), paragraph("Honey is made of nectar. It keeps for many years.")],
    ]
)
CODECS = {".wav": ("pcm_s16le", 22_050), ".opus": ("opus", 48_000), ".mp3": ("mp3float", 22_050)}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Owner]:
    """The book on bees in every format, each in a folder of its own."""
    folder = tmp_path_factory.mktemp("kept")
    for suffix in CODECS:
        (folder / suffix[1:]).mkdir()
    return {suffix: export(folder / suffix[1:] / f"bees{suffix}", BEES) for suffix in CODECS}


@pytest.mark.parametrize("suffix", CODECS)
def test_every_format_holds_the_whole_document(kept: dict[str, Owner], suffix: str) -> None:
    progress = kept[suffix].progress
    assert [(step.done, step.is_over) for step in progress] == [*((done, False) for done in (0, 0, 1, 2, 3)), (3, True)]
    assert progress[-1].error is None
    path = Path(progress[-1].path)
    sound = sound_of(path)
    assert (sound["codec"], sound["rate"], sound["channels"]) == (*CODECS[suffix], 1)
    # 36 words at 175 a minute, and the rests.
    assert 12 < sound["seconds"] < 24
    assert sound["metadata"]["title"] == "On bees"
    assert sound["metadata"]["artist"] == "A. Keeper"
    assert sound["metadata"]["language"] == "eng"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_headings_are_the_chapters(kept: dict[str, Owner], tmp_path: Path) -> None:
    export(tmp_path / "bees.wav", BEES, first=1, last=2)
    first_two = sound_of(tmp_path / "bees.wav")["seconds"]
    for suffix in (".opus", ".mp3"):
        chapters = sound_of(Path(kept[suffix].progress[-1].path))["chapters"]
        assert [title for title, _ in chapters] == ["The hive", "The honey"]
        # The second one begins where the first two pages end.
        assert [begin for _, begin in chapters] == pytest.approx([0, first_two], abs=0.25)


def test_without_headings_pages_are_the_chapters(tmp_path: Path) -> None:
    path = tmp_path / "plain.mp3"
    export(path, book([[paragraph("One sentence.")], [paragraph("Another one.")]]))
    assert [title for title, _ in sound_of(path)["chapters"]] == ["Page 1", "Page 2"]


def test_an_independent_ear_hears_the_document(kept: dict[str, Owner], ear: Any) -> None:
    import numpy as np

    heard = ear(np.frombuffer(samples_of(Path(kept[".opus"].progress[-1].path)), np.int16), 16_000)
    words = " ".join(block.text for page in BEES[1] for block in page.blocks)
    assert word_recall(heard, words) >= PASS
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
