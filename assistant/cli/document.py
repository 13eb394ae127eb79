"""`seesay document`: by the running instance where it is only to be read aloud, else here."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli import print_json, wording
from assistant.cli.client import hand_over
from assistant.core import languages
from assistant.core.answers import Sentence
from assistant.core.documents import DocumentInfo
from assistant.core.errors import DocumentLocked, FileUnreadable, PageUnreadable, SeeSayError, UsageError
from assistant.core.report import Json, audio_report, error_report
from assistant.core.wording.exports import ExportMessages
from assistant.system.messages import BETWEEN

if TYPE_CHECKING:
    from argparse import Namespace

    from assistant.app.document_once import DocumentEnded, DocumentWish
    from assistant.core.reader_ports import Progress

MOST_FILES = 10_000
_STEP = 10
_HERE = ("first", "last", "save", "wav", "language", "read_language", "timeout", "json", "quiet", "password_stdin")
"""Options that only this process can do, besides `--engine embedded`.

Without any of them the running instance reads, with its window and keys.
"""


def document(options: Namespace) -> int:
    """Read a document, or keep it; return the exit code."""
    wish = _wish(options)
    if wish.has_models and not any(getattr(options, name) for name in _HERE):
        paths = BETWEEN.join(str(Path(path).resolve()) for path in wish.paths)
        if hand_over("document", {"paths": paths}) is not None:
            return 0
    return _Here(options, wish).run()


def _wish(options: Namespace) -> DocumentWish:
    from assistant.app.document_once import DocumentWish

    for code in filter(None, [options.language, *(options.read_language or "").split(",")]):
        if not languages.is_known(code):
            raise UsageError(detail=f"language {code}")
    if options.engine not in ("auto", "embedded"):
        raise UsageError(detail="--engine: documents take auto or embedded")
    if options.detail is not None:
        raise UsageError(detail="--detail: a document is read as it is")
    if options.save is not None and options.wav is not None:
        raise UsageError(detail="--save and --wav")
    if len(options.files) > MOST_FILES:
        raise UsageError(detail=f"more than {MOST_FILES} files")
    for path in options.files:
        _look_at(path)
    return DocumentWish(
        paths=tuple(options.files),
        first=options.first or 1,
        last=options.last or 0,
        save=Path(options.save) if options.save else None,
        wav=Path(options.wav) if options.wav else None,
        is_quiet=options.quiet,
        language=options.language or "",
        read_language=options.read_language or "",
        timeout=options.timeout,
        has_models=options.engine == "auto",
        is_single=bool(options.json or options.save or options.first or options.last),
    )


def _look_at(path: str) -> None:
    """Raise `FileUnreadable` for what isn't there, before an instance or a child is asked for it."""
    try:
        # No name at all would be the folder that the command was given in.
        if path and (Path(path).is_file() or (Path(path).is_dir() and any(Path(path).iterdir()))):
            return
    except (OSError, ValueError):
        pass
    raise FileUnreadable(name=Path(path).name or path)


class _Here:
    """One document in this process, and what is printed of it."""

    def __init__(self, options: Namespace, wish: DocumentWish) -> None:
        self._options = options
        self._wish = wish
        self._sentences: list[tuple[Sentence, int]] = []
        self._step = 0
        self._saved = 0
        self._failed: tuple[int, ...] = ()
        self._has_read = False

    def run(self) -> int:
        """Do it; return the exit code."""
        from assistant.app.document_once import DocumentCaller, run_document

        ended = run_document(self._wish, DocumentCaller(self._sentence, self._progress, self._password))
        if self._options.json:
            text = wording().error(ended.error) if ended.error else None
            failure = error_report(ended.error.code, text) if ended.error and text else {}
            print_json(self._report(ended) | failure)
        elif ended.error is not None:
            print(wording().error(ended.error).spoken, file=sys.stderr)
        elif self._wish.save is not None:
            told = wording().count(ExportMessages.SAVED, self._saved, path=self._wish.save)
            print(told, flush=True)
            for number in self._failed:
                print(wording().error(PageUnreadable(page=str(number))).message, file=sys.stderr)
        return ended.error.exit_code if ended.error else 0

    def _sentence(self, sentence: Sentence, page: int) -> None:
        if self._options.json:
            self._sentences.append((sentence, page))
        else:
            print(sentence.text, flush=True)

    def _progress(self, progress: Progress) -> None:
        self._saved, self._failed = progress.done, progress.failed
        step = progress.done * _STEP // max(1, progress.total)
        if step > self._step and not progress.is_over and not self._options.json and sys.stderr.isatty():
            self._step = step
            told = wording().full(ExportMessages.PROGRESS, done=progress.done, total=progress.total)
            print(told, file=sys.stderr, flush=True)

    def _password(self, error: DocumentLocked) -> str | None:
        is_wrong = error.params.get("is_wrong") == "yes"
        if self._options.password_stdin:
            is_second, self._has_read = self._has_read, True
            return None if is_second else sys.stdin.readline().rstrip("\r\n")
        if not sys.stdin.isatty():
            return None
        words = wording()
        prompt = words.error(error).message if is_wrong else ""
        asked = words.full(ExportMessages.PASSWORD, name=error.params.get("name", ""))
        try:
            return getpass.getpass(f"{prompt} {asked} ".lstrip())
        except EOFError:
            return None

    def _report(self, ended: DocumentEnded) -> Json:
        info = ended.info
        assert info is not None, "it was open, or an error was raised"
        numbers = dict.fromkeys(page for _, page in self._sentences)
        sentences = [sentence.text for sentence, _ in self._sentences]
        timings = ended.timings
        return {
            "task": "document",
            "source": self._options.files[0] if len(self._options.files) == 1 else self._options.files,
            "engine": "embedded",
            "model": "",
            "language": info.language or next((sentence.language for sentence, _ in self._sentences), ""),
            "text": "\n".join(sentences),
            "sentences": sentences,
            "regions": [],
            "confidence": None,
            "acted": None,
            "finish": "finished",
            "audio": audio_report(ended.audio),
            "timings_ms": {
                "capture": timings.capture,
                "first_text": timings.first_text,
                "first_audio": timings.first_audio,
                "total": timings.total,
            },
            "document": _about(info),
            "pages": [self._page(number, ended) for number in numbers],
            "saved": self._kept(),
        }

    def _kept(self) -> Json | None:
        if self._wish.save is None:
            return None
        return {"file": str(self._wish.save), "pages": self._saved, "failed": list(self._failed)}

    def _page(self, number: int, ended: DocumentEnded) -> Json:
        page = ended.pages.get(number)
        error: SeeSayError | None = ended.failed.get(number)
        return {
            "number": number,
            "label": page.label if page else "",
            "recognised": page.is_recognised if page else False,
            "sentences": [sentence.text for sentence, place in self._sentences if place == number],
            "error": error.code if error else None,
        }


def _about(info: DocumentInfo) -> Json:
    return {"title": info.title, "author": info.author, "kind": str(info.kind), "pages": info.pages}
