"""Whoever a resume is about, what leaves Ingest is the same to the byte.

A hundred resumes, each about twenty people drawn afresh every run. A failure prints the
seed: CANDOR_SEED=... repeats the run, and CANDOR_SWAPS=20 makes all of the swaps.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

from servicekit import canonical
from services.ingest import wire
from services.ingest.documents.document import Document, Page
from services.ingest.extraction.extract import extract
from services.ingest.extraction.facts import YearMonth
from tests.property.ingest.bodies import resumes
from tests.property.ingest.people import names, person

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

_SWAPS = int(os.environ.get("CANDOR_SWAPS", "4"))  # of 20: a sample, for the sake of time


def _leaving(text: str, taxonomy: Taxonomy) -> bytes:
    """Return the canonical bytes of what Matcher gets of a resume."""
    document = Document("text/plain", text, (Page(1, 0, len(text)),))
    facts = extract(document, as_of=YearMonth(2025, 6), taxonomy=taxonomy).facts
    return canonical.canonical(wire.scorable(facts))


def test_who_it_is_changes_no_byte_of_what_leaves(taxonomy: Taxonomy) -> None:
    seed = int(os.environ.get("CANDOR_SEED", "0")) or random.SystemRandom().randrange(1, 2**32)
    chance = random.Random(seed)  # noqa: S311  # a draw of test data
    for number, resume in enumerate(resumes()):
        people = [person(chance) for _ in range(20)]
        swapped = [people[0], *chance.sample(people[1:], min(_SWAPS, 19))]
        texts = [resume.format(**each.values) for each in swapped]
        first = _leaving(texts[0], taxonomy)
        for who, text in zip(swapped[1:], texts[1:], strict=True):
            told = f"CANDOR_SEED={seed}, resume {number}, {swapped[0]} and {who}"
            assert _leaving(text, taxonomy) == first, told


def test_no_name_contact_or_origin_of_anybody_leaves(taxonomy: Taxonomy) -> None:
    seed = random.SystemRandom().randrange(1, 2**32)
    chance = random.Random(seed)  # noqa: S311  # a draw of test data
    for resume in resumes():
        who = person(chance)
        left = _leaving(resume.format(**who.values), taxonomy).decode()
        for key in ("email", "phone", "nation_de", "nation_fr", "LAST"):
            assert who.values[key] not in left, f"seed {seed}: {key} of {who}"
        assert f"{who.first} {who.last}" not in left, f"seed {seed}: {who}"


def test_other_work_changes_what_leaves(taxonomy: Taxonomy) -> None:
    who = person(random.Random(1))  # noqa: S311  # a draw of test data
    different = resumes()[::10]
    left = {_leaving(resume.format(**who.values), taxonomy) for resume in different}
    assert len(left) == len(different)


def test_there_are_a_hundred_resumes_and_names_of_four_groups() -> None:
    assert (len(resumes()), len(names())) == (100, 130)
