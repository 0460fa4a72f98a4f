"""The HTML page of a resume; the style sheets in `css/` decide what it looks like."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samples.sheet import Block, Item, Sheet

PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{title}</title><meta name="author" content="{author}">
<style>{style}</style></head>
<body>
{body}
</body>
</html>
"""


def page(sheet: Sheet, layout: str, *, aside_first: bool) -> str:
    """Return the whole page of `sheet`, styled by `css/<layout>.css`."""
    style = (Path(__file__).with_name("css") / f"{layout}.css").read_text("utf-8")
    aside = _element("aside", _contact(sheet) + "".join(_block(block) for block in sheet.blocks))
    main = _element("main", _career(sheet))
    body = f"{aside}\n{main}" if aside_first else f"{main}\n{aside}"
    return PAGE.format(
        language=sheet.language,
        title=escape(f"{sheet.name}, {sheet.headline}"),
        author=escape(sheet.name),
        style=style,
        body=_head(sheet) + body,
    )


def _head(sheet: Sheet) -> str:
    contacts = "".join(f"<li>{escape(contact)}</li>" for contact in sheet.contacts)
    return _element(
        "header",
        f"<h1>{escape(sheet.name)}</h1><p class='headline'>{escape(sheet.headline)}</p>"
        f"<ul class='contact'>{contacts}</ul>",
    )


def _contact(sheet: Sheet) -> str:
    lines = "".join(f"<p>{escape(contact)}</p>" for contact in sheet.contacts)
    return f"<section class='contact'><h2>{escape(sheet.contact_heading)}</h2>{lines}</section>"


def _career(sheet: Sheet) -> str:
    jobs = "".join(_item(item) for item in sheet.experience)
    degrees = "".join(_item(item) for item in sheet.education)
    return (
        f"<section><h2>{escape(sheet.summary_heading)}</h2><p>{escape(sheet.summary)}</p></section>"
        f"<section><h2>{escape(sheet.experience_heading)}</h2>{jobs}</section>"
        f"<section><h2>{escape(sheet.education_heading)}</h2>{degrees}</section>"
    )


def _item(item: Item) -> str:
    where = ", ".join(part for part in (item.where, item.place) if part)
    lines = "".join(f"<li>{escape(line)}</li>" for line in item.lines)
    return (
        "<article>"
        f"<h3>{escape(item.title)}</h3>"
        f"<p class='where'><span>{escape(where)}</span><time>{escape(item.dates)}</time></p>"
        f"{_element('ul', lines) if lines else ''}</article>"
    )


def _block(block: Block) -> str:
    lines = "".join(
        f"<p><b>{escape(label)}</b> <span>{escape(text)}</span></p>"
        if label
        else f"<p>{escape(text)}</p>"
        for label, text in block.lines
    )
    return f"<section><h2>{escape(block.heading)}</h2>{lines}</section>"


def _element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"
