"""Which thing on the screen is meant: by a word of an answer under the cursor, or by the words of a search.

It guesses nowhere: where two things could be meant, neither is. Text in, targets out; it does nothing to the screen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.core.acting_errors import NothingToActOn, NotOfScreen, TargetUnclear
from assistant.core.acts import Act, Target
from assistant.core.answers import Answer, Sentence
from assistant.core.cleaning import plain
from assistant.core.domain import ON_SCREEN, Box, Region, RegionKind
from assistant.core.folding import LETTER, fold
from assistant.core.honesty import OBJECT
from assistant.core.imprints import place_of_act
from assistant.core.inflection import without_number
from assistant.core.languages import RIGHT_TO_LEFT, UNSPACED, script_of, script_of_character
from assistant.core.questions import understand_thing
from assistant.core.wording import M, Wording

_WORD = re.compile(rf"{LETTER}+(?:['\u2019]{LETTER}+)*")
_REACH = 8
"""Words before and after one that tell which of several places it stands for."""
_NUMBERS = (1, 2, 5)
"""Numbers that bring out the plural forms of most languages."""
_NAME_AT_MOST = 60
_RANK = {
    RegionKind.HEADING: 2,
    RegionKind.WORD: 2,
    RegionKind.LINE: 3,
    RegionKind.TITLE: 4,
    RegionKind.WINDOW: 4,
}
"""What is rather meant where a word stands for several places: a control before words, these before a whole window."""
_OF_WORDS = frozenset({RegionKind.LINE, RegionKind.HEADING, RegionKind.MENU_BAR})
"""Kinds within which a word has a place of its own."""
_TALL = 5
"""A line is at most so many times as high as its letters are wide; what is higher has several lines."""
_SHARED = 0.8


@dataclass(frozen=True, slots=True)
class _Token:
    """A word: what it may read (folded), its place in its text as shares of the letters, the text's number."""

    forms: frozenset[str]
    start: float
    end: float
    owner: int
    text: str


def shown(sentence: Sentence) -> str:
    """Return a sentence as the answer window shows it: one line, nothing in it that acts on a display."""
    return " ".join(plain(sentence.text).split())


def target_at(answer: Answer, line: int, column: int, wording: Wording) -> Target:
    """Return what the word at a place of the answer stands for; lines and columns of `shown` sentences, from 0.

    Raises `NotOfScreen`, `NothingToActOn` or `TargetUnclear`.
    """
    _require_screen(answer)
    places = _places(answer.regions)
    words = [token for number, each in enumerate(answer.sentences) for token in _tokens(shown(each), number)]
    word = _word_at(words, line, column, shown(answer.sentences[line]) if line < len(answer.sentences) else "")
    parts = [token for number in places for token in _named(answer.regions[number], number, wording)]
    found = _stands_for(word, words, parts, answer.regions) if word is not None else None
    if found is not None:
        return _target(answer, found.owner, found, wording)
    if len(places) == 1:
        return _target(answer, places[0], None, wording)
    raise NothingToActOn


def target_of_search(answer: Answer, question: str, act: Act, wording: Wording) -> Target:
    """Return the one thing that a search found. Raises `NotOfScreen` or `TargetUnclear`."""
    _require_screen(answer)
    places = _places(answer.regions)
    if not places:
        raise TargetUnclear(why="none")
    thing = understand_thing(question, answer.language)
    exact = [number for number in places if _is_exact(answer.regions[number], thing.name)]
    # A control goes before words that are called so: a field before its label.
    ranks = {number: _rank(answer.regions[number]) for number in exact}
    best = [number for number in exact if ranks[number] == min(ranks.values())]
    chosen = best if len(best) == 1 else places
    if len(chosen) > 1:
        raise TargetUnclear(why="several")
    region = answer.regions[chosen[0]]
    if act is not Act.MOVE:
        if region.kind is RegionKind.OBJECT and region.confidence < OBJECT.named:
            raise TargetUnclear(why="unsure")
        if not _holds(region, thing.name):
            raise TargetUnclear(why="inexact")
    return _target(answer, chosen[0], None, wording)


def act_of_program(region: Region) -> Act:
    """Return what a region's program is asked to do to it: to focus a field, to press anything else."""
    return Act.FOCUS if region.kind is RegionKind.FIELD else Act.PRESS


def _require_screen(answer: Answer) -> None:
    if answer.source.kind not in ON_SCREEN:
        raise NotOfScreen(source=str(answer.source.kind))


def _target(answer: Answer, number: int, word: _Token | None, wording: Wording) -> Target:
    region = answer.regions[number]
    imprint = answer.imprints[number] if number < len(answer.imprints) else None
    if imprint is None:
        raise NothingToActOn
    part = _part(region, word) if word is not None else None
    x, y = (part or place_of_act(region, answer.scale)).centre
    point = (answer.origin[0] + int(x / answer.scale), answer.origin[1] + int(y / answer.scale))
    name = word.text if word is not None and part is not None else _name(region, wording)
    # A handle stands for the whole control: a word of a text has none of its own.
    return Target(name, point, imprint, region.handle, number)


def _name(region: Region, wording: Wording) -> str:
    if region.kind is RegionKind.PICTURE and not region.text:
        return wording.say(M.THE_PICTURE)
    if region.kind is RegionKind.OBJECT:
        return wording.thing(region.text)
    text = " ".join(plain(region.text).split()).rstrip(".:;,")
    return text if len(text) <= _NAME_AT_MOST else f"{text[:_NAME_AT_MOST]}…"


def _part(region: Region, word: _Token) -> Box | None:
    """Return where a word of a line lies: letters are taken to be equally wide, near enough to point at it.

    None for what is acted on as a whole: a control, and a paragraph, of which nobody knows where its lines end.
    """
    box, start, end = region.box, word.start, word.end
    if region.kind not in _OF_WORDS or box.height * len(region.text) > _TALL * box.width:
        return None
    if script_of(region.text) in RIGHT_TO_LEFT:
        start, end = 1 - end, 1 - start
    return Box(box.x + round(start * box.width), box.y, max(1, round((end - start) * box.width)), box.height)


# --- the word under the cursor ----------------------------------------------------------------------


def _tokens(text: str, owner: int) -> list[_Token]:
    found = []
    for match in _WORD.finditer(text):
        spans = [match.span()]
        if script_of_character(match.group()[0]) in UNSPACED:
            spans = [(place, place + 1) for place in range(*match.span())]
        for start, end in spans:
            form = frozenset({fold(text[start:end])})
            found.append(_Token(form, start / len(text), end / len(text), owner, text[start:end]))
    return found


def _named(region: Region, number: int, wording: Wording) -> list[_Token]:
    """Return the words by which an answer may call a region."""
    if region.kind is not RegionKind.OBJECT:
        return _tokens(" ".join(region.text.split()), number)
    bare = without_number(fold(wording.thing(region.text)), wording.language)
    if script_of(bare) in UNSPACED:
        return _tokens(bare, number)
    names = (region.text, *(wording.thing(region.text, count) for count in _NUMBERS))
    # In front of the noun stands an article or a number, which every other thing has too.
    forms = frozenset(fold(name.split()[-1]) for name in names if name.split())
    return [_Token(forms, 0.0, 1.0, number, region.text)]


def _word_at(words: Sequence[_Token], line: int, column: int, text: str) -> _Token | None:
    """Return the word that a cursor is in or before; at the end of a line the last one."""
    here = [word for word in words if word.owner == line]
    share = column / len(text) if text else 0.0
    inside = (word for word in here if word.start <= share < word.end)
    # Right behind a word the cursor still touches it.
    near = (word for word in here if share <= word.end)
    return next(inside, None) or next(near, here[-1] if here else None)


def _stands_for(
    word: _Token, words: Sequence[_Token], parts: Sequence[_Token], regions: Sequence[Region]
) -> _Token | None:
    """Return the part of a region that a word of the answer stands for, None where no region has it."""
    at = next(number for number, each in enumerate(words) if each is word)
    best = _best(at, words, parts, regions)
    if len(best) < 2:
        return parts[best[0]] if best else None
    # Things of one name are told in the order in which they were found.
    twins = [number for number, each in enumerate(words) if each.forms == word.forms]
    twins = [number for number in twins if _best(number, words, parts, regions) == best]
    if len(twins) == len(best):
        return parts[best[twins.index(at)]]
    raise TargetUnclear(why="several")


def _best(at: int, words: Sequence[_Token], parts: Sequence[_Token], regions: Sequence[Region]) -> list[int]:
    """Return the parts that read as a word does, those among the same words as it, the likeliest kind."""
    found = [number for number, part in enumerate(parts) if part.forms & words[at].forms]
    if len(found) < 2:
        return found
    runs = {number: (_is_whole(at, number, words, parts), _run(at, number, words, parts)) for number in found}
    found = [number for number in found if runs[number] == max(runs.values())]
    ranks = {number: _rank(regions[parts[number].owner]) for number in found}
    return [number for number in found if ranks[number] == min(ranks.values())]


def _is_whole(at: int, number: int, words: Sequence[_Token], parts: Sequence[_Token]) -> bool:
    """Tell whether all of the region that a part belongs to stands around a word: "Save as" around "Save"."""
    same = [other for other, part in enumerate(parts) if part.owner == parts[number].owner]
    here = [at + other - number for other in same]
    if here[0] < 0 or here[-1] >= len(words):
        return False
    return all(words[place].forms & parts[other].forms for place, other in zip(here, same, strict=True))


def _run(at: int, number: int, words: Sequence[_Token], parts: Sequence[_Token]) -> int:
    length = 1
    for step in (-1, 1):
        for distance in range(1, _REACH + 1):
            here, there = at + step * distance, number + step * distance
            if not (0 <= here < len(words) and 0 <= there < len(parts)):
                break
            if not words[here].forms & parts[there].forms:
                break
            length += 1
    return length


# --- places ----------------------------------------------------------------------------------------


def _places(regions: Sequence[Region]) -> list[int]:
    """Return the numbers of the regions, each place once: as the control that it is rather than as its text."""
    kept: list[int] = []
    for number in sorted(range(len(regions)), key=lambda each: (not regions[each].handle, _rank(regions[each]), each)):
        if not any(_is_same_place(regions[number], regions[other]) for other in kept):
            kept.append(number)
    return sorted(kept)


def _rank(region: Region) -> int:
    return _RANK.get(region.kind, 0)


def _is_same_place(region: Region, other: Region) -> bool:
    if fold(region.text) != fold(other.text):
        return False
    shared = region.box.intersection(other.box)
    return shared >= _SHARED * min(region.box.area, other.box.area)


def _is_exact(region: Region, name: str) -> bool:
    """Tell whether a region is called just so; what has no text, or is found by its looks, is what was asked for."""
    if not name or region.kind in (RegionKind.OBJECT, RegionKind.PICTURE):
        return True
    return _bare(region.text) == _bare(name)


def _holds(region: Region, name: str) -> bool:
    """Tell whether the words that were asked for stand in a region just so, next to each other."""
    return _is_exact(region, name) or f" {_bare(name)} " in f" {_bare(region.text)} "


def _bare(text: str) -> str:
    return " ".join(form for token in _tokens(text, 0) for form in token.forms)
