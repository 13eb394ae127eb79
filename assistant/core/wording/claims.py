"""Words by which a model's sentence is checked, a table for each language: how it denies, and how it quotes.

These are words to recognise, not to say: they belong to no catalogue. They are written as people write, in lower case;
`core.names` folds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """One language: `denials` stand before what is not there, or behind it too where it `denies_behind`.

    `sayings` stand before words that are read. `doubtful` are names of things that mean something else before another
    word ("an orange cat"); where no spaces part the words, they are other words that hold a name.
    """

    denials: frozenset[str]
    sayings: tuple[str, ...]
    doubtful: frozenset[str] = frozenset()
    denies_behind: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLAIMS = {
    "en": ClaimWords(
        denials=_words("no not without neither nor none isn't aren't"),
        sayings=("says", "say", "saying", "reads", "reading", "the words", "the word", "with the text"),
        doubtful=_words("orange remote"),
    ),
    "de": ClaimWords(
        denials=_words("kein keine keinen keinem keiner keines nicht ohne weder noch"),
        sayings=("steht", "sagt", "lautet", "der aufschrift", "mit dem text", "den worten", "das wort", "dem wort"),
        doubtful=_words("orange"),
    ),
    "fr": ClaimWords(
        denials=_words("pas sans aucun aucune ni"),
        sayings=("dit", "indique", "est ecrit", "les mots", "le mot", "avec le texte"),
        doubtful=_words("orange"),
    ),
    "es": ClaimWords(
        denials=_words("no sin ningun ninguna ni"),
        sayings=("dice", "pone", "las palabras", "la palabra", "con el texto"),
        doubtful=_words("naranja"),
    ),
    "he": ClaimWords(
        denials=_words("אין ללא בלי לא"),
        sayings=("כתוב", "נכתב", "המילה"),
    ),
    "it": ClaimWords(
        denials=_words("non senza né nessun nessuno nessuna"),
        sayings=("dice", "recita", "c'è scritto", "è scritto", "le parole", "la parola", "con il testo"),
        doubtful=_words("arancia"),
    ),
    "pt": ClaimWords(
        denials=_words("não sem nem nenhum nenhuma"),
        sayings=("diz", "lê-se", "está escrito", "as palavras", "a palavra", "com o texto"),
        doubtful=_words("laranja"),
    ),
    "pl": ClaimWords(
        denials=_words("nie bez ani brak żaden żadna żadne żadnego żadnej żadnych"),
        sayings=("napis", "napisem", "napisane", "głosi", "słowo", "słowa", "z tekstem"),
    ),
    "ru": ClaimWords(
        denials=_words("нет не без ни отсутствует отсутствуют"),
        sayings=("написано", "надпись", "надписью", "гласит", "слово", "слова", "с текстом"),
    ),
    "ar": ClaimWords(
        denials=_words("لا ليس ليست بدون دون بلا غير ولا"),
        sayings=("مكتوب", "كتب عليها", "كتب عليه", "يقول", "تقول", "كلمة", "عبارة"),
    ),
    "hi": ClaimWords(
        denials=_words("नहीं बिना न"),
        sayings=("लिखा है", "लिखा हुआ है", "शब्द"),
        denies_behind=True,
    ),
    "zh": ClaimWords(
        denials=_words("没有 沒有 没 不是 并非 无 缺少"),
        sayings=("写着", "寫著", "字样"),
        doubtful=_words("橙色 人工 人气 人民币 个人 机器人 本人 证书 秘书 书桌 书包 马路 马上 车站 飞机票 船票"),
    ),
    "ja": ClaimWords(
        denials=_words("ない ません なし 無い 無し"),
        sayings=(),
        doubtful=_words(
            "オレンジ色 人気 人形 人工 人参 人生 個人 求人 日本 本当 本日 本文 本社 基本 本体 牛乳 鳥居 馬鹿 "
            "バスケット バスルーム 駐車場"
        ),
        denies_behind=True,
    ),
}

CLAIMS: Mapping[str, ClaimWords] = MappingProxyType(_CLAIMS)
NO_CLAIMS = ClaimWords(frozenset(), ())
