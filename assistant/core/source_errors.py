"""The errors that mean: no picture could be had. Take them from `core.errors`, which has all."""

from __future__ import annotations

from assistant.core.error_base import SeeSayError


class SourceError(SeeSayError):
    """No picture could be had."""

    code = "source"
    exit_code = 3


class NoScreen(SourceError):
    """There is no display to look at."""

    code = "no_screen"


class ScreenUnseeable(SourceError):
    """The desktop does not let programs see the screen; `desktop` names it: a Wayland session, Windows, macOS."""

    code = "screen_unseeable"


class NoPortal(SourceError):
    """Only a portal could take a picture of the screen here, and there is none; `desktop` names the desktop."""

    code = "no_portal"


class ScreenRefused(SourceError):
    """The user, whom the desktop asked, did not allow a picture of the screen; `desktop` names it."""

    code = "screen_refused"


class ScreenUnanswered(SourceError):
    """The desktop, which may be asking the user, did not answer in time; `desktop` names it."""

    code = "screen_unanswered"


class WindowUnseeable(SourceError):
    """The desktop tells nobody which window is active; `desktop` names it."""

    code = "window_unseeable"


class ClipboardHidden(SourceError):
    """The desktop shows the clipboard only to the window in front; `desktop` names it."""

    code = "clipboard_hidden"


class ScreenLocked(SourceError):
    """The session is locked."""

    code = "screen_locked"


class ScreenForbidden(SourceError):
    """The system lets a program see the screen only once its user has allowed it, and the user has not."""

    code = "screen_forbidden"


class ScreenCurtained(SourceError):
    """A screen reader is known to have drawn its curtain: the whole screen is black, for pictures too."""

    code = "screen_curtained"


class PictureBlank(SourceError):
    """The picture is one colour; `colour` is "black", "white" or "uniform", `source` what was grabbed."""

    code = "picture_blank"


class NoWindow(SourceError):
    """No window is active."""

    code = "no_window"


class RegionOffScreen(SourceError):
    """The region lies outside every monitor or is empty."""

    code = "region_off_screen"


class NoClipboardPicture(SourceError):
    """The clipboard holds no picture."""

    code = "no_clipboard_picture"


class NoEarlierPicture(SourceError):
    """A question goes on about the last picture, and there is none, or it was forgotten."""

    code = "no_earlier_picture"


class SourceNotBuilt(SourceError):
    """This version has no such source; `source` names it."""

    code = "source_not_built"


class FileUnreadable(SourceError):
    """The file can't be opened; `name` is its name, `why` one of missing, directory, special, forbidden, empty."""

    code = "file_unreadable"


class NotAPicture(SourceError):
    """The file is no picture that can be read, or is broken; `name` is its name."""

    code = "not_a_picture"


class PictureTooLarge(SourceError):
    """The picture has more pixels than is safe; `name` is its name, `megapixels` the bound."""

    code = "picture_too_large"


class FileTooLarge(SourceError):
    """The file or stream has more bytes than is safe; `name` is its name, `megabytes` the bound."""

    code = "file_too_large"


class QuestionsUnreadable(SourceError):
    """Line `line` of the file of questions `name` can't be used."""

    code = "questions_unreadable"


class SourceStalled(SourceError):
    """The source did not answer in time (a frozen display, a dead network folder); `source` is its kind."""

    code = "source_stalled"
