"""An EPUB's own table of contents and list of printed pages: the navigation document of EPUB 3, the NCX of EPUB 2."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.reader.formats.flow import MAX_ENTRIES, Link
from assistant.reader.formats.gathering import folded
from assistant.reader.formats.html_signs import EPUB_TYPE
from assistant.reader.formats.trees import Element

Target = Callable[[str], str]
"""Turns a reference into the anchor that it leads to."""

_MAX_PAGES = 20_000


@dataclass(frozen=True, slots=True)
class Navigation:
    """`links` are the contents, `pages` the printed pages' labels with their anchors."""

    links: list[Link] = field(default_factory=list)
    pages: list[tuple[str, str]] = field(default_factory=list)


def read_navigation(root: Element, target: Target) -> Navigation:
    """Read a navigation document. An entry's level is how many lists it lies in."""
    found = Navigation()
    for nav in root.iter("{*}nav"):
        kinds = (nav.get(EPUB_TYPE) or nav.get("epub:type") or nav.get("role") or "").split()
        if "toc" in kinds or "doc-toc" in kinds:
            for link in nav.iter("{*}a"):
                if len(found.links) < MAX_ENTRIES and link.get("href"):
                    level = sum(1 for _ in link.iterancestors("{*}ol"))
                    found.links.append(Link(_text(link), level, target(link.get("href"))))
        elif "page-list" in kinds or "doc-pagelist" in kinds:
            for link in nav.iter("{*}a"):
                if len(found.pages) < _MAX_PAGES and link.get("href"):
                    found.pages.append((_text(link), target(link.get("href"))))
    return found


def read_ncx(root: Element, target: Target) -> Navigation:
    """Read an NCX."""
    found = Navigation()
    for point in root.iter("{*}navPoint"):
        if len(found.links) < MAX_ENTRIES:
            level = 1 + sum(1 for _ in point.iterancestors("{*}navPoint"))
            found.links.append(Link(_label(point), level, _source(point, target)))
    for point in root.iter("{*}pageTarget"):
        if len(found.pages) < _MAX_PAGES:
            found.pages.append((_label(point), _source(point, target)))
    return found


def _label(point: Element) -> str:
    label = point.find("{*}navLabel")
    return "" if label is None else _text(label)


def _source(point: Element, target: Target) -> str:
    content = point.find("{*}content")
    return "" if content is None else target(content.get("src") or "")


def _text(element: Element) -> str:
    return folded("".join(element.itertext()))
