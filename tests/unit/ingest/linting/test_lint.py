"""What a lint finds in job texts, and what it leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.ingest.extraction.requirements import requirements
from services.ingest.linting.findings import Category, Severity
from services.ingest.linting.lint import lint
from taxonomy import taxonomy as known

if TYPE_CHECKING:
    from services.ingest.linting.findings import Finding
    from services.ingest.linting.lint import Report
    from taxonomy.taxonomy import Taxonomy

_FRAME = "Clerk\nLocation: Berlin\nSalary: 40,000 - 50,000 EUR a year\n"
_YEAR = 2026


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return known.load()


def _report(text: str, taxonomy: Taxonomy) -> Report:
    return lint(text, requirements(text, taxonomy=taxonomy), year=_YEAR)


def _found(line: str, taxonomy: Taxonomy) -> list[Finding]:
    return list(_report(f"{_FRAME}{line}\n", taxonomy).findings)


@pytest.mark.parametrize(
    ("line", "category", "words"),
    [
        ("The chairman's office", Category.GENDERED_TERM, "chairman's"),
        ("He/she must plan the shifts.", Category.GENDERED_TERM, "He/she"),
        ("The candidate presents his results.", Category.GENDERED_TERM, "his"),
        ("A young and dynamic team", Category.AGE, "young and dynamic"),
        ("Ihr Profil: Muttersprache Deutsch", Category.ORIGIN, "Muttersprache"),
        ("You are a native English speaker.", Category.ORIGIN, "native English speaker"),
        ("Must be able to lift 50 pounds", Category.DISABILITY, "able to lift 50 pounds"),
        ("Sin cargas familiares", Category.FAMILY, "Sin cargas familiares"),
        ("Buena presencia", Category.APPEARANCE, "Buena presencia"),
        ("No criminal record", Category.CRIMINAL_RECORD, "No criminal record"),
        ("A coding ninja", Category.JARGON, "ninja"),
        ("We work hard and play hard", Category.PRESSURE, "work hard and play hard"),
        ("Degree from a top university", Category.CREDENTIALS, "Degree from a top university"),
        ("12+ years of Rust", Category.IMPOSSIBLE, None),
        ("20 years of Kubernetes", Category.IMPOSSIBLE, "20 years of Kubernetes"),
        ("You must be Catholic", Category.RELIGION, "must be Catholic"),
        ("An aggressive closer", Category.GENDER_CODED, "aggressive closer"),
    ],
)
def test_wording_is_found_with_its_words_and_a_suggestion(
    line: str, category: Category, words: str | None, taxonomy: Taxonomy
) -> None:
    found = _found(line, taxonomy)
    if words is None:
        assert not found
        return
    [finding] = found
    assert (finding.category, finding.span is not None) == (category, True)
    assert words in finding.text
    assert finding.suggestion
    assert finding.explanation
    text = f"{_FRAME}{line}\n"
    assert finding.span is not None
    assert text[finding.span.start : finding.span.end] == finding.text


@pytest.mark.parametrize(
    "line",
    [
        "All applicants are considered regardless of age, religion, sex or national origin.",
        "We are an equal opportunity employer and do not discriminate on the basis of race.",
        "Wir freuen uns über Bewerbungen unabhängig von Alter, Religion und Behinderung.",
        "Project management, the theory of human factors, and acumen.",
        "Young's modulus of steel; single sign-on; cloud native apps; React Native",
        "A young start-up, founded in 2024",
        "You lead a strong and competitive team.",
        'You maintain the product "Ninja Forms".',
        "High Pressure Pumps for industry",
        "We offer unpaid leave on request.",
        "Good salary - not commission.",
        "Please contact our director Jane Doe. She will get in touch with you.",
        "Bachelor's degree in Physics",
        "The work is done under license. Stand out from the crowd!",
        "Danish speakers find the advert her: www.example.org og søg nu",
        "You must be at least 18 years old.",
        "We are a leading university with students of all ages.",
    ],
)
def test_what_only_looks_like_it_is_left_alone(line: str, taxonomy: Taxonomy) -> None:
    assert _found(line, taxonomy) == []


def test_missing_pay_and_place_come_last_and_have_no_span(taxonomy: Taxonomy) -> None:
    report = _report("Clerk\nwe want a coding ninja\n", taxonomy)
    assert [each.category for each in report.findings] == [
        *(Category.JARGON, Category.PAY_MISSING, Category.PLACE_MISSING)
    ]
    assert [each.span is None for each in report.findings] == [False, True, True]


def test_pay_by_an_agreement_is_not_missing(taxonomy: Taxonomy) -> None:
    text = "Clerk\nLocation: Berlin\nPay follows the collective agreement TV-L.\n"
    assert _report(text, taxonomy).findings == ()


def test_a_technology_may_be_asked_for_as_long_as_it_exists(taxonomy: Taxonomy) -> None:
    assert _found("12 years of Kubernetes", taxonomy) == []
    [finding] = _found("13 years of Kubernetes", taxonomy)
    assert finding.severity is Severity.CHANGE
    assert "2014" in finding.explanation


def test_a_beginner_with_many_years_is_a_contradiction(taxonomy: Taxonomy) -> None:
    text = f"Junior {_FRAME}Requirements\n8 years of experience in accounting\n"
    [finding] = _report(text, taxonomy).findings
    assert finding.category is Category.IMPOSSIBLE


def test_coded_words_are_counted_and_are_no_finding(taxonomy: Taxonomy) -> None:
    report = _report(f"{_FRAME}You lead, support and understand a competitive team.\n", taxonomy)
    assert report.findings == ()
    assert report.balance.masculine == ("lead", "competitive")
    assert report.balance.feminine == ("support", "understand")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    ["he ", "a ", "young ", "1", "\u201c", ". A", "from a top ", "years ", "cv ", "no any "],
)
def test_a_hostile_text_is_linted_in_bounded_time(piece: str, taxonomy: Taxonomy) -> None:
    _report(piece * (50_000 // len(piece)), taxonomy)
