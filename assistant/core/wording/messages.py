"""All messages under one name: `M.STILL_WORKING`. A new subject is a class in its own file, and one more base here."""

from __future__ import annotations

from assistant.core.wording.characters import SpellingMessages
from assistant.core.wording.controls import ControlMessages
from assistant.core.wording.key_names import KeyMessages
from assistant.core.wording.models import ModelMessages
from assistant.core.wording.paligemma import PaliGemmaMessages
from assistant.core.wording.screen import AnswerMessages, DescribeMessages, ListMessages
from assistant.core.wording.session import SessionMessages, StartMessages
from assistant.core.wording.two_engines import TwoEnginesMessages
from assistant.core.wording.wayland import WaylandMessages
from assistant.core.wording.windows import ReportMessages, WindowMessages


class M(
    SessionMessages,
    StartMessages,
    DescribeMessages,
    ControlMessages,
    AnswerMessages,
    ListMessages,
    SpellingMessages,
    KeyMessages,
    WindowMessages,
    ReportMessages,
    ModelMessages,
    TwoEnginesMessages,
    PaliGemmaMessages,
    WaylandMessages,
):
    """The messages of every subject that says more than its own table."""
