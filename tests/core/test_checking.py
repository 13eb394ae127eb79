"""What may be said of a model's sentence: by its own probability, by what was seen, by what was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.core.checking import Checker, Known, Said
from assistant.core.domain import Box, Detail, Picture, Piece, Region, RegionKind, Source, SourceKind
from assistant.core.facts import Facts
from assistant.core.folding import fold
from assistant.core.honesty import MODEL_SENTENCE, Naming
from assistant.core.inflection import without_number
from assistant.core.languages import LANGUAGES
from assistant.core.names import Names, label_of
from assistant.core.telling import Stream, Told
from assistant.core.wording import Wording, load_translations
from assistant.core.wording.objects import OBJECTS

LOCALE = Path(__file__).resolve().parents[2] / "resources" / "locale"
BOX = Box(0, 0, 400, 300)
N, H, U = Naming.NAMED, Naming.HEDGED, Naming.UNSAID


def names(language: str = "en") -> Names:
    return Names(language, Wording(language, load_translations(LOCALE, language)))


def labels(sentence: str, language: str = "en") -> list[str]:
    return [mention.label for mention in names(language).mentions(sentence)]


def checker(*seen: str, read: str = "", is_sure: bool = True, language: str = "en") -> Checker:
    known = Known(frozenset(seen), frozenset(read.lower().split()), has_sure_text=bool(read) and is_sure)
    return Checker(known, names, language)


def judged(sentence: str, by: Checker, confidence: float = 0.9) -> Naming:
    return by.judge(Told(sentence, confidence)).naming


# --- names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("A dog and two cats on a sofa.", ["dog", "cat", "couch"]),
        ("A hot dog on a plate.", ["hot dog"]),
        ("Three teddy bears.", ["teddy bear"]),
        ("A man with a wine glass; a woman with skis", ["person", "wine glass", "skis"]),
        ("An orange cat", ["cat"]),
        ("An orange, peeled", ["orange"]),
        ("Two oranges on a dining table.", ["orange", "dining table"]),
        ("A remote beach", []),
        ("There is no dog and there are no people.", []),
        ("A street without cars", []),
        ("No rain, a dog barks", []),
        ("Hotdogs, carton, catalogue, planetarium", []),
        ("CARS", ["car"]),
        ("", []),
    ],
)
def test_names_in_english(sentence: str, found: list[str]) -> None:
    assert labels(sentence) == found


@pytest.mark.parametrize("label", sorted(OBJECTS))
def test_every_class_is_found_by_its_own_name(label: str) -> None:
    wording = Wording()
    assert label in labels(f"Here: {wording.thing(label)}.")
    assert label in labels(f"Here: {wording.thing(label, 2)}.")


@pytest.mark.parametrize(
    ("sentence", "language", "found"),
    [
        ("Ein Mann führt seinen Hund über die Straße.", "de", ["person", "dog"]),
        ("Das Fell des Hundes, zwei Katzen und Pferde", "de", ["dog", "cat", "horse"]),
        ("Ohne Hunde, kein Auto", "de", []),
        ("Un chien et deux voitures", "fr", ["dog", "car"]),
        ("Un perro sin gatos", "es", ["dog"]),
        ("Ein Hund", "en", []),
        ("הכלב ישן", "he", ["dog"]),
        ("ただの犬", "ja", ["dog"]),
        ("Un uomo porta il suo cane; due gatti", "it", ["person", "dog", "cat"]),
        ("Una strada senza cani, nessun gatto", "it", []),
        ("Uma mulher com dois cães ao lado de um carro", "pt", ["person", "dog", "car"]),
        ("Não há cães nem gatos", "pt", []),
        ("Kobieta z psem obok samochodu", "pl", ["person", "dog", "car"]),
        ("Nie ma tu psa, ulica bez samochodów", "pl", []),
        ("Мужчина с собакой рядом с велосипедом", "ru", ["person", "dog", "bicycle"]),
        ("Здесь нет собак и машин", "ru", []),
        ("رجل مع كلب وسيارة", "ar", ["person", "dog", "car"]),
        ("الكلب والقطة في السيارة", "ar", ["dog", "cat", "car"]),
        ("لا يوجد كلب هنا، فقط لقطة شاشة", "ar", []),
        ("एक आदमी दो कुत्तों के साथ", "hi", ["person", "dog"]),
        ("यहाँ कोई कुत्ता नहीं है", "hi", []),
        ("कमल काम करता है", "hi", []),
        ("一个男人和两只狗坐在沙发上", "zh", ["couch", "person", "dog"]),
        ("图片里没有狗，也没有汽车", "zh", []),
        ("一个热狗", "zh", ["hot dog"]),
        ("个人证书", "zh", []),
        ("男の人と犬が車の前にいます", "ja", ["person", "dog", "car"]),
        ("犬はいません", "ja", []),
        ("日本の人気番組", "ja", []),
        ("自転車があります", "ja", ["bicycle"]),
    ],
)
def test_names_in_other_languages(sentence: str, language: str, found: list[str]) -> None:
    assert sorted(labels(sentence, language)) == sorted(found)


@pytest.mark.parametrize("language", [code for code, language in LANGUAGES.items() if language.is_interface])
def test_no_name_is_taken_for_another(language: str) -> None:
    wording = Wording(language, load_translations(LOCALE, language))
    wrong = {}
    for label in OBJECTS:
        for count in (1, 2, 5):
            name = without_number(fold(wording.thing(label, count)), wording.language)
            if (found := label_of(name, wording)) not in ("", label):
                wrong[name] = (found, label)
    assert not wrong


@pytest.mark.parametrize(
    ("language", "name", "label"),
    [
        ("ru", "кошку", "cat"),
        ("ru", "мобильным телефоном", "cell phone"),
        ("ru", "чашкой", "cup"),
        ("pl", "krowę", "cow"),
        ("pl", "słoniem", "elephant"),
        ("ar", "الزرافة", "giraffe"),
        ("he", "הפיל", "elephant"),
        ("ar", "كتابة", ""),
        ("ar", "المفاتيح", ""),
        ("he", "מחשב", ""),
        ("hi", "हाथ", ""),
        ("hi", "हाथियों", "elephant"),
        ("hi", "कटोरों", "bowl"),
        ("fr", "chiens", "dog"),
        ("zh", "狗", "dog"),
        ("ja", "犬", "dog"),
        ("ru", "кот", ""),
        ("ru", "погода", ""),
        ("ar", "فقط", ""),
    ],
)
def test_names_are_known_in_whatever_form(language: str, name: str, label: str) -> None:
    assert label_of(fold(name), Wording(language, load_translations(LOCALE, language))) == label


# --- verdicts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("confidence", "naming"),
    [
        (1.0, N),
        (MODEL_SENTENCE.named, N),
        (MODEL_SENTENCE.named - 0.001, H),
        (MODEL_SENTENCE.hedged, H),
        (MODEL_SENTENCE.hedged - 0.001, U),
        (0.0, U),
        (float("nan"), U),
    ],
)
def test_its_own_probability(confidence: float, naming: Naming) -> None:
    assert judged("A lake.", checker(), confidence) is naming


def test_a_thing_that_the_detector_saw_is_named() -> None:
    assert judged("A dog.", checker("dog")) is N


def test_a_thing_that_nobody_saw_is_hedged_and_remembered() -> None:
    verdict = checker("dog").judge(Told("A dog chases a cat.", 0.9))
    assert verdict.naming is H
    assert [(mention.label, mention.words) for mention in verdict.doubted] == [("cat", "cat")]


def test_a_thing_that_is_written_there_is_known() -> None:
    assert judged("A box of cat food.", checker(read="cat food")) is N


def test_agreement_never_lifts_what_is_below_the_floor() -> None:
    assert judged("A dog.", checker("dog"), 0.1) is U


def test_sure_words_of_the_model_prove_nothing() -> None:
    assert judged("There is definitely, without any doubt at all, a cat.", checker()) is not U
    assert judged("A cat, for sure.", checker()) is H


@pytest.mark.parametrize(
    ("sentence", "read", "is_sure", "naming"),
    [
        ("A sign that says “OPEN”.", "open", True, N),
        ("A sign that says “OPEN”.", "closed", True, U),
        ("A sign that says “OPEN”.", "clozed", False, H),
        ("A sign that says “OPEN”.", "", False, H),
        ("A sign with the words keep out", "keep out", True, N),
        ("A sign with the words keep out", "welcome home", True, H),
        ("the word exit", "exit", True, N),
        ("the word exit", "", False, H),
        ("The text is blurred.", "welcome", True, N),
        ('A label "restaurant".', "restaurent", True, N),
        ("A woman reads a book.", "welcome", True, N),
        ("A dog's bowl and the cat's bed", "welcome", True, H),
        ("A wall.", "welcome", True, N),
    ],
)
def test_what_it_claims_to_have_read(sentence: str, read: str, is_sure: bool, naming: Naming) -> None:
    by = checker("book", "person", read=read, is_sure=is_sure)
    assert judged(sentence, by) is naming


def test_quotations_in_other_languages() -> None:
    german = Checker(Known(frozenset(), frozenset({"ausgang"}), has_sure_text=True), names, "de")
    assert german.judge(Told("Auf dem Schild steht „Ausgang“.", 0.9)).naming is N
    assert german.judge(Told("Auf dem Schild steht „Eingang“.", 0.9, "de")).naming is U


@pytest.mark.parametrize("sentence", ["The sign reads: .", "A sign that says, !", "A card with the words :"])
def test_a_quotation_of_nothing_is_none(sentence: str) -> None:
    assert judged(sentence, checker(read="closed today")) is N


def test_a_misread_letter_does_not_deny_a_word() -> None:
    by = checker(read="cl0sed today")
    assert judged('The text says "closed today".', by) is N
    assert judged('The text says "dosed tonight".', by) is U


def test_a_sentence_that_only_repeats_the_text() -> None:
    by = checker(read="closed today")
    assert by.repeats_text(Told('The text says "closed today".', 0.9))
    assert not by.repeats_text(Told('A wooden sign at a door says "closed today".', 0.9))
    assert not by.repeats_text(Told("A wooden door.", 0.9))


# --- nothing twice --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "sentence", "is_new"),
    [
        ("A dog on a lawn.", "A dog on a lawn!", False),
        ("A dog on a lawn.", "a DOG, on a lawn", False),
        ("A dog on a lawn.", "A dog on a green lawn with a ball.", True),
        ("A dog on a lawn.", "A dog.", True),
        ("湖のほとりに犬がいる。", "湖のほとりに犬がいる。", False),
    ],
)
def test_equal_sentences(before: str, sentence: str, is_new: bool) -> None:
    said = Said()
    assert said.is_new(before)
    assert said.is_new(sentence) is is_new


def test_the_structure_counts_for_every_picture_but_pictures_not_for_each_other() -> None:
    said = Said()
    said.told("Window: Letter.\nButtons: Save and Cancel.\n")
    assert said.is_new("A lake.")
    said.begins_picture()
    assert said.is_new("A lake.")
    assert not said.is_new("Buttons: Save and Cancel.")


def test_what_an_engine_says_of_itself_is_known_whole_or_not() -> None:
    said = Said()
    said.told("Memory is short. A smaller model answers.")
    assert said.has("Memory is short. A smaller model answers.\n")
    assert not said.has("Memory is short. Nobody answers.")


# --- the stream -----------------------------------------------------------------------------------------------


def fed(*pieces: tuple[str, float], first_clause: bool = False) -> list[tuple[str, float]]:
    stream = Stream("en", first_clause=first_clause)
    told = [each for text, confidence in pieces for each in stream.feed(Piece(1, text, confidence))]
    return [(each.text, round(each.confidence, 3)) for each in (*told, *stream.flush())]


def test_each_sentence_has_the_mean_of_its_own_pieces() -> None:
    assert fed(("A dog", 0.9), (" runs", 0.9), (".", 0.1), (" Two", 0.4), (" cats", 0.4), (".", 1.0)) == [
        ("A dog runs.", 0.9),
        ("Two cats.", 0.4),
    ]


def test_the_mean_is_geometric_so_that_one_bad_word_shows() -> None:
    assert fed(("A", 1.0), (" giraffe", 0.01)) == [("A giraffe", 0.1)]


def test_one_piece_may_hold_several_sentences() -> None:
    assert fed(("A dog. A cat.", 0.8), (" A cow.", 0.2)) == [("A dog.", 0.8), ("A cat.", 0.8), ("A cow.", 0.2)]


def test_places_and_markup_are_taken_out() -> None:
    assert fed(("<loc0001><loc0002> **Dog** `x` <b>y</b>\n# Head\n- item\n", 0.9)) == [
        ("Dog x y", 0.9),
        ("Head", 0.9),
        ("item", 0.9),
    ]


def test_a_piece_in_another_language_begins_a_sentence() -> None:
    stream = Stream("de", first_clause=False)
    told = [*stream.feed(Piece(1, "Ein Hund", 0.9, "de")), *stream.feed(Piece(1, "A dog", 0.9, "en")), *stream.flush()]
    assert [(each.text, each.language) for each in told] == [("Ein Hund", "de"), ("A dog", "en")]


def test_a_model_that_begins_anew_is_not_told_with_its_first_half() -> None:
    stream = Stream("en", first_clause=False)
    assert stream.feed(Piece(1, "A dog on", 0.1)) == []
    stream.begin_again()
    assert [each.text for each in (*stream.feed(Piece(1, "A dog sits.", 0.9)), *stream.flush())] == ["A dog sits."]


# --- facts ----------------------------------------------------------------------------------------------------


def facts(*boxes: Box, width: int = 1000, height: int = 1000) -> Facts:
    known = Facts(Picture(1, Source(SourceKind.SCREEN), width, height, b""))
    for box in boxes:
        known.add(Region(RegionKind.PICTURE, "", box, 1.0))
    return known


def test_the_middle_counts_more_than_the_edge() -> None:
    edge, middle = Box(0, 400, 210, 200), Box(400, 400, 200, 200)
    assert facts(edge, middle).chosen(Detail.BRIEF) == [middle]


def test_rows_are_read_before_columns() -> None:
    boxes = [Box(600, 20, 200, 200), Box(20, 300, 200, 200), Box(20, 40, 200, 200)]
    assert facts(*boxes).chosen(Detail.FULL) == [boxes[2], boxes[0], boxes[1]]


def test_at_most_eight() -> None:
    boxes = [Box(150 * (n % 5), 150 * (n // 5), 140, 140) for n in range(15)]
    assert len(facts(*boxes).chosen(Detail.FULL)) == 8


def test_a_small_photograph_that_is_the_whole_is_described() -> None:
    assert facts(Box(0, 0, 100, 100), width=100, height=100).chosen(Detail.NORMAL) == [Box(0, 0, 100, 100)]


def test_only_what_lies_inside_is_known_of_a_picture() -> None:
    known = facts(BOX)
    known.add(Region(RegionKind.OBJECT, "dog", Box(10, 10, 50, 50), 0.9))
    known.add(Region(RegionKind.OBJECT, "cat", Box(700, 10, 50, 50), 0.9))
    known.add(Region(RegionKind.OBJECT, "cow", Box(10, 10, 50, 50), 0.4))
    known.add(Region(RegionKind.LINE, "Café Olé", Box(10, 100, 50, 20), 0.9))
    known.add(Region(RegionKind.LINE, "Elsewhere", Box(600, 100, 50, 20), 0.9))
    assert known.labels(BOX) == {"dog"}
    assert known.words(BOX) == {"cafe", "ole"}


def test_a_part_of_a_picture_is_no_picture_of_its_own() -> None:
    outer, inner, beside = Box(0, 0, 500, 500), Box(300, 300, 190, 190), Box(520, 0, 200, 200)
    known = facts(inner, outer, beside)
    assert known.boxes == [outer, beside]
    assert known.chosen(Detail.FULL) == [outer, beside]
