"""Sources as a person writes them: `screen`, `window`, `region:10,20,300,200`, `clipboard`, `camera`, a file, `-`.

Of several cameras one is chosen by its name: `camera:NAME`.
"""

from __future__ import annotations

import re

from assistant.core.domain import Box, Source, SourceKind
from assistant.core.errors import UsageError

_NAMED = {kind.value: kind for kind in SourceKind if kind not in (SourceKind.REGION, SourceKind.FILE)}
_REGION = re.compile(r"region:(-?\d{1,6}),(-?\d{1,6}),(\d{1,6}),(\d{1,6})")


def parse_source(text: str) -> Source:
    """Return the source that the text names; whatever is no word of ours is a file's path.

    Raises `UsageError` for a region that is no region.
    """
    if text in _NAMED:
        return Source(_NAMED[text])
    if text.startswith("region:"):
        match = _REGION.fullmatch(text)
        if match is None:
            raise UsageError(detail="region:X,Y,WIDTH,HEIGHT")
        return Source(SourceKind.REGION, box=Box(*(int(number) for number in match.groups())))
    if text.startswith("camera:"):
        return Source(SourceKind.CAMERA, path=text.removeprefix("camera:").strip())
    if not text:
        raise UsageError(detail="SOURCE")
    return Source(SourceKind.FILE, path=text)
