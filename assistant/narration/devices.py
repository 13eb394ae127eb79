"""Which cameras there are, told by a child: asking the system may take seconds, and once took a program down."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from assistant.core.camera import CameraInfo
from assistant.core.errors import CameraHelperDied, CameraSilent, SeeSayError
from assistant.narration.messages import CamerasMessage, Devices, EndedMessage, FromCamera, ToCamera
from assistant.narration.watcher import STALL, WIRE, Allowance
from assistant.process.helper import Helper, Loss
from assistant.process.limits import helper_command

_log = logging.getLogger(__name__)

LISTER = "assistant.capture.camera:tell_cameras"
"""Who knows the cameras, by name."""

PostCameras = Callable[[tuple[CameraInfo, ...]], None]


class CameraList:
    """Posts the cameras, and again whenever one comes or goes, until it is closed; on a thread of its own.

    What can't be found out is no cameras; whoever opens one is told why.
    """

    def __init__(self, post: PostCameras, *, lister: str = LISTER) -> None:
        self._watching = _Watching(lister, post, lambda error: post(()))

    def close(self) -> None:
        """End the child without waiting; posts nothing afterwards."""
        self._watching.close()


def cameras(seconds: float = STALL, *, lister: str = LISTER) -> tuple[CameraInfo, ...]:
    """Return the cameras that there are now. Raises `CameraError` where that can't be found out within so long."""
    found: list[tuple[CameraInfo, ...] | SeeSayError] = []
    is_told = threading.Event()

    def tell(outcome: tuple[CameraInfo, ...] | SeeSayError) -> None:
        found.append(outcome)
        is_told.set()

    watching = _Watching(lister, tell, tell)
    is_told.wait(seconds)
    watching.close()
    outcome = found[0] if found else CameraSilent(camera="")
    if isinstance(outcome, SeeSayError):
        raise outcome
    return outcome


class _Watching:
    """A child that tells the cameras."""

    def __init__(self, lister: str, post: PostCameras, fail: Callable[[SeeSayError], None]) -> None:
        self._post = post
        self._fail = fail
        self._allowed = Allowance()
        self._helper: Helper[ToCamera, FromCamera] = Helper(
            "cameras", helper_command("--camera-worker"), WIRE, self._hear, self._lost
        )
        self._helper.send(Devices(lister), deadline=STALL)

    def close(self) -> None:
        """End the child."""
        self._helper.close()

    def _hear(self, message: FromCamera, pixels: bytes) -> bool:
        match message:
            case CamerasMessage(cameras) if self._allowed.is_left():
                self._tell(lambda: self._post(tuple(CameraInfo(name, is_default) for name, is_default in cameras)))
            case EndedMessage(code, params):
                error = CameraHelperDied() if code is None else SeeSayError.from_code(code, params)
                self._tell(lambda: self._fail(error))
                self._helper.close()
        # Whatever came, it lives; from now on it may be silent until a camera comes or goes.
        return True

    def _lost(self, loss: Loss) -> None:
        error = CameraSilent(camera="") if loss is Loss.STALLED else CameraHelperDied()
        self._tell(lambda: self._fail(error))

    @staticmethod
    def _tell(post: Callable[[], None]) -> None:
        try:
            post()
        except Exception as error:  # noqa: BLE001 - the receiver's defect must not end the reader's thread
            _log.error("the receiver of the cameras raised %s", type(error).__name__)
