"""Between what Ingest understands and candor.facts.v1 and candor.ingest.v1 messages."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from candor.facts.v1 import facts_pb2, requirements_pb2
from candor.ingest.v1 import profile_pb2

if TYPE_CHECKING:
    from services.ingest.documents.document import Span
    from services.ingest.extraction import facts as domain


def span(value: Span) -> facts_pb2.Span:
    """Render a span."""
    return facts_pb2.Span(page=value.page, start=value.start, end=value.end)


def scorable(facts: domain.ScorableFacts, content: bytes) -> facts_pb2.ScorableFacts:
    """Render the blind facts of the file `content`."""
    return facts_pb2.ScorableFacts(
        document_digest=sha256(content).hexdigest(),
        as_of=facts_pb2.YearMonth(year=facts.as_of.year, month=facts.as_of.month),
        total_months=facts.total_months,
        positions=[_position(each) for each in facts.positions],
        education=[_education(each) for each in facts.education],
        skills=[_skill(each) for each in facts.skills],
        languages=[_language(each) for each in facts.languages],
        lines=[facts_pb2.Line(text=each.text, span=span(each.span)) for each in facts.lines],
    )


def _position(value: domain.Position) -> facts_pb2.Position:
    return facts_pb2.Position(
        title=value.title,
        occupation_id=value.occupation_id,
        months=value.months,
        months_since_end=value.months_since_end,
        span=span(value.span),
        confidence=value.confidence,
    )


def _education(value: domain.Education) -> facts_pb2.Education:
    return facts_pb2.Education(
        level=facts_pb2.EducationLevel.ValueType(value.level),
        field=value.field,
        span=span(value.span),
        confidence=value.confidence,
    )


def _skill(value: domain.SkillEvidence) -> facts_pb2.SkillEvidence:
    return facts_pb2.SkillEvidence(
        skill_id=value.skill_id,
        label=value.label,
        months=value.months,
        months_since_use=value.months_since_use,
        mentions=[span(each) for each in value.mentions],
        confidence=value.confidence,
    )


def _language(value: domain.LanguageFact) -> facts_pb2.LanguageFact:
    return facts_pb2.LanguageFact(
        code=value.code,
        level=facts_pb2.LanguageLevel.ValueType(value.level),
        span=span(value.span),
        confidence=value.confidence,
    )


def profile(value: domain.Profile) -> profile_pb2.Profile:
    """Render who a person is."""
    return profile_pb2.Profile(
        name=value.contact.name,
        email=value.contact.email,
        phone=value.contact.phone,
        location=value.contact.location,
        links=value.contact.links,
        employment=[_employment(each) for each in value.employment],
        education=[_schooling(each) for each in value.education],
    )


def _employment(value: domain.Employment) -> profile_pb2.Employment:
    return profile_pb2.Employment(
        title=value.title,
        employer=value.employer,
        start=_month(value.start),
        end=_month(value.end),
        current=value.current,
        span=span(value.span),
        confidence=value.confidence,
    )


def _month(value: domain.YearMonth | None) -> facts_pb2.YearMonth | None:
    return facts_pb2.YearMonth(year=value.year, month=value.month) if value else None


def _schooling(value: domain.Schooling) -> profile_pb2.Schooling:
    return profile_pb2.Schooling(
        degree=value.degree,
        institution=value.institution,
        end_year=value.end_year or 0,
        span=span(value.span),
        confidence=value.confidence,
    )


def requirements(value: domain.Requirements) -> requirements_pb2.Requirements:
    """Render what a job asks for."""
    return requirements_pb2.Requirements(
        title=value.title,
        occupation_id=value.occupation_id,
        items=[_requirement(each) for each in value.items],
    )


def _requirement(value: domain.Requirement) -> requirements_pb2.Requirement:
    return requirements_pb2.Requirement(
        kind=requirements_pb2.RequirementKind.ValueType(value.kind),
        must=value.must,
        label=value.label,
        span=span(value.span),
        skill_id=value.skill_id,
        term=value.term,
        months=value.months,
        level=facts_pb2.EducationLevel.ValueType(value.level),
        language=value.language,
        language_level=facts_pb2.LanguageLevel.ValueType(value.language_level),
    )
