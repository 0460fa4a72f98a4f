"""HTML of a job to the plain text that a browser would show. Nothing is run or fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree, html

from servicekit.errors import Code, ServiceError
from services.ingest.documents.characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_SKIPPED = frozenset(
    (
        *("head", "script", "style", "noscript", "template", "svg", "math", "object", "embed"),
        *("iframe", "canvas", "audio", "video", "button", "select", "textarea", "form", "input"),
    )
)
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"),
        *("font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span"),
        *("strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
_CELLS = frozenset(("td", "th"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\f\r\xa0]+")
_BULLET = "• "
_LOOSE_BULLET = re.compile(r"(?m)^•\n+(?=[^•\n])")  # a paragraph in an item
_EMPTY_ITEM = re.compile(r"(?m)^•$")


class JobTextMissing(ServiceError):
    """The markup has no words."""

    code = Code.INVALID_ARGUMENT
    reason = "JOB_TEXT_MISSING"


def tree_of(markup: str) -> HtmlElement:
    """Return the elements of a page or a piece of one. Raises JobTextMissing for none.

    What is nested more than 256 elements deep is not read: libxml2's bound.
    """
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(markup.replace("\0", ""), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise JobTextMissing("the markup has no words") from error


def text_of(root: HtmlElement) -> str:
    """Return the lines that a browser would show, list items behind bullets.

    Raises JobTextMissing when there are none.
    """
    shown = visible("".join(_pieces(root)))
    lines = [" ".join(line.split()) for line in shown.split("\n")]
    text = _EMPTY_ITEM.sub("", _LOOSE_BULLET.sub(_BULLET, "\n".join(lines)))
    text = re.sub(r"\n{3,}", "\n\n", text).strip("\n")
    if not text.strip():
        raise JobTextMissing("the markup has no words")
    return text + "\n"


def _pieces(root: HtmlElement) -> Iterator[str]:
    """Yield pieces of text with newlines where a browser ends a line."""
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        is_hidden = _is_hidden(tag, element.get("hidden"), element.get("style"))
        if event == "start":
            hidden += is_hidden
            if not hidden:
                yield _opening(tag) + _SPACE.sub(" ", element.text or "")
            continue
        if not hidden:
            yield _closing(tag)
        hidden -= is_hidden
        if not hidden:
            yield _SPACE.sub(" ", element.tail or "")


def _is_hidden(tag: str, attribute: str | None, style: str | None) -> bool:
    return tag in _SKIPPED or attribute is not None or bool(style and _HIDDEN.search(style))


def _opening(tag: str) -> str:
    if tag == "li":
        return f"\n{_BULLET}"
    return "" if tag in _INLINE or tag in _CELLS else "\n"


def _closing(tag: str) -> str:
    if tag in _CELLS:
        return " "
    return "" if tag in _INLINE or tag in ("br", "li") else "\n"
