"""Facts with additions, and whether facts show one.

`applied` gives the facts exactly the least that an addition says, so whatever real evidence
shows it (`shown`) is worth at least as much to a scorer by which more evidence never brings
less. That is why a promise can be kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.matcher.scoring.additions import (
    CertificateAddition,
    DegreeAddition,
    LanguageAddition,
    RoleAddition,
    SkillAddition,
    TermAddition,
    WorkAddition,
)
from services.matcher.scoring.facts import Certificate, Level, Line, Position, Skill, Span
from services.matcher.scoring.v2.measures import lines_with, stands

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.matcher.scoring.additions import Addition
    from services.matcher.scoring.facts import Facts

NOWHERE = Span(0, 0, 0)


def applied(facts: Facts, additions: Iterable[Addition]) -> Facts:
    """Return the facts with the additions, each shown by the least that it says."""
    for each in additions:
        facts = _applied(facts, each)
    return facts


def _applied(facts: Facts, addition: Addition) -> Facts:
    match addition:
        case SkillAddition():
            return _with_skill(facts, addition)
        case TermAddition():
            line = Line(addition.label, NOWHERE)
            folded = f"{facts.folded}{addition.term}\n"
            return replace(facts, lines=(*facts.lines, line), folded=folded)
        case CertificateAddition():
            held = Certificate(addition.label, addition.term, NOWHERE)
            return replace(facts, certificates=(*facts.certificates, held))
        case LanguageAddition():
            said = (*facts.languages.get(addition.code, ()), Level(addition.level, NOWHERE))
            return replace(facts, languages={**facts.languages, addition.code: said})
        case WorkAddition():
            return replace(facts, total_months=max(facts.total_months, addition.months))
        case RoleAddition():
            more = max(0, addition.months - _months_as(facts, addition.occupation_id))
            position = Position("", addition.occupation_id, more, NOWHERE)
            return replace(facts, positions=(*facts.positions, position))
        case DegreeAddition():
            degree = Level(addition.level, NOWHERE)
            return replace(facts, education=(*facts.education, degree))


def _with_skill(facts: Facts, addition: SkillAddition) -> Facts:
    known = facts.skills.get(addition.skill_id) or Skill(addition.label, 0, -1, ())
    since = known.months_since_use
    if addition.months:
        within = addition.used_within_months
        since = within if since < 0 else min(since, within)
    skill = replace(known, months=max(known.months, addition.months), months_since_use=since)
    # Months of a skill are months of jobs, so there were as many months of work.
    total = max(facts.total_months, skill.months)
    return replace(facts, skills={**facts.skills, addition.skill_id: skill}, total_months=total)


def shown(facts: Facts, addition: Addition) -> bool:
    """Return whether the facts show the addition."""
    match addition:
        case SkillAddition():
            known = facts.skills.get(addition.skill_id)
            if known is None or known.months < addition.months:
                return False
            return not addition.months or (
                0 <= known.months_since_use <= addition.used_within_months
            )
        case TermAddition():
            return bool(lines_with(facts, addition.term))
        case CertificateAddition():
            return bool(_certificates(facts, addition.term))
        case LanguageAddition():
            said = facts.languages.get(addition.code, ())
            return any(each.level >= addition.level for each in said)
        case WorkAddition():
            return facts.total_months >= addition.months
        case RoleAddition():
            return _months_as(facts, addition.occupation_id) >= addition.months
        case DegreeAddition():
            return any(each.level >= addition.level for each in facts.education)


def places(facts: Facts, addition: Addition) -> list[Span]:
    """Return where the facts show an addition; nothing for work in all, which every job does."""
    match addition:
        case SkillAddition():
            return list(facts.skills[addition.skill_id].mentions)
        case TermAddition():
            return [facts.lines[index].span for index in lines_with(facts, addition.term)]
        case CertificateAddition():
            return [each.span for each in _certificates(facts, addition.term)]
        case LanguageAddition():
            said = facts.languages[addition.code]
            return [each.span for each in said if each.level >= addition.level]
        case WorkAddition():
            return []
        case RoleAddition():
            held = facts.positions
            return [each.span for each in held if each.occupation_id == addition.occupation_id]
        case DegreeAddition():
            return [each.span for each in facts.education if each.level >= addition.level]


def _certificates(facts: Facts, term: str) -> list[Certificate]:
    return [each for each in facts.certificates if stands(each.folded, term, 1)]


def _months_as(facts: Facts, occupation_id: str) -> int:
    return sum(each.months for each in facts.positions if each.occupation_id == occupation_id)
