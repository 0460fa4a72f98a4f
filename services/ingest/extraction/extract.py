"""From a document to what it says: every fact with its place, and what of it scoring may know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.blind import blinded
from services.ingest.extraction.certifications import certifications_of
from services.ingest.extraction.contact import owner_of
from services.ingest.extraction.deriving import scorable
from services.ingest.extraction.employment import Job, jobs_of
from services.ingest.extraction.impersonal import impersonal
from services.ingest.extraction.languages import tongues_of
from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.projects import projects_of
from services.ingest.extraction.reaching import contacts_of
from services.ingest.extraction.reading import (
    Certification,
    Employment,
    Fact,
    Language,
    Project,
    Reading,
    Schooling,
    Summary,
)
from services.ingest.extraction.schooling import Study, studies_of
from services.ingest.extraction.sections import sections_of
from services.ingest.extraction.skills import skills_of
from services.ingest.extraction.summary import summary_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from services.ingest.documents.document import Document
    from services.ingest.extraction.facts import ScorableFacts, YearMonth
    from services.ingest.extraction.sections import Section
    from taxonomy.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a document says: all of it, and what scoring may know of it."""

    reading: Reading
    facts: ScorableFacts


def extract(document: Document, *, as_of: YearMonth, taxonomy: Taxonomy) -> Extraction:
    """Return what `document` says about a person's work, education, skills and languages.

    Jobs that go on end at `as_of`, and recency counts from it. The scorable facts are the
    same for the same work whoever did it. Any text has an extraction; one that is no resume
    has an empty or a doubtful one.
    """
    document = document.readable()
    everything = sections_of(lines_of(document.text))
    owner = owner_of(everything, taxonomy=taxonomy)
    sections = impersonal(everything, owner)
    jobs = jobs_of(sections, as_of=as_of, taxonomy=taxonomy)
    studies = studies_of(sections)
    blind = blinded(document, sections, owner, taxonomy=taxonomy)
    others = [(job.employer, job.start, job.end) for job in jobs]
    others += [(study.institution, study.start, study.end) for study in studies]
    reading = Reading(
        (
            *contacts_of(document, owner.contact, everything),
            *_summaries(document, sections),
            *_employment(document, jobs),
            *_education(document, studies),
            *skills_of(blind, others, sections, jobs, taxonomy=taxonomy),
            *_languages(document, sections),
            *_certifications(document, sections),
            *_projects(document, sections),
        )
    )
    return Extraction(reading, scorable(reading, blind, as_of=as_of, taxonomy=taxonomy))


def _summaries(document: Document, sections: Sequence[Section]) -> Iterator[Fact]:
    for number, each in enumerate(summary_of(sections), start=1):
        span = document.span(each.start, each.end)
        yield Fact(f"summary-{number}", Summary(each.text), span, each.confidence)


def _employment(document: Document, jobs: Iterable[Job]) -> Iterator[Fact]:
    for number, job in enumerate(jobs, start=1):
        period = job.entry.period
        value = Employment(
            title=job.title,
            employer=job.employer,
            start=period.start if period is not None else None,
            end=period.end if period is not None else None,
            current=job.current,
            bullets=tuple(
                document.span(line.start, line.end) for line in job.entry.lines if line.bullet
            ),
        )
        span = document.span(job.start, job.end)
        yield Fact(f"employment-{number}", value, span, job.confidence)


def _education(document: Document, studies: Iterable[Study]) -> Iterator[Fact]:
    for number, study in enumerate(studies, start=1):
        value = Schooling(study.level, study.degree, study.field, study.institution, study.end_year)
        span = document.span(study.start, study.end)
        yield Fact(f"education-{number}", value, span, study.confidence)


def _languages(document: Document, sections: Sequence[Section]) -> Iterator[Fact]:
    for tongue in tongues_of(sections):
        span = document.span(tongue.start, tongue.end)
        value = Language(tongue.code, tongue.level)
        yield Fact(f"language-{tongue.code}", value, span, tongue.confidence)


def _certifications(document: Document, sections: Sequence[Section]) -> Iterator[Fact]:
    for number, each in enumerate(certifications_of(sections), start=1):
        value = Certification(each.name, each.issuer, each.year)
        span = document.span(each.start, each.end)
        yield Fact(f"certification-{number}", value, span, each.confidence)


def _projects(document: Document, sections: Sequence[Section]) -> Iterator[Fact]:
    for number, each in enumerate(projects_of(sections), start=1):
        span = document.span(each.start, each.end)
        yield Fact(f"project-{number}", Project(each.name), span, each.confidence)
