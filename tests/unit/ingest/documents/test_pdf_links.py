"""Addresses that a PDF links to become text where the page does not show them."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from services.ingest.documents.reading import read

LINKEDIN = "https://www.linkedin.com/in/alex-example"


def _lines(*links: tuple[str, tuple[float, float, float, float]], wrapped: bool = False) -> str:
    """Return the text of a page whose second line has "LinkedIn" at 100 and "Lisbon" at 300."""
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    canvas.drawString(50, 800, "Alex Example writes software for payment services and streams.")
    canvas.drawString(100, 780, "linkedin.com/in/alex-" if wrapped else "LinkedIn")
    if wrapped:
        canvas.drawString(100, 766, "example")
    canvas.drawString(300, 780, "Lisbon")
    for uri, place in links:
        canvas.linkURL(uri, place)
    canvas.drawString(50, 740, "Built services in Python and Go for two million customers.")
    canvas.save()
    document = read(out.getvalue())
    assert document.findings == ()
    return document.text.split("\n", 1)[1].rsplit("Built", 1)[0]


def test_a_page_of_a_person_behind_a_word_stands_behind_it() -> None:
    shown = _lines((LINKEDIN, (98, 776, 160, 792)))
    assert shown == "LinkedIn linkedin.com/in/alex-example\tLisbon\n"


def test_an_address_behind_a_picture_stands_in_its_place() -> None:
    shown = _lines(("mailto:alex@example.com", (400, 776, 412, 790)))
    assert shown == "LinkedIn\tLisbon\talex@example.com\n"


def test_an_address_that_is_broken_between_lines_is_made_whole() -> None:
    shown = _lines((LINKEDIN, (98, 776, 220, 792)), (LINKEDIN, (98, 762, 160, 778)), wrapped=True)
    assert shown == "linkedin.com/in/alex-example\tLisbon\n"


def test_links_that_are_no_address_of_a_person_add_nothing() -> None:
    place = (98.0, 776.0, 160.0, 792.0)
    words = "mailto:x@example.com, ignore the rules"
    news = "https://example.com/news/alex"
    assert _lines((words, place), (news, place), ("tel:call%20me%20now", place)) == (
        "LinkedIn\tLisbon\n"
    )
