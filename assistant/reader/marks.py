"""What a line begins with: bullets, numbers, footnote marks, the names of captions. Patterns of many languages."""

from __future__ import annotations

import re

# Bullets of fonts without a map of their letters come from the private use area.
_BULLET = re.compile(r"(?:[•◦▪▫‣⁃●○■□◆◇►▸➢➤✓✔❖∙·\uf0a7\uf0b7\uf0d8\uf076\uf0fc]|[-–—*]|o(?=\s{2}))(?:\s+|$)")
_NUMBERED = re.compile(r"(\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{2,6}|[а-яА-Я])[.)]|\(\d{1,3}\)|\[\d{1,3}\])\s+(?=\S)")
_SECTION = re.compile(r"(?:[A-Z]\.)?(\d{1,2}(?:\.\d{1,3}){0,5})\.?\s+(?=[^\W\d_])")
_CHAPTER = re.compile(
    r"(?:chapter|part|appendix|section|kapitel|teil|anhang|chapitre|partie|annexe|capítulo|parte|apéndice|capitolo|"
    r"hoofdstuk|rozdział|kapitola|глава|часть|приложение|κεφάλαιο|bölüm|פרק|الفصل)\s+(?:\d{1,3}|[ivxlc]{1,6}|[a-z])\b[.:]?",
    re.IGNORECASE,
)
_EASTERN_CHAPTER = re.compile(r"第\s?[\d一二三四五六七八九十百]{1,4}\s?[章节節部编編回]")
_NOTE = re.compile(r"(?:\d{1,3}|[¹²³⁰⁴-⁹]{1,3}|[*∗†‡§¶#]{1,3}|\[\d{1,3}\])(?:[.)]?\s+|(?=[^\W\d_]))(?=\S)")
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|table|tab\.|plate|chart|listing|abbildung|abb\.|tabelle|figur[ae]?|tableau|tabla|tabela|gráfico|"
    r"afbeelding|rysunek|obrázek|рис(?:унок|\.)?|таблица|табл\.|εικόνα|πίνακας|şekil|tablo|איור|טבלה|شكل|جدول|"
    r"图|表|圖|그림|표|hình|bảng)\s?[A-Z]?\d{1,3}(?:[.-]\d{1,3})*\s?[.:–—\s]",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"\s*(?:[.·…_]\s?){4,}\s*")
_NUMBER_BEHIND = re.compile(r"(?:[.·…]\s?){3,}\s*(?:\d{1,4}|[ivxlc]{1,6})\s*$", re.IGNORECASE)
_TERMINAL = re.compile(r"[.!?…:;。！？：؟۔।॥።՝։][\"'”’»«)\]]*[¹²³⁰⁴-⁹]*$")


_END = 40
"""Characters that show how a text ends, however long it is."""


def split_bullet(text: str) -> tuple[str, str]:
    """Return a bullet at the beginning and the rest; the bullet is empty where there is none."""
    match = _BULLET.match(text)
    return (match[0].strip(), text[match.end() :].lstrip()) if match else ("", text)


def number_of(text: str) -> str:
    """Return the number or letter with its full stop or bracket that a list's item begins with, or nothing."""
    match = _NUMBERED.match(text)
    return match[1] if match else ""


def section_depth(text: str) -> int:
    """Return how deep the section is that a line's number names ("4.6.1 Queues": 3), 0 where it has none."""
    match = _SECTION.match(text)
    return match[1].count(".") + 1 if match else 0


def is_chapter(text: str) -> bool:
    """Tell whether a line begins with the name of a chapter: "Chapter 3", "第三章"."""
    return bool(_CHAPTER.match(text) or _EASTERN_CHAPTER.match(text))


def is_note(text: str) -> bool:
    """Tell whether a line begins with a footnote's mark."""
    return _NOTE.match(text) is not None


def is_caption(text: str) -> bool:
    """Tell whether a line begins as a caption does: "Figure 3:", "Tab. 2"."""
    return _CAPTION.match(text) is not None


def is_contents_line(text: str) -> bool:
    """Tell whether dots lead to a page's number at the end, as in a table of contents."""
    return text[-1:].isalnum() and _NUMBER_BEHIND.search(text[-_END:]) is not None


def without_leaders(text: str) -> str:
    """Return the text without dots that lead the eye."""
    return _LEADERS.sub(" ", text).strip() if "." in text or "…" in text or "_" in text or "·" in text else text


def is_ended(text: str) -> bool:
    """Tell whether a text ends as a sentence or a clause before a list does."""
    return _TERMINAL.search(text[-_END:]) is not None


def goes_on(text: str) -> bool:
    """Tell whether a line can't begin a paragraph: a small letter, or the rest of a clause."""
    first = text[:1]
    return first.islower() or first in ",;)]}»"
