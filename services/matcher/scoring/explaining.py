"""Why a score is what it is: each criterion's points, with words made from the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.matcher.scoring import v1
from services.matcher.scoring.contributions import Contribution, Evidence
from services.matcher.scoring.facts import Kind

if TYPE_CHECKING:
    from services.matcher.scoring.facts import Criterion, Facts, Rubric, Span

MOST_EVIDENCE = 3
LEVELS = ("", "secondary school", "vocational", "bachelor", "master", "doctorate")
CEFR = ("no stated level", "A1", "A2", "B1", "B2", "C1", "C2", "native")


def explain(facts: Facts, rubric: Rubric, table: v1.Closeness) -> tuple[Contribution, ...]:
    """Return what each criterion adds; the points sum to `v1.points` of the same arguments."""
    return tuple(_contribution(facts, criterion, table) for criterion in rubric.criteria)


def _contribution(facts: Facts, criterion: Criterion, table: v1.Closeness) -> Contribution:
    degree = v1.degree(facts, criterion, table)
    spans = _spans(facts, criterion, degree) if degree.basis_points else []
    return Contribution(
        criterion=criterion,
        points=criterion.weight * degree.basis_points // v1.FULL,
        degree=degree.basis_points,
        related=degree.related,
        reason=_reason(facts, criterion, degree),
        evidence=_evidence(facts, spans),
    )


def _spans(facts: Facts, criterion: Criterion, degree: v1.Degree) -> list[Span]:
    match criterion.kind:
        case Kind.SKILL:
            return list(facts.skills[degree.skill_id].mentions)
        case Kind.TERM:
            return [facts.lines[index].span for index in v1.term_lines(facts, criterion.term)]
        case Kind.EXPERIENCE:
            return [position.span for position in facts.positions]
        case Kind.EDUCATION:
            return [facts.education[degree.education].span]
        case Kind.LANGUAGE:
            return [facts.languages[criterion.language][degree.language].span]
        case Kind.OCCUPATION:
            return [facts.positions[degree.position].span]
        case _:
            return []


def _evidence(facts: Facts, spans: list[Span]) -> tuple[Evidence, ...]:
    """Return the first places with their lines, each line once."""
    found: dict[str, Evidence] = {}
    for span in spans:
        quote = _quote(facts, span)
        found.setdefault(quote, Evidence(span, quote))
    return tuple(found.values())[:MOST_EVIDENCE]


def _quote(facts: Facts, span: Span) -> str:
    """Return the blind line at `span`; empty where stripping removed it."""
    for line in facts.lines:
        if line.span.start <= span.start < line.span.end:
            return line.text
    return ""


def _reason(facts: Facts, criterion: Criterion, degree: v1.Degree) -> str:
    if not degree.basis_points:
        return f"No evidence of {criterion.label}."
    match criterion.kind:
        case Kind.SKILL:
            return _skill_reason(facts, criterion, degree)
        case Kind.TERM:
            return f"The resume says “{criterion.term}”."
        case Kind.EXPERIENCE:
            return f"{_time(facts.total_months)} of work; {_time(criterion.months)} asked for."
        case Kind.EDUCATION:
            return f"Degree: {LEVELS[facts.education[degree.education].level]}."
        case Kind.LANGUAGE:
            said = facts.languages[criterion.language][degree.language]
            return f"Language level: {CEFR[said.level]}."
        case Kind.OCCUPATION:
            position = facts.positions[degree.position]
            how = "Close to the job's title" if degree.related else "The same occupation"
            return f"{how}: {position.title}, {_time(position.months)}."
        case _:
            return ""


def _skill_reason(facts: Facts, criterion: Criterion, degree: v1.Degree) -> str:
    skill = facts.skills[degree.skill_id]
    used = f"{_time(skill.months)} in jobs that name it" if skill.months else "listed"
    if degree.related:
        return f"{skill.label} ({used}) is close to {criterion.label}."
    if skill.months_since_use < 0:
        return f"{skill.label}: {used}."
    last = "now" if skill.months_since_use == 0 else f"{_time(skill.months_since_use)} ago"
    return f"{skill.label}: {used}, last {last}."


def _time(months: int) -> str:
    years, rest = divmod(months, 12)
    words = [f"{years} y"] * (years > 0) + [f"{rest} m"] * (rest > 0 or years == 0)
    return " ".join(words)
