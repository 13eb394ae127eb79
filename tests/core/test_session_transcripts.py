"""Golden transcripts: intents and engine events in, the exact list of what is said, sounded and stopped out."""

from __future__ import annotations

import pytest

from assistant.core.domain import (
    Box,
    Priority,
    Question,
    Reason,
    Region,
    RegionKind,
    Task,
    VoiceReplaced,
)
from assistant.core.errors import EngineDied, ModelNeeded, NoVoice, PictureBlank, VoiceSilent
from assistant.core.wording import M
from support.stage import FakeSink, Stage


def test_a_text_is_read_line_by_line_and_its_end_is_heard() -> None:
    stage = Stage()
    stage.ask(Task.READ)
    stage.capture()
    stage.piece("Dear customer, your order has been sent. ")
    stage.piece("It arrives on Monday.\n")
    stage.done()
    stage.hear_all()
    assert stage.transcript == [
        "sound start",
        "grab screen",
        "embedded read",
        "say en: Dear customer,",
        "say en: your order has been sent.",
        "say en: It arrives on Monday.",
        "sound done",
    ]


def test_nothing_is_armed_and_nothing_waits_after_the_end() -> None:
    stage = Stage()
    stage.ask()
    stage.capture()
    stage.piece("Hello there, world.\n")
    stage.done()
    stage.hear_all()
    assert stage.clock.armed == 0
    assert stage.speech.is_idle


def test_stop_is_silence_first_and_then_the_engine_is_told() -> None:
    stage = Stage()
    first = stage.ask(Task.DESCRIBE)
    stage.capture()
    stage.piece("A window titled Letter.\n")
    stage.transcript.clear()
    stage.session.stop()
    stage.piece("It has two buttons. ", request_id=first)
    stage.done(request_id=first)
    assert stage.transcript == ["silence", "embedded cancel"]


def test_stop_while_the_picture_is_taken_lets_go_of_the_camera() -> None:
    stage = Stage()
    stage.ask(Task.DESCRIBE)
    stage.transcript.clear()
    stage.session.stop()
    assert stage.transcript == ["grab left"]


def test_a_request_whose_time_is_over_lets_go_of_the_camera() -> None:
    stage = Stage()
    stage.ask(Task.DESCRIBE, timeout=3.0)
    stage.clock.pass_seconds(3.1)
    assert "grab left" in stage.transcript


def test_stop_when_nothing_happens_does_nothing() -> None:
    stage = Stage()
    stage.session.stop()
    assert stage.transcript == []


def test_a_new_key_leaves_the_old_request_behind_whole() -> None:
    stage = Stage()
    old = stage.ask(Task.DESCRIBE)
    stage.capture()
    stage.piece("A window titled Letter.\n")
    new = stage.ask(Task.READ)
    stage.piece("Old text of the old request.\n", request_id=old)
    stage.capture(old)
    stage.capture(new)
    stage.piece("New text.\n")
    stage.done(request_id=old)
    stage.done()
    stage.hear_all()
    assert stage.transcript == [
        "sound start",
        "grab screen",
        "embedded describe",
        "say en: A window titled Letter.",
        "silence",
        "embedded cancel",
        "sound start",
        "grab screen",
        "embedded read",
        "say en: New text.",
        "sound done",
    ]


def test_a_blank_picture_is_told_and_never_described() -> None:
    stage = Stage()
    stage.ask(Task.DESCRIBE)
    error = PictureBlank(colour="black", source="screen")
    stage.capture_fails(error)
    stage.hear_all()
    assert stage.transcript == [
        "sound start",
        "grab screen",
        "sound error",
        f"say en: {stage.wording.error(error).spoken}",
    ]


def test_a_dying_engine_loses_nothing_that_was_said() -> None:
    stage = Stage()
    sink = FakeSink()
    stage.ask(Task.READ, sink=sink)
    stage.capture()
    stage.piece("The first line of the page. And the sec")
    stage.engine_fails(EngineDied())
    stage.hear_all()
    spoken = stage.wording.error(EngineDied()).spoken
    assert stage.transcript[-2:] == ["say en: And the sec", f"say en: {spoken}"]
    assert "sound error" in stage.transcript
    (answer,) = sink.answers
    assert answer.error == EngineDied()
    assert answer.text == "The first line of the page.\nAnd the sec"
    assert stage.session.history.last == answer


def test_an_empty_answer_is_an_answer() -> None:
    stage = Stage()
    stage.ask(Task.FIND, "Save")
    stage.capture()
    stage.done()
    stage.hear_all()
    assert stage.transcript[-2:] == [f"say en: {stage.wording.say(M.NOTHING_FOUND)}", "sound done"]


@pytest.mark.parametrize(("reason", "message"), [(Reason.LENGTH, M.ANSWER_CUT), (Reason.REPEATED, M.ANSWER_REPEATED)])
def test_an_answer_that_was_cut_says_so(reason: Reason, message: object) -> None:
    stage = Stage()
    stage.ask(Task.DESCRIBE)
    stage.capture()
    stage.piece("A house. A house.\n")
    stage.done(reason)
    stage.hear_all()
    assert stage.transcript[-2] == f"say en: {stage.wording.say(message)}"  # type: ignore[arg-type] # parametrised


def test_waiting_is_never_silent() -> None:
    stage = Stage()
    stage.ask(Task.DESCRIBE)
    stage.capture()
    stage.clock.pass_seconds(8.1)
    assert (
        stage.transcript[3:]
        == [
            "sound working",
            "sound working",
            "sound working",
            f"say en: {stage.wording.say(M.STILL_WORKING)}",
            "sound working",
        ]
        or stage.transcript[3:].count("sound working") == 4
    )


def test_half_a_sentence_is_spoken_when_nothing_more_comes() -> None:
    stage = Stage()
    stage.ask(Task.READ)
    stage.capture()
    stage.piece("Total ")
    assert stage.voice.speaking is None
    stage.clock.pass_seconds(0.5)
    assert stage.transcript[-1] == "say en: Total"


def test_the_voice_follows_the_language_of_the_text() -> None:
    stage = Stage()
    stage.ask(Task.READ)
    stage.capture()
    stage.piece("The title.\n", language="en")
    stage.piece("Добрый день.\n", language="ru")
    stage.done()
    stage.hear_all()
    assert [line for line in stage.transcript if line.startswith("say")] == [
        "say en: The title.",
        "say ru: Добрый день.",
    ]


def test_ask_without_words_grabs_before_its_window_opens() -> None:
    stage = Stage()
    stage.ask(Task.ASK)
    stage.capture()
    assert stage.windows.reply is not None
    stage.windows.reply(Question("where is the Save button"))
    assert stage.transcript == [
        "sound start",
        "grab screen",
        "window asks for ask",
        "embedded ask 'where is the Save button'",
    ]


def test_leaving_the_question_window_ends_the_request() -> None:
    stage = Stage()
    stage.ask(Task.FIND)
    stage.capture()
    assert stage.windows.reply is not None
    stage.windows.reply(None)
    stage.capture()
    stage.piece("late")
    assert stage.transcript[-1] == "window asks for find"
    assert not stage.session.is_busy


def test_repeat_says_the_last_answer_again() -> None:
    stage = Stage()
    stage.ask(Task.READ)
    stage.capture()
    stage.piece("One thing.\nAnother thing.\n")
    stage.done()
    stage.hear_all()
    stage.transcript.clear()
    stage.session.repeat()
    stage.hear_all()
    assert stage.transcript == ["say en: One thing.", "say en: Another thing."]


def test_repeat_while_it_still_speaks_begins_again_and_goes_on() -> None:
    stage = Stage()
    stage.ask(Task.READ)
    stage.capture()
    stage.piece("One thing.\n")
    stage.session.repeat()
    stage.piece("Another thing.\n")
    stage.done()
    stage.hear_all()
    assert stage.transcript[3:] == [
        "say en: One thing.",
        "silence",
        "say en: One thing.",
        "say en: Another thing.",
        "sound done",
    ]


def test_repeat_with_nothing_to_repeat_says_so() -> None:
    stage = Stage()
    stage.session.repeat()
    assert stage.transcript == [f"say en: {stage.wording.say(M.NOTHING_TO_REPEAT)}"]


def test_only_the_big_model_could_know() -> None:
    stage = Stage()
    stage.ask(Task.ASK, "is she happy?")
    stage.capture()
    stage.engine_fails(ModelNeeded())
    assert stage.transcript[-1] == f"say en: {stage.wording.error(ModelNeeded()).spoken}"


def test_a_quiet_request_makes_no_sound_and_ends_at_once() -> None:
    stage = Stage()
    sink = FakeSink()
    stage.ask(Task.READ, sink=sink, is_quiet=True)
    stage.capture()
    stage.piece("Only for the terminal.\n")
    stage.clock.pass_seconds(0.3)
    stage.done()
    assert stage.transcript == ["grab screen", "embedded read"]
    assert sink.sentences == ["Only for the terminal."]
    assert sink.answers[0].reason is Reason.FINISHED


def test_a_quiet_request_does_not_cut_off_what_is_being_listened_to() -> None:
    stage = Stage()
    stage.ask(Task.READ)
    stage.capture()
    stage.piece("One thing.\nAnother thing.\n")
    stage.done()
    stage.ask(Task.READ, is_quiet=True)
    stage.hear_all()
    assert "silence" not in stage.transcript
    assert stage.transcript[-1] == "say en: Another thing."


def test_a_time_out_tells_and_keeps_what_there_is() -> None:
    stage = Stage()
    sink = FakeSink()
    stage.ask(Task.READ, sink=sink, timeout=3.0)
    stage.capture()
    stage.piece("The first line.\n")
    stage.clock.pass_seconds(3.1)
    assert "embedded cancel" in stage.transcript
    stage.hear_all()
    (answer,) = sink.answers
    assert answer.error is not None
    assert answer.error.code == "timed_out"
    assert answer.text == "The first line."


def test_a_replaced_voice_is_told_before_the_rest() -> None:
    stage = Stage()
    stage.ask(Task.READ)
    stage.capture()
    stage.piece("One thing.\nAnother thing.\n")
    stage.session.voiced(VoiceReplaced("espeak", "speech-dispatcher", VoiceSilent(voice="espeak")))
    stage.hear_all()
    told = stage.wording.say(M.VOICE_REPLACED, old="espeak", new="speech-dispatcher")
    assert stage.transcript[3:] == ["say en: One thing.", f"say en: {told}", "say en: Another thing."]


def test_without_any_voice_the_answer_is_still_delivered() -> None:
    stage = Stage()
    sink = FakeSink()
    stage.ask(Task.READ, sink=sink)
    stage.capture()
    stage.piece("One thing.\nAnother thing.\n")
    stage.done()
    stage.voice_fails(NoVoice())
    stage.voice_fails(NoVoice())
    (answer,) = sink.answers
    assert answer.error == NoVoice()
    assert sink.sentences == ["One thing.", "Another thing."]


def test_what_is_urgent_interrupts_and_the_rest_is_said_after_it() -> None:
    stage = Stage()
    stage.session.announce("A long story about nothing at all.")
    stage.session.announce("Rate 10.", Priority.NOW)
    stage.hear_all()
    assert stage.transcript == [
        "say en: A long story about nothing at all.",
        "silence",
        "say en: Rate 10.",
        "say en: A long story about nothing at all.",
    ]


def test_an_object_below_the_floor_never_enters_an_answer() -> None:
    stage = Stage()
    sink = FakeSink()
    stage.ask(Task.DESCRIBE, sink=sink, is_quiet=True)
    stage.capture()
    stage.region(Region(RegionKind.OBJECT, "cat", Box(0, 0, 1, 1), 0.01))
    stage.region(Region(RegionKind.OBJECT, "dog", Box(0, 0, 1, 1), 0.99))
    stage.piece("A dog.\n")
    stage.done()
    assert [region.text for region in sink.answers[0].regions] == ["dog"]


def test_timings_are_those_of_the_clock() -> None:
    stage = Stage()
    sink = FakeSink()
    stage.ask(Task.READ, sink=sink)
    stage.clock.pass_seconds(0.01)
    stage.capture()
    stage.clock.pass_seconds(0.5)
    stage.piece("One thing.\n")
    stage.clock.pass_seconds(0.05)
    stage.done()
    stage.hear_all()
    timings = sink.answers[0].timings
    assert (timings.capture, timings.first_text, timings.first_audio) == (10.0, 510.0, 560.0)
