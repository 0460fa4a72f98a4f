"""Between candor.facts.v1 and candor.matcher.v1 messages and what Matcher works with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from candor.facts.v1 import facts_pb2, requirements_pb2
from candor.matcher.v1 import match_pb2 as pb

from services.matcher.scoring.contributions import knocked_out, top_reasons
from services.matcher.scoring.facts import (
    AdvertWord,
    Certificate,
    Criterion,
    Facts,
    Kind,
    Level,
    Line,
    Position,
    Rubric,
    Skill,
    Span,
    Step,
)
from services.matcher.scoring.proposing import Asked, either

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.matcher.scoring.contributions import Contribution
    from services.matcher.scoring.stability import Range, Stability


def to_span(message: facts_pb2.Span) -> Span:
    """Parse a span."""
    return Span(message.page, message.start, message.end)


def span(value: Span) -> facts_pb2.Span:
    """Render a span."""
    return facts_pb2.Span(page=value.page, start=value.start, end=value.end)


def to_facts(message: facts_pb2.ScorableFacts) -> Facts:
    """Parse blind facts into what scoring works with."""
    lines = tuple(Line(each.text, to_span(each.span)) for each in message.lines)
    languages: dict[str, tuple[Level, ...]] = {}
    for each in message.languages:
        said = Level(each.level, to_span(each.span))
        languages[each.code] = (*languages.get(each.code, ()), said)
    return Facts(
        text_digest=message.text_digest,
        total_months=message.total_months,
        skills={each.skill_id: _skill(each) for each in message.skills},
        positions=tuple(
            Position(
                each.title,
                each.occupation_id,
                each.months,
                to_span(each.span),
                each.months_since_end,
            )
            for each in message.positions
        ),
        education=tuple(Level(each.level, to_span(each.span)) for each in message.education),
        languages=languages,
        lines=lines,
        folded="".join(f"{line.text.casefold()}\n" for line in lines),
        summary=message.summary,
        certificates=tuple(
            Certificate(each.label, each.label.casefold(), to_span(each.span))
            for each in message.certificates
        ),
    )


def _skill(message: facts_pb2.SkillEvidence) -> Skill:
    return Skill(
        label=message.label,
        months=message.months,
        months_since_use=message.months_since_use,
        mentions=tuple(to_span(each) for each in message.mentions),
    )


def to_asked(message: requirements_pb2.Requirements) -> Asked:
    """Parse what a job asks for, alternatives as one item where the first of them stands.

    Kinds that this version does not know are left out.
    """
    known = {kind.value for kind in Kind}
    groups: dict[tuple[int, int], list[requirements_pb2.Requirement]] = {}
    for index, each in enumerate(message.items):
        if each.kind in known:
            alone = (0, index)
            groups.setdefault((each.alternative, 0) if each.alternative else alone, []).append(each)
    items = [_item(group) for group in groups.values()]
    return Asked(message.title, message.occupation_id, items)


def _item(group: Sequence[requirements_pb2.Requirement]) -> Criterion:
    items = [_criterion(each) for each in group]
    if len(items) == 1 and not group[0].alternative:
        return items[0]
    return either(items, must=any(each.one_is_must for each in group))


def _criterion(
    message: requirements_pb2.Requirement, criterion_id: str = "", weight: int = 0
) -> Criterion:
    return Criterion(
        criterion_id=criterion_id,
        kind=Kind(message.kind),
        must=message.must,
        label=message.label,
        weight=weight,
        job_span=to_span(message.span),
        skill_id=message.skill_id,
        term=message.term,
        months=message.months,
        level=message.level,
        language=message.language,
        language_level=message.language_level,
        occupation_id=message.occupation_id,
        words=tuple(AdvertWord(e.word, e.weight, to_span(e.span)) for e in message.words),
    )


def to_rubric(message: pb.Rubric) -> Rubric:
    """Parse a stored rubric."""
    criteria = tuple(to_criterion(each) for each in message.criteria)
    return Rubric(message.job_id, message.requirements_digest, criteria)


def to_criterion(message: pb.Criterion) -> Criterion:
    """Parse a criterion whose kinds are known."""
    return replace(
        _criterion(message.requirement, message.criterion_id, message.weight),
        knock_out=message.knock_out,
        alternatives=tuple(_criterion(each) for each in message.alternatives),
        levels=tuple(
            Step(each.label, each.months, each.least, each.percent) for each in message.levels
        ),
    )


def rubric(value: Rubric) -> pb.Rubric:
    """Render a rubric."""
    return pb.Rubric(
        job_id=value.job_id,
        requirements_digest=value.requirements_digest,
        criteria=[criterion(each) for each in value.criteria],
        max_points=value.max_points,
    )


def criterion(value: Criterion) -> pb.Criterion:
    """Render a criterion."""
    return pb.Criterion(
        criterion_id=value.criterion_id,
        requirement=requirement(value),
        weight=value.weight,
        knock_out=value.knock_out,
        alternatives=[requirement(each) for each in value.alternatives],
        levels=[level(each) for each in value.levels],
    )


def level(value: Step) -> pb.CriterionLevel:
    """Render a step of a scale."""
    return pb.CriterionLevel(
        label=value.label, months=value.months, least=value.least, percent=value.percent
    )


def requirement(value: Criterion) -> requirements_pb2.Requirement:
    """Render what a criterion asks for."""
    return requirements_pb2.Requirement(
        kind=requirements_pb2.RequirementKind.ValueType(value.kind),
        must=value.must,
        label=value.label,
        span=span(value.job_span),
        skill_id=value.skill_id,
        term=value.term,
        months=value.months,
        level=facts_pb2.EducationLevel.ValueType(value.level),
        language=value.language,
        language_level=facts_pb2.LanguageLevel.ValueType(value.language_level),
        occupation_id=value.occupation_id,
        words=[
            requirements_pb2.AdvertWord(word=e.word, weight=e.weight, span=span(e.job_span))
            for e in value.words
        ],
    )


def match(
    facts: Facts, contributions: Sequence[Contribution], *, candidate_id: str, facts_digest: str
) -> pb.Match:
    """Render a score with its contributions; the rank is for the caller to set."""
    out = knocked_out(contributions)
    return pb.Match(
        candidate_id=candidate_id,
        points=sum(each.points for each in contributions),
        max_points=sum(each.criterion.weight for each in contributions),
        facts_digest=facts_digest,
        contributions=[_contribution(each, facts) for each in contributions],
        missing=[
            each.criterion.label
            for each in contributions
            if each.criterion.must and not each.degree
        ],
        below_line=bool(out),
        knocked_out=out,
        top_reasons=top_reasons(contributions),
    )


def _contribution(value: Contribution, facts: Facts) -> pb.Contribution:
    return pb.Contribution(
        criterion_id=value.criterion.criterion_id,
        label=value.criterion.label,
        must=value.criterion.must,
        points=value.points,
        max_points=value.criterion.weight,
        kind=_kind(value),
        reason=value.reason,
        evidence=[
            pb.Evidence(text_digest=facts.text_digest, span=span(each.span), quote=each.quote)
            for each in value.evidence
        ],
        job_span=span(value.criterion.job_span),
        met_by=value.met_by,
    )


def _kind(value: Contribution) -> pb.EvidenceKind.ValueType:
    if not value.degree:
        return pb.EVIDENCE_KIND_UNSPECIFIED
    return pb.EVIDENCE_KIND_RELATED if value.related else pb.EVIDENCE_KIND_DIRECT


def add_stability(run: pb.MatchRun, found: Stability) -> None:
    """Write how sure the places of a run's matches are to them and to the run."""
    for match, weights, fact in zip(run.matches, found.by_weights, found.by_one_fact, strict=True):
        if match.contributions or not match.max_points:  # else the facts are gone
            match.by_weights.CopyFrom(_places(weights))
            match.by_one_fact.CopyFrom(_places(fact))
    run.ties.extend(
        pb.TieGroup(
            candidate_ids=[each.candidate_id for each in run.matches[group.first : group.last + 1]],
            reason=pb.TieReason.ValueType(group.change),
        )
        for group in found.groups
    )


def _places(value: Range) -> pb.PlaceRange:
    return pb.PlaceRange(best_place=value.best, worst_place=value.worst)
