"""The edge where a child's events leave the engine's thread: nothing of a request that was left gets over it."""

from __future__ import annotations

import logging
import threading

from assistant.core.domain import Done, EngineEvent, Failed
from assistant.core.ports import PostEngine

_log = logging.getLogger(__name__)


class Posting:
    """Knows which request is wanted: the only state that the caller's thread and the engine's thread share.

    A request is wanted from `want` until it is left, another one is wanted, or its last event was posted.
    """

    def __init__(self, post: PostEngine) -> None:
        self._post = post
        # A receiver may call cancel or answer from inside its post.
        self._lock = threading.RLock()
        self._id: int | None = None

    def want(self, request_id: int) -> None:
        """Post this request's events from now on, and no other's."""
        with self._lock:
            self._id = request_id

    def leave(self, request_id: int) -> bool:
        """Post nothing of this request from now on; tell whether it was wanted. Waits for a post in hand."""
        with self._lock:
            was_wanted = self._id == request_id
            if was_wanted:
                self._id = None
            return was_wanted

    def is_wanted(self, request_id: int) -> bool:
        """Tell whether this request's events are posted."""
        with self._lock:
            return self._id == request_id

    def post_of(self, request_id: int, event: EngineEvent) -> None:
        """Post an event unless its request was left."""
        with self._lock:
            if self._id != request_id:
                return
            if isinstance(event, Done | Failed):
                self._id = None
            self.post(event)

    def post(self, event: EngineEvent) -> None:
        """Post an event that belongs to no request."""
        try:
            self._post(event)
        except Exception as error:  # noqa: BLE001 - the receiver's defect must not end the engine's thread
            _log.error("the receiver of engine events raised %s", type(error).__name__)
