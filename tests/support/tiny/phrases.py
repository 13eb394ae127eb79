"""What the tiny model says and is asked about a drawing, in English, German and Hebrew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from support.tiny.drawings import Drawing, Shape

LANGUAGES = ("en", "de", "he")
_GERMAN_KIND = {"circle": "Kreis", "square": "Quadrat", "triangle": "Dreieck", "star": "Stern"}
_GERMAN_COLOUR = {
    "red": "rot",
    "green": "grün",
    "blue": "blau",
    "yellow": "gelb",
    "purple": "violett",
    "grey": "grau",
}
_HEBREW_KIND = {"circle": "עיגול", "square": "ריבוע", "triangle": "משולש", "star": "כוכב"}
_HEBREW_COLOUR = {
    "red": "אדום",
    "green": "ירוק",
    "blue": "כחול",
    "yellow": "צהוב",
    "purple": "סגול",
    "grey": "אפור",
}
_MASCULINE = frozenset({"circle", "star"})
# By row, then by column, of a grid of nine.
_PLACES = {
    "en": (
        ("at the top left", "at the top", "at the top right"),
        ("on the left", "in the middle", "on the right"),
        ("at the bottom left", "at the bottom", "at the bottom right"),
    ),
    "de": (
        ("oben links", "oben", "oben rechts"),
        ("links", "in der Mitte", "rechts"),
        ("unten links", "unten", "unten rechts"),
    ),
    "he": (
        ("למעלה משמאל", "למעלה", "למעלה מימין"),
        ("משמאל", "באמצע", "מימין"),
        ("למטה משמאל", "למטה", "למטה מימין"),
    ),
}
_COUNTS = {
    "en": ("one shape", "two shapes", "three shapes"),
    "de": ("eine Form", "zwei Formen", "drei Formen"),
    "he": ("צורה אחת", "שתי צורות", "שלוש צורות"),
}
_GROUNDS = {
    "en": ("on a light background", "on a dark background"),
    "de": ("auf hellem Hintergrund", "auf dunklem Hintergrund"),
    "he": ("על רקע בהיר", "על רקע כהה"),
}
_AND = {"en": " and ", "de": " und ", "he": " ו"}
_YES_NO = {"en": ("yes", "no"), "de": ("ja", "nein"), "he": ("כן", "לא")}


@dataclass(frozen=True)
class Questions:
    """How each question is put; `{}` is the shape."""

    colour: str
    is_there: str
    where: str
    how_many: str
    what_word: str


QUESTIONS = {
    "en": Questions(
        "what colour is the {}?",
        "is there a {}?",
        "where is the {}?",
        "how many shapes are there?",
        "what does it say?",
    ),
    "de": Questions("welche Farbe hat {}?", "gibt es {}?", "wo ist {}?", "wie viele Formen gibt es?", "was steht da?"),
    "he": Questions("מה הצבע של ה{}?", "האם יש {}?", "איפה ה{}?", "כמה צורות יש?", "מה כתוב?"),
}


def named(shape: Shape, language: str) -> str:
    """Return colour and kind: "a red circle"."""
    if language == "de":
        is_masculine = shape.kind in _MASCULINE
        return f"ein {_GERMAN_COLOUR[shape.colour]}{'er' if is_masculine else 'es'} {_GERMAN_KIND[shape.kind]}"
    if language == "he":
        return f"{_HEBREW_KIND[shape.kind]} {_HEBREW_COLOUR[shape.colour]}"
    return f"a {shape.colour} {shape.kind}"


def colour(shape: Shape, language: str) -> str:
    """Return the colour alone."""
    table = {"de": _GERMAN_COLOUR, "he": _HEBREW_COLOUR}.get(language)
    return table[shape.colour] if table else shape.colour


def place(shape: Shape, language: str) -> str:
    """Return which ninth of the picture the shape's middle is in."""
    x, y = shape.box.centre
    return _PLACES[language][int(y * 3)][int(x * 3)]


def caption(shown: Drawing, language: str) -> str:
    """Return one line: the shapes from left to right, or the word."""
    if shown.word:
        return {"en": "the word {}", "de": "das Wort {}", "he": "המילה {}"}[language].format(shown.word)
    return _joined([named(shape, language) for shape in shown.shapes], language)


def description(shown: Drawing, language: str) -> str:
    """Return several sentences: how many, on what, and each with its place."""
    ground = _GROUNDS[language][shown.is_dark]
    if shown.word:
        first = {"en": "A word", "de": "Ein Wort", "he": "מילה"}[language]
        second = {"en": "It says {}.", "de": "Da steht {}.", "he": "כתוב {}."}[language].format(shown.word)
        return f"{first} {ground}. {second}"
    sentences = [f"{count(shown, language)} {ground}"]
    sentences += [f"{named(shape, language)} {place(shape, language)}" for shape in shown.shapes]
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences)


def count(shown: Drawing, language: str) -> str:
    """Return how many shapes there are, in words; a drawing without any has no count."""
    return _COUNTS[language][len(shown.shapes) - 1]


def yes_no(is_so: bool, language: str) -> str:
    """Return yes or no."""
    return _YES_NO[language][not is_so]


def definite(kind: str, language: str) -> str:
    """Return the kind as the questions for colour and place need it."""
    if language == "de":
        return f"{'der' if kind in _MASCULINE else 'das'} {_GERMAN_KIND[kind]}"
    return _HEBREW_KIND[kind] if language == "he" else kind


def indefinite(kind: str, language: str) -> str:
    """Return the kind as the question whether there is one needs it."""
    if language == "de":
        return f"{'einen' if kind in _MASCULINE else 'ein'} {_GERMAN_KIND[kind]}"
    return _HEBREW_KIND[kind] if language == "he" else kind


def _joined(parts: Sequence[str], language: str) -> str:
    if len(parts) == 1:
        return parts[0]
    return ", ".join(parts[:-1]) + _AND[language] + parts[-1]
