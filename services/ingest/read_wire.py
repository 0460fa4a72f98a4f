"""Between readings and candor.ingest.v1 messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.facts.v1 import facts_pb2
from candor.ingest.v1 import profile_pb2, reading_pb2

from services.ingest.documents.document import Document, Page, Span
from services.ingest.documents.findings import Finding, FindingKind
from services.ingest.extraction.deriving import interval_of
from services.ingest.extraction.facts import EducationLevel, LanguageLevel, YearMonth
from services.ingest.extraction.intervals import months
from services.ingest.extraction.quality import Grade, Problem, Quality
from services.ingest.extraction.reading import (
    Certification,
    Contact,
    ContactKind,
    Employment,
    Fact,
    Language,
    Project,
    Reading,
    Schooling,
    Skill,
    Summary,
)
from services.ingest.wire import span

if TYPE_CHECKING:
    from services.ingest.extraction.reading import Value


def reading(
    document: Document, value: Reading, as_of: YearMonth, judged: Quality | None
) -> reading_pb2.Reading:
    """Render a document's reading; jobs that go on are as long as they are at `as_of`."""
    return reading_pb2.Reading(
        facts=[_fact(fact, as_of) for fact in value.facts],
        pages=[
            facts_pb2.Span(page=page.number, start=page.start, end=page.end)
            for page in document.pages
        ],
        findings=[
            reading_pb2.Finding(
                kind=reading_pb2.FindingKind.ValueType(each.kind),
                span=span(each.span),
                text=each.text,
            )
            for each in document.findings
        ],
        quality=quality(judged) if judged else None,
        as_of=_month(as_of),
    )


def quality(value: Quality) -> reading_pb2.Quality:
    """Render how well a file could be read."""
    return reading_pb2.Quality(
        grade=reading_pb2.QualityGrade.ValueType(value.grade),
        problems=[reading_pb2.QualityProblem.ValueType(each) for each in value.problems],
        known_words_percent=value.known_words_percent,
        recognition_percent=value.recognition_percent,
        orphan_headings=value.orphan_headings,
    )


def to_quality(value: reading_pb2.Quality) -> Quality:
    """Return a verdict that was stored."""
    return Quality(
        Grade(value.grade),
        tuple(Problem(each) for each in value.problems),
        value.known_words_percent,
        value.recognition_percent,
        value.orphan_headings,
    )


def to_document(value: reading_pb2.Reading, media_type: str, text: str) -> Document:
    """Return the document that a reading is of."""
    pages = tuple(Page(page.page, page.start, page.end) for page in value.pages)
    findings = tuple(
        Finding(FindingKind(each.kind), _to_span(each.span), each.text) for each in value.findings
    )
    return Document(media_type, text, pages, findings)


def to_reading(value: reading_pb2.Reading) -> Reading:
    """Return a reading that was stored."""
    return Reading(
        tuple(
            Fact(fact.fact_id, told, _to_span(fact.span), fact.confidence)
            for fact in value.facts
            if (told := to_value(fact)) is not None
        )
    )


def to_value(fact: reading_pb2.Fact) -> Value | None:  # one return a kind
    """Return what a fact says; nothing when it says nothing."""
    match fact.WhichOneof("value"):
        case "contact":
            return Contact(ContactKind(fact.contact.kind), fact.contact.value)
        case "summary":
            return Summary(fact.summary.text)
        case "employment":
            return _to_employment(fact.employment)
        case "education":
            return _to_schooling(fact.education)
        case "skill":
            mentions = tuple(_to_span(each) for each in fact.skill.mentions)
            return Skill(fact.skill.skill_id, fact.skill.label, mentions)
        case "language":
            return Language(fact.language.code, LanguageLevel(fact.language.level))
        case "certification":
            told = fact.certification
            return Certification(told.name, told.issuer, told.year or None)
        case "project":
            return Project(fact.project.name)
        case None:
            return None


def to_month(message: facts_pb2.YearMonth) -> YearMonth:
    """Return a month."""
    return YearMonth(message.year, message.month)


def _to_employment(job: profile_pb2.Employment) -> Employment:
    return Employment(
        title=job.title,
        employer=job.employer,
        start=to_month(job.start) if job.HasField("start") else None,
        end=to_month(job.end) if job.HasField("end") else None,
        current=job.current,
        bullets=tuple(_to_span(each) for each in job.bullets),
    )


def _to_schooling(study: profile_pb2.Schooling) -> Schooling:
    degree = study.degree.removesuffix(study.field).rstrip(", ") if study.field else study.degree
    return Schooling(
        level=EducationLevel(study.level),
        degree=degree,
        field=study.field,
        institution=study.institution,
        end_year=study.end_year or None,
    )


def _to_span(message: facts_pb2.Span) -> Span:
    return Span(message.page, message.start, message.end)


def profile(value: reading_pb2.Reading) -> profile_pb2.Profile:
    """Return who a person is, from what was read."""
    found = profile_pb2.Profile()
    for fact in value.facts:
        match fact.WhichOneof("value"):
            case "contact":
                _reach(found, fact.contact)
            case "summary":
                found.summary = f"{found.summary} {fact.summary.text}".strip()
            case "employment":
                found.employment.append(fact.employment)
            case "education":
                found.education.append(fact.education)
            case "certification":
                found.certifications.append(fact.certification)
            case "project":
                found.projects.append(fact.project)
            case "skill" | "language" | None:
                pass  # no part of who somebody is
    return found


def _reach(found: profile_pb2.Profile, contact: reading_pb2.Contact) -> None:
    """Set what a contact point tells of a profile."""
    match contact.kind:
        case reading_pb2.CONTACT_KIND_NAME:
            found.name = contact.value
        case reading_pb2.CONTACT_KIND_EMAIL:
            found.email = contact.value
        case reading_pb2.CONTACT_KIND_PHONE:
            found.phone = contact.value
        case reading_pb2.CONTACT_KIND_LOCATION:
            found.location = contact.value
        case _:
            found.links.append(contact.value)


def _fact(fact: Fact, as_of: YearMonth) -> reading_pb2.Fact:
    message = reading_pb2.Fact(
        fact_id=fact.fact_id, span=span(fact.span), confidence=fact.confidence
    )
    match fact.value:
        case Contact(kind, text):
            message.contact.kind = reading_pb2.ContactKind.ValueType(kind)
            message.contact.value = text
        case Summary(text):
            message.summary.text = text
        case Employment() as job:
            message.employment.CopyFrom(_employment(fact, job, as_of))
        case Schooling() as study:
            message.education.CopyFrom(_schooling(fact, study))
        case Skill() as skill:
            message.skill.skill_id, message.skill.label = skill.skill_id, skill.label
            message.skill.mentions.extend(span(each) for each in skill.mentions)
        case Language(code, level):
            message.language.code = code
            message.language.level = facts_pb2.LanguageLevel.ValueType(level)
        case Certification() as certificate:
            message.certification.CopyFrom(_certification(fact, certificate))
        case Project(name):
            message.project.CopyFrom(
                profile_pb2.Project(name=name, span=span(fact.span), confidence=fact.confidence)
            )
    return message


def _employment(fact: Fact, job: Employment, as_of: YearMonth) -> profile_pb2.Employment:
    interval = interval_of(job, as_of)
    return profile_pb2.Employment(
        title=job.title,
        employer=job.employer,
        start=_month(job.start),
        end=_month(job.end),
        current=job.current,
        span=span(fact.span),
        confidence=fact.confidence,
        months=0 if interval is None else months((interval,)),
        bullets=[span(each) for each in job.bullets],
    )


def _month(value: YearMonth | None) -> facts_pb2.YearMonth | None:
    return facts_pb2.YearMonth(year=value.year, month=value.month) if value else None


def _schooling(fact: Fact, study: Schooling) -> profile_pb2.Schooling:
    return profile_pb2.Schooling(
        degree=", ".join(part for part in (study.degree, study.field) if part),
        institution=study.institution,
        end_year=study.end_year or 0,
        span=span(fact.span),
        confidence=fact.confidence,
        level=facts_pb2.EducationLevel.ValueType(study.level),
        field=study.field,
    )


def _certification(fact: Fact, certificate: Certification) -> profile_pb2.Certification:
    return profile_pb2.Certification(
        name=certificate.name,
        issuer=certificate.issuer,
        year=certificate.year or 0,
        span=span(fact.span),
        confidence=fact.confidence,
    )
