"""The window that lists the models, the steps that lead through an installation, and what is said meanwhile.

An ampersand marks the letter that Alt opens; it may stand elsewhere, or nowhere, in a translation.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.models import ModelAction, ModelState
from assistant.core.wording.forms import Message, text, text_in


class ModelWindowMessages:
    """The list of models and what can be done with one."""

    OPEN = Message(
        # Translators: a button and a tray entry that open the list of models.
        text("&Models"),
    )
    TITLE = Message(
        # Translators: title of the window that lists models.
        text("SeeSay models"),
    )
    INTRO = Message(
        # Translators: the text at the top of the list of models.
        text(
            "A model describes pictures and answers questions on this computer; nothing leaves it. "
            "Up and Down choose one, Tab goes on to what can be done with it."
        ),
    )
    LIST = Message(
        # Translators: label of the list of models.
        text("&List of models"),
    )
    LOADING = Message(
        # Translators: shown and spoken while it is found out which models there are and what this computer can run.
        text("Looking which models fit this computer."),
    )
    NONE = Message(
        # Translators: shown when the list of models could not be made.
        text("The list could not be made."),
    )
    LINE = Message(
        # Translators: one model in the list, read as one sentence; {size} is e.g. "6.2 gigabytes", {state} e.g.
        # "not installed", {fits} e.g. "fits this computer", {licence} a licence's name.
        text("{name}, {size}, {state}, {fits}, licence {licence}"),
    )
    LINE_GATED = Message(
        # Translators: as above, of a model whose licence has to be agreed to on its makers' page.
        text("{name}, {size}, {state}, {fits}, licence {licence}, to be agreed to first"),
    )
    FITS = Message(text_in("model", "fits this computer"))
    FITS_NOT = Message(text_in("model", "not for this computer"))
    FITS_UNKNOWN = Message(text_in("model", "not known whether it fits"))
    DETAILS = Message(
        # Translators: what is known of a model; {size} is e.g. "6.2 gigabytes", {state} e.g. "installed".
        text("{name}: {state}. Size: {size}. Licence: {licence}."),
    )
    DETAILS_GATED = Message(
        # Translators: the makers of a model want the licence agreed to on their page before it can be downloaded.
        text("Its makers want you to agree to the licence on their page first."),
    )
    DETAILS_ARRIVED = Message(
        # Translators: {arrived} and {size} are e.g. "1.2 gigabytes".
        text("{arrived} of {size} have arrived."),
    )
    LICENCE_UNKNOWN = Message(
        # Translators: in place of a licence's name.
        text_in("licence", "unknown"),
    )
    GIGABYTES = Message(
        # Translators: a size; {n} is a number with one decimal.
        text("{n} gigabytes"),
    )
    MEGABYTES = Message(
        # Translators: a size; {n} is a whole number.
        text("{n} megabytes"),
    )
    INSTALL = Message(
        # Translators: a button: begins the download of a model, step by step.
        text_in("button", "&Install…"),
    )
    RESUME = Message(
        # Translators: a button: goes on with a download that was left.
        text_in("button", "&Resume"),
    )
    REPAIR = Message(
        # Translators: a button: fetches the damaged files of a model again.
        text_in("button", "&Repair"),
    )
    PAUSE = Message(
        # Translators: a button: leaves a download for now; what has arrived is kept.
        text_in("button", "&Pause"),
    )
    IMPORT = Message(
        # Translators: a button: takes a model's files from a folder.
        text_in("button", "Import &folder…"),
    )
    VERIFY = Message(
        # Translators: a button: compares every file of a model with what it must be.
        text_in("button", "&Verify"),
    )
    REMOVE = Message(
        # Translators: a button: deletes a model's files.
        text_in("button", "&Delete…"),
    )
    CLOSE = Message(
        # Translators: a button: closes the window.
        text_in("button", "&Close"),
    )
    PROGRESS = Message(
        # Translators: accessible name of the progress bar; {model} is a model's name.
        text("Progress of {model}"),
    )
    PROGRESS_NONE = Message(
        # Translators: accessible name of the progress bar while nothing is done.
        text("Progress"),
    )
    GOES_ON = Message(
        # Translators: spoken when the window is closed during a download; {model} is a model's name.
        text("The window is closed. {model} goes on in the background; quitting SeeSay keeps what has arrived."),
        # Translators: brief: the window is closed, the download of {model} goes on.
        text("{model} goes on in the background."),
    )
    REMOVE_TITLE = Message(
        # Translators: title of a window that asks whether a model is to be deleted.
        text("Delete a model"),
    )
    REMOVE_ASK = Message(
        # Translators: {model} is a model's name, {size} e.g. "6.2 gigabytes".
        text("Delete {model} from this computer? {size} become free; it can be downloaded again."),
    )
    REMOVE_YES = Message(
        # Translators: a button: really deletes the model.
        text_in("button", "&Delete"),
    )
    KEEP = Message(
        # Translators: a button: keeps the model.
        text_in("button", "&Keep"),
    )
    IMPORT_TITLE = Message(
        # Translators: title of a window that asks for the folder with a model's files.
        text("Import a model"),
    )
    IMPORT_INTRO = Message(
        # Translators: {model} is a model's name.
        text("Where are the files of {model}? They are copied and every one is checked."),
    )
    IMPORT_FOLDER = Message(
        # Translators: label of a field for a folder.
        text("&Folder:"),
    )
    IMPORT_BROWSE = Message(
        # Translators: a button: opens the system's window to choose a folder.
        text_in("button", "&Choose…"),
    )
    IMPORT_START = Message(
        # Translators: a button: begins to take the files over.
        text_in("button", "&Import"),
    )
    CANCEL = Message(
        # Translators: a button: leaves the window without doing anything.
        text_in("button", "C&ancel"),
    )


class ModelGuideMessages:
    """The steps from a model's name to its download, a sentence or two each."""

    TITLE = Message(
        # Translators: title of the window that leads through an installation; {model} is a model's name.
        text("Install {model}"),
    )
    STEP = Message(
        # Translators: begins the text of each step; {n} of {all} are the number of this step and of all steps, {words}
        # what there is to know and to do.
        text("Step {n} of {all}. {words}"),
    )
    WHAT = Message(
        # Translators: first step; {size} is e.g. "6.2 gigabytes".
        text("{model} is {size} large. It is downloaded once; afterwards it works without the internet."),
    )
    WHAT_FREE = Message(
        # Translators: {free} is e.g. "120.0 gigabytes".
        text("{free} are free on the disk."),
    )
    WHAT_TIGHT = Message(
        # Translators: {free} is e.g. "3.0 gigabytes": less than the model needs.
        text("Only {free} are free on the disk: make room first."),
    )
    LICENCE = Message(
        # Translators: second step; {licence} is the name of a licence.
        text("The licence is {licence}. It tells what you may do with the model. You can read it on its page."),
    )
    GATE = Message(
        # Translators: a step for models whose makers want the licence agreed to on their page.
        text(
            "The makers want to know who uses it. Open the model's page, sign in or make an account, "
            "and agree to the licence there. Then come back and press Next."
        ),
    )
    TOKEN = Message(
        # Translators: a step: a token is a password for programs.
        text(
            "The download needs a token, which is a password for programs. Make one on the page for tokens; "
            "the right to read is enough. Copy it and paste it into the field."
        ),
    )
    TOKEN_KEPT = Message(
        # Translators: a token was entered before and is still known.
        text("A token is kept already; leave the field empty to use it."),
    )
    TOKEN_WHERE = Message(
        # Translators: where the token goes.
        text("It is kept in your system's password store; where there is none, in a file that only you can read."),
    )
    TOKEN_LABEL = Message(
        # Translators: label of the field for the token; what is typed is not shown.
        text("&Token:"),
    )
    TOKEN_MISSING = Message(
        # Translators: spoken and shown when the user goes on without a token.
        text("Without a token this model can't be downloaded; the field is still empty."),
    )
    START = Message(
        # Translators: the last step; {model} is a model's name, {size} e.g. "6.2 gigabytes".
        text(
            "Everything is known. Press Download to fetch {model}, {size}. You hear every tenth of the way, "
            "you can go on with your work, and you can pause at any time."
        ),
    )
    ADDRESS = Message(
        # Translators: accessible name of the text that shows a page's address.
        text("Address of the page"),
    )
    OPEN_PAGE = Message(
        # Translators: a button: opens the page in the web browser.
        text_in("button", "&Open the page"),
    )
    COPY_ADDRESS = Message(
        # Translators: a button: puts the page's address on the clipboard.
        text_in("button", "&Copy the address"),
    )
    COPIED = Message(
        # Translators: spoken after the address of a page was put on the clipboard.
        text("The address is copied."),
    )
    OPENED = Message(
        # Translators: spoken after a page was opened in the web browser.
        text("The page opens in your browser."),
    )
    NOT_OPENED = Message(
        # Translators: spoken when no browser could be started.
        text("No browser could be opened; copy the address instead."),
    )
    NEXT = Message(
        # Translators: a button: goes to the next step.
        text_in("button", "&Next"),
    )
    BACK = Message(
        # Translators: a button: goes to the step before.
        text_in("button", "&Back"),
    )
    DOWNLOAD = Message(
        # Translators: a button: begins the download.
        text_in("button", "&Download"),
    )
    LATER = Message(
        # Translators: a button: leaves the installation; it goes on at this step the next time.
        text_in("button", "Continue &later"),
    )


class ModelNewsMessages:
    """What is said while something is done with a model, and how it ended."""

    PERCENT = Message(
        # Translators: spoken at every tenth; {model} is a model's name, {percent} a number.
        text("{model}: {percent} percent."),
        # Translators: brief: how much of a download is done.
        text("{percent} percent."),
    )
    STARTED = Message(
        # Translators: spoken when a download begins; {model} is a model's name.
        text("The download of {model} begins."),
    )
    PAUSED = Message(
        # Translators: spoken when the user left something; {model} is a model's name.
        text("{model} is paused; what has arrived is kept."),
        # Translators: brief: {model} is paused.
        text("{model} is paused."),
    )
    INSTALLED = Message(
        # Translators: spoken when a download is complete; {model} is a model's name.
        text("{model} is installed and every file was checked."),
        # Translators: brief: {model} is installed.
        text("{model} is installed."),
    )
    IMPORTED = Message(
        # Translators: spoken when a model was taken from a folder; {model} is its name.
        text("{model} is imported and every file was checked."),
        # Translators: brief: {model} is imported.
        text("{model} is imported."),
    )
    VERIFIED = Message(
        # Translators: spoken when every file of a model is what it must be; {model} is its name.
        text("Every file of {model} is in order."),
    )
    REPAIRED = Message(
        # Translators: spoken when every damaged file of a model was fetched again; {model} is its name.
        text("{model} is repaired; every file is in order."),
    )
    REMOVED = Message(
        # Translators: spoken when a model was deleted; {model} is its name.
        text("{model} is deleted."),
    )
    HINT_RESUME = Message(
        # Translators: what to do after a download stopped; Models is a window's name, Resume that of a button in it.
        text("What has arrived is kept: Resume, in the window Models, goes on from there."),
    )
    HINT_REPAIR = Message(
        # Translators: what to do about a damaged file; Repair is the name of a button.
        text("Repair, in the window Models, fetches it again."),
    )
    HINT_STEP = Message(
        # Translators: what to do about a licence or a token; the steps go on where it is needed.
        text("Press Install or Resume in the window Models: it goes on at the step where that is done."),
    )


_STATES = {
    ModelState.ABSENT: Message(text_in("model", "not installed")),
    ModelState.PARTIAL: Message(text_in("model", "partly downloaded")),
    ModelState.INSTALLED: Message(text_in("model", "installed")),
    ModelState.BROKEN: Message(text_in("model", "damaged")),
}
STATES: Mapping[ModelState, Message] = MappingProxyType(_STATES)
"""How much of a model is here, inside a sentence."""

_ENDINGS = {
    ModelAction.INSTALL: ModelNewsMessages.INSTALLED,
    ModelAction.IMPORT: ModelNewsMessages.IMPORTED,
    ModelAction.VERIFY: ModelNewsMessages.VERIFIED,
    ModelAction.REPAIR: ModelNewsMessages.REPAIRED,
    ModelAction.REMOVE: ModelNewsMessages.REMOVED,
}
ENDINGS: Mapping[ModelAction, Message] = MappingProxyType(_ENDINGS)
"""What is said when something that was to be done with a model is done."""

_HINTS = {
    "download": ModelNewsMessages.HINT_RESUME,
    "disk_full": ModelNewsMessages.HINT_RESUME,
    "model_broken": ModelNewsMessages.HINT_REPAIR,
    "gate_closed": ModelNewsMessages.HINT_STEP,
    "token_needed": ModelNewsMessages.HINT_STEP,
    "token_refused": ModelNewsMessages.HINT_STEP,
}
HINTS: Mapping[str, Message] = MappingProxyType(_HINTS)
"""What to do about an error, by its code, for somebody who has the window with the models."""
