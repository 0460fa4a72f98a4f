"""Pages as HTML, and from it PDF through WeasyPrint and Chromium."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from benchmarks.parse.pages import Entry, Page, Part

LAYOUTS = ("plain", "side", "margin", "flow")
_FONTS = ("Lato", "Liberation Serif", "DejaVu Sans", "Carlito", "Liberation Sans Narrow")
_BASE = """@page {{ size: {size}; margin: {margin} }} body {{ font: {points}pt/1.35 "{font}";
 margin: 0 }} h1 {{ font-size: 2em; margin: 0 }} h2 {{ font-size: 1.15em; margin: 1em 0 .3em;
 color: {color}; {rule} }} p, ul {{ margin: .2em 0 }} .entry {{ margin-bottom: .6em }}
 .head {{ font-weight: bold }} .contacts span + span::before {{ content: "{mark}" }}
 .entry {{ break-inside: avoid }}"""
_STYLES = {
    "plain": ".top { display: flex; justify-content: space-between }",
    "side": (
        ".body { display: flex; gap: 6mm } aside { width: 32%; background: #eee; padding: 3mm }"
        " main { flex: 1 } .contacts span { display: block }"
        " .contacts span + span::before { content: '' !important }"
        " .top { display: flex; justify-content: space-between }"
    ),
    "margin": (
        ".entry { display: grid; grid-template-columns: 38mm 1fr } .dates { color: #555 }"
        " .lines { margin-left: 38mm }"
    ),
    "flow": ".dates { font-style: italic }",
}


def html(page: Page, layout: str, dice: Random) -> str:
    """Return the page as HTML in one of LAYOUTS."""
    narrow = [part for part in page.parts if part.narrow] if layout == "side" else []
    wide = [part for part in page.parts if part not in narrow]
    mark = dice.choice((" | ", " · ", " • ", ", "))
    style = _BASE.format(
        size=dice.choice(("A4", "letter")),
        margin=dice.choice(("12mm 14mm", "18mm 20mm", "15mm")),
        points=dice.choice((9, 9.5, 10, 10.5, 11)),
        font=dice.choice(_FONTS),
        color=dice.choice(("#000", "#1a4a7a", "#7a1a3a", "#2a6b4a")),
        rule=dice.choice(("", "border-bottom: 1px solid #888", "text-transform: uppercase")),
        mark=mark,
    )
    contacts = "".join(f"<span>{_linked(each)}</span>" for each in page.contacts)
    contacts = f'<p class="contacts">{contacts}</p>'
    headline = f"<p>{escape(page.headline)}</p>" if page.headline else ""
    header = f"<header><h1>{escape(page.name)}</h1>{headline}"
    header += "</header>" if layout == "side" else f"{contacts}</header>"
    sections = "".join(_part(part, layout) for part in wide)
    aside = f"<aside>{contacts}{''.join(_part(part, layout) for part in narrow)}</aside>"
    body = f"<main>{sections}</main>"
    if layout == "side":
        order = (aside, body) if dice.random() < 0.6 else (body, aside)
        body = f'<div class="body">{"".join(order)}</div>'
    return (
        f'<!DOCTYPE html><html lang="{page.language}"><head><meta charset="utf-8">'
        f"<title>{escape(page.name)}</title><style>{style}{_STYLES[layout]}</style></head>"
        f"<body>{header}{body}</body></html>"
    )


def _linked(text: str) -> str:
    if "@" in text:
        return f'<a href="mailto:{escape(text)}">{escape(text)}</a>'
    if ".com" in text:
        address = text if text.startswith("http") else f"https://{text}"
        return f'<a href="{escape(address)}">{escape(text)}</a>'
    return escape(text)


def _part(part: Part, layout: str) -> str:
    lines = [escape(line) for line in part.lines]
    told = "".join(f"<li>{line}</li>" for line in lines)
    told = f"<ul>{told}</ul>" if part.listed else "".join(f"<p>{line}</p>" for line in lines)
    entries = "".join(_entry(each, layout) for each in part.entries)
    told = f'<h2>{escape(part.heading)}</h2><div class="lines">{told}</div>'
    return f"<section>{told}{entries}</section>"


def _entry(entry: Entry, layout: str) -> str:
    dates = f'<div class="dates">{escape(entry.dates)}</div>'
    heads = [f"<div>{escape(head)}</div>" for head in entry.heads[1:]]
    first = f'<div class="head">{escape(entry.heads[0])}</div>'
    told = f"<p>{escape(entry.text)}</p>" if entry.text else ""
    bullets = "".join(f"<li>{escape(each)}</li>" for each in entry.bullets)
    told += f"<ul>{bullets}</ul>" if bullets else ""
    if layout == "margin":
        return f'<div class="entry">{dates}<div>{first}{"".join(heads)}{told}</div></div>'
    if layout == "flow":
        return f'<div class="entry">{first}{"".join(heads)}{dates}{told}</div>'
    return f'<div class="entry"><div class="top">{first}{dates}</div>{"".join(heads)}{told}</div>'


def weasyprint_pdf(text: str, file: Path) -> None:
    """Write HTML as a PDF through WeasyPrint."""
    import weasyprint  # noqa: PLC0415  # slow to load, and only those who print need it

    weasyprint.HTML(string=text).write_pdf(file)


def chromium() -> str | None:
    """Return the path of Chromium if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")


def chromium_pdf(program: str, text: str, file: Path) -> None:
    """Write HTML as a PDF through Chromium."""
    with tempfile.TemporaryDirectory(prefix="candor-page-") as name:
        source = Path(name) / "page.html"
        source.write_text(text, encoding="utf-8")
        command = [
            *(program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
            *(f"--user-data-dir={name}/profile", f"--print-to-pdf={file.resolve()}"),
            source.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603
