"""Jobs in three formats become plain text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servicekit.errors import FieldInvalid, ServiceError
from services.ingest.jobs.importing import LONGEST_SOURCE, read
from services.ingest.jobs.jobs import JobFormat

_FIXTURES = Path(__file__).parents[3] / "fixtures" / "jobs"
_TOLD = JobFormat.UNSPECIFIED


def _posting(**changed: object) -> dict[str, Any]:
    known: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": "Ward Nurse",
        "description": "<p>Care for people.</p><ul><li>RN licence</li><li>Night shifts</li></ul>",
    }
    return {**known, **changed}


def test_plain_text_stays_as_it_is() -> None:
    text = "Developer\n- List<String> & <LOCATION>\n  two  spaces\n"
    draft = read(text, "", _TOLD)
    assert (draft.text, draft.format) == (text, JobFormat.PLAIN)


def test_html_becomes_the_lines_that_a_browser_shows() -> None:
    page = (
        "<html><head><title>no</title></head><body><h1>Dev</h1><p>Go <b>or</b> Rust<br>now</p>"
        "<ul><li>a</li><li><p>b</p></li></ul><script>steal()</script>"
        '<p style="display:none">hidden</p><table><tr><td>Pay</td><td>5</td></tr></table></body>'
    )
    draft = read(page, "", _TOLD)
    lines = [line for line in draft.text.split("\n") if line]
    assert lines == ["Dev", "Go or Rust", "now", "• a", "• b", "Pay 5"]
    assert draft.format is JobFormat.HTML


def test_markup_that_a_job_board_escaped_is_read_as_markup() -> None:
    [job] = json.loads((_FIXTURES / "greenhouse.json").read_text())["jobs"]
    draft = read(job["content"], job["title"], _TOLD)
    assert draft.format is JobFormat.HTML
    assert "<p>" not in draft.text
    assert "&lt;" not in draft.text
    assert "Any HTML included through the hosted job application editor" in draft.text
    assert draft.title == "Vault Designer"


@pytest.mark.parametrize("wrapped", ["alone", "list", "graph", "page"])
def test_a_posting_is_found_wherever_json_ld_puts_it(wrapped: str) -> None:
    posting = _posting()
    source = {
        "alone": json.dumps(posting),
        "list": json.dumps([{"@type": "WebPage"}, posting]),
        "graph": json.dumps({"@context": "https://schema.org", "@graph": [posting]}),
        "page": f'<p>x</p><script type="application/ld+json">{json.dumps(posting)}</script>',
    }[wrapped]
    draft = read(source, "", _TOLD)
    assert draft.format is JobFormat.JOB_POSTING
    assert draft.title == "Ward Nurse"
    assert "• RN licence\n• Night shifts" in draft.text


def test_the_fields_of_a_posting_become_lines() -> None:
    draft = read(
        json.dumps(
            _posting(
                hiringOrganization={"@type": "Organization", "name": "St Example"},
                employmentType=["FULL_TIME", "part-time"],
                jobLocationType="TELECOMMUTE",
                applicantLocationRequirements={"@type": "Country", "name": "Austria"},
                jobLocation=[
                    {"address": {"addressLocality": "Graz", "addressCountry": {"name": "Austria"}}},
                    {"address": "Vienna"},
                ],
                baseSalary={
                    "currency": "EUR",
                    "value": {"minValue": 40000, "maxValue": "45000.50", "unitText": "YEAR"},
                },
                experienceRequirements={"monthsOfExperience": "24"},
                educationRequirements={"credentialCategory": "bachelor degree"},
                skills=["triage", {"name": "RN licence"}],
                validThrough="2027-03-18T00:00+02:00",
            )
        ),
        "",
        _TOLD,
    )
    assert draft.text.split("\n")[:8] == [
        "Ward Nurse",
        "Company: St Example",
        "Location: Graz, Austria",
        "Location: Vienna",
        "Fully remote, from: Austria",
        "Employment type: Full time, Part time",
        "Salary: 40,000 - 45,000.50 EUR per year",
        "Apply until: 2027-03-17",
    ]
    assert "Experience\n• 2 years of experience" in draft.text
    assert "Education\n• bachelor degree" in draft.text
    assert draft.text.endswith("Skills\n• triage\n"), "what the description says is not said twice"
    assert draft.hiring_organization == "St Example"
    assert draft.employment_types == ("FULL_TIME", "PART_TIME")
    assert draft.valid_through is not None


@pytest.mark.parametrize(
    ("source", "reason", "metadata"),
    [
        ('{"@type": "JobPosting", ', "JOB_POSTING_MALFORMED", ("", "not JSON")),
        (
            '{"@type": "JobPosting", "description": "d"}',
            "JOB_POSTING_MALFORMED",
            ("title", "missing"),
        ),
        (
            '{"@type": "JobPosting", "title": "t"}',
            "JOB_POSTING_MALFORMED",
            ("description", "missing"),
        ),
        (json.dumps(_posting(title=[[1]])), "JOB_POSTING_MALFORMED", ("title", "not a text")),
        (json.dumps(_posting(title=7)), "JOB_POSTING_MALFORMED", ("title", "not a text")),
        (
            json.dumps(_posting(validThrough="soon")),
            "JOB_POSTING_MALFORMED",
            ("validThrough", "not a date"),
        ),
        (
            json.dumps(_posting(baseSalary={"value": "a lot"})),
            "JOB_POSTING_MALFORMED",
            ("baseSalary", "not a number"),
        ),
        (
            json.dumps(_posting(baseSalary={"value": {"minValue": 9, "maxValue": 1}})),
            "JOB_POSTING_MALFORMED",
            ("baseSalary", "range"),
        ),
        (
            json.dumps(_posting(baseSalary={"value": float("nan")})),
            "JOB_POSTING_MALFORMED",
            ("baseSalary", "not a number"),
        ),
        (
            json.dumps(_posting(jobLocation=3)),
            "JOB_POSTING_MALFORMED",
            ("jobLocation", "not a place"),
        ),
        ("[" * 100_000 + '"@type"', "JOB_POSTING_MALFORMED", ("", "not JSON")),
        ('{"@type": "Person"}', "JOB_POSTING_MISSING", ()),
        ("<p> </p><script>x</script>", "JOB_TEXT_MISSING", ()),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_field(
    source: str, reason: str, metadata: tuple[str, ...]
) -> None:
    with pytest.raises(ServiceError) as caught:
        read(source, "", _TOLD)
    assert caught.value.reason == reason
    assert tuple(caught.value.metadata.values()) == metadata


def test_a_page_without_a_posting_is_no_posting() -> None:
    with pytest.raises(ServiceError) as caught:
        read("<p>A job</p>", "", JobFormat.JOB_POSTING)
    assert caught.value.reason == "JOB_POSTING_MISSING"


def test_a_source_beyond_the_limit_is_refused() -> None:
    with pytest.raises(FieldInvalid):
        read("<p>" + "x" * LONGEST_SOURCE, "", _TOLD)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "piece", ["<div>", "<!--", "<", "<a b=", "&lt;p", "<ul><li>", "</p>", "<p>", "<table><td>"]
)
def test_hostile_markup_is_read_in_bounded_time(piece: str) -> None:
    source = piece * (LONGEST_SOURCE // len(piece))
    for form in (JobFormat.HTML, _TOLD):
        try:
            read(source, "", form)
        except ServiceError as error:
            assert error.reason in ("FIELD_INVALID", "JOB_TEXT_MISSING")  # noqa: PT017  # or it reads
