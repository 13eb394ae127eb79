"""Whatever tokens a model comes up with, an answer is sound: boxes inside the picture, text without places, one end."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.domain import Box, Reason, Task
from assistant.process import wire
from assistant.vision.paligemma.masks import MOST_CORNERS, MaskDecoder
from support.mask_decoder import random_decoder
from support.paligemma_engine import shown, stand
from support.paligemma_fake import fake_tokenizer

_DECODER = MaskDecoder(random_decoder())
_IDS = range(len(fake_tokenizer().backend_tokenizer.get_vocab()))
_ANY = st.lists(st.sampled_from(_IDS), max_size=80)
_PLACES = st.lists(
    st.integers(0, 1023).map(lambda n: fake_tokenizer().ids(f"<loc{n:04d}>")[0])
    | st.integers(0, 127).map(lambda n: fake_tokenizer().ids(f"<seg{n:03d}>")[0])
    | st.sampled_from([token for text in (" cat", " ;", "\n", " cat ; dog") for token in fake_tokenizer().ids(text)]),
    max_size=80,
)


@pytest.mark.parametrize("task", Task)
@settings(deadline=None)
@given(
    ids=_ANY | _PLACES,
    size=st.tuples(st.integers(1, 700), st.integers(1, 500)),
    box=st.none()
    | st.builds(Box, st.integers(-50, 800), st.integers(-50, 600), st.integers(-5, 900), st.integers(0, 9)),
    probability=st.floats(0, 1),
)
def test_an_answer_is_sound(
    task: Task, ids: list[int], size: tuple[int, int], box: Box | None, probability: float
) -> None:
    made = stand({}, decoder=_DECODER, probability=probability)
    made.loop.scripted = ids
    picture = shown(*size)
    heard = made.ask(task, "cat; dog", picture=picture, boxes=() if box is None else (box,))
    assert heard.pieces, "silence"
    assert heard.done.reason in (Reason.FINISHED, Reason.LENGTH, Reason.REPEATED)
    assert not re.search(r"<loc\d{4}>|<seg\d{3}>|\ufffd", heard.text)
    for region in heard.regions:
        assert 0 <= region.box.x < region.box.right <= picture.width
        assert 0 <= region.box.y < region.box.bottom <= picture.height
        for x, y in region.outline or ():
            assert region.box.x <= x < region.box.right
            assert region.box.y <= y < region.box.bottom
        assert len(region.outline or ()) <= MOST_CORNERS
    for event in heard.events:
        assert list(wire.to_messages(event))
