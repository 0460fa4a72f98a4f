"""Pages as PDF through Typst, by templates of our own."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import rendercv_fonts
import typst

if TYPE_CHECKING:
    from random import Random

    from benchmarks.parse.pages import Page

LAYOUTS = ("banner", "dates", "centred")
_FONTS = ("Lato", "Source Sans 3", "EB Garamond", "Roboto", "Raleway", "Open Sans")
_TEMPLATES = Path(__file__).parent / "typst"


def write(page: Page, layout: str, dice: Random, file: Path) -> None:
    """Write the page in one of LAYOUTS.

    A coloured banner over two columns, dates in a column of their own, or a centred head over
    one column with dates at the right.
    """
    told = {
        "page": json.dumps(asdict(page)),
        "font": dice.choice(_FONTS),
        "size": str(dice.choice((9, 10, 11))),
        "paper": dice.choice(("a4", "us-letter")),
        "mark": dice.choice(("  |  ", "  ·  ", "    ")),
    }
    folders = list(rendercv_fonts.paths_to_font_folders)
    template = _TEMPLATES / f"{layout}.typ"
    typst.compile(template, output=file, font_paths=folders, sys_inputs=told)
