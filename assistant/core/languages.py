"""One table of languages: who reads, speaks and writes each, and which of them a text is written in.

It knows scripts, not words: Latin text could be anything, and `language_for_script` says so with None, so that the
caller asks an identifier. It loads nothing.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

DEFAULT = "en"
_LOOK_AT = 4000


class Script(StrEnum):
    """A script as ISO 15924 calls it; JPAN and KORE are kana and hangul with the Han characters among them."""

    LATIN = "Latn"
    GREEK = "Grek"
    CYRILLIC = "Cyrl"
    ARMENIAN = "Armn"
    HEBREW = "Hebr"
    ARABIC = "Arab"
    DEVANAGARI = "Deva"
    BENGALI = "Beng"
    GURMUKHI = "Guru"
    GUJARATI = "Gujr"
    TAMIL = "Taml"
    TELUGU = "Telu"
    KANNADA = "Knda"
    MALAYALAM = "Mlym"
    SINHALA = "Sinh"
    THAI = "Thai"
    LAO = "Laoo"
    TIBETAN = "Tibt"
    MYANMAR = "Mymr"
    GEORGIAN = "Geor"
    ETHIOPIC = "Ethi"
    KHMER = "Khmr"
    HAN = "Hani"
    JAPANESE = "Jpan"
    KOREAN = "Kore"


class Direction(StrEnum):
    """Where a line begins."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


class Recogniser(StrEnum):
    """Which recogniser reads a language best (measured; see docs/decisions)."""

    PPOCR = "ppocr"
    TESSERACT = "tesseract"


RIGHT_TO_LEFT = frozenset({Script.ARABIC, Script.HEBREW})
UNSPACED = frozenset({Script.HAN, Script.JAPANESE, Script.THAI, Script.LAO, Script.KHMER, Script.MYANMAR})


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code, with its English and its own name.

    `tesseract` names the recogniser's file, `espeak` eSpeak NG's voice (empty: it has none), `is_interface` tells
    whether SeeSay's own sentences exist in it.
    """

    code: str
    english: str
    name: str
    script: Script
    recogniser: Recogniser
    tesseract: str
    espeak: str
    is_interface: bool = False

    @property
    def direction(self) -> Direction:
        """Where its lines begin."""
        return Direction.RIGHT_TO_LEFT if self.script in RIGHT_TO_LEFT else Direction.LEFT_TO_RIGHT

    @property
    def is_spaced(self) -> bool:
        """Tell whether spaces part its words."""
        return self.script not in UNSPACED

    @property
    def debian_package(self) -> str:
        """The Debian and Ubuntu package that holds the recogniser's file."""
        return "tesseract-ocr-" + self.tesseract.replace("_", "-")


_P, _T = Recogniser.PPOCR, Recogniser.TESSERACT

# The first of a script is what a text of that script is taken for when the user reads none of them.
# Vietnamese is Latin, but PP-OCR's alphabet lacks its accents; it has every letter of the other Latin languages here.
_TABLE = (
    Language("en", "English", "English", Script.LATIN, _P, "eng", "en", is_interface=True),
    Language("de", "German", "Deutsch", Script.LATIN, _P, "deu", "de", is_interface=True),
    Language("fr", "French", "français", Script.LATIN, _P, "fra", "fr", is_interface=True),
    Language("es", "Spanish", "español", Script.LATIN, _P, "spa", "es", is_interface=True),
    Language("it", "Italian", "italiano", Script.LATIN, _P, "ita", "it", is_interface=True),
    Language("pt", "Portuguese", "português", Script.LATIN, _P, "por", "pt", is_interface=True),
    Language("nl", "Dutch", "Nederlands", Script.LATIN, _P, "nld", "nl"),
    Language("pl", "Polish", "polski", Script.LATIN, _P, "pol", "pl", is_interface=True),
    Language("cs", "Czech", "čeština", Script.LATIN, _P, "ces", "cs"),
    Language("da", "Danish", "dansk", Script.LATIN, _P, "dan", "da"),
    Language("sv", "Swedish", "svenska", Script.LATIN, _P, "swe", "sv"),
    Language("no", "Norwegian", "norsk", Script.LATIN, _P, "nor", "nb"),
    Language("fi", "Finnish", "suomi", Script.LATIN, _P, "fin", "fi"),
    Language("hu", "Hungarian", "magyar", Script.LATIN, _P, "hun", "hu"),
    Language("ro", "Romanian", "română", Script.LATIN, _P, "ron", "ro"),
    Language("hr", "Croatian", "hrvatski", Script.LATIN, _P, "hrv", "hr"),
    Language("tr", "Turkish", "Türkçe", Script.LATIN, _P, "tur", "tr"),
    Language("id", "Indonesian", "Bahasa Indonesia", Script.LATIN, _P, "ind", "id"),
    Language("fil", "Filipino", "Filipino", Script.LATIN, _P, "fil", ""),
    Language("sw", "Swahili", "Kiswahili", Script.LATIN, _P, "swa", "sw"),
    Language("mi", "Maori", "te reo Māori", Script.LATIN, _P, "mri", "mi"),
    Language("vi", "Vietnamese", "Tiếng Việt", Script.LATIN, _T, "vie", "vi"),
    Language("el", "Greek", "ελληνικά", Script.GREEK, _T, "ell", "el"),
    Language("ru", "Russian", "русский", Script.CYRILLIC, _T, "rus", "ru", is_interface=True),
    Language("uk", "Ukrainian", "українська", Script.CYRILLIC, _T, "ukr", "uk"),
    Language("he", "Hebrew", "עברית", Script.HEBREW, _T, "heb", "he", is_interface=True),
    Language("ar", "Arabic", "العربية", Script.ARABIC, _T, "ara", "ar", is_interface=True),
    Language("fa", "Persian", "فارسی", Script.ARABIC, _T, "fas", "fa"),
    Language("hi", "Hindi", "हिन्दी", Script.DEVANAGARI, _T, "hin", "hi", is_interface=True),
    Language("bn", "Bengali", "বাংলা", Script.BENGALI, _T, "ben", "bn"),
    Language("te", "Telugu", "తెలుగు", Script.TELUGU, _T, "tel", "te"),
    Language("th", "Thai", "ไทย", Script.THAI, _T, "tha", "th"),
    Language("zh", "Chinese", "中文", Script.HAN, _P, "chi_sim", "cmn", is_interface=True),
    Language("ja", "Japanese", "日本語", Script.JAPANESE, _P, "jpn", "ja", is_interface=True),
    Language("ko", "Korean", "한국어", Script.KOREAN, _T, "kor", "ko"),
    Language("ca", "Catalan", "català", Script.LATIN, _P, "cat", "ca"),
    Language("sk", "Slovak", "slovenčina", Script.LATIN, _P, "slk", "sk"),
    Language("sl", "Slovene", "slovenščina", Script.LATIN, _P, "slv", "sl"),
    Language("et", "Estonian", "eesti", Script.LATIN, _P, "est", "et"),
    Language("lv", "Latvian", "latviešu", Script.LATIN, _P, "lav", "lv"),
    Language("lt", "Lithuanian", "lietuvių", Script.LATIN, _P, "lit", "lt"),
    Language("bg", "Bulgarian", "български", Script.CYRILLIC, _T, "bul", "bg"),
    Language("sr", "Serbian", "српски", Script.CYRILLIC, _T, "srp", "sr"),
    Language("hy", "Armenian", "հայերեն", Script.ARMENIAN, _T, "hye", "hy"),
    Language("ka", "Georgian", "ქართული", Script.GEORGIAN, _T, "kat", "ka"),
    Language("ur", "Urdu", "اردو", Script.ARABIC, _T, "urd", "ur"),
    Language("ta", "Tamil", "தமிழ்", Script.TAMIL, _T, "tam", "ta"),
)

LANGUAGES: Mapping[str, Language] = MappingProxyType({language.code: language for language in _TABLE})

_OTHER_CODES = {
    "nb": "no", "nn": "no", "iw": "he", "tl": "fil", "in": "id", "ji": "he", "cmn": "zh", "yue": "zh",
    "prs": "fa", "mo": "ro", "bs": "hr", "sh": "hr",
}  # fmt: skip

# First code point of each run of blocks, its script; None ends a run (Unicode 16, Blocks.txt).
_RUNS: tuple[tuple[int, Script | None], ...] = (
    (0x0041, Script.LATIN), (0x0250, Script.LATIN), (0x02B0, None), (0x0370, Script.GREEK),
    (0x0400, Script.CYRILLIC), (0x0530, Script.ARMENIAN), (0x0590, Script.HEBREW), (0x0600, Script.ARABIC),
    (0x0700, None), (0x0750, Script.ARABIC), (0x0780, None), (0x0870, Script.ARABIC),
    (0x0900, Script.DEVANAGARI), (0x0980, Script.BENGALI), (0x0A00, Script.GURMUKHI),
    (0x0A80, Script.GUJARATI), (0x0B00, None), (0x0B80, Script.TAMIL), (0x0C00, Script.TELUGU),
    (0x0C80, Script.KANNADA), (0x0D00, Script.MALAYALAM), (0x0D80, Script.SINHALA), (0x0E00, Script.THAI),
    (0x0E80, Script.LAO), (0x0F00, Script.TIBETAN), (0x1000, Script.MYANMAR), (0x10A0, Script.GEORGIAN),
    (0x1100, Script.KOREAN), (0x1200, Script.ETHIOPIC), (0x13A0, None), (0x1780, Script.KHMER),
    (0x1800, None), (0x1C80, Script.CYRILLIC), (0x1C90, Script.GEORGIAN), (0x1CC0, None),
    (0x1D00, Script.LATIN), (0x1DC0, None), (0x1E00, Script.LATIN), (0x1F00, Script.GREEK), (0x2000, None),
    (0x2C60, Script.LATIN), (0x2C80, None), (0x2D00, Script.GEORGIAN), (0x2D30, None),
    (0x2DE0, Script.CYRILLIC), (0x2E00, None), (0x2E80, Script.HAN), (0x2FE0, None), (0x3005, Script.HAN),
    (0x3008, None), (0x3040, Script.JAPANESE), (0x3100, Script.HAN), (0x3130, Script.KOREAN),
    (0x3190, None), (0x31A0, Script.HAN), (0x31F0, Script.JAPANESE), (0x3200, None), (0x3400, Script.HAN),
    (0x4DC0, None), (0x4E00, Script.HAN), (0xA000, None), (0xA640, Script.CYRILLIC), (0xA6A0, None),
    (0xA720, Script.LATIN), (0xA800, None), (0xA8E0, Script.DEVANAGARI), (0xA900, None),
    (0xA960, Script.KOREAN), (0xA980, None), (0xAB30, Script.LATIN), (0xAB70, None),
    (0xAC00, Script.KOREAN), (0xD800, None), (0xF900, Script.HAN), (0xFB00, Script.LATIN),
    (0xFB13, Script.ARMENIAN), (0xFB1D, Script.HEBREW), (0xFB50, Script.ARABIC), (0xFE00, None),
    (0xFE70, Script.ARABIC), (0xFEFF, None), (0xFF21, Script.LATIN), (0xFF5B, None),
    (0xFF66, Script.JAPANESE), (0xFFA0, Script.KOREAN), (0xFFE0, None), (0x1B000, Script.JAPANESE),
    (0x1B170, None), (0x1EE00, Script.ARABIC), (0x1EF00, None), (0x20000, Script.HAN), (0x32000, None),
)  # fmt: skip
_STARTS = [start for start, _ in _RUNS]


def match(code: str) -> str:
    """Return the table's code for a locale or language tag: "pt-BR" → "pt", "nb_NO.UTF-8" → "no", unknown → "en"."""
    wanted = _subtag(code)
    return wanted if wanted in LANGUAGES else DEFAULT


def is_known(code: str) -> bool:
    """Tell whether a tag names a language of the table."""
    return _subtag(code) in LANGUAGES


def _subtag(code: str) -> str:
    language = code.replace("_", "-").partition(".")[0].partition("@")[0].partition("-")[0].strip().lower()
    return _OTHER_CODES.get(language, language)


def direction(code: str) -> Direction:
    """Return where lines of a language begin."""
    return LANGUAGES[match(code)].direction


def script_of_character(character: str) -> Script | None:
    """Return the script of a letter or mark; None for digits, punctuation, symbols and scripts not in the table."""
    index = bisect_right(_STARTS, ord(character)) - 1
    if index < 0 or unicodedata.category(character)[0] not in "LM":
        return None
    return _RUNS[index][1]


def script_of(text: str) -> Script | None:
    """Return the script most letters are written in; None where there is no letter.

    Kana among Han makes the text Japanese, hangul makes it Korean. It looks at the first 4,000 letters.
    """
    counts: Counter[Script] = Counter()
    for character in text[: 4 * _LOOK_AT]:
        if (script := script_of_character(character)) is not None:
            counts[script] += 1
            if counts.total() >= _LOOK_AT:
                break
    _gather_east_asian(counts)
    return max(counts, key=lambda script: counts[script]) if counts else None


def _gather_east_asian(counts: Counter[Script]) -> None:
    for script in (Script.JAPANESE, Script.KOREAN):
        if counts[script] * 10 > counts[Script.HAN]:
            counts[script] += counts.pop(Script.HAN, 0)
    for script in [script for script, count in counts.items() if not count]:
        del counts[script]


def language_for_script(text: str, preferred: Sequence[str]) -> str | None:
    """Return the language that a text's script tells: among the preferred first, else the script's first.

    None for Latin (ask an identifier), for text without letters, and for scripts of no language in the table.
    """
    script = script_of(text)
    if script is None or script is Script.LATIN:
        return None
    own = [language.code for language in _TABLE if language.script is script]
    if script is Script.HAN:
        own.append("ja")
    wanted = [code for code in map(match, preferred) if code in own]
    return next(iter(wanted or own), None)
