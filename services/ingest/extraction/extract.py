"""From a document to what it says: who, kept here, and what, for Matcher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.blind import Blinded, blinded
from services.ingest.extraction.contact import owner_of
from services.ingest.extraction.employment import Job, jobs_of
from services.ingest.extraction.facts import (
    Education,
    Employment,
    LanguageFact,
    Position,
    Profile,
    Schooling,
    ScorableFacts,
    YearMonth,
)
from services.ingest.extraction.intervals import months
from services.ingest.extraction.languages import tongues_of
from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.schooling import Study, studies_of
from services.ingest.extraction.sections import sections_of
from services.ingest.extraction.skills import skills_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.ingest.documents.document import Document
    from taxonomy.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a document says, apart by whether it tells who."""

    profile: Profile
    facts: ScorableFacts


def extract(document: Document, *, as_of: YearMonth, taxonomy: Taxonomy) -> Extraction:
    """Return what `document` says about a person's work, education, skills and languages.

    Jobs that go on end at `as_of`, and recency counts from it. The facts are the same for
    the same work whoever did it, but for the offsets of spans. Any text has an extraction;
    one that is no resume has an empty or a doubtful one.
    """
    document = document.readable()
    sections = sections_of(lines_of(document.text))
    owner = owner_of(sections, taxonomy=taxonomy)
    jobs = jobs_of(sections, as_of=as_of, taxonomy=taxonomy)
    studies = studies_of(sections)
    blind = blinded(document, sections, owner, taxonomy=taxonomy)
    searched = _without(blind.text, _names_of_others(document.text, jobs, studies))
    facts = ScorableFacts(
        as_of=as_of,
        total_months=months(job.interval for job in jobs),
        positions=tuple(
            _position(document, job, blind, as_of, taxonomy) for job in jobs if job.title
        ),
        education=tuple(_education(document, study, blind) for study in studies),
        skills=skills_of(document, searched, sections, jobs, as_of=as_of, taxonomy=taxonomy),
        languages=tuple(
            LanguageFact(t.code, t.level, document.span(t.start, t.end), t.confidence)
            for t in tongues_of(sections)
        ),
        lines=blind.lines,
    )
    profile = Profile(
        contact=owner.contact,
        employment=tuple(_employment(document, job) for job in jobs),
        education=tuple(_schooling(document, study) for study in studies),
    )
    return Extraction(profile, facts)


def _employment(document: Document, job: Job) -> Employment:
    period = job.entry.period
    return Employment(
        title=job.title,
        employer=job.employer,
        start=period.start,
        end=period.end,
        current=job.current,
        bullets=tuple(
            document.span(line.start, line.end) for line in job.entry.lines if line.bullet
        ),
        span=document.span(job.start, job.end),
        confidence=job.confidence,
    )


def _position(
    document: Document, job: Job, blind: Blinded, as_of: YearMonth, taxonomy: Taxonomy
) -> Position:
    title = blind.title(job.title)
    occupation = taxonomy.occupation_of(title)
    at = document.text.find(job.title, job.start, job.end)
    span = (at, at + len(job.title)) if at >= 0 else (job.start, job.end)
    return Position(
        title=title,
        occupation_id=occupation.occupation_id if occupation is not None else "",
        months=months((job.interval,)),
        months_since_end=as_of.index + 1 - job.interval.end,
        span=document.span(*span),
        confidence=job.confidence,
    )


def _schooling(document: Document, study: Study) -> Schooling:
    degree = ", ".join(part for part in (study.degree, study.field) if part)
    return Schooling(
        degree=degree,
        institution=study.institution,
        end_year=study.end_year,
        span=document.span(study.start, study.end),
        confidence=study.confidence,
    )


def _education(document: Document, study: Study, blind: Blinded) -> Education:
    return Education(
        level=study.level,
        field=blind.title(study.field),
        span=document.span(study.start, study.end),
        confidence=study.confidence,
    )


def _names_of_others(
    text: str, jobs: Iterable[Job], studies: Iterable[Study]
) -> list[tuple[int, int]]:
    """Return where employers and institutions stand in their entries."""
    named = [(job.employer, job.start, job.end) for job in jobs]
    named += [(study.institution, study.start, study.end) for study in studies]
    found = ((text.find(name, start, end), len(name)) for name, start, end in named if name)
    return [(at, at + length) for at, length in found if at >= 0]


def _without(text: str, places: Sequence[tuple[int, int]]) -> str:
    """Return `text` with spaces at `places`."""
    for start, end in places:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
