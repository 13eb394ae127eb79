"""An export that was left, killed or ran out of room goes on where it was, and is the same file in the end."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import psutil
import pytest

from assistant.core.documents import Files
from assistant.core.errors import ExportBusy, ExportFailed, ExportUnknown, PageMissing, PageUnreadable
from assistant.reader.exports import ExportJob
from assistant.reader.exports.part import Part, failure, part_of
from support.exports import Owner, book, export, heading, paragraph, sound_of

PAGES = [
    [heading(f"Chapter {number}"), paragraph(f"This is what page {number} says of bees.")] for number in range(1, 9)
]
BEES = book(PAGES)


def left_after(path: Path, pages: int) -> Owner:
    """Begin an export and wait until some pages are kept."""
    owner = Owner(ExportJob(path, BEES[0], Files(())), BEES[1])
    owner.exporter.start()
    owner.await_that(lambda: owner.progress[-1].done >= pages)
    return owner


def the_child() -> psutil.Process:
    [child] = [found for found in psutil.Process().children() if "--export-worker" in found.cmdline()]
    return child


@pytest.mark.parametrize("suffix", [".opus", ".txt"])
def test_what_was_killed_in_the_middle_becomes_the_same_file(tmp_path: Path, suffix: str) -> None:
    whole, path = tmp_path / f"whole{suffix}", tmp_path / f"bees{suffix}"
    export(whole, BEES)
    owner = left_after(path, 3)
    the_child().kill()
    end = owner.await_that(lambda: owner.progress[-1].is_over)
    assert end.error == ExportFailed(name=path.name, why="broken")
    assert sorted(found.name for found in tmp_path.iterdir()) == sorted([part_of(path).name, whole.name])
    assert stat.S_IMODE(part_of(path).stat().st_mode) == 0o600
    again = export(path, BEES)
    assert again.progress[1].done >= 3
    assert len(again.asked) == 8 - again.progress[1].done
    assert again.progress[-1].error is None
    if suffix == ".txt":
        assert path.read_bytes() == whole.read_bytes()
    else:
        # eSpeak never makes quite the same sound twice.
        one, two = sound_of(path), sound_of(whole)
        assert one["seconds"] == pytest.approx(two["seconds"], rel=0.01)
        assert [title for title, _ in one["chapters"]] == [f"Chapter {number}" for number in range(1, 9)]
        assert [begin for _, begin in one["chapters"]] == pytest.approx(
            [begin for _, begin in two["chapters"]], abs=0.2
        )
    assert not part_of(path).exists()


def test_what_was_cancelled_shows_nothing_and_goes_on_later(tmp_path: Path) -> None:
    path = tmp_path / "bees.txt"
    owner = left_after(path, 2)
    owner.exporter.cancel()
    end = owner.progress[-1]
    assert (end.is_over, end.error, end.done < end.total) == (True, None, True)
    assert not [found for found in tmp_path.iterdir() if not found.name.startswith(".")]
    owner.exporter.cancel()
    assert owner.progress[-1] is end
    psutil.wait_procs(psutil.Process().children(), timeout=5)
    assert export(path, BEES).progress[1].done >= 2


def test_a_page_that_failed_is_tried_again(tmp_path: Path) -> None:
    info, pages = BEES
    path = tmp_path / "bees.txt"
    owner = Owner(ExportJob(path, info, Files(())), [PageUnreadable(page="1"), *pages[1:]])
    owner.exporter.start()
    owner.await_that(lambda: owner.progress[-1].done >= 2)
    owner.exporter.cancel()
    psutil.wait_procs(psutil.Process().children(), timeout=5)
    again = export(path, BEES)
    assert 1 in again.asked
    assert 2 not in again.asked
    assert again.progress[-1].failed == ()
    assert "what page 1 says" in path.read_text("utf-8")


def test_another_manner_or_another_document_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "bees.txt"
    left_after(path, 2).exporter.cancel()
    psutil.wait_procs(psutil.Process().children(), timeout=5)
    again = export(path, BEES, first=2)
    assert (again.progress[0].total, again.progress[1].done) == (7, 0)
    assert "page 1 says" not in path.read_text("utf-8")


def test_a_record_that_was_cut_short_or_damaged_is_done_again(tmp_path: Path) -> None:
    target = tmp_path / "bees.txt"
    part = Part(target, b"how")
    for number in (1, 2, 3):
        part.add(number, b"page %d" % number)
    part.close()
    data = part_of(target).read_bytes()
    for damaged, there in (
        (data[:-1], [1, 2]),
        (data.replace(b"page 2", b"page X"), [1]),
        (data + b"\0" * 7, [1, 2, 3]),
    ):
        part_of(target).write_bytes(damaged)
        part = Part(target, b"how")
        assert part.done == there
        part.add(9, b"page 9")
        assert dict(part.contents()) == {**{number: b"page %d" % number for number in there}, 9: b"page 9"}
        part.close()
        assert Part(target, b"how").done == [*there, 9]


def test_two_exports_to_one_path_do_not_meet(tmp_path: Path) -> None:
    path = tmp_path / "bees.txt"
    part = Part(path, b"how")
    assert export(path, BEES).progress[-1].error == ExportBusy(name="bees.txt")
    part.close()
    assert export(path, BEES).progress[-1].error is None


def test_a_full_disk_is_told_and_what_was_done_is_kept(tmp_path: Path) -> None:
    """The child may write 400 kilobytes and no more: it gets an error as on a full disk."""
    path = tmp_path / "bees.wav"
    command = [sys.executable, "-c", _BOUNDED]
    owner = Owner(ExportJob(path, BEES[0], Files(())), BEES[1], command=command)
    assert owner.run().error == ExportFailed(name="bees.wav", why="full")
    kept = owner.progress[-1].done
    assert 0 < kept < 8
    assert [found.name for found in tmp_path.iterdir()] == [part_of(path).name]
    again = export(path, BEES)
    assert (again.progress[1].done, again.progress[-1].error) == (kept, None)


def test_a_disk_that_is_full_at_the_very_end_leaves_no_half_file(tmp_path: Path) -> None:
    path = tmp_path / "bees.wav"
    command = [sys.executable, "-c", _FULL_AT_THE_END]
    owner = Owner(ExportJob(path, BEES[0], Files(())), BEES[1], command=command)
    assert owner.run().error == ExportFailed(name="bees.wav", why="full")
    assert [found.name for found in tmp_path.iterdir()] == [part_of(path).name]
    assert export(path, BEES).asked == []


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="there is no folder that not even root may write")
def test_a_folder_that_is_not_the_users_is_told() -> None:
    path = Path("/sys/kernel/bees.txt")
    assert export(path, BEES).progress[-1].error == ExportFailed(name="bees.txt", why="forbidden")


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "full"),
        (errno.EDQUOT, "full"),
        (errno.EACCES, "forbidden"),
        (errno.EROFS, "forbidden"),
        (5, "broken"),
    ],
)
def test_every_refusal_of_the_system_has_its_reason(number: int, why: str) -> None:
    assert failure(Path("/x/bees.txt"), OSError(number, "?")) == ExportFailed(name="bees.txt", why=why)


def test_no_folder_is_told(tmp_path: Path) -> None:
    assert export(tmp_path / "none" / "bees.txt", BEES).progress[-1].error == ExportFailed(
        name="bees.txt", why="folder"
    )
    (tmp_path / "folder.txt").mkdir()
    error = export(tmp_path / "folder.txt", BEES).progress[-1].error
    assert error == ExportFailed(name="folder.txt", why="folder")


def test_a_foreign_file_in_the_place_of_the_part_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bees.txt"
    part_of(path).write_text("my own notes")
    assert export(path, BEES).progress[-1].error == ExportFailed(name="bees.txt", why="forbidden")
    assert part_of(path).read_text() == "my own notes"
    part_of(path).unlink()
    elsewhere = tmp_path / "precious"
    elsewhere.write_text("my own notes")
    part_of(path).symlink_to(elsewhere)
    assert export(path, BEES).progress[-1].error is not None
    assert elsewhere.read_text() == "my own notes"


def test_a_document_is_not_overwritten_by_what_is_made_of_it(tmp_path: Path) -> None:
    path, link = tmp_path / "bees.txt", tmp_path / "link.txt"
    path.write_text("my own notes")
    link.symlink_to(path)
    for target in (path, link):
        error = export(target, BEES, origin=Files((str(path),))).progress[-1].error
        assert error == ExportFailed(name="bees.txt", why="forbidden")
    assert path.read_text() == "my own notes"
    assert sorted(found.name for found in tmp_path.iterdir()) == ["bees.txt", "link.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
@pytest.mark.parametrize("name", [b"be\xffes.txt", b"~bees.txt"])
def test_any_name_will_do(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    assert export(path, BEES).progress[-1].error is None
    assert [os.fsencode(found.name) for found in tmp_path.iterdir()] == [name]
    gone = tmp_path / "none" / os.fsdecode(name)
    assert export(gone, BEES).progress[-1].error is not None


def test_what_is_left_while_its_file_is_made_is_not_saved(tmp_path: Path) -> None:
    owner = left_after(tmp_path / "bees.wav", 8)
    owner.exporter.cancel()
    assert (owner.progress[-1].is_over, owner.progress[-1].done) == (True, 7)


def test_what_was_just_left_is_gone_on_with_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bees.txt"
    left_after(path, 1).exporter.cancel()
    assert export(path, BEES).progress[-1].error is None


def test_what_can_never_be_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(ExportUnknown):
        export(tmp_path / "bees.ogg", BEES)
    with pytest.raises(PageMissing):
        export(tmp_path / "bees.txt", BEES, first=3, last=9)
    with pytest.raises(PageMissing):
        export(tmp_path / "bees.txt", BEES, first=5, last=4)


_BOUNDED = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
from assistant.reader.exports.worker import main
main()
"""

_FULL_AT_THE_END = """
import resource, signal
from assistant.reader.exports import worker
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
written = 0
class Full(worker._Draft):
    def write(self, data):
        global written
        written += len(data)
        if written > 100_000:
            data = memoryview(data)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        return super().write(data)
worker._Draft = Full
worker.main()
"""
