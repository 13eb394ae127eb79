"""Markdown: CommonMark with tables, strike-through, footnotes and front matter, told as the HTML that it means."""

from __future__ import annotations

import re

from assistant.core.documents import DocumentKind
from assistant.reader.formats.content import Content
from assistant.reader.formats.encodings import to_text
from assistant.reader.formats.format import Opened
from assistant.reader.formats.html import flow_of_html

MAX_BYTES = 16 << 20
# Quotes in quotes; what lies deeper is left out by the parser.
_DEEPEST = 100
_TITLE = re.compile(r"^title\s*:\s*[\"']?(.+?)[\"']?\s*$", re.M | re.I)
# What the footnotes' renderer marks with classes is told by roles.
_ROLES = (
    ('class="footnote-ref"', 'role="doc-noteref"'),
    ('class="footnote-item"', 'role="doc-endnote"'),
    ('class="footnote-backref"', "hidden"),
)


def open_document(content: Content, password: str = "") -> Opened:
    """Open a Markdown file; raise a `DocumentError`."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    parser.use(front_matter_plugin).use(footnote_plugin)
    tokens = parser.parse(to_text(content.data(MAX_BYTES)), {})
    title = ""
    if tokens and tokens[0].type == "front_matter":
        found = _TITLE.search(tokens[0].content)
        title = found.group(1) if found else ""
    html = parser.renderer.render(tokens, parser.options, {})
    for written, meant in _ROLES:
        html = html.replace(written, meant)
    return flow_of_html(content, html, DocumentKind.MARKDOWN, title)
