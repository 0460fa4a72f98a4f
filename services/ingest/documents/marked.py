"""Markdown to text, by way of the HTML that it stands for (CommonMark, with tables)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from services.ingest.documents import hypertext

if TYPE_CHECKING:
    from services.ingest.documents.sheet import Sheet

_HEADING = re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)
_SIGNS = (
    re.compile(r"\*\*[^\s*](?:[^\n*]{0,200}[^\s*])?\*\*"),  # strong
    re.compile(r"\[[^\]\n]{1,200}\]\((?:https?:|mailto:|tel:|/|#)[^)\s]{0,500}\)"),  # a link
    re.compile(
        r"^\|?(?: *:?-{3,}:? *\|)+ *(?::?-{3,}:?)? *$", re.MULTILINE
    ),  # below a table's head
    re.compile(r"^```", re.MULTILINE),
)


def is_markdown(text: str) -> bool:
    """Say whether `text` is written in Markdown, and not just in plain lines.

    Two headings tell, or one of them or of the other signs beside another. Plain text that has
    none, or one by chance, stays what it is.
    """
    headings = sum(1 for _ in _HEADING.finditer(text))
    signs = sum(sign.search(text) is not None for sign in _SIGNS)
    return headings >= 2 or signs + bool(headings) >= 2


def read(text: str) -> Sheet:
    """Return the lines that a reader of the rendered page sees, and what it hides.

    Lines stay as they are broken: in a resume a break means something.
    """
    parser = MarkdownIt("commonmark", {"breaks": True, "html": True}).enable("table")
    return hypertext.read(parser.render(text))
