"""Finding and outlining: regions in the picture's pixels, a sentence for each thing, tiles for what is small."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.core.domain import Box, Detail, Reason, RegionKind, Task
from assistant.core.errors import ModelBroken, ModelTooLarge
from assistant.core.honesty import MODEL_BOX
from assistant.vision.paligemma.masks import MaskDecoder
from assistant.vision.paligemma.model import Token
from assistant.vision.paligemma.tasks import Training
from support.mask_decoder import random_decoder
from support.paligemma_engine import shown, stand

_LEFT = "<loc0000><loc0000><loc0512><loc0300>"
_RIGHT = "<loc0512><loc0700><loc1023><loc1023>"
_MASK = "".join(f"<seg{code:03d}>" for code in range(16))


def test_a_thing_is_shown_and_told() -> None:
    made = stand({"detect": f"{_LEFT} cat"})
    heard = made.ask(Task.FIND, "cat")
    (region,) = heard.regions
    assert region.kind is RegionKind.OBJECT
    assert region.box == Box(0, 0, 94, 120)
    assert region.text == "cat"
    assert region.confidence == pytest.approx(0.9)
    assert heard.text == "A cat, upper left.\n"
    assert made.loop.asked == ["detect cat"]


def test_several_things_are_asked_for_at_once_and_told_one_by_one() -> None:
    made = stand({"detect cat ; dog ; red square": f"{_LEFT} cat ; {_RIGHT} red square"})
    heard = made.ask(Task.FIND, "cat; dog; red square")
    assert [region.text for region in heard.regions] == ["cat", "red square"]
    assert heard.text == "A cat, upper left.\nRed square, lower right.\n“dog” was not found here.\n"


def test_a_thing_is_asked_for_in_english_and_told_in_the_user_s_words() -> None:
    made = stand({"detect dog": f"{_LEFT} dog"})
    heard = made.ask(Task.FIND, "Hund", language="de")
    assert made.loop.asked == ["detect dog"]
    assert heard.regions[0].text == "Hund"


@pytest.mark.parametrize(("language", "words"), [("en", "dogs"), ("en", "the dog"), ("de", "Hunde"), ("fr", "chien")])
def test_a_known_class_is_asked_for_by_its_name(language: str, words: str) -> None:
    made = stand({})
    made.ask(Task.FIND, words, language=language)
    assert made.loop.asked == ["detect dog"]


def test_an_article_is_no_part_of_a_thing() -> None:
    made = stand({"detect red square": f"{_LEFT} red square"})
    made.ask(Task.FIND, "the red square")
    assert made.loop.asked[0] == "detect red square"


def test_a_thing_that_nobody_asked_for_is_not_told() -> None:
    heard = stand({"detect": f"{_LEFT} dog"}).ask(Task.FIND, "cat")
    assert heard.regions == []
    assert heard.text == "“cat” was not found here.\n"


def test_a_label_may_leave_out_or_add_a_word() -> None:
    heard = stand({"detect": f"{_LEFT} square ; {_RIGHT} the old mill"}).ask(Task.FIND, "red square; mill")
    assert {region.text for region in heard.regions} == {"mill", "red square"}


def test_many_things_take_several_prompts() -> None:
    made = stand({})
    names = [f"thing{number}" for number in range(10)]
    heard = made.ask(Task.FIND, ";".join(names))
    assert [prompt.count(";") for prompt in made.loop.asked] == [7, 1]
    assert heard.text.count("was not found") == 10


def test_unsure_boxes_are_hedged_and_poor_ones_left_out() -> None:
    hedged = stand({"detect": f"{_LEFT} cat"}, probability=(MODEL_BOX.named + MODEL_BOX.hedged) / 2)
    assert hedged.ask(Task.FIND, "cat").text == "Possibly a cat, upper left.\n"
    poor = stand({"detect": f"{_LEFT} cat"}, probability=MODEL_BOX.hedged / 2)
    heard = poor.ask(Task.FIND, "cat")
    assert heard.regions == []
    assert heard.text == "“cat” was not found here.\n"


def test_two_places_are_one_sentence() -> None:
    heard = stand({"detect": f"{_LEFT} cat ; {_RIGHT} cat"}).ask(Task.FIND, "cat")
    assert heard.text == "2 places: a cat in the upper left and a cat in the lower right.\n"


def test_a_box_twice_is_told_once() -> None:
    heard = stand({"detect": f"{_LEFT} cat ; {_LEFT} cat"}).ask(Task.FIND, "cat")
    assert len(heard.regions) == 1


def test_boxes_lie_in_the_part_that_was_looked_at() -> None:
    heard = stand({"detect": f"{_RIGHT} cat"}).ask(Task.FIND, "cat", boxes=(Box(100, 40, 102, 102),))
    assert heard.regions[0].box == Box(170, 91, 32, 51)


def _only_when_sharp(pixels: NDArray[np.uint8]) -> str:
    return f"{_LEFT} cat" if pixels.shape[1] < 1900 else ""


def test_small_things_are_found_in_tiles_and_told_once() -> None:
    made = stand({"detect": _only_when_sharp})
    heard = made.ask(Task.FIND, "cat", picture=shown(1920, 1080))
    assert made.loop.shown[0] == (1920, 1080)
    assert 2 <= len(made.loop.shown) - 1 <= 4
    assert heard.regions
    assert all(region.box.right <= 1920 for region in heard.regions)


def test_no_tiles_where_the_first_look_found_it() -> None:
    made = stand({"detect": f"{_LEFT} cat"})
    made.ask(Task.FIND, "cat", picture=shown(1920, 1080))
    assert len(made.loop.shown) == 1
    made.ask(Task.FIND, "cat", picture=shown(1920, 1080), detail=Detail.FULL)
    assert len(made.loop.shown) == 2
    quick = stand({"detect": f"{_LEFT} cat"}, device="cuda")
    quick.ask(Task.FIND, "cat", picture=shown(1920, 1080), detail=Detail.FULL)
    assert len(quick.loop.shown) == 7


def test_only_what_is_missing_is_looked_for_in_tiles() -> None:
    made = stand({"detect cat ; dog": f"{_LEFT} cat"})
    made.ask(Task.FIND, "cat; dog", picture=shown(1920, 1080))
    assert set(made.loop.asked) == {"detect cat ; dog", "detect dog"}


def test_tiles_go_together_on_a_graphics_card() -> None:
    made = stand({"detect": _only_when_sharp}, device="cuda")
    made.ask(Task.FIND, "cat", picture=shown(1920, 1080))
    assert made.loop.batches == [6]


def test_no_more_tiles_go_together_than_memory_holds() -> None:
    made = stand({"detect": _only_when_sharp}, device="cuda", resolution=448)
    made.ask(Task.FIND, "cat", picture=shown(3840, 2160))
    assert made.loop.batches == [4, 2]


def test_where_memory_is_short_for_several_they_go_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def crowded(*_: object) -> list[list[Token]]:
        raise ModelTooLarge(model="fake", need="?", free="0.1")

    made = stand({"detect": _only_when_sharp}, device="cuda")
    monkeypatch.setattr(made.loop, "generate_batch", crowded)
    heard = made.ask(Task.FIND, "cat", picture=shown(1920, 1080))
    assert heard.regions
    assert "memory" not in heard.text


def test_a_cut_answer_ends_as_length_and_keeps_its_whole_boxes() -> None:
    boxes = [f"<loc{n:04d}><loc{n:04d}><loc{n + 9:04d}><loc{n + 9:04d}> cat" for n in range(0, 1000, 10)]
    heard = stand({"detect": " ; ".join(boxes)}).ask(Task.FIND, "cat")
    assert heard.done.reason is Reason.LENGTH
    assert len(heard.regions) > 10


def test_nothing_to_look_for_is_told() -> None:
    assert stand({}).ask(Task.FIND, " ; <loc0001>").text.endswith("was not found here.\n")


# --- outlines ------------------------------------------------------------------------------------------------


def _disc() -> MaskDecoder:
    """Return a decoder whose every mask is one connected part."""
    weights = {name: np.zeros_like(array) for name, array in random_decoder().items()}
    weights["decoder.12.bias"][:] = 1.0
    return MaskDecoder(weights)


def test_an_outline_lies_in_its_box() -> None:
    made = stand({"segment": f"{_LEFT}{_MASK} cat"}, decoder=_disc())
    heard = made.ask(Task.OUTLINE, "cat")
    (region,) = heard.regions
    assert region.outline is not None
    assert {x for x, _ in region.outline} == {0, region.box.right - 1}
    assert {y for _, y in region.outline} == {0, region.box.bottom - 1}
    assert heard.text == "A cat, upper left.\n"


def test_each_thing_is_outlined_by_a_prompt_of_its_own() -> None:
    made = stand({"segment cat": f"{_LEFT}{_MASK} cat", "segment dog": f"{_RIGHT}{_MASK} dog"}, decoder=_disc())
    heard = made.ask(Task.OUTLINE, "cat; dog")
    assert made.loop.asked == ["segment cat", "segment dog"]
    assert [region.outline is not None for region in heard.regions] == [True, True]
    assert len(made.loop.shown) == 1


def test_without_the_decoder_there_is_the_place_and_it_is_told() -> None:
    heard = stand({"segment": f"{_LEFT}{_MASK} cat"}).ask(Task.OUTLINE, "cat")
    assert heard.regions[0].outline is None
    assert heard.text == (
        "A cat, upper left.\n"
        "Only the place is told; “seesay models install mask-decoder” fetches what draws outlines.\n"
    )


def test_a_broken_decoder_is_told_as_that() -> None:
    broken = ModelBroken(model="mask-decoder", file="vae-oid.npz")
    heard = stand({"segment": f"{_LEFT}{_MASK} cat"}, decoder=broken).ask(Task.OUTLINE, "cat")
    assert "vae-oid.npz of the model mask-decoder is damaged" in heard.text
    assert "seesay models verify mask-decoder" in heard.text
    assert heard.pieces[-1].is_notice


def test_a_mask_that_was_cut_off_is_told() -> None:
    heard = stand({"segment": f"{_LEFT}<seg001>"}, decoder=_disc()).ask(Task.OUTLINE, "cat")
    assert heard.text.endswith("The model drew no outline of it.\n")


def test_a_model_that_only_outlines_finds_all_the_same() -> None:
    made = stand({"segment": f"{_LEFT}{_MASK} cat"}, Training.REFCOCO_SEG)
    heard = made.ask(Task.FIND, "cat")
    assert made.loop.asked == ["segment cat"]
    assert heard.text == "A cat, upper left.\n"
