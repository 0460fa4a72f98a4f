"""PDF by Typst, from the templates in `typst/`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typst

if TYPE_CHECKING:
    from samples.sheet import Sheet


def write(sheet: Sheet, layout: str, target: Path) -> None:
    """Write `sheet` to `target` in `layout`: classic, sidebar or compact."""
    template = Path(__file__).with_name("typst") / f"{layout}.typ"
    pdf = typst.compile(template, sys_inputs={"sheet": json.dumps(asdict(sheet))}, format="pdf")
    target.write_bytes(pdf)
