"""Make `resumes/`, `index.json` and `README.md` from `people/`.

Run as `python -m samples.make [SLUG ...]` from the root.

Needs the `samples` extra, and on the path `chromium` and `soffice` for the people whose
resumes those programs make. With slugs, only those resumes are made anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from samples.person import read
from samples.producers import (
    html_pages,
    reportlab_pages,
    text_pages,
    typst_pages,
    word_pages,
)
from samples.sheet import compose

if TYPE_CHECKING:
    from samples.person import Person

HERE = Path(__file__).parent
JOBS = tuple(path.stem for path in sorted((HERE / "jobs").glob("*.txt")))
PRODUCERS = {
    "typst": "Typst",
    "weasyprint": "WeasyPrint",
    "chromium": "Chromium print",
    "reportlab": "ReportLab",
    "libreoffice": "LibreOffice Writer",
    "python-docx": "python-docx",
    "text": "plain text",
}
LAYOUTS = {
    ("typst", "classic"): "one column, serif, centred head",
    ("typst", "sidebar"): "two columns, tinted column on the left",
    ("typst", "compact"): "one column, dates in the margin",
    ("typst", "ruled"): "one column, sans serif, ruled headings, dates on the right",
    ("weasyprint", "column"): "one column, serif, dates on the right",
    ("weasyprint", "sidebar"): "two columns, dark column on the left",
    ("chromium", "timeline"): "one column with a time line, lists in three columns below",
    ("chromium", "rail"): "two columns, rail on the right, coloured head",
    ("reportlab", "banner"): "one column under a coloured banner",
    ("reportlab", "columns"): "two columns, rail on the right, Times",
    ("libreoffice", "plain"): "one column, Word headings",
    ("libreoffice", "table"): "table of two columns",
    ("python-docx", "plain"): "one column, Word headings",
    ("python-docx", "table"): "table of two columns",
    ("text", "plain"): "headings in capitals",
    ("text", "ruled"): "underlined headings",
}
README = """# Samples

{count} resumes of invented people, for `candor demo` and for trying things, and three adverts in
[`jobs/`](jobs/README.md). Nobody here exists: mail domains are reserved by RFC 2606, phone numbers
are kept for fiction by their countries (Spain keeps none: that one cannot be assigned), and any
likeness is chance. The universities are mostly real, companies and hospitals are invented.

What each person says is in `people/`; `make.py` renders it by the programs that people really use.
`index.json` holds the table below for programs, with `intended_fit`: how well whoever invented the
person meant them to fit each job.

| File | Producer | Layout | Person | Role |
|---|---|---|---|---|
{rows}
"""


def main(slugs: list[str]) -> None:
    """Render the people named by `slugs`, or all; then write the index and the table of all."""
    people = [read(path) for path in sorted((HERE / "people").glob("*.yaml"))]
    unknown = set(slugs) - {person.slug for person in people}
    if unknown:
        sys.exit(f"nobody is called {', '.join(sorted(unknown))}")
    for person in people:
        if not slugs or person.slug in slugs:
            print(_file(person))
            _render(person, HERE / _file(person))
    index = json.dumps([_indexed(person) for person in people], indent=1, ensure_ascii=False)
    (HERE / "index.json").write_text(index + "\n", "utf-8")
    rows = "\n".join(_row(person) for person in people)
    (HERE / "README.md").write_text(README.format(count=len(people), rows=rows), "utf-8")


def _render(person: Person, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    sheet = compose(person)
    match person.producer:
        case "typst":
            typst_pages.write(sheet, person.layout, target)
        case "weasyprint":
            html_pages.weasyprint_pdf(sheet, person.layout, target)
        case "chromium":
            html_pages.chromium_pdf(sheet, person.layout, target)
        case "reportlab":
            reportlab_pages.write(sheet, person.layout, target)
        case "libreoffice":
            word_pages.libreoffice_pdf(sheet, person.layout, target)
        case "python-docx":
            word_pages.docx_file(sheet, person.layout, target)
        case "text":
            text_pages.write(sheet, person.layout, target)


def _file(person: Person) -> str:
    suffix = {"text": "txt", "python-docx": "docx"}.get(person.producer, "pdf")
    return f"resumes/{person.slug}.{suffix}"


def _indexed(person: Person) -> dict[str, object]:
    return {
        "file": _file(person),
        "slug": person.slug,
        "name": person.name,
        "role": person.headline,
        "family": person.family,
        "language": person.language,
        "producer": PRODUCERS[person.producer],
        "layout": LAYOUTS[person.producer, person.layout],
        "intended_fit": {job: person.fit.get(job, "weak") for job in JOBS},
    }


def _row(person: Person) -> str:
    entry = (
        f"[`{Path(_file(person)).name}`]({_file(person)})",
        PRODUCERS[person.producer],
        LAYOUTS[person.producer, person.layout],
        person.name,
        person.headline,
    )
    return f"| {' | '.join(entry)} |"


if __name__ == "__main__":
    main(sys.argv[1:])
