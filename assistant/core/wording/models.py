"""The catalogue, the download and the store of models: command line and windows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.wording.forms import Message, Plural, counted, text, text_in


class ModelMessages:
    """The catalogue, the download and the store of models: command line and windows."""

    MODEL_LINE = Message(
        # Translators: a line of the list of models; {name} is a model's name, {state} e.g. "not installed", {size} a
        # number of gigabytes, {licence} a licence's name; {gate} and {fits} are whole sentences, or empty.
        text("{name}: {state}. {size} gigabytes, licence {licence}. {gate} {fits}"),
    )
    MODEL_BROKEN = Message(
        # Translators: a line of the list of models; {name} is a model's name, {state} is "damaged".
        text("{name}: {state}."),
    )
    MODEL_GATED = Message(
        # Translators: a model's makers want the user to agree to the licence on their page first.
        text("Its licence has to be agreed to first."),
    )
    MODEL_DISK = Message(
        # Translators: how much room is left for models; {free} is a number.
        text("{free} gigabytes are free on the disk."),
    )
    MODEL_MORE = Message(
        # Translators: after the list of models; don't translate the commands.
        text("“seesay models show NAME” tells more of one; “seesay models list packs” lists the language packs."),
    )
    PACK_LINE = Message(
        # Translators: a line of the list of language packs; {name} is e.g. "lang:ru", {language} e.g. "Russian",
        # {state} e.g. "installed", {size} a number.
        text("{name}: {language}, {state}. {size} megabytes."),
    )
    FITS = Message(
        # Translators: in the list of models: this computer can run it.
        text("It can run here."),
    )
    FITS_NOT = Message(
        # Translators: in the list of models: this computer has too little memory for it, or is too slow.
        text("It can't run here."),
    )
    MODEL_FIT = Message(
        # Translators: after the list of models; don't translate the command.
        text("“seesay models list --fit” tries what this computer can run them on; it takes some seconds."),
    )

    # --- one model ---------------------------------------------------------------------------------
    SHOW_PAGE = Message(
        # Translators: {page} is the address of a model's page.
        text("Published at {page}."),
    )
    SHOW_SIZE = Message(
        # Translators: {parameters} billions of numbers make up a model; its files have {download} gigabytes.
        text("{parameters} billion parameters, {download} gigabytes of files."),
    )
    SHOW_ABOUT = Message(
        # Translators: added to a size that is not known exactly before the download.
        text("The sizes are reckoned; the exact ones come with the download."),
    )
    SHOW_SIDE = Message(
        # Translators: a model sees a picture squeezed into a square with sides of {pixels} pixels.
        text("It sees {pixels} by {pixels} pixels."),
    )
    SHOW_LICENCE = Message(
        # Translators: {licence} is a licence's name, {page} the address where it can be read.
        text("Licence: {licence}, {page}."),
    )
    SHOW_TASKS = Message(
        # Translators: {tasks} is a list of what a model was trained for, e.g. "describe, read and find".
        text("Trained for: {tasks}."),
    )
    SHOW_MEMORY = Message(
        # Translators: the memory that a model needs; {precisions} is e.g. "3.8 gigabytes in 4 bits, 6.7 in 16 bits".
        text("Memory: {precisions}."),
    )
    SHOW_PRECISION = Message(
        # Translators: {need} gigabytes of memory are needed; {precision} is a technical word: nf4, int8, bf16.
        text("{need} gigabytes as {precision}"),
    )
    SHOW_STATE = Message(
        # Translators: {state} is e.g. "installed"; {folder} is where its files are.
        text("State: {state}, in {folder}."),
    )
    SHOW_ABSENT = Message(
        # Translators: {state} is e.g. "not installed".
        text("State: {state}."),
    )
    SHOW_PINNED = Message(
        # Translators: the exact version of a model's files; {commit} is a row of letters and digits.
        text("Version {commit}."),
    )

    # --- fetching ----------------------------------------------------------------------------------
    FETCHING = Message(
        # Translators: a download begins; {name} is a model, {size} gigabytes, {licence} a licence's name.
        text("Fetching {name}, {size} gigabytes, licence {licence}."),
    )
    COPYING = Message(
        # Translators: a model is copied from a folder of the user's; {name} is its name.
        text("Copying {name}."),
    )
    CHECKING = Message(
        # Translators: every file of a model is compared with what it must be; {name} is the model's name.
        text("Comparing the files of {name}."),
    )
    PERCENT = Message(
        # Translators: how far a download or a check is; {percent}, {done} and {total} are numbers.
        text("{percent} percent: {done} of {total} gigabytes."),
        # Translators: brief: how far a download is.
        text("{percent} percent."),
    )
    INSTALLED = Message(
        # Translators: a model was downloaded or imported and can be used; {name} is its name.
        text("{name} is installed."),
    )
    INSTALLED_ALREADY = Message(
        # Translators: a model should be downloaded, but is here; {name} is its name.
        text("{name} is installed already."),
    )
    PAUSED = Message(
        # Translators: the user ended a download; {name} is a model's name; don't translate the command.
        text("Paused. “seesay models install {name}” goes on from here."),
    )
    REMOVED = Message(
        # Translators: a model's files were deleted; {name} is its name.
        text("{name} is removed."),
    )
    FILES_RIGHT = Plural(
        # Translators: every file of a model was compared; {name} is the model's name, {n} the number of files.
        counted("The one file of {name} is right.", "All {n} files of {name} are right."),
    )
    FILE_WRONG = Message(
        # Translators: {file} is a file's name, {why} says what is wrong with it, e.g. "it is missing".
        text("{file}: {why}."),
    )
    FILES_REPAIRED = Plural(
        # Translators: files of a model were damaged and were fetched again; {n} is their number, {name} the model.
        counted("One file of {name} was put right.", "{n} files of {name} were put right."),
    )

    # --- the gate ----------------------------------------------------------------------------------
    GATE_ONE = Message(
        # Translators: step one of three, before a download; {page} is the address of a model's page.
        text(
            "1. Open {page} in a browser, sign in or make an account, and press the button that agrees to the licence."
        ),
    )
    GATE_TWO = Message(
        # Translators: step two of three; {page} is an address; a token is a password for programs; "Read" is the name
        # of a kind of token on an English page, don't translate it.
        text("2. Open {page}, press “Create new token”, choose the kind “Read”, give it any name, and copy the token."),
    )
    GATE_THREE = Message(
        # Translators: step three of three; nothing is shown while the user types or pastes.
        text("3. Paste it here and press Enter; nothing is shown or spoken while you do. Empty: stop here."),
    )
    TOKEN_PROMPT = Message(
        # Translators: what stands before the place where the token is entered; a token is a password for programs.
        text("Token:"),
    )
    KEY_PROMPT = Message(
        # Translators: what stands before the place where a server's key is entered; {host} is the server's name.
        text("Key for {host}:"),
    )
    GATE_AGREE = Message(
        # Translators: the licence has not been agreed to yet; {page} is an address. The user presses Enter afterwards.
        text("Open {page}, agree to the licence there, then press Enter here; Control C stops."),
    )
    SECRET_IN_KEYRING = Message(
        # Translators: where a token or key is kept from now on.
        text("It is kept in the system's keyring."),
    )
    SECRET_IN_FILE = Message(
        # Translators: there is no keyring; {path} is a file that only this user can read.
        text("There is no keyring that could keep it; it is kept in {path}, which only you can read."),
    )
    SECRET_FORGOTTEN = Message(
        # Translators: a token or key was deleted; {host} is a server's name.
        text("The key for {host} is forgotten."),
    )


MODEL_STATES: Mapping[str, Message] = MappingProxyType(
    {
        # Translators: a model's state in a list: nothing of it is on this computer.
        "absent": Message(text_in("model", "not installed")),
        # Translators: a model's state in a list: {percent} percent of it have been downloaded.
        "partial": Message(text_in("model", "{percent} percent have arrived")),
        # Translators: a model's state in a list: it can be used.
        "installed": Message(text_in("model", "installed")),
        # Translators: a model's state in a list: files are missing or damaged.
        "broken": Message(text_in("model", "damaged")),
    }
)

FILE_DAMAGES: Mapping[str, Message] = MappingProxyType(
    {
        # Translators: what is wrong with a file: it is not there.
        "missing": Message(text_in("file", "it is missing")),
        # Translators: what is wrong with a file: it has too many or too few bytes.
        "size": Message(text_in("file", "it has another length")),
        # Translators: what is wrong with a file: its bytes are other ones.
        "content": Message(text_in("file", "its content was altered")),
        # Translators: what is wrong with a file: it is no file of that model.
        "foreign": Message(text_in("file", "it does not belong to the model")),
    }
)

TASK_NAMES: Mapping[str, Message] = MappingProxyType(
    {
        # Translators: what a model can do, in a list: tell what a picture shows.
        "describe": Message(text_in("task", "describing")),
        # Translators: what a model can do, in a list: read text aloud.
        "read": Message(text_in("task", "reading")),
        # Translators: what a model can do, in a list: answer questions about a picture.
        "ask": Message(text_in("task", "answering questions")),
        # Translators: what a model can do, in a list: say where a thing is.
        "find": Message(text_in("task", "finding things")),
        # Translators: what a model can do, in a list: tell the outline of a thing.
        "outline": Message(text_in("task", "outlines")),
        # Translators: what a model can do, in a list: suggest questions that are worth asking.
        "question": Message(text_in("task", "suggesting questions")),
        # Translators: what a model can do, in a list: take an instruction in the user's own words.
        "prompt": Message(text_in("task", "instructions of your own")),
    }
)
