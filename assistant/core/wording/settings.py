"""What each setting is for, in one sentence: for the file's comments, the command line and the dialog."""

from __future__ import annotations

from assistant.core.wording.forms import Message, text


class SettingMessages:
    """Sentences of the settings table; COMMAND_KEY is filled with a command's name."""

    LANGUAGE = Message(
        # Translators: a setting; don't translate "auto".
        text("The language of descriptions and answers: a code such as “de”, or “auto” for that of SeeSay's windows."),
    )
    READ_LANGUAGES = Message(
        # Translators: a setting: a list of language codes.
        text(
            "The languages that you read, the likeliest first; they choose the recognisers. "
            "Empty: your own and English."
        ),
    )
    DETAIL = Message(
        # Translators: a setting; don't translate the words in quotes.
        text("How much a description tells: “brief”, “normal” or “full”."),
    )
    SPEECH_BACKEND = Message(
        # Translators: a setting; don't translate the words in quotes.
        text("What speaks; “auto” takes a running screen reader's speech first, then the best that works."),
    )
    SPEECH_RATE = Message(
        # Translators: a setting: a number.
        text("How fast to speak: -100 is slowest, 0 the voice's own rate, 100 fastest."),
    )
    SPEECH_VOICE = Message(
        # Translators: a setting; don't translate the command.
        text("The voice, by its name in “seesay voices”, for the languages that it speaks; empty: the back-end's own."),
    )
    CAMERA_DEVICE = Message(
        # Translators: a setting.
        text("The camera, by its name; empty: the system's default."),
    )
    CAMERA_FACES = Message(
        # Translators: a setting, on or off; a webcam faces the user, a camera in the hand looks where the user looks.
        text("Whether the camera faces you, as most do: left and right of hints and tones are yours then."),
    )
    NARRATION_VERBOSITY = Message(
        # Translators: a setting; don't translate the words in quotes.
        text("How much is told of what changes in front of the camera: “brief”, “normal” or “full”."),
    )
    NARRATION_LEAST = Message(
        # Translators: a setting: a number of seconds.
        text("Seconds that pass at least between two announcements of the camera."),
    )
    NARRATION_MOST = Message(
        # Translators: a setting: a number of seconds.
        text("Seconds after which the camera's view is told again although nothing changed; 0: never."),
    )
    READING_FIGURES = Message(
        # Translators: a setting; don't translate the words in quotes.
        text(
            "What becomes of figures in documents: “describe” tells what they show where a large model is installed, "
            "“announce” only says that there is one, “skip” says nothing."
        ),
    )
    READING_PAGES = Message(
        # Translators: a setting.
        text("Whether each new page of a document is announced with its number."),
    )
    READING_FOOTNOTES = Message(
        # Translators: a setting.
        text("Whether footnotes are read at the end of their page."),
    )
    READING_TEXT_SIZE = Message(
        # Translators: a setting: per cent.
        text("How large the text of the book window is, in per cent of the usual size."),
    )
    SPEECH_PITCH = Message(
        # Translators: a setting: a number.
        text("How high to speak: -100 is lowest, 0 the voice's own pitch, 100 highest."),
    )
    SPEECH_VOLUME = Message(
        # Translators: a setting: a number.
        text("How loud to speak: 0 is silent, 100 as loud as the system allows."),
    )
    SPEECH_SOUNDS = Message(
        # Translators: a setting: on or off.
        text("Play short sounds for start, working, done and error."),
    )
    SPEECH_VERBOSITY = Message(
        # Translators: a setting; don't translate the words in quotes.
        text("How SeeSay's own sentences are worded: “brief” or “full”."),
    )
    SPEECH_CONTROL_STOPS = Message(
        # Translators: a setting: on or off. Control is the key.
        text("Stop the speech when Control is pressed alone; only that key is observed, and only while SeeSay speaks."),
    )
    HOTKEYS_LAYER = Message(
        # Translators: a setting; don't translate "auto", "on", "off".
        text("Use one key and then a letter instead of many keys: “on”, “off”, or “auto” for the platform's habit."),
    )
    HOTKEYS_LAYER_KEY = Message(
        # Translators: a setting: the key that is followed by a letter.
        text("The key that is followed by a command's letter."),
    )
    COMMAND_KEY = Message(
        # Translators: a setting: a key; {command} is what it does; don't translate "auto", "none", the key's names.
        text("{command}: a key such as “Ctrl+Alt+Shift+D”, “auto” for SeeSay's own choice, or “none”."),
    )
    CAPTURE_MONITOR = Message(
        # Translators: a setting; don't translate the words in quotes.
        text("Which monitor is looked at: “pointer” (the one with the pointer), “all”, or a number from 1."),
    )
    ENGINE_MODEL = Message(
        # Translators: a setting; don't translate "auto", "none". An address is one such as https://desk.example:8000.
        text(
            "The large model that describes pictures: “auto” for the best that is installed, “none”, a model's name, "
            "or the address of a server; pictures are then sent there."
        ),
    )
    ENGINE_PRECISION = Message(
        # Translators: a setting; don't translate "auto", "nf4", "bf16".
        text("How exactly the model computes: “auto” fits it to the memory; “nf4” is smallest, “bf16” as published."),
    )
    ENGINE_DEVICE = Message(
        # Translators: a setting; don't translate the words in quotes, which name kinds of graphics cards.
        text("What the model runs on: “auto”, “cuda” (NVIDIA and AMD), “mps” (Apple), “xpu” (Intel), or “cpu”."),
    )
    ENGINE_MODEL_START = Message(
        # Translators: a setting; don't translate the words in quotes. The model takes memory from then on.
        text("When the model is loaded: at its “first need”, or “with seesay”."),
    )
    ENGINE_MODEL_IDLE = Message(
        # Translators: a setting: minutes.
        text("After how many minutes without a question the model gives its memory back; 0: never."),
    )
    QUESTIONS_PRESETS = Message(
        # Translators: a setting: a list of questions that the user often asks; don't translate "|".
        text("Questions that you often ask, with “|” between them; the question window offers them."),
    )
    ENGINE_IDLE = Message(
        # Translators: a setting: minutes.
        text("After how many minutes without a question the engine gives its memory back; 0: never."),
    )
    ENGINE_THREADS = Message(
        # Translators: a setting: a number.
        text("How many processor cores the engine uses; 0 lets it choose."),
    )
    ENGINE_STILL_WORKING = Message(
        # Translators: a setting: seconds.
        text("After how many seconds SeeSay says that it is still working; 0: never."),
    )
    SPEECH_BESIDE_READER = Message(
        # Translators: a setting; don't translate the words in quotes. A screen reader is a program such as Orca.
        text(
            "How to speak while a screen reader runs: “auto” lets it speak where it can, else a voice of SeeSay's own; "
            "“own” uses that voice alone, “both” uses both."
        ),
    )
    SPEECH_LANGUAGE = Message(
        # Translators: a setting; don't translate "auto".
        text("The language of the voice, for texts in its script: a code such as “de”, or “auto” for each text's own."),
    )
    PRIVACY_NETWORK = Message(
        # Translators: a setting: on or off.
        text(
            "Whether SeeSay may use the network when you ask for it: "
            "to fetch a model or to reach a server that you named."
        ),
    )
    UI_LANGUAGE = Message(
        # Translators: a setting; don't translate "auto".
        text(
            "The language of SeeSay's windows and own sentences: a code such as “de”, or “auto” for that of the "
            "answers, and where that is “auto” as well, the system's."
        ),
    )
    UI_THEME = Message(
        # Translators: a setting; don't translate the words in quotes.
        text("How windows look: “auto” as the system's, “light”, “dark”, or “contrast” for strong contrast."),
    )
    UI_TEXT_SIZE = Message(
        # Translators: a setting: per cent.
        text("How large the text of answers is shown, in per cent of the usual size."),
    )
    UI_OUTLINES = Message(
        # Translators: a setting: on or off.
        text("Draw a thick outline on the screen around what was found."),
    )
    UI_START_WITH_SESSION = Message(
        # Translators: a setting: on or off.
        text("Start SeeSay when you log in."),
    )
    UI_TRAY = Message(
        # Translators: a setting: on or off.
        text("Show the icon in the tray."),
    )
    UI_FIRST_START = Message(
        # Translators: a setting: on or off.
        text("Whether the welcome was seen; set it to false to have it opened at the next start."),
    )
    UI_WELCOME_STEP = Message(
        # Translators: a setting; don't translate "none".
        text("The step at which the welcome was left, “none” where it is over; SeeSay keeps it itself."),
    )

    FILE_HEAD = Message(
        # Translators: the first comment of the settings file; don't translate the command.
        text("Settings of SeeSay. A line that begins with # shows the default; “seesay settings list” explains all."),
    )
    FILE_BROKEN = Message(
        # Translators: {name} is the name of a copy of the unreadable settings file.
        text("The settings file could not be read. It was kept as {name}, and the defaults are used."),
        # Translators: brief: the settings file was unreadable.
        text("Settings unreadable, defaults used."),
    )
    FILE_FORBIDDEN = Message(
        # Translators: the settings file exists, but can't be opened.
        text("The settings file could not be opened, and the defaults are used."),
        # Translators: brief: the settings file can't be opened.
        text("Settings not readable, defaults used."),
    )
    FILE_NOT_MIGRATED = Message(
        # Translators: the settings file is of an older version of SeeSay, and a part of it means something else now.
        text("Some settings of the older version could not be taken over."),
    )
    FILE_NEWER = Message(
        # Translators: the settings file was written by a newer version of SeeSay.
        text("The settings come from a newer version of SeeSay; what this version does not know is left alone."),
        # Translators: brief: the settings come from a newer version.
        text("Settings of a newer version."),
    )
    VALUE_WRONG = Message(
        # Translators: {name} is a setting; {choices} says what it takes; {default} is used.
        text("The setting {name} has a value that it can't take. It takes: {choices}. The default {default} is used."),
        # Translators: brief: the setting {name} has a wrong value, {default} is used.
        text("{name} is wrong, {default} is used."),
    )
