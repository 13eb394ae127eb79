"""What describe, read, ask and find print: sentences as they come, or one object at the end, and the WAV beside it."""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.cli import print_json, wording
from assistant.core.answers import Answer, Sentence
from assistant.core.errors import SeeSayError, VoiceError
from assistant.core.report import BESIDE, Audio, Json, answer_report, audio_report, error_report


def error_beside(report: Json) -> SeeSayError | None:
    """Take the error out of a report that the running instance sent beside an answer."""
    told = report.pop("beside", None)
    if not isinstance(told, dict):
        return None
    params = told.get("params")
    named = {str(name): str(value) for name, value in params.items()} if isinstance(params, dict) else {}
    return SeeSayError.from_code(str(told.get("code")), named)


class Printer:
    """Prints one answer. `wav` is where its speech goes, None where it is played or left out."""

    def __init__(self, *, as_json: bool, wav: Path | None) -> None:
        self.wav = wav
        self._as_json = as_json
        self._heard: list[Sentence] = []

    def sentence(self, sentence: Sentence) -> None:
        """Print a sentence of an answer that is made here."""
        if not self._as_json:
            print(sentence.text, flush=True)

    def heard(self, text: str, language: str) -> None:
        """Print a sentence that the running instance sent; for a WAV keep it."""
        sentence = Sentence(text, language)
        self._heard.append(sentence)
        self.sentence(sentence)

    def ended(self, answer: Answer, audio: Audio | None) -> int:
        """Print the end of an answer that was made here; return the exit code."""
        if answer.error is not None and not isinstance(answer.error, BESIDE):
            raise answer.error
        return self._finish(answer_report(answer, audio), answer.error)

    def report(self, report: Json) -> int:
        """Print the end of an answer that came from the running instance; return the exit code."""
        error = error_beside(report)
        if self.wav is not None:
            from assistant.app.speaking import write_wav

            try:
                report["audio"] = audio_report(write_wav(self._heard, self.wav))
            except VoiceError as failure:
                error = failure
        return self._finish(report, error)

    def _finish(self, report: Json, error: SeeSayError | None) -> int:
        text = wording().error(error) if error else None
        if self._as_json:
            print_json(report | (error_report(error.code, text) if error and text else {}))
        elif text:
            print(text.spoken, file=sys.stderr)
        return error.exit_code if error else 0
