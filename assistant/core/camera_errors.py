"""The errors of cameras and videos. Take them from `core.errors`, which has all."""

from __future__ import annotations

from assistant.core.source_errors import SourceError


class CameraError(SourceError):
    """The camera gives no picture."""

    code = "camera"


class NoCamera(CameraError):
    """There is no camera."""

    code = "no_camera"


class CameraUnknown(CameraError):
    """There is no camera `camera`; `cameras` names those that there are."""

    code = "camera_unknown"


class CameraBusy(CameraError):
    """Another program has the camera `camera`."""

    code = "camera_busy"


class CameraForbidden(CameraError):
    """The system does not let SeeSay use cameras; `group` is the group of Linux whose members may, if that is why."""

    code = "camera_forbidden"


class CameraLost(CameraError):
    """The camera `camera` was unplugged or failed while it was used."""

    code = "camera_lost"


class CameraSilent(CameraError):
    """The camera `camera` opened and gives no frames."""

    code = "camera_silent"


class CameraCovered(CameraError):
    """The camera `camera` shows one even surface: something covers it, or it is dark."""

    code = "camera_covered"


class CameraHelperDied(CameraError):
    """The process that holds the camera ended by itself."""

    code = "camera_helper_died"


class VideoUnreadable(CameraError):
    """The file `name` is no video that can be played, or is broken."""

    code = "video_unreadable"


class VideoBroken(CameraError):
    """The file `name` was played up to a place from which on it is broken."""

    code = "video_broken"
