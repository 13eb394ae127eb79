"""In which language each block of a page is spoken, where the document doesn't tell it, or tells a wrong one.

It runs in the document's child. Who identifies languages is passed in; nothing here knows words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.core.documents import Block, BlockKind, Page
from assistant.core.languages import LANGUAGES, Script, language_for_script, match, script_of

Identify = Callable[[str, Sequence[str]], str]
"""Returns the language of a text, "" where nobody can know: the likeliest of those given, or another that is sure.

Where none are given, only what is sure. It never guesses from fewer than 20 letters.
"""

_LOOK_AT = 2000
"""Characters of a block, or of a page, that are looked at."""


class BlockLanguages:
    """Names the languages of the blocks of one document, page after page.

    A block is in one language as a whole. One that is too short to tell is in its neighbours', and where these differ,
    in the one that most of the document so far is in; a heading belongs to what follows it.
    """

    def __init__(self, identify: Identify, languages: Sequence[str], declared: str) -> None:
        self._identify = identify
        self._languages = [*([declared] if declared else ()), *languages]
        self._declared = declared
        self._letters: Counter[str] = Counter()
        self._told: set[int] = set()

    def tell(self, page: Page) -> Page:
        """Return the page with the languages of its blocks; empty where nobody can know."""
        sure = [block.language or self._sure(block) for block in page.blocks]
        if page.number not in self._told:
            self._told.add(page.number)
            for block, language in zip(page.blocks, sure, strict=True):
                self._letters[language] += len(block.text) if language else 0
        usual = self._usual(page)
        blocks = [
            replace(block, language=sure[place] or _of_neighbours(page.blocks, sure, place, usual))
            if block.text
            else block
            for place, block in enumerate(page.blocks)
        ]
        return replace(page, blocks=tuple(blocks))

    def _sure(self, block: Block) -> str:
        """Return what a block's own letters tell for certain."""
        if block.kind is BlockKind.CODE:
            return ""
        text = block.text[:_LOOK_AT]
        return language_for_script(text, self._languages) or self._identify(text, ())

    def _usual(self, page: Page) -> str:
        """Return the language of most of the Latin text so far; else what the page as a whole most looks like."""
        if latin := {code: count for code, count in self._letters.items() if count and _is_latin(code)}:
            return max(latin, key=lambda code: latin[code])
        if _is_latin(self._declared):
            return self._declared
        text = " ".join(block.text for block in page.blocks if script_of(block.text) is Script.LATIN)
        return self._identify(text[:_LOOK_AT], self._languages) if text else ""


def _of_neighbours(blocks: Sequence[Block], sure: Sequence[str], place: int, usual: str) -> str:
    text = blocks[place].text
    script = script_of(text)
    if script is not None and script is not Script.LATIN:
        return ""
    fitting = [code if script is None or _is_latin(code) else "" for code in sure]
    before = next((code for code in reversed(fitting[:place]) if code), "")
    after = next((code for code in fitting[place + 1 :] if code), "")
    if blocks[place].kind is BlockKind.HEADING and after:
        return after
    if script is None:
        return before or after or usual
    return before if before == after and before else usual or before or after


def _is_latin(code: str) -> bool:
    return bool(code) and LANGUAGES[match(code)].script is Script.LATIN
