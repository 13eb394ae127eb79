"""What happened and what to do, for the errors of the big model, its download and a server."""

from __future__ import annotations

from assistant.core.wording.forms import ErrorMessage, Message, text

_INSTALLED = Message(
    # Translators: what to do; don't translate the command.
    text("“seesay models list” shows the models that there are and which of them are on this computer.")
)
_VERIFY = Message(
    # Translators: what to do about a damaged model; {model} is its name; don't translate the command.
    text("“seesay models verify {model} --repair” fetches the damaged files again.")
)
_RESUME = Message(
    # Translators: what to do after a download stopped; {model} is a model's name; don't translate the command.
    text("What has arrived is kept: “seesay models install {model}” goes on from there.")
)
_SERVER = Message(
    # Translators: what to do when the server of a company or university can't answer.
    text("Check the address and that the server runs; the built-in engine answers without it.")
)

MODEL_ERRORS = {
    "model": ErrorMessage(
        # Translators: {model} is a model's name; it can't be used, for a reason that is not known better.
        Message(text("The model {model} can't be used.")),
        _INSTALLED,
    ),
    "model_unknown": ErrorMessage(
        # Translators: {model} is what the user wrote.
        Message(text("There is no model {model}.")),
        _INSTALLED,
    ),
    "model_not_installed": ErrorMessage(
        # Translators: {model} is a model's name; its files are not on this computer.
        Message(text("The model {model} is not installed.")),
        # Translators: what to do; {model} is its name; don't translate the command.
        Message(text("“seesay models install {model}” fetches it.")),
    ),
    "model_runtime_missing": ErrorMessage(
        # Translators: the programs that run a model are not installed; {detail} names one.
        Message(text("What runs models is not installed: {detail} is missing.")),
        # Translators: what to do; don't translate the command.
        Message(text("Install it with: pip install 'seesay[model]'.")),
    ),
    "model_broken": ErrorMessage(
        # Translators: {model} is a model's name, {file} one of its files; it is damaged.
        Message(text("The file {file} of the model {model} is damaged.")),
        _VERIFY,
    ),
    "model_unsafe": ErrorMessage(
        # Translators: {model} is a model's name, {file} a file of a kind that could run programs on this computer.
        Message(text("The model {model} is not taken: its file {file} could run programs.")),
        # Translators: what to do; don't translate "safetensors", a kind of file.
        Message(text("Get it with weights in safetensors files.")),
    ),
    "model_too_large": ErrorMessage(
        # Translators: {model} is a model's name; {need} and {free} are gigabytes.
        Message(text("The model {model} needs {need} gigabytes of memory; {free} are free.")),
        # Translators: what to do when the memory does not suffice.
        Message(text("Close other programs, or choose a smaller model; the built-in engine answers meanwhile.")),
    ),
    "model_too_slow": ErrorMessage(
        # Translators: {model} is a model's name, {seconds} a number; the processor lacks what makes models fast.
        Message(text("On this processor the first word of {model} would take about {seconds} seconds.")),
        # Translators: what to do on a slow computer; don't translate "engine.precision".
        Message(text("The built-in engine answers; to use the model all the same, set engine.precision.")),
    ),
    "questions_unreadable": ErrorMessage(
        # Translators: {name} is a file of questions about pictures, {line} a number.
        Message(text("Line {line} of {name} can't be used.")),
        # Translators: what each line of a file must hold; don't translate picture, question and answers.
        Message(text("Each line needs a picture, a question and its answers; docs/evaluate.md shows how.")),
    ),
    "plotter_missing": ErrorMessage(
        # Translators: {detail} is a program's name; it draws plots.
        Message(text("What draws plots is not installed: {detail} is missing.")),
        # Translators: what to do; don't translate the command.
        Message(text("Install it with: pip install 'seesay[evaluate]', or leave out --plot.")),
    ),
    "device_missing": ErrorMessage(
        # Translators: {device} is a technical name such as "cuda"; the settings ask for it.
        Message(text("The settings ask for the device {device}, and none here works.")),
        # Translators: what to do; don't translate the command.
        Message(text("“seesay settings set engine.device auto” takes the best that there is.")),
    ),
    "precision_impossible": ErrorMessage(
        # Translators: {precision} is a technical word such as "nf4", {device} e.g. "NVIDIA GeForce RTX 4060".
        Message(text("The settings ask for the precision {precision}, which does not work on {device}.")),
        # Translators: what to do; don't translate the command.
        Message(text("“seesay settings set engine.precision auto” takes the best that there is.")),
    ),
    "model_cannot": ErrorMessage(
        # Translators: {model} is a model's name; {task} is a technical word such as "segment".
        Message(text("The model {model} was not trained for that: {task}.")),
        _INSTALLED,
    ),
    "download": ErrorMessage(
        # Translators: {model} is a model's name; {detail} a technical word for the reason.
        Message(text("The download of {model} stopped: {detail}.")),
        _RESUME,
    ),
    "download:offline": ErrorMessage(
        # Translators: {model} is a model's name; there is no network, or the server is down.
        Message(text("The model {model} can't be fetched: the server can't be reached.")),
        # Translators: what to do; {model} is a model's name; don't translate the command.
        Message(text("Check the network, then go on with “seesay models install {model}”; what has arrived is kept.")),
    ),
    "download:cut": ErrorMessage(
        # Translators: {model} is a model's name; the connection was lost in the middle.
        Message(text("The download of {model} was cut off.")),
        _RESUME,
    ),
    "download:server": ErrorMessage(
        # Translators: {model} is a model's name; {detail} is the number of a server's error, such as 500.
        Message(text("The download of {model} stopped: the server is in trouble, status {detail}.")),
        _RESUME,
    ),
    "download:garbled": ErrorMessage(
        # Translators: {model} is a model's name; the server's answer makes no sense.
        Message(text("The download of {model} stopped: what the server answered makes no sense.")),
        Message(
            # Translators: what to do; a page that asks for a login, as hotels and trains have, answers instead.
            text("A network that wants you to log in first may have answered in its place; check it and try again.")
        ),
    ),
    "download:wrong": ErrorMessage(
        # Translators: {model} is a model's name, {detail} a file's name; its checksum differs.
        Message(text("The file {detail} of {model} came altered and was thrown away.")),
        # Translators: what to do; {model} is a model's name; don't translate the command.
        Message(text("Try “seesay models install {model}” again; if it stays so, report it.")),
    ),
    "download:missing": ErrorMessage(
        # Translators: {model} is a model's name; the server has no such files any more.
        Message(text("The model {model} is not there any more where it was published.")),
        _INSTALLED,
    ),
    "download:disk": ErrorMessage(
        # Translators: {model} is a model's name; SeeSay's own folder can't be written.
        Message(text("The files of {model} can't be written: {detail}.")),
        # Translators: what to do when files can't be written.
        Message(text("Check the permissions of SeeSay's data folder and the disk.")),
    ),
    "disk_full": ErrorMessage(
        # Translators: {model} is a model's name; {need} and {free} are gigabytes.
        Message(text("There is no room for {model}: it needs {need} gigabytes, {free} are free.")),
        # Translators: what to do on a full disk; {model} is a model's name; don't translate the command.
        Message(text("Make room, then go on with “seesay models install {model}”.")),
    ),
    "gate_closed": ErrorMessage(
        # Translators: {model} is a model's name; its makers want the licence to be agreed to on their page.
        Message(text("The licence of {model} has not been agreed to yet.")),
        # Translators: {url} is the address of a page.
        Message(text("Open {url}, sign in, agree to the licence, and start the download again.")),
    ),
    "token_needed": ErrorMessage(
        # Translators: {model} is a model's name; a token is a password for programs.
        Message(text("The model {model} can only be fetched with a token of your account.")),
        # Translators: {url} is the address of a page where tokens are made.
        Message(text("Make one at {url} and enter it when the download asks for it.")),
    ),
    "token_refused": ErrorMessage(
        # Translators: a token is a password for programs; the server did not take it.
        Message(text("The token was not accepted; it may have expired.")),
        # Translators: what to do after a token was refused; {model} is a model's name; don't translate the command.
        Message(text("Make a new one and start “seesay models install {model}” again.")),
    ),
    "models_busy": ErrorMessage(
        # Translators: {model} is a model's name; it is being downloaded, checked or removed.
        Message(text("SeeSay is still at work on {model}.")),
        # Translators: what to do while something is done with a model.
        Message(text("Wait for it, or pause it first.")),
    ),
    "models_helper_lost": ErrorMessage(
        # Translators: the process that downloads and checks models ended without a word.
        Message(text("What looks after the models stopped working.")),
        # Translators: what to do after that.
        Message(text("What has arrived is kept; please try again.")),
    ),
    "remote": ErrorMessage(
        # Translators: {host} is the name of a server that answers instead of this computer.
        Message(text("The server {host} could not answer.")),
        _SERVER,
    ),
    "remote_unreachable": ErrorMessage(
        # Translators: {host} is a server's name.
        Message(text("The server {host} can't be reached.")),
        _SERVER,
    ),
    "remote_insecure": ErrorMessage(
        # Translators: {host} is a server's name; pictures would travel without protection.
        Message(text("The connection to {host} is not safe; no picture was sent.")),
        # Translators: what to do about an unsafe connection; don't translate "https".
        Message(text("Use an address that begins with https, of a server whose certificate is trusted here.")),
    ),
    "remote_refused": ErrorMessage(
        # Translators: {host} is a server's name, {status} a number.
        Message(text("The server {host} refused, with status {status}.")),
        _SERVER,
    ),
    "remote_key_refused": ErrorMessage(
        # Translators: {host} is a server's name; a key is a password for programs.
        Message(text("The server {host} did not accept the key.")),
        # Translators: what to do; don't translate the command; {host} is a server's name.
        Message(text("Enter it again with “seesay models key {host}”.")),
    ),
    "remote_stalled": ErrorMessage(
        # Translators: {host} is a server's name.
        Message(text("The server {host} stopped answering.")),
        _SERVER,
    ),
    "remote_garbled": ErrorMessage(
        # Translators: {host} is a server's name; what it sent makes no sense.
        Message(text("The server {host} sent something that is no answer.")),
        _SERVER,
    ),
}
