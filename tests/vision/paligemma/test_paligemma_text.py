"""Tokens become text as they come: whole characters, no places, no circles."""

from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.vision.paligemma.model import Token
from assistant.vision.paligemma.outputs import Vocabulary
from assistant.vision.paligemma.text import Decoder, Repetition, Said, Telling
from support.paligemma_fake import fake_tokenizer

_TEXTS = [
    "a cat sits on the mat",
    "สวัสดีครับ มีแมวสองตัว",
    "고양이두마리가있습니다",
    "ماذا ترى",
    "👩‍👩‍👧 und 😀!",
    "你好，世界。",
    "1.5 €",
]


def _decoded(ids: list[int]) -> list[str]:
    decoder = Decoder(fake_tokenizer())
    return [decoder.feed(token_id) for token_id in ids]


def _told(text: str, probability: float = 0.9) -> tuple[list[Said], Telling]:
    tokenizer = fake_tokenizer()
    telling = Telling(tokenizer, Vocabulary(tokenizer))
    return list(telling.said(Token(token_id, probability) for token_id in tokenizer.ids(text))), telling


@pytest.mark.parametrize("text", _TEXTS)
def test_joined_it_is_the_text(text: str) -> None:
    assert "".join(_decoded(fake_tokenizer().ids(text))) == text


def _bytes_of(token_id: int) -> bytes:
    piece = str(fake_tokenizer().backend_tokenizer.id_to_token(token_id))
    byte = re.fullmatch(r"<0x([0-9A-F]{2})>", piece)
    return bytes([int(byte.group(1), 16)]) if byte else piece.replace("▁", " ").encode()


@pytest.mark.parametrize("text", _TEXTS)
def test_no_character_is_withheld_once_it_is_whole(text: str) -> None:
    ids = fake_tokenizer().ids(text)
    python = codecs.getincrementaldecoder("utf-8")()
    assert _decoded(ids) == [python.decode(_bytes_of(token_id)) for token_id in ids]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    # "▁" is the tokenizer's own sign for a space, and a lone surrogate is no text.
    text = text.replace("▁", "").encode("utf-8", "ignore").decode("utf-8").replace("\ufffd", "")
    ids = fake_tokenizer().ids(text)
    assert "".join(_decoded(ids)) == text


@settings(deadline=None)
@given(st.lists(st.integers(0, 255), max_size=12), st.sampled_from(["cat", "你", ""]))
def test_bytes_that_are_no_character_are_never_shown(values: list[int], behind: str) -> None:
    tokenizer = fake_tokenizer()
    ids = [tokenizer.convert_tokens_to_ids(f"<0x{value:02X}>") for value in values]
    shown = "".join(_decoded([*ids, *tokenizer.ids(behind)]))
    assert "\ufffd" not in shown
    assert shown.endswith("cat" if behind == "cat" else "")


def test_text_goes_on_after_broken_bytes() -> None:
    tokenizer = fake_tokenizer()
    broken = [tokenizer.convert_tokens_to_ids("<0xE4>")] * 9
    assert "".join(_decoded([*tokenizer.ids("a cat"), *broken, *tokenizer.ids(" sits")])) == "a cat sits"


def test_places_and_codes_are_taken_out() -> None:
    bits, _ = _told("<loc0001><loc0002><loc0003><loc0004><seg001> cat ; <loc0001> dog")
    assert "".join(bit.text for bit in bits) == "cat ;  dog"


def test_each_bit_has_the_probability_of_its_token() -> None:
    tokenizer = fake_tokenizer()
    ids = tokenizer.ids("a cat")
    probabilities = [0.5 / (place + 1) for place in range(len(ids))]
    telling = Telling(tokenizer, Vocabulary(tokenizer))
    said = list(telling.said(Token(*both) for both in zip(ids, probabilities, strict=True)))
    assert [bit.confidence for bit in said] == pytest.approx(probabilities)


def test_a_character_of_bytes_is_as_sure_as_its_bytes_are_together() -> None:
    tokenizer = fake_tokenizer()
    ids = [tokenizer.convert_tokens_to_ids(f"<0x{value:02X}>") for value in "€".encode()]
    telling = Telling(tokenizer, Vocabulary(tokenizer))
    (bit,) = telling.said(Token(*both) for both in zip(ids, (0.8, 0.4, 0.2), strict=True))
    assert bit.text == "€"
    assert bit.confidence == pytest.approx((0.8 * 0.4 * 0.2) ** (1 / 3))


# --- circles -------------------------------------------------------------------------------------------------


def _is_circular(ids: list[int]) -> bool:
    repetition = Repetition()
    return any(repetition.feed(token_id) for token_id in ids)


@pytest.mark.parametrize("period", [1, 2, 3, 5, 10, 19, 20])
def test_a_loop_is_noticed(period: int) -> None:
    assert _is_circular(list(range(7)) + list(range(100, 100 + period)) * (16 // period + 5))


def test_twenty_tokens_that_came_before_are_a_loop() -> None:
    first = list(range(20))
    assert _is_circular([*first, *range(100, 150), *first])
    assert not _is_circular([*first[:19], *range(100, 150), *first[:19]])


@pytest.mark.parametrize("ids", [[1] * 12, [1, 2] * 7, [1, 2, 3, 4, 5] * 3, list(range(500))])
def test_what_merely_rhymes_is_no_loop(ids: list[int]) -> None:
    assert not _is_circular(ids)


def test_a_loop_ends_the_telling() -> None:
    bits, telling = _told("a cat " + "the dog " * 200)
    assert telling.is_circular
    assert len("".join(bit.text for bit in bits)) < 150


def test_an_answer_without_a_loop_is_told_to_its_end() -> None:
    bits, telling = _told(" a cat sits on the mat .")
    assert not telling.is_circular
    assert "".join(bit.text for bit in bits) == "a cat sits on the mat ."
