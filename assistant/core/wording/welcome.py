"""The welcome: what is said and written when SeeSay is started for the first time, and whenever it is set up again.

It is heard by somebody who knows nothing of SeeSay yet, so every sentence says which key goes on. An ampersand marks
the letter that Alt opens; it may stand elsewhere, or nowhere, in a translation.
"""

from __future__ import annotations

from assistant.core.wording.forms import Message, Plural, counted, text, text_in


class WelcomeMessages:
    """The window, its buttons, and how it is left and found again."""

    OPEN = Message(
        # Translators: a button and a tray entry that open the welcome, which sets SeeSay up step by step.
        text("&Welcome: set up again"),
    )
    TITLE = Message(
        # Translators: title of the window that sets SeeSay up step by step.
        text("Welcome to SeeSay"),
    )
    WHAT = Message(
        # Translators: the first sentence that a new user hears: what SeeSay is.
        text("SeeSay tells you what is on your screen, in your own language, and nothing leaves this computer."),
    )
    HOW = Message(
        # Translators: how the welcome is used; Enter, Tab, F1 and Escape are keys.
        text("Enter goes on, Tab goes through what is there, F1 says this again, Escape leaves the rest for later."),
    )
    NEXT = Message(
        # Translators: a button of the welcome: goes to the next step. It stands below the list of models, too: its
        # letter should be none of Install, Pause, Import folder, Verify, Delete, List of models.
        text_in("welcome", "&Next"),
    )
    BACK = Message(
        # Translators: a button of the welcome: goes to the step before; the letter as above.
        text_in("welcome", "&Back"),
    )
    LATER = Message(
        # Translators: a button: leaves the welcome; it goes on at this step the next time.
        text_in("button", "Continue la&ter"),
    )
    DONE = Message(
        # Translators: a button: ends the welcome at its last step.
        text_in("button", "&Done"),
    )
    LATER_SAID = Message(
        # Translators: spoken when the user leaves the welcome before its end.
        text("The welcome waits at this step. SeeSay offers it at the next start, and you find it in SeeSay's window."),
        # Translators: brief: the welcome was left before its end and is offered again.
        text("The welcome waits at this step."),
    )
    DONE_SAID = Message(
        # Translators: spoken when the user has come to the end of the welcome.
        text("SeeSay is set up and ready."),
    )
    OFFER = Message(
        # Translators: the welcome was left before its end; {n} is the number of the step, {step} its name.
        text("You left the welcome at step {n}: {step}. Enter goes on there. Tab goes to the other choices."),
    )
    GO_ON = Message(
        # Translators: a button: goes on with the welcome where it was left.
        text_in("button", "&Go on"),
    )
    ANEW = Message(
        # Translators: a button: begins the welcome at its first step.
        text_in("button", "Begin &anew"),
    )
    NO_MORE = Message(
        # Translators: a button: ends the welcome; it is not offered any more.
        text_in("button", "&Don't offer it again"),
    )
    STEP_LANGUAGE = Message(text_in("step", "language"))
    STEP_VOICE = Message(text_in("step", "voice"))
    STEP_KEYS = Message(text_in("step", "keys"))
    STEP_COMPUTER = Message(text_in("step", "what this computer can do"))
    STEP_MODEL = Message(text_in("step", "a model"))
    STEP_FINISH = Message(text_in("step", "the end"))


class WelcomeLanguageMessages:
    """The steps in which SeeSay's language and voice are chosen."""

    LANGUAGE = Message(
        # Translators: the first step. Up and Down are keys.
        text(
            "Which language do you want? Up and Down arrow go through the languages, and each says itself. "
            "Enter takes the one that you hear."
        ),
    )
    LANGUAGE_LIST = Message(
        # Translators: label of the list of languages.
        text("&Languages"),
    )
    LANGUAGE_THIS = Message(
        # Translators: spoken by a voice of your language when the user comes to it in the list; {language} is its own
        # name for itself.
        text("{language}. Press Enter to go on in this language."),
    )
    VOICE = Message(
        # Translators: the second step. Tab, Left and Right are keys.
        text(
            "How shall SeeSay sound? Tab goes to the voice, the rate and the volume. "
            "The arrow keys change each, and you hear the change at once."
        ),
    )
    VOICE_READER = Message(
        # Translators: the second step while a screen reader runs.
        text(
            "A screen reader is running, and SeeSay speaks through it where it can. "
            "Tab goes to the voice, the rate and the volume that SeeSay has without it; the arrow keys change each."
        ),
    )
    VOICE_LIST = Message(
        # Translators: label of the list of voices.
        text("&Voice"),
    )
    VOICE_USUAL = Message(
        # Translators: in the list of voices: the one that speaks this language unless another is chosen.
        text_in("voice", "the usual one"),
    )
    VOICE_SAMPLE = Message(
        # Translators: spoken by the voice that was just chosen; {voice} is its name.
        text("{voice}. This is how SeeSay sounds."),
    )
    RATE = Message(
        # Translators: label of a slider: how fast SeeSay speaks.
        text("&Rate"),
    )
    VOLUME = Message(
        # Translators: label of a slider: how loud SeeSay speaks.
        text("V&olume"),
    )
    VOLUME_IS = Message(
        # Translators: spoken after the volume was changed; {percent} is a number.
        text("Volume {percent} percent."),
    )
    BESIDE = Message(
        # Translators: label of a list: what speaks while a screen reader runs.
        text("While a &screen reader runs"),
    )
    BESIDE_AUTO = Message(
        # Translators: a choice: the screen reader speaks for SeeSay.
        text_in("beside a screen reader", "it speaks for SeeSay"),
    )
    BESIDE_OWN = Message(
        # Translators: a choice: SeeSay speaks with its own voice although a screen reader runs.
        text_in("beside a screen reader", "SeeSay's own voice speaks"),
    )
    BESIDE_BOTH = Message(
        # Translators: a choice: the screen reader and SeeSay's own voice.
        text_in("beside a screen reader", "both speak"),
    )


class WelcomeKeysMessages:
    """The step in which the keys are tried."""

    KEYS = Message(
        # Translators: the third step; {key} is a key such as "Control Alt Shift D".
        text(
            "You ask SeeSay by keys, in every program. Try one: press Enter, and a page to practise on opens. "
            "Press {key} there, and listen to what it tells you."
        ),
    )
    OTHERS_WORK = Message(
        # Translators: after it was said which keys belong to other programs.
        text("The other keys work."),
    )
    CHANGE_LATER = Message(
        # Translators: no key could be had; it was said why.
        text("You can choose other keys in the settings. Press Enter to hear the practice page without a key."),
    )
    WITHOUT = Message(
        # Translators: this desktop gives programs no keys; it was said what to do instead.
        text("Press Enter to hear the practice page described without a key."),
    )
    TRY = Message(
        # Translators: a button: opens the practice page to try a key on.
        text_in("button", "T&ry it"),
    )
    NOW = Message(
        # Translators: spoken when the practice page has opened; {key} is a key.
        text("This is the practice page. Press {key} now. Escape goes back to the welcome."),
    )
    NOW_WITHOUT = Message(
        # Translators: spoken when the practice page has opened and will be described without a key.
        text("This is the practice page; SeeSay describes it now. Escape goes back to the welcome."),
    )
    SILENT = Message(
        # Translators: the key that was to be tried was not pressed for a while.
        text("No key has arrived yet. Press {key}, all of it together. Escape goes back to the welcome."),
    )
    WORKED = Message(
        # Translators: spoken after the answer that followed the key.
        text("That was {key}, and it works. Escape goes back to the welcome."),
    )
    TOLD = Message(
        # Translators: spoken after the practice page was described without a key.
        text("That is how SeeSay answers. Escape goes back to the welcome."),
    )
    WORKS = Message(
        # Translators: back in the welcome, after a key was tried.
        text("{key} works. Enter goes on."),
    )
    HEARD = Message(
        # Translators: back in the welcome, after the practice page was described without a key.
        text("You have heard how SeeSay answers. Enter goes on."),
    )
    FAILED = Message(
        # Translators: back in the welcome without having heard a key; don't translate the command.
        text(
            "{key} has not arrived. Press Enter to try again. If it never arrives, another program may hold it: "
            "“seesay doctor” tells which keys work. Next goes on without it."
        ),
    )


class WelcomeModelMessages:
    """The steps about what this computer can do, and a model for it."""

    LOOKING = Message(
        # Translators: the fourth step, while it is found out.
        text("SeeSay looks at what this computer can do. That takes some seconds."),
    )
    PROCESSOR = Plural(
        # Translators: {processor} is the name of the computer's main processor, {n} the number of its cores.
        counted("The processor {processor} has {n} core.", "The processor {processor} has {n} cores."),
    )
    MEMORY = Message(
        # Translators: {total} and {free} are e.g. "16.0 gigabytes".
        text("There are {total} of memory, and {free} of it are free."),
    )
    CARD = Message(
        # Translators: {card} is the name of a graphics card, {total} and {free} e.g. "8.0 gigabytes".
        text("The graphics card {card} can run a model; it has {total} of memory, and {free} of it are free."),
    )
    NO_CARD = Message(
        # Translators: about the computer.
        text("There is no graphics card that could run a model."),
    )
    DISK = Message(
        # Translators: {free} is e.g. "120.0 gigabytes".
        text("{free} are free on the disk."),
    )
    BEST = Message(
        # Translators: {model} is a model's name, {size} e.g. "6.2 gigabytes", {licence} the name of a licence.
        text("The model {model} suits it best: {size} to download, licence {licence}."),
    )
    NONE = Message(
        # Translators: no model can run on this computer; why is said after it.
        text("No model can run here at the moment."),
    )
    UNKNOWN = Message(
        # Translators: the computer could not be looked at.
        text("What this computer can do could not be found out."),
    )
    WITHOUT = Message(
        # Translators: what SeeSay can do without a model.
        text(
            "You need no model: without one SeeSay reads text and tells windows, buttons and common things. "
            "A model also tells what photographs show and answers any question. You can get one later, too."
        ),
    )
    MODEL = Message(
        # Translators: the fifth step. Install and Import folder are names of buttons.
        text(
            "Do you want a model now? Tab goes to the list of models. Install leads you through licence and download, "
            "Import folder takes one that you have. Next goes on without one; a download goes on meanwhile."
        ),
    )
    ARRIVING = Message(
        # Translators: a model is being downloaded; {model} is its name.
        text("{model} is on its way; you hear every tenth of it."),
    )
    NETWORK_OFF = Message(
        # Translators: the fifth step, while the settings forbid the network; don't translate the command.
        text(
            "The network is switched off in the settings, so no model can be downloaded; a folder can be imported. "
            "“seesay settings set privacy.network true” switches it on."
        ),
    )


class WelcomeEndMessages:
    """The last step."""

    KEYS = Message(
        # Translators: the keys to remember.
        text(
            "Press {describe} to hear what the screen shows, {read} to have it read aloud, {stop} to stop, "
            "and {keys} to hear all keys."
        ),
    )
    WINDOW = Message(
        # Translators: where the settings, the help and this welcome are; don't translate "seesay".
        text(
            "Start SeeSay again, or type “seesay”, and its window opens: it has the settings, the models, "
            "the practice page and this welcome. The user guide tells everything else."
        ),
    )
    LOGIN = Message(
        # Translators: label of a box to tick.
        text("&Start SeeSay when I log in"),
    )
    LOGIN_ON = Message(
        # Translators: spoken: the box is ticked.
        text("On: SeeSay starts when you log in."),
    )
    LOGIN_OFF = Message(
        # Translators: spoken: the box is not ticked.
        text("Off: SeeSay starts when you start it."),
    )
