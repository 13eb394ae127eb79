"""Plain text and Markdown: encodings, paragraphs out of wrapped lines, pages at form feeds."""

from __future__ import annotations

import pytest

from assistant.core.errors import DocumentEmpty
from assistant.reader.formats.encodings import to_text
from assistant.reader.formats.markdown import open_document as open_markdown
from assistant.reader.formats.text import open_document, wrapping_width
from support.document_files import opened, pages, told

GERMAN = "Grüße aus Köln, schöne Straße. Das Müsli über den Äpfeln kostet zwölf €. " * 3
RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю. " * 3
WRAPPED = (
    "The quick brown fox jumps over the lazy dog and then\n"
    "runs through the field until it comes to a river that\n"
    "is too wide to jump over. There it stops.\n"
    "\n"
    "A second paragraph begins here, which is just as long\n"
    "as the first one was, and it ends.\n"
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "utf-32"),
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        ("これは日本語のテキストです。どうぞよろしくお願いします。" * 3, "shift_jis"),
        ("これは日本語のテキストです。どうぞよろしくお願いします。" * 3, "iso2022_jp"),
        ("这是一个简体中文的文本文件，用来测试编码。" * 5, "gb18030"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str) -> None:
    assert to_text(text.encode(encoding)) == text


def test_html_and_xml_tell_their_encoding() -> None:
    short = "<p>Łódź"
    assert to_text(b'<meta charset="iso-8859-2">' + short.encode("iso-8859-2")).endswith(short)
    assert to_text(b'<?xml version="1.0" encoding="iso-8859-2"?>' + short.encode("iso-8859-2")).endswith(short)
    assert to_text(b'<meta charset="iso-8859-1">\x93quoted\x94').endswith("“quoted”")
    assert to_text(b'<meta charset="rot13">\xe9t\xe9')
    assert to_text('<meta charset="latin-1">é'.encode()).endswith("é"), "valid UTF-8 is UTF-8, whatever it says"


def test_a_few_broken_bytes_spoil_nothing() -> None:
    assert to_text(GERMAN.encode() + b"\xff" + GERMAN.encode()) == f"{GERMAN}\ufffd{GERMAN}"


def test_wrapped_lines_are_joined_and_blank_lines_part() -> None:
    assert told(opened(open_document, WRAPPED)) == [
        "paragraph: The quick brown fox jumps over the lazy dog and then runs through the field until it comes to a "
        "river that is too wide to jump over. There it stops.",
        "paragraph: A second paragraph begins here, which is just as long as the first one was, and it ends.",
    ]


def test_lines_that_ended_early_stay_apart() -> None:
    text = f"{WRAPPED}\nAnn Smith\n12 High Street\nLondon\n"
    assert told(opened(open_document, text))[2:] == [
        "paragraph: Ann Smith",
        "paragraph: 12 High Street",
        "paragraph: London",
    ]


def test_a_text_whose_lines_are_paragraphs() -> None:
    text = "\n".join(f"Paragraph {number} " + "is long and goes on " * 10 for number in range(3))
    assert len(told(opened(open_document, text))) == 3
    assert wrapping_width(text.splitlines()) == 0


def test_lists_and_underlined_headings() -> None:
    text = (
        "Title\n=====\n\nPart\n----\n\n- an item that is long enough to be wrapped at the\n  width of the text\n"
        "* another\n1. first of those that are counted in this list\n2) second\n\n-----\n\nend\n"
    )
    assert told(opened(open_document, text)) == [
        "heading 1: Title",
        "heading 2: Part",
        "item 1: an item that is long enough to be wrapped at the width of the text",
        "item 1: another",
        "item 1: 1. first of those that are counted in this list",
        "item 1: 2) second",
        "paragraph: end",
    ]


def test_form_feeds_are_pages_and_line_ends_of_every_kind() -> None:
    document = opened(open_document, "one\r\n\r\ntwo\fthree\rfour")
    assert [[block.text for block in page.blocks] for page in pages(document)] == [["one", "two"], ["three", "four"]]


def test_a_word_that_was_parted_at_its_hyphen_is_whole() -> None:
    text = "This is a line of text that is wrapped at a well-\nknown place and goes on for a while until it stops.\n"
    assert told(opened(open_document, text))[0].startswith(
        "paragraph: This is a line of text that is wrapped at a well-known"
    )


def test_controls_are_dropped_and_nothing_is_empty() -> None:
    assert told(opened(open_document, "a\x01b\x1b[31mc")) == ["paragraph: a b [31mc"]
    with pytest.raises(DocumentEmpty):
        opened(open_document, " \n\f\t\n")


def test_the_files_name_without_its_ending_is_the_title() -> None:
    assert opened(open_document, "x", "Pasted. text").info.title == "Pasted. text"


def test_markdown() -> None:
    text = (
        "---\ntitle: 'The Guide'\n---\n# One\n\nText with *stress*, `code` and a note[^n].\n\n| A | B |\n|---|---|\n"
        "| 1 | 2 |\n\n2. two\n3. three\n   - inner\n\n> said\n\n```\nx = 1\n```\n\n![A map](map.png)\n\n"
        "[^n]: The note.\n\n"
        "<script>bad()</script>\n\n<!-- no -->\n"
    )
    document = opened(open_markdown, text)
    assert document.info.title == "The Guide"
    assert told(document) == [
        "heading 1: One",
        "paragraph: Text with stress, code and a note [1].",
        "table 1x2:",
        "row: A: 1; B: 2",
        "item 1: 2. two",
        "item 1: 3. three",
        "item 2: inner",
        "quote: said",
        "code: x = 1",
        "figure: A map",
        "footnote 1: 1. The note.",
    ]


def test_markdown_nested_without_end() -> None:
    assert told(opened(open_markdown, ">" * 40 + "deep")) == ["quote: deep"]
    with pytest.raises(DocumentEmpty):
        opened(open_markdown, ">" * 5000 + "deep")
    assert told(opened(open_markdown, "*" * 20_000 + "deep"))[-1].endswith("deep")


def test_what_a_mail_quotes_is_told_without_its_signs() -> None:
    text = (
        "On Friday, Richard wrote:\n"
        "> The harbour wakes before the town does, and the first\n"
        "> boats leave while the lamps are still burning.\n"
        ">\n"
        "> - bring the keys of the house and of the garden,\n"
        ">   and the lamp\n"
        ">> Nobody remembers who built the lighthouse, although\n"
        "> > every family claims a grandfather among the masons.\n"
        "I quite agree with you: 3 > 2.\n"
    )
    assert told(opened(open_document, text)) == [
        "paragraph: On Friday, Richard wrote:",
        "quote: The harbour wakes before the town does, and the first boats leave while the lamps are still burning.",
        "item 1: bring the keys of the house and of the garden, and the lamp",
        "quote: Nobody remembers who built the lighthouse, although every family claims a grandfather among the "
        "masons.",
        "paragraph: I quite agree with you: 3 > 2.",
    ]
