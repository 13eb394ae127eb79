"""Where documents were left: kept for their content, for their owner alone, whatever happens to the disk or to us."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.core.documents import Bookmark, Position
from assistant.reader.places import MOST, Places
from support.processes import wait_until
from support.reading_stage import BookStage, letter, paragraph

HERE = Position(3, 4, 5)


def places(path: Path) -> Places:
    return Places(lambda: path)


def test_a_place_and_its_bookmarks_are_found_again(tmp_path: Path) -> None:
    path = tmp_path / "places.json"
    first = places(path)
    first.opened("book", ("/a/b.pdf",))
    first.put("book", HERE)
    first.mark("book", (Bookmark(Position(2), "a note"), Bookmark(HERE)))
    first.close()
    second = places(path)
    assert second.of("book").position == HERE
    assert second.of("book").bookmarks == (Bookmark(Position(2), "a note"), Bookmark(HERE))
    assert second.last == ("/a/b.pdf",)
    assert second.of("another").position == Position()


def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    path = tmp_path / "places.json"
    kept = places(path)
    kept.put("book", HERE)
    kept.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["places.json"]


def test_the_document_that_was_not_opened_for_longest_is_forgotten_first(tmp_path: Path) -> None:
    kept = places(tmp_path / "places.json")
    for number in range(MOST + 5):
        kept.opened(f"book {number}", ())
        kept.put(f"book {number}", HERE)
        if number == MOST - 1:
            kept.opened("book 0", ())
    kept.close()
    again = places(tmp_path / "places.json")
    assert again.of("book 0").position == HERE
    assert again.of("book 1").position == Position()
    assert again.of(f"book {MOST + 4}").position == HERE


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"documents": {"a": {"position": "x"}}}', b"\xff\xfe", b'{"documents": 7}']
)
def test_a_file_that_makes_no_sense_is_put_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "places.json"
    path.write_bytes(content)
    kept = places(path)
    assert kept.of("book").position == Position()
    kept.put("book", HERE)
    kept.close()
    assert path.with_suffix(".broken").read_bytes() == content
    assert places(path).of("book").position == HERE


def test_without_a_folder_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    nowhere = places(tmp_path / "missing" / "places.json")
    nowhere.put("book", HERE)
    nowhere.close()
    none = Places(lambda: None)
    none.put("book", HERE)
    assert none.of("book").position == HERE
    none.close()


def test_nothing_of_what_a_document_says_is_written(tmp_path: Path) -> None:
    path = tmp_path / "places.json"
    stage = BookStage(letter((paragraph("Secret words. More of them."),)), places=lambda: path)
    stage.opens("Letter")
    stage.hears(2)
    stage.begins()
    stage.player.add_bookmark("my note")
    stage.places.close()
    text = path.read_text(encoding="utf-8")
    assert "Secret" not in text
    assert "my note" in text
    assert json.loads(text)["documents"]["id of Letter"]["position"]["offset"] == len("Secret words. ")


def test_a_document_goes_on_where_it_was_left_and_starts_anew_behind_its_end(tmp_path: Path) -> None:
    path = tmp_path / "places.json"
    pages = ((paragraph("One. Two."),), (paragraph("Three. Four."),))
    for wanted in (
        ["Letter, 2 pages.", "One.", "Two.", "Three."],
        ["Letter, 2 pages.", "Going on at page 2.", "Three.", "Four.", "This is the end of Letter."],
        ["Letter, 2 pages.", "One.", "Two.", "Three."],
    ):
        stage = BookStage(letter(*pages), places=lambda: path)
        stage.opens("Letter")
        stage.hears(len(wanted) - 1)
        stage.begins()
        stage.player.close()
        stage.places.close()
        assert stage.said[: len(wanted)] == wanted


def test_what_was_read_last_is_opened_again_paused(tmp_path: Path) -> None:
    path = tmp_path / "places.json"
    pages = ((paragraph("One. Two."),), (paragraph("Three. Four."),))
    first = BookStage(letter(*pages), places=lambda: path)
    first.opens("Letter")
    first.hears(3)
    first.begins()
    first.places.close()
    second = BookStage(letter(*pages), places=lambda: path)
    second.player.resume()
    second.settle()
    second.hears_all()
    assert second.said == ["Letter, 2 pages.", "Going on at page 2."]
    second.player.play_pause()
    assert second.now == "Three."
    second.player.resume()
    assert second.now == "Three."
    second.places.close()


def test_a_document_without_a_file_takes_the_place_of_no_book(tmp_path: Path) -> None:
    kept = places(tmp_path / "places.json")
    kept.opened("book", ("/a/b.pdf",))
    kept.opened("clipboard", ())
    assert kept.last == ("/a/b.pdf",)
    kept.close()


def test_a_last_document_that_is_gone_is_told_once(tmp_path: Path) -> None:
    kept = places(tmp_path / "places.json")
    kept.opened("gone", ("/gone.pdf",))
    kept.close()
    stage = BookStage(places=lambda: tmp_path / "places.json")
    for _ in range(2):
        stage.player.resume()
        stage.settle()
        stage.hears_all()
    stage.places.close()
    assert len(stage.said) == 1
    assert "gone.pdf" in stage.said[0]


def test_resuming_without_anything_is_harmless() -> None:
    stage = BookStage()
    stage.player.resume()
    assert stage.said == []


READER = """
import sys, time
from pathlib import Path
from assistant.core.documents import Position
from assistant.reader.places import Places
places = Places(lambda: Path(sys.argv[1]))
places.opened("book", ())
for number in range(100000):
    places.put("book", Position(1, 0, number))
    print(number, flush=True)
    time.sleep(0.01)
"""


def test_a_kill_leaves_a_whole_file_with_a_place_of_the_last_seconds(tmp_path: Path) -> None:
    path = tmp_path / "places.json"
    with subprocess.Popen([sys.executable, "-c", READER, str(path)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            wait_until(lambda: path.exists() and places(path).of("book").position.offset > 100, what="a place")
        finally:
            os.kill(child.pid, signal.SIGKILL)
        told = [int(line) for line in child.stdout.read().split()]
    kept = places(path).of("book").position.offset
    assert kept in told
    # It is written every second; ten places are made in a tenth of that.
    assert told[-1] - kept < 300, f"{kept} was kept of {told[-1]}"
