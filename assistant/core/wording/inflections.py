"""How words change in a sentence, a table for each language, as far as a small honest rule goes.

It is used to find names again, never to make a word. Everything is written as people write and folded where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Inflection:
    """One language: `prefixes` are written onto a word, `added` are endings put behind the dictionary's form.

    `exchanged` are endings that stand for one another, so both words are compared without; an empty one where a word
    may have none. `counted` is a pattern of a name with its number where no spaces part them; its group is the name.
    An article in `article` is written onto a word and may be left out.
    """

    prefixes: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    exchanged: tuple[str, ...] = ()
    article: str = ""
    counted: str = ""


_RUSSIAN = (
    "а я у ю ы и е о ой ей ою ею ом ем ём ам ям ами ями ах ях ов ев ь ью ью й "
    "ый ий ая яя ое ее ую юю ого его ому ему ым им ые ие ых их ыми ими"
)
_POLISH = "a ą ę e i y o u owi em iem ami iami ach iach om iom ów ia iu ie iu ię ią ego emu ym im ych ich ymi imi ej"
_HINDI = "ा े ो ी ों ियां ियों ाएं ाओं"
_CHINESE = "个個只隻条條辆輛张張把台臺部本匹头頭位名瓶杯棵架艘块盆座颗根列扇件顶份支双盏副片"
_ARABIC = "ا ان ين"

INFLECTIONS: Mapping[str, Inflection] = MappingProxyType(
    {
        "de": Inflection(added=("es", "en", "s", "n", "e")),
        "fr": Inflection(added=("s", "x")),
        "es": Inflection(added=("s", "es")),
        "pt": Inflection(added=("s", "es")),
        "ru": Inflection(exchanged=("", *_RUSSIAN.split())),
        "pl": Inflection(exchanged=("", *_POLISH.split())),
        "he": Inflection(prefixes=tuple("והבלכמש"), article="ה"),
        "ar": Inflection(
            prefixes=("ال", "وال", "بال", "فال", "كال", "لل", "و"), exchanged=("", *_ARABIC.split()), article="ال"
        ),
        "hi": Inflection(added=("ों", "ें"), exchanged=tuple(_HINDI.split())),
        "zh": Inflection(
            counted=r"\d+ ?[个個只隻条條辆輛张張把台臺部本匹头頭位名瓶杯棵架艘块盆座颗根列扇件顶份支双盏副片]?(.+)"
        ),
        "ja": Inflection(counted=r"(?:\d+\D{1,2}の)?([^\d\s]+?) ?(?:\d+\D{0,2})?"),
    }
)
"""A language that is not here is compared as it is written. Italian exchanges its endings, and by them genders too."""

PLAIN = Inflection()
