"""The typed errors that end a journey: adapters raise them, the session turns one into a sentence."""

from __future__ import annotations

from assistant.core.acting_errors import (
    ActError,
    ControlRefused,
    ControlSilent,
    HandsStalled,
    KeysHeld,
    NoAccessibleAction,
    NothingToActOn,
    NotOfScreen,
    PointerForbidden,
    PointerHeld,
    PointerRefused,
    TargetChanged,
    TargetUnclear,
)
from assistant.core.camera_errors import (
    CameraBusy,
    CameraCovered,
    CameraError,
    CameraForbidden,
    CameraHelperDied,
    CameraLost,
    CameraSilent,
    CameraUnknown,
    NoCamera,
    VideoBroken,
    VideoUnreadable,
)
from assistant.core.document_errors import (
    DocumentEmpty,
    DocumentError,
    DocumentLocked,
    DocumentProtected,
    DocumentReaderDied,
    DocumentStalled,
    DocumentTooLarge,
    DocumentUnknown,
    DocumentUnreadable,
    ExportBusy,
    ExportError,
    ExportFailed,
    ExportNeedsPages,
    ExportUnknown,
    NoClipboardText,
    NoDocument,
    PageMissing,
    PageUnreadable,
)
from assistant.core.error_base import AlreadyRunning, InternalError, NotRunning, SeeSayError, UsageError
from assistant.core.hotkey_errors import (
    HotkeyError,
    HotkeyInUse,
    HotkeysRefused,
    HotkeysUnsupported,
    HotkeyTaken,
    HotkeyUnknown,
    LayerUnsupported,
)
from assistant.core.source_errors import (
    ClipboardHidden,
    FileTooLarge,
    FileUnreadable,
    NoClipboardPicture,
    NoEarlierPicture,
    NoPortal,
    NoScreen,
    NotAPicture,
    NoWindow,
    PictureBlank,
    PictureTooLarge,
    QuestionsUnreadable,
    RegionOffScreen,
    ScreenCurtained,
    ScreenForbidden,
    ScreenLocked,
    ScreenRefused,
    ScreenUnanswered,
    ScreenUnseeable,
    SourceError,
    SourceNotBuilt,
    SourceStalled,
    WindowUnseeable,
)

# Also what stands in the other files, so that everybody takes every error from here.
# fmt: off
__all__ = [
    "ActError", "AlreadyRunning", "CameraBusy", "CameraCovered", "CameraError", "CameraForbidden", "CameraHelperDied",
    "CameraLost", "CameraSilent", "CameraUnknown", "ClipboardHidden", "ControlRefused", "ControlSilent",
    "DocumentEmpty", "DocumentError", "DocumentLocked", "DocumentProtected", "DocumentReaderDied", "DocumentStalled",
    "DocumentTooLarge", "DocumentUnknown", "DocumentUnreadable", "ExportBusy", "ExportError", "ExportFailed",
    "ExportNeedsPages", "ExportUnknown", "FileTooLarge", "FileUnreadable", "HandsStalled", "HotkeyError", "HotkeyInUse",
    "HotkeyTaken", "HotkeyUnknown", "HotkeysRefused", "HotkeysUnsupported", "InternalError", "KeysHeld",
    "LayerUnsupported", "NoAccessibleAction", "NoCamera", "NoClipboardPicture", "NoClipboardText", "NoDocument",
    "NoEarlierPicture", "NoPortal", "NoScreen", "NoWindow", "NotAPicture", "NotOfScreen", "NotRunning",
    "NothingToActOn", "PageMissing", "PageUnreadable", "PictureBlank", "PictureTooLarge", "PointerForbidden",
    "PointerHeld", "PointerRefused", "QuestionsUnreadable", "RegionOffScreen", "ScreenCurtained", "ScreenForbidden",
    "ScreenLocked", "ScreenRefused", "ScreenUnanswered", "ScreenUnseeable", "SeeSayError", "SourceError",
    "SourceNotBuilt", "SourceStalled", "TargetChanged", "TargetUnclear", "UsageError", "VideoBroken", "VideoUnreadable",
    "WindowUnseeable",
]
# fmt: on


class EngineError(SeeSayError):
    """The engine could not answer."""

    code = "engine"
    exit_code = 4


class EngineDied(EngineError):
    """The engine's process ended by itself; it is started again."""

    code = "engine_died"


class EngineStalled(EngineError):
    """The engine was silent past its deadline and was ended; it is started again."""

    code = "engine_stalled"


class EngineStartFailed(EngineError):
    """The engine can't be started; `detail` names the part that is missing."""

    code = "engine_start_failed"


class EngineUnknown(EngineError):
    """There is no engine `engine`; `engines` lists those that there are."""

    code = "engine_unknown"


class ModelNeeded(EngineError):
    """Only the big model could answer that honestly."""

    code = "model_needed"


class ModelError(EngineError):
    """The big model can't be used; `model` is its name in every error of this family."""

    code = "model"


class ModelUnknown(ModelError):
    """The catalogue has no model `model`."""

    code = "model_unknown"
    exit_code = 2


class ModelNotInstalled(ModelError):
    """The files of `model` aren't here."""

    code = "model_not_installed"


class ModelRuntimeMissing(ModelError):
    """The extra that runs models is not installed, or does not work; `detail` names the part."""

    code = "model_runtime_missing"


class ModelBroken(ModelError):
    """A file of `model` isn't what it must be (cut off, altered, of another model); `file` names it."""

    code = "model_broken"


class ModelUnsafe(ModelError):
    """`model` has its weights only in `file`, which could run programs when it is read."""

    code = "model_unsafe"


class ModelTooLarge(ModelError):
    """There is not enough memory for `model` at any precision; `need` and `free` are gigabytes."""

    code = "model_too_large"


class ModelTooSlow(ModelError):
    """This processor would take `seconds` to the first word of `model`: no help to anybody."""

    code = "model_too_slow"


class PlotterMissing(SeeSayError):
    """The library that draws plots, `detail`, is not installed."""

    code = "plotter_missing"


class DeviceMissing(ModelError):
    """The settings name the device `device` for `model`, and there is none, or it does not work."""

    code = "device_missing"


class PrecisionImpossible(ModelError):
    """The settings name the precision `precision` for `model`, and `device` can't compute in it."""

    code = "precision_impossible"


class ModelCannot(ModelError):
    """The model `model` was not trained for that task; `task` names it."""

    code = "model_cannot"


class DownloadError(ModelError):
    """The download of `model` could not be completed; what has arrived is kept.

    `why` is offline, cut, server, garbled, wrong, missing or disk; `detail` says it technically: a type, a status, a
    file.
    """

    code = "download"


class DiskFull(DownloadError):
    """There is no room for the files of `model`; `need` and `free` are gigabytes."""

    code = "disk_full"


class GateClosed(DownloadError):
    """The licence of `model` has not been agreed to by the owner of the token; `url` is the page to do it on."""

    code = "gate_closed"


class TokenNeeded(DownloadError):
    """The hub wants a token for `model`; `url` is the page that makes one."""

    code = "token_needed"


class TokenRefused(DownloadError):
    """The hub did not take the token for `model`: expired, revoked or mistyped."""

    code = "token_refused"


class NetworkOff(EngineError):
    """The user has switched the network off, and this needs it."""

    code = "network_off"


class ModelsBusy(EngineError):
    """Something is being done with a model already, `model`."""

    code = "models_busy"


class ModelsHelperLost(EngineError):
    """The process that looks after models died, hung, or said what makes no sense; what has arrived is kept."""

    code = "models_helper_lost"


class RemoteError(EngineError):
    """The server at `host` could not answer."""

    code = "remote"


class RemoteUnreachable(RemoteError):
    """Nothing answers at `host`."""

    code = "remote_unreachable"


class RemoteInsecure(RemoteError):
    """The address of `host` is not encrypted and not on this computer, or its certificate can't be trusted."""

    code = "remote_insecure"


class RemoteRefused(RemoteError):
    """The server at `host` refused; `status` is its HTTP status."""

    code = "remote_refused"


class RemoteKeyRefused(RemoteError):
    """The server at `host` wants a key, or did not take the one it was given."""

    code = "remote_key_refused"


class RemoteStalled(RemoteError):
    """The server at `host` did not answer in time, or stopped in the middle."""

    code = "remote_stalled"


class RemoteGarbled(RemoteError):
    """What the server at `host` sent is no answer."""

    code = "remote_garbled"


class LanguagePackMissing(EngineError):
    """Text of `language` (a code) needs a recogniser's file `pack` that isn't there."""

    code = "language_pack_missing"


class RecogniserUnloadable(EngineError):
    """Text of `language` (a code) needs a recogniser that doesn't run on this system."""

    code = "recogniser_unloadable"


class VoiceError(SeeSayError):
    """The voice failed."""

    code = "voice"
    exit_code = 5


class VoiceUnavailable(VoiceError):
    """The back-end `voice` can't speak; `detail` is the reason, "missing" where it is not installed."""

    code = "voice_unavailable"


class VoiceSilent(VoiceError):
    """The back-end `voice` said that it speaks, but no sound came."""

    code = "voice_silent"


class NoVoice(VoiceError):
    """No back-end can speak."""

    code = "no_voice"


class TimedOut(SeeSayError):
    """The answer was not complete within the time that was given, `seconds`."""

    code = "timed_out"
    exit_code = 6


class SettingInvalid(SeeSayError):
    """The setting `name` can't take that value; `choices` says what it takes."""

    code = "setting_invalid"
    exit_code = 2


class SettingUnknown(SeeSayError):
    """There is no setting `name`."""

    code = "setting_unknown"
    exit_code = 2


class SettingsFileUnusable(SeeSayError):
    """The file `name` holds no settings, or can't be read or written."""

    code = "settings_file_unusable"
    exit_code = 3


class SettingsUnwritable(SeeSayError):
    """The settings file can't be written; the settings hold until the end."""

    code = "settings_unwritable"
    exit_code = 4


class SettingsReplaced(SeeSayError):
    """The settings file held no settings any more: it was kept as `name`, and a new one has what holds by now."""

    code = "settings_replaced"
    exit_code = 4


class AutostartFailed(SeeSayError):
    """What starts programs at log-in could not be changed; `detail` is the file or key."""

    code = "autostart_failed"
    exit_code = 4
