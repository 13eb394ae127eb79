"""The voice of `--wav FILE`: the same samples as spoken, into a file. No sound device, no Qt.

All utterances of its life go into one file, one after the other.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import tempfile
import threading
import wave
from collections.abc import Sequence
from pathlib import Path

from assistant.core.domain import SpeechState, Spoken, Utterance, VoiceFailed, VoiceInfo, VoiceStyle
from assistant.core.errors import VoiceError, VoiceSilent, VoiceUnavailable
from assistant.core.ports import PostVoice
from assistant.voice.espeak_library import library, voice_for
from assistant.voice.level import Meter

log = logging.getLogger(__name__)

NAME = "wav"
_MOST_BYTES = 4_000_000_000  # the format counts in 32 bits


class WavVoice:
    """Writes what it is told to say into a WAV file: 16 bit mono at 22,050 samples per second, readable by its owner.

    A thread synthesises utterance by utterance, faster than any could be heard. The samples go into a file beside
    the wanted one, which `close` completes by a rename: the name never shows half a file. What was stopped stays
    as far as it came; where nothing was said, no file is made.
    """

    name = NAME

    def __init__(self, post: PostVoice, path: Path) -> None:
        """Prepare; raises `VoiceUnavailable` where the path can't become a file."""
        self._post = post
        self._path = _writable(path)
        self._part: Path | None = None
        self._file: wave.Wave_write | None = None
        self._bytes = 0
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._current: _Job | None = None
        self._thread = threading.Thread(target=self._work, name="wav", daemon=True)
        self._thread.start()

    @property
    def seconds(self) -> float:
        """How much sound was written so far."""
        return self._bytes / 2 / library().sample_rate

    def say(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Begin to write."""
        self.stop()
        self._current = _Job(utterance, style)
        self._jobs.put(self._current)

    def prepare(self, utterance: Utterance, style: VoiceStyle) -> None:
        """Need nothing beforehand: a file has no gaps."""

    def stop(self) -> None:
        """Write no further sample of this utterance."""
        if self._current is not None:
            self._current.cancelled.set()

    def voices(self) -> Sequence[VoiceInfo]:
        """List eSpeak NG's voices."""
        return library().voices()

    def close(self) -> None:
        """End what is being written and complete the file. Raises `VoiceUnavailable` where that fails."""
        self.stop()
        self._jobs.put(None)
        self._thread.join()
        if self._file is None or self._part is None:
            return
        file, part, self._file, self._part = self._file, self._part, None, None
        try:
            file.close()
            part.replace(self._path)
        except (OSError, wave.Error) as error:
            with contextlib.suppress(OSError):
                part.unlink()
            raise VoiceUnavailable(voice=NAME, detail=_why(error)) from error

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                self._post(self._write(job))
            except VoiceError as error:
                self._post(VoiceFailed(job.utterance.id, error))
            except (OSError, wave.Error) as error:
                self._post(VoiceFailed(job.utterance.id, VoiceUnavailable(voice=NAME, detail=_why(error))))

    def _write(self, job: _Job) -> Spoken | VoiceFailed:
        utterance, meter = job.utterance, Meter(job.utterance.text, job.style)
        file = self._open()
        self._post(Spoken(utterance.id, SpeechState.STARTED))

        def take(pcm: bytes) -> bool:
            if job.cancelled.is_set():
                return False
            if self._bytes + len(pcm) > _MOST_BYTES:
                raise VoiceUnavailable(voice=NAME, detail="4 GB")
            meter.hear(pcm)
            file.writeframesraw(pcm)
            self._bytes += len(pcm)
            return True

        if not library().synthesize(utterance.text, voice_for(utterance.language, job.style.voice), job.style, take):
            return Spoken(utterance.id, SpeechState.CANCELLED)
        if meter.is_mute:
            return VoiceFailed(utterance.id, VoiceSilent(voice=NAME))
        return Spoken(utterance.id, SpeechState.FINISHED)

    def _open(self) -> wave.Wave_write:
        if self._file is None:
            rate = library().sample_rate  # first: without a voice there is no file
            handle, name = tempfile.mkstemp(prefix=f".{self._path.name}.", suffix=".part", dir=self._path.parent)
            self._part = Path(name)
            self._file = wave.open(os.fdopen(handle, "w+b"), "wb")  # noqa: SIM115  # open until `close`
            self._file.setnchannels(1)
            self._file.setsampwidth(2)
            self._file.setframerate(rate)
        return self._file


class _Job:
    """One utterance and whether it is still wanted."""

    def __init__(self, utterance: Utterance, style: VoiceStyle) -> None:
        self.utterance = utterance
        self.style = style
        self.cancelled = threading.Event()


def _writable(path: Path) -> Path:
    # A rename onto a device or pipe would replace it by a file, so only files may be there.
    target = path.expanduser().resolve()
    if target.exists() and not target.is_file():
        raise VoiceUnavailable(voice=NAME, detail="not a file")
    if not os.access(target.parent, os.W_OK):
        raise VoiceUnavailable(voice=NAME, detail="folder not writable")
    return target


def _why(error: OSError | wave.Error) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
