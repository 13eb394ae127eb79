"""The voice of SeeSay's own: eSpeak NG's samples through the sound output.

It needs no program and no service of the system, only a sound server. It chooses no language and cuts no
sentences; both come with the utterance.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.core.domain import SpeechState, Spoken, Utterance, VoiceFailed, VoiceInfo, VoiceStyle
from assistant.core.errors import VoiceError, VoiceSilent, VoiceUnavailable
from assistant.core.ports import PostVoice
from assistant.voice.espeak_library import is_there, library, voice_for
from assistant.voice.level import Meter
from assistant.voice.playback import Outcome, Stream, open_playback

log = logging.getLogger(__name__)

NAME = "espeak"
INSTALL_HINT = "the package espeakng-loader, or the system's libespeak-ng1"

_STATES = {
    Outcome.STARTED: SpeechState.STARTED,
    Outcome.FINISHED: SpeechState.FINISHED,
    Outcome.CANCELLED: SpeechState.CANCELLED,
}


def is_compatible() -> bool:
    """Tell whether it can work on this system: it can wherever Qt finds a sound device."""
    return True


def is_installed() -> bool:
    """Tell whether the library and its data are there."""
    return is_there()


@dataclass(frozen=True, slots=True)
class _Job:
    """What the synthesis thread is to do."""

    utterance: Utterance
    style: VoiceStyle
    stream: Stream
    meter: Meter


class EspeakVoice:
    """Speaks through eSpeak NG and a sound device of its own.

    Control flow: `say` makes a stream, hands it to the audio thread and to the synthesis thread, and returns. The
    synthesis thread fills it chunk by chunk, at most four seconds ahead; the audio thread plays it and posts what
    became of it. `prepare` makes the next stream beforehand, of which the audio thread learns when it is said. `stop`
    marks the streams, which ends both threads' work within a chunk; it never waits. No state is shared but the streams,
    which belong to one utterance each, so a stopped one can't revive.
    """

    name = NAME

    def __init__(self, post: PostVoice) -> None:
        """Load the library and open the sound device in the background. Raises `VoiceUnavailable`."""
        self._post = post
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._prepared: _Job | None = None
        self._playback = open_playback(NAME, library().sample_rate)
        self._thread = threading.Thread(target=self._work, name="espeak", daemon=True)
        self._thread.start()

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Begin to speak; one that is still spoken is cut off."""
        job, self._prepared = self._prepared, None
        if job is None or job.utterance != utterance or job.style != style:
            _forget(job)
            job = self._begin(utterance, style)
        self._playback.play(job.stream)

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Make the samples of what follows, behind those of what is spoken."""
        _forget(self._prepared)
        self._prepared = self._begin(utterance, style)

    def stop(self) -> None:
        """Be silent at once."""
        self._playback.stop()
        _forget(self._prepared)
        self._prepared = None

    def voices(self) -> Sequence[VoiceInfo]:
        """List eSpeak NG's voices."""
        return library().voices()

    def close(self) -> None:
        """Silence, then end both threads."""
        self.stop()
        self._jobs.put(None)
        self._playback.close()
        self._thread.join(2)

    def _begin(self, utterance: Utterance, style: VoiceStyle) -> _Job:
        meter = Meter(utterance.text, style)
        stream = Stream(lambda outcome, reason: self._tell(utterance.id, meter, outcome, reason), library().sample_rate)
        job = _Job(utterance, style, stream, meter)
        self._jobs.put(job)
        return job

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if not job.stream.is_cancelled:
                job.stream.end(_synthesize(job))

    def _tell(self, utterance_id: int, meter: Meter, outcome: Outcome, reason: str) -> None:
        if outcome is Outcome.FAILED:
            self._post(VoiceFailed(utterance_id, VoiceUnavailable(voice=NAME, detail=reason)))
        elif outcome is Outcome.FINISHED and meter.is_mute:
            self._post(VoiceFailed(utterance_id, VoiceSilent(voice=NAME)))
        else:
            self._post(Spoken(utterance_id, _STATES[outcome]))


def _forget(job: _Job | None) -> None:
    """Free the synthesis thread of samples that nobody will hear."""
    if job is not None:
        job.stream.cancel()


def _synthesize(job: _Job) -> str:
    """Fill the stream; return what went wrong, or nothing."""

    def take(pcm: bytes) -> bool:
        job.meter.hear(pcm)
        return job.stream.put(pcm)

    try:
        library().synthesize(job.utterance.text, voice_for(job.utterance.language, job.style.voice), job.style, take)
    except VoiceError as error:
        return error.params.get("detail", error.code)
    return ""
