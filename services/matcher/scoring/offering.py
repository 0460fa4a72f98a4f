"""What can be added to somebody's facts for a rubric: a ladder of steps for each thing.

Who takes a step has taken those below it: 24 months of a skill are 12 as well. Only what
the rubric asks for is offered, and nothing that is shown already. Not offered: to be a native
speaker, words that speak of who somebody is, to say the same words twice, and to write more
like the advert. A criterion with levels of its own is offered by these.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from services.matcher.scoring.additions import (
    Addition,
    CertificateAddition,
    DegreeAddition,
    LanguageAddition,
    RoleAddition,
    SkillAddition,
    TermAddition,
    WorkAddition,
)
from services.matcher.scoring.applying import shown
from services.matcher.scoring.facts import Kind
from services.matcher.scoring.v2.explaining import CEFR
from services.matcher.scoring.v2.measures import lines_with

if TYPE_CHECKING:
    from services.matcher.scoring.facts import Criterion, Facts, Rubric

Ladder: TypeAlias = tuple[Addition, ...]
"""Steps of one thing, the least first. Of a ladder, one step is taken at most."""

YEAR = 12
SKILL_MONTHS = (12, 24, 36)
ROLE_MONTHS = (12, 24)
MOST_STEPS = 3
HIGHEST_LEARNT = 6  # C2: nobody learns to be a native speaker
WORD = re.compile(r"[^\W_]+")
CERTIFICATES = frozenset(
    """
    certificate certificates certification certifications certified licence license licensed
    """.split()  # noqa: SIM905  # reads better than eight strings
)
IDENTITY = frozenset(
    """
    age aged young old birth born gender male female man men woman women married single family
    children pregnant race ethnic ethnicity religion religious christian muslim jewish nationality
    national nationals citizen citizens citizenship resident residents residency native
    disability disabled veteran veterans photo visa
    """.split()  # noqa: SIM905  # the same as strings would be longer
)


def ladders(facts: Facts, rubric: Rubric) -> tuple[Ladder, ...]:
    """Return the steps that can be added, a ladder for each thing, in the rubric's order."""
    found: dict[tuple[str, str], Ladder] = {}
    ways = (
        way
        for criterion in rubric.criteria
        if criterion.weight or criterion.knock_out
        for way in (
            # A scale is of all alternatives.
            *(replace(each, levels=criterion.levels) for each in criterion.alternatives),
            criterion,
        )
    )
    for way in ways:
        key, steps = _steps(facts, way)
        open_steps = (each for each in steps if not shown(facts, each))
        # Two criteria may ask for the same in other words: the first words stay.
        distinct = {_unnamed(each): each for each in (*open_steps, *found.get(key, ()))}
        if distinct:
            found[key] = tuple(sorted(distinct.values(), key=_order))
    return tuple(found.values())


def _order(addition: Addition) -> tuple[int, int]:
    """Return what puts a step after those that it shows: its effort, then how much it asks."""
    match addition:
        case SkillAddition() | WorkAddition() | RoleAddition():
            return addition.effort, addition.months
        case LanguageAddition() | DegreeAddition():
            return addition.effort, addition.level
        case TermAddition() | CertificateAddition():
            return addition.effort, 0


def _unnamed(addition: Addition) -> Addition:
    if isinstance(addition, WorkAddition | DegreeAddition):
        return addition
    return replace(addition, label="")


def _steps(facts: Facts, criterion: Criterion) -> tuple[tuple[str, str], Ladder]:
    """Return what a criterion is about, and the steps towards it.

    None towards what is of the whole text: its words and the line of work that it speaks of.
    """
    match criterion.kind:
        case Kind.SKILL:
            return ("skill", criterion.skill_id), _skill(facts, criterion)
        case Kind.TERM | Kind.CERTIFICATE:
            named = "certificate" if _is_certificate(criterion) else "term"
            return (named, criterion.term), _term(facts, criterion)
        case Kind.EXPERIENCE:
            return ("work", ""), _work(facts, criterion)
        case Kind.EDUCATION:
            return ("degree", ""), _degree(facts, criterion)
        case Kind.LANGUAGE:
            return ("language", criterion.language), _language(facts, criterion)
        case Kind.OCCUPATION:
            return ("role", criterion.occupation_id), _role(facts, criterion)
        case Kind.WORDS | Kind.LINE_OF_WORK:
            return ("", ""), ()


def _skill(facts: Facts, criterion: Criterion) -> Ladder:
    known = facts.skills.get(criterion.skill_id)
    have = known.months if known is not None else 0
    asked = [each.months for each in criterion.levels] or SKILL_MONTHS
    steps = sorted({each for each in asked if each > have})
    if not steps and known is not None and not 0 <= known.months_since_use <= YEAR:
        steps = [have + YEAR]  # to use it again
    skill_id, label = criterion.skill_id, criterion.label
    listed = SkillAddition(skill_id, label, 0, 0, 0)
    used = (SkillAddition(skill_id, label, each, each - have, YEAR) for each in steps)
    return (listed, *used)


def _term(facts: Facts, criterion: Criterion) -> Ladder:
    term, label = criterion.term, criterion.label
    if not term or _words(criterion) & IDENTITY or lines_with(facts, term):
        return ()
    kind = CertificateAddition if _is_certificate(criterion) else TermAddition
    return (kind(term, label),)


def _is_certificate(criterion: Criterion) -> bool:
    return criterion.kind is Kind.CERTIFICATE or bool(_words(criterion) & CERTIFICATES)


def _words(criterion: Criterion) -> set[str]:
    return {*WORD.findall(criterion.term), *WORD.findall(criterion.label.casefold())}


def _work(facts: Facts, criterion: Criterion) -> Ladder:
    have, asked = facts.total_months, max(criterion.months, 1)
    first = have // YEAR * YEAR + YEAR
    steps = [each.months for each in criterion.levels] or [*range(first, asked, YEAR), asked]
    return tuple(WorkAddition(each, each - have) for each in steps if each > have)


def _degree(facts: Facts, criterion: Criterion) -> Ladder:
    have = max((each.level for each in facts.education), default=0)
    asked = [each.least for each in criterion.levels] or [criterion.level]
    return tuple(DegreeAddition(max(1, each), have) for each in asked)


def _language(facts: Facts, criterion: Criterion) -> Ladder:
    said = facts.languages.get(criterion.language, ())
    have = max((each.level for each in said), default=0)
    code, level = criterion.language, criterion.language_level
    if criterion.levels:
        level = max(each.least for each in criterion.levels)
    if not level:
        return (LanguageAddition(code, criterion.label, 0, have),)
    label = criterion.label.removesuffix(f" {CEFR[criterion.language_level]}")
    steps = range(have + 1, min(level, HIGHEST_LEARNT) + 1)[-MOST_STEPS:]
    return tuple(LanguageAddition(code, label, each, have) for each in steps)


def _role(facts: Facts, criterion: Criterion) -> Ladder:
    if not criterion.occupation_id:
        return ()  # a title that the taxonomy does not know is not something to become
    have = sum(
        each.months for each in facts.positions if each.occupation_id == criterion.occupation_id
    )
    asked = sorted({each.months for each in criterion.levels}) or ROLE_MONTHS
    return tuple(
        RoleAddition(criterion.occupation_id, criterion.label, each, each - have)
        for each in asked
        if each > have
    )
