"""`seesay document`, where there is nothing else: no display, no sound, no running instance."""

from __future__ import annotations

import base64
import io
import json
import os
import pty
import signal
import subprocess
from pathlib import Path

import pikepdf
import psutil
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from assistant.cli import main
from support.commands import bare_env, check_answer, command, error_of
from support.exports import sound_of
from support.processes import wait_until
from support.seesay import SEESAY
from support.servers import part, says, serving, streams

FIRST = ["The weather", "The morning is cold and clear.", "Rain comes from the west in the afternoon."]
SECOND = ["Take an umbrella when you leave the house."]


def page_of(words: str) -> bytes:
    """Return a page as a scanner gives it."""
    image = Image.new("L", (1240, 1754), 250)
    ImageDraw.Draw(image).text((120, 160), words, font=ImageFont.load_default(40), fill=20)
    data = io.BytesIO()
    image.save(data, "JPEG", quality=80)
    return data.getvalue()


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with text and a scanned one."""
    folder = tmp_path_factory.mktemp("documents")
    scan, path = folder / "scan.jpg", folder / "weather.pdf"
    scan.write_bytes(page_of(SECOND[0]))
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setTitle("The weather today")
    canvas.setFont("Helvetica-Bold", 24)
    canvas.drawString(72, 760, FIRST[0])
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 720, FIRST[1])
    canvas.drawString(72, 704, FIRST[2])
    canvas.showPage()
    canvas.drawImage(str(scan), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    scan.unlink()
    return path


def test_sentences_are_printed_page_by_page(pdf: Path) -> None:
    told = command("document", str(pdf), "--quiet")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines() == FIRST + SECOND


def test_several_documents_are_read_one_after_another(tmp_path: Path) -> None:
    for name, words in (("one.txt", "The first text."), ("two.md", "# Second\n\nIt has a heading.")):
        (tmp_path / name).write_text(words, encoding="utf-8")
    told = command("document", "one.txt", "two.md", "--quiet", cwd=tmp_path)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines() == ["The first text.", "Second", "It has a heading."]
    told = command("document", "one.txt", "two.md", "--json", cwd=tmp_path)
    assert (told.returncode, error_of(told)["code"]) == (2, "usage")


@pytest.mark.parametrize("engine", ["auto", "embedded"])
def test_a_figure_is_described_where_a_model_is_there(tmp_path: Path, engine: str) -> None:
    picture = io.BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(picture, "PNG")
    figure = f'<img alt="A barn" src="data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}">'
    path = tmp_path / "farm.html"
    path.write_text(f"<html><body><p>Here it is.</p>{figure}<p>That was it.</p></body></html>")
    folder = tmp_path / "settings"
    (folder / "seesay").mkdir(parents=True)
    models = says("200 OK", json.dumps({"data": [{"id": "one"}]}))
    with serving(models, streams(part("A red barn stands there.", "stop"), "[DONE]")) as server:
        (folder / "seesay" / "settings.toml").write_text(f'version = 1\n[engine]\nmodel = "{server.url}"\n')
        env = bare_env(XDG_CONFIG_HOME=str(folder))
        told = command("document", str(path), "--quiet", "--engine", engine, env=env)
        asked = [call for call in server.calls if call.body]
    words = " ".join(told.stdout.split())
    assert ("A red barn stands there." in words, len(asked)) == ((True, 1) if engine == "auto" else (False, 0)), told
    assert "A barn" in told.stdout.splitlines()
    assert told.stdout.splitlines()[0] == "Here it is."
    assert told.stdout.splitlines()[-1] == "That was it."


def test_the_object_tells_the_pages_and_the_file_holds_the_speech(pdf: Path, tmp_path: Path) -> None:
    wav = tmp_path / "heard.wav"
    told = command("document", str(pdf), "--json", "--wav", str(wav), "--from", "2")
    assert told.returncode == 0, told.stderr
    answer = json.loads(told.stdout)
    check_answer({name: value for name, value in answer.items() if name not in ("document", "pages", "saved")})
    assert answer["document"] == {"title": "The weather today", "author": "anonymous", "kind": "pdf", "pages": 2}
    [page] = answer["pages"]
    assert page == {"number": 2, "label": "", "recognised": True, "sentences": SECOND, "error": None}
    assert (answer["task"], answer["saved"], answer["audio"]["file"]) == ("document", None, str(wav))
    assert sound_of(wav)["seconds"] == pytest.approx(answer["audio"]["seconds"], abs=0.05)


@pytest.mark.parametrize("ending", ["mp3", "pdf"])
def test_a_document_is_kept(pdf: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"kept.{ending}"
    told = command("document", str(pdf), "--save", str(path))
    assert (told.returncode, told.stdout) == (0, f"{path} is saved, 2 pages.\n"), told.stderr
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
    if ending == "mp3":
        assert [title for title, _ in sound_of(path)["chapters"]] == ["The weather"]
        return
    import pypdfium2

    with pypdfium2.PdfDocument(str(path)) as document:
        texts = [document[number].get_textpage().get_text_range().split() for number in (0, 1)]
    assert texts == [" ".join(FIRST).split(), SECOND[0].split()]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["PDF", "--from", "0"],
        ["PDF", "--detail", "full"],
        ["PDF", "--engine", "paligemma2-3b-mix-448"],
        ["PDF", "--save", "a.wav", "--wav", "b.wav"],
        ["PDF", "--language", "xx"],
        ["PDF", "--timeout", "0"],
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_refused(pdf: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["document", *[str(pdf) if word == "PDF" else word for word in words], "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "usage"


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["nothing.pdf"], 3, "file_unreadable"),
        (["PDF", "--from", "3", "--quiet"], 3, "page_missing"),
        (["PDF", "--save", "kept.ogg"], 3, "export_unknown"),
        (["PDF", "--save", "/nowhere/kept.txt"], 3, "export_failed"),
        (["PDF", "--quiet", "--timeout", "0.1"], 6, "timed_out"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else None,
)
def test_what_can_not_be_done_with_a_document(pdf: Path, words: list[str], status: int, code: str) -> None:
    told = command("document", *[str(pdf) if word == "PDF" else word for word in words], "--json")
    assert (told.returncode, error_of(told)["code"]) == (status, code), told.stderr


@pytest.fixture
def locked(pdf: Path, tmp_path: Path) -> Path:
    path = tmp_path / "locked.pdf"
    with pikepdf.open(pdf) as document:
        del document.pages[1]
        document.save(path, encryption=pikepdf.Encryption(owner="owner", user="honey"))
    return path


def test_a_password_comes_from_standard_input(locked: Path) -> None:
    told = command("document", str(locked), "--quiet", "--password-stdin", input="honey\n")
    assert (told.returncode, told.stdout.splitlines()) == (0, FIRST), told.stderr
    for given in ({"input": "wax\n"}, {"stdin": subprocess.DEVNULL}):
        wrong = command("document", str(locked), "--json", "--password-stdin", **given)
        assert (wrong.returncode, error_of(wrong)["code"]) == (3, "document_locked")


def test_a_password_is_asked_for_without_being_shown(locked: Path) -> None:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [SEESAY, "document", str(locked), "--quiet"],
        env=bare_env(),
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=slave,
        start_new_session=True,
        text=True,
    )
    os.close(slave)
    shown = b""
    while b"Password of locked.pdf:" not in shown:
        shown += os.read(master, 1000)
    os.write(master, b"honey\n")
    output, _ = process.communicate(timeout=60)
    os.close(master)
    assert (process.returncode, output.splitlines()) == (0, FIRST)
    assert b"honey" not in shown


@pytest.mark.parametrize("words", [["--quiet"], ["--save", "kept.txt"]], ids=["reading", "keeping"])
def test_an_interruption_is_one(tmp_path: Path, words: list[str]) -> None:
    """In the middle of a book of scans, of which no page is there within a second."""
    for number in range(4):
        (tmp_path / f"{number}.jpg").write_bytes(page_of(f"This is page number {number}."))
    pictures = [str(tmp_path / f"{number}.jpg") for number in range(4)]
    process = subprocess.Popen(
        [SEESAY, "document", *pictures, *words],
        env=bare_env(),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(
        lambda: len(psutil.Process(process.pid).children()) >= (3 if "--save" in words else 2),
        seconds=60,
        what="the children of the engine, the document and the export",
    )
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (130, "")
    assert not (tmp_path / "kept.txt").exists()
    assert "page number 3" not in output
