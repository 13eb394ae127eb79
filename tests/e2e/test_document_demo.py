"""`seesay demo document`: the sample document in the book window, a page with text and a scanned one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.commands import command
from support.desktop import VirtualDesktop
from support.exports import sound_of

pytestmark = pytest.mark.real

TEXT = [
    "Keeping bees",
    "Bees are easy to keep.",
    "What you need",
    "a little smoke",
    "Table with 3 rows and 2 columns.",
    "Month: June; Jars of honey: 12",
]
SCANNED = "your bees were in my garden"


def test_the_sample_document_is_read_from_its_title_to_its_end(desktop: VirtualDesktop, tmp_path: Path) -> None:
    wav = tmp_path / "demo.wav"
    told = command("demo", "document", "--json", "--wav", str(wav), env=desktop.renewed_env(), timeout=100)
    assert told.returncode == 0, told.stderr
    said = json.loads(told.stdout)
    sentences = said["sentences"]
    places = [sentences.index(sentence) for sentence in TEXT]
    assert places == sorted(places)
    assert SCANNED in " ".join(sentences[places[-1] :])
    assert sentences[-1] == "This is the end of Keeping bees."
    assert sound_of(wav)["seconds"] == pytest.approx(said["audio"]["seconds"], abs=0.5)
