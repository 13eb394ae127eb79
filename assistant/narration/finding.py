"""Find with sound: the thing is looked for in each newest frame; a tone leads to it until it is in the middle."""

from __future__ import annotations

from collections.abc import Callable

from assistant.core.domain import Earcon, Picture, Region, RegionKind, Task
from assistant.core.honesty import Naming, naming_of
from assistant.core.ports import Sounds
from assistant.core.wording import Message, Wording
from assistant.core.wording.narration import NarrationMessages as N
from assistant.narration.announcer import Offer, Telling
from assistant.narration.looks import Looks
from assistant.narration.pointing import pointer

_LOST_AFTER = 2
"""Looks in a row without it: one may be blurred."""
_NOT_YET_AFTER = 4


class Finding:
    """Frame → looked for → tone, and a sentence when it comes into view, is lost, or is in the middle → next frame.

    `done` is called once it is in the middle; the sentence that says so is the last offer. `is_mirrored` tells whether
    the camera faces the user.
    """

    def __init__(
        self,
        thing: str,
        looks: Looks,
        sounds: Sounds,
        wording: Wording,
        *,
        is_mirrored: Callable[[], bool],
        ready: Callable[[], None],
        reconsider: Callable[[], None],
        done: Callable[[], None],
    ) -> None:
        self._thing = thing
        self._looks = looks
        self._sounds = sounds
        self._wording = wording
        self._is_mirrored = is_mirrored
        self._ready = ready
        self._reconsider = reconsider
        self._done = done
        self._is_seen = False
        self._has_told_not_yet = False
        self._misses = 0
        self._is_over = False
        self._sentence: Telling | None = self._told(N.FIND_BEGIN)

    def frame(self, picture: Picture) -> None:
        """Take the newest frame."""
        if not self._is_over:
            self._looks.look(picture, lambda found: self._take(found, picture), Task.FIND, self._thing)

    def offer(self) -> Offer | None:
        """Return what to say now: the newest, never two after each other that contradict."""
        return None if self._sentence is None else Offer(self._sentence, self._heard)

    def _heard(self) -> None:
        self._sentence = None
        if self._is_over:
            self._done()

    def _take(self, found: tuple[Region, ...], picture: Picture) -> None:
        if found:
            self._point(max(found, key=lambda region: region.confidence), picture)
        else:
            self._miss()
        self._reconsider()
        if not self._is_over:
            self._ready()

    def _point(self, region: Region, picture: Picture) -> None:
        is_sure = region.kind is not RegionKind.OBJECT or naming_of(region.confidence) is Naming.NAMED
        at = pointer(region.box, picture.width, picture.height, is_mirrored=self._is_mirrored())
        self._misses = 0
        if at.is_centred:
            self._is_over = True
            self._sounds.play(Earcon.DONE)
            self._sentence = self._told(N.FIND_DONE if is_sure else N.FIND_DONE_POSSIBLY, region)
            return
        self._sounds.point(at.pan, at.height)
        if not self._is_seen:
            self._is_seen = True
            self._sentence = self._told(N.FIND_SEEN if is_sure else N.FIND_POSSIBLY, region)

    def _miss(self) -> None:
        self._misses += 1
        if self._is_seen and self._misses >= _LOST_AFTER:
            self._is_seen = False
            self._sentence = self._told(N.FIND_LOST)
        elif not self._is_seen and not self._has_told_not_yet and self._misses >= _NOT_YET_AFTER:
            self._has_told_not_yet = True
            self._sentence = self._told(N.FIND_NOT_YET)

    def _told(self, message: Message, *regions: Region) -> Telling:
        return Telling("find", self._wording.say(message, thing=self._thing), self._wording.language, regions)
