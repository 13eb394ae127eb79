"""The remote engine against servers on loopback: what it sends, and what it makes of answers."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import replace

import pytest
from PIL import Image

from assistant.core.domain import (
    Box,
    Done,
    Found,
    Picture,
    Piece,
    Reason,
    Region,
    RegionKind,
    Source,
    SourceKind,
    Task,
)
from assistant.core.errors import (
    ModelCannot,
)
from assistant.core.honesty import MODEL_BOX, MODEL_SENTENCE, Naming, naming_of
from assistant.core.telling import Stream
from assistant.vision import remote
from support.remote import ASKED, asked, engine, picture, text_of
from support.servers import (
    part,
    says,
    serving,
    streams,
)

# --- answers --------------------------------------------------------------------------------------------


def test_a_stream_becomes_sentences() -> None:
    script = streams(part(""), part("A red "), part("house. A "), part("dog."), part("", "stop"), "[DONE]")
    with serving(script) as server:
        events = asked(server.url)
    done = events[-1]
    assert text_of(events) == "A red house. A dog."
    assert isinstance(done, Done)
    assert done.reason is Reason.FINISHED
    assert (done.stats.engine, done.stats.model) == (f"127.0.0.1:{server.port}", "chat-2b")


def test_what_is_sent() -> None:
    with serving(streams(part("Yes.", "stop"))) as server:
        asked(server.url, replace(ASKED, task=Task.ASK, question="Is it {red}?", language="de"), key="s3cret")
    [call] = server.calls
    body = call.json()
    shown, told = body["messages"][0]["content"]
    assert call.line == "POST /v1/chat/completions HTTP/1.1"
    assert call.headers["authorization"] == "Bearer s3cret"
    assert body["stream"] is True
    assert body["model"] == "chat-2b"
    assert 0 < body["max_tokens"] < 1000
    assert "Is it {red}?" in told["text"]
    kind, _, data = shown["image_url"]["url"].partition(",")
    assert kind == "data:image/png;base64"
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (64, 48)


def test_only_the_wanted_part_is_sent() -> None:
    with serving(streams(part("Red.", "stop"))) as server:
        asked(server.url, replace(ASKED, boxes=(Box(10, 20, 40, 16), Box(0, 0, 64, 48))), picture())
    sizes = []
    for call in server.calls:
        _, _, data = call.json()["messages"][0]["content"][0]["image_url"]["url"].partition(",")
        sizes.append(Image.open(io.BytesIO(base64.b64decode(data))).size)
    # A side below the shortest that models take is filled up.
    assert sizes == [(40, 32), (64, 48)]


def test_large_photographs_are_sent_small() -> None:
    noise = Image.effect_noise((3000, 2000), 90).convert("RGB")
    shown = Picture(1, Source(SourceKind.CAMERA), 3000, 2000, noise.tobytes())
    with serving(streams(part("Noise.", "stop"))) as server:
        asked(server.url, shown=shown, timeout="10")
    [call] = server.calls
    kind, _, data = call.json()["messages"][0]["content"][0]["image_url"]["url"].partition(",")
    assert kind == "data:image/jpeg;base64"
    assert len(call.body) < 4_200_000
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (1568, 1045)


def test_a_server_that_knows_no_streams() -> None:
    whole = {"choices": [{"message": {"role": "assistant", "content": "A house."}, "finish_reason": "length"}]}
    with serving(says("200 OK", json.dumps(whole), "Content-Type: application/json")) as server:
        events = asked(server.url)
    assert text_of(events) == "A house."
    assert isinstance(events[-1], Done)
    assert events[-1].reason is Reason.LENGTH


def test_without_a_name_it_is_the_first_model() -> None:
    models = {"object": "list", "data": [{"id": "first", "object": "model"}, {"id": "second"}]}
    with serving(says("200 OK", json.dumps(models)), streams(part("Yes.", "stop"))) as server:
        asked(server.url, model="")
    assert [call.line.split()[1] for call in server.calls] == ["/v1/models", "/v1/chat/completions"]
    assert server.calls[1].json()["model"] == "first"


def test_a_server_without_probabilities_is_hedged() -> None:
    with serving(streams(part("A house.", "stop"))) as server:
        [piece, _] = asked(server.url)
    assert isinstance(piece, Piece)
    assert naming_of(piece.confidence, MODEL_SENTENCE) is Naming.HEDGED


def test_probabilities_become_the_confidence_of_a_sentence() -> None:
    sure = [part(word, None, [-0.01, -0.02]) for word in ("A", " red", " house.")]
    unsure = [part(word, None, [-1.5]) for word in (" A", " green", " dog.")]
    with serving(streams(*sure, *unsure, part("", "stop"))) as server:
        pieces = [event for event in asked(server.url) if isinstance(event, Piece)]
    stream = Stream("en", first_clause=False)
    told = [each for piece in pieces for each in stream.feed(piece)] + stream.flush()
    named = {each.text: naming_of(each.confidence, MODEL_SENTENCE) for each in told}
    assert named == {"A red house.": Naming.NAMED, "A green dog.": Naming.UNSAID}


def test_wishes_that_a_server_does_not_know_are_dropped() -> None:
    with serving(says("400 Bad Request", "logprobs"), streams(part("Yes.", "stop"))) as server:
        one = engine(server.url)
        texts = [text_of(list(one.answer(ASKED, picture(), lambda: False))) for _ in range(2)]
        one.close()
    assert texts == ["Yes.", "Yes."]
    assert ["logprobs" in call.json() for call in server.calls] == [True, False, False]


def test_a_model_that_thinks_first_is_waited_for() -> None:
    thought = {"choices": [{"index": 0, "delta": {"reasoning_content": "hm"}, "finish_reason": None}]}
    with serving(streams(*[thought] * 3, part("A house.", "stop"))) as server:
        assert text_of(asked(server.url)) == "A house."


def test_a_paligemma_is_asked_as_it_was_trained() -> None:
    with serving(streams(part("une maison", "stop"))) as server:
        events = asked(server.url, replace(ASKED, language="fr"), model="google/paligemma2-3b-mix-448")
    [call] = server.calls
    assert call.json()["messages"][0]["content"][1]["text"] == "caption fr"
    assert text_of(events) == "une maison"


def test_a_paligemma_finds_boxes() -> None:
    answer = part("<loc0000><loc0512><loc1023><loc1023> cat", "stop")
    wanted = replace(ASKED, task=Task.FIND, question="cat", boxes=(Box(100, 50, 200, 100),))
    with serving(streams(answer)) as server:
        [found, done] = asked(server.url, wanted, picture(400, 300), model="paligemma-tiny")
    assert isinstance(found, Found)
    assert found.region == Region(RegionKind.OBJECT, "cat", Box(200, 50, 100, 100), remote.UNTOLD_PLACE)
    assert naming_of(found.region.confidence, MODEL_BOX) is Naming.HEDGED
    assert isinstance(done, Done)


@pytest.mark.parametrize(("task", "model"), [(Task.FIND, "chat"), (Task.OUTLINE, "chat"), (Task.OUTLINE, "paligemma")])
def test_what_a_server_can_not(task: Task, model: str) -> None:
    with serving(says("500 Never")) as server, pytest.raises(ModelCannot):
        asked(server.url, replace(ASKED, task=task, question="cat"), model=model)
    assert server.calls == []
