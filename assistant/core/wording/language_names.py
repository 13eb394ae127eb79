"""Names of languages, in the words of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.wording.forms import Message, text_in

_LANGUAGES = {
    "en": Message(text_in("language", "English")),
    "de": Message(text_in("language", "German")),
    "fr": Message(text_in("language", "French")),
    "es": Message(text_in("language", "Spanish")),
    "it": Message(text_in("language", "Italian")),
    "pt": Message(text_in("language", "Portuguese")),
    "nl": Message(text_in("language", "Dutch")),
    "pl": Message(text_in("language", "Polish")),
    "cs": Message(text_in("language", "Czech")),
    "da": Message(text_in("language", "Danish")),
    "sv": Message(text_in("language", "Swedish")),
    "no": Message(text_in("language", "Norwegian")),
    "fi": Message(text_in("language", "Finnish")),
    "hu": Message(text_in("language", "Hungarian")),
    "ro": Message(text_in("language", "Romanian")),
    "hr": Message(text_in("language", "Croatian")),
    "tr": Message(text_in("language", "Turkish")),
    "id": Message(text_in("language", "Indonesian")),
    "fil": Message(text_in("language", "Filipino")),
    "sw": Message(text_in("language", "Swahili")),
    "mi": Message(text_in("language", "Maori")),
    "vi": Message(text_in("language", "Vietnamese")),
    "el": Message(text_in("language", "Greek")),
    "ru": Message(text_in("language", "Russian")),
    "uk": Message(text_in("language", "Ukrainian")),
    "he": Message(text_in("language", "Hebrew")),
    "ar": Message(text_in("language", "Arabic")),
    "fa": Message(text_in("language", "Persian")),
    "hi": Message(text_in("language", "Hindi")),
    "bn": Message(text_in("language", "Bengali")),
    "te": Message(text_in("language", "Telugu")),
    "th": Message(text_in("language", "Thai")),
    "zh": Message(text_in("language", "Chinese")),
    "ja": Message(text_in("language", "Japanese")),
    "ko": Message(text_in("language", "Korean")),
    "ca": Message(text_in("language", "Catalan")),
    "sk": Message(text_in("language", "Slovak")),
    "sl": Message(text_in("language", "Slovene")),
    "et": Message(text_in("language", "Estonian")),
    "lv": Message(text_in("language", "Latvian")),
    "lt": Message(text_in("language", "Lithuanian")),
    "bg": Message(text_in("language", "Bulgarian")),
    "sr": Message(text_in("language", "Serbian")),
    "hy": Message(text_in("language", "Armenian")),
    "ka": Message(text_in("language", "Georgian")),
    "ur": Message(text_in("language", "Urdu")),
    "ta": Message(text_in("language", "Tamil")),
}

LANGUAGE_NAMES: Mapping[str, Message] = MappingProxyType(_LANGUAGES)
