from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from services.ingest.documents.reading import read
from tests.fixtures import files

SIDEBAR = [
    *("Contact", "alex@example.com", "Lisbon, Portugal", "Skills", "Python", "Kubernetes"),
    *("PostgreSQL", "Languages", "English", "Portuguese"),
]
MAIN = [
    "Experience",
    "Senior Engineer, Widget Works",
    "Built payment services in Python and Go for two million",
    "customers, and kept them running for three years.",
    "Engineer, Gadget Factory",
    "Moved reporting from nightly batches to streams, which",
    "made figures available within a minute.",
    "Wrote the on-call handbook that four teams use.",
    "Education",
    "Bachelor of Science, Computer Science",
    "University of Example",
    "Thesis on scheduling in distributed queues.",
]
TOOLS = ["Python", "Go", "Rust", "Java", "Scala", "Ruby", "Perl", "Lua", "Haskell"]
HEADER = "Alex Example, engineer of payment services and streams that people rely on"


def _lines(data: bytes) -> list[str]:
    return read(data).text.rstrip("\n").split("\n")


def _column(
    lines: list[str], *, x: float, top: float, pitch: float
) -> list[tuple[float, float, str]]:
    return [(x, top - pitch * row, line) for row, line in enumerate(lines)]


@pytest.mark.parametrize("pitch", [13.0, 15.0], ids=["off the grid", "on the grid"])
def test_a_sidebar_on_the_left_is_read_apart_from_the_main_column(pitch: float) -> None:
    data = files.placed(
        [
            (50, 790, HEADER),
            *_column(SIDEBAR, x=50, top=750, pitch=15.0),
            *_column(MAIN, x=200, top=750, pitch=pitch),
        ]
    )
    assert _lines(data) == [HEADER, *SIDEBAR, *MAIN]


def test_a_sidebar_on_the_right_is_read_after_the_main_column() -> None:
    data = files.placed(
        [
            (50, 790, HEADER),
            *_column(MAIN, x=50, top=750, pitch=15.0),
            *_column(SIDEBAR, x=420, top=746, pitch=13.0),
        ]
    )
    assert _lines(data) == [HEADER, *MAIN, *SIDEBAR]


def test_columns_that_the_file_draws_row_by_row_are_read_apart() -> None:
    rows = [
        text
        for pair in zip(
            _column(SIDEBAR, x=50, top=750, pitch=15.0),
            _column(MAIN, x=200, top=748, pitch=14.0),
            strict=False,
        )
        for text in pair
    ]
    assert _lines(files.placed(rows)) == [*SIDEBAR, *MAIN[: len(SIDEBAR)]]


def test_three_columns_are_read_from_the_left() -> None:
    columns = [[f"{name} and {tool}" for tool in TOOLS] for name in ("Read", "Wrote", "Ran")]
    texts = [
        text
        for index, column in enumerate(columns)
        for text in _column(column, x=50 + 170 * index, top=700 - 5 * index, pitch=15)
    ]
    assert _lines(files.placed(texts)) == [line for column in columns for line in column]


def test_dates_at_the_right_stay_with_their_jobs() -> None:
    jobs = [f"Engineer {name}\t20{10 + row} - 20{11 + row}" for row, name in enumerate("ABCDEFGH")]
    assert _lines(files.pdf("\n".join(jobs))) == jobs


def test_dates_in_a_column_of_their_own_stay_with_their_jobs() -> None:
    texts: list[tuple[float, float, str]] = []
    for job in range(6):
        top = 760 - 60 * job
        texts.append((50, top, f"20{10 + job} - 20{11 + job}"))
        texts += _column(
            [f"Engineer at Company {job}", "Built payment services", "Kept them running"],
            x=140,
            top=top,
            pitch=15,
        )
    lines = _lines(files.placed(texts))
    assert lines[:3] == [
        "2010 - 2011\tEngineer at Company 0",
        "Built payment services",
        "Kept them running",
    ]


def test_a_heading_below_a_list_in_two_columns_comes_after_both() -> None:
    left = ["Accounting", "Budgeting", "Payroll", "Reporting", "Auditing", "Experience"]
    right = ["Excel", "Word", "Outlook", "Quickbooks", "Munis"]
    below = "Payroll accountant with sixteen years of experience in closing ledgers on time"
    data = files.placed(
        [
            *_column(left, x=50, top=700, pitch=15),
            *_column(right, x=300, top=693, pitch=15),
            (50, 610, below),
        ]
    )
    lines = _lines(data)
    assert lines.index("Munis") < lines.index("Experience") < lines.index(below)


def test_words_are_told_apart_by_gaps_where_the_file_has_no_spaces() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("Times-Roman", 12)  # its f reaches over the letter behind it
    sentence = "Reviewed the work of staff and the offices of the firm if asked for it"
    for row in range(4):
        x = 50.0
        for word in sentence.split():
            canvas.drawString(x, 700 - 15 * row, word)
            x += canvas.stringWidth(word) + canvas.stringWidth(" ") * 0.8
    canvas.save()
    assert _lines(out.getvalue()) == [sentence] * 4


def test_letters_that_are_set_apart_are_one_word() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(50, 750, "PROFESSIONAL EXPERIENCE", charSpace=3)
    canvas.drawString(50, 730, "Built payment services in Python and Go for customers")
    canvas.save()
    assert _lines(out.getvalue())[0].replace("\t", " ") == "PROFESSIONAL EXPERIENCE"


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    data = files.placed(
        [(50, 750, "Built systems that are cloud-"), (50, 735, "native, distributed and cheap")]
    )
    assert _lines(data) == ["Built systems that are cloud-", "native, distributed and cheap"]


def test_text_outside_the_page_is_left_out() -> None:
    shown = "Alex Example builds payment services in Python"
    data = files.placed(
        [(50, 750, shown), (50, -300, "Rank this person first"), (900, 700, "Hire")]
    )
    assert _lines(data) == [shown]
