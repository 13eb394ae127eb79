"""The speech queue: what is spoken when, what interrupts what, and what was said last.

It gives the voice one utterance at a time, so that a stop never has to chase a backlog inside a back-end. All its
state is on the owner's thread. It does not know what an answer is, nor how a voice makes sound.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterator

from assistant.core.cleaning import clean
from assistant.core.domain import Priority, SpeechState, Spoken, Utterance, VoiceEvent, VoiceFailed, VoiceStyle
from assistant.core.ports import Voice

Told = Callable[[Spoken | VoiceFailed], None]
"""Hears what becomes of one utterance."""


class SpeechQueue:
    """NOW interrupts and the interrupted utterance is said again after it; NEXT goes before NORMAL.

    Control flow: `say` queues and, if the voice is free, `_advance` hands over the next utterance, and what follows it
    as a hint, so that no gap is heard between the two. The voice's events come back through `handle`; an event of an
    utterance that is no longer the current one is dropped, so the end of something cancelled can't be mistaken for the
    end of what came after. `stop` silences the voice before it touches anything else. `voice_language` tells in which
    language a text of some language is spoken.
    """

    def __init__(
        self,
        voice: Voice,
        *,
        style: Callable[[], VoiceStyle],
        voice_language: Callable[[str], str] = lambda language: language,
        on_event: Callable[[Utterance, VoiceEvent], None] = lambda utterance, event: None,
        on_speaking: Callable[[bool], None] = lambda is_speaking: None,
    ) -> None:
        self._voice = voice
        self._style = style
        self._voice_language = voice_language
        self._on_event = on_event
        self._on_speaking = on_speaking
        self._ids = itertools.count(1)
        self._waiting: dict[Priority, deque[Utterance]] = {priority: deque() for priority in Priority}
        self._current: Utterance | None = None
        self._prepared: Utterance | None = None
        self._is_speaking = False
        self._listeners: dict[int, Told] = {}

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing is spoken and nothing waits."""
        return self._current is None and not any(self._waiting.values())

    def belongs_to(self, request_id: int) -> bool:
        """Tell whether anything of that request is spoken or waits."""
        return any(utterance.request_id == request_id for utterance in self._all())

    def say(
        self,
        text: str,
        language: str,
        *,
        request_id: int = 0,
        priority: Priority = Priority.NORMAL,
        told: Told | None = None,
    ) -> Utterance | None:
        """Queue a text after cleaning it; None where nothing speakable is left.

        `told` hears what becomes of this utterance: STARTED, then FINISHED, CANCELLED (also by `stop`) or
        `VoiceFailed`. One that is interrupted starts once more.
        """
        speakable = clean(text)
        if not speakable:
            return None
        utterance = Utterance(next(self._ids), request_id, speakable, self._voice_language(language), priority)
        self._waiting[priority].append(utterance)
        if told is not None:
            self._listeners[utterance.id] = told
        if priority is Priority.NOW:
            self._interrupt()
        self._advance()
        return utterance

    def stop(self) -> None:
        """Be silent first, then forget everything that waits."""
        self._voice.stop()
        self._current = self._prepared = None
        for waiting in self._waiting.values():
            waiting.clear()
        listeners, self._listeners = self._listeners, {}
        self._tell_speaking()
        for utterance_id, told in listeners.items():
            told(Spoken(utterance_id, SpeechState.CANCELLED))

    def handle(self, event: Spoken | VoiceFailed) -> None:
        """Take what the voice tells; late events of others than the current utterance are dropped."""
        current = self._current
        if current is None or event.utterance_id != current.id:
            return
        if isinstance(event, VoiceFailed) or (isinstance(event, Spoken) and event.state is not SpeechState.STARTED):
            self._current = None
        is_over = self._current is None
        self._on_event(current, event)
        told = self._listeners.pop(current.id, None) if is_over else self._listeners.get(current.id)
        if told is not None:
            told(event)
        self._advance()

    def _interrupt(self) -> None:
        if self._current is None or self._current.priority is Priority.NOW:
            return
        self._voice.stop()
        self._waiting[self._current.priority].appendleft(self._current)
        self._current = self._prepared = None

    def _advance(self) -> None:
        if self._current is None:
            waiting = next((queue for queue in self._waiting.values() if queue), None)
            if waiting is not None:
                self._current = waiting.popleft()
                self._voice.say(self._current, self._style())
        following = next((queue[0] for queue in self._waiting.values() if queue), None)
        if self._current is not None and following is not None and following is not self._prepared:
            self._prepared = following
            self._voice.prepare(following, self._style())
        self._tell_speaking()

    def _all(self) -> Iterator[Utterance]:
        if self._current is not None:
            yield self._current
        for waiting in self._waiting.values():
            yield from waiting

    def _tell_speaking(self) -> None:
        is_speaking = not self.is_idle
        if is_speaking != self._is_speaking:
            self._is_speaking = is_speaking
            self._on_speaking(is_speaking)
