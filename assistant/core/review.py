"""The last answer once more: said again, spelled, opened. It asks no engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.core.answers import Answer, History, Sentence
from assistant.core.domain import Picture, Priority
from assistant.core.ports import Windows
from assistant.core.speech import SpeechQueue
from assistant.core.wording import M, Message, Wording


class Review:
    """Keeps the answers. `current` is what there is of the one under way; `stop` ends what is spoken or made.

    `picture_of` returns an answer's picture as long as that is kept.
    """

    def __init__(
        self,
        speech: SpeechQueue,
        wording: Wording,
        windows: Windows,
        stop: Callable[[], None],
        picture_of: Callable[[Answer], Picture | None],
    ) -> None:
        self._speech = speech
        self._wording = wording
        self._windows = windows
        self._stop = stop
        self._picture_of = picture_of
        self.history = History()

    def repeat(self, current: Answer | None) -> None:
        """Say the last answer again, or what there is of the current one."""
        last = self.history.last
        if current is not None and current.sentences:
            self._speech.stop()
            self._say(current.sentences, current.request_id)
        elif last is not None:
            self._stop()
            self._say(last.sentences, 0)
        else:
            self._announce(M.NOTHING_TO_REPEAT)

    def spell(self, current: Answer | None) -> None:
        """Spell the last sentence that was said, character by character."""
        answer = self._newest(current)
        if answer is None:
            self._announce(M.NOTHING_TO_REPEAT)
            return
        self._stop()
        spelled = self._wording.spell(answer.sentences[-1].text)
        self._speech.say(spelled, self._wording.language, priority=Priority.NOW)

    def open(self, current: Answer | None) -> None:
        """Open the last answer in a window."""
        answer = self._newest(current)
        if answer is None:
            self._announce(M.NO_ANSWER_YET)
        else:
            self._windows.show_answer(answer, self._picture_of(answer))

    def _newest(self, current: Answer | None) -> Answer | None:
        return current if current is not None and current.sentences else self.history.last

    def _say(self, sentences: Sequence[Sentence], request_id: int) -> None:
        for sentence in sentences:
            self._speech.say(sentence.text, sentence.language, request_id=request_id)

    def _announce(self, message: Message) -> None:
        self._speech.say(self._wording.say(message), self._wording.language, priority=Priority.NOW)
