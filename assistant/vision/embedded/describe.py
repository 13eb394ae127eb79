"""DESCRIBE: what is on a screen or in a photograph, the certain things first, each as soon as it is known.

Titles, headings and text are told while the lines come; controls and pictures after them. A picture that is mostly
text is read to its end. Nothing is told that was not found. What the desktop itself knows of the active window comes
as lines like the others, only sooner.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.core import domain
from assistant.core.domain import Detail, Found, Piece, Region, RegionKind, SourceKind
from assistant.core.nodes import Role as Part
from assistant.core.wording import M
from assistant.vision.embedded.controls import NAMES_AT_MOST, Controls
from assistant.vision.embedded.joining import Joiner
from assistant.vision.embedded.phrases import quoted
from assistant.vision.embedded.pictures import describe_photographs
from assistant.vision.embedded.read import control_region, line_region
from assistant.vision.embedded.scene import AROUND, Role, is_heading, is_too_long, is_writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.core.domain import Box, EngineEvent, Request
    from assistant.vision.embedded.analysis import Analysis
    from assistant.vision.embedded.phrases import Phrases
    from assistant.vision.embedded.scene import Item

_LETTERS = {Detail.BRIEF: 120, Detail.NORMAL: 600, Detail.FULL: 1_000_000}
"""Letters of running text that are told of a picture that is not mostly text."""
_TEXT_SHARE = 0.7
_TEXT_LINES = 5


@dataclass(slots=True)
class _Account:
    """What was met so far and is told at the end."""

    controls: list[Item] = field(default_factory=list)
    controls_told: int = 0
    text_lines: int = 0
    text_letters: int = 0
    letters: int = 0
    held: list[Item] = field(default_factory=list)


class Describer:
    """One description. Flow: title → lines as they come → controls → photographs → what could not be read."""

    def __init__(
        self, request: Request, analysis: Analysis, phrases: Phrases, is_cancelled: Callable[[], bool]
    ) -> None:
        self._request = request
        self._analysis = analysis
        self._phrases = phrases
        self._is_cancelled = is_cancelled
        self._account = _Account()
        self._controls = Controls(request, phrases)
        self._joiner = Joiner()
        self._language = ""
        self._titled: set[Box] = set()

    def events(self) -> Iterator[EngineEvent]:
        """Yield the description, or the part of it that is wanted."""
        if self._request.part is domain.Part.PICTURES:
            yield from self._photographs()
            yield from self._unknown_drawing()
            return
        is_named = bool(self._title_of_source())
        if is_named:
            yield self._phrases.say(self._request, M.WINDOW, title=quoted(self._title_of_source()))
        if (
            not self._analysis.known
            and self._analysis.surfaces.is_photograph
            and self._analysis.photographs(self._is_cancelled)
        ):
            yield from self._photographs()
            yield from self._text_in_photograph()
        else:
            yield from self._screen(is_named)
        if not self._is_cancelled():
            yield from self._phrases.not_read(self._request, self._analysis)

    def _screen(self, is_named: bool) -> Iterator[EngineEvent]:
        if not is_named and not self._analysis.is_read and not self._analysis.known:
            for item in self._analysis.early_titles(self._is_cancelled):
                yield from self._title(item)
        yield from self._lines(is_named)
        if self._is_cancelled():
            return
        yield from self._rest_of_text()
        yield from self._controls.told(self._account.controls[self._account.controls_told :])
        yield from self._photographs()
        drawing = self._drawing()
        if drawing is not None:
            yield Found(self._request.id, Region(RegionKind.PICTURE, "", drawing, 1.0))
        else:
            yield from self._nothing()

    def _photographs(self) -> Iterator[EngineEvent]:
        return describe_photographs(self._request, self._analysis, self._phrases, self._is_cancelled)

    def _drawing(self) -> Box | None:
        """Return where a drawing is that somebody else is to tell; alone, this engine has nothing to say of one."""
        is_wanted = self._request.part is not domain.Part.ALL and not self._is_cancelled()
        return self._analysis.drawing(self._is_cancelled) if is_wanted else None

    def _unknown_drawing(self) -> Iterator[EngineEvent]:
        if self._drawing() is not None:
            yield self._phrases.say(self._request, M.PICTURE_WHOLE_UNKNOWN)

    def _text_in_photograph(self) -> Iterator[EngineEvent]:
        """Tell what is written in a photograph: after what is in it."""
        items = [item for item in self._analysis.all_items(self._is_cancelled) if is_writing(item)]
        if not items or self._is_cancelled():
            return
        for item in items:
            yield Found(self._request.id, line_region(item))
        joiner = Joiner()
        words = "".join(joiner.add(item.line) for item in items) + joiner.finish()
        confidence = min(item.line.confidence for item in items)
        yield self._phrases.say(self._request, M.TEXT_SAYS, confidence, words=words.strip())

    def _title_of_source(self) -> str:
        picture = self._analysis.picture
        return picture.title if picture.source.kind is SourceKind.WINDOW else ""

    # --- while the lines come ---------------------------------------------------------------------

    def _lines(self, is_named: bool) -> Iterator[EngineEvent]:
        ahead: list[Item] = []
        seen: list[Item] = []
        last_known = len(self._analysis.known.items)
        for number, item in enumerate(self._analysis.items(self._is_cancelled), start=1):
            yield from self._found(item)
            if item.role is Role.TITLE:
                yield from self._title_item(item, is_named)
            elif item.node is not None and item.role in (Role.TEXT, Role.HEADING):
                yield from self._tell(item)
            elif item.role is Role.TEXT:
                ahead.append(item)
                # A heading shows only beside its neighbours; what can't be one is said at once.
                while ahead and (len(ahead) > AROUND or is_too_long(ahead[0])):
                    yield from self._text(ahead.pop(0), seen, ahead)
            else:
                self._keep(item)
            if number == last_known:
                yield from self._known_controls()
        if not self._is_cancelled():
            while ahead:
                yield from self._text(ahead.pop(0), seen, ahead)
            yield from self._end_paragraph()

    def _title_item(self, item: Item, is_named: bool) -> Iterator[EngineEvent]:
        """Tell a title, unless the picture came with it; with the active window's comes where its focus is."""
        if item.node_role is Part.DIALOG and item.node is not None and item.node.depth:
            yield self._phrases.say(self._request, M.DIALOG, title=quoted(item.line.text))
        elif not is_named:
            yield from self._title(item)
        if item.node is not None and not item.node.depth and self._analysis.known.focus is not None:
            yield from self._controls.focus(self._analysis.known.focus)

    def _title(self, item: Item) -> Iterator[EngineEvent]:
        if item.box not in self._titled:
            self._titled.add(item.box)
            yield from self._end_paragraph()
            yield self._phrases.say(self._request, M.WINDOW, item.line.confidence, title=quoted(item.line.text))

    def _found(self, item: Item) -> Iterator[EngineEvent]:
        region = control_region(item)
        if region is not None:
            yield Found(self._request.id, region)
        yield Found(self._request.id, line_region(item))

    def _known_controls(self) -> Iterator[EngineEvent]:
        """Tell the controls that the desktop knows before the lines are recognised, unless more of a text follows."""
        if not self._account.held and not self._is_cancelled():
            yield from self._end_paragraph()
            yield from self._controls.told(self._account.controls)
            self._account.controls_told = len(self._account.controls)

    def _keep(self, item: Item) -> None:
        is_unnamed = item.role is Role.VALUE and item.node is not None and not item.node.name
        if is_unnamed or item.role in (Role.MENU, Role.BUTTON, Role.LABEL, Role.CONTROL):
            self._account.controls.append(item)

    def _text(self, item: Item, seen: list[Item], ahead: list[Item]) -> Iterator[EngineEvent]:
        around = (*seen[-AROUND:], *ahead)
        seen.append(item)
        if is_heading(item, around):
            item = replace(item, role=Role.HEADING)
            line = item.line
            yield Found(self._request.id, Region(RegionKind.HEADING, line.text, line.box, line.confidence))
        yield from self._tell(item)

    def _tell(self, item: Item) -> Iterator[EngineEvent]:
        """Say a line of text or a heading, or hold it where enough was said."""
        account = self._account
        if item.role is not Role.HEADING:
            account.text_lines += 1
            account.text_letters += len(item.line.text)
        if account.held or account.letters >= _LETTERS[self._request.detail]:
            account.held.append(item)
            return
        account.letters += len(item.line.text)
        yield from self._say_line(item)

    def _say_line(self, item: Item) -> Iterator[EngineEvent]:
        line = item.line
        if item.role is Role.HEADING:
            yield from self._end_paragraph()
            yield self._phrases.say(self._request, M.HEADING, line.confidence, heading=quoted(line.text))
            return
        self._language = line.language or self._language
        yield Piece(self._request.id, self._joiner.add(line), line.confidence, line.language)

    def _end_paragraph(self) -> Iterator[EngineEvent]:
        tail = self._joiner.finish()
        if tail:
            yield Piece(self._request.id, tail, language=self._language)

    # --- afterwards -------------------------------------------------------------------------------

    def _rest_of_text(self) -> Iterator[EngineEvent]:
        """Read on where the picture is mostly text, else tell how much was left out."""
        held = self._account.held
        if not held:
            return
        if self._request.detail is Detail.NORMAL and self._is_mostly_text():
            for item in held:
                yield from self._say_line(item)
            yield from self._end_paragraph()
            return
        headings = [quoted(item.line.text) for item in held if item.role is Role.HEADING]
        if headings:
            joined = self._phrases.wording.join(headings[: NAMES_AT_MOST[self._request.detail]])
            yield self._phrases.count(self._request, M.HEADINGS, len(headings), headings=joined)
        if len(held) > len(headings):
            yield self._phrases.count(self._request, M.TEXT_MORE, len(held) - len(headings))

    def _is_mostly_text(self) -> bool:
        account = self._account
        if self._analysis.known:
            names = sum(len(item.line.text) for item in account.controls)
            is_text = account.text_letters >= _TEXT_SHARE * (account.text_letters + names)
        else:
            controls = sum(item.role is not Role.MENU for item in account.controls)
            is_text = account.text_lines >= _TEXT_SHARE / (1 - _TEXT_SHARE) * controls
        return is_text and account.text_lines >= _TEXT_LINES and not self._analysis.photographs(self._is_cancelled)

    def _nothing(self) -> Iterator[EngineEvent]:
        """Say what an empty screen or window is: silence would leave the user in doubt."""
        items = self._analysis.all_items(self._is_cancelled)
        is_told = any(item.role not in (Role.TITLE, Role.MENU) for item in items)
        if is_told or self._analysis.photographs(self._is_cancelled) or self._is_cancelled():
            return
        kind = self._analysis.picture.source.kind
        if items or kind is SourceKind.WINDOW:
            message = M.WINDOW_EMPTY
        elif kind is SourceKind.SCREEN and not self._analysis.scene.windows and not self._analysis.is_uniform:
            message = M.DESKTOP_EMPTY
        else:
            message = M.NOTHING_FOUND
        yield self._phrases.say(self._request, message)
