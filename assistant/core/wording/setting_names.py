"""What the settings, their pages and their choices are called where they are chosen by name and not by code.

A setting or a choice that is not here is shown as it stands in the settings file.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.wording.forms import Message, Plural, counted_in, text_in

_PAGES = {
    "speech": Message(text_in("page of settings", "Speech")),
    "answers": Message(text_in("page of settings", "Answers and wording")),
    "languages": Message(text_in("page of settings", "Languages")),
    "hotkeys": Message(text_in("page of settings", "Keys")),
    "engine": Message(text_in("page of settings", "Engines and models")),
    "camera": Message(text_in("page of settings", "Camera")),
    "reading": Message(text_in("page of settings", "Documents")),
    "ui": Message(text_in("page of settings", "Windows and start")),
    "privacy": Message(text_in("page of settings", "Privacy")),
    "other": Message(text_in("page of settings", "Other")),
}

_TITLES = {
    "language": Message(text_in("setting", "Language of answers")),
    "read_languages": Message(text_in("setting", "Languages that you read")),
    "detail": Message(text_in("setting", "Length of descriptions")),
    "speech.beside_reader": Message(text_in("setting", "Beside a screen reader")),
    "speech.backend": Message(text_in("setting", "What speaks")),
    "speech.language": Message(text_in("setting", "Language of the voice")),
    "speech.rate": Message(text_in("setting", "Rate")),
    "speech.pitch": Message(text_in("setting", "Pitch")),
    "speech.volume": Message(text_in("setting", "Volume")),
    "speech.voice": Message(text_in("setting", "Voice")),
    "speech.sounds": Message(text_in("setting", "Short sounds")),
    "speech.verbosity": Message(text_in("setting", "Wording of SeeSay's own sentences")),
    "speech.control_stops": Message(text_in("setting", "Control alone stops the speech")),
    "hotkeys.layer": Message(text_in("setting", "One key, then a letter")),
    "hotkeys.layer_key": Message(text_in("setting", "Key before the letter")),
    "capture.monitor": Message(text_in("setting", "Monitor")),
    "engine.model": Message(text_in("setting", "Large model")),
    "engine.precision": Message(text_in("setting", "How exactly the model computes")),
    "engine.device": Message(text_in("setting", "What the model runs on")),
    "engine.model_start": Message(text_in("setting", "When the model is loaded")),
    "engine.model_idle_minutes": Message(text_in("setting", "The model leaves after")),
    "engine.idle_minutes": Message(text_in("setting", "The built-in engine leaves after")),
    "engine.threads": Message(text_in("setting", "Processor cores")),
    "engine.still_working_seconds": Message(text_in("setting", "“Still working” after")),
    "camera.device": Message(text_in("setting", "Camera")),
    "camera.faces_me": Message(text_in("setting", "The camera faces me")),
    "narration.verbosity": Message(text_in("setting", "How much the camera tells")),
    "narration.least_seconds": Message(text_in("setting", "Least time between two tellings")),
    "narration.most_seconds": Message(text_in("setting", "Tell again after")),
    "reading.figures": Message(text_in("setting", "Figures in documents")),
    "reading.pages": Message(text_in("setting", "Announce pages")),
    "reading.footnotes": Message(text_in("setting", "Read footnotes")),
    "reading.text_size": Message(text_in("setting", "Text size of the book window")),
    "questions.presets": Message(text_in("setting", "Ready questions")),
    "privacy.network": Message(text_in("setting", "Use the network when I ask for it")),
    "ui.language": Message(text_in("setting", "Language of the windows")),
    "ui.theme": Message(text_in("setting", "Look of the windows")),
    "ui.text_size": Message(text_in("setting", "Text size of answers")),
    "ui.outlines": Message(text_in("setting", "Outlines around what was found")),
    "ui.start_with_session": Message(text_in("setting", "Start when I log in")),
    "ui.show_tray": Message(text_in("setting", "Icon in the tray")),
    "ui.first_start_done": Message(text_in("setting", "The first start was explained")),
}

_AUTO = Message(text_in("choice of a setting", "Automatic"))
_BRIEF = Message(text_in("choice of a setting", "Brief"))
_NORMAL = Message(text_in("choice of a setting", "Normal"))
_FULL = Message(text_in("choice of a setting", "Full"))
_PROCESSOR = Message(text_in("choice of a setting", "The processor"))

_CHOICES: dict[str, Mapping[str, Message]] = {
    "detail": {"brief": _BRIEF, "normal": _NORMAL, "full": _FULL},
    "narration.verbosity": {"brief": _BRIEF, "normal": _NORMAL, "full": _FULL},
    "speech.verbosity": {"brief": _BRIEF, "full": _FULL},
    "speech.beside_reader": {
        "both": Message(text_in("choice of a setting", "The screen reader and SeeSay's own voice")),
        "own": Message(text_in("choice of a setting", "SeeSay's own voice alone")),
    },
    "speech.backend": {
        "screen_reader": Message(text_in("choice of a setting", "The screen reader")),
        "speech_dispatcher": Message(text_in("choice of a setting", "Speech Dispatcher")),
        "espeak": Message(text_in("choice of a setting", "eSpeak NG, which comes with SeeSay")),
        "pyttsx3": Message(text_in("choice of a setting", "The system's own voices")),
        "none": Message(text_in("choice of a setting", "Nothing; answers are only shown")),
    },
    "hotkeys.layer": {
        "on": Message(text_in("choice of a setting", "On")),
        "off": Message(text_in("choice of a setting", "Off")),
    },
    "capture.monitor": {
        "pointer": Message(text_in("choice of a setting", "The one with the pointer")),
        "all": Message(text_in("choice of a setting", "All monitors")),
    },
    "engine.model": {"none": Message(text_in("choice of a setting", "None; the built-in engine alone"))},
    "engine.precision": {
        "nf4": Message(text_in("choice of a setting", "4 bits: smallest (nf4)")),
        "int8": Message(text_in("choice of a setting", "8 bits (int8)")),
        "bf16": Message(text_in("choice of a setting", "16 bits, as published (bf16)")),
        "fp16": Message(text_in("choice of a setting", "16 bits, for older graphics cards (fp16)")),
        "fp32": Message(text_in("choice of a setting", "32 bits: largest (fp32)")),
    },
    "engine.device": {
        "cuda": Message(text_in("choice of a setting", "NVIDIA or AMD graphics (cuda)")),
        "mps": Message(text_in("choice of a setting", "Apple graphics (mps)")),
        "xpu": Message(text_in("choice of a setting", "Intel graphics (xpu)")),
        "cpu": _PROCESSOR,
    },
    "engine.model_start": {
        "first need": Message(text_in("choice of a setting", "When it is first needed")),
        "with seesay": Message(text_in("choice of a setting", "When SeeSay starts")),
    },
    "reading.figures": {
        "describe": Message(text_in("choice of a setting", "Describe")),
        "announce": Message(text_in("choice of a setting", "Only announce")),
        "skip": Message(text_in("choice of a setting", "Skip")),
    },
    "ui.theme": {
        "light": Message(text_in("choice of a setting", "Light")),
        "dark": Message(text_in("choice of a setting", "Dark")),
        "contrast": Message(text_in("choice of a setting", "Strong contrast")),
    },
}

_UNITS: dict[str, Plural] = {
    "minutes": Plural(counted_in("unit of a setting", "{n} minute", "{n} minutes")),
    "seconds": Plural(counted_in("unit of a setting", "{n} second", "{n} seconds")),
    "percent": Plural(counted_in("unit of a setting", "{n} per cent", "{n} per cent")),
    "cores": Plural(counted_in("unit of a setting", "{n} core", "{n} cores")),
}
_NEVER = Message(text_in("number of a setting", "Never"))
_ZEROS = {
    "engine.threads": _AUTO,
    "engine.model_idle_minutes": _NEVER,
    "engine.idle_minutes": _NEVER,
    "engine.still_working_seconds": _NEVER,
    "narration.most_seconds": _NEVER,
}

SETTING_PAGES: Mapping[str, Message] = MappingProxyType(_PAGES)
"""The pages of the settings, in their order."""
SETTING_TITLES: Mapping[str, Message] = MappingProxyType(_TITLES)
"""By a setting's name; a command's key is called as the command."""
CHOICE_WORDS: Mapping[str, Mapping[str, Message]] = MappingProxyType(_CHOICES)
"""By a setting's name and the choice."""
AUTOMATIC = _AUTO
UNITS: Mapping[str, Plural] = MappingProxyType(_UNITS)
ZERO_WORDS: Mapping[str, Message] = MappingProxyType(_ZEROS)
"""What 0 means for a number, where it isn't a number."""
