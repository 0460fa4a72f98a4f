"""PDF from HTML: by WeasyPrint in process, by Chromium as a program."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import weasyprint

from samples.producers import markup

if TYPE_CHECKING:
    from samples.sheet import Sheet

SAMPLE_DATE = b"D:20261101000000+00'00'"


def weasyprint_pdf(sheet: Sheet, layout: str, target: Path) -> None:
    """Write `sheet` to `target` in `layout`: column or sidebar."""
    source = markup.page(sheet, layout, aside_first=layout == "sidebar")
    weasyprint.HTML(string=source).write_pdf(target, pdf_identifier=b"candor-samples00")


def chromium_pdf(sheet: Sheet, layout: str, target: Path) -> None:
    """Write `sheet` to `target` in `layout`: timeline or rail. Needs `chromium` on the path."""
    with TemporaryDirectory() as folder:
        source = Path(folder, "resume.html")
        source.write_text(markup.page(sheet, layout, aside_first=False), "utf-8")
        subprocess.run(  # noqa: S603  # all arguments are our own
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu"),
                *(f"--user-data-dir={folder}/profile", "--no-pdf-header-footer"),
                *(f"--print-to-pdf={target.resolve()}", source.as_uri()),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    # Chromium takes no clock; a date of the same length keeps the file's offsets right.
    dated = re.sub(rb"D:\d{14}\+00'00'", SAMPLE_DATE, target.read_bytes())
    target.write_bytes(dated)
