"""What happened and what to do, for every typed error.

The key is the error's code, or "code:value" where one of its parameters decides (`VARIANT_OF` names it).
Parameters named `source` and `language` arrive in words: "the screen", "Hebrew".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.wording.acting import ACTING_ERRORS
from assistant.core.wording.camera_errors import CAMERA_ERRORS
from assistant.core.wording.document_errors import DOCUMENT_ERRORS
from assistant.core.wording.forms import ErrorMessage, Message, text
from assistant.core.wording.model_errors import MODEL_ERRORS
from assistant.core.wording.preferences import NetworkMessages
from assistant.core.wording.source_errors import DOCTOR, SOURCE_ERRORS

VARIANT_OF: Mapping[str, str] = MappingProxyType(
    {
        "picture_blank": "colour",
        "screen_unseeable": "desktop",
        "file_unreadable": "why",
        "download": "why",
        "export_failed": "why",
        "document_locked": "is_wrong",
        "target_unclear": "why",
        "document_protected": "how",
        "voice_unavailable": "detail",
    }
)
VARIANT_WITH: Mapping[str, str] = MappingProxyType(
    {"hotkey_taken": "free", "setting_invalid": "low", "camera_forbidden": "group", "pointer_forbidden": "how"}
)
"""The variant is called like this parameter, where the error has it."""

_ASK_AGAIN = Message(
    # Translators: what to do after the engine was restarted.
    text("It is being started again; please ask once more."),
    # Translators: brief hint after the engine was restarted.
    text("Please ask again."),
)
_COMMAND_ERRORS = {
    "already_running": ErrorMessage(
        # Translators: a second SeeSay was started while one runs.
        Message(text("SeeSay is running already.")),
        # Translators: what to do; it is about the SeeSay that runs already.
        Message(text("Its keys work; quit it first to start it anew.")),
    ),
    "not_running": ErrorMessage(
        # Translators: a command was given for the running SeeSay, but none runs.
        Message(text("SeeSay is not running.")),
        # Translators: what to do; don't translate the command "seesay".
        Message(text("Start it with “seesay”.")),
    ),
}

_ENGINE_ERRORS = {
    "engine": ErrorMessage(
        # Translators: the part that looks at pictures failed, for a reason that is not known better.
        Message(text("The picture could not be examined.")),
        DOCTOR,
    ),
    "engine_died": ErrorMessage(
        Message(
            # Translators: the program part that looks at pictures crashed.
            text("The part of SeeSay that looks at pictures crashed."),
            # Translators: brief: the part that looks at pictures crashed.
            text("The engine crashed."),
        ),
        _ASK_AGAIN,
    ),
    "engine_stalled": ErrorMessage(
        Message(
            # Translators: the part that looks at pictures gave no sign of life and was ended.
            text("The part of SeeSay that looks at pictures no longer responded and was ended."),
            # Translators: brief: the part that looks at pictures did not respond.
            text("The engine did not respond."),
        ),
        _ASK_AGAIN,
    ),
    "engine_start_failed": ErrorMessage(
        # Translators: {detail} names the missing part, e.g. a library.
        Message(text("The part of SeeSay that looks at pictures can't start: {detail} is missing.")),
        DOCTOR,
    ),
    "engine_unknown": ErrorMessage(
        # Translators: {engine} is what the user asked for.
        Message(text("There is no engine called {engine}.")),
        # Translators: {engines} is a list of names.
        Message(text("There is: {engines}.")),
    ),
    "model_needed": ErrorMessage(
        Message(
            # Translators: the question needs a large vision-language model; SeeSay does not guess.
            text("That needs a large vision model, and none is in use here."),
            # Translators: brief: the question needs a large vision model.
            text("That needs a large vision model."),
        ),
        Message(
            # Translators: hint: how to get a model, what can be answered without; don't translate the command.
            text(
                "“seesay models list” shows which there are. Without one: where is a word, a button or a thing; how "
                "many are there; is there one; what is the title."
            ),
            # Translators: brief hint: the kinds of question that can be answered.
            text("Ask where, how many, is there, or for the title."),
        ),
    ),
    "recogniser_unloadable": ErrorMessage(
        Message(
            # Translators: {language} is a language's name, such as "Hebrew"; the part that reads it doesn't run here.
            text("{language} text can't be read on this computer: its recogniser does not run on this system."),
            # Translators: brief: {language} is a language's name.
            text("{language} text can't be read on this computer."),
        ),
        # Translators: hint where a script can't be read, because a part of SeeSay wants a newer operating system.
        Message(text("A newer version of the operating system may be able to.")),
    ),
    "language_pack_missing": ErrorMessage(
        Message(
            # Translators: {language} is a language's name, such as "Hebrew".
            text("{language} text can't be read, because its language pack is missing."),
            # Translators: brief: {language} is a language's name.
            text("The language pack for {language} is missing."),
        ),
        Message(
            # Translators: don't translate the command; {code} is the code of a language, {package} the name of a
            # package in Debian and Ubuntu.
            text("“seesay models install lang:{code}” fetches it; on Debian and Ubuntu the package {package} has it."),
            # Translators: brief hint; don't translate the command; {code} is the code of a language.
            text("“seesay models install lang:{code}” fetches it."),
        ),
    ),
    "timed_out": ErrorMessage(
        # Translators: {seconds} is a number.
        Message(text("The answer was not complete after {seconds} seconds.")),
        # Translators: hint: the option of the command line; don't translate "--timeout".
        Message(text("Give it more time with --timeout, or ask about a window or a part of the screen.")),
    ),
}

_VOICE_ERRORS = {
    "voice": ErrorMessage(
        # Translators: speaking failed, for a reason that is not known better.
        Message(text("Speaking failed.")),
        DOCTOR,
    ),
    "voice_unavailable": ErrorMessage(
        # Translators: {voice} is the name of a speech system, {detail} the reason.
        Message(text("The voice {voice} can't speak: {detail}.")),
        DOCTOR,
    ),
    "voice_unavailable:missing": ErrorMessage(
        # Translators: {voice} is the name of a speech system.
        Message(text("The voice {voice} is not installed.")),
        # Translators: what to do; don't translate "espeak-ng", a package's name.
        Message(text("Install your system's package espeak-ng, or the SeeSay that holds it.")),
    ),
    "voice_silent": ErrorMessage(
        # Translators: {voice} is the name of a speech system.
        Message(text("The voice {voice} made no sound.")),
        # Translators: hint for a silent voice; don't translate the command.
        Message(text("Check the volume and the sound device, or choose another voice: “seesay voices” lists them.")),
    ),
    "no_voice": ErrorMessage(
        # Translators: this is shown, because it can't be spoken.
        Message(text("Nothing on this computer can speak.")),
        Message(
            # Translators: hint where there is no voice; don't translate the package's name and the option.
            text(
                "Install speech-dispatcher or check the sound device; answers are printed, "
                "and --wav writes them to a file."
            ),
            # Translators: brief hint where there is no voice.
            text("Install speech-dispatcher, or check the sound device."),
        ),
    ),
}

_KEY_ERRORS = {
    "hotkey": ErrorMessage(
        # Translators: a global key could not be set up, for a reason that is not known better.
        Message(text("A key could not be set up.")),
        DOCTOR,
    ),
    "hotkey_taken": ErrorMessage(
        # Translators: {key} is a key combination.
        Message(text("The key {key} belongs to another program.")),
        # Translators: hint for a taken key; don't translate the command.
        Message(text("Choose another one: “seesay settings list” shows the settings of the keys.")),
    ),
    "hotkey_taken:free": ErrorMessage(
        # Translators: {key} is a key combination.
        Message(text("The key {key} belongs to another program.")),
        # Translators: {free} is a key combination that can be had.
        Message(text("{free} is free.")),
    ),
    "hotkey_in_use": ErrorMessage(
        # Translators: {key} is a key combination, {action} what it does, e.g. "Describe the screen".
        Message(text("The key {key} is in use already: {action}.")),
        # Translators: hint for a key that another command of SeeSay has.
        Message(text("Choose another one, or change that one first.")),
    ),
    "hotkey_unknown": ErrorMessage(
        # Translators: {key} is what the user wrote.
        Message(text("{key} can't be used as a key.")),
        # Translators: hint: how keys are written; don't translate the names of the keys.
        Message(text("Write it as in Ctrl+Alt+Shift+D, with at least one of Ctrl, Alt and Super.")),
    ),
    "hotkeys_refused": ErrorMessage(
        # Translators: {desktop} names a desktop that asked the user which keys SeeSay may have; the answer was none.
        Message(text("{desktop} was told to give SeeSay no keys.")),
        # Translators: hint after a "no" to the desktop's own question; don't translate the command.
        Message(text("Start SeeSay again and allow them, or bind the command “seesay describe” to a key yourself.")),
    ),
    "layer_unsupported": ErrorMessage(
        # Translators: {desktop} names a desktop. The command layer: one key, and then a letter.
        Message(text("{desktop} allows no command layer.")),
        # Translators: hint; don't translate the command.
        Message(text("“seesay settings set hotkeys.layer off” brings single keys instead.")),
    ),
    "hotkeys_unsupported": ErrorMessage(
        # Translators: {desktop} is a desktop's name.
        Message(text("{desktop} gives programs no global keys.")),
        # Translators: hint; don't translate the command.
        Message(text("Bind the command “seesay describe” to a key in the desktop's keyboard settings.")),
    ),
}

_OTHER_ERRORS = {
    "internal": ErrorMessage(
        # Translators: a defect of SeeSay; {detail} is its technical name.
        Message(text("SeeSay made a mistake of its own: {detail}.")),
        # Translators: hint after a defect.
        Message(text("Please try again, and report it if it stays.")),
    ),
    "usage": ErrorMessage(
        # Translators: the command line was not understood; {detail} is the part that was off.
        Message(text("That command was not understood: {detail}.")),
        # Translators: hint; don't translate the command.
        Message(text("“seesay --help” shows how to write it.")),
    ),
    "setting_invalid": ErrorMessage(
        # Translators: {name} is a setting's technical name, such as "speech.rate".
        Message(text("The setting {name} can't take that value.")),
        # Translators: {choices} says what it takes, e.g. "brief, normal, full" or "-100 to 100".
        Message(text("It takes: {choices}.")),
    ),
    "setting_invalid:low": ErrorMessage(
        # Translators: {name} is a setting's technical name, such as "speech.rate".
        Message(text("The setting {name} can't take that value.")),
        # Translators: {low} and {high} are numbers.
        Message(text("It takes a number from {low} to {high}.")),
    ),
    "setting_unknown": ErrorMessage(
        # Translators: {name} is what the user wrote.
        Message(text("There is no setting {name}.")),
        # Translators: hint; don't translate the command.
        Message(text("“seesay settings list” shows all settings.")),
    ),
    "settings_file_unusable": ErrorMessage(
        # Translators: {name} is a file that should be imported or exported.
        Message(text("The file {name} can't be used for settings.")),
        # Translators: hint for a settings file that can't be imported or exported.
        Message(text("Choose a file that SeeSay exported, or another folder.")),
    ),
    "settings_replaced": ErrorMessage(
        # Translators: somebody damaged the settings file while SeeSay ran; {name} is the copy that was kept of it.
        Message(text("The settings file can't be read any more. SeeSay has written a new one with its settings.")),
        # Translators: hint for a settings file that was damaged; {name} is the name of its copy.
        Message(text("The old one was kept as {name}.")),
    ),
    "autostart_failed": ErrorMessage(
        # Translators: SeeSay can't be set to start when the user logs in; {detail} is a file.
        Message(text("Starting with the session can't be changed: {detail} can't be written.")),
        # Translators: hint, where SeeSay can't be set to start with the session; don't translate "seesay".
        Message(text("Check its permissions, or add “seesay” to the desktop's start-up programs.")),
    ),
    "settings_unwritable": ErrorMessage(
        # Translators: the settings can be used, but not saved.
        Message(text("The settings can't be saved; they hold until SeeSay ends.")),
        # Translators: hint for settings that can't be saved.
        Message(text("Check the permissions of the settings file and the space on the disk.")),
    ),
}

_NETWORK_ERRORS = {
    "network_off": ErrorMessage(NetworkMessages.NETWORK_OFF, NetworkMessages.NETWORK_ON_AGAIN),
}

ERRORS: Mapping[str, ErrorMessage] = MappingProxyType(
    _COMMAND_ERRORS
    | SOURCE_ERRORS
    | DOCUMENT_ERRORS
    | _NETWORK_ERRORS
    | CAMERA_ERRORS
    | _ENGINE_ERRORS
    | MODEL_ERRORS
    | _VOICE_ERRORS
    | _KEY_ERRORS
    | ACTING_ERRORS
    | _OTHER_ERRORS
)
