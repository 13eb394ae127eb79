from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.cleaning import plain
from assistant.core.languages import LANGUAGES
from assistant.core.sentences import LONGEST, SentenceSplitter


def streamed(language: str, text: str, size: int = 1, *, first_clause: bool = False) -> list[str]:
    splitter = SentenceSplitter(language, first_clause)
    pieces: list[str] = []
    for start in range(0, len(text), size):
        pieces += splitter.feed(text[start : start + size])
    return pieces + splitter.flush()


GOLDEN = [
    ("en", "Dr. Smith met J. R. R. Tolkien at 5 p.m. on Friday.|It cost 3.5 dollars.|Well... maybe.|OK!"),
    ("en", "#!/bin/sh is it.|Visit example.com/a?b=1."),
    ("en", "He said “Stop!” and left.|Is it 1,000.50?|Yes, i.e. now.|No. 5 is alive."),
    ("en", "1. Open the file.|2. Save it.|Mr. and Mrs. Jones vs. the U.S. Army won."),
    ("en", "1.2. What is this?|It is 4.3.1.|Then it ends.|4.6.1. Queues."),
    ("de", "Das ist z. B. ein Test.|Am 3. Mai kam Dr. Müller.|„Ja.“ sagte er.|Ende."),
    ("fr", "M. Dupont est là.|« Bonjour ! » dit-il.|Il est 3 h. 30 ?|Fin."),
    ("es", "¿Cómo está Ud. hoy?|¡Muy bien!|El Sr. García llegó.|Fin."),
    ("it", "Il sig. Rossi è qui.|Perché no?|Va bene."),
    ("pt", "O Sr. Silva chegou.|Tudo bem?|Sim."),
    ("pl", "To jest np. test.|Czy to działa?|Tak."),
    ("ru", "Это т. е. пример.|Г. Иванов пришёл.|Конец."),
    ("el", "Τι κάνεις;|Καλά είμαι.|Τέλος."),
    ("zh", "你好。|今天天气很好！|「对吗？」|他说。"),
    ("ja", "これはテストです。|3.5メートルです！|次"),
    ("ko", "안녕하세요.|반갑습니다!|끝"),
    ("hi", "यह एक वाक्य है।|दूसरा वाक्य।|क्या?"),
    ("bn", "এটি একটি বাক্য।|আরেকটি।"),
    ("ar", "هذه جملة.|هل هذا صحيح؟|نعم."),
    ("fa", "این یک جمله است.|درست است؟|بله."),
    ("he", "זה משפט.|האם זה נכון?|כן."),
    ("th", "สวัสดีครับ วันนี้อากาศดี ไปเที่ยวกัน"),
    ("vi", "Xin chào ông Nguyễn.|Ông khỏe không?|Khỏe."),
    ("tr", "Merhaba Dr. Yılmaz.|Nasılsınız?|İyi."),
    ("en", "Mr. Smith paid $3.50 at 10 a.m. on Jan. 5.|Is that all?|Yes, e.g. bread."),
    ("de", "Am 3. Mai zahlte Dr. Müller 3,50 €, z. B. für Brot.|Ist das alles?|Ja, ca. 5 km usw. bis hier."),
    ("fr", "M. Dupont a payé 3,50 € le 5 janv. à midi.|Est-ce tout ?|Oui !|« C’est fini. »|Voir tél. 12 34."),
    ("es", "El Sr. Pérez pagó 3,50 € a la Sra. Gil.|¿Es todo?|¡Sí!|EE. UU. gana.|Pág. 5 de 10, núm. 3."),
    ("it", "Il Sig. Rossi ha pagato 3,50 €.|È tutto?|Sì!|Il Dott. Bianchi, pag. 5, è qui."),
    ("pt", "O Sr. Silva pagou 3,50 € à Sra. Costa.|É tudo?|Sim!|O Dr. Lopes está aqui.|Veja a pág. 5."),
    ("pl", "Dr Nowak zapłacił 3,50 zł, np. za chleb, ok. 5 km stąd.|Czy to wszystko?|Tak!|Ul. Długa 5.|OK.|Koniec."),
    ("ru", "Г. Иванов заплатил 3,50 руб., т. е. мало.|Это всё?|Да!|Ул. Ленина, д. 5, г. Москва.|А. С. Пушкин, стр. 5."),
    ("he", "ד״ר כהן שילם 3.50 ש״ח.|זה הכול?|כן!|צה\"ל כאן."),
    ("ar", "دفع د. أحمد ٣٫٥٠ دولار.|هل هذا كل شيء؟|نعم!|انتهى؛ شكرا."),
    ("hi", "डॉ. शर्मा ने 3.50 रुपये दिए।|क्या यह सब है?|हाँ!|यह अंत है।"),
    ("zh", "王先生付了3.50元。|就这些吗？|是的！|“完了。”|他说。|共2.0版。"),
    ("ja", "田中さんは3.50ドル払いました。|これで全部ですか？|はい！|「終わりです。」|と言った。|2.0版です。"),
]  # fmt: skip


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
@pytest.mark.parametrize(("language", "marked"), GOLDEN, ids=[f"{language}-{text[:12]}" for language, text in GOLDEN])
def test_sentences_of_many_languages(language: str, marked: str, size: int) -> None:
    separator = "" if language in ("zh", "ja") else " "
    assert streamed(language, marked.replace("|", separator), size) == marked.split("|")


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("en", "Active window, the text editor shows", "Active window,"),
        ("en", "one two three four five six", "one two three four"),
        ("en", "Yes. And then", "Yes."),
        ("en", "The price is 3.5 dollars in total", "The price is 3.5"),
        ("en", "It is 10:30 and late now", "It is 10:30 and"),
        ("zh", "屏幕上有一个窗口，里面有很多文字和图片", "屏幕上有一个窗口，"),
        ("zh", "屏幕上有一个窗口里面有很多文字和图片", "屏幕上有一个窗口里面有很"),
        ("ar", "نافذة، فيها نص طويل جدا", "نافذة،"),
        ("hi", "डॉ. शर्मा ने आज सुबह रोटी खरीदी", "डॉ. शर्मा ने आज"),
        ("hi", "हाँ। और फिर", "हाँ।"),
        ("he", "חלון, ובו טקסט ארוך מאוד", "חלון,"),
        ("es", "¿Sí? Pues vamos", "¿Sí?"),
        ("es", "Ventana activa, el editor de texto", "Ventana activa,"),
        ("fr", "Prix : 3,50 € environ pour le tout", "Prix :"),
        ("pl", "Cena to 3,50 zł za sztukę", "Cena to 3,50 zł"),
        ("ru", "Окно, в нём длинный текст", "Окно,"),
        ("ja", "画面に、窓があります。次", "画面に、"),
    ],
)
def test_the_first_piece_comes_early(language: str, text: str, first: str) -> None:
    assert streamed(language, text, first_clause=True)[0] == first


def test_a_whole_first_sentence_is_not_cut() -> None:
    splitter = SentenceSplitter("en")
    assert splitter.feed("A picture in the upper left; nothing in it is known. And") == [
        "A picture in the upper left; nothing in it is known."
    ]


def test_only_the_first_piece_is_short() -> None:
    assert streamed("en", "one two three four five, six seven eight nine ten eleven.", first_clause=True) == [
        "one two three four",
        "five, six seven eight nine ten eleven.",
    ]


def test_a_boundary_waits_for_the_next_character() -> None:
    splitter = SentenceSplitter("en", first_clause=False)
    assert splitter.feed("The price is 3.") == []
    assert splitter.feed("5 dollars.") == []
    assert splitter.feed(" ") == []
    assert splitter.feed("N") == ["The price is 3.5 dollars."]


def test_a_number_waits_for_the_next_word() -> None:
    splitter = SentenceSplitter("de", first_clause=False)
    assert splitter.feed("Er kam am 3. M") == []
    assert splitter.feed("ai. Dann ging er") == ["Er kam am 3. Mai."]


def test_a_line_s_end_ends_a_piece() -> None:
    splitter = SentenceSplitter("en")
    assert splitter.feed("Save\nOpen file\r\n\n\nCl") == ["Save", "Open file"]
    assert splitter.flush() == ["Cl"]


def test_what_is_left_is_given_once() -> None:
    splitter = SentenceSplitter("en")
    splitter.feed("the rest")
    assert splitter.flush() == ["the rest"]
    assert splitter.flush() == []


@pytest.mark.parametrize(
    ("language", "text", "given", "left"),
    [
        ("en", "the quick bro", ["the quick"], ["bro"]),
        ("en", "the quick ", ["the quick"], []),
        ("en", "word", [], ["word"]),
        ("en", "All done.", ["All done."], []),
        ("en", "", [], []),
        ("zh", "没有空格", ["没有空格"], []),
        ("th", "สวัสดีครับ", ["สวัสดีครับ"], []),
    ],
)
def test_an_idle_stream_gives_what_is_whole(language: str, text: str, given: list[str], left: list[str]) -> None:
    splitter = SentenceSplitter(language)
    assert splitter.feed(text) == []
    assert splitter.idle() == given
    assert splitter.flush() == left


def test_a_long_sentence_breaks_at_a_clause_else_at_a_space() -> None:
    clauses = "word " * 20 + "end, " + "more " * 40
    assert streamed("en", clauses)[0] == ("word " * 20 + "end,")
    assert len(streamed("en", "word " * 60)[0]) in range(LONGEST - 5, LONGEST + 1)


def test_a_hard_cut_parts_no_letter_from_its_marks() -> None:
    pieces = streamed("hi", "कि" * 200, size=50)
    assert "".join(pieces) == "कि" * 200
    assert not any(piece.startswith("ि") for piece in pieces)


def test_controls_never_come_out() -> None:
    assert streamed("en", "\x1b[31mred\x00 \u202eevil\u202c.\n\x01\n\u200b\n", size=5) == ["[31mred evil."]


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "\n" * 1_000_000, "word " * 200_000, "字" * 1_000_000, "\x01" * 1_000_000, "a, " * 300_000],
    ids=["letters", "lines", "words", "Han", "controls", "clauses"],
)
def test_a_megabyte_is_cut_completely(text: str) -> None:
    pieces = streamed("en", text, size=100_000)
    assert "".join(re.sub(r"\s", "", piece) for piece in pieces) == re.sub(r"\s", "", plain(text))
    assert max(map(len, pieces), default=0) <= LONGEST


def test_what_is_held_back_stays_small() -> None:
    splitter = SentenceSplitter("en")
    for _ in range(1000):
        splitter.feed("x" * 997)
        assert len(splitter._rest) <= 2 * LONGEST


TEXT = st.text(st.sampled_from("aB1 .,!?…;:-\n\t“”«»()。，？！字かकिا؟\u0301\u200d\x01é"), max_size=600) | st.text(
    st.characters(exclude_categories=()), max_size=400
)


@settings(max_examples=300, deadline=None)
@given(
    language=st.sampled_from(sorted(LANGUAGES)),
    text=TEXT,
    sizes=st.lists(st.integers(1, 50), min_size=1, max_size=20),
    is_first=st.booleans(),
)
def test_no_text_is_lost_or_invented(language: str, text: str, sizes: list[int], is_first: bool) -> None:
    splitter = SentenceSplitter(language, is_first)
    pieces: list[str] = []
    position = 0
    while position < len(text):
        size = sizes[position % len(sizes)]
        pieces += splitter.feed(text[position : position + size])
        if size % 7 == 0:
            pieces += splitter.idle()
        position += size
    pieces += splitter.flush()
    assert bare("".join(pieces)) == bare(plain(text))
    assert all(piece.strip() == piece != "" for piece in pieces)
    assert all(len(piece) <= LONGEST and "\n" not in piece for piece in pieces)


def bare(text: str) -> str:
    """Drop what may differ: white space, and marks and joiners, which a cut can part from their letter."""
    letters = unicodedata.normalize("NFD", plain(text))
    return "".join(
        each
        for each in letters
        if not each.isspace() and unicodedata.category(each)[0] != "M" and each not in "\u200c\u200d"
    )


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("One. Two!  Three?", "en", ["One.", "Two!", "Three?"]),
        ("Dr. Smith paid 3.50 today. Good.", "en", ["Dr. Smith paid 3.50 today.", "Good."]),
        ("今天。明天！", "zh", ["今天。", "明天！"]),
        ("  Leading. ", "en", ["Leading."]),
        ("line one\nline two. End", "en", ["line one", "line two.", "End"]),
        ("", "en", []),
        ("x" * 900, "en", ["x" * 400, "x" * 400, "x" * 100]),
    ],
)
def test_spans_are_places_in_the_text_as_it_is(text: str, language: str, wanted: list[str]) -> None:
    spans = SentenceSplitter(language, first_clause=False, longest=400).spans(text)
    assert [text[start:end].strip() for start, end in spans] == wanted
    ends = [0, *[end for _, end in spans]]
    assert all(start >= end for (start, _), end in zip(spans, ends, strict=False))


def test_spans_of_a_text_that_goes_on_are_those_that_are_complete() -> None:
    splitter = SentenceSplitter("en", first_clause=True)
    assert splitter.spans("The quick brown fox jumps", is_all=False) == [(0, 20)]
    assert splitter.spans("One. Two", is_all=False) == [(0, 4)]
    assert SentenceSplitter("en", first_clause=False).spans("The quick brown fox jumps", is_all=False) == []
