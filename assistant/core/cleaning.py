"""Makes content harmless: to show (`plain`) and to speak (`clean`).

Text from a screen is data, and text can attack a voice: control characters change eSpeak's volume for good, `[[…]]` is
phonemes to some voices, SAPI parses XML behind a leading "<". No back-end ever sees such a form, whatever its flags
are. What is cleaned stays readable: "a < b" is still said as a voice says it. Nothing is translated or corrected.
"""

from __future__ import annotations

import re
import unicodedata

MAX_SPOKEN = 2000
"""Characters of one utterance; own sentences such as the list of keys come near it, content is split far below."""

_MOST_MARKS = 4
_DEFAULT_IGNORABLE = (
    (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFC), (0xE0000, 0xE0FFF),
)  # fmt: skip
_JOINERS = "\u200c\u200d"


class _Characters(dict[int, str | None]):
    """What becomes of each character; filled as characters are met."""

    def __missing__(self, point: int) -> str | None:
        self[point] = kept = self._kept(point)
        return kept

    @staticmethod
    def _kept(point: int) -> str | None:
        character = chr(point)
        if character in "\n\t" or character in _JOINERS:
            return character
        if character in "\r\v\f\x85\u2028\u2029":
            return "\n"
        category = unicodedata.category(character)
        if category == "Zs" or character == "\u2800":
            return " "
        if category[0] == "C" or any(low <= point <= high for low, high in _DEFAULT_IGNORABLE):
            return None
        return character


_CHARACTERS = _Characters()

# Joiners mean something to Arabic-script and Indic letters only, and only behind one.
_STRAY_JOINER = re.compile(
    rf"(?<![\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\ufb50-\ufdff\ufe70-\ufefc])[{_JOINERS}]"
)
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5,}")

_RUN = re.compile(r"((?:[^\w\s]|_))(?: ?\1){3,}")
_RULE = re.compile(r"([=*#~+%&@])(?: ?\1){2}")
_ALWAYS_HARMLESS = str.maketrans({"`": "'"})
_ATTACKS = (
    (re.compile(r"\[(?=[\[:])"), "[ "),          # phonemes of eSpeak, piper and macOS; DECtalk's commands
    (re.compile(r"\](?=\])"), "] "),
    (re.compile(r"<(?=\S)"), "< "),              # SSML and SAPI's XML
    (re.compile(r"&(?=#?\w{1,10};)"), "& "),     # entities that become markup where XML is on
    (re.compile(r"\\(?=(?:\w+=[^\\]*|rst)\\)"), "\\\\ "),  # Acapela's commands
)  # fmt: skip
# eSpeak NG says these alone and nothing for the other symbols; a silent utterance would pass for a broken voice.
_NAMED_SYMBOLS = "%&@#*+=~×÷±°©®→←↑↓"
_FIRST_EMOJI = "\U0001f300"
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return a text without anything invisible or dangerous: what may be shown, copied, printed on a terminal.

    Controls, bidi and format characters, surrogates, private use and noncharacters are dropped; the joiners stay behind
    Arabic and Indic letters. Line breaks become a newline, exotic spaces a space; at most four accents stand on a
    letter. NFC.
    """
    kept = text.replace("\r\n", "\n").translate(_CHARACTERS)
    kept = _without_stray_joiners(unicodedata.normalize("NFC", kept))
    return _MARKS.sub(lambda marks: marks.group()[:_MOST_MARKS], kept)


def _without_stray_joiners(text: str) -> str:
    """Drop joiners until none is stray: without one, marks can change places before another."""
    while (kept := unicodedata.normalize("NFC", _STRAY_JOINER.sub("", text))) != text:
        text = kept
    return text


def clean(text: str) -> str:
    """Return a text as a voice may get it: one line, at most `MAX_SPOKEN` characters, no markup for any back-end.

    A sign that is repeated more than three times is said three times. A text that holds nothing but punctuation is
    empty, because a voice would make no sound of it, and so is a rule such as "=====".
    """
    line = _SPACES.sub(" ", plain(text)).strip()[: 2 * MAX_SPOKEN].translate(_ALWAYS_HARMLESS)
    line = _RUN.sub(r"\1\1\1", line)
    for attack, harmless in _ATTACKS:
        line = attack.sub(harmless, line)
    if line.startswith("<"):
        line = f", {line}"
    line = _shortened(line, MAX_SPOKEN)
    return line if is_speakable(_RULE.sub("", line)) else ""


def is_speakable(text: str) -> bool:
    """Tell whether a voice makes a sound of a text: it holds a letter, a digit or a symbol that voices name."""
    return any(_is_heard(character) for character in text)


def _is_heard(character: str) -> bool:
    category = unicodedata.category(character)
    is_emoji = category == "So" and character >= _FIRST_EMOJI
    return category[0] in "LN" or category == "Sc" or is_emoji or character in _NAMED_SYMBOLS


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text[: most + 1].rpartition(" ")[0] or text[:most]
    return cut.rstrip()
