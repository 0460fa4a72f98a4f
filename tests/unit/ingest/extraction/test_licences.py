"""Certificates and licences that job texts ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.ingest.extraction.facts import Requirement, RequirementKind
from services.ingest.extraction.requirements import requirements

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy


def _asked(line: str, taxonomy: Taxonomy) -> list[Requirement]:
    items = requirements(f"Clerk\nRequirements\n- {line}\n", taxonomy=taxonomy).items
    return [item for item in items if item.kind is RequirementKind.CERTIFICATE]


@pytest.mark.parametrize(
    ("line", "label", "term"),
    [
        ("PMP certification", "PMP certification", "pmp"),
        ("Valid CPA license", "CPA license", "cpa"),
        ("RN license required", "RN license", "rn"),
        ("You are ACLS certified", "ACLS certified", "acls"),
        ("PMP-Zertifizierung", "PMP-Zertifizierung", "pmp"),
        ("Certified in SAP", "SAP", "sap"),
        ("Scrum Master certification", "Scrum Master certification", "scrum master"),
        (
            "AWS Certified Solutions Architect",
            "AWS Certified Solutions Architect",
            "aws certified solutions architect",
        ),
        ("Driving licence B", "Driving licence B", "driving licence"),
        ("a valid Class B driver's license", "Class B driver's license", "driver's license"),
        ("F\u00fchrerschein Klasse B", "F\u00fchrerschein Klasse B", "fuhrerschein"),
        ("a current nursing license", "nursing license", "nursing license"),
    ],
)
def test_a_name_beside_a_word_for_a_paper_is_asked_for(
    line: str, label: str, term: str, taxonomy: Taxonomy
) -> None:
    (item,) = _asked(line, taxonomy)
    assert (item.label, item.term, item.must, item.alternative) == (label, term, True, 0)


@pytest.mark.parametrize(
    ("line", "terms"),
    [
        ("CISSP, CISM or CEH certification", ["cissp", "cism", "ceh"]),
        ("certifications such as CISSP, CISM and CEH", ["cissp", "cism", "ceh"]),
        ("Docker (DCA) or Kubernetes (CKAD) certification", ["docker", "kubernetes", "ckad"]),
        ("Certified Public Accountant (CPA)", ["certified public accountant", "cpa"]),
    ],
)
def test_of_alternatives_one_is_a_must(line: str, terms: list[str], taxonomy: Taxonomy) -> None:
    items = _asked(line, taxonomy)
    assert [item.term for item in items] == terms
    assert {item.alternative for item in items} == {1}
    assert all(item.one_is_must and not item.must for item in items)


@pytest.mark.parametrize(
    "line",
    [
        "You maintain our ISO 27001 certification",
        "Professional certifications are a plus",
        "Experience with TLS and certificates",
        "We are certified partners of many vendors",
        "High School Diploma, GED or equivalent certification",
    ],
)
def test_what_is_no_paper_of_a_person_is_not_asked_for(line: str, taxonomy: Taxonomy) -> None:
    assert _asked(line, taxonomy) == []


def test_a_certificate_cites_its_line_and_is_no_term_as_well(taxonomy: Taxonomy) -> None:
    text = "Clerk\nRequirements\n- XYZQ certification\n"
    (item,) = requirements(text, taxonomy=taxonomy).items
    assert item.kind is RequirementKind.CERTIFICATE
    assert text[item.span.start : item.span.end] == "XYZQ certification"


def test_a_sentence_that_prefers_makes_a_should(taxonomy: Taxonomy) -> None:
    (item,) = _asked("PMP certification is a plus", taxonomy)
    assert not item.must
