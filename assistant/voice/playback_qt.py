"""Samples into Qt's sound output, for Windows, macOS and a Linux without PulseAudio's client library.

It does not know what it plays: speech and earcons both come as a `Stream` of 16 bit samples.
"""

from __future__ import annotations

import atexit
import logging
import queue
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLoggingCategory, QObject, Qt, QThread, QTimer, Signal, Slot

from assistant.voice.playback import BYTES_PER_SAMPLE, Outcome, Stream

if TYPE_CHECKING:
    from PySide6.QtCore import QIODevice
    from PySide6.QtMultimedia import QAudioSink, QMediaDevices

log = logging.getLogger(__name__)

BUFFER_MS = 200
"""What the device holds: a stop throws it away, so it may be long enough to outlast a busy machine."""
TICK_MS = 10
PRIME_MS = 50
"""Silence played at the start: the first playback of a session costs over a second."""
KEEP_OPEN_S = 5.0
"""How long an idle device is kept for the next sentence."""
STALLED_S = 3.0
"""A device that takes no sample for so long has died without saying so."""


class QtPlayback(QThread):
    """A thread that plays one stream at a time.

    Control flow: everything Qt (sink, timer, device list) is made inside `run`, lives and dies there; nothing is
    moved between threads. Other threads only put calls into a queue and wake the thread's event loop by a signal
    of an object that lives in it. While a stream plays, a 10 ms timer there copies samples into the sink (push
    mode) and looks at its state: first samples taken → STARTED, stream exhausted and sink idle → FINISHED. The
    GUI thread never waits for it, and a busy GUI thread can't make the voice stutter. `stop` marks the stream from
    the calling thread, so that no further sample is copied, then resets the sink in the audio thread, which drops
    what the sound server still holds.
    """

    def __init__(self, name: str, sample_rate: int, channels: int = 1) -> None:
        super().__init__()
        self.setObjectName(name)
        self._rate = sample_rate
        self._channels = channels
        self._calls: queue.SimpleQueue[Callable[[_Output], None]] = queue.SimpleQueue()
        self._output: _Output | None = None
        self._latest: Stream | None = None
        # Qt aborts a process that ends with a thread of it still running.
        atexit.register(self.close)
        self.start()

    def play(self, stream: Stream) -> None:
        """Begin a stream; one that still plays is cut off and told CANCELLED."""
        previous, self._latest = self._latest, stream
        if previous is not None:
            previous.cancel()
        self._post(lambda output: output.play(stream))

    def stop(self) -> None:
        """Fall silent; harmless when silent."""
        if self._latest is not None:
            self._latest.cancel()
        self._post(lambda output: output.silence())

    def close(self) -> None:
        """Fall silent, give the device back and end the thread; waits for it, at most two seconds."""
        atexit.unregister(self.close)
        self.stop()
        self._post(lambda output: output.close())
        if not self.wait(2000):
            log.warning("the sound device does not let go of %s", self.objectName())

    def run(self) -> None:
        """Make the output in this thread, then do what is asked until it is closed."""
        self._output = output = _Output(self._rate, self._channels, self._calls)
        output.woken.emit()
        output.prime()
        self.exec()
        self._output = None

    def _post(self, call: Callable[[_Output], None]) -> None:
        self._calls.put(call)
        output = self._output
        if output is not None:
            output.woken.emit()


class _Output(QObject):
    """The part of `QtPlayback` that lives in its thread."""

    woken = Signal()

    def __init__(self, sample_rate: int, channels: int, calls: queue.SimpleQueue[Callable[[_Output], None]]) -> None:
        from PySide6.QtMultimedia import QMediaDevices

        super().__init__()
        # It announces its version on standard error, in the middle of what a command prints.
        QLoggingCategory.setFilterRules("qt.multimedia.ffmpeg.info=false")
        self._rate = sample_rate
        self._channels = channels
        self._calls = calls
        self._sink: QAudioSink | None = None
        self._feed: QIODevice | None = None
        self._stream: Stream | None = None
        self._is_started = False
        self._base_us = 0
        self._moved = (0, 0.0)
        self._idle_since = 0.0
        self._is_stale = False
        self._devices: QMediaDevices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._devices_changed)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.woken.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def prime(self) -> None:
        """Wake the device with a little silence."""
        if self._open():
            return
        assert self._feed is not None
        self._feed.write(bytes(self._rate * PRIME_MS // 1000 * self._channels * BYTES_PER_SAMPLE))
        self._idle_since = time.monotonic()
        self._timer.start()

    def play(self, stream: Stream) -> None:
        """Begin a stream."""
        self.silence()
        if stream.is_cancelled:
            stream.listener(Outcome.CANCELLED, "")
            return
        if self._is_stale:
            self._release()
        if self._sink is None and (problem := self._open()):
            stream.cancel()
            stream.listener(Outcome.FAILED, problem)
            return
        assert self._sink is not None
        self._stream, self._is_started = stream, False
        self._base_us = self._sink.processedUSecs()
        self._moved = (self._base_us, time.monotonic())
        self._timer.start()
        self._tick()

    def silence(self) -> None:
        """Throw away what is in the device."""
        stream, self._stream = self._stream, None
        if stream is None:
            return
        if self._sink is not None:
            self._sink.reset()
            self._release()
        stream.cancel()
        stream.listener(Outcome.CANCELLED, "")

    def close(self) -> None:
        """Give the device back and leave the event loop."""
        self.silence()
        self._release()
        self._timer.stop()
        self.thread().quit()

    @Slot()
    def _drain(self) -> None:
        while True:
            try:
                call = self._calls.get_nowait()
            except queue.Empty:
                return
            call(self)

    @Slot()
    def _devices_changed(self) -> None:
        self._is_stale = True
        if self._stream is None:
            self._release()

    def _open(self) -> str:
        """Open the default device; return what is in the way, or nothing."""
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices, QtAudio

        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return "no sound device"
        wanted = QAudioFormat()
        wanted.setSampleRate(self._rate)
        wanted.setChannelCount(self._channels)
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        sink = QAudioSink(device, wanted)
        sink.setBufferSize(self._rate * self._channels * BYTES_PER_SAMPLE * BUFFER_MS // 1000)
        feed = sink.start()
        if feed is None or sink.error() != QtAudio.Error.NoError:
            return f"sound device: {sink.error().name}"
        self._sink, self._feed, self._is_stale = sink, feed, False
        return ""

    def _release(self) -> None:
        sink, self._sink, self._feed = self._sink, None, None
        if sink is not None:
            sink.stop()
            sink.deleteLater()

    @Slot()
    def _tick(self) -> None:
        sink, stream = self._sink, self._stream
        if sink is None or stream is None:
            self._tick_idle()
        elif stream.is_cancelled:
            self.silence()
        elif problem := self._problem(sink):
            self._end(Outcome.FAILED, problem)
            self._release()
        else:
            self._copy(sink, stream)

    def _copy(self, sink: QAudioSink, stream: Stream) -> None:
        from PySide6.QtMultimedia import QtAudio

        assert self._feed is not None
        is_exhausted = stream.is_exhausted
        samples = stream.take(sink.bytesFree())
        if samples:
            self._feed.write(samples)
        if not self._is_started and sink.processedUSecs() > self._base_us:
            self._is_started = True
            stream.listener(Outcome.STARTED, "")
        if is_exhausted and sink.state() == QtAudio.State.IdleState:
            self._end(Outcome.FAILED if stream.error else Outcome.FINISHED, stream.error)

    def _problem(self, sink: QAudioSink) -> str:
        from PySide6.QtMultimedia import QtAudio

        if sink.error() in (QtAudio.Error.FatalError, QtAudio.Error.IOError, QtAudio.Error.OpenError):
            return f"sound device: {sink.error().name}"
        if sink.state() == QtAudio.State.StoppedState:
            return "sound device: stopped"
        played, now = sink.processedUSecs(), time.monotonic()
        if played != self._moved[0] or sink.state() == QtAudio.State.IdleState:
            self._moved = (played, now)
        return "sound device: stalled" if now - self._moved[1] > STALLED_S else ""

    def _end(self, outcome: Outcome, reason: str) -> None:
        stream, self._stream = self._stream, None
        self._idle_since = time.monotonic()
        if stream is None:
            return
        stream.cancel()
        if outcome is Outcome.FINISHED and not self._is_started:
            stream.listener(Outcome.STARTED, "")
        stream.listener(outcome, reason)

    def _tick_idle(self) -> None:
        if time.monotonic() - self._idle_since > KEEP_OPEN_S:
            self._release()
        if self._sink is None:
            self._timer.stop()
