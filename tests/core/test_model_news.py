"""What is said while a model arrives: every tenth, the end once, and nothing over an answer."""

from __future__ import annotations

from assistant.core.errors import DiskFull, GateClosed, ModelsHelperLost, ModelTooLarge
from assistant.core.model_news import ModelNews, NewsCalls
from assistant.core.models import ModelAction, ModelJob, ModelJobEnded, ModelProgressed
from assistant.core.wording import Wording
from support.stage import FakeClock

INSTALL = ModelJob(ModelAction.INSTALL, "tiny")


class Listener:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.is_busy = False
        self.clock = FakeClock()
        self.news = ModelNews(Wording(), NewsCalls(self.said.append, lambda: self.is_busy, self.clock))

    def progress(self, *percents: int, job: ModelJob = INSTALL) -> None:
        for percent in percents:
            self.news.take(ModelProgressed(job, percent * 1000, 100_000))


def test_every_tenth_is_said_once() -> None:
    it = Listener()
    it.progress(*range(101))
    assert it.said == ["The download of tiny begins.", *(f"tiny: {tenth} percent." for tenth in range(10, 100, 10))]


def test_a_jump_says_only_where_it_is() -> None:
    it = Listener()
    it.progress(0, 35, 36, 77)
    assert it.said[1:] == ["tiny: 30 percent.", "tiny: 70 percent."]


def test_what_had_arrived_before_is_no_news() -> None:
    it = Listener()
    it.progress(43, 44, 50)
    assert it.said == ["The download of tiny begins.", "tiny: 50 percent."]


def test_nothing_is_said_over_an_answer_and_then_only_the_latest() -> None:
    it = Listener()
    it.progress(0)
    it.is_busy = True
    it.progress(10, 20, 30)
    it.clock.pass_seconds(60)
    assert it.said == ["The download of tiny begins."]
    it.is_busy = False
    it.clock.pass_seconds(1)
    assert it.said[1:] == ["tiny: 30 percent."]
    assert it.clock.armed == 0


def test_the_end_is_said_once_and_takes_the_place_of_progress() -> None:
    it = Listener()
    it.progress(0, 10)
    it.is_busy = True
    it.progress(90)
    it.news.take(ModelJobEnded(INSTALL))
    it.is_busy = False
    it.clock.pass_seconds(5)
    assert it.said[2:] == ["tiny is installed and every file was checked."]


def test_each_way_to_end_has_its_sentence() -> None:
    it = Listener()
    it.news.take(ModelJobEnded(INSTALL, is_paused=True))
    it.news.take(ModelJobEnded(INSTALL, error=GateClosed(model="tiny"), told="Agree first."))
    it.news.take(ModelJobEnded(ModelJob(ModelAction.LIST), error=ModelsHelperLost()))
    it.news.take(ModelJobEnded(ModelJob(ModelAction.REMOVE, "tiny")))
    assert it.said == [
        "tiny is paused; what has arrived is kept.",
        "Agree first. Press Install or Resume in the window Models: it goes on at the step where that is done.",
        "What looks after the models stopped working. What has arrived is kept; please try again.",
        "tiny is deleted.",
    ]


def test_what_is_not_known_better_is_told_as_it_came() -> None:
    it = Listener()
    it.news.take(ModelJobEnded(INSTALL, error=ModelTooLarge(model="tiny"), told="Too large.", hint="Take another."))
    it.news.take(ModelJobEnded(INSTALL, error=DiskFull(model="tiny", need="6", free="1")))
    assert it.said == [
        "Too large. Take another.",
        "There is no room for tiny: it needs 6 gigabytes, 1 are free. "
        "What has arrived is kept: Resume, in the window Models, goes on from there.",
    ]


def test_a_second_download_begins_anew() -> None:
    it = Listener()
    it.progress(0, 10)
    it.news.take(ModelJobEnded(INSTALL, is_paused=True))
    it.progress(10, 20)
    assert it.said[-2:] == ["The download of tiny begins.", "tiny: 20 percent."]


def test_after_the_end_nothing_waits() -> None:
    it = Listener()
    it.is_busy = True
    it.progress(0, 50)
    it.news.close()
    it.is_busy = False
    it.clock.pass_seconds(5)
    assert it.said == []
    assert it.clock.armed == 0
