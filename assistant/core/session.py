"""The state machine between someone who asks and a voice that answers.

It takes intents and events on one thread and calls its ports; it blocks nowhere, draws nothing, plays nothing. Only
here an error becomes a sentence.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from assistant.core.acting import said
from assistant.core.acts import Target
from assistant.core.answers import Answer, AnswerDraft, History, Sentence
from assistant.core.asking import WORKING_EVERY, Asking, AskingCalls
from assistant.core.domain import (
    Captured,
    Done,
    Earcon,
    EngineEvent,
    EngineState,
    Failed,
    Found,
    Look,
    Picture,
    Piece,
    Priority,
    Question,
    Reason,
    SpeechState,
    Spoken,
    Utterance,
    VoiceEvent,
    VoiceFailed,
    VoiceReplaced,
)
from assistant.core.errors import NoEarlierPicture, SeeSayError, TimedOut
from assistant.core.job import Job, Phase
from assistant.core.job import Ports as Ports
from assistant.core.ports import AnswerSink
from assistant.core.review import Review
from assistant.core.sentences import SentenceSplitter
from assistant.core.speech import SpeechQueue
from assistant.core.wording import M, Wording

log = logging.getLogger(__name__)

IDLE_FLUSH = 0.4
"""Seconds without a new piece after which the words so far are spoken."""
_ENDINGS = {Reason.LENGTH: M.ANSWER_CUT, Reason.REPEATED: M.ANSWER_REPEATED}


class Session:
    """One request at a time: GRABBING → (ASKING) → ANSWERING → SPEAKING → gone.

    A new intent leaves the old request behind first. Whatever arrives with another id than the current request's is
    dropped, so nothing that was stopped can speak again.
    """

    def __init__(
        self,
        ports: Ports,
        speech: SpeechQueue,
        wording: Wording,
        *,
        still_working: float = 8.0,
        on_ended: Callable[[Answer], None] = lambda answer: None,
    ) -> None:
        self._ports = ports
        self._speech = speech
        self._wording = wording
        self.still_working = still_working
        self._on_ended = on_ended
        self._ids = itertools.count(1)
        self._job: Job | None = None
        self._stopped: list[Callable[[], None]] = []
        calls = AskingCalls(ports.windows, ports.planner, ports.sounds, ports.timer, self._ids.__next__)
        self._asking = Asking(calls, wording)
        self._review = Review(speech, wording, ports.windows, self.stop, self._asking.picture_of)

    @property
    def history(self) -> History:
        """The last answers."""
        return self._review.history

    @property
    def is_busy(self) -> bool:
        """Tell whether an answer is under way or still spoken."""
        return self._job is not None

    @property
    def is_quiet(self) -> bool:
        """Tell whether the current request wants nothing spoken."""
        return self._job is not None and self._job.look.is_quiet

    # --- intents ------------------------------------------------------------------------------

    def look(self, look: Look, sink: AnswerSink | None = None) -> int:
        """Grab a picture and answer; return the request's id. A question without words asks for them.

        A follow-up goes on about the last picture, as long as it is kept.
        """
        kept = self._asking.kept if look.is_follow_up else None
        job = self._begin(look if kept is None else replace(look, source=kept.source), sink)
        if job is None:
            return 0
        if kept is not None:
            self._captured(job, kept)
        else:
            self._ports.capture.grab(job.id, look.source)
        return job.id

    def look_at(self, look: Look, picture: Picture, sink: AnswerSink | None = None) -> int:
        """Answer from a picture that somebody else has taken; return the request's id."""
        job = self._begin(look, sink)
        if job is not None:
            self._captured(job, picture)
        return 0 if job is None else job.id

    def stop(self) -> None:
        """Silence first, then leave the request, then tell the engine."""
        self._speech.stop()
        self._ports.sounds.stop()
        self._leave()
        for call in self._stopped:
            call()

    def when_stopped(self, call: Callable[[], None]) -> None:
        """Do that at every stop, behind the silence: for whoever speaks without being asked each time."""
        self._stopped.append(call)

    def leave(self, request_id: int) -> None:
        """Stop, if that request is still the current one."""
        if self._job is not None and self._job.id == request_id:
            self.stop()

    def repeat(self) -> None:
        """Say the last answer again, or what there is of the current one."""
        self._review.repeat(self._so_far())

    def spell(self) -> None:
        """Spell the last sentence that was said, character by character."""
        self._review.spell(self._so_far())

    def open(self) -> None:
        """Open the last answer for review."""
        self._review.open(self._so_far())

    def forget(self) -> None:
        """Drop the last picture: nothing can be asked about it any more."""
        self._asking.kept = None

    def announce(self, text: str, priority: Priority = Priority.NORMAL) -> None:
        """Say a sentence of SeeSay's own."""
        self._speech.say(text, self._wording.language, priority=priority)

    def report(self, error: SeeSayError) -> None:
        """Say an error that belongs to no request."""
        self._ports.sounds.play(Earcon.ERROR)
        self.announce(self._wording.error(error).spoken)

    # --- events -------------------------------------------------------------------------------

    def captured(self, event: Captured | Failed) -> None:
        """Take a picture, or the reason why there is none."""
        job = self._current(event.request_id)
        if job is None or job.phase is not Phase.GRABBING:
            return
        if isinstance(event, Failed):
            self._fail(job, event.error)
        else:
            self._captured(job, event.picture)

    def answered(self, event: EngineEvent) -> None:
        """Take what an engine says."""
        if isinstance(event, EngineState) or self._asking.take(event):
            return
        job = self._current(event.request_id)
        if job is None or job.phase is not Phase.ANSWERING:
            return
        match event:
            case Piece():
                self._take_piece(job, event)
            case Found():
                if self._ports.planner.admits(event):
                    job.draft.admit(event.region)
            case Done():
                self._take_done(job, event)
            case Failed():
                self._flush(job)
                self._fail(job, event.error)

    def voiced(self, event: VoiceEvent) -> None:
        """Take what the voice tells."""
        if isinstance(event, VoiceReplaced):
            self.announce(self._wording.say(M.VOICE_REPLACED, old=event.old, new=event.new), Priority.NEXT)
            return
        self._speech.handle(event)
        if (job := self._job) is not None and job.phase is Phase.SPEAKING:
            self._finish_if_silent(job)

    def utterance_told(self, utterance: Utterance, event: VoiceEvent) -> None:
        """Note for the current answer when it was first heard, or that it could not be."""
        job = self._current(utterance.request_id)
        if job is None:
            return
        if isinstance(event, Spoken) and event.state is SpeechState.STARTED:
            job.draft.first_audio = job.draft.first_audio or self._ports.now()
        elif isinstance(event, VoiceFailed):
            job.draft.error = job.draft.error or event.error

    # --- the way of one request ------------------------------------------------------------------

    def _begin(self, look: Look, sink: AnswerSink | None) -> Job | None:
        if look.is_quiet and (self._job is None or self._job.phase is Phase.SPEAKING):
            # A script's question must not cut off what the user is listening to.
            self._leave()
        else:
            self.stop()
        if not look.is_quiet:
            self._ports.sounds.play(Earcon.START)
        request_id = next(self._ids)
        asked = self._ports.planner.request(request_id, 0, look)
        draft = AnswerDraft(request_id, look.task, look.source, asked.language, asked.detail, self._ports.now())
        try:
            if look.is_follow_up and self._asking.kept is None:
                raise NoEarlierPicture
            engine = self._ports.planner.engine(look.engine)
        except SeeSayError as error:
            draft.error = error
            self._tell_failure(look, error)
            if sink is not None:
                sink.ended(draft.freeze(self._ports.now()))
            return None
        job = self._job = Job(look, draft, sink, engine)
        if look.timeout is not None:
            seconds = look.timeout
            job.arm(self._ports.timer, "timeout", seconds, lambda: self._time_out(job, seconds))
        return job

    def _captured(self, job: Job, picture: Picture) -> None:
        job.draft.capture = self._ports.now()
        job.draft.place(picture)
        if job.needs_words:
            job.phase = Phase.ASKING
            self._asking.open(job.look, job.engine, picture, partial(self._asked, job), self._leave)
        else:
            self._ask_engine(job, picture)

    def _asked(self, job: Job, question: Question, picture: Picture) -> None:
        job.take(question, picture, self._ports.now())
        self._ask_engine(job, picture)

    def _ask_engine(self, job: Job, picture: Picture) -> None:
        job.phase = Phase.ANSWERING
        if not job.look.is_quiet:
            self._asking.kept = picture
        request = self._ports.planner.request(job.id, picture.id, job.look)
        job.draft.language = request.language
        job.remarks = self._ports.planner.remarks(job.look, picture)
        for remark in job.remarks:
            self._sentence(job, self._wording.say(remark), self._wording.language)
        if not job.look.is_quiet:
            job.arm(self._ports.timer, "working", WORKING_EVERY, lambda: self._sound_working(job))
            job.arm(self._ports.timer, "still working", self.still_working, lambda: self._say_still_working(job))
        job.engine.answer(request, picture)

    def _take_piece(self, job: Job, piece: Piece) -> None:
        job.draft.trust(piece.confidence)
        language = piece.language or job.splitter_language or job.draft.language
        if job.splitter is None or language != job.splitter_language:
            self._flush(job)
            job.splitter = SentenceSplitter(language, first_clause=not job.draft.sentences)
            job.splitter_language = language
        for text in job.splitter.feed(piece.text):
            self._sentence(job, text)
        job.arm(self._ports.timer, "idle", IDLE_FLUSH, lambda: self._flush_idle(job))

    def _take_done(self, job: Job, done: Done) -> None:
        self._flush(job)
        job.draft.stats, job.draft.reason = done.stats, done.reason
        ending = _ENDINGS.get(done.reason) or (None if job.is_answered else M.NOTHING_FOUND)
        if ending is not None:
            self._sentence(job, self._wording.say(ending), self._wording.language)
        if job.look.act is None:
            self._enter_speaking(job)
        else:
            job.phase = Phase.ACTING
            answer = job.draft.freeze(self._ports.now())
            self._ports.acting.act_on_found(job.look, answer, self._wording, partial(self._acted, job))

    def _acted(self, job: Job, outcome: Target | SeeSayError) -> None:
        if isinstance(outcome, SeeSayError):
            self._fail(job, outcome)
        elif job.look.act is not None:
            job.draft.acted = (job.look.act, outcome)
            self._sentence(job, said(job.look.act, outcome, self._wording), self._wording.language)
            self._enter_speaking(job)

    def _fail(self, job: Job, error: SeeSayError) -> None:
        log.info("request %d failed: %s", job.id, error.code)
        job.draft.error = error
        job.disarm()
        self._tell_failure(job.look, error)
        self._enter_speaking(job)

    def _tell_failure(self, look: Look, error: SeeSayError) -> None:
        if look.is_quiet:
            return
        self._ports.sounds.play(Earcon.ERROR)
        request_id = self._job.id if self._job else 0
        self._speech.say(self._wording.error(error).spoken, self._wording.language, request_id=request_id)

    def _enter_speaking(self, job: Job) -> None:
        job.disarm()
        job.phase = Phase.SPEAKING
        self._review.history.add(job.draft.freeze(self._ports.now()))
        self._finish_if_silent(job)

    def _finish_if_silent(self, job: Job) -> None:
        if self._speech.belongs_to(job.id):
            return
        if job.draft.error is None and not job.look.is_quiet:
            self._ports.sounds.play(Earcon.DONE)
        self._end(job)

    def _end(self, job: Job) -> None:
        job.disarm()
        self._job = None
        answer = job.draft.freeze(self._ports.now())
        self._review.history.add(answer)
        if job.sink is not None:
            job.sink.ended(answer)
        self._on_ended(answer)

    def _leave(self) -> None:
        if (job := self._job) is None:
            return
        if job.phase is not Phase.SPEAKING:
            job.draft.reason = Reason.CANCELLED
        self._end(job)
        self._let_go(job)
        self._asking.leave()

    def _let_go(self, job: Job) -> None:
        if job.phase is Phase.GRABBING:
            self._ports.capture.leave(job.id)
        elif job.phase is Phase.ANSWERING:
            job.engine.cancel(job.id)
        elif job.phase is Phase.ACTING:
            self._ports.acting.leave()

    def _time_out(self, job: Job, seconds: float) -> None:
        if self._job is not job or job.phase is Phase.SPEAKING:
            return
        self._flush(job)
        self._asking.leave()
        self._let_go(job)
        self._fail(job, TimedOut(seconds=f"{seconds:g}"))

    # --- sentences ----------------------------------------------------------------------------

    def _sentence(self, job: Job, text: str, language: str = "") -> None:
        sentence = Sentence(text, language or job.splitter_language or job.draft.language)
        if job.draft.first_text is None:
            job.draft.first_text = self._ports.now()
            job.disarm("working", "still working")
        job.draft.sentences.append(sentence)
        if not job.look.is_quiet:
            self._speech.say(sentence.text, sentence.language, request_id=job.id)
        if job.sink is not None:
            job.sink.sentence(sentence)

    def _flush(self, job: Job) -> None:
        if job.splitter is not None:
            for text in job.splitter.flush():
                self._sentence(job, text)

    def _flush_idle(self, job: Job) -> None:
        if self._job is job and job.phase is Phase.ANSWERING and job.splitter is not None:
            for text in job.splitter.idle():
                self._sentence(job, text)

    def _sound_working(self, job: Job) -> None:
        if self._job is job and job.phase is Phase.ANSWERING:
            self._ports.sounds.play(Earcon.WORKING)
            job.arm(self._ports.timer, "working", WORKING_EVERY, lambda: self._sound_working(job))

    def _say_still_working(self, job: Job) -> None:
        if self._job is job and job.phase is Phase.ANSWERING:
            self.announce(self._wording.say(M.STILL_WORKING))

    def _so_far(self) -> Answer | None:
        return self._job.draft.freeze(self._ports.now()) if self._job is not None else None

    def _current(self, request_id: int) -> Job | None:
        return self._job if self._job is not None and self._job.id == request_id else None
