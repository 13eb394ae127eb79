"""How characters are called when a text is spelled. Letters and digits without a name are said as they are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.wording.forms import Message, text, text_in


class SpellingMessages:
    """Around a spelled character."""

    CAPITAL = Message(
        # Translators: a spelled capital letter: {letter} is "A".
        text("capital {letter}"),
        # Translators: brief: a spelled capital letter.
        text("cap {letter}"),
    )
    CHARACTER_CODE = Message(
        # Translators: a spelled character without a name; {code} is its number in hexadecimal, such as "2603".
        text("character {code}"),
    )


_CHARACTERS = {
    " ": Message(text_in("character", "space")),
    "\t": Message(text_in("character", "tab")),
    "\n": Message(text_in("character", "new line")),
    "\u00a0": Message(text_in("character", "non-breaking space")),
    ".": Message(text_in("character", "full stop"), text_in("character", "dot")),
    ",": Message(text_in("character", "comma")),
    ";": Message(text_in("character", "semicolon")),
    ":": Message(text_in("character", "colon")),
    "!": Message(text_in("character", "exclamation mark")),
    "?": Message(text_in("character", "question mark")),
    "¡": Message(text_in("character", "inverted exclamation mark")),
    "¿": Message(text_in("character", "inverted question mark")),
    "-": Message(text_in("character", "hyphen")),
    "‐": Message(text_in("character", "hyphen")),
    "–": Message(text_in("character", "en dash")),
    "—": Message(text_in("character", "em dash")),
    "…": Message(text_in("character", "ellipsis")),
    "_": Message(text_in("character", "underscore")),
    "/": Message(text_in("character", "slash")),
    "\\": Message(text_in("character", "backslash")),
    "|": Message(text_in("character", "vertical bar")),
    "'": Message(text_in("character", "apostrophe")),
    "’": Message(text_in("character", "apostrophe")),
    "‘": Message(text_in("character", "opening single quotation mark")),
    '"': Message(text_in("character", "quotation mark")),
    "“": Message(text_in("character", "opening quotation mark")),
    "”": Message(text_in("character", "closing quotation mark")),
    "„": Message(text_in("character", "low quotation mark")),
    "«": Message(text_in("character", "opening guillemet")),
    "»": Message(text_in("character", "closing guillemet")),
    "`": Message(text_in("character", "grave accent")),
    "´": Message(text_in("character", "acute accent")),
    "(": Message(text_in("character", "opening parenthesis")),
    ")": Message(text_in("character", "closing parenthesis")),
    "[": Message(text_in("character", "opening bracket")),
    "]": Message(text_in("character", "closing bracket")),
    "{": Message(text_in("character", "opening brace")),
    "}": Message(text_in("character", "closing brace")),
    "<": Message(text_in("character", "less than")),
    ">": Message(text_in("character", "greater than")),
    "=": Message(text_in("character", "equals")),
    "+": Message(text_in("character", "plus")),
    "−": Message(text_in("character", "minus")),
    "×": Message(text_in("character", "times")),
    "÷": Message(text_in("character", "divided by")),
    "±": Message(text_in("character", "plus or minus")),
    "*": Message(text_in("character", "asterisk")),
    "%": Message(text_in("character", "percent")),
    "&": Message(text_in("character", "ampersand")),
    "@": Message(text_in("character", "at sign")),
    "#": Message(text_in("character", "number sign")),
    "~": Message(text_in("character", "tilde")),
    "^": Message(text_in("character", "caret")),
    "°": Message(text_in("character", "degree sign")),
    "$": Message(text_in("character", "dollar sign")),
    "€": Message(text_in("character", "euro sign")),
    "£": Message(text_in("character", "pound sign")),
    "¥": Message(text_in("character", "yen sign")),
    "§": Message(text_in("character", "section sign")),
    "©": Message(text_in("character", "copyright sign")),
    "®": Message(text_in("character", "registered sign")),
    "™": Message(text_in("character", "trademark sign")),
    "•": Message(text_in("character", "bullet")),
    "·": Message(text_in("character", "middle dot")),
    "→": Message(text_in("character", "right arrow")),
    "←": Message(text_in("character", "left arrow")),
    "↑": Message(text_in("character", "up arrow")),
    "↓": Message(text_in("character", "down arrow")),
    "✓": Message(text_in("character", "check mark")),
    "。": Message(text_in("character", "ideographic full stop")),
    "、": Message(text_in("character", "ideographic comma")),
    "،": Message(text_in("character", "Arabic comma")),
    "؟": Message(text_in("character", "Arabic question mark")),
    "।": Message(text_in("character", "danda")),
}

CHARACTERS: Mapping[str, Message] = MappingProxyType(_CHARACTERS)
