"""Plain text, as people paste it into a form."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from samples.sheet import Item, Sheet

WIDTH = 88


def write(sheet: Sheet, layout: str, target: Path) -> None:
    """Write `sheet` to `target` in `layout`: plain (headings in capitals) or ruled."""
    target.write_text("\n".join(_lines(sheet, ruled=layout == "ruled")) + "\n", "utf-8")


def _lines(sheet: Sheet, *, ruled: bool) -> Iterator[str]:
    yield from (sheet.name, sheet.headline, *sheet.contacts)
    yield from _heading(sheet.summary_heading, ruled=ruled)
    yield fill(sheet.summary, WIDTH)
    for heading, items in (
        (sheet.experience_heading, sheet.experience),
        (sheet.education_heading, sheet.education),
    ):
        yield from _heading(heading, ruled=ruled)
        for number, item in enumerate(items):
            yield from [""] * (number > 0)
            yield from _item(item)
    for block in sheet.blocks:
        yield from _heading(block.heading, ruled=ruled)
        for label, text in block.lines:
            yield fill(f"{label}: {text}" if label else f"- {text}", WIDTH, subsequent_indent="  ")


def _heading(text: str, *, ruled: bool) -> tuple[str, ...]:
    return ("", text, "-" * len(text)) if ruled else ("", text.upper(), "")


def _item(item: Item) -> Iterator[str]:
    yield item.title
    yield ", ".join(part for part in (item.where, item.place) if part)
    yield item.dates
    for line in item.lines:
        yield fill(f"- {line}", WIDTH, subsequent_indent="  ")
