"""The camera narrated: the narrator with its camera's child, as the application and the command put it together."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence

from assistant.app.house import House
from assistant.core.camera import CameraInfo
from assistant.core.domain import Picture
from assistant.core.errors import SeeSayError
from assistant.core.ports import Sounds
from assistant.core.settings_store import SettingsStore
from assistant.core.wording import Wording
from assistant.narration.announcer import Telling
from assistant.narration.devices import CameraList
from assistant.narration.narrator import Narrator
from assistant.narration.parts import NarratorParts
from assistant.narration.watcher import CameraChild
from assistant.ui.bridge import Bridge

_FIRST_ID = -(1 << 40)
"""Below all that is grabbed (from one upwards) and all that callers bring along (from minus one downwards)."""


def make_narrator(
    bridge: Bridge,
    house: House,
    store: SettingsStore,
    wording: Wording,
    sounds: Sounds,
    *,
    key: Callable[[], str] = lambda: "",
    video: str = "",
    heard: Callable[[Telling], None] = lambda telling: None,
    held: Callable[[Picture], None] = lambda page: None,
    ended: Callable[[SeeSayError | None], None] = lambda error: None,
) -> Narrator:
    """Return a narrator, which the house closes: of the settings' camera, or of a video file.

    `key` is that of the camera window, `heard` gets all that is told, `held` the pages that are read, `ended` why
    watching ended.
    """
    ids = itertools.count(_FIRST_ID, -1)

    def follow(take: Callable[[Sequence[CameraInfo]], None]) -> Callable[[], None]:
        return CameraList(bridge.poster(take)).close

    narrator = Narrator(
        NarratorParts(
            watcher=lambda post: house.snapshots.lent_by(CameraChild(bridge.poster(post), ids.__next__)),
            follow=follow,
            background=house.background,
            planner=house.planner,
            session=house.session,
            speech=house.speech,
            sounds=sounds,
            timer=bridge,
            now=time.monotonic,
            wording=wording,
            store=store,
            key=key,
            heard=heard,
            held=held,
            ended=ended,
        ),
        video,
    )
    house.stack.callback(narrator.close)
    return narrator
