"""However the head of a resume tells who it is about, the same work gives the same bytes.

Resumes without the usual headings, where it is easiest to take a head for work.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from servicekit import canonical
from services.ingest import wire
from services.ingest.documents.document import Document, Page
from services.ingest.extraction.extract import extract
from services.ingest.extraction.facts import YearMonth
from tests.property.ingest.people import person

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

_HEADS = (
    "{first} {last}\n{email}\n{phone}\n",
    "{first} {last} | {email} | {phone}\n",
    "{FIRST} {LAST}\n{address} | {phone}\n{email}\n",
    "Resume of {first} {last}\n{address}\n{email}\n",
    "{first} {last} ({pronouns})\n{email}\nlinkedin.com/in/{handle}\n",
    "{first} {last}\n{address}\nDate of birth: {born}\nNationality: {nation}\n{email}\n",
    "{first} {last}\n{phone}\n",
    "{first} {last}\n",
)
_PROSE = "Restores boilers and pumps for hospitals and schools in the whole of the valley.\n"
_BODIES = (
    f"TABLE GAMES DEALER\n{_PROSE}Skills\nPython, welding\n",
    f"{_PROSE}Cook, Harbour Grill, 2015 - 2018\nWaiter, Blue Anchor, 2012 - 2014\n",
    (
        "Experience\nTable Games Dealer, Northwind Casino\nJan 2015 - May 2018\n"
        "{first} {last} - Page 2\nKey Holder, Blue Anchor\n2012 - 2014\nOpened the shop\n"
    ),
    (
        "Experience\nClerk, Northwind Traders, Austin, TX, 2015 - 2018\n"
        "Served the state of Virginia and a Virginia news blog\n"
        "Education\nBA: Business, MA: History\n"
    ),
)


def _leaving(text: str, taxonomy: Taxonomy) -> bytes:
    document = Document("text/plain", text, (Page(1, 0, len(text)),))
    facts = extract(document, as_of=YearMonth(2025, 6), taxonomy=taxonomy).facts
    return canonical.canonical(wire.scorable(facts))


@pytest.mark.parametrize("body", _BODIES)
def test_no_head_changes_what_leaves(body: str, taxonomy: Taxonomy) -> None:
    seed = int(os.environ.get("CANDOR_SEED", "0")) or random.SystemRandom().randrange(1, 2**32)
    chance = random.Random(seed)  # noqa: S311  # a draw of test data
    for head in _HEADS:
        one, *others = (person(chance) for _ in range(8))
        first = _leaving((head + body).format(**one.values), taxonomy)
        for other in others:
            told = f"CANDOR_SEED={seed}, {head!r}, {one} and {other}"
            assert _leaving((head + body).format(**other.values), taxonomy) == first, told


@pytest.mark.parametrize(
    "name", ["Jack Ma", "Ba Kanumuri", "Virginia Woods", "Austin Lee", "Yo-Yo Ma", "Paris Young"]
)
@pytest.mark.parametrize("body", _BODIES)
def test_no_name_that_is_a_place_or_a_degree_changes_what_leaves(
    name: str, body: str, taxonomy: Taxonomy
) -> None:
    left: set[bytes] = set()
    for first, last in (("Ada", "Lovelace"), name.split()):
        values = {"first": first, "last": last}
        left.add(_leaving(f"{first} {last}\nx1@example.org\n{body}".format(**values), taxonomy))
    assert len(left) == 1


def test_a_head_changes_nothing_where_there_was_none(taxonomy: Taxonomy) -> None:
    body = (
        "TABLE GAMES DEALER\nExperience\nTable Games Dealer, Northwind Casino, 2015 - 2018\n"
        "Table games dealer for high stakes\nEducation\nBA: Business\n"
    )
    without = _leaving(body, taxonomy)
    assert b"TABLE GAMES DEALER" in without
    assert _leaving(f"Ada Lovelace\nada@example.org\n{body}", taxonomy) == without
