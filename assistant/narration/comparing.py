"""What is before the camera compared with what was said of it: what came, went, moved, what is written anew.

Pure: no clock, no wording, no voice. Each thing is told once, because `commit` notes down what was told; what was not
heard stays to be told, and what is no longer true by then is not told at all.

Hysteresis: an engine loses and finds things that stand still, and reads the same line in two ways. So a thing counts as
come or gone only where the picture changed at its place as well; what is only possible has to be seen twice, and is
never told as gone.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.core.domain import Box, Region, RegionKind
from assistant.core.honesty import Naming, naming_of
from assistant.core.places import Place, place_of
from assistant.narration.lines import Lines
from assistant.narration.sketch import Sketch, changed

_CHANGED = 0.35
"""The share of a thing's place that has to show something else before it counts as come or gone."""
_OTHER_SCENE = 0.62
"""The share of the whole picture that has to: then the camera looks elsewhere."""
_RECENT = 3
"""Looks in which a thing may have come before the engine first sees it."""
_HIDDEN = 0.5
_NEAR = 0.3
_MOVED = 0.25
_RESTING = 0.06
_DARK = 0.45
_LIGHT = 2.2
_LEAST_LEVEL = 22.0
"""Of 255: below it nobody can tell what is there."""
_DRIFT = 1.3

MOVERS = frozenset(
    {
        "person", "bicycle", "car", "motorcycle", "bus", "train", "truck", "boat", "bird", "cat", "dog", "horse",
        "sheep", "cow", "elephant", "bear", "zebra", "giraffe",
    }
)  # fmt: skip
"""What comes and goes by itself; everything else is put there and taken away."""


class ChangeKind(StrEnum):
    """What happened. SCENE: the camera looks elsewhere, so that everything is to be told."""

    SCENE = "scene"
    DARK = "dark"
    LIGHT = "light"
    CAME = "came"
    MORE = "more"
    TEXT = "text"
    GONE = "gone"
    FEWER = "fewer"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to tell. `count` things of the class `label` came or went; `total` of them are there now.

    `place` is where, as the camera sees it. `regions` are what it is about, with boxes in the newest frame's pixels.
    """

    kind: ChangeKind
    label: str = ""
    count: int = 1
    total: int = 1
    place: Place | None = None
    naming: Naming = Naming.NAMED
    text: str = ""
    regions: tuple[Region, ...] = ()
    tracks: tuple[int, ...] = field(default=(), repr=False)


@dataclass(slots=True)
class _Track:
    """A thing that is followed; `told` is the region as it was told last, None while the user doesn't know of it."""

    number: int
    region: Region
    naming: Naming
    told: Region | None = None
    is_present: bool = True
    is_silent: bool = False
    looks: int = 1
    before: Region | None = None

    @property
    def label(self) -> str:
        return self.region.text

    @property
    def has_come(self) -> bool:
        """Tell whether it is to be told as new."""
        needed = 1 if self.naming is Naming.NAMED else 2
        return self.is_present and self.told is None and not self.is_silent and self.looks >= needed


class Comparing:
    """What the user knows of one camera's view, and what is there.

    Flow: `begin` with a first view, which is told as a whole; then for each view `look`, `pending`, and `commit` for
    each change that was heard.
    """

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._tracks: list[_Track] = []
        self._lines = Lines()
        self._recent: deque[Sketch] = deque(maxlen=_RECENT)
        self._level = self._told_level = 0.0
        self._has_begun = False
        self._is_elsewhere = False
        self._is_dark = False

    @property
    def has_begun(self) -> bool:
        """Tell whether there is anything to compare with."""
        return self._has_begun

    @property
    def wants_look(self) -> bool:
        """Tell whether another look, at once, would settle something."""
        return any(
            (track.is_present and track.told is None and not track.is_silent and not track.has_come)
            or (track.label in MOVERS and self._is_away(track) and not _is_resting(track, self._recent[-1]))
            for track in self._tracks
        )

    def begin(self, regions: Iterable[Region], sketch: Sketch) -> None:
        """Take a view that the user knows, or is being told, as a whole."""
        things, lines = _sorted(regions)
        self._tracks = [self._new(region, told=True) for region in things]
        self._lines = Lines()
        self._lines.begin(lines)
        self._recent.clear()
        self._recent.append(sketch)
        self._level = self._told_level = sketch.level
        self._has_begun, self._is_elsewhere, self._is_dark = True, False, False

    def look(self, regions: Iterable[Region], sketch: Sketch) -> None:
        """Take the newest view."""
        things, lines = _sorted(regions)
        self._level = sketch.level
        if sketch.is_blank or sketch.level < _LEAST_LEVEL:
            # Nothing that isn't seen in the dark is gone for that.
            self._is_dark = True
            return
        self._is_dark = False
        last = self._recent[-1]
        if changed(last, sketch) >= _OTHER_SCENE:
            self._is_elsewhere = True
        left = self._match(things)
        self._miss(left[0], last, sketch)
        for region in left[1]:
            is_new = self._is_new_at(region.box, sketch)
            self._tracks.append(self._new(region, is_silent=not is_new))
        self._lines.look(lines, lambda box: self._is_new_at(box, sketch))
        self._recent.append(sketch)
        if max(self._level, self._told_level) < _DRIFT * min(self._level, self._told_level):
            self._told_level += 0.2 * (self._level - self._told_level)

    def pending(self) -> list[Change]:
        """Return what is to be told, the most important first."""
        if self._is_elsewhere and not self._is_dark:
            return [Change(ChangeKind.SCENE, regions=tuple(self.regions()))]
        changes = self._light()
        if self._is_dark:
            return changes
        return [*changes, *self._come(), *self._text(), *self._gone(), *self._moved()]

    def commit(self, change: Change) -> None:
        """Note that the user has heard of a change."""
        if change.kind in (ChangeKind.DARK, ChangeKind.LIGHT):
            self._told_level = self._level
        elif change.kind is ChangeKind.TEXT:
            self._lines.commit(change.regions)
        is_loss = change.kind in (ChangeKind.GONE, ChangeKind.FEWER)
        told = dict(zip(change.tracks, change.regions, strict=False))
        for track in [track for track in self._tracks if track.number in told]:
            if is_loss and not track.is_present:
                self._tracks.remove(track)
            else:
                # As it was when that was said: what has become of it since is a change of its own.
                track.told = None if is_loss else told[track.number]

    def regions(self) -> list[Region]:
        """Return what is there now, as far as it is known."""
        return [track.region for track in self._tracks if track.is_present] + self._lines.regions()

    # --- following things ---------------------------------------------------------------------------

    def _new(self, region: Region, *, told: bool = False, is_silent: bool = False) -> _Track:
        known = region if told else None
        return _Track(next(self._numbers), region, naming_of(region.confidence), known, is_silent=is_silent)

    def _match(self, things: Sequence[Region]) -> tuple[list[_Track], list[Region]]:
        """Give each followed thing its region; return the things and the regions that are left."""
        tracks, regions = list(self._tracks), list(things)
        size = self._recent[-1]
        pairs = sorted(
            ((_distance(track.region.box, region.box, size), track.number, place))
            for track in tracks
            for place, region in enumerate(regions)
            if track.label == region.text
        )
        taken: set[int] = set()
        by_number = {track.number: track for track in tracks}
        for distance, number, place in pairs:
            track = by_number.get(number)
            if track is None or place in taken:
                continue
            is_only_one = self._is_only(track.label, things)
            if distance > _NEAR and not (is_only_one and track.is_present):
                continue
            taken.add(place)
            del by_number[number]
            self._seen(track, regions[place])
        return list(by_number.values()), [region for place, region in enumerate(regions) if place not in taken]

    def _is_only(self, label: str, things: Sequence[Region]) -> bool:
        tracks = sum(track.label == label for track in self._tracks)
        return tracks == 1 and sum(thing.text == label for thing in things) == 1

    def _seen(self, track: _Track, region: Region) -> None:
        naming = naming_of(region.confidence)
        track.before, track.region = track.region, region
        track.looks += 1
        track.is_present = True
        if naming is Naming.NAMED:
            track.naming = naming

    def _miss(self, tracks: Iterable[_Track], last: Sketch, sketch: Sketch) -> None:
        for track in tracks:
            box = track.region.box
            if not track.is_present or changed(last, sketch, box) < _CHANGED or self._is_hidden(track):
                continue
            track.is_present = False
            if track.told is None or track.naming is not Naming.NAMED:
                self._tracks.remove(track)

    def _is_hidden(self, track: _Track) -> bool:
        """Tell whether another thing stands before it: then nobody knows whether it is gone."""
        box = track.region.box
        return any(
            other is not track
            and other.is_present
            and other.label != track.label
            and other.looks > 1
            and other.region.box.intersection(box) > _HIDDEN * box.area
            and other.before is not None
            and other.before.box.intersection(box) <= _HIDDEN * box.area
            for other in self._tracks
        )

    def _is_new_at(self, box: Box, sketch: Sketch) -> bool:
        return any(changed(before, sketch, box) >= _CHANGED for before in self._recent)

    # --- what is to be told -----------------------------------------------------------------------------

    def _light(self) -> list[Change]:
        if self._told_level >= 2 * _LEAST_LEVEL and self._level < _DARK * self._told_level:
            return [Change(ChangeKind.DARK)]
        if self._level >= 2 * _LEAST_LEVEL and self._level > _LIGHT * self._told_level:
            return [Change(ChangeKind.LIGHT)]
        return []

    def _come(self) -> list[Change]:
        changes = []
        for label, naming in dict.fromkeys((track.label, track.naming) for track in self._tracks if track.has_come):
            new = [track for track in self._tracks if track.has_come and (track.label, track.naming) == (label, naming)]
            known = [track for track in self._tracks if track.is_present and track.label == label and track.told]
            is_more = bool(known) and naming is Naming.NAMED
            kind = ChangeKind.MORE if is_more else ChangeKind.CAME
            changes.append(self._change(kind, new, len(known) + len(new)))
        return sorted(changes, key=lambda change: (change.naming is not Naming.NAMED, change.label not in MOVERS))

    def _gone(self) -> list[Change]:
        changes = []
        away = [track for track in self._tracks if not track.is_present]
        for label in dict.fromkeys(track.label for track in away):
            gone = [track for track in away if track.label == label]
            left = sum(track.is_present and track.label == label for track in self._tracks)
            changes.append(self._change(ChangeKind.FEWER if left else ChangeKind.GONE, gone, left))
        return changes

    def _moved(self) -> list[Change]:
        return [
            self._change(ChangeKind.MOVED, [track], 1)
            for track in self._tracks
            if self._is_away(track) and (track.label not in MOVERS or _is_resting(track, self._recent[-1]))
        ]

    def _is_away(self, track: _Track) -> bool:
        """Tell whether a thing, the only one of its class, is far from where the user knows it to be."""
        if track.told is None or not track.is_present or track.naming is not Naming.NAMED:
            return False
        if sum(other.label == track.label for other in self._tracks) > 1:
            return False
        size = self._recent[-1]
        is_far = _distance(track.told.box, track.region.box, size) >= _MOVED
        return is_far and self._place(track.told.box) is not self._place(track.region.box)

    def _text(self) -> list[Change]:
        new = self._lines.pending()
        words = " ".join(region.text for region in new)
        return [Change(ChangeKind.TEXT, text=words, count=len(new), regions=tuple(new))] if new else []

    def _change(self, kind: ChangeKind, tracks: Sequence[_Track], total: int) -> Change:
        places = {self._place(track.region.box) for track in tracks}
        return Change(
            kind,
            tracks[0].label,
            count=len(tracks),
            total=total,
            place=places.pop() if len(places) == 1 else None,
            naming=tracks[0].naming,
            regions=tuple(track.region for track in tracks),
            tracks=tuple(track.number for track in tracks),
        )

    def _place(self, box: Box) -> Place:
        return place_of(box, self._recent[-1].width, self._recent[-1].height)


def _sorted(regions: Iterable[Region]) -> tuple[list[Region], list[Region]]:
    """Return the things that may be named or hedged, and the lines of text."""
    known = list(regions)
    things = [
        region
        for region in known
        if region.kind is RegionKind.OBJECT and naming_of(region.confidence) is not Naming.UNSAID
    ]
    return things, [region for region in known if region.kind is RegionKind.LINE]


def _distance(one: Box, other: Box, size: Sketch) -> float:
    """Return how far apart two middles are, in sides of the picture; the longer way counts."""
    (x, y), (to_x, to_y) = one.centre, other.centre
    return max(abs(x - to_x) / size.width, abs(y - to_y) / size.height)


def _is_resting(track: _Track, size: Sketch) -> bool:
    return track.before is not None and _distance(track.before.box, track.region.box, size) <= _RESTING
