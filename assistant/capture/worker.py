"""Takes pictures in the background: the `Capture` port.

One request at a time, in order; a camera, which takes seconds to open, has a lane of its own, so that nobody who asks
for the screen waits for it. In a lane a runner thread does the grabbing and a supervisor waits for it, so that a frozen
display, network folder or program costs one request its picture and nobody else anything. Nothing is posted after
`close`, which waits for no one.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from assistant.core.domain import Captured, Failed, Source, SourceKind
from assistant.core.errors import InternalError, SeeSayError, SourceStalled
from assistant.core.ports import Grabber, GrabLeft, PostCapture

log = logging.getLogger(__name__)

# Seconds. A file may have to be read from a slow disk and decoded; standard input lasts as long as its writer. A camera
# gives up by itself long before, unless the system asks the user for permission.
DEADLINES: Mapping[SourceKind, float] = {
    SourceKind.SCREEN: 3.0,
    SourceKind.WINDOW: 3.0,
    SourceKind.REGION: 3.0,
    SourceKind.CLIPBOARD: 5.0,
    SourceKind.CAMERA: 60.0,
    SourceKind.FILE: 30.0,
}
# A portal may ask the user first, and gives up by itself.
ASKING_DEADLINES: Mapping[SourceKind, float] = {
    **DEADLINES,
    **dict.fromkeys((SourceKind.SCREEN, SourceKind.WINDOW, SourceKind.REGION), 15.0),
}
STDIN_DEADLINE = 300.0
# Threads that hang can't be ended; with so many of them, the next request fails at once.
MAX_STUCK = 4
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Job:
    """One request's picture to take; `left` once nobody wants it any more."""

    request_id: int
    source: Source
    left: threading.Event = field(default_factory=threading.Event)


class Runner:
    """A thread that grabs what it is given, one after another, until it is given None or left alone."""

    def __init__(self, grabber: Grabber) -> None:
        self._grabber = grabber
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[Captured | Failed | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="capture-runner", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether the thread still runs (or hangs)."""
        return self._thread.is_alive()

    def run(self, job: Job, seconds: float) -> Captured | Failed | None:
        """Return what became of the job; None when it took too long or the runner was left meanwhile."""
        self._jobs.put(job)
        try:
            return self._results.get(timeout=seconds)
        except queue.Empty:
            return None

    def leave(self) -> None:
        """Wait for nothing more of it; its thread ends once it is free."""
        self._jobs.put(None)
        self._results.put(None)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._results.put(self._taken(job))

    def _taken(self, job: Job) -> Captured | Failed:
        try:
            return Captured(job.request_id, self._grabber.grab(job.source, job.left.is_set))
        except GrabLeft as error:
            return Failed(job.request_id, InternalError(detail=type(error).__name__))
        except SeeSayError as error:
            return Failed(job.request_id, error)
        except Exception as error:
            log.exception("grabbing %s failed", job.source.kind.value)
            return Failed(job.request_id, InternalError(detail=type(error).__name__))


class CaptureWorker:
    """The `Capture` port: posts one `Captured` or `Failed` per request, from its lanes' threads."""

    def __init__(self, grabber: Grabber, post: PostCapture, deadlines: Mapping[SourceKind, float] = DEADLINES) -> None:
        self._make_lane = partial(Lane, grabber, post, deadlines)
        self._desk = self._make_lane("capture")
        self._camera: Lane | None = None

    def grab(self, request_id: int, source: Source) -> None:
        """Take a picture in the background; posts one `Captured` or `Failed` of that request."""
        self._lane(source.kind).put(Job(request_id, source))

    def leave(self, request_id: int) -> None:
        """Take that picture no more; a camera is let go of at once."""
        for lane in filter(None, (self._desk, self._camera)):
            lane.leave(request_id)

    def warm_up(self) -> None:
        """Open in the background what the first grab of the screen would have to wait for; posts nothing."""
        self._desk.put(Job(NOBODY, Source(SourceKind.SCREEN)))

    def close(self) -> None:
        """End at once; what is under way is dropped."""
        self._desk.close()
        if self._camera is not None:
            self._camera.close()

    def _lane(self, kind: SourceKind) -> Lane:
        if kind is not SourceKind.CAMERA:
            return self._desk
        if self._camera is None:
            self._camera = self._make_lane("capture-camera")
        return self._camera


class Lane:
    """A supervisor's thread, its queue, and its runner."""

    def __init__(
        self, grabber: Grabber, post: PostCapture, deadlines: Mapping[SourceKind, float], thread_name: str
    ) -> None:
        self._grabber = grabber
        self._post = post
        self._deadlines = deadlines
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        # The owner puts jobs in, the supervisor takes them out: single steps, so they need no lock.
        self._pending: dict[int, Job] = {}
        self._is_closed = threading.Event()
        self._stuck: list[Runner] = []
        self._runner: Runner | None = None
        self._thread = threading.Thread(target=self._supervise, name=thread_name, daemon=True)
        self._thread.start()

    def put(self, job: Job) -> None:
        """Do that after all that was put before."""
        self._pending[job.request_id] = job
        self._jobs.put(job)

    def leave(self, request_id: int) -> None:
        """Don't begin it any more, let go of what it holds, and tell nothing of it."""
        if (job := self._pending.get(request_id)) is not None:
            job.left.set()

    def close(self) -> None:
        """End at once; what is under way is dropped."""
        self._is_closed.set()
        self._jobs.put(None)
        for job in tuple(self._pending.values()):
            job.left.set()
        if (runner := self._runner) is not None:
            runner.leave()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=0.2)

    def _supervise(self) -> None:
        while (job := self._jobs.get()) is not None and not self._is_closed.is_set():
            # Without a name: a picture that nobody needs any more must not wait here for the next one.
            if not job.left.is_set():
                self._tell(job, self._outcome(job))
            self._pending.pop(job.request_id, None)
        if self._runner is not None:
            self._runner.leave()

    def _tell(self, job: Job, event: Captured | Failed) -> None:
        if job.request_id == NOBODY or job.left.is_set() or self._is_closed.is_set():
            return
        try:
            self._post(event)
        except Exception:
            log.exception("nobody could be told of a capture")

    def _outcome(self, job: Job) -> Captured | Failed:
        stalled = Failed(job.request_id, SourceStalled(source=job.source.kind.value))
        self._stuck = [runner for runner in self._stuck if runner.is_alive]
        if self._runner is None:
            if len(self._stuck) >= MAX_STUCK:
                return stalled
            self._runner = Runner(self._grabber)
        event = self._runner.run(job, self._seconds(job.source))
        if event is None:
            log.warning("grabbing %s did not end in time", job.source.kind.value)
            self._runner.leave()
            self._stuck.append(self._runner)
            self._runner = None
            return stalled
        return event

    def _seconds(self, source: Source) -> float:
        is_stdin = source.kind is SourceKind.FILE and source.path == "-"
        return STDIN_DEADLINE if is_stdin else self._deadlines[source.kind]
