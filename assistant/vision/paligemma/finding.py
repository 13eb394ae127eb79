"""FIND and OUTLINE: boxes and outlines of the wanted things, in the picture's pixels, and a sentence for each thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.core.domain import Box, Detail, Found, Piece, Region, RegionKind, Task
from assistant.core.folding import fold
from assistant.core.honesty import MODEL_BOX, Naming, naming_of
from assistant.core.names import Names, words_of
from assistant.core.placing import Placed, sentences_of_places
from assistant.core.questions import understand_thing
from assistant.core.wording import M
from assistant.core.wording.objects import OBJECTS
from assistant.vision.paligemma.masks import MaskDecoder, outline
from assistant.vision.paligemma.outputs import detections
from assistant.vision.paligemma.tasks import Skill, prompt, things
from assistant.vision.paligemma.tiles import MOST_TILES, Finding, is_cut_by, merged, tiles_of

if TYPE_CHECKING:
    from assistant.core.domain import EngineEvent
    from assistant.vision.paligemma.looking import Looking
    from assistant.vision.paligemma.model import Token
    from assistant.vision.paligemma.outputs import Detection
    from assistant.vision.paligemma.tasks import Choice

_TILES_ON_A_PROCESSOR = 4
"""There a look takes seconds, not a fraction of one."""
_THINGS_OF_A_PROMPT = 8
"""More boxes than that rarely fit an answer."""


def find(looking: Looking) -> Iterator[EngineEvent]:
    """Yield regions and sentences: what a first look found at once, then what took tiles, and what was not found."""
    choice = looking.choice()
    named = _names(looking)
    if not named:
        yield looking.say(M.FOUND_NONE, what=looking.request.question.strip())
        return
    first = _first_look(looking, choice, named)
    seen = {each.label for each in first if naming_of(each.confidence, MODEL_BOX) is not Naming.UNSAID}
    # Where a look takes seconds, what was found is not looked for once more.
    is_thorough = looking.request.detail is Detail.FULL and looking.is_parallel
    done = {words: thing for words, thing in named.items() if thing in seen and not is_thorough}
    yield from _told(looking, done, first)
    rest = {words: thing for words, thing in named.items() if words not in done}
    if rest:
        yield from _told(looking, rest, [*first, *_close_look(looking, choice, rest)])


def _told(looking: Looking, named: dict[str, str], findings: Sequence[Finding]) -> Iterator[EngineEvent]:
    """Yield the regions of these things, then for each where it is, or that it was not found."""
    wanted = [each for each in findings if each.label in named.values()]
    sure = [each for each in merged(wanted) if naming_of(each.confidence, MODEL_BOX) is not Naming.UNSAID]
    for each in sure:
        region = Region(RegionKind.OBJECT, each.label, each.box, each.confidence, each.outline)
        yield Found(looking.request.id, region)
    for words, thing in named.items():
        yield from _sentences(looking, words, thing, [each for each in sure if each.label == thing])
    if looking.request.task is Task.OUTLINE and any(each.outline is None for each in sure):
        yield _no_outline(looking)


def _no_outline(looking: Looking) -> Piece:
    """Say why a thing that was found has no outline."""
    decoder = looking.tools.decoder
    if isinstance(decoder, MaskDecoder):
        return looking.say(M.OUTLINE_UNCLEAR)
    return looking.say(M.NO_MASK_DECODER) if decoder is None else looking.notice(looking.wording.error(decoder).spoken)


def _names(looking: Looking) -> dict[str, str]:
    """Return the words to ask for, and what the user calls them.

    The training names things in English; a thing that the table of questions knows is asked for by its English name.
    """
    language = looking.request.language
    classes = Names(language, looking.wording)
    named: dict[str, str] = {}
    for thing in things(looking.request.question):
        known = understand_thing(thing, language)
        is_plain = language == "en" and known.kind is None
        label = known.label or _class_of(known.name, classes)
        named.setdefault(label or (known.name if is_plain else "") or thing, thing)
    return named


def _class_of(name: str, classes: Names) -> str:
    """Return the English name of a thing that is called so, "" where all of the name isn't one of the known classes."""
    mentions = classes.mentions(name)
    return mentions[0].label if len(mentions) == 1 and words_of(mentions[0].words) == words_of(name) else ""


def _first_look(looking: Looking, choice: Choice, named: dict[str, str]) -> list[Finding]:
    """Look for everything in each part as a whole."""
    asked = [(area, words) for area in looking.areas for words in _prompts(choice, list(named))]
    return _findings(looking, choice, asked, named)


def _close_look(looking: Looking, choice: Choice, missing: dict[str, str]) -> list[Finding]:
    """Look in tiles: small things are lost where a large part is squeezed into the square."""
    if choice.skill is not Skill.DETECT:
        return []
    most = MOST_TILES if looking.is_parallel else _TILES_ON_A_PROCESSOR
    findings: list[Finding] = []
    for area in looking.areas:
        tiles = tiles_of(area, looking.tools.model.resolution, most)
        if len(tiles) > 1:
            asked = [(tile, words) for tile in tiles for words in _prompts(choice, list(missing))]
            findings += _findings(looking, choice, asked, missing, area)
    return findings


def _prompts(choice: Choice, words: Sequence[str]) -> list[str]:
    """Return as few prompts as the training has them: several things together for DETECT, else each alone."""
    together = _THINGS_OF_A_PROMPT if choice.skill is Skill.DETECT else 1
    parts = [words[start : start + together] for start in range(0, len(words), together)]
    return [prompt(choice.skill, choice.language, ";".join(part)) for part in parts]


def _findings(
    looking: Looking,
    choice: Choice,
    asked: Sequence[tuple[Box, str]],
    named: dict[str, str],
    tiled: Box | None = None,
) -> list[Finding]:
    """Ask, and return what was found; `tiled` is the part of which the areas are tiles."""
    found: list[Finding] = []
    for (area, prompted), tokens in zip(asked, looking.tokens(asked, choice), strict=True):
        # A box without a label is of the one thing that was asked for.
        default = prompted.removeprefix(f"{choice.skill.value} ")
        for detection in _read(looking, tokens, default):
            thing = _asked_for(detection.label, named)
            if thing is not None:
                finding = _finding(looking, detection, thing, area)
                is_cut = tiled is not None and is_cut_by(finding.box, area, tiled)
                found.append(replace(finding, is_cut=is_cut))
    return found


def _read(looking: Looking, tokens: Sequence[Token], default: str) -> list[Detection]:
    return detections(looking.vocabulary.parts(tokens), default)


def _asked_for(label: str, named: dict[str, str]) -> str | None:
    """Return the user's words for a label: those that are the same, else the only ones that hold it or lie in it.

    A thing that nobody asked for is not told as one that was.
    """
    said = set(words_of(label))
    close = []
    for words, thing in named.items():
        if fold(words) == fold(label):
            return thing
        asked = set(words_of(words))
        if asked and said and (asked <= said or said <= asked):
            close.append(thing)
    return close[0] if len(close) == 1 else None


def _finding(looking: Looking, detection: Detection, thing: str, area: Box) -> Finding:
    box = detection.box(area)
    decoder = looking.tools.decoder
    corners = None
    if isinstance(decoder, MaskDecoder) and detection.codes:
        corners = outline(decoder.mask(detection.codes, box), box) or None
    return Finding(thing, box, detection.confidence, corners)


def _sentences(looking: Looking, words: str, thing: str, found: Sequence[Finding]) -> Iterator[Piece]:
    if not found:
        yield looking.say(M.FOUND_NONE, what=thing)
        return
    name = looking.wording.thing(words) if words in OBJECTS else thing
    placed = [Placed(name, each.box, naming_of(each.confidence, MODEL_BOX), each.confidence) for each in found]
    picture = looking.picture
    for sentence, confidence in sentences_of_places(placed, picture.width, picture.height, looking.wording):
        yield looking.line(sentence, confidence, looking.wording.language)
