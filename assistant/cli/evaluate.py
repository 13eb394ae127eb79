"""`seesay evaluate`: asks a model the user's own questions, at one precision after the other, and prints the scores.

The model runs in its child as ever. Answers stay in memory; what is printed and written are numbers.
"""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import queue
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.app.engines import SILENCE_DEADLINE, START_DEADLINE
from assistant.app.house import data_folder, load_wording, open_store
from assistant.app.specs import Spec, Specs
from assistant.capture.grabber import DesktopGrabber
from assistant.cli import print_json, print_lines
from assistant.core.domain import (
    Done,
    EngineEvent,
    EngineLost,
    EngineReady,
    Failed,
    Picture,
    Piece,
    Request,
    Source,
    SourceKind,
    Task,
)
from assistant.core.errors import (
    EngineError,
    EngineStalled,
    ModelNotInstalled,
    PlotterMissing,
    SeeSayError,
    UsageError,
)
from assistant.core.servers import is_address
from assistant.core.settings_table import AUTO, NONE
from assistant.core.wording import M
from assistant.core.wording.evaluate import COLUMNS
from assistant.core.wording.evaluate import EvaluateMessages as E
from assistant.process.host import EngineHost
from assistant.vision import evaluate as scoring
from assistant.vision import services
from assistant.vision.shapes import PRECISIONS

if TYPE_CHECKING:
    from argparse import Namespace

    from assistant.core.wording import Message, Wording
    from assistant.vision.evaluate import Question, Result

_TENTHS = 10
_DRAWN = frozenset({".png", ".svg", ".pdf"})


def run(options: Namespace) -> int:
    """Do the command; return the exit code: that of the first error where no precision could be measured."""
    precisions = _precisions(options.precision)
    if options.plot:
        _check_plot(Path(options.plot))
    questions = scoring.read_questions(Path(options.folder))
    settings = open_store().settings
    wording = load_wording(settings)
    wanted = options.model or settings.text("engine.model")
    subject = _subject(Specs(lambda: settings, data_folder()), wanted)
    evaluation = _Evaluation(subject, questions, wording)
    results = [evaluation.measure(precision) for precision in precisions]
    _print(results, subject.name, questions, wording, as_json=options.json)
    if options.plot:
        _plot(results, Path(options.plot), subject.name)
        if not options.json:
            print_lines([wording.full(E.WRITTEN, path=options.plot)])
    return 0 if any(result.scores for result in results) else evaluation.exit_code


def _precisions(told: str) -> list[str]:
    precisions = list(dict.fromkeys(each.strip() for each in told.split(",") if each.strip()))
    unknown = [each for each in precisions if each not in (AUTO, *PRECISIONS)]
    if unknown or not precisions:
        raise UsageError(detail=f"--precision {', '.join(unknown)}".strip())
    return precisions


def _check_plot(path: Path) -> None:
    """Raise what would fail when everything is measured: PlotterMissing, UsageError for a file that can't be drawn."""
    if importlib.util.find_spec("matplotlib") is None:
        raise PlotterMissing(detail="matplotlib")
    if path.suffix.lower() not in _DRAWN or not path.absolute().parent.is_dir() or path.is_dir():
        raise UsageError(detail=f"--plot {path}")


def _subject(specs: Specs, wanted: str) -> Spec:
    """Return what the model of that name is started with; of "auto" (a server or none too) the best installed one's."""
    if wanted not in (AUTO, NONE) and not is_address(wanted):
        return specs.of(wanted)
    best = specs.best()
    if best is None:
        raise ModelNotInstalled(model="")
    return replace(best, name=AUTO) if best.service == services.PLANNED else best


class _Evaluation:
    """Measures one precision after the other, each in a child of its own. `exit_code` is the first error's."""

    def __init__(self, subject: Spec, questions: Sequence[Question], wording: Wording) -> None:
        self.exit_code = EngineError.exit_code
        self._subject = subject
        self._questions = questions
        self._wording = wording
        self._unanswerable = wording.full(M.UNANSWERABLE).strip().lower()

    def measure(self, precision: str) -> Result:
        """Return what a precision comes to; an error ends it and is told in its result."""
        pictures = scoring.pictures_of(self._questions)
        self._tell(
            E.BEGINS,
            model=self._subject.name,
            precision=precision,
            questions=len(self._questions),
            pictures=len(pictures),
        )
        result = scoring.Result(precision)
        child = _Child(self._subject, precision)
        try:
            result.load = child.start()
            self._ask(child, result)
            result.memory = child.memory
        except SeeSayError as error:
            self.exit_code = error.exit_code
            result.error = self._wording.error(error).spoken
            self._tell(E.FAILED, precision=precision, why=result.error)
        finally:
            child.close()
        return result

    def _ask(self, child: _Child, result: Result) -> None:
        """Ask every question, and for a caption of each picture, one picture after the other."""
        ids = itertools.count(1)
        grabber = DesktopGrabber(ids.__next__)
        done, total = 0, len(self._questions)
        for path in scoring.pictures_of(self._questions):
            picture = grabber.grab(Source(SourceKind.FILE, path=str(path)))
            told = child.ask(Request(next(ids), picture.id, Task.DESCRIBE), picture)
            result.captions.append(scoring.caption_of(told.text))
            for question in (each for each in self._questions if each.picture == path):
                told = child.ask(Request(next(ids), picture.id, Task.ASK, question.text), picture)
                result.scores.append(scoring.accuracy(self._plain(told.text), question.answers))
                result.first.append(told.first)
                result.answer.append(told.total)
                done += 1
                if done * _TENTHS // total > (done - 1) * _TENTHS // total:
                    self._tell(E.PROGRESS, done=done, total=total)

    def _plain(self, answer: str) -> str:
        """Return an answer as the model gave it; SeeSay tells one that means "unanswerable" in its own words."""
        return "unanswerable" if answer.strip().lower() == self._unanswerable else answer

    def _tell(self, message: Message, **params: object) -> None:
        print(self._wording.full(message, **params), file=sys.stderr, flush=True)


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer, and the seconds until its first word and its end, as one waits for them."""

    text: str
    first: float
    total: float


class _Child:
    """The model's child; every wait ends. `memory` is the most that it was seen to hold."""

    def __init__(self, subject: Spec, precision: str) -> None:
        self.memory: int | None = None
        self._events: queue.SimpleQueue[EngineEvent] = queue.SimpleQueue()
        self._host = EngineHost(
            subject.name,
            subject.service,
            {**dict(subject.options), "precision": precision},
            self._events.put,
            start_deadline=START_DEADLINE,
            silence_deadline=SILENCE_DEADLINE,
        )

    def start(self) -> float:
        """Load the model; return the seconds that it took. Raises what loading raises."""
        began = time.perf_counter()
        self._host.start()
        while not isinstance(event := self._next(START_DEADLINE), EngineReady):
            if isinstance(event, EngineLost | Failed):
                raise event.error
        self._weigh()
        return time.perf_counter() - began

    def ask(self, request: Request, picture: Picture) -> _Told:
        """Return the whole answer. Raises what the engine raises."""
        began = time.perf_counter()
        first: float | None = None
        heard: list[str] = []
        self._host.answer(request, picture)
        while not isinstance(event := self._next(SILENCE_DEADLINE), Done):
            if isinstance(event, EngineLost | Failed):
                raise event.error
            if isinstance(event, Piece):
                first = first if first is not None else time.perf_counter() - began
                heard.append(event.text)
        self._weigh()
        total = time.perf_counter() - began
        return _Told("".join(heard).strip(), total if first is None else first, total)

    def close(self) -> None:
        """End the child."""
        self._host.close()

    def _next(self, seconds: float) -> EngineEvent:
        try:
            return self._events.get(timeout=seconds)
        except queue.Empty:
            raise EngineStalled from None

    def _weigh(self) -> None:
        """Note what the children of this process hold; it has no others."""
        try:
            import psutil

            held = sum(each.memory_info().rss for each in psutil.Process().children(recursive=True))
        except (ImportError, OSError, RuntimeError):
            return
        self.memory = max(held, self.memory or 0)


# --- what is printed and drawn -------------------------------------------------------------------------


def _print(
    results: Sequence[Result], model: str, questions: Sequence[Question], wording: Wording, *, as_json: bool
) -> None:
    if as_json:
        print_json(
            {
                "model": model,
                "questions": len(questions),
                "pictures": len(scoring.pictures_of(questions)),
                "results": [result.report() for result in results],
                "published": {"source": scoring.SOURCE, "dataset": "TextVQA", "accuracy": scoring.PUBLISHED},
            }
        )
        return
    heads = [wording.full(message) for message in COLUMNS.values()]
    print_lines(_table([heads, *(_row(result) for result in results if result.scores)]))
    print_lines(["", wording.full(E.PUBLISHED, source=scoring.SOURCE)])
    print_lines(_table([heads[:2], *([name, f"{value:.2f}"] for name, value in scoring.PUBLISHED.items())]))


def _row(result: Result) -> list[str]:
    told = result.report()
    columns = ("accuracy", "caption_words", "caption_sentences", "load_s", "first_word_s", "answer_s")
    shown = ["–" if told[name] is None else f"{told[name]:.2f}" for name in columns]
    return [result.precision, *shown, "–" if result.memory is None else f"{result.memory / 1e9:.2f}"]


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _plot(results: Sequence[Result], path: Path, model: str) -> None:
    """Draw the accuracies and the published ones beside them. Raises PlotterMissing, OSError."""
    try:
        figures: Any = importlib.import_module("matplotlib.figure")
    except ImportError as error:
        raise PlotterMissing(detail="matplotlib") from error
    names = [result.precision for result in results if result.scores]
    figure = figures.Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    places = range(len(names))
    own = [result.accuracy for result in results if result.scores]
    published = [scoring.PUBLISHED.get(name, 0) for name in names]
    axes.bar([place - 0.2 for place in places], own, 0.4, label=model)
    axes.bar([place + 0.2 for place in places], published, 0.4, label=f"TextVQA, {scoring.SOURCE}", color="0.7")
    axes.set_xticks(list(places), names)
    axes.set_ylim(0, 100)
    axes.set_ylabel("VQA accuracy, %")
    axes.legend()
    figure.savefig(path, dpi=150)
