"""What happened and what to do, for the errors of cameras and videos."""

from __future__ import annotations

from assistant.core.wording.forms import ErrorMessage, Message, text

_PLUG = Message(
    # Translators: hint: no picture comes from a camera.
    text("Check its cable and its cover, then try again."),
    # Translators: brief hint: no picture comes from a camera.
    text("Check its cable and its cover."),
)

CAMERA_ERRORS = {
    "camera": ErrorMessage(
        # Translators: no picture can be had from the camera.
        Message(text("The camera gives no picture.")),
        _PLUG,
    ),
    "no_camera": ErrorMessage(
        # Translators: the computer has no camera.
        Message(text("No camera was found.")),
        # Translators: hint: connect a camera.
        Message(text("Connect one and try again.")),
    ),
    "camera_unknown": ErrorMessage(
        # Translators: {camera} is the wanted camera's name.
        Message(text("There is no camera {camera}.")),
        # Translators: hint: {cameras} lists the cameras that there are.
        Message(text("These were found: {cameras}.")),
    ),
    "camera_busy": ErrorMessage(
        # Translators: {camera} is a camera's name.
        Message(text("The camera {camera} is used by another program.")),
        # Translators: hint: a camera serves one program at a time.
        Message(text("Close that program, then try again.")),
    ),
    "camera_forbidden": ErrorMessage(
        # Translators: the system's permission for cameras is missing.
        Message(text("SeeSay may not use the camera.")),
        # Translators: hint: give the permission.
        Message(text("Allow it in the system's privacy settings, then try again.")),
    ),
    "camera_forbidden:group": ErrorMessage(
        # Translators: the system's permission for cameras is missing.
        Message(text("SeeSay may not use the camera.")),
        # Translators: hint: {group} is the name of a group of users of Linux, such as "video".
        Message(text("Have yourself added to the group {group}, log in again, then try again.")),
    ),
    "camera_lost": ErrorMessage(
        # Translators: {camera} is a camera's name; it was unplugged or failed.
        Message(text("The camera {camera} is gone.")),
        _PLUG,
    ),
    "camera_silent": ErrorMessage(
        # Translators: {camera} is a camera's name.
        Message(text("The camera {camera} gives no picture.")),
        _PLUG,
    ),
    "camera_covered": ErrorMessage(
        # Translators: the camera's picture is one surface; nobody knows what is there.
        Message(text("The camera shows nothing but one even surface.")),
        Message(
            # Translators: hint: the camera's picture is one even surface.
            text("Something may cover it, or it is dark: uncover it or turn on a light, then try again."),
            # Translators: brief hint: the camera's picture is one even surface.
            text("Uncover it or turn on a light."),
        ),
    ),
    "camera_helper_died": ErrorMessage(
        # Translators: the process that holds the camera crashed.
        Message(text("Watching the camera ended unexpectedly.")),
        # Translators: hint after a crash.
        Message(text("Try again.")),
    ),
    "video_unreadable": ErrorMessage(
        # Translators: {name} is a file's name.
        Message(text("The file {name} is no video that can be played.")),
        # Translators: hint: videos that can be played.
        Message(text("MP4, WebM and Matroska videos can be played.")),
    ),
    "video_broken": ErrorMessage(
        # Translators: {name} is a file's name; a part of it was played.
        Message(text("The video {name} is broken from here on.")),
        # Translators: hint: the file was damaged, perhaps while it was copied.
        Message(text("If you have another copy, try that.")),
    ),
}
