"""Between what Ingest understands and candor.facts.v1 messages."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from candor.facts.v1 import facts_pb2, requirements_pb2

if TYPE_CHECKING:
    from services.ingest.documents.document import Span
    from services.ingest.extraction import facts as domain


def span(value: Span) -> facts_pb2.Span:
    """Render a span."""
    return facts_pb2.Span(page=value.page, start=value.start, end=value.end)


def scorable(facts: domain.ScorableFacts) -> facts_pb2.ScorableFacts:
    """Render the blind facts."""
    text = "\n".join(line.text for line in facts.lines)
    return facts_pb2.ScorableFacts(
        text_digest=sha256(text.encode()).hexdigest(),
        as_of=facts_pb2.YearMonth(year=facts.as_of.year, month=facts.as_of.month),
        total_months=facts.total_months,
        positions=[_position(each) for each in facts.positions],
        education=[_education(each) for each in facts.education],
        skills=[_skill(each) for each in facts.skills],
        languages=[_language(each) for each in facts.languages],
        certificates=[
            facts_pb2.Certificate(
                label=each.label, span=span(each.span), confidence=each.confidence
            )
            for each in facts.certificates
        ],
        summary=facts.summary,
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


def requirements(value: domain.Requirements) -> requirements_pb2.Requirements:
    """Render what a job asks for."""
    return requirements_pb2.Requirements(
        title=value.title,
        occupation_id=value.occupation_id,
        items=[_requirement(each) for each in value.items],
        places=[
            requirements_pb2.Place(text=each.text, span=span(each.span)) for each in value.places
        ],
        remote=_remote(value.remote) if value.remote else None,
        pay=_pay(value.pay) if value.pay else None,
    )


def _remote(value: domain.Remote) -> requirements_pb2.Remote:
    return requirements_pb2.Remote(
        mode=requirements_pb2.RemoteMode.ValueType(value.mode), span=span(value.span)
    )


def _pay(value: domain.PayRange) -> requirements_pb2.PayRange:
    return requirements_pb2.PayRange(
        currency=value.currency,
        minimum=value.minimum,
        maximum=value.maximum,
        period=requirements_pb2.PayPeriod.ValueType(value.period),
        span=span(value.span),
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
        alternative=value.alternative,
        one_is_must=value.one_is_must,
    )
